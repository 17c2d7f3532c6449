"""Regions, and what all documents about one of them say together."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from service.web.blueprint import Blueprint
from service.web.contrasts import ContrastSchema
from service.web.extracts import SentenceOfSchema, WordSchema, told
from service.web.fields import Answer, Index, InRegion, RegionSchema
from service.web.naming import adcode_of, region_at
from service.web.opening import corpus
from service.web.questions import RegionKeywordsQuery, RegionsQuery, SummaryQuery
from service.web.schemas import CarriedSchema

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


class RegionSummarySchema(Answer):
    """Sentences of the documents about a region."""

    region = InRegion()
    index = Index()
    sentences = ma.fields.List(ma.fields.Nested(SentenceOfSchema))
    coverage = ma.fields.Nested(CarriedSchema, allow_none=True)


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
    found = corpus().extracts.of_region(region.adcode, query["extract"])
    return {"region": region} | told(found)


@regions.route("/regions/<adcode:adcode>/keywords")
@regions.arguments(RegionKeywordsQuery)
@regions.answer(RegionKeywordsSchema)
def list_region_keywords(adcode: str, query: Mapping[str, Any]) -> Any:
    """List the keywords of all documents about a region, or what sets it apart from others, the best first."""
    region = region_at(adcode)
    limit = query["limit"]
    if "contrast" not in query:
        found = corpus().extracts.keywords_of_region(region.adcode, limit, query["method"], query.get("kind"))
        return {"region": region, "keywords": found, "contrast": None}
    against = None if query["contrast"] == ("corpus",) else query["contrast"]
    contrast = corpus().extracts.contrast(region.adcode, against, limit)
    return {"region": region, "keywords": (), "contrast": contrast}
