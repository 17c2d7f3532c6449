"""What a format of documents is: how it bids for bytes and how it reads them, and within which limits."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from service.errors import TooComplex, TooLarge, TooManyBytes, UnsupportedMediaType
from service.model import Source


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost; above it the document is refused.

    Attributes:
        markup: bytes of an HTML page.
        pages: of a PDF.
        characters: of the text; reading stops there.
        entries, unpacked: files in a DOCX, and bytes of them all.
        seconds, memory: of the process that reads it, by the clock and in bytes, beyond what it starts with.
    """

    markup: int = 8 * 1024 * 1024
    pages: int = 400
    characters: int = 2_000_000
    entries: int = 2000
    unpacked: int = 64 * 1024 * 1024
    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document that can be read.

    Attributes:
        media_type: as in Content-Type.
        bid: content and the media type that was said (lower case, no parameters) or None -> 0 when the
            format cannot read it, up to 1 when the bytes certainly are this format.
        read: content, the encoding that was named or None, and the limits -> the text.
    """

    media_type: str
    bid: Callable[[bytes, str | None], float]
    read: Callable[[bytes, str | None, Limits], Source]


def too_large(what: str, limit: int) -> TooLarge:
    """The error for more than a limit, such as `301 pages` where 300 are allowed."""
    return TooLarge(f"the document has {what}", parameter="body", expected=f"at most {limit}")


def too_many_bytes(what: str, limit: int) -> TooManyBytes:
    """The error for a document of too many bytes, as it came or unpacked."""
    return TooManyBytes(f"the document has {what}", parameter="body", expected=f"at most {limit}")


def too_slow(limits: "Limits") -> TooComplex:
    """The error for a document that takes too long."""
    return TooComplex(
        f"the document cannot be read in {limits.seconds:g} seconds",
        parameter="body",
        expected="a shorter document",
    )


def too_big(limits: "Limits") -> TooComplex:
    """The error for a document that needs too much memory."""
    return TooComplex(
        f"the document needs more than {limits.memory} bytes of memory",
        parameter="body",
        expected="a shorter document",
    )


def packages(extra: str, kind: str, *modules: str) -> tuple[Any, ...]:
    """The modules that read a kind of document, loaded when the first is read.

    Raises:
        UnsupportedMediaType: they are not installed here; names the extra that brings them.
    """
    try:
        return tuple(importlib.import_module(module) for module in modules)
    except ImportError as error:
        raise UnsupportedMediaType(
            f"reading {kind} needs the extra `{extra}`, which is not installed here",
            parameter="Content-Type",
            expected=f"an installation with duizhao[{extra}], or text/plain",
        ) from error


# A cell with more is a part of the page's layout, not of a table.
CELL = 60  # characters


def row(cells: Iterable[str]) -> str:
    """A row of a table as one line, its short cells parted by blanks; long cells on lines of their own."""
    filled = [cell for each in cells if (cell := each.strip())]
    if any(len(cell) > CELL or "\n" in cell for cell in filled):
        return "\n".join(filled)
    return " ".join(filled)
