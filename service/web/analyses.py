"""Analyses without a corpus: one text in, all that it says out, nothing stored."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma
from flask import g

from service.model import KeywordKind
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index
from service.web.opening import corpus
from service.web.query import Choice, Count
from service.web.questions import SaidQuery, SummaryQuery
from service.web.received import Received
from service.web.schemas import (
    DOCUMENT_ID,
    CarriedSchema,
    KeywordSchema,
    MainRegionSchema,
    MastheadSchema,
    MentionSchema,
    ObservationSchema,
    SentenceSchema,
    coverage,
)

analyses = Blueprint(
    "analyses", __name__, url_prefix="/v1", description="One text in, all that it says out; nothing stored."
)

# As many as the keywords of a stored document without a limit of the client's.
USUAL_KEYWORDS = 20


class AnalysisQuery(SaidQuery, SummaryQuery):
    """What the caller says of a plain text; which sentences and how many keywords are wanted of any."""

    keywords = Count(1, 100, "Keywords at most.", load_default=USUAL_KEYWORDS)
    kind = Choice(get_args(KeywordKind), "Words alone, or phrases of several words alone.")


class AnalysisSchema(Answer):
    """What a text says."""

    document = ma.fields.String(
        metadata=DOCUMENT_ID | {"description": "SHA-256 of the content, as when it were stored."}
    )
    edition = ma.fields.String(metadata={"description": "Of the analyses: dictionary, catalogue, code."})
    index = Index()
    masthead = ma.fields.Nested(MastheadSchema)
    region = ma.fields.Nested(MainRegionSchema, allow_none=True)
    regions = ma.fields.List(
        ma.fields.String(), metadata={"description": "Adcodes of all regions it speaks of."}
    )
    characters = ma.fields.Integer(metadata={"description": "Length of the source in code points."})
    summary = ma.fields.List(ma.fields.Nested(SentenceSchema))
    coverage = ma.fields.Nested(CarriedSchema, allow_none=True)
    keywords = ma.fields.List(ma.fields.Nested(KeywordSchema))
    observations = ma.fields.List(ma.fields.Nested(ObservationSchema))
    mentions = ma.fields.List(ma.fields.Nested(MentionSchema))


@analyses.route("/analyses", methods=["POST"])
@analyses.arguments(AnalysisQuery)
@analyses.outcome({200: "What the text says."}, AnalysisSchema)
@analyses.document_body
def analyse_text(received: Received, query: Mapping[str, Any]) -> tuple[Any, int, None]:
    """Analyse a text without storing it: summary, keywords and every figure with its place."""
    found = corpus().analyse(
        received.content,
        media_type=received.media_type,
        charset=received.charset,
        name=received.name,
        said=received.said,
    )
    # Places counted in UTF-16 need the source, which is nowhere else.
    g.sources = {found.document: found.source}
    wanted, asked = query["extract"], corpus().extracts
    summary = asked.of_analysis(found, wanted)
    keywords = asked.keywords_of_analysis(found, query["keywords"], wanted.method, query.get("kind"))
    shown = {name: getattr(found, name) for name in ("document", "edition", "masthead", "region", "regions")}
    shown |= {"observations": found.observations, "mentions": found.mentions}
    shown |= {"characters": len(found.source), "keywords": keywords}
    shown |= {"summary": [each for _, each in summary.sentences], "coverage": coverage(summary)}
    return shown, 200, None
