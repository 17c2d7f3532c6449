"""About the service itself: whether it lives, whether it is ready, which version it is."""

from contextlib import suppress
from importlib.metadata import version
from typing import Any

import marshmallow as ma

from service.errors import DuizhaoError
from service.web.blueprint import Blueprint
from service.web.fields import Answer
from service.web.gates import gates
from service.web.metrics import metrics
from service.web.opening import corpus

pages = Blueprint("pages", __name__, description="The service itself.")


class HealthSchema(Answer):
    """The process answers."""

    status = ma.fields.Constant("ok", metadata={"type": "string", "enum": ["ok"]})


class ReadySchema(Answer):
    """What was looked at and how it is."""

    status = ma.fields.String(validate=ma.validate.OneOf(("ready", "unavailable")))
    checks = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class VersionSchema(Answer):
    """Which code and which edition of the analyses answers here."""

    name = ma.fields.String()
    version = ma.fields.String()
    edition = ma.fields.String()
    awaited = ma.fields.String(
        allow_none=True,
        metadata={
            "description": "The edition of this program, while documents are analysed by it and answers are of "
            "the one before; else null."
        },
    )
    revision = ma.fields.Integer()
    catalogue = ma.fields.String(
        metadata={"description": "A hash of all measures and of how their figures are told."}
    )
    measures = ma.fields.Integer(metadata={"description": "How many measures there are."})


@pages.route("/healthz")
@pages.outcome({200: "The process answers; the store is not asked."}, HealthSchema)
def show_health() -> tuple[Any, int, None]:
    """Whether the process answers."""
    return {}, 200, None


@pages.route("/readyz")
@pages.outcome({200: "Ready.", 503: "Not ready; `checks` says why."}, ReadySchema)
def show_readiness() -> tuple[Any, int, None]:
    """Whether the store and the dictionary are there."""
    try:
        return {"status": "ready", "checks": corpus().check()}, 200, None
    except DuizhaoError as error:
        return {"status": "unavailable", "checks": {"store": error.message}}, 503, None


@pages.route("/version")
@pages.answer(VersionSchema)
def show_version() -> Any:
    """Which version of the code, which edition of the analyses and which revision of the corpus."""
    return {
        "name": "duizhao",
        "version": version("duizhao"),
        "edition": corpus().edition,
        "awaited": corpus().awaited,
        "revision": corpus().revision(),
        "catalogue": corpus().catalogue.fingerprint,
        "measures": len(corpus().catalogue.measures),
    }


@pages.route("/metrics")
@pages.text("text/plain; version=0.0.4; charset=utf-8")
def show_metrics() -> bytes:
    """Counts of all workers, for Prometheus."""
    for name, gate in gates()._asdict().items():
        metrics().waiting.labels(name).set(gate.waiting)
    with suppress(DuizhaoError):
        for state, number in corpus().labour.counts()._asdict().items():
            metrics().work.labels(state).set(number)
    return metrics().text()
