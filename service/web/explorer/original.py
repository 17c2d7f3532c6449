"""The original view: a document's text as received, what was found in it marked. Where every evidence link leads."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from service.analysis import Budget, summarise
from service.model import Analysis, Observation, Stated
from service.presentation import SIGNS, date, note, number
from service.web.blueprint import Blueprint
from service.web.explorer import taking
from service.web.explorer.evidence import title
from service.web.explorer.frame import HTML, Page, written
from service.web.explorer.marking import marked
from service.web.explorer.words import SPOKEN
from service.web.fields import label, language
from service.web.opening import corpus
from service.web.questions import USUAL_SENTENCES, SpokenQuery

originals = Blueprint(
    "original", __name__, url_prefix="/v1", description="Documents as received, to look at."
)

# What stands beside the text; the text itself marks all of them.
MOST_LISTED = 400
MOST_WORDS = 20


class Figure(NamedTuple):
    """A figure beside the text; `places` are the anchors of its mentions."""

    id: str
    sign: str
    digits: str
    unit: str
    notes: str
    places: tuple[str, ...]


class Counted(NamedTuple):
    """The figures of one measure."""

    measure: str
    label: str
    group: str
    figures: tuple[Figure, ...]


@originals.route("/documents/<sha256:document>/view")
@originals.arguments(SpokenQuery)
@originals.answer(None, first=HTML, has_labels=True, state=lambda document: corpus().version(document))
def view_document(document: str) -> Page:
    """Show a document's original text with its figures, mentions and summary marked.

    The fragment `#o=<id of an observation>` leads to the characters that a figure came from, `#s=<start>` to the
    sentence and `#m=<start>` to the mention that begin at this code point of the source.
    """
    analysis = corpus().analysis(document)
    entry = corpus().entry(document)
    said = corpus().document(document).said
    return Page(
        "original.html",
        shown(analysis)
        | {
            "entry": entry,
            "title": title(document),
            "url": said.url,
            "region": analysis.region and corpus().regions.of(analysis.region.adcode),
            "taking": taking.document(document),
        },
    )


def shown(analysis: Analysis) -> dict[str, Any]:
    """What a template shows of an analysis, stored or not."""
    budget = Budget(sentences=USUAL_SENTENCES, characters=None, ratio=None)
    summary = summarise(analysis.sentences, budget)
    masthead = analysis.masthead
    return {
        "text": marked(analysis, summary),
        "summary": [(each.display, each.spans[0].start if each.spans else 0) for each in summary],
        "keywords": analysis.keywords[:MOST_WORDS],
        "measures": figures(analysis.observations[:MOST_LISTED]),
        "unlisted": max(0, len(analysis.observations) - MOST_LISTED),
        "mentions": [
            (
                label(corpus().catalogue.measure(each.measure)),
                each.evidence.spans[0].start,
                each.evidence.display,
            )
            for each in analysis.mentions[:MOST_LISTED]
            if each.evidence.spans
        ],
        "masthead": [
            (name, value.value)
            for name in ("source", "author", "published")
            if isinstance(value := getattr(masthead, name), Stated)
        ],
        "characters": len(analysis.source),
        "counts": len(analysis.observations),
    }


def figures(found: Sequence[Observation]) -> tuple[Counted, ...]:
    """Figures by measure, both in the order in which the text states them first."""
    spoken = SPOKEN[language()]
    by_measure: dict[str, list[Figure]] = {}
    for each in found:
        by_measure.setdefault(each.measure, []).append(
            Figure(
                each.id,
                SIGNS[each.bound],
                number(each.value, spoken, is_short=True),
                f"{each.unit}/{each.per}" if each.per else each.unit,
                " · ".join(filter(None, (date(each, spoken) if each.time.notation else "", note(each)))),
                tuple(f"o={each.id}" + (f".{place}" if place else "") for place in range(len(each.evidence))),
            )
        )
    known = corpus().catalogue
    return tuple(
        Counted(name, label(known.measure(name)), known.measure(name).group, tuple(some))
        for name, some in by_measure.items()
    )


def page_of(analysis: Analysis) -> str:
    """An analysis that is not stored, as the page of `/read`."""
    region = analysis.region and corpus().regions.of(analysis.region.adcode)
    title_found = analysis.masthead.title.value if analysis.masthead.title else ""
    values = shown(analysis) | {"region": region, "title": title_found, "given": {}, "is_read": True}
    return written(Page("read.html", values))
