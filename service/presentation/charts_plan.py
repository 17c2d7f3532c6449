"""Where the cells of a matrix stand, and what stands around them: names, levels, verdicts.

Few regions stand across and measures down; many regions stand down, and measures across.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from service.errors import BadParameter
from service.model import Comparison, Level, Row
from service.presentation.charts_layers import pixels
from service.presentation.charts_lines import LEVELS, shown_names
from service.presentation.charts_look import SMALL, USUAL, Look, cut, room
from service.presentation.charts_words import LEVELS as LEVEL_WORDS
from service.presentation.charts_words import VERDICT_MARKS, heading, unit
from service.presentation.words import VERDICTS

# More regions than this stand down, not across.
MOST_ACROSS = 24
# Pixels: a column that has room for words, one that has room for a date too, the slimmest, the widest.
WORDED, DATED, SLIMMEST, WIDEST = 46, 62, 12, 120
# Below this width a verdict is a sign without its word.
NARROW = 480
# Pixels between levels, across and down.
APART_ACROSS, APART_DOWN = 22, 6
# The longest name that stands upright above a column.
LONGEST = 150


class Plan(NamedTuple):
    """Places in pixels.

    Attributes:
        starts: of each region, by adcode, along the side on which regions stand.
        levels: where each level begins.
        names: the width of the column on the left.
        top: the height of the headings above the cells.
        column, line: of a cell.
        is_across: whether regions stand across.
        is_upright: whether the names above the cells do.
    """

    starts: dict[str, float]
    levels: dict[Level, float]
    names: int
    top: int
    column: float
    line: int
    is_across: bool
    is_upright: bool

    @property
    def is_worded(self) -> bool:
        """Whether there are words in the cells, not signs."""
        return self.column >= WORDED

    @property
    def is_dated(self) -> bool:
        """Whether the cells have room for dates."""
        return self.is_across and self.column >= DATED

    def cell(self, adcode: str, row: int) -> tuple[float, float]:
        """The left upper corner of a cell, by its region and the number of its row in the comparison."""
        if self.is_across:
            return self.names + self.starts[adcode], float(row * self.line)
        return self.names + row * self.column, self.starts[adcode]

    def height(self, rows: int) -> float:
        """Of all cells together."""
        return float(rows * self.line if self.is_across else max(self.starts.values()) + self.line)


def planned(comparison: Comparison, look: Look) -> Plan:
    """The plan of a comparison with at least one row.

    Raises:
        BadParameter: so many columns that none is wide enough to be seen.
    """
    regions = [*shown_names(comparison.regions).values()]
    measures = [label(row, look) for row in comparison.rows]
    is_across = len(regions) <= MOST_ACROSS
    left, above = (measures, regions) if is_across else (regions, measures)
    levels = [level for level in LEVELS if any(region.level == level for region in comparison.regions)]
    widest = max(room(each, USUAL - 1) for each in left)
    names = int(min(widest + 12, look.inner * (0.45 if look.width < NARROW else 0.34)))
    beside = (_verdict_room(comparison, look) + APART_ACROSS * (len(levels) - 1)) if is_across else 0
    column = min((look.inner - names - beside) / len(above), WIDEST)
    if column < SLIMMEST:
        needed = look.width + int((SLIMMEST - column) * len(above)) + 1
        raise BadParameter(
            f"{len(above)} columns in {look.width} pixels",
            parameter="width",
            expected=f"at least {needed}, or fewer measures",
        )
    column = round(column - 0.05, 1)
    line = (36 if column >= DATED else 26) if is_across else (20 if len(regions) <= 60 else 15)
    longest = max(room(each, USUAL - 1) for each in above)
    is_upright = column < longest + 6
    top = int(min(longest, LONGEST)) + 6 if is_upright else 20
    starts, begins = _starts(comparison, levels, column if is_across else float(line), is_across)
    return Plan(starts, begins, names, top, column, line, is_across, is_upright)


def label(row: Row, look: Look) -> str:
    """A measure with its unit."""
    return f"{heading(row, look.language)} ({unit(row)})"


def _verdict(row: Row, look: Look) -> str:
    sign, word = VERDICT_MARKS[row.verdict], VERDICTS[look.language][row.verdict]
    return sign if look.width < NARROW else f"{sign} {word}"


def _verdict_room(comparison: Comparison, look: Look) -> int:
    return int(max(room(_verdict(row, look), SMALL) for row in comparison.rows)) + 10


def _starts(
    comparison: Comparison,
    levels: list[Level],
    size: float,
    is_across: bool,
) -> tuple[dict[str, float], dict[Level, float]]:
    at = 0.0
    starts: dict[str, float] = {}
    begins: dict[Level, float] = {}
    for level in levels:
        # Down, the name of a level has a line of its own; across it stands above the columns.
        at += 0 if is_across or len(levels) == 1 else size
        begins[level] = at
        for region in comparison.regions:
            if region.level == level:
                starts[region.adcode] = round(at, 1)
                at += size
        at += APART_ACROSS if is_across else APART_DOWN
    return starts, begins


def surroundings(comparison: Comparison, plan: Plan, look: Look) -> Iterator[dict[str, Any]]:
    """Layers: names at the left and above, levels, verdicts, a rule at the end."""
    names = shown_names(comparison.regions)
    half_line, half_column = plan.line / 2, plan.column / 2
    first = comparison.regions[0].adcode
    rows = [(label(row, look), plan.cell(first, number)) for number, row in enumerate(comparison.rows)]
    regions = [(names[adcode], plan.cell(adcode, 0)) for adcode in plan.starts]
    left, above = (rows, regions) if plan.is_across else (regions, rows)
    text: dict[str, Any] = {"type": "text", "fontSize": USUAL - 1}
    at_left = [{"name": cut(name, USUAL - 1, plan.names - 8), "at": y + half_line} for name, (_, y) in left]
    yield _texts(at_left, text, {"x": {"value": 0}, "y": pixels("at")})
    upright = {"angle": 270, "align": "left"} if plan.is_upright else {"align": "center"}
    over = [
        {"name": cut(name, SMALL + 1, LONGEST), "at": round(x + half_column, 1)} for name, (x, _) in above
    ]
    yield _texts(over, text | upright, {"x": pixels("at"), "y": {"value": -4 if plan.is_upright else -10}})
    yield from _levels(plan, look)
    if plan.is_across:
        verdicts = [
            {
                "name": _verdict(row, look),
                "at": number * plan.line + half_line,
                "colour": look.colours.verdicts[row.verdict],
            }
            for number, row in enumerate(comparison.rows)
        ]
        colour = {"field": "colour", "type": "nominal", "scale": None}
        edge = {"x": {"value": look.inner}, "y": pixels("at"), "color": colour}
        yield _texts(verdicts, text | {"align": "right", "fontSize": SMALL}, edge)
    ends = {"x": {"value": 0}, "x2": {"value": look.inner}, "y": {"value": plan.height(len(rows)) + 2}}
    rule = {"type": "rule", "color": look.colours.faint, "strokeWidth": 0.7}
    yield {"data": {"values": [{}]}, "mark": rule, "encoding": ends}


def _levels(plan: Plan, look: Look) -> Iterator[dict[str, Any]]:
    if len(plan.levels) < 2:
        return
    words = LEVEL_WORDS[look.language]
    quiet = {"type": "text", "fontSize": SMALL, "color": look.colours.muted}
    if not plan.is_across:
        down = [{"name": words[level], "at": at - plan.line / 2 + 1} for level, at in plan.levels.items()]
        yield _texts(down, quiet, {"x": {"value": 0}, "y": pixels("at")})
        return
    ends = [*[*plan.levels.values()][1:], look.inner - plan.names]
    along = [
        {"name": cut(words[level], SMALL, end - at - 2), "at": plan.names + at}
        for (level, at), end in zip(plan.levels.items(), ends, strict=True)
    ]
    yield _texts(along, quiet, {"x": pixels("at"), "y": {"value": -plan.top - 8}})


def _texts(data: list[dict[str, Any]], mark: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": data}, "mark": mark, "encoding": place | {"text": {"field": "name"}}}
