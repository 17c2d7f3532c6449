"""A printed page -> its columns in reading order.

A gutter is a strip that no piece crosses over some height of the page, with running text on both sides. The
page is parted at its best gutter into what stands above, left, right and below, each of which is parted again;
what has no gutter is read row by row.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from service.reading.pieces import CELL_GAP, Piece, Row, rows_of

# Lengths are in ems, the width of a Han of the page's running text.
_NARROWEST_GUTTER = 0.6
_NARROWEST_COLUMN = 6.0
_FILLED = 0.7  # of the column's width: lines of running text are full, but for the ends of paragraphs
_FEWEST = 3  # lines on both sides of the first gutter of a page
_FEW_ROWS = 6  # with cells: a table
_DEEPEST = 60  # gutters within gutters
_CANDIDATES = 8
_ALIKE = 0.85  # of the lines of the best gutter: then one between columns of one height is better


class Page(NamedTuple):
    """The em of a page, and where it and the pages before have their gutters."""

    em: float
    gutters: set[float]

    def is_known(self, x: float) -> bool:
        """Whether a gutter was found there before."""
        return any(abs(x - other) < self.em for other in self.gutters)


def parted(pieces: tuple[Piece, ...], page: Page, depth: int = 0) -> Iterator[tuple[tuple[Piece, ...], bool]]:
    """Regions without gutters in reading order, and whether each goes on from the one before."""
    best = _best_gutter(pieces, page, is_within=depth > 0) if len(pieces) > 1 and depth < _DEEPEST else None
    if best is None:
        if pieces:
            yield pieces, False
        return
    page.gutters.add(best.x)
    between = [piece for piece in pieces if best.low < piece.middle < best.high]
    left, right = best.sides(between)
    yield from parted(tuple(piece for piece in pieces if piece.middle >= best.high), page, 0)
    yield from parted(left, page, depth + 1)
    for number, (region, goes_on) in enumerate(parted(right, page, depth + 1)):
        yield region, goes_on or number == 0
    yield from parted(tuple(piece for piece in pieces if piece.middle <= best.low), page, 0)


class _Gutter(NamedTuple):
    """A gutter: its place, the heights between which it runs, how many lines stand beside it, and by how much
    the text on one side begins higher than on the other."""

    x: float
    low: float
    high: float
    lines: int
    step: float

    def sides(self, pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """What stands left and right of it."""
        left = tuple(piece for piece in pieces if piece.left + piece.right <= 2 * self.x)
        return left, tuple(piece for piece in pieces if piece.left + piece.right > 2 * self.x)


def _best_gutter(pieces: tuple[Piece, ...], page: Page, *, is_within: bool) -> _Gutter | None:
    """The gutter with the most lines beside it; None for none."""
    found: list[_Gutter] = []
    for x in _candidates(pieces, page.em):
        stray = page.em * 0.1
        crossing = sorted(
            (each.middle for each in pieces if each.left < x - stray and each.right > x + stray), reverse=True
        )
        is_known = is_within or page.is_known(x)
        for high, low in pairwise((float("inf"), *crossing, float("-inf"))):
            between = [piece for piece in pieces if low < piece.middle < high]
            if len(between) < 2:
                continue
            gutter = _Gutter(x, low, high, 0, 0.0)
            left, right = map(rows_of, gutter.sides(between))
            if _are_columns(left, right, page.em, is_known=is_known):
                step = abs(left[0][0].middle - right[0][0].middle)
                found.append(gutter._replace(lines=min(len(left), len(right)), step=step))
    if not found:
        return None
    most = max(gutter.lines for gutter in found)
    # A line across the columns beside this gutter would be read as a part of them.
    return min(
        (gutter for gutter in found if gutter.lines >= _ALIKE * most),
        key=lambda gutter: (gutter.step > page.em, -gutter.lines),
    )


def _candidates(pieces: tuple[Piece, ...], em: float) -> list[float]:
    """Places between neighbours in the most rows, best first."""
    changes: Counter[float] = Counter()
    for piece, behind in _neighbours(pieces):
        if behind.left - piece.right >= _NARROWEST_GUTTER * em:
            changes[piece.right] += 1
            changes[behind.left] -= 1
    count, found = 0, []
    for low, high in pairwise(sorted(changes)):
        count += changes[low]
        if count > 0:
            found.append((count, high - low, (low + high) / 2))
    found.sort(reverse=True)
    taken: list[float] = []
    for _, _, x in found:
        if all(abs(x - other) > _NARROWEST_COLUMN / 2 * em for other in taken):
            taken.append(x)
        if len(taken) == _CANDIDATES:
            break
    return taken


def _neighbours(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, Piece]]:
    """Each piece with the nearest to its right; columns need not stand on one grid of lines."""
    ordered = sorted(pieces, key=lambda piece: -piece.middle)
    middles = [-piece.middle for piece in ordered]
    for piece in ordered:
        reach = 1.1 * piece.height
        first, last = (
            bisect_left(middles, -piece.middle - reach),
            bisect_right(middles, -piece.middle + reach),
        )
        right = [other for other in ordered[first:last] if other.left >= piece.right]
        if right:
            yield piece, min(right)


def _are_columns(left: Sequence[Row], right: Sequence[Row], em: float, *, is_known: bool) -> bool:
    fewest = 1 if is_known else _FEWEST
    if min(len(left), len(right)) < fewest:
        return False
    # They stand side by side, not one above the other.
    if left[0][0].middle < right[-1][0].bottom or right[0][0].middle < left[-1][0].bottom:
        return False
    for side, is_left in ((left, True), (right, False)):
        if not is_left and is_known and len(side) < _FEWEST:
            continue  # the last column of an article
        blocks = [_block(row if not is_left else row[::-1], em) for row in side]
        widths = sorted(block.right - block.left for block in blocks)
        typical = widths[(len(widths) * 4) // 5] if len(widths) > 1 else widths[0]
        if typical < _NARROWEST_COLUMN * em:
            return False
        if sum(width >= _FILLED * typical for width in widths) * 2 < len(widths):
            return False
        # The cells of a table stand apart within a row; lines of text do not.
        apart = sum(
            block.right - block.left < 0.9 * (row[-1].right - row[0].left)
            for row, block in zip(side, blocks, strict=True)
        )
        if apart * 2 > len(side) == min(len(left), len(right)) < _FEW_ROWS:
            return False
    return True


def _block(row: Sequence[Piece], em: float) -> Piece:
    """What stands together in a row, from the piece that is first in it: a line of the column beside a gutter."""
    block = row[0]
    for piece in row[1:]:
        if max(piece.left - block.right, block.left - piece.right) >= CELL_GAP * em:
            break
        block = block._replace(left=min(block.left, piece.left), right=max(block.right, piece.right))
    return block
