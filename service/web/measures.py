"""Measures: what is counted, as the catalogue defines it."""

from typing import Any

import marshmallow as ma

from service.errors import NotFound, UnknownMeasure
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Label, Told
from service.web.opening import corpus

measures = Blueprint("measures", __name__, url_prefix="/v1", description="What is counted, and what is not.")


class MeasureSchema(Answer):
    """What is counted."""

    id = ma.fields.String()
    group = ma.fields.String()
    label = Label()
    label_zh = ma.fields.String()
    label_en = ma.fields.String()
    unit = ma.fields.String()
    counts = Told("counts", "What counts.")
    does_not_count = Told("does_not_count", "What does not, and which measure it is instead.")


class MeasuresSchema(Answer):
    """All measures, in the order of the catalogue."""

    measures = ma.fields.List(ma.fields.Nested(MeasureSchema))


@measures.route("/measures")
@measures.answer(MeasuresSchema, has_labels=True)
def list_measures() -> Any:
    """List the measures of the catalogue."""
    return {"measures": corpus().catalogue.measures}


@measures.route("/measures/<measure:measure>")
@measures.answer(MeasureSchema, has_labels=True)
def show_measure(measure: str) -> Any:
    """Show a measure."""
    try:
        return corpus().catalogue.measure(measure)
    except UnknownMeasure as error:
        raise NotFound(error.message, expected=error.expected or "an id that /v1/measures lists") from error
