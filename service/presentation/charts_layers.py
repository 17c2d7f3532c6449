"""Layers that a section of bars or of dots is drawn of: names, rules, figures, dates, gaps; all in Vega-Lite.

Every line is one band of the vertical scale. Columns beside the plot are placed in pixels from its left edge.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from service.presentation.charts_lines import Columns, Line, Section
from service.presentation.charts_look import SMALL, USUAL, Look, wrapped

# Pixels of a line: alone, and in sections of many lines; and of a note under a figure.
TALL, DENSE = 27, 19
NOTE = 15
MANY = 40
VALUE = {"field": "state", "equal": "value"}
GAP = {"field": "state", "equal": "gap"}
NOTED = {"field": "noted", "equal": True}


def is_dense(section: Section) -> bool:
    """Whether there are so many lines that they must stand close."""
    return len(section.lines) > MANY


def places(section: Section, above: int = 0) -> list[dict[str, float]]:
    """Where each line stands: the middle of its figure, the middle of its note, its end; pixels from the top.

    Args:
        above: pixels over a figure for what is written there.
    """
    tall, end, found = DENSE if is_dense(section) else TALL, 0, []
    for line in section.lines:
        top = end + (above if line.cell.observation else 0)
        end = top + tall + (NOTE if is_noted(line) else 0)
        found.append({"y": top + tall / 2, "y_note": top + tall + NOTE / 2 - 4, "y_end": float(end)})
    return found


def around(name: str, middle: float, half: float) -> dict[str, float]:
    """The two ends of something around a middle, as members of a line's data."""
    return {name: middle - half, f"{name}_end": middle + half}


def is_noted(line: Line) -> bool:
    """Whether a note stands under the figure; that of a gap stands in its place."""
    return bool(line.note) and line.cell.observation is not None


def pixels(field: str) -> dict[str, Any]:
    """A place that the data have in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def layer(
    mark: Mapping[str, Any], encoding: Mapping[str, Any], *keep: Mapping[str, Any], y: str = "y"
) -> dict[str, Any]:
    """One layer; `keep` are predicates on the data."""
    made: dict[str, Any] = {"mark": dict(mark), "encoding": {"y": pixels(y)} | dict(encoding)}
    return {"transform": [{"filter": dict(each)} for each in keep]} | made if keep else made


def frame(place: Columns, look: Look) -> list[dict[str, Any]]:
    """A rule under each line, as wide as the picture, and the name of the region."""
    ends = {"x": {"value": -place.names}, "x2": {"value": place.plot + place.right}}
    rule = {"type": "rule", "color": look.colours.faint, "strokeWidth": 0.7}
    name = {"x": {"value": -place.names}, "text": {"field": "name"}}
    return [layer(rule, ends, y="y_end"), layer({"type": "text", "aria": False}, name)]


def notes(section: Section, look: Look) -> list[dict[str, Any]]:
    """Of which part a figure is, under it."""
    if not any(is_noted(line) for line in section.lines):
        return []
    mark = {"type": "text", "fontSize": SMALL, "color": look.colours.muted, "dx": 5}
    return [layer(mark, {"x": {"value": 0}, "text": {"field": "note"}}, VALUE, NOTED, y="y_note")]


def gaps() -> list[dict[str, Any]]:
    """Why there is no figure, in its place."""
    mark = {"type": "text", "fontSize": USUAL - 1, "dx": 6}
    text = {
        "x": {"value": 0},
        "text": {"field": "note"},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    return [layer(mark, text, GAP)]


def gap_colour(line: Line, look: Look) -> str:
    """Silence is quiet; what was said and cannot be compared is not."""
    colours = look.colours
    match line.cell.gap:
        case "not_comparable" | "conflict":
            return colours.warning
        case "no_number":
            return colours.care
        case _:
            return colours.muted


def section_view(
    section: Section,
    place: Columns,
    look: Look,
    drawn: tuple[Sequence[Mapping[str, Any]], list[dict[str, Any]]],
    *,
    heading: str,
) -> dict[str, Any]:
    """A section as one view.

    Args:
        drawn: the data of its lines and their layers.
        heading: above it; empty where the measure has one level only.
    """
    data, layers = drawn
    view: dict[str, Any] = {
        "data": {"values": list(data)},
        "width": place.plot,
        "height": data[-1]["y_end"] if data else 1,
        "layer": [*layers, *_rest(section, data[-1]["y_end"] if data else 0, place, look)],
    }
    if heading:
        quiet = {"fontSize": USUAL - 1, "fontWeight": "normal", "color": look.colours.muted, "offset": 2}
        view["title"] = {"text": heading} | quiet
    return view


def _rest(section: Section, end: float, place: Columns, look: Look) -> list[dict[str, Any]]:
    if not section.rest:
        return []
    lines = [each for said in section.rest for each in wrapped([said], SMALL, look.inner, lines=6)]
    mark = {
        "type": "text",
        "text": lines,
        "fontSize": SMALL,
        "lineHeight": 16,
        "baseline": "top",
        "color": look.colours.muted,
    }
    below = {"value": end + 8}
    return [{"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"value": -place.names}, "y": below}}]
