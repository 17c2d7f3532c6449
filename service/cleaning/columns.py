"""Take interleaved columns apart, in reading order.

A page that was laid out in columns comes as rows that hold a line of each column, parted by runs of blanks:

    组建工作队      一是产业帮扶。         组建工作队
    52支,选派       全县有园区     ->     52支,选派第一书记。
    第一书记。      12处。                一是产业帮扶。全县有园区12处。

Gutters are found from the runs of blanks over many rows (`gutters`). A page is parted at its best gutter,
the rows above and below the gutter's reach and both sides of it are parted again, and what has no gutter is
a column.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, product

from service.cleaning.gutters import Grid, Piece, Slice, part, pieces, widest_reach
from service.cleaning.rows import Line, Row, cells, plain_lines

_INNER_GAP = re.compile(r"\S[ \t\xa0\u3000]{2,}\S")
_SENTENCE = re.compile(r"[,，。;；]")
_LONGEST_ROW = 1500  # characters; no page is wider, so a longer row belongs to a text without layout
_LONGEST_PAGE = 240  # rows; a longer one is parted, so that the work stays linear in the text
_FEWEST = 3  # rows with a gap; fewer are no columns
_WIDE = 10  # cells of two pieces of a row at least, or its gaps part words, not columns
_WIDE_GAP = 4  # cells; a gap that wide within a column shows that its gutter was missed
_DRIFTS = (2, 5)  # cells that a column may stray from row to row; the less, the fewer false gutters
_STRAY = 2  # cells; an indent is wider
_INDENT = 5  # cells; a paragraph begins two Han further in
_RAGGED = 6  # of so many lines of columns one may stray, or another grid is tried
_FOOT = 3  # rows of a running head or foot, parted from the page by an empty row
_FAR = 8  # blanks between the two halves of a running head; a heading has fewer inside


def lines(characters: str, of: tuple[Row, ...]) -> tuple[Line, ...]:
    """The lines of the text in reading order; of a text without columns, its rows as they stand."""
    if len(list(islice(_INNER_GAP.finditer(characters), _FEWEST))) < _FEWEST:
        return plain_lines(characters, of)
    found: list[Line] = []
    plain: list[Row] = []
    columns = 0
    for block in _blocks(characters, of):
        head, body, foot = _framed(characters, block)
        flows = _flows(characters, body, columns)
        if len(flows) < 2:
            plain.extend(block)
            continue
        found.extend(
            _edges(characters, (*plain, *head))
            if columns or _is_short(characters, plain)
            else plain_lines(characters, tuple(plain))
        )
        plain.clear()
        for flow in flows:
            columns += 1
            found.extend(_column(characters, flow, body, columns))
        plain.extend(foot)
    if not columns:
        return plain_lines(characters, of)
    found.extend(
        _edges(characters, plain) if _is_short(characters, plain) else plain_lines(characters, tuple(plain))
    )
    return tuple(found)


def _blocks(characters: str, of: tuple[Row, ...]) -> list[list[Row]]:
    """Rows between two empty rows or more, ends of pages, and rows that are too long for a page."""
    blocks: list[list[Row]] = [[]]
    blanks = 0
    for row in of:
        is_blank = characters[row.start : row.end].isspace() or row.start == row.end
        blanks = blanks + 1 if is_blank else 0
        is_long = row.end - row.start > _LONGEST_ROW
        if is_long or len(blocks[-1]) >= _LONGEST_PAGE:
            blocks.append([])
        blocks[-1].append(row)
        if row.ends_page or is_long or blanks >= 2:
            blocks.append([])
    return [block for block in blocks if block]


def _framed(characters: str, block: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Running head, body, foot: a few rows at either end that an empty row parts from the rest."""
    blank = [not characters[row.start : row.end].strip() for row in block]
    inked = [at for at, is_blank in enumerate(blank) if not is_blank]
    if len(inked) < 2 * _FOOT:
        return [], list(block), []
    top, bottom = 0, len(block)
    for at in range(inked[0], inked[_FOOT] + 1):
        if blank[at]:
            top = at
    for at in range(inked[-1], inked[-1 - _FOOT] - 1, -1):
        if blank[at]:
            bottom = at
    return list(block[:top]), list(block[top:bottom]), list(block[bottom:])


def _is_short(characters: str, of: Sequence[Row]) -> bool:
    return sum(bool(characters[row.start : row.end].strip()) for row in of) <= 2 * _FOOT


def _flows(characters: str, block: Sequence[Row], columns: int) -> tuple[tuple[Slice, ...], ...]:
    """The columns of a page in reading order, by the grid that leaves the fewest wide gaps inside columns.

    Where pages before had columns (their number is given), a page is taken for one of columns on less
    evidence. pdftotext aligns columns by characters, others by cells, with Chinese quotation marks narrow
    or wide: all are tried.
    """
    if len(block) < _FEWEST:
        return ()
    fewest = 1 if columns else _FEWEST
    if sum(_INNER_GAP.search(characters, row.start, row.end) is not None for row in block) < fewest:
        return ()
    best: tuple[tuple[int, int], tuple[tuple[Slice, ...], ...]] = ((1 << 30, 0), ())
    for grid, drift in product(Grid, _DRIFTS):
        slices = tuple(
            Slice(at, found)
            for at, row in enumerate(block)
            if (found := pieces(characters, row.start, row.end, grid))
        )
        if sum(sum(piece.width >= _WIDE for piece in row) >= 2 for _, row in slices) < fewest:
            return ()
        flows = _parted((characters, grid), slices, drift, None if columns else len(slices))
        uncut = sum(_uncut(row) for flow in flows for _, row in flow)
        # On the wrong grid a page falls into many short columns: each counts as much as a few gaps that
        # were missed.
        cost = (uncut + 3 * len(flows), sum(map(_ragged, flows)))
        if len(flows) > 1 and cost < best[0]:
            best = (cost, flows)
        is_straight = cost[1] * _RAGGED <= sum(map(len, flows))
        if uncut == 0 and is_straight and len(flows) <= max(len(row) for _, row in slices):
            break
    return best[1]


def _ragged(flow: tuple[Slice, ...]) -> int:
    """How many lines of a column begin neither at its edge nor at its indent: on the wrong grid they stray."""
    lefts = Counter(row[0].left for _, row in flow)
    edge = max(lefts, key=lambda left: lefts[left] + lefts[left + 1])
    return sum(count for left, count in lefts.items() if not 0 <= left - edge <= _INDENT)


def _uncut(row: Sequence[Piece]) -> int:
    return sum(row[number].left - row[number - 1].right >= _WIDE_GAP for number in range(1, len(row)))


def _parted(
    on: tuple[str, Grid], slices: tuple[Slice, ...], drift: int, rows: int | None
) -> tuple[tuple[Slice, ...], ...]:
    if not slices:
        return ()
    gutter = widest_reach(*on, slices, drift, rows)
    if gutter is None:
        return (slices,)
    left, right = part(gutter)
    return (
        *_parted(on, slices[: gutter.first], drift, rows),
        *_parted(on, left, drift, None),
        *_parted(on, right, drift, None),
        *_parted(on, slices[gutter.last :], drift, rows),
    )


def _column(characters: str, flow: tuple[Slice, ...], block: Sequence[Row], number: int) -> list[Line]:
    lefts = [row[0].left for _, row in flow]
    edges = [_middle(lefts[max(0, place - 3) : place + 4]) for place in range(len(flow))]
    # Where places stray from row to row, only what is further in than three lines in four is set in.
    stray = sorted(max(0, left - edge) for left, edge in zip(lefts, edges, strict=True))[len(flow) * 3 // 4]
    stray = stray if stray <= _STRAY else 0
    found = []
    above = flow[0].at - 1
    for place, (at, row) in enumerate(flow):
        start, end = row[0].start, row[-1].end
        indent = max(0, row[0].left - edges[place] - stray)
        width = cells(characters[start:end])
        found.append(Line(start, end, indent, width, at - above - 1, number, False, block[at].breaks))
        above = at
    return found


def _middle(lefts: Sequence[int]) -> int:
    """The left edge of a column at a line, from the lines around: a column may move on the way down."""
    return sorted(lefts)[(len(lefts) - 1) // 2]


def _edges(characters: str, of: Sequence[Row]) -> list[Line]:
    """Lines of a running head or foot: its halves one by one."""
    found = []
    for row in of:
        halves: list[list[Piece]] = []
        for piece in pieces(characters, row.start, row.end, Grid.CELLS):
            if halves and piece.left - halves[-1][-1].right < _FAR:
                halves[-1].append(piece)
            else:
                halves.append([piece])
        for half in halves:
            start, end = half[0].start, half[-1].end
            width = cells(characters[start:end])
            is_edge = len(halves) > 1 and not _SENTENCE.search(characters, start, end)
            found.append(Line(start, end, half[0].left, width, 1, 0, is_edge, row.breaks))
    return found
