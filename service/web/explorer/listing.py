"""The lists and what they lead to: documents, measures, and one region with all that is said of it."""

from collections.abc import Mapping
from typing import Any

from service.analysis import Budget, Contrast
from service.corpus import Asked, Extract
from service.errors import BadParameter, UnknownMeasure
from service.model import Observation
from service.presentation import SIGNS, date, note, number
from service.web.explorer import taking
from service.web.explorer.frame import Page, original, page, pages, to
from service.web.explorer.words import SPOKEN
from service.web.fields import label, language
from service.web.naming import adcode_of, region_at
from service.web.opening import corpus
from service.web.query import Choice, Words
from service.web.questions import SpokenQuery

PAGE = 50
WORDS = 16
SENTENCES = 6
# To tell what is said elsewhere all documents are read; of more regions only when the words are asked for.
MOST_UNASKED = 12


class ListQuery(SpokenQuery):
    """A page of the documents."""

    q = Words("Words of the title or the name.")
    region = Words("Adcode or name.")
    sort = Choice(("received", "-received", "published", "-published"), "Order.", load_default="-published")
    cursor = Words("Where the page begins.", longest=200)


class RegionQuery(SpokenQuery):
    """A page of a region's figures."""

    cursor = Words("Where the figures begin.", longest=200)
    part = Choice(("words",), "What is shown besides.", data_key="with")


@pages.get("/documents")
@page(ListQuery)
def list_documents(query: Mapping[str, Any]) -> Page:
    """The documents, page by page."""
    found = corpus().documents(
        region=adcode_of(query.get("region"), "region"),
        words=query.get("q"),
        sort=query["sort"],
        limit=PAGE,
        cursor=query.get("cursor"),
    )
    asked = {name: query.get(name) for name in ("q", "region", "sort")}
    following = to("/documents", asked | {"cursor": found.next}) if found.next else ""
    return Page("documents.html", {"entries": found.items, "following": following, "query": query})


@pages.get("/measures")
@page(SpokenQuery)
def list_measures(query: Mapping[str, Any]) -> Page:  # noqa: ARG001 - it has only the language
    """What is counted, and what is not."""
    ask = corpus().comparisons
    known = corpus().regions_of_corpus()[:500]
    counts: dict[str, int] = {}
    if known:
        every = ask.coverage(ask.question(Asked(regions=[region.adcode for region in known])))
        counts = {
            measure.id: sum(count > 0 for count in figures)
            for measure, figures in zip(every.measures, every.figures, strict=True)
        }
    by_group: dict[str, list[Any]] = {}
    for measure in corpus().catalogue.measures:
        by_group.setdefault(measure.group, []).append((measure, label(measure), counts.get(measure.id, 0)))
    return Page("measures.html", {"groups": by_group})


@pages.get("/regions/<adcode:adcode>")
@page(RegionQuery)
def show_region(adcode: str, query: Mapping[str, Any]) -> Page:
    """A region: its documents, what they say in their own words, and every figure of it."""
    region = region_at(adcode)
    figures = corpus().observations(region=region.adcode, limit=PAGE, cursor=query.get("cursor"))
    documents = corpus().documents(region=region.adcode, sort="-published", limit=PAGE)
    itself = f"/regions/{region.adcode}"
    values = {
        "region": region,
        "above": tuple(reversed(corpus().regions.parents(region.adcode))),
        "documents": documents.items,
        "more_documents": to("/documents", {"region": region.adcode}) if documents.next else "",
        "figures": [_figure(each) for each in figures.items],
        "following": to(itself, {"cursor": figures.next}) if figures.next else "",
        "taking": taking.region(region.adcode),
        "compare": to("/", {"regions": _beside(region.adcode)}),
    }
    several = len(corpus().regions_of_corpus())
    is_asked = query.get("part") == "words" or several <= MOST_UNASKED
    later = to(itself, {"with": "words"}, "words") if documents.items and not is_asked else ""
    told = {
        "summary": _summary(region.adcode) if documents.items else (),
        "words": _words(region.adcode) if documents.items and is_asked and several > 1 else (),
        "words_later": later,
    }
    return Page("region.html", values | told)


def _figure(found: Observation) -> dict[str, Any]:
    spoken = SPOKEN[language()]
    try:
        measure = corpus().catalogue.measure(found.measure)
    except UnknownMeasure:
        return {"label": found.measure, "group": "other"}
    return {
        "label": label(measure),
        "group": measure.group,
        "sign": SIGNS[found.bound],
        "digits": number(found.value, spoken, is_short=True),
        "unit": f"{found.unit}/{found.per}" if found.per else found.unit,
        "date": date(found, spoken) if found.time.notation else "",
        "note": note(found),
        "quote": found.evidence[0].quote,
        "address": original(found.document, f"o={found.id}"),
    }


def _summary(adcode: str) -> tuple[tuple[str, str], ...]:
    """Sentences of a region and where they stand; none where too much is about it to be read for a page."""
    budget = Budget(sentences=SENTENCES, characters=None, ratio=None)
    try:
        found = corpus().extracts.of_region(adcode, Extract(budget)).sentences
    except BadParameter:
        return ()
    return tuple(
        (each.display, original(document, f"s={each.spans[0].start if each.spans else 0}"))
        for document, each in found
    )


def _words(adcode: str) -> tuple[Contrast, ...]:
    """What is said of a region more often than of others; nothing where there is too much to read."""
    try:
        found: tuple[Contrast, ...] = corpus().extracts.contrast(adcode, None, WORDS)
    except BadParameter:
        return ()
    return found


def _beside(adcode: str) -> str:
    known = [region.adcode for region in corpus().regions_of_corpus() if region.adcode != adcode]
    return ",".join([adcode, *known[:7]])
