"""Pieces of a printed page -> its lines in reading order: columns one after the other, rows of tables as rows.

A gutter is a strip that no piece crosses over some height of the page, with running text on both sides. The
page is parted at its best gutter into what stands above, left, right and below, each of which is parted again;
what has no gutter is read row by row.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# Lengths are in ems, the width of a Han of the page's running text.
_NARROWEST_GUTTER = 0.6
_CELL_GAP = 1.2  # between the cells of a row; words of a justified line stand closer
_NARROWEST_COLUMN = 6.0
_FILLED = 0.7  # of the column's width: lines of running text are full, but for the ends of paragraphs
_FEWEST = 3  # lines on both sides of the first gutter of a page
_DEEPEST = 60  # gutters within gutters
_CANDIDATES = 8
_LATIN = re.compile(r"[A-Za-z0-9,.;:)%]")
_EDGE = 0.12  # of a page's height: where running heads and page numbers stand
_LONGEST_HEAD = 60  # characters
_DIGITS = re.compile(r"\d{1,4}")


class Piece(NamedTuple):
    """Characters that stand side by side; y grows upwards, as in PDF."""

    left: float
    right: float
    bottom: float
    top: float
    said: str

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """From its bottom to its top."""
        return self.top - self.bottom


Row = tuple[Piece, ...]


class Line(NamedTuple):
    """A line of a page: its characters, how far in from its column in ems, and the blank rows above it."""

    said: str
    indent: float
    blanks: int
    middle: float
    height: float


def lines_of(pieces: Sequence[Piece], em: float) -> tuple[Line, ...]:
    """The lines of a page in reading order.

    Args:
        em: width of a Han of the running text, in the unit of the pieces.
    """
    found: list[Line] = []
    for number, (region, is_column) in enumerate(_parted(tuple(pieces), em, 0)):
        for at, line in enumerate(_lines(region, em)):
            # A paragraph goes on from column to column, not from a headline into a column.
            starts = number > 0 and at == 0 and not is_column
            found.append(line._replace(blanks=max(1, line.blanks)) if starts else line)
    return tuple(found)


def without_heads(pages: Sequence[tuple[Line, ...]]) -> tuple[tuple[Line, ...], ...]:
    """The pages without the lines that stand at one place of several: running heads and page numbers."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({_place(line) for line in _edges(page)})
    heads = {place for place, count in counts.items() if count >= max(2, len(pages) // 4)}
    found = []
    for page in pages:
        gone = {line for line in _edges(page) if _place(line) in heads}
        found.append(tuple(line for line in page if line not in gone))
    return tuple(found)


def _edges(page: Sequence[Line]) -> Iterator[Line]:
    if len(page) < 3:
        return
    low, high = min(line.middle for line in page), max(line.middle for line in page)
    for line in page:
        is_edge = min(line.middle - low, high - line.middle) <= _EDGE * (high - low)
        if is_edge and len(line.said) <= _LONGEST_HEAD and line.said:
            yield line


def _place(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.said), round(line.middle / 4)


# Columns -------------------------------------------------------------------------------------------


def _parted(pieces: tuple[Piece, ...], em: float, depth: int) -> Iterator[tuple[tuple[Piece, ...], bool]]:
    """Regions without gutters in reading order, and whether each goes on from the one before."""
    best = _best_gutter(pieces, em, is_known=depth > 0) if len(pieces) > 1 and depth < _DEEPEST else None
    if best is None:
        if pieces:
            yield pieces, False
        return
    x, low, high = best
    above = tuple(piece for piece in pieces if piece.middle >= high)
    below = tuple(piece for piece in pieces if piece.middle <= low)
    between = [piece for piece in pieces if low < piece.middle < high]
    left = tuple(piece for piece in between if piece.right <= x or piece.left + piece.right <= 2 * x)
    right = tuple(piece for piece in between if not (piece.right <= x or piece.left + piece.right <= 2 * x))
    yield from _parted(above, em, 0)
    yield from _parted(left, em, depth + 1)
    for number, (region, goes_on) in enumerate(_parted(right, em, depth + 1)):
        yield region, goes_on or number == 0
    yield from _parted(below, em, 0)


def _best_gutter(
    pieces: tuple[Piece, ...], em: float, *, is_known: bool
) -> tuple[float, float, float] | None:
    """Where the gutter with the most lines beside it stands, and between which heights; None for none."""
    best, most = None, 0
    for x in _candidates(pieces, em):
        crossing = sorted(
            (piece.middle for piece in pieces if piece.left < x - em * 0.1 and piece.right > x + em * 0.1),
            reverse=True,
        )
        for high, low in pairwise((float("inf"), *crossing, float("-inf"))):
            between = [piece for piece in pieces if low < piece.middle < high]
            left = _rows(tuple(piece for piece in between if piece.left + piece.right <= 2 * x))
            right = _rows(tuple(piece for piece in between if piece.left + piece.right > 2 * x))
            lines = min(len(left), len(right))
            if lines > most and _are_columns(left, right, em, is_known=is_known):
                best, most = (x, low, high), lines
    return best


def _candidates(pieces: tuple[Piece, ...], em: float) -> list[float]:
    """Places between neighbours in the most rows, best first."""
    changes: Counter[float] = Counter()
    for row in _rows(pieces):
        for before, behind in pairwise(row):
            if behind.left - before.right >= _NARROWEST_GUTTER * em:
                changes[before.right] += 1
                changes[behind.left] -= 1
    count, found = 0, []
    for low, high in pairwise(sorted(changes)):
        count += changes[low]
        if count > 0:
            found.append((count, high - low, (low + high) / 2))
    found.sort(reverse=True)
    taken: list[float] = []
    for _, _, x in found:
        if all(abs(x - other) > em for other in taken):
            taken.append(x)
        if len(taken) == _CANDIDATES:
            break
    return taken


def _are_columns(left: Sequence[Row], right: Sequence[Row], em: float, *, is_known: bool) -> bool:
    fewest = 1 if is_known else _FEWEST
    if min(len(left), len(right)) < fewest:
        return False
    # They stand side by side, not one above the other.
    if left[0][0].middle < right[-1][0].bottom or right[0][0].middle < left[-1][0].bottom:
        return False
    for side in (left, right):
        widths = sorted(row[-1].right - row[0].left for row in side)
        typical = widths[(len(widths) * 4) // 5] if len(widths) > 1 else widths[0]
        is_last = side is right and is_known and len(side) < _FEWEST
        if is_last:
            continue
        if typical < _NARROWEST_COLUMN * em:
            return False
        if sum(width >= _FILLED * typical for width in widths) * 2 < len(widths):
            return False
        # The cells of a table stand apart within a row; lines of text do not.
        if sum(len(row) > 1 for row in side) * 2 > len(side) and len(side) == min(len(left), len(right)) < 6:
            return False
    return True


# Rows ----------------------------------------------------------------------------------------------


def _rows(pieces: tuple[Piece, ...]) -> tuple[Row, ...]:
    """Pieces at one height, from above, each row from left to right."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.middle, each.left)):
        above = found[-1][0] if found else None
        if above and abs(above.middle - piece.middle) < 0.4 * min(above.height, piece.height):
            found[-1].append(piece)
        else:
            found.append([piece])
    return tuple(tuple(sorted(row)) for row in found)


def _lines(pieces: tuple[Piece, ...], em: float) -> Iterator[Line]:
    rows = _rows(pieces)
    edge = min(row[0].left for row in rows)
    leads = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    lead = median(leads) if leads else 0.0
    before: Row | None = None
    for row in rows:
        height = max(piece.height for piece in row)
        blanks = 0
        if before is not None:
            step = before[0].middle - row[0].middle
            tallest = max(piece.height for piece in before)
            is_other = not 0.87 < height / tallest < 1.15  # a headline, or a note in small print
            blanks = 2 if step > 2.5 * lead else int(step > 1.35 * lead or is_other)
        yield Line(_said(row, em), (row[0].left - edge) / em, blanks, row[0].middle, height)
        before = row


def _said(row: Row, em: float) -> str:
    said = row[0].said.lstrip()
    for before, piece in pairwise(row):
        gap = (piece.left - before.right) / em
        is_apart = said.endswith(" ") or piece.said.startswith(" ")
        if gap >= _CELL_GAP:
            said = said.rstrip() + " " * round(gap * 2) + piece.said.lstrip()
        elif gap > 0.15 and not is_apart and _LATIN.match(piece.said) and _LATIN.search(before.said[-1:]):
            said += " " + piece.said
        else:
            said += piece.said
    return said.rstrip()
