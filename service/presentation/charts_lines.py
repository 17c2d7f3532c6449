"""What bars and dots share: a panel for each measure, in it a section for each level, in it a line for each region.

A line is flat data: what is drawn stands in it as numbers for the scale, what is read as text that is exact.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from service.model import Cell, Comparison, Level, Region, Row
from service.presentation.charts_look import SMALL, USUAL, Look, cut, room
from service.presentation.charts_words import WORDS, amounts, date, gap_words, listed, note
from service.presentation.numbers import digits
from service.presentation.words import GAPS

LEVELS: tuple[Level, ...] = get_args(Level)
# In a section with more regions than this, those that documents do not speak of share a line.
MANY = 40


class Line(NamedTuple):
    """A region in a section.

    Attributes:
        name: as shown; with its adcode where another region of the picture has the same name.
        amount: the figure as read; empty for a gap.
        date: empty for a gap.
        note: of which part the figure is, or why there is none.
    """

    region: Region
    cell: Cell
    name: str
    amount: str
    date: str
    note: str


class Section(NamedTuple):
    """The regions of one level of one measure.

    Attributes:
        rest: sentences on the regions that have no line of their own.
    """

    level: Level
    lines: tuple[Line, ...]
    rest: tuple[str, ...]


class Columns(NamedTuple):
    """Pixels of the columns of a picture: names, plot, and what stands at the right."""

    names: int
    plot: int
    right: int


def sections(comparison: Comparison, row: Row, look: Look) -> Iterator[Section]:
    """The levels of a row that have regions, the highest first."""
    shown = amounts(row, look.language)
    names = shown_names(comparison.regions)
    for level in LEVELS:
        lines = [
            _line(region, cell, row, (names[region.adcode], shown.get(region.adcode, "")), look)
            for region, cell in zip(comparison.regions, row.cells, strict=True)
            if region.level == level
        ]
        if not lines:
            continue
        if look.arrange == "value":
            lines.sort(key=_height)
        yield _gathered(level, lines, look)


def shown_names(regions: Sequence[Region]) -> dict[str, str]:
    """Names by adcode, told apart where several regions have the same: there are eight 鼓楼区 and 城关区."""
    count: dict[str, int] = {}
    for region in regions:
        count[region.name] = count.get(region.name, 0) + 1
    return {
        region.adcode: f"{region.name} {region.adcode}" if count[region.name] > 1 else region.name
        for region in regions
    }


def _line(region: Region, cell: Cell, row: Row, words: tuple[str, str], look: Look) -> Line:
    name, amount = words
    found = cell.observation
    if found is None:
        return Line(region, cell, name, "", "", gap_words(cell, row, look.language))
    return Line(region, cell, name, amount, date(found, look.language), note(found))


def _height(line: Line) -> tuple[int, Decimal]:
    # Gaps at the end; equal ones stay in their order.
    found = line.cell.observation
    if found is not None:
        return 0, -found.value
    return (2 if line.cell.gap in {"not_mentioned", "not_analysed"} else 1), Decimal(0)


def _gathered(level: Level, lines: list[Line], look: Look) -> Section:
    if len(lines) <= MANY:
        return Section(level, tuple(lines), ())
    words, rest = WORDS[look.language], []
    for gap in ("not_mentioned", "not_analysed"):
        silent = [line.name for line in lines if line.cell.gap == gap]
        if len(silent) > 3:
            lines = [line for line in lines if line.cell.gap != gap]
            begun = words["others"].format(n=len(silent), gap=GAPS[look.language][gap])
            rest.append(begun + listed(silent, look.language))
    return Section(level, tuple(lines), tuple(rest))


def columns(found: Sequence[Section], look: Look, right: Sequence[str]) -> Columns:
    """How wide the columns are, from what stands in them.

    Args:
        right: the texts of the right column.
    """
    widest = max((room(line.name, USUAL) for each in found for line in each.lines), default=0)
    names = int(min(widest + 12, look.inner * 0.3))
    last = int(min(max(room(text, SMALL) for text in right) + 14, look.inner * 0.3)) if right else 0
    return Columns(names, look.inner - names - last, last)


def record(line: Line, place: Columns) -> dict[str, Any]:
    """A line as flat data, figures as exact digits; `draw` members are numbers for the scale."""
    found, region = line.cell.observation, line.region
    flat: dict[str, Any] = {
        "region": region.name,
        "adcode": region.adcode,
        "level": region.level,
        "name": cut(line.name, USUAL, place.names - 6),
        "state": "gap" if found is None else "value",
        "gap": line.cell.gap,
        "amount": line.amount,
        "date": line.date,
        "note": cut(line.note, SMALL, place.plot + (place.right if found else 0) - (0 if found else 8)),
    }
    if found is None:
        return flat
    return flat | {
        "value": digits(found.value),
        "lower": None if found.lower is None else digits(found.lower),
        "upper": None if found.upper is None else digits(found.upper),
        "bound": found.bound,
        "unit": found.unit,
        "per": found.per,
        "nature": found.nature,
        "time": found.time.notation,
        "scope": found.scope,
        "document": found.document,
        "observation": None if line.cell.derivation else found.id,
        "draw": float(found.value),
        "draw_lower": None if found.lower is None else float(found.lower),
        "draw_upper": None if found.upper is None else float(found.upper),
    }
