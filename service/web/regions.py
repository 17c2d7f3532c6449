"""Regions, and what all documents about one of them say together."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma

from service.model import KeywordKind
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index, InRegion, RegionSchema
from service.web.naming import adcode_of, region_at
from service.web.opening import corpus
from service.web.questions import RegionKeywordsQuery, RegionsQuery, SummaryQuery
from service.web.schemas import DOCUMENT_ID, CarriedSchema, SentenceSchema, coverage

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
    coverage = ma.fields.Nested(CarriedSchema, allow_none=True)


class WordSchema(Answer):
    """A word or phrase, how it scores and how often it stands in all documents together."""

    word = ma.fields.String()
    kind = ma.fields.String(validate=ma.validate.OneOf(get_args(KeywordKind)))
    score = ma.fields.Float()
    count = ma.fields.Integer()


class ContrastSchema(Answer):
    """A word or phrase that the documents about a region say more often than others."""

    word = ma.fields.String()
    count = ma.fields.Integer(metadata={"description": "How often documents about the region say it."})
    others = ma.fields.Integer(metadata={"description": "How often those say it that they are set against."})
    effect = ma.fields.Float(
        metadata={"description": "Difference of the logarithms of the odds; 0.69 is twice as often."}
    )
    z = ma.fields.Float(metadata={"description": "The effect over its standard error."})


class RegionKeywordsSchema(Answer):
    """Keywords of the documents about a region, the best first."""

    region = InRegion()
    keywords = ma.fields.List(ma.fields.Nested(WordSchema))
    contrast = ma.fields.List(
        ma.fields.Nested(ContrastSchema),
        allow_none=True,
        metadata={"description": "Only when asked for; the keywords are then empty."},
    )


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
    found = corpus().region_extract(region.adcode, query["extract"])
    members = [
        {
            "document": document,
            "quote": each.quote,
            "display": each.display,
            "spans": each.spans,
            "score": each.score,
        }
        for document, each in found.sentences
    ]
    return {"region": region, "sentences": members, "coverage": coverage(found)}


@regions.route("/regions/<adcode:adcode>/keywords")
@regions.arguments(RegionKeywordsQuery)
@regions.answer(RegionKeywordsSchema)
def list_region_keywords(adcode: str, query: Mapping[str, Any]) -> Any:
    """List the keywords of all documents about a region, or what sets it apart from others, the best first."""
    region = region_at(adcode)
    limit = query["limit"]
    if "contrast" not in query:
        found = corpus().region_keywords(region.adcode, limit, query["method"], query.get("kind"))
        return {"region": region, "keywords": found, "contrast": None}
    against = None if query["contrast"] == ("corpus",) else query["contrast"]
    contrast = corpus().region_contrast(region.adcode, against, limit)
    return {"region": region, "keywords": (), "contrast": contrast}
