"""Regions, and what all documents about one of them say together."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index, InRegion, RegionSchema
from service.web.naming import adcode_of, region_at
from service.web.opening import corpus
from service.web.questions import KeywordsQuery, RegionsQuery, SummaryQuery
from service.web.schemas import DOCUMENT_ID, SentenceSchema

regions = Blueprint(
    "regions", __name__, url_prefix="/v1", description="Divisions of China and what documents say of them."
)


class DivisionSchema(RegionSchema):
    """A region and the one that it belongs to."""

    parent = ma.fields.String(allow_none=True, metadata={"description": "Adcode; null for provinces."})


class RegionsSchema(Answer):
    """Regions, by adcode."""

    regions = ma.fields.List(ma.fields.Nested(DivisionSchema))


class RegionLinksSchema(DivisionSchema):
    """A region and the addresses that belong to it."""

    links = ma.fields.Function(
        lambda region: {
            "self": f"/v1/regions/{region.adcode}",
            "summary": f"/v1/regions/{region.adcode}/summary",
            "keywords": f"/v1/regions/{region.adcode}/keywords",
            "documents": f"/v1/documents?region={region.adcode}",
            "observations": f"/v1/observations?region={region.adcode}",
        },
        metadata={"type": "object", "additionalProperties": {"type": "string"}},
    )


class SentenceOfSchema(SentenceSchema):
    """A sentence and the document that it stands in."""

    document = ma.fields.String(metadata=DOCUMENT_ID)


class RegionSummarySchema(Answer):
    """Sentences of the documents about a region."""

    region = InRegion()
    index = Index()
    sentences = ma.fields.List(ma.fields.Nested(SentenceOfSchema))


class WordSchema(Answer):
    """A word, how it scores and how often it stands in all documents together."""

    word = ma.fields.String()
    score = ma.fields.Float()
    count = ma.fields.Integer()


class RegionKeywordsSchema(Answer):
    """Keywords of the documents about a region, the best first."""

    region = InRegion()
    keywords = ma.fields.List(ma.fields.Nested(WordSchema))


@regions.route("/regions")
@regions.arguments(RegionsQuery)
@regions.answer(RegionsSchema)
def list_regions(query: Mapping[str, Any]) -> Any:
    """Find regions by name, level and parent; several when a name is ambiguous."""
    parent = adcode_of(query.get("parent"), "parent")
    found = corpus().regions.named(query.get("q", ""), query.get("level"), parent)
    return {"regions": found[: query["limit"]]}


@regions.route("/regions/<adcode:adcode>")
@regions.answer(RegionLinksSchema)
def show_region(adcode: str) -> Any:
    """Show a region."""
    return region_at(adcode)


@regions.route("/regions/<adcode:adcode>/summary")
@regions.arguments(SummaryQuery)
@regions.answer(RegionSummarySchema)
def show_region_summary(adcode: str, query: Mapping[str, Any]) -> Any:
    """Summarise all documents about a region by their own sentences within a budget."""
    region = region_at(adcode)
    chosen = corpus().region_summary(region.adcode, query["budget"])
    if query["order"] == "rank":
        # sorted() is stable: sentences that score the same stay in the order of the documents.
        chosen = tuple(sorted(chosen, key=lambda each: -each[1].score))
    members = [
        {
            "document": document,
            "quote": each.quote,
            "display": each.display,
            "spans": each.spans,
            "score": each.score,
        }
        for document, each in chosen
    ]
    return {"region": region, "sentences": members}


@regions.route("/regions/<adcode:adcode>/keywords")
@regions.arguments(KeywordsQuery)
@regions.answer(RegionKeywordsSchema)
def list_region_keywords(adcode: str, query: Mapping[str, Any]) -> Any:
    """List the keywords of all documents about a region, the best first."""
    region = region_at(adcode)
    return {"region": region, "keywords": corpus().region_keywords(region.adcode, query["limit"])}
