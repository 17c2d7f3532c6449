"""Settings in, WSGI application out. Nothing is opened here; the corpus opens in each process."""

import os
from importlib.metadata import version
from typing import Any

import orjson
from flask import Flask
from flask.json.provider import JSONProvider

from service.presentation import Pen
from service.settings import Settings
from service.web import access, answers, gates, metrics, opening, surroundings, trail
from service.web.across import across
from service.web.analyses import analyses
from service.web.api import Api
from service.web.changes import changes
from service.web.charts import EXTENSION as PEN
from service.web.charts import charts
from service.web.comparison import comparison
from service.web.contrasts import contrasts
from service.web.documents import documents
from service.web.embed import embed, embed_files
from service.web.explorer import assets, explorer, originals
from service.web.explorer import register as register_pages
from service.web.extracts import extracts
from service.web.front import Front
from service.web.jobs import jobs
from service.web.kept import Kept
from service.web.manual import manual
from service.web.measures import measures
from service.web.observations import observations
from service.web.oembed import oembed
from service.web.opening import Opening
from service.web.pages import pages
from service.web.regions import regions

RESOURCES = (
    analyses,
    documents,
    originals,
    regions,
    measures,
    observations,
    comparison,
    contrasts,
    extracts,
    across,
    charts,
    changes,
    jobs,
    oembed,
    pages,
)
DESCRIPTION = """\
duizhao 对照 reads Chinese policy and news documents about regions: summaries, keywords, and every stated figure of a
known measure with its unit, bound, scope, date and the exact characters that it came from. Compares regions.

Spans are `[start, end)` in Unicode code points of the document as received.
Figures are exact decimals, written as strings.
A mistake of the client's is a 4xx problem that names each parameter and what would be right.
"""


class Orjson(JSONProvider):
    """Flask's JSON by orjson: the same bytes for the same value, unescaped."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """The value as JSON."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """The value of a JSON document."""
        return orjson.loads(s)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application.

    Args:
        settings: as built at the edge; None: from the environment.

    Raises:
        Misconfigured: the environment has a setting that is unknown or wrong.
    """
    app = Flask("service.web", static_folder=None)
    app.json = Orjson(app)
    settings = settings or Settings.from_environment(os.environ)
    counted = metrics.Metrics()
    app.extensions |= {
        opening.EXTENSION: Opening(settings, counted.analysed),
        answers.EXTENSION: Kept(),
        metrics.EXTENSION: counted,
        gates.EXTENSION: gates.gates_for(settings.threads),
        PEN: Pen(),
    }
    app.config |= {
        "API_TITLE": "duizhao",
        "API_VERSION": version("duizhao"),
        "OPENAPI_VERSION": "3.1.0",
        # A view that fails answers with a problem, in tests too.
        "PROPAGATE_EXCEPTIONS": False,
    }
    # First in, last out: the trail sees whatever the others answer. Limits count before tokens are read.
    trail.register(app)
    surroundings.register(app)
    access.register(app)
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    for resource in RESOURCES:
        api.register_blueprint(resource)
    for plain in (manual, assets, explorer, embed, embed_files):
        app.register_blueprint(plain)
    register_pages(app)
    app.wsgi_app = Front(app)  # type: ignore[method-assign]
    return app
