"""What several documents say together, in their own sentences and words: of a region, of any selection."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma

from service.corpus import Extracted, Selection
from service.model import KeywordKind
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index
from service.web.opening import corpus
from service.web.query import Query, Several, Words
from service.web.questions import KeywordsQuery, SummaryQuery
from service.web.schemas import DOCUMENT_ID, CarriedSchema, SentenceSchema, coverage

extracts = Blueprint(
    "extracts", __name__, url_prefix="/v1", description="What a selection of documents says together."
)


class SelectionQuery(Query):
    """Which documents: ids, or the filters of /v1/documents; all there are when nothing is said."""

    documents = Several("Ids, separated by commas; in this order they are read.", most=500)
    region = Words("Adcode or name of the main region.")
    q = Words("Words that the title or the name has in it.")
    published_from = Words("2019, 2019-12 or 2019-12-31: published on that day or later.", longest=10)
    published_to = Words("Published on that day or earlier.", longest=10)


class SelectionSummaryQuery(SelectionQuery, SummaryQuery):
    """Which documents, a budget, and how sentences are chosen."""


class SelectionKeywordsQuery(SelectionQuery, KeywordsQuery):
    """Which documents, and how many keywords of which kind."""


class SentenceOfSchema(SentenceSchema):
    """A sentence and the document that it stands in."""

    document = ma.fields.String(metadata=DOCUMENT_ID)


class WordSchema(Answer):
    """A word or phrase, how it scores and how often it stands in all documents together."""

    word = ma.fields.String()
    kind = ma.fields.String(validate=ma.validate.OneOf(get_args(KeywordKind)))
    score = ma.fields.Float()
    count = ma.fields.Integer()


class SelectionSummarySchema(Answer):
    """Sentences of the documents selected."""

    documents = ma.fields.Integer(metadata={"description": "How many documents were read."})
    index = Index()
    sentences = ma.fields.List(ma.fields.Nested(SentenceOfSchema))
    coverage = ma.fields.Nested(CarriedSchema, allow_none=True)


class SelectionKeywordsSchema(Answer):
    """Keywords of the documents selected, the best first."""

    documents = ma.fields.Integer(metadata={"description": "How many documents were read."})
    keywords = ma.fields.List(ma.fields.Nested(WordSchema))


def told(found: Extracted) -> dict[str, Any]:
    """Sentences with their documents and the coverage, as the members of an answer."""
    names = ("quote", "display", "spans", "score")
    members = [
        {"document": document} | {name: getattr(each, name) for name in names}
        for document, each in found.sentences
    ]
    return {"sentences": members, "coverage": coverage(found)}


@extracts.route("/documents/summary")
@extracts.arguments(SelectionSummaryQuery)
@extracts.answer(SelectionSummarySchema)
def summarise_documents(query: Mapping[str, Any]) -> Any:
    """Summarise any documents by their own sentences within a budget; nothing is said twice."""
    chosen = _chosen(query)
    found = corpus().extracts.of_selection(chosen, query["extract"])
    return {"documents": len(chosen.documents or ())} | told(found)


@extracts.route("/documents/keywords")
@extracts.arguments(SelectionKeywordsQuery)
@extracts.answer(SelectionKeywordsSchema)
def list_documents_keywords(query: Mapping[str, Any]) -> Any:
    """List the keywords of any documents, the best first."""
    chosen = _chosen(query)
    found = corpus().extracts.keywords_of_selection(
        chosen, query["limit"], query["method"], query.get("kind")
    )
    return {"documents": len(chosen.documents or ()), "keywords": found}


def _chosen(query: Mapping[str, Any]) -> Selection:
    """The selection that a loaded query makes, as the ids that it has now."""
    filters = {name: query.get(name) for name in ("documents", "region", "published_from", "published_to")}
    return Selection(corpus().extracts.selected(Selection(**filters, words=query.get("q"))))
