"""What sets regions apart: words and phrases that the documents of one say more often than those of others."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma

from service.model import Level
from service.web.blueprint import Blueprint
from service.web.fields import Answer, RegionSchema
from service.web.opening import corpus
from service.web.query import Choice, Count, Query, Several, Words
from service.web.questions import asked

contrasts = Blueprint(
    "contrasts", __name__, url_prefix="/v1", description="What sets regions apart in words."
)


class ApartQuery(Query):
    """Which regions, and what each of them is set against."""

    regions = Several("Adcodes or names, separated by commas; all main regions of the corpus when left out.")
    within = Words("Adcode or name; instead of `regions`, the main regions of the corpus that belong to it.")
    level = Choice(get_args(Level), "Only with `within`: regions of this level.")
    contrast = Choice(
        ("regions", "corpus"),
        "`regions`: each against the others of this answer; `corpus`: against all other regions of the corpus.",
        load_default="regions",
    )
    limit = Count(1, 100, "Words of a region at most.", load_default=10)


class ContrastSchema(Answer):
    """A word or phrase that the documents about a region say more often than others."""

    word = ma.fields.String()
    count = ma.fields.Integer(metadata={"description": "How often documents about the region say it."})
    others = ma.fields.Integer(metadata={"description": "How often those say it that they are set against."})
    effect = ma.fields.Float(
        metadata={"description": "Difference of the logarithms of the odds; 0.69 is twice as often."}
    )
    z = ma.fields.Float(metadata={"description": "The effect over its standard error."})


class ApartSchema(ContrastSchema):
    """The same, with the region."""

    region = ma.fields.String(metadata={"description": "Adcode."})


class ReadRegionSchema(RegionSchema):
    """A region, and how many documents are about it."""

    documents = ma.fields.Integer()


class ApartsSchema(Answer):
    """What sets each region apart: flat, region by region, the surest first."""

    regions = ma.fields.List(ma.fields.Nested(ReadRegionSchema))
    keywords = ma.fields.List(ma.fields.Nested(ApartSchema))


@contrasts.route("/comparison/keywords")
@contrasts.arguments(ApartQuery)
@contrasts.answer(ApartsSchema)
def contrast_comparison(query: Mapping[str, Any]) -> Any:
    """List what sets each region apart: words that its documents say more often, with counts and the size of the effect."""
    found = corpus().extracts.apart(asked(query), query["contrast"], query["limit"])
    names = ("word", "count", "others", "effect", "z")
    return {
        "regions": [
            {name: getattr(each.region, name) for name in ("adcode", "name", "level")}
            | {"documents": each.documents}
            for each in found
        ],
        "keywords": [
            {"region": each.region.adcode} | {name: getattr(word, name) for name in names}
            for each in found
            for word in each.words
        ],
    }
