"""Documents: adding, listing, amending, removing, and what one of them says."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma
from flask import Response

from service.model import Analysis, Entry, RegionBasis
from service.web import batch
from service.web.answers import Format
from service.web.blueprint import Blueprint
from service.web.conditions import document_tag, require_match
from service.web.fields import Answer, Index
from service.web.gates import gate_for
from service.web.jobs import ACCEPTED, accepted, is_deferred
from service.web.naming import adcode_of
from service.web.observations import reviewed
from service.web.opening import corpus
from service.web.questions import (
    DocumentKeywordsQuery,
    DocumentObservationsQuery,
    DocumentsQuery,
    SaidQuery,
    SpansQuery,
    SummaryQuery,
    TextQuery,
)
from service.web.received import Received, receive_changes
from service.web.schemas import (
    DOCUMENT_ID,
    CarriedSchema,
    EntrySchema,
    KeywordSchema,
    MastheadSchema,
    MentionSchema,
    ReviewedObservationSchema,
    SentenceSchema,
    coverage,
    next_page,
)

documents = Blueprint(
    "documents", __name__, url_prefix="/v1", description="Texts as received, and what each of them says."
)


batch.add_to(documents)


class CountsSchema(Answer):
    """How much was found in a document."""

    sentences = ma.fields.Integer()
    keywords = ma.fields.Integer()
    observations = ma.fields.Integer()
    mentions = ma.fields.Integer()


class DocumentSchema(EntrySchema):
    """A document, what stands around its text, and how much was found in it."""

    region_basis = ma.fields.String(
        allow_none=True,
        validate=ma.validate.OneOf(get_args(RegionBasis)),
        metadata={"description": "How its region was decided; null without a region."},
    )
    regions = ma.fields.List(
        ma.fields.String(), metadata={"description": "Adcodes of all regions it speaks of."}
    )
    masthead = ma.fields.Nested(
        MastheadSchema, allow_none=True, metadata={"description": "null while it is not analysed."}
    )
    counts = ma.fields.Nested(CountsSchema)
    index = Index()


class DocumentsSchema(Answer):
    """A page of documents."""

    documents = ma.fields.List(ma.fields.Nested(EntrySchema))
    next = next_page()


class OfDocument(Answer):
    """The base of answers about one document."""

    document = ma.fields.String(metadata=DOCUMENT_ID)
    index = Index()


class TextSchema(OfDocument):
    """A document's text."""

    view = ma.fields.String(validate=ma.validate.OneOf(("raw", "clean")))
    text = ma.fields.String()


class SentencesSchema(OfDocument):
    """Sentences of a document."""

    sentences = ma.fields.List(ma.fields.Nested(SentenceSchema))


class SummarySchema(SentencesSchema):
    """Sentences that stand for a document."""

    coverage = ma.fields.Nested(CarriedSchema, allow_none=True)


class KeywordsSchema(OfDocument):
    """Keywords of a document, the best first."""

    keywords = ma.fields.List(ma.fields.Nested(KeywordSchema))


class DocumentObservationsSchema(OfDocument):
    """The figures of a document, in the order of its text."""

    observations = ma.fields.List(ma.fields.Nested(ReviewedObservationSchema))
    mentions = ma.fields.List(ma.fields.Nested(MentionSchema))


PLAIN = Format("txt", "text/plain", "text/plain; charset=utf-8", lambda value, _: str(value["text"]).encode())


def shown(entry: Entry, analysis: Analysis | None) -> dict[str, Any]:
    """A document as the members of an answer; of one that is not analysed only what was said of it."""
    members = {name: getattr(entry, name) for name in Entry.__slots__}
    if analysis is None:
        nothing = {"sentences": 0, "keywords": 0, "observations": 0, "mentions": 0}
        return members | {"region_basis": None, "regions": (), "masthead": None, "counts": nothing}
    counts = {
        name: len(getattr(analysis, name)) for name in ("sentences", "keywords", "observations", "mentions")
    }
    return members | {
        "region_basis": analysis.region and analysis.region.basis,
        "regions": analysis.regions,
        "masthead": analysis.masthead,
        "counts": counts,
    }


def tag_of_shown(members: Mapping[str, Any]) -> str:
    """The tag of a document that was just written, from the members of the answer."""
    return document_tag(members["id"])


@documents.route("/documents", methods=["POST"])
@documents.arguments(SaidQuery)
@documents.repeatable
@documents.deferrable(ACCEPTED)
@documents.outcome(
    {200: "The same content was known already.", 201: "Stored and analysed."},
    DocumentSchema,
    tag=tag_of_shown,
)
@documents.document_body
def add_document(received: Received) -> tuple[Any, int, str] | Response:
    """Add a document.

    Its content is its identity: the same bytes again are the same document, answered with 200.
    Nothing is stored unless the answer is 2xx. With 202 it is stored, and analysed later: see its job.
    """
    if is_deferred() and corpus().known(received.content, received.said) is None:
        return accepted([corpus().later.read(**received._asdict())])
    added = corpus().add(
        received.content,
        media_type=received.media_type,
        charset=received.charset,
        name=received.name,
        said=received.said,
    )
    entry = corpus().entry(added.document.id)
    return shown(entry, added.analysis), 201 if added.created else 200, f"/v1/documents/{entry.id}"


@documents.route("/documents")
@documents.arguments(DocumentsQuery)
@documents.answer(DocumentsSchema)
def list_documents(query: Mapping[str, Any]) -> Any:
    """List documents."""
    region = adcode_of(query.get("region"), "region")
    page = corpus().documents(
        region=region,
        words=query.get("q"),
        published_from=query.get("published_from"),
        published_to=query.get("published_to"),
        sort=query["sort"],
        limit=query["limit"],
        cursor=query.get("cursor"),
    )
    return {"documents": page.items, "next": page.next}


@documents.route("/documents/<sha256:document>")
@documents.arguments(SpansQuery)
@documents.answer(DocumentSchema, state=lambda document: corpus().version(document))
def show_document(document: str) -> Any:
    """Show a document: title, region, date, masthead and how much was found in it."""
    entry = corpus().entry(document)
    return shown(entry, corpus().analysis(document) if entry.analysed else None)


@documents.route("/documents/<sha256:document>", methods=["PATCH"])
@documents.conditional
@documents.outcome({200: "As it is now."}, DocumentSchema, tag=tag_of_shown)
@documents.said_body
def amend_document(document: str) -> tuple[Any, int, None]:
    """Say something else of a document: its title, region, date, source or address.

    Members left out stay as they were, null takes back what was said. A new analysis follows.
    """
    before = corpus().document(document).said
    said = receive_changes(before)
    require_match(document)
    with gate_for(corpus().entry(document).characters).passing():
        # `before` again: between the look at If-Match and the write somebody else may have been faster.
        entry = corpus().amend(document, said, before)
    return shown(entry, corpus().analysis(document)), 200, None


@documents.route("/documents/<sha256:document>", methods=["DELETE"])
@documents.conditional
@documents.outcome({204: "It is gone, with all that was found in it."})
def remove_document(document: str) -> tuple[None, int, None]:
    """Remove a document."""
    require_match(document)
    corpus().remove(document, corpus().said(document))
    return None, 204, None


@documents.route("/documents/<sha256:document>/text")
@documents.arguments(TextQuery)
@documents.answer(TextSchema, first=PLAIN)
def show_document_text(document: str, query: Mapping[str, Any]) -> Any:
    """Show a document's text: the source that spans point into, or the clean text that is analysed."""
    analysis = corpus().analysis(document)
    text = analysis.source if query["view"] == "raw" else analysis.text.characters
    return {"document": document, "view": query["view"], "text": text}


@documents.route("/documents/<sha256:document>/sentences")
@documents.arguments(SpansQuery)
@documents.answer(SentencesSchema)
def list_document_sentences(document: str) -> Any:
    """List a document's sentences in the order of its text."""
    return {"document": document, "sentences": corpus().analysis(document).sentences}


@documents.route("/documents/<sha256:document>/summary")
@documents.arguments(SummaryQuery)
@documents.answer(SummarySchema)
def show_document_summary(document: str, query: Mapping[str, Any]) -> Any:
    """Summarise a document by its own sentences within a budget."""
    found = corpus().extracts.of_document(document, query["extract"])
    return {
        "document": document,
        "sentences": [each for _, each in found.sentences],
        "coverage": coverage(found),
    }


@documents.route("/documents/<sha256:document>/keywords")
@documents.arguments(DocumentKeywordsQuery)
@documents.answer(KeywordsSchema)
def list_document_keywords(document: str, query: Mapping[str, Any]) -> Any:
    """List a document's keywords, the best first, with every place where they stand."""
    found = corpus().extracts.keywords(document, query["limit"], query["method"], query.get("kind"))
    return {"document": document, "keywords": found}


@documents.route("/documents/<sha256:document>/observations")
@documents.arguments(DocumentObservationsQuery)
@documents.answer(DocumentObservationsSchema)
def list_document_observations(document: str, query: Mapping[str, Any]) -> Any:
    """List every figure that a document states, and the sentences that speak of a measure without one."""
    analysis, least = corpus().analysis(document), float(query.get("min_confidence", 0))
    return {
        "document": document,
        "observations": reviewed([one for one in analysis.observations if one.confidence >= least]),
        "mentions": analysis.mentions,
    }
