"""A comparison as a picture, in Vega-Lite: bars, dots with dates, the matrix of what there is.

    bar       how much: bars with whiskers, open ends, dates and gaps with their reason
    dot       when: dots on a line, each with its date
    matrix    what there is at all: measures x regions

Levels stand apart on scales of their own; what is not comparable is hollow; the sources stand under the picture.
"""

from collections.abc import Sequence
from typing import Any, Literal

from service.errors import BadParameter
from service.model import Comparison, Row
from service.presentation.charts_bar import bar_panel
from service.presentation.charts_dot import dot_panel
from service.presentation.charts_look import LARGE, MARGIN, SMALL, USUAL, Look, config, wrapped
from service.presentation.charts_matrix import matrix_view
from service.presentation.charts_words import WORDS, heading, terms, verdict
from service.presentation.wording import statements

Kind = Literal["bar", "dot", "matrix"]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Regions times measures. Nobody reads more bars than these, and each takes some 10 ms to draw.
MOST_LINES = 300
MOST_CELLS = 10_000
# Characters of the picture in words.
LONGEST = 2_000
# In the order in which the marks are explained.
KEYS = ("whisker", "open", "dashed", "hollow", "derived", "earlier", "scales")


def chart(kind: Kind, comparison: Comparison, look: Look, sources: Sequence[str]) -> dict[str, Any]:
    """A picture as a Vega-Lite specification: data inline, nothing loaded, members in a fixed order.

    Args:
        sources: lines under the picture.

    Raises:
        BadParameter: more regions and measures than a picture shows legibly.
    """
    _check(kind, comparison)
    words = WORDS[look.language]
    if not comparison.rows or not comparison.regions:
        views, key = [_empty(look)], ""
    elif kind == "matrix":
        view, key = matrix_view(comparison, look)
        views = [view]
    else:
        views, used = _panels(kind, comparison, look)
        key = "".join(words[each] for each in KEYS if each in used)
    under = [*wrapped([key], SMALL, look.inner), *wrapped(sources, SMALL, look.inner)]
    return {
        "$schema": SCHEMA,
        "description": _description(comparison, look),
        "usermeta": {"embedOptions": {"ast": True, "actions": False}},
        "background": look.colours.paper,
        "padding": MARGIN,
        "title": {
            "text": under,
            "orient": "bottom",
            "anchor": "start",
            "frame": "bounds",
            "fontSize": SMALL,
            "fontWeight": "normal",
            "color": look.colours.muted,
            "lineHeight": 16,
            "offset": 14,
        },
        "spacing": 30,
        "vconcat": views,
        "config": config(look),
    }


def _description(comparison: Comparison, look: Look) -> str:
    """The picture in words, for those who hear it: as many of the rows as one listens to."""
    found = " ".join(statements(comparison, look.language))
    whole = found if len(found) <= LONGEST else f"{found[:LONGEST]}…"
    return whole or WORDS[look.language]["nothing"]


def _check(kind: Kind, comparison: Comparison) -> None:
    regions, measures = len(comparison.regions), len(comparison.rows)
    most = MOST_CELLS if kind == "matrix" else MOST_LINES
    if regions * measures > most:
        raise BadParameter(
            f"{regions} regions and {measures} measures make {regions * measures} figures",
            parameter="regions" if regions > measures else "measures",
            expected=f"at most {most} in one picture"
            + ("" if kind == "matrix" else f", or {MOST_CELLS} in a matrix"),
        )


def _panels(kind: Kind, comparison: Comparison, look: Look) -> tuple[list[dict[str, Any]], frozenset[str]]:
    panels, used = [], frozenset[str]()
    panel = bar_panel if kind == "bar" else dot_panel
    for row in comparison.rows:
        views, marks = panel(comparison, row, look)
        panels.append({"title": _title(row, look), "spacing": 14, "vconcat": views})
        used |= marks
    return panels, used


def _title(row: Row, look: Look) -> dict[str, Any]:
    inner = look.inner
    return {
        "text": list(wrapped([heading(row, look.language)], LARGE, inner)),
        "subtitle": [
            *wrapped([verdict(row, look.language)], USUAL, inner),
            *wrapped([terms(row, look.language)], USUAL, inner),
        ],
        "subtitleColor": look.colours.verdicts[row.verdict],
    }


def _empty(look: Look) -> dict[str, Any]:
    """A picture of nothing says so."""
    mark = {"type": "text", "text": WORDS[look.language]["nothing"], "fontSize": LARGE}
    place = {"x": {"value": 0}, "y": {"value": 20}}
    return {"width": look.inner, "height": 40, "data": {"values": [{}]}, "mark": mark, "encoding": place}
