"""Bytes -> source string: `read()`; and what no source may be: `check_text()`.

Formats bid for the bytes and the highest bid reads. A new format is one file with a `FORMAT` and its line
in `FORMATS`. The string is the text exactly as the bytes say it, line ends included, since every span of an
analysis points into it.
"""

from service.errors import UnsupportedMediaType
from service.model import Source
from service.reading import plain
from service.reading.acceptance import check_text
from service.reading.formats import Format

__all__ = ["check_text", "read"]

FORMATS: tuple[Format, ...] = (plain.FORMAT,)


def read(content: bytes, media_type: str | None = None, charset: str | None = None) -> Source:
    """The text of a document.

    Args:
        content: the document as received.
        media_type: what the caller says it is, with or without parameters; None lets the bytes alone decide.
        charset: the encoding that the caller names; None: a byte order mark, then UTF-8, then the best guess.

    Returns:
        The characters, the media type found from the bytes, and the encoding that was used. A byte order
        mark is no part of the characters.

    Raises:
        UnsupportedMediaType: no format reads this, or the bytes are not what the caller says.
        UnsupportedCharset: the encoding named is not read.
        UndecodableText: the bytes are no text in the encoding named, or in any that is certain enough.
    """
    said = media_type.partition(";")[0].strip().lower() if media_type else None
    bids = [(each.bid(content, said), each) for each in FORMATS]
    bid, chosen = max(bids, key=lambda pair: pair[0])
    if bid <= 0:
        readable = ", ".join(each.media_type for each in FORMATS)
        raise UnsupportedMediaType(
            f"a document of type {said or 'unknown'} is not read", parameter="Content-Type", expected=readable
        )
    return chosen.read(content, charset)
