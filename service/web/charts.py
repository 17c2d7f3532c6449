"""Pictures of a comparison: SVG, PNG, and the Vega-Lite specification that they are drawn from.

Specifications are made here and nowhere else: none is ever taken from a request.
"""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma
from flask import current_app

from service.model import Comparison
from service.presentation import Arrangement, Cited, Drawing, Kind, Look, Pen, chart, credit
from service.web.answers import Format
from service.web.blueprint import Blueprint
from service.web.fields import Answer, language
from service.web.opening import corpus
from service.web.query import Choice, Count
from service.web.questions import ComparisonQuery, SpokenQuery, asked, part

charts = Blueprint("charts", __name__, url_prefix="/v1", description="Comparisons as pictures.")

EXTENSION = "duizhao-pen"
KINDS = get_args(Kind)
# Of the documents that a picture rests on, as many are named under it.
MOST_CITED = 3


class LookQuery(SpokenQuery):
    """How a picture looks."""

    lang = Choice(("zh", "en"), "The language of the picture; without it that of Accept-Language.")
    theme = Choice(("light", "dark"), "For a light or a dark page.", load_default="light")
    width = Count(300, 2_000, "Pixels of the picture; its height follows.", load_default=720)


class ChartQuery(LookQuery, ComparisonQuery):
    """Measures by regions, as a picture."""

    scale = Count(1, 4, "Only for PNG: pixels of the file for each of the picture.", load_default=2)


class ChartSchema(Answer):
    """A Vega-Lite specification: its data stand in it, nothing else is loaded."""

    schema = ma.fields.String(attribute="$schema", data_key="$schema")
    description = ma.fields.String(metadata={"description": "The picture in words."})
    usermeta = ma.fields.Raw(metadata={"type": "object"})
    background = ma.fields.String()
    padding = ma.fields.Integer()
    title = ma.fields.Raw(
        metadata={"type": "object", "description": "The lines under the picture: its sources."}
    )
    spacing = ma.fields.Integer()
    vconcat = ma.fields.List(
        ma.fields.Raw(metadata={"type": "object"}), metadata={"description": "A view for each measure."}
    )
    config = ma.fields.Raw(metadata={"type": "object"})


def pen() -> Pen:
    """What draws for this process."""
    held: Pen = current_app.extensions[EXTENSION]
    return held


def _svg(spec: Mapping[str, Any], _: Mapping[str, Any]) -> bytes:
    return pen().draw(spec, Drawing("svg", language=language()))


def _png(spec: Mapping[str, Any], query: Mapping[str, Any]) -> bytes:
    return pen().draw(spec, Drawing("png", query["scale"], language()))


SVG = Format("svg", "image/svg+xml", "image/svg+xml; charset=utf-8", _svg, "chart.svg", gate="drawing")
PNG = Format("png", "image/png", "image/png", _png, "chart.png", gate="drawing")


@charts.route("/charts/<any(bar, dot, matrix):kind>.<any(svg, png, json):extension>")
@charts.arguments(ChartQuery)
@charts.answer(ChartSchema, first=SVG, also=(PNG,), has_labels=True)
def draw_chart(kind: Kind, query: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a comparison: bars with their bounds, dots with their dates, or the matrix of what there is.

    Gaps are drawn with their reason, levels stand apart, what cannot be compared is hollow, and the sources stand
    under the picture. The same query as /v1/comparison; without `regions` and `sort`, the highest stands first.
    A picture of hundreds of lines takes some seconds, once.
    """
    ask = corpus().comparisons
    compared = ask.compare(ask.question(asked(query)), part(query))
    arrange: Arrangement = "asked" if "regions" in query or "sort" in query else "value"
    spoken: Any = language()
    look = Look(query["width"], query["theme"], spoken, arrange)
    return chart(kind, compared, look, sources(compared))


def sources(compared: Comparison) -> tuple[str, ...]:
    """The lines on the documents that a comparison rests on, in the language of this answer."""
    found = dict.fromkeys(
        cell.observation.document for row in compared.rows for cell in row.cells if cell.observation
    )
    named = [corpus().entry(document) for document in [*found][:MOST_CITED]]
    cited = [Cited(entry.title or entry.name or entry.id[:12], entry.published) for entry in named]
    spoken: Any = language()
    return credit(cited, len(found), corpus().revision(), spoken)
