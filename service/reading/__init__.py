"""Bytes -> source string: `read()`; and what no source may be: `check_text()`.

Formats bid for the bytes and the highest bid reads. A new format is one file with a `FORMAT` and its line
in `FORMATS`. The string is what every span of an analysis points into: of plain text the text exactly as the
bytes say it, line ends included; of HTML, PDF and DOCX the lines of the document in reading order, as its
module defines them. Equal bytes always give an equal string.
"""

from service.errors import UnsupportedMediaType
from service.model import Source
from service.reading import docx, html, pdf, plain
from service.reading.acceptance import check_text
from service.reading.apart import read_apart
from service.reading.formats import Format, Limits

__all__ = ["MEDIA_TYPES", "Limits", "check_text", "read"]

FORMATS: tuple[Format, ...] = (plain.FORMAT, html.FORMAT, pdf.FORMAT, docx.FORMAT)
# What may be sent; whether the packages of a format are installed shows when it is read.
MEDIA_TYPES: tuple[str, ...] = tuple(each.media_type for each in FORMATS)
_DEFAULT = Limits()


def read(
    content: bytes, media_type: str | None = None, charset: str | None = None, limits: Limits = _DEFAULT
) -> Source:
    """The text of a document.

    Args:
        content: the document as received.
        media_type: what the caller says it is, with or without parameters. What the bytes certainly are
            outranks it: a PDF that is called text is read as a PDF.
        charset: the encoding that the caller names; None: a byte order mark, what an HTML page says of
            itself, then UTF-8, then the best guess.

    Returns:
        The characters, the media type found from the bytes, and the encoding that was used. A byte order
        mark is no part of the characters.

    Raises:
        UnsupportedMediaType: no format reads this, or its extra is not installed.
        UnsupportedCharset: the encoding named is not read.
        UndecodableText: the bytes are no text in the encoding named, or in any that is certain enough; or
            a damaged PDF or DOCX.
        ProtectedDocument: it opens only with a password.
        NoTextLayer: a PDF of pictures.
        TooLarge: more than the limits allow.
    """
    said = media_type.partition(";")[0].strip().lower() if media_type else None
    bid, chosen = max(((each.bid(content, said), each) for each in FORMATS), key=lambda pair: pair[0])
    if bid <= 0:
        found = plain.recognised(content)
        raise UnsupportedMediaType(
            f"the content is {found}, which is not read"
            if found
            else f"a document of type {said or 'unknown'} is not read",
            parameter="Content-Type",
            expected=", ".join(MEDIA_TYPES),
        )
    if chosen is plain.FORMAT:
        return chosen.read(content, charset, limits)
    return read_apart(content, chosen.media_type, charset, limits)
