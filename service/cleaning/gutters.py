"""Gutters of a page: where runs of blanks stand one under the other over many rows of running text."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from service.cleaning.rows import AMBIGUOUS, cells

_PIECE = re.compile(r"[^ \t\xa0\u3000]+(?:[ \t\xa0\u3000][^ \t\xa0\u3000]+)*")
_BLANK = re.compile(r"[ \t\xa0\u3000]")
_ENDED = re.compile(r"[。!?！？:：]$")
_NARROWEST = 16  # cells of a column: eight Han; cells of a table of words are narrower
_WIDE_GAP = 4  # cells; what is narrower may stand inside a line, behind the number of a heading
_INDENT = 5  # cells; a paragraph begins two Han further in
_FILLED = 0.7  # of the column's width; lines of running text are full but for the ends of paragraphs
_SHORT_PAGE, _FEWEST = 20, 3  # rows of a page whose last column may be that short
_FEW, _MANY = 4, 8  # rows with text on both sides: few are enough where they are most of the page


class Grid(Enum):
    """By what places in a row are counted."""

    CHARACTERS = "characters"
    CELLS = "cells, quotation marks wide"
    NARROW = "cells, quotation marks narrow"


class Piece(NamedTuple):
    """Text of a row without two blanks together: its range in the text, place on the grid, width in cells."""

    start: int
    end: int
    left: int
    right: int
    width: int


class Slice(NamedTuple):
    """The pieces of a row, or of a part of it; `at` is the number of the row in its page."""

    at: int
    pieces: tuple[Piece, ...]


def pieces(characters: str, start: int, end: int, grid: Grid) -> tuple[Piece, ...]:
    """The pieces of the row that stands in `[start, end)`."""
    row = characters[start:end]
    found, at, place = [], 0, 0
    for piece in _PIECE.finditer(row):
        # Blanks of any kind are as wide as they are; a tab counts as one, which still parts pieces.
        place += _extent(row[at : piece.start()].replace("\xa0", " "), grid)
        extent = _extent(piece[0], grid)
        width = extent if grid is Grid.CELLS else cells(piece[0])
        found.append(Piece(start + piece.start(), start + piece.end(), place, place + extent, width))
        place += extent
        at = piece.end()
    return tuple(found)


def _extent(characters: str, grid: Grid) -> int:
    if grid is Grid.CHARACTERS:
        return len(characters)
    if grid is Grid.CELLS or characters.isascii():
        return cells(characters)
    return cells(characters) - sum(map(characters.count, AMBIGUOUS))


class Gutter(NamedTuple):
    """A gutter from slice `first` to before `last`, with those slices, parted where only one blank stood in the
    gutter; `cuts` says for each how many pieces stand left of it."""

    first: int
    last: int
    slices: tuple[Slice, ...]
    cuts: tuple[int, ...]


def widest_reach(
    characters: str, grid: Grid, slices: Sequence[Slice], drift: int, rows: int | None
) -> Gutter | None:
    """The gutter with the most text on both sides; None when there is none.

    Args:
        characters, grid: the text that the slices stand in, and how their places were counted.
        slices: the rows with text, from above.
        drift: how far a gap may stand from the gutter in a row and still be part of it.
        rows: how many rows the page has, for how many make a column; None where it is known already that
            the page has columns, so that the last of them may be a single line.
    """
    fewest = 1 if rows is None else _FEWEST if rows <= _SHORT_PAGE else _FEW
    for at in _candidates(slices, drift, fewest):
        parted = [_opened(characters, grid, row, at, drift) for row in slices]
        cuts = [_cut(row, at, drift) for _, row in parted]
        best: Gutter | None = None
        most = 0
        for first, last in _reaches(cuts):
            reached = tuple(cut for cut in cuts[first:last] if cut is not None)
            two_sided = [
                (row[cut - 1], row[cut])
                for (_, row), cut in zip(parted[first:last], reached, strict=True)
                if 0 < cut < len(row)
            ]
            reaches_all = rows is None and last - first == len(slices)
            if len(two_sided) > most and (
                _are_columns(two_sided, rows)
                or (reaches_all and _is_last(two_sided))
                or (rows is not None and rows <= _SHORT_PAGE and _are_unmistakable(characters, two_sided))
            ):
                most, best = len(two_sided), Gutter(first, last, tuple(parted[first:last]), reached)
        if best:
            return best
    return None


def part(gutter: Gutter) -> tuple[tuple[Slice, ...], tuple[Slice, ...]]:
    """What stands left and right of a gutter in the slices that it reaches."""
    reached = tuple(zip(gutter.slices, gutter.cuts, strict=True))
    left = tuple(Slice(at, row[:cut]) for (at, row), cut in reached if cut)
    right = tuple(Slice(at, row[cut:]) for (at, row), cut in reached if cut < len(row))
    return left, right


def _opened(characters: str, grid: Grid, row: Slice, at: int, drift: int) -> Slice:
    """The slice, its piece across the gutter parted at a single blank in the gutter, if there is one."""
    for number, piece in enumerate(row.pieces):
        if not (piece.left < at - drift and piece.right > at + drift):
            continue
        said = characters[piece.start : piece.end]
        blanks = [
            (abs(piece.left + _extent(said[: blank.start()], grid) - at), blank.start())
            for blank in _BLANK.finditer(said)
        ]
        away, blank = min(blanks, default=(drift + 1, 0))
        if away > drift:
            return row
        return Slice(
            row.at, (*row.pieces[:number], *_halves(piece, said, blank, grid), *row.pieces[number + 1 :])
        )
    return row


def _halves(piece: Piece, said: str, blank: int, grid: Grid) -> tuple[Piece, Piece]:
    middle, right = piece.left + _extent(said[:blank], grid), piece.left + _extent(said[: blank + 1], grid)
    before, after = (cells(half) for half in (said[:blank], said[blank + 1 :]))
    return (
        Piece(piece.start, piece.start + blank, piece.left, middle, before),
        Piece(piece.start + blank + 1, piece.end, right, piece.right, after),
    )


def _candidates(slices: Sequence[Slice], drift: int, fewest: int) -> Iterator[int]:
    """Places with gaps in the most rows, best first; at most six, so that the work per row is bounded."""
    changes: dict[int, int] = {}
    for _, row in slices:
        for number in range(1, len(row)):
            low, high = row[number - 1].right - drift, row[number].left + drift
            changes[low] = changes.get(low, 0) + 1
            changes[high] = changes.get(high, 0) - 1
    places = sorted(changes)
    count, found = 0, []
    for low, high in pairwise(places):
        count += changes[low]
        if count >= fewest:
            found.append((count, high - low, (low + high) // 2))
    found.sort(reverse=True)
    taken: list[int] = []
    for _, _, at in found:
        if all(abs(at - other) > 2 * drift for other in taken):
            taken.append(at)
            yield at
        if len(taken) == 6:
            return


def _reaches(cuts: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Ranges of slices, as long as can be, that have no text across the gutter."""
    first = None
    for number, cut in enumerate(cuts):
        if cut is None:
            if first is not None:
                yield first, number
            first = None
        elif first is None:
            first = number
    if first is not None:
        yield first, len(cuts)


def _cut(row: Sequence[Piece], at: int, drift: int) -> int | None:
    """How many of the pieces stand left of the gutter; None when one stands across it."""
    if row[0].left >= at - drift:
        return 0
    if row[-1].right <= at + drift:
        return len(row)
    best, nearest = None, drift + 1
    for number in range(1, len(row)):
        low, high = row[number - 1].right, row[number].left
        distance = low - at if low > at else max(at - high, 0)
        if distance < nearest:
            best, nearest = number, distance
    return best


def _are_columns(two_sided: Sequence[tuple[Piece, Piece]], rows: int | None) -> bool:
    """Whether both sides of a gutter are running text, not words of a table or prose with a few wide gaps."""
    if len(two_sided) < _FEW:
        return False
    if rows is not None and len(two_sided) < min(_MANY, max(_FEW, rows // 2)):
        return False
    for side in zip(*two_sided, strict=True):
        widths = sorted(piece.width for piece in side)
        typical = widths[(len(widths) * 4) // 5]
        filled = sum(width >= _FILLED * typical for width in widths)
        if typical < _NARROWEST or filled * 2 < len(widths):
            return False
    return True


def _are_unmistakable(characters: str, two_sided: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether the few rows with text on both sides of a gutter show it by sentences that break off there."""
    if len(two_sided) < _FEWEST:
        return False
    lefts = [right.left for _, right in two_sided]
    broken = sum(_ENDED.search(characters, left.start, left.end) is None for left, _ in two_sided)
    return (
        max(lefts) - min(lefts) <= _INDENT
        and broken >= _FEWEST - 1
        and all(right.left - left.right >= _WIDE_GAP - 1 for left, right in two_sided)
        and min(left.width for left, _ in two_sided) >= _FILLED * max(left.width for left, _ in two_sided)
        and min(left.width for left, _ in two_sided) >= _NARROWEST
        and sum(right.width >= _NARROWEST for _, right in two_sided) >= _FEWEST - 1
    )


def _is_last(two_sided: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether right of a gutter that runs the whole height stands the short last column of an article."""
    return len(two_sided) < _FEW and all(
        left.width >= _NARROWEST and right.left - left.right >= _WIDE_GAP and right.width >= _WIDE_GAP
        for left, right in two_sided
    )
