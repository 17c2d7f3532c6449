"""Dots with dates: a line for each region, on it its figure and the same figure at other times, each with its date."""

from collections.abc import Iterator, Sequence
from typing import Any

from service.model import Comparison, Observation, Row
from service.presentation.charts_layers import (
    VALUE,
    around,
    frame,
    gap_colour,
    gaps,
    is_noted,
    layer,
    notes,
    places,
    section_view,
)
from service.presentation.charts_lines import Columns, Line, Section, columns, record, sections
from service.presentation.charts_look import SMALL, Look, room
from service.presentation.charts_scales import (
    ARROW,
    Scale,
    differ,
    domain,
    headings,
    is_dated,
    is_open,
    marks,
    reach,
    shared,
    whiskers,
)
from service.presentation.charts_words import date

# Of one region; the newest. More dots than these hide one another.
MOST_EARLIER = 6
# Pixels over a dot for its date.
ABOVE = 9


def dot_panel(comparison: Comparison, row: Row, look: Look) -> tuple[list[dict[str, Any]], frozenset[str]]:
    """The sections of one measure as dots, and which of the marks that need a word of explanation are in them."""
    found = tuple(sections(comparison, row, look))
    place = columns(found, look, [])
    scales = shared([domain(each, place, _reach) for each in found])
    views = [
        section_view(each, place, look, _drawn(each, place, (row, look), scale), heading=heading)
        for each, scale, heading in zip(found, scales, headings(found, scales, look), strict=True)
    ]
    lines = [line for each in found for line in each.lines]
    used = {mark for line in lines for mark in marks(line)}
    used |= {"earlier"} if any(_earlier(line) for line in lines) else set()
    used |= {"scales"} if differ(found, scales) else set()
    if row.verdict == "not_comparable" and any(line.cell.observation for line in lines):
        used.add("hollow")
    return views, frozenset(used)


def _earlier(line: Line) -> tuple[Observation, ...]:
    """The same figure at other times, the newest first, one for each time."""
    shown = line.cell.observation
    if shown is None or line.cell.derivation is not None:
        return ()
    terms = (shown.unit, shown.per, shown.nature, shown.scope, shown.condition)
    alike = {
        each.time.notation: each
        for each in reversed(line.cell.others)
        if each.time.notation not in {None, shown.time.notation}
        and (each.unit, each.per, each.nature, each.scope, each.condition) == terms
    }
    newest = sorted(alike.values(), key=lambda each: each.time.end or each.time.start or "", reverse=True)
    return tuple(newest[:MOST_EARLIER])


def _reach(line: Line) -> float:
    return max((float(each.value) for each in _earlier(line)), default=0.0)


def _dots(line: Line, place: Columns, look: Look, scale: Scale) -> Iterator[dict[str, Any]]:
    """The dots of a line; a date is left out where it would stand on another."""
    shown = line.cell.observation
    if shown is None:
        return
    low, high = scale
    taken: list[tuple[float, float]] = []
    for found in (shown, *_earlier(line)):
        at = (float(found.value) - low) / (high - low) * place.plot
        said = date(found, look.language)
        half = room(said, SMALL) / 2 + 3
        is_free = all(at + half < left or at - half > right for left, right in taken)
        if is_free:
            taken.append((at - half, at + half))
        yield {
            "adcode": line.region.adcode,
            "draw": float(found.value),
            "date": said if is_free else "",
            "is_shown": found is shown,
        }


def _drawn(
    section: Section, place: Columns, wanted: tuple[Row, Look], scale: Scale
) -> tuple[Sequence[dict[str, Any]], list[dict[str, Any]]]:
    (row, look), (low, high) = wanted, scale
    colours = look.colours
    at_places = places(section, above=ABOVE if is_dated(row) else 0)
    data = [
        _record(line, place, look, scale) | at | around("y_cap", at["y"], 4)
        for line, at in zip(section.lines, at_places, strict=True)
    ]
    dots = {
        "values": [
            dot | {"y": at["y"]}
            for line, at in zip(section.lines, at_places, strict=True)
            for dot in _dots(line, place, look, scale)
        ]
    }
    x: dict[str, Any] = {
        "field": "draw",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high], "nice": False, "zero": False},
    }

    def at(field: str) -> dict[str, Any]:
        return x | {"field": field}

    point = {"type": "point", "filled": True, "opacity": 1}
    main: dict[str, Any] = point | {"size": 90, "color": colours.figure}
    if row.verdict == "not_comparable":
        main |= {"fill": colours.paper, "stroke": colours.figure, "strokeWidth": 1.6}
    line = {"type": "rule", "color": colours.ink, "strokeWidth": 1.3}
    track = line | {"color": colours.faint, "strokeWidth": 1, "strokeDash": [1, 3]}
    path = line | {"color": colours.earlier, "strokeWidth": 2}
    arrow = line | {"color": colours.figure, "strokeWidth": 2, "strokeDash": [3, 2]}
    head = point | {"shape": "triangle-right", "size": 46, "color": colours.figure}
    text = {"type": "text", "dx": 10}
    dated = {"type": "text", "align": "center", "fontSize": SMALL, "color": colours.muted, "dy": -13}
    whisker, open_end = {"field": "whisker", "equal": True}, {"field": "open", "equal": True}
    shown, earlier = {"field": "is_shown", "equal": True}, {"field": "is_shown", "equal": False}
    layers = [
        *frame(place, look),
        layer(track, {"x": {"value": 0}, "x2": {"value": place.plot}}, VALUE),
        layer(path, {"x": at("draw_first"), "x2": {"field": "draw_last"}}, VALUE),
        layer(line, {"x": at("draw_lower"), "x2": {"field": "draw_upper"}}, whisker),
        *(
            layer(line, {"x": at(end), "y2": {"field": "y_cap_end"}}, whisker, y="y_cap")
            for end in ("draw_lower", "draw_upper")
        ),
        layer(
            line | {"strokeDash": [4, 3]},
            {"x": x, "x2": {"datum": 0}},
            {"field": "bound", "equal": "le"},
        ),
        layer(arrow, {"x": x, "x2": {"field": "draw_open"}}, open_end),
        layer(head, {"x": at("draw_open")}, open_end),
        {"data": dots} | layer(point | {"size": 60, "color": colours.earlier}, {"x": x}, earlier),
        {"data": dots} | layer(main, {"x": x}, shown),
        layer(text, {"x": at("draw_end"), "text": {"field": "amount"}}, VALUE),
        *gaps(),
        *notes(section, look),
    ]
    if is_dated(row):
        layers.append({"data": dots} | layer(dated, {"x": x, "text": {"field": "date"}}))
    return data, layers


def _record(line: Line, place: Columns, look: Look, scale: Scale) -> dict[str, Any]:
    flat = record(line, place) | {"noted": is_noted(line), "colour": gap_colour(line, look)}
    if line.cell.observation is None:
        return flat
    pixel = (scale[1] - scale[0]) / place.plot
    value = float(line.cell.observation.value)
    drawn = [value, *(float(each.value) for each in _earlier(line))]
    beyond = value + (ARROW - 4) * pixel
    return flat | {
        "open": is_open(line),
        "whisker": whiskers(line) is not None,
        "draw_open": beyond,
        "draw_first": min(drawn),
        "draw_last": max(drawn),
        "draw_end": max(beyond if is_open(line) else reach(line), *drawn),
    }
