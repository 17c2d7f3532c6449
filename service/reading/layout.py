"""Pieces of a printed page -> its lines in reading order: columns one after the other, rows of tables as rows."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from service.reading.parting import Page, parted
from service.reading.pieces import CELL_GAP, Piece, Row, rows_of

_HEADLINE = 1.3  # times the height of the page's lines
_LATIN = re.compile(r"[A-Za-z0-9,.;:)%]")


class Line(NamedTuple):
    """A line of a page: its characters, how far in from its column in ems, and the blank rows above it."""

    said: str
    indent: float
    blanks: int
    middle: float
    height: float


def lines_of(pieces: Sequence[Piece], em: float, gutters: set[float]) -> tuple[Line, ...]:
    """The lines of a page in reading order.

    Args:
        em: width of a Han of the running text, in the unit of the pieces.
        gutters: where pages before had theirs: there few lines are enough. Those of this page are added.
    """
    found: list[Line] = []
    for number, (region, is_column) in enumerate(parted(tuple(pieces), Page(em, gutters))):
        for at, line in enumerate(_lines(region, em)):
            # A paragraph goes on from column to column, not from a headline into a column.
            starts = number > 0 and at == 0 and not is_column
            found.append(line._replace(blanks=max(1, line.blanks)) if starts else line)
    return _with_headlines(found)


def _with_headlines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those of a headline that was wrapped made one."""
    usual = median([line.height for line in lines]) if lines else 0.0
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if (
            above
            and line.height > _HEADLINE * usual
            and abs(above.height - line.height) < 0.03 * line.height
            and 0 < above.middle - line.middle < 1.7 * line.height
        ):
            found[-1] = above._replace(said=above.said + line.said, middle=line.middle)
        else:
            found.append(line)
    return tuple(found)


def _lines(pieces: tuple[Piece, ...], em: float) -> Iterator[Line]:
    rows = rows_of(pieces)
    edge = _left_edge(sorted(row[0].left for row in rows), em)
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
        yield Line(_said(row, em), max(0.0, row[0].left - edge) / em, blanks, row[0].middle, height)
        before = row


def _left_edge(lefts: Sequence[float], em: float) -> float:
    """Where most lines begin that begin furthest left: a stray piece may stand further out."""
    for left in lefts:
        if sum(left <= other < left + 0.4 * em for other in lefts) * 5 >= len(lefts):
            return left
    return lefts[0]


def _said(row: Row, em: float) -> str:
    said = row[0].said.lstrip()
    for before, piece in pairwise(row):
        gap = (piece.left - before.right) / em
        is_apart = said.endswith(" ") or piece.said.startswith(" ")
        if gap >= CELL_GAP:
            said = said.rstrip() + " " * round(gap * 2) + piece.said.lstrip()
        elif gap > 0.15 and not is_apart and _LATIN.match(piece.said) and _LATIN.search(before.said[-1:]):
            said += " " + piece.said
        else:
            said += piece.said
    return said.rstrip()
