"""What may be asked: the query parameters of each address, as one schema each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

import marshmallow as ma

from service.analysis import Budget
from service.corpus import Asked, Part
from service.model import Decision, Level, Nature
from service.web.query import Choice, Count, Query, Ratio, Several, Words

# An answer of 500 observations is about 500 kB; more are fetched page by page.
LARGEST_PAGE = 500
USUAL_PAGE = 100
USUAL_SENTENCES = 5
USUAL_CHARACTERS = 2_000


class PageQuery(Query):
    """A page of a list."""

    limit = Count(1, LARGEST_PAGE, "Items of a page at most.", load_default=USUAL_PAGE)
    cursor = Words("Where the page begins: `next` of the page before.", longest=1000)


class DocumentsQuery(PageQuery):
    """Documents of the corpus."""

    region = Words("Adcode or name of the main region.")


class TextQuery(Query):
    """A form of a document's text."""

    view = Choice(
        ("raw", "clean"),
        "`raw` is the source that spans point into, `clean` what is analysed.",
        load_default="raw",
    )


class SummaryQuery(Query):
    """A budget, exactly one; and an order."""

    sentences = Count(1, 50, f"Sentences at most; {USUAL_SENTENCES} when no budget is given.")
    characters = Count(1, 1_000_000, "Characters at most.")
    ratio = Ratio("Share of the sentences at most.")
    order = Choice(
        ("source", "rank"), "`source`: as in the text; `rank`: the best first.", load_default="source"
    )

    @ma.post_load
    def budget(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The budget as one value under `budget`."""
        order = data.pop("order")
        return {"budget": Budget(**data or {"sentences": USUAL_SENTENCES}), "order": order}


class KeywordsQuery(Query):
    """How many keywords."""

    limit = Count(1, 100, "Keywords at most.", load_default=20)


class RegionsQuery(Query):
    """A search in the divisions of China."""

    level = Choice(get_args(Level), "Only regions of this level.")
    parent = Words("Adcode or name of a region; only what belongs to it directly.")
    q = Words("An adcode or a name, full or short; several regions when it is ambiguous.")
    limit = Count(1, LARGEST_PAGE, "Regions at most.", load_default=USUAL_PAGE)


class ObservationsQuery(PageQuery):
    """Figures of the corpus."""

    measure = Words("Id of a measure.")
    region = Words("Adcode or name of a region.")
    within = Words("Adcode or name of a region; it and all that belongs to it.")
    document = Words("Id of a document.", longest=64)
    nature = Choice(get_args(Nature), "Only figures of this nature.")
    review = Choice(
        (*get_args(Decision), "none"), "Only figures of which a reader said this; `none`: not yet judged."
    )


class TableQuery(Query):
    """Which measures and which regions."""

    measures = Several(
        "Ids of measures, separated by commas; all that the corpus has figures of when left out."
    )
    regions = Several("Adcodes or names, separated by commas; all main regions of the corpus when left out.")
    within = Words("Adcode or name; instead of `regions`, the main regions of the corpus that belong to it.")
    level = Choice(get_args(Level), "Only with `within`: regions of this level.")


class TermsQuery(TableQuery):
    """On which terms figures are compared."""

    align = Words(
        "`latest`: the newest figure of each region; `common`: the period that most regions have a figure of; "
        "`at:2018`, `at:2018-08`, `at:2016/2018`: this period.",
        longest=30,
    )
    tolerance = Words("How far a figure may be off, such as P2Y, P18M or P30D.", longest=20)
    derive = Several(
        "Derived measures (/v1/ratios lists them) and conversions: `per_year` turns figures per month, "
        "`per_village` divides totals by the villages of their sentence."
    )


class ComparisonQuery(TermsQuery):
    """Measures by regions."""

    sort = Words("Id of a row; the regions stand in the order of its values. - before it: the highest first.")
    limit = Count(
        1, LARGEST_PAGE, "Rows at most; fewer where there are many regions.", load_default=LARGEST_PAGE
    )
    cursor = Words("Where the rows begin: `next` of the answer before.")


class DigestQuery(TermsQuery):
    """A comparison in sentences."""

    characters = Count(
        1, 100_000, "Characters of the sentences together, at most.", load_default=USUAL_CHARACTERS
    )


class PairsQuery(TermsQuery):
    """A comparison two by two."""


class ComparisonFormsQuery(ComparisonQuery):
    """Measures by regions, in a form that may be CSV."""

    bom = Choice(("0", "1"), "Only for CSV: `1` begins with a byte order mark, for Excel.")


class SaidQuery(Query):
    """What the caller says of a text that is sent as text/plain; other bodies say it themselves."""

    title = Words("Title of the document.", longest=300)
    region = Words("Adcode or name of the region that the document is about.")
    published = Words("2019, 2019-12 or 2019-12-31.", longest=10)
    source = Words("Who published it.", longest=300)
    url = Words("Where it was published; stored and shown, never fetched.", longest=2000)


def written(value: Any) -> str:
    """How a loaded parameter stands in a canonical query: the same for every way to ask the same."""
    match value:
        case Budget():
            chosen = {name: getattr(value, name) for name in ("sentences", "characters", "ratio")}
            return ",".join(
                f"{name}:{written(amount)}" for name, amount in chosen.items() if amount is not None
            )
        case Decimal():
            return format(value.normalize(), "f")
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def asked(query: Mapping[str, Any]) -> Asked:
    """A loaded query as the corpus is asked."""
    names = ("measures", "regions", "within", "level", "align", "tolerance")
    return Asked(**{name: query.get(name) for name in names}, derive=tuple(query.get("derive") or ()))


def part(query: Mapping[str, Any]) -> Part:
    """Which rows of a comparison a loaded query asks for."""
    return Part(query.get("sort"), query.get("limit", LARGEST_PAGE), query.get("cursor"))
