"""What stands on a printed page: runs of characters with their boxes, the rows they make, and running heads."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CELL_GAP = 1.2  # ems between the cells of a row; words of a justified line stand closer
_EDGE = 0.12  # of a page's height: where running heads and page numbers stand
_LONGEST_HEAD = 60  # characters
_ENDED = re.compile("[。!?！？]$")
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


def rows_of(pieces: tuple[Piece, ...]) -> tuple[Row, ...]:
    """Pieces at one height, from above, each row from left to right."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.middle, each.left)):
        above = found[-1][0] if found else None
        if above and abs(above.middle - piece.middle) < 0.4 * min(above.height, piece.height):
            found[-1].append(piece)
        else:
            found.append([piece])
    return tuple(tuple(sorted(row)) for row in found)


def without_heads(pages: Sequence[tuple[Piece, ...]]) -> tuple[tuple[Piece, ...], ...]:
    """The pages without the pieces that stand at one place of several: running heads and page numbers."""
    edges = [frozenset(_edge(page)) for page in pages]
    counts = Counter(place for edge in edges for place in {_place(piece) for piece in edge})
    heads = {place for place, count in counts.items() if count >= max(2, len(pages) // 4)}
    return tuple(
        tuple(piece for piece in page if piece not in edge or _place(piece) not in heads)
        for page, edge in zip(pages, edges, strict=True)
    )


def _edge(page: Sequence[Piece]) -> Iterator[Piece]:
    if len(page) < 3:
        return
    low, high = min(piece.middle for piece in page), max(piece.middle for piece in page)
    for piece in page:
        if min(piece.middle - low, high - piece.middle) <= _EDGE * (high - low):
            said = piece.said.strip()
            if len(said) <= _LONGEST_HEAD and not _ENDED.search(said):
                yield piece


def _place(piece: Piece) -> tuple[str, int, int]:
    return (
        _DIGITS.sub("#", piece.said.strip()),
        round(piece.middle / 4),
        round((piece.left + piece.right) / 16),
    )
