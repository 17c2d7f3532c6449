"""Observations: every stated figure, with the characters that it came from."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index
from service.web.naming import adcode_of
from service.web.opening import corpus
from service.web.problems import BadParameters, Flaw
from service.web.questions import ObservationsQuery
from service.web.schemas import ObservationSchema, next_page

observations = Blueprint(
    "observations", __name__, url_prefix="/v1", description="Stated figures and where they stand."
)


class ObservationsSchema(Answer):
    """A page of figures."""

    observations = ma.fields.List(ma.fields.Nested(ObservationSchema))
    index = Index()
    next = next_page()


@observations.route("/observations")
@observations.arguments(ObservationsQuery)
@observations.answer(ObservationsSchema)
def list_observations(query: Mapping[str, Any]) -> Any:
    """List figures by measure, region, document and nature."""
    document = query.get("document")
    if document is not None and not re.fullmatch("[0-9a-f]{64}", document):
        raise BadParameters([Flaw("document", "is no id of a document", "64 hexadecimal digits")])
    measure = query.get("measure")
    if measure is not None:
        corpus().catalogue.measure(measure)
    page = corpus().observations(
        measure=measure,
        region=adcode_of(query.get("region"), "region"),
        within=adcode_of(query.get("within"), "within"),
        document=document,
        nature=query.get("nature"),
        limit=query["limit"],
        cursor=query.get("cursor"),
    )
    return {"observations": page.items, "next": page.next}


@observations.route("/observations/<observation:observation>")
@observations.answer(ObservationSchema)
def show_observation(observation: str) -> Any:
    """Show a figure."""
    return corpus().observation(observation)
