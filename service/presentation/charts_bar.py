"""Bars: how much. Whiskers are what a statement allows, an arrow says "at least", a dashed frame "at most"."""

from typing import Any

from service.model import Comparison, Row
from service.presentation.charts_layers import (
    VALUE,
    around,
    frame,
    gap_colour,
    gaps,
    is_dense,
    is_noted,
    layer,
    notes,
    places,
    section_view,
)
from service.presentation.charts_lines import Columns, Line, Section, columns, record, sections
from service.presentation.charts_look import SMALL, Look
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


def bar_panel(comparison: Comparison, row: Row, look: Look) -> tuple[list[dict[str, Any]], frozenset[str]]:
    """The sections of one measure as bars, and which of the marks that need a word of explanation are in them."""
    found = tuple(sections(comparison, row, look))
    lines = [line for each in found for line in each.lines]
    dates = [line.date for line in lines if line.cell.observation] if is_dated(row) else []
    place = columns(found, look, dates)
    scales = shared([domain(each, place) for each in found])
    views = [
        section_view(each, place, look, _drawn(each, place, (row, look), scale), heading=heading)
        for each, scale, heading in zip(found, scales, headings(found, scales, look), strict=True)
    ]
    used = {mark for line in lines for mark in marks(line)}
    if row.verdict == "not_comparable" and any(line.cell.observation for line in lines):
        used.add("hollow")
    if differ(found, scales):
        used.add("scales")
    return views, frozenset(used)


def _drawn(
    section: Section, place: Columns, wanted: tuple[Row, Look], scale: Scale
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    (row, look), (low, high) = wanted, scale
    half = 5 if is_dense(section) else 7
    data = [
        _record(line, place, look, high) | at | around("y_bar", at["y"], half) | around("y_cap", at["y"], 4)
        for line, at in zip(section.lines, places(section), strict=True)
    ]
    colours = look.colours
    x: dict[str, Any] = {
        "field": "draw",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high], "nice": False, "zero": False},
    }
    bar = {"x": x, "x2": {"datum": 0}, "y2": {"field": "y_bar_end"}}
    hollow = {"type": "rect", "fill": colours.paper, "stroke": colours.figure, "strokeWidth": 1.4}
    filled = hollow if row.verdict == "not_comparable" else {"type": "rect", "color": colours.figure}
    dashed = hollow | {"strokeDash": [4, 3]}
    line = {"type": "rule", "color": colours.ink, "strokeWidth": 1.3}
    arrow = {"type": "rule", "color": colours.figure, "strokeWidth": 2, "strokeDash": [3, 2]}
    head = {"type": "point", "shape": "triangle-right", "filled": True, "size": 46, "opacity": 1}
    quiet = {"type": "text", "align": "right", "fontSize": SMALL, "color": colours.muted}
    whisker, open_end = {"field": "whisker", "equal": True}, {"field": "open", "equal": True}
    at_most = {"field": "bound", "equal": "le"}

    def at(field: str) -> dict[str, Any]:
        return x | {"field": field}

    layers = [
        *frame(place, look),
        layer(filled, bar, VALUE, {"not": at_most}, y="y_bar"),
        layer(dashed, bar, at_most, y="y_bar"),
        layer(line, {"x": at("draw_lower"), "x2": {"field": "draw_upper"}}, whisker),
        *(
            layer(line, {"x": at(end), "y2": {"field": "y_cap_end"}}, whisker, y="y_cap")
            for end in ("draw_lower", "draw_upper")
        ),
        layer(arrow, {"x": x, "x2": {"field": "draw_open"}}, open_end),
        layer(head | {"color": colours.figure}, {"x": at("draw_open")}, open_end),
        layer({"type": "text", "dx": 6}, {"x": at("draw_end"), "text": {"field": "amount"}}, VALUE),
        *gaps(),
        *notes(section, look),
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": colours.muted, "strokeWidth": 1},
            "encoding": {
                "x": {"datum": 0, "type": "quantitative"},
                "y": {"value": 0},
                "y2": {"value": "height"},
            },
        },
    ]
    if place.right:
        edge = {"x": {"value": place.plot + place.right}, "text": {"field": "date"}}
        layers.append(layer(quiet, edge, VALUE))
    return data, layers


def _record(line: Line, place: Columns, look: Look, high: float) -> dict[str, Any]:
    flat = record(line, place) | {"noted": is_noted(line), "colour": gap_colour(line, look)}
    if line.cell.observation is None:
        return flat
    value, beyond = float(line.cell.observation.value), high * (ARROW - 6) / place.plot
    end = value + beyond + high * 4 / place.plot if is_open(line) else reach(line)
    return flat | {
        "open": is_open(line),
        "whisker": whiskers(line) is not None,
        "draw_open": value + beyond,
        "draw_end": end,
    }
