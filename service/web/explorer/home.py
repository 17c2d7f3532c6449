"""`/`: the corpus at a glance, what may be picked, the table, the evidence of a cell, the digest, the words apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import redirect
from werkzeug.wrappers import Response

from service.corpus import Asked, Part
from service.errors import BadParameter, DuizhaoError
from service.model import Comparison, Coverage, Extract, Question, Region
from service.presentation import dates_used
from service.web.explorer import taking
from service.web.explorer.evidence import opened
from service.web.explorer.frame import Page, address, original, page, pages, refused, region_name, to
from service.web.explorer.overview import overview
from service.web.explorer.picking import picking
from service.web.explorer.state import HomeQuery, kept, settled
from service.web.explorer.table import groups
from service.web.explorer.words import SPOKEN
from service.web.fields import language
from service.web.opening import corpus
from service.web.questions import asked

# Columns that fit beside each other; a table of more has pages.
COLUMNS = 8
# A corpus of more regions shows none of them unasked.
MOST_UNASKED = 60
# Cells of a page; a row has all regions, since its verdict is about all of them.
MOST_CELLS = 6_000
MOST_ROWS = 60
DIGEST_CHARACTERS = 900
# Words and digests read all documents about the regions.
MOST_DIGESTED = 12
WORDS = 8


class Sentence(NamedTuple):
    """A sentence of the digest, the region that it tells of, and where it stands."""

    region: str
    text: str
    address: str


def show_home() -> Response:
    """The explorer."""
    try:
        there = settled()
    except DuizhaoError as error:
        return refused(error)
    return redirect(there, 303) if there is not None else _shown()


pages.add_url_rule("/", view_func=show_home)


@page(HomeQuery)
def _shown(query: Mapping[str, Any]) -> Page:
    known = corpus().regions_of_corpus()
    terms = asked(query)
    if not known:
        return Page("empty.html", {})
    if len(known) > MOST_UNASKED and terms.regions is None and terms.within is None:
        every = _coverage(known[:MOST_UNASKED])
        return Page("home.html", _around(every, (), query) | {"groups": (), "compared": None})
    question = corpus().comparisons.question(terms)
    chosen = _regions(question)
    if not chosen:
        raise BadParameter("no document is about a region there", parameter="within", expected="another one")
    every = _coverage(chosen)
    counts = _counts(every)
    shared = [measure.id for measure in every.measures if counts[measure.id] > 1]
    is_narrow = terms.measures is None and not terms.derive and query.get("show") is None
    if is_narrow and shared and len(chosen) > 1:
        question = replace(question, measures=tuple(shared))
    rows = max(5, min(MOST_ROWS, MOST_CELLS // len(chosen)))
    part = Part(query.get("sort"), rows, query.get("cursor"))
    compared = corpus().comparisons.compare(question, part)
    first = (query["columns"] - 1) * COLUMNS
    shown = compared.regions[first : first + COLUMNS]
    if not shown:
        raise BadParameter("there are not so many regions", parameter="columns", expected="a lower number")
    return Page(
        "home.html",
        _around(every, shown, query)
        | {
            "groups": groups(compared, shown, query),
            "compared": compared,
            "shown": shown,
            "dates": dates_used(compared, SPOKEN[language()]),
            "opened": opened(compared, question, query),
            "oembed": address(
                "/oembed", {"url": address("/", kept(query, "cell", "with", "columns", "cursor"))}
            ),
            "taking": taking.comparison(
                kept(query), [row.measure.id for row in compared.rows], [each.adcode for each in chosen]
            ),
            "turning": _turning(compared, first, query),
            "single": len(every.measures) - len(shared) if is_narrow and shared and len(chosen) > 1 else 0,
            "all_rows": to("/", kept(query, "cell", show="all"), "table"),
            "digest": _digest(question, chosen),
            "apart": _apart(chosen) if query.get("part") == "words" else None,
            "apart_address": to("/", kept(query, "cell", **{"with": "words"}), "words")
            if 1 < len(chosen) <= MOST_DIGESTED
            else "",
        },
    )


def _around(every: Coverage, shown: Sequence[Region], query: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "query": query,
        "kept": kept(query),
        "without_measures": kept(query, "measures", "cell", "cursor"),
        "overview": overview(every, shown, query),
        "picking": picking(every.regions if shown else (), every.measures, _counts(every), query),
        "shown": shown,
    }


def _regions(question: Question) -> tuple[Region, ...]:
    found = (corpus().regions.of(adcode) for adcode in question.regions)
    return tuple(region for region in found if region is not None)


def _coverage(chosen: Sequence[Region]) -> Coverage:
    ask = corpus().comparisons
    return ask.coverage(ask.question(Asked(regions=[region.adcode for region in chosen])))


def _counts(every: Coverage) -> dict[str, int]:
    return {
        measure.id: sum(count > 0 for count in figures)
        for measure, figures in zip(every.measures, every.figures, strict=True)
    }


def _turning(compared: Comparison, first: int, query: Mapping[str, Any]) -> dict[str, str]:
    """Where the other pages of rows and of regions are."""
    number = query["columns"]
    has_more = first + COLUMNS < len(compared.regions)
    return {
        "rows": to("/", kept(query, "cell", cursor=compared.next), "table") if compared.next else "",
        "top": to("/", kept(query, "cell", "cursor"), "table") if query.get("cursor") else "",
        "next": to("/", kept(query, "cell", columns=number + 1), "table") if has_more else "",
        "before": to("/", kept(query, "cell", columns=number - 1), "table") if first else "",
    }


def _digest(question: Question, chosen: Sequence[Region]) -> list[dict[str, Any]] | None:
    """The themes of the digest; None where there are too many regions to read all about them for a page."""
    if len(chosen) > MOST_DIGESTED or not question.measures:
        return None
    try:
        _, digest = corpus().comparisons.digest(question, DIGEST_CHARACTERS)
    except BadParameter:
        return None
    return [
        {
            "group": theme.group,
            "common": [_sentence(each) for each in theme.common],
            "apart": [_sentence(each) for each in theme.apart],
        }
        for theme in digest.themes
    ]


def _sentence(extract: Extract) -> Sentence:
    told = extract.sentence
    start = told.spans[0].start if told.spans else 0
    return Sentence(region_name(extract.region), told.display, original(extract.document, f"s={start}"))


def _apart(chosen: Sequence[Region]) -> Any:
    wanted = Asked(regions=[region.adcode for region in chosen])
    return corpus().extracts.apart(wanted, "regions", WORDS)
