"""DOCX: the paragraphs and tables of the body in their order, one paragraph or row of a table a line.

Text boxes stand behind their paragraph; headers, footers, notes and what was deleted in a revision are left out.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from service.errors import ProtectedDocument, UndecodableText, UnsupportedMediaType
from service.model import Source
from service.reading.formats import Format, Limits, packages, row, too_large, too_many_bytes

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = b"word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = {f"{_WORD}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr")} | {_FALLBACK}
# A DOCX with a password lies encrypted in a file of the older kind.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RATIO, _SMALL = 200, 1024 * 1024  # XML shrinks to a tenth or a twentieth; small parts may shrink further


def _bid(content: bytes, said: str | None) -> float:
    if content.startswith(_COMPOUND):
        return 1.0 if _ENCRYPTED in content else 0.0
    if not content.startswith(b"PK\x03\x04"):
        return 0.9 if said == MEDIA_TYPE else 0.0
    return 1.0 if _BODY in content or said == MEDIA_TYPE else 0.0


def _read(content: bytes, charset: str | None, limits: Limits) -> Source:  # noqa: ARG001  a DOCX names its own
    if content.startswith(_COMPOUND):
        raise ProtectedDocument(
            "the DOCX opens only with a password", parameter="body", expected="a DOCX without a password"
        )
    (word,) = packages("docx", "DOCX", "docx")
    try:
        _check(content, limits)
        body = word.Document(io.BytesIO(content)).element.body
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, EOFError, OSError) as error:
        raise _damaged(f"{type(error).__name__}") from error
    except NotImplementedError as error:
        raise UnsupportedMediaType(
            "the DOCX is packed in a way that is not read", parameter="Content-Type", expected=MEDIA_TYPE
        ) from error
    lines, characters = [], 0
    for line in _blocks(body):
        lines.append(line)
        characters += len(line) + 1
        if characters > limits.characters:
            raise too_large(f"more than {limits.characters} characters", limits.characters)
    return Source("\n".join(lines), MEDIA_TYPE, None)


def _check(content: bytes, limits: Limits) -> None:
    """Refuse what would unpack to too much, before it is unpacked, and XML that brings entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > limits.entries:
            raise too_many_bytes(f"{len(entries)} parts", limits.entries)
        size = sum(entry.file_size for entry in entries)
        if size > limits.unpacked:
            raise too_many_bytes(f"{size} bytes unpacked", limits.unpacked)
        if any(
            entry.file_size > _SMALL and entry.file_size > _RATIO * max(1, entry.compress_size)
            for entry in entries
        ):
            raise too_many_bytes(f"parts that unpack to more than {_RATIO} times their size", limits.unpacked)
        if _BODY.decode() not in archive.namelist():
            raise _damaged("it has no body")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                # Word declares no document type; one that does would bring entities, files of ours among them.
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():
                        raise _damaged("it declares entities")


def _damaged(reason: str) -> UndecodableText:
    return UndecodableText(
        f"the DOCX cannot be opened: {reason}", parameter="body", expected="a DOCX as Word or WPS saves it"
    )


def _blocks(parent: Any) -> Iterator[str]:
    """The lines of a body, a cell or a text box."""
    for child in parent.iterchildren():
        match _name(child):
            case "p":
                yield from _paragraph(child)
            case "tbl":
                yield from _table(child)
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                yield from _blocks(child)


def _table(table: Any) -> Iterator[str]:
    for line in table.iter(f"{_WORD}tr"):
        # A table within a cell has rows of its own.
        if next(line.iterancestors(f"{_WORD}tbl")) is table:
            cells = [
                "\n".join(filter(None, _blocks(cell)))
                for cell in line.iter(f"{_WORD}tc")
                if next(cell.iterancestors(f"{_WORD}tr")) is line
            ]
            yield row(cells)


def _paragraph(paragraph: Any) -> Iterator[str]:
    said: list[str] = []
    boxes: list[Any] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name == "t":
            said.append(element.text or "")
        elif name in _SIGNS:
            said.append("\f" if element.get(f"{_WORD}type") == "page" else _SIGNS[name])
        elif name == "txbxContent":
            boxes.append(element)
        elif name and element.tag not in _LEFT_OUT:
            waiting.extend(reversed(element))
    yield "".join(said)
    for box in boxes:
        yield from _blocks(box)


def _name(element: Any) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag == _FALLBACK:
        return ""
    return tag.rpartition("}")[2]


FORMAT = Format(MEDIA_TYPE, _bid, _read)
