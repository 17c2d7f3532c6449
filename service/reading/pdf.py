"""PDF: the lines of every page in reading order, columns one after the other.

The string holds a page after the other, parted by form feeds. A line is indented by two blanks an em, and stands
below an empty row where the page shows a gap or another size of type; so `cleaning` can mend paragraphs as in any
wrapped text. Lines that stand at one place of several pages, running heads and page numbers, are left out.
"""

import ctypes
import re
import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from service.errors import NoTextLayer, ProtectedDocument, UndecodableText
from service.model import Source
from service.reading.formats import Format, Limits, packages, too_large, too_slow
from service.reading.layout import Line, lines_of
from service.reading.passive import check_passive
from service.reading.pieces import Piece, without_heads

MEDIA_TYPE = "application/pdf"
_MARK = b"%PDF-"
_HYPHENS = {0x02, 0xFFFE, 0xAD}  # what PDFium makes of a hyphen at the end of a line
_FEW = 20  # characters a page; a scan has its page number or a stamp
_HAN = re.compile("[\u3400-\u9fff]")
_LETTERS = re.compile("[A-Za-z]{2}")
_LETTER_SPACED = 2.5  # times the gap before: then a gap parts words, not letters set apart


def _bid(content: bytes, said: str | None) -> float:
    if _MARK in content[:1024]:
        return 1.0 if content.startswith(_MARK) else 0.8
    return 0.7 if said == MEDIA_TYPE else 0.0


def _read(content: bytes, charset: str | None, limits: Limits) -> Source:  # noqa: ARG001  a PDF has none
    (pdfium,) = packages("pdf", "PDF", "pypdfium2")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ProtectedDocument(
                "the PDF opens only with a password", parameter="body", expected="a PDF without a password"
            ) from error
        raise UndecodableText(
            f"the PDF cannot be opened: {error}", parameter="body", expected="a whole PDF"
        ) from error
    with document:
        check_passive(content, document, limits)
        return Source(_text(document, limits), MEDIA_TYPE, None)


def _text(document: Any, limits: Limits) -> str:
    if len(document) > limits.pages:
        raise too_large(f"{len(document)} pages", limits.pages)
    until = time.monotonic() + limits.seconds
    pages: list[tuple[tuple[Piece, ...], float]] = []
    characters = 0
    for number in range(len(document)):
        if time.monotonic() > until:
            raise too_slow(limits)
        pages.append(_pieces(document, number, limits.characters - characters, limits.characters))
        characters += sum(len(piece.said) for piece in pages[-1][0])
    if characters <= _FEW * len(pages) and not any(
        _HAN.search(piece.said) for pieces, _ in pages for piece in pieces
    ):
        raise NoTextLayer(
            "the pages of the PDF are pictures",
            parameter="body",
            expected="a PDF with text, such as OCR adds",
        )
    printed = without_heads([pieces for pieces, _ in pages])
    gutters: set[float] = set()
    return "\f".join(
        "\n".join(map(_written, lines_of(pieces, em, gutters)))
        for pieces, (_, em) in zip(printed, pages, strict=True)
    )


def _written(line: Line) -> str:
    return "\n" * line.blanks + " " * round(2 * line.indent) + line.said


# Characters -> pieces ------------------------------------------------------------------------------


def _pieces(document: Any, number: int, room: int, limit: int) -> tuple[tuple[Piece, ...], float]:
    """The runs of characters on a page and its em."""
    (pdfium,) = packages("pdf", "PDF", "pypdfium2")
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UndecodableText(
            f"page {number + 1} of the PDF cannot be read", parameter="body", expected="a whole PDF"
        ) from error
    if text.count_chars() > max(room, 0) * 2:
        raise too_large("more characters than are read", limit)
    characters = [*_characters(text)]
    text.close()
    page.close()
    widths = [
        each.right - each.left for each in characters if each.said >= "\u3400" and each.right > each.left
    ]
    em = median(widths) if widths else median([each.height for each in characters] or [10.0])
    return tuple(_runs(characters, em)), em or 10.0


def _characters(text: Any) -> Iterator[Piece]:
    """Every printed character with its box; what is printed twice at one place, to look bold, once."""
    (raw,) = packages("pdf", "PDF", "pypdfium2.raw")
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    seen: set[tuple[int, int, int]] = set()
    high = 0
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_IsGenerated(text, at) == 1 and code not in _HYPHENS:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if code in _HYPHENS:
            code = 0x2D
        if not raw.FPDFText_GetLooseCharBox(text, at, reference) or not _is_printed(code):
            continue
        place = (code, round(box.left), round(box.bottom))
        if code != 0x20 and place in seen:
            continue
        seen.add(place)
        yield Piece(box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top), chr(code))


def _is_printed(code: int) -> bool:
    return code >= 0x20 and code < 0x110000 and unicodedata.category(chr(code)) not in {"Cc", "Cs", "Cn"}


def _runs(characters: list[Piece], em: float) -> Iterator[Piece]:
    """Neighbours in the order of the file that stand side by side, as one piece each."""
    run: list[Piece] = []
    gap = 0.0
    for each in characters:
        if run:
            last = run[-1]
            size = max(em, min(last.height, each.height) * 0.7)
            step = each.left - last.right
            is_beside = abs(each.middle - last.middle) < 0.4 * min(
                last.height, each.height
            ) and -0.5 * size < step <= max(0.9 * size, _LETTER_SPACED * gap)
            if is_beside:
                gap = max(0.0, step) if len(run) == 1 else max(0.0, min(gap, step))
                run.append(each)
                continue
            yield from _run(run)
        run, gap = [each], 0.0
    if run:
        yield from _run(run)


def _run(run: list[Piece]) -> Iterator[Piece]:
    # PDFium's own blanks were left out, which part letters set apart; words of Latin letters need theirs.
    said = run[0].said
    for before, each in pairwise(run):
        is_word_end = each.left - before.right > 0.15 * each.height and _LETTERS.fullmatch(
            before.said + each.said
        )
        said += " " + each.said if is_word_end else each.said
    inked = [each for each in run if not each.said.isspace()]
    if inked:
        left, right = min(each.left for each in inked), max(each.right for each in inked)
        heights = [(each.bottom, each.top) for each in inked]
        bottom, top = min(low for low, _ in heights), max(high for _, high in heights)
        yield Piece(left, right, bottom, top, said)


FORMAT = Format(MEDIA_TYPE, _bid, _read)
