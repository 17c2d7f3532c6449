"""Observations: every stated figure, with the characters that it came from."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import marshmallow as ma

from service.model import Observation
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index
from service.web.flat_forms import FORMATS
from service.web.naming import adcode_of
from service.web.opening import corpus
from service.web.problems import BadParameters, Flaw
from service.web.questions import USUAL_PAGE, ObservationsQuery, SpansQuery
from service.web.received import CorrectionSchema
from service.web.schemas import ReviewedObservationSchema, next_page

observations = Blueprint(
    "observations", __name__, url_prefix="/v1", description="Stated figures and where they stand."
)


class ObservationsSchema(Answer):
    """A page of figures."""

    observations = ma.fields.List(ma.fields.Nested(ReviewedObservationSchema))
    index = Index()
    next = next_page()


@observations.route("/observations")
@observations.arguments(ObservationsQuery)
@observations.answer(ObservationsSchema, also=FORMATS, has_labels=True)
def list_observations(query: Mapping[str, Any]) -> Any:
    """List figures by measure, region, document, time and nature."""
    return _listed(query)


@observations.route("/observations.<any(json, csv, ndjson, xlsx):extension>")
@observations.arguments(ObservationsQuery)
@observations.answer(ObservationsSchema, also=FORMATS, has_labels=True)
def list_observations_as(query: Mapping[str, Any]) -> Any:
    """List figures in the format that the address ends with; flat rows in all formats but JSON."""
    return _listed(query)


def _listed(query: Mapping[str, Any]) -> Any:
    document = query.get("document")
    if document is not None and not re.fullmatch("[0-9a-f]{64}", document):
        raise BadParameters([Flaw("document", "is no id of a document", "64 hexadecimal digits")])
    measure = query.get("measure")
    if measure is not None:
        corpus().catalogue.measure(measure)
    ask = partial(
        corpus().observations,
        measure=measure,
        region=adcode_of(query.get("region"), "region"),
        within=adcode_of(query.get("within"), "within"),
        document=document,
        nature=query.get("nature"),
        review=query.get("review"),
        confidence=query.get("min_confidence"),
        since=query.get("since"),
        until=query.get("until"),
    )
    page = ask(limit=query.get("limit", USUAL_PAGE), cursor=query.get("cursor"))
    return {"observations": reviewed(page.items), "next": page.next, "page": page, "ask": ask}


@observations.route("/observations/<observation:observation>")
@observations.arguments(SpansQuery)
@observations.answer(ReviewedObservationSchema)
def show_observation(observation: str) -> Any:
    """Show a figure."""
    (shown,) = reviewed([corpus().observation(observation)])
    return shown


@observations.route("/observations/<observation:observation>", methods=["PATCH"])
@observations.outcome({200: "The figure, and what is said of it now."}, ReviewedObservationSchema)
@observations.json_body(CorrectionSchema)
def review_observation(observation: str, received: Mapping[str, Any]) -> tuple[Any, int, None]:
    """Accept, reject or edit a figure.

    What was found stays as it is; what is said of it stands beside, outlives every new analysis, and comparisons
    go by it: rejected figures are left out, edited ones are taken as edited. A decision of null takes it back.
    """
    found = corpus().observation(observation)
    decision = received["decision"]
    if decision is None:
        corpus().reviews.take_back(found)
    else:
        corpus().reviews.say(
            found,
            decision,
            figure=received.get("figure"),
            note=received["note"],
            author=received["author"],
        )
    (shown,) = reviewed([found])
    return shown, 200, None


def reviewed(found: Sequence[Observation]) -> list[dict[str, Any]]:
    """Figures as the members of an answer, with what readers said of them."""
    said = corpus().reviews.of(found)
    return [
        {name: getattr(one, name) for name in Observation.__slots__} | {"review": said.get(one.id)}
        for one in found
    ]
