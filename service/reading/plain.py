"""Plain text: everything that is not recognisably something else."""

from service.model import Source
from service.reading.encodings import decode
from service.reading.formats import Format, Limits

# How files begin that are no text. Only for a message that says what it was: none of them would pass as text.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, such as DOCX, XLSX or EPUB"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Microsoft Office file"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAID = (None, "", "text/plain", "application/octet-stream")


def recognised(content: bytes) -> str | None:
    """What the bytes are, in words, when they certainly are no plain text."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(b"<?xml"):
        return "XML"
    # A NUL at even places is what UTF-16 without its mark looks like; with the mark it is read. A single
    # NUL among text is left to `check_text`, which says so.
    sample = content[:4096]
    if not sample.startswith(_WIDE_MARKS) and sample.count(0) * 20 > len(sample):
        return "binary, or UTF-16 without a byte order mark"
    return None


def _bid(content: bytes, said: str | None) -> float:
    if said not in _SAID or recognised(content):
        return 0.0
    return 0.5


def _read(content: bytes, charset: str | None, limits: Limits) -> Source:  # noqa: ARG001  `check_text` limits it
    characters, used = decode(content, charset)
    return Source(characters, "text/plain", used)


FORMAT = Format("text/plain", _bid, _read)
