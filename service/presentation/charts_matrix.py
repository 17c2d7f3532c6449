"""The matrix: measures x regions, each cell a figure or the reason why there is none; levels stand apart.

With few columns there are figures and dates in the cells; with many, a sign in each cell and a key.
"""

from collections.abc import Iterator
from typing import Any, get_args

from service.model import Cell, Comparison, GapReason, Observation, Row
from service.presentation.charts_layers import pixels
from service.presentation.charts_look import SMALL, USUAL, Look, cut, wrapped
from service.presentation.charts_plan import Plan, planned, surroundings
from service.presentation.charts_words import WORDS, amounts, date, heading
from service.presentation.numbers import digits
from service.presentation.words import GAPS

SIGNS: dict[GapReason, str] = {
    "not_mentioned": "",
    "no_number": "?",
    "conflict": "≠",
    "not_comparable": "×",
    "not_analysed": "–",
}


def matrix_view(comparison: Comparison, look: Look) -> tuple[dict[str, Any], str]:
    """The view of a matrix with at least one row, and the key of what needs one.

    Raises:
        BadParameter: so many columns that none is wide enough to be seen.
    """
    plan = planned(comparison, look)
    cells = list(_cells(comparison, plan, look))
    corner = {"x2": {"field": "x_end"}, "y2": {"field": "y_end"}}
    box = {"x": pixels("x"), "y": pixels("y")} | corner
    middle = {"x": pixels("x_middle"), "y": pixels("y_text")}
    text: dict[str, Any] = {"type": "text", "align": "center", "fontSize": SMALL + plan.is_worded}
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": {"field": "fill", "oneOf": [look.colours.tint, look.colours.paper]}}],
            "mark": {"type": "rect", "strokeWidth": 1.2},
            "encoding": box | {"fill": _exact("fill"), "stroke": _exact("stroke")},
        },
        {
            "transform": [{"filter": {"not": {"field": "shown", "equal": ""}}}],
            "mark": text,
            "encoding": middle | {"color": _exact("colour"), "text": {"field": "shown"}},
        },
    ]
    if plan.is_dated:
        small = text | {"fontSize": SMALL - 1, "dy": 13, "color": look.colours.muted}
        layers.append({"mark": small, "encoding": middle | {"text": {"field": "date"}}})
    words = WORDS[look.language]
    extent = words["extent"].format(
        measures=len(comparison.rows),
        regions=len(comparison.regions),
        cells=len(cells),
        values=sum(cell["state"] == "value" for cell in cells),
    )
    view = {
        "title": {"text": words["matrix"], "subtitle": list(wrapped([extent], USUAL, look.inner))},
        "width": look.inner,
        "height": plan.height(len(comparison.rows)),
        "data": {"values": cells},
        "layer": [*layers, *surroundings(comparison, plan, look)],
    }
    return view, _key(comparison, plan, look)


def _exact(field: str) -> dict[str, Any]:
    """A colour that the data have as it is."""
    return {"field": field, "type": "nominal", "scale": None}


def _cells(comparison: Comparison, plan: Plan, look: Look) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(comparison.rows):
        shown = amounts(row, look.language)
        for region, cell in zip(comparison.regions, row.cells, strict=True):
            x, y = plan.cell(region.adcode, number)
            said = _dated(cell.observation, plan, look)
            flat = {
                "measure": row.measure.id,
                "label": heading(row, look.language),
                "region": region.name,
                "adcode": region.adcode,
                "level": region.level,
            }
            place = {
                "x": round(x + 1, 1),
                "x_end": round(x + plan.column - 1, 1),
                "x_middle": round(x + plan.column / 2, 1),
                "y": y + 1,
                "y_end": y + plan.line - 1,
                "y_text": y + plan.line / 2 - (6 if said else 0),
            }
            seen = _drawn(cell, row, shown.get(region.adcode, ""), (plan, look))
            yield flat | _stated(cell, row) | seen | {"date": said} | place


def _stated(cell: Cell, row: Row) -> dict[str, Any]:
    found = cell.observation
    return {
        "state": "gap" if found is None else "value",
        "gap": cell.gap,
        "value": None if found is None else digits(found.value),
        "bound": found and found.bound,
        "unit": row.unit,
        "per": row.per,
        "time": found and found.time.notation,
        "verdict": row.verdict,
    }


def _dated(found: Observation | None, plan: Plan, look: Look) -> str:
    is_dated = plan.is_dated and found is not None and found.time.notation is not None
    return date(found, look.language) if is_dated and found is not None else ""


def _drawn(cell: Cell, row: Row, amount: str, place: tuple[Plan, Look]) -> dict[str, str]:
    """What is seen of a cell: fill, frame, and words or a sign in a colour."""
    (plan, look), colours = place, place[1].colours
    if cell.observation is not None:
        is_hollow = row.verdict == "not_comparable"
        return {
            "fill": colours.paper if is_hollow else colours.tint,
            "stroke": colours.figure if is_hollow else colours.tint,
            "colour": colours.ink,
            "shown": cut(amount, SMALL + 1, plan.column - 4) if plan.is_worded else "",
        }
    gap: GapReason = cell.gap or "not_mentioned"
    tone = {"no_number": colours.care, "conflict": colours.warning, "not_comparable": colours.warning}
    word = GAPS[look.language][gap]
    return {
        "fill": colours.paper if gap in tone else "",
        "stroke": colours.faint,
        "colour": tone.get(gap, colours.muted),
        "shown": cut(word, SMALL + 1, plan.column - 2) if plan.is_worded else SIGNS[gap],
    }


def _key(comparison: Comparison, plan: Plan, look: Look) -> str:
    """What the signs mean; nothing for what is said in words."""
    words = WORDS[look.language]
    is_hollow = any(
        row.verdict == "not_comparable" and any(cell.observation for cell in row.cells)
        for row in comparison.rows
    )
    hollow = words["hollow"] if is_hollow else ""
    if plan.is_worded:
        return hollow
    there = {cell.gap for row in comparison.rows for cell in row.cells}
    gaps = [
        f"{SIGNS[gap] or words['blank']} {GAPS[look.language][gap]}"
        for gap in get_args(GapReason)
        if gap in there
    ]
    signs = [f"■ {words['value']}", *gaps]
    return words["break"].join(signs) + words["end"] + hollow
