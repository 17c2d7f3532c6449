"""PDFs with programs in them are refused: nobody here runs them, but who opens the file elsewhere may."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

from service.errors import ActiveContent
from service.reading.formats import Limits, packages, too_many_bytes

# The name of every action that is a script; eleven characters that no packed stream has by chance.
_SCRIPT = re.compile(rb"/JavaScript\b")
_OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,400}>>[ \t\r\n]{0,9}stream\r?\n")


def check_passive(content: bytes, document: Any, limits: Limits) -> None:
    """Refuse a PDF that holds scripts.

    Args:
        content: its bytes.
        document: as PDFium opened it.

    Raises:
        ActiveContent: it does.
        TooManyBytes: the streams of its objects unpack to too much.
    """
    (raw,) = packages("pdf", "PDF", "pypdfium2.raw")
    if (
        raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
        or _SCRIPT.search(content)
        or any(_SCRIPT.search(objects) for objects in _objects(content, limits))
    ):
        raise ActiveContent(
            "the PDF has scripts in it",
            parameter="body",
            expected="a PDF without scripts, such as a print of it",
        )


def _objects(content: bytes, limits: Limits) -> Iterator[bytes]:
    """The streams in which newer files pack their objects, unpacked one by one."""
    room = limits.unpacked
    for found in _OBJECTS.finditer(content):
        unpacking = zlib.decompressobj()
        try:
            objects = unpacking.decompress(content[found.end() :], room + 1)
        except zlib.error:
            continue  # packed otherwise, or damaged: PDFium has judged that
        room -= len(objects)
        if room < 0:
            raise too_many_bytes("streams of objects that unpack to too much", limits.unpacked)
        yield objects
