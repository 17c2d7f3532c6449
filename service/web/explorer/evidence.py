"""What a cell rests on: its figure with everything that was stated of it, the sentences, and the way to the original."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.errors import BadParameter
from service.model import Cell, Comparison, Evidence, Observation, Question, Region, Row
from service.presentation import GAPS, NATURES, REASONS, SIGNS, VERDICTS, digits, number, statement
from service.web.explorer.frame import address, original, region_name, to
from service.web.explorer.frame import spoken as said_in
from service.web.explorer.state import kept
from service.web.explorer.table import explained
from service.web.explorer.words import SPOKEN, words
from service.web.fields import label, language
from service.web.opening import corpus

# A figure that is said a hundred times is shown at three places; the original marks them all.
MOST_PLACES = 3
MOST_OTHERS = 12
MOST_DRAWN = 12
CHART_WIDTH = 340


class Place(NamedTuple):
    """A sentence with its quote, and where it stands in the original."""

    before: str
    quote: str
    after: str
    address: str


class Stated(NamedTuple):
    """A figure as evidence shows it.

    Attributes:
        facts: names and values of what was stated of it; `basis`: how it was found.
        places: the first of its mentions; `more` is how many there are besides.
    """

    id: str
    sign: str
    digits: str
    unit: str
    facts: tuple[tuple[str, str], ...]
    basis: str
    places: tuple[Place, ...]
    more: int
    document: str
    title: str


class Opened(NamedTuple):
    """A cell that is open.

    Attributes:
        shown: the figures of the cell: one, the operands of a derived one, or none for a gap.
        mentions: what is said without a number, with the id and the title of the document.
        further: the address of figures that are not shown.
        close: the address of the page without it.
    """

    name: str
    region: Region
    label: str
    group: str
    gap: str
    gap_word: str
    gap_why: str
    derived: str
    shown: tuple[Stated, ...]
    others: tuple[Stated, ...]
    mentions: tuple[tuple[Place, str, str], ...]
    verdict: str
    verdict_word: str
    reasons: tuple[tuple[str, str], ...]
    statement: str
    further: str
    chart: str
    close: str


def opened(compared: Comparison, question: Question, query: Mapping[str, Any]) -> Opened | None:
    """The cell that the address names; None when it names none.

    Raises:
        BadParameter: it is no cell of this comparison.
    """
    name = query.get("cell")
    if name is None:
        return None
    measure, _, adcode = name.partition(":")
    row = next((row for row in compared.rows if row.measure.id == measure), None)
    if row is None and measure in question.measures:
        row = corpus().compare(_narrow(question, measure)).rows[0]
    cell = next((cell for cell in row.cells if cell.region == adcode), None) if row else None
    if row is None or cell is None:
        raise BadParameter(f"{name!r} is no cell of this table", parameter="cell", expected="measure:adcode")
    return _opened(name, row, cell, compared, query)


def _narrow(question: Question, measure: str) -> Question:
    return Question((measure,), question.regions, question.alignment)


def _opened(name: str, row: Row, cell: Cell, compared: Comparison, query: Mapping[str, Any]) -> Opened:
    spoken, w = SPOKEN[language()], words(language())
    operands = cell.derivation.operands if cell.derivation else ()
    shown = operands or ((cell.observation,) if cell.observation else ())
    regions = {region.adcode: region for region in compared.regions}
    terms = {name: query.get(name) for name in ("align", "tolerance")}
    asked = (
        {"measures": row.measure.id, "regions": ",".join(regions)}
        | terms
        | {"width": CHART_WIDTH}
        | said_in()
    )
    further = {"measure": row.measure.id, "region": cell.region}
    return Opened(
        name=name,
        region=regions[cell.region],
        label=label(row.measure),
        group=row.measure.group,
        gap=cell.gap or "",
        gap_word=GAPS[spoken][cell.gap] if cell.gap else "",
        gap_why=w[f"gap_{cell.gap}"] if cell.gap else "",
        derived=digits(cell.observation.value) if cell.derivation and cell.observation else "",
        shown=tuple(stated(each) for each in shown),
        others=tuple(stated(each) for each in cell.others[:MOST_OTHERS]) if not operands else (),
        mentions=tuple(
            (place(each.evidence, each.document, "m"), each.document, title(each.document))
            for each in cell.mentions[:MOST_OTHERS]
        ),
        verdict=row.verdict,
        verdict_word=VERDICTS[spoken][row.verdict],
        reasons=tuple((REASONS[spoken][each.code], explained(each)) for each in row.reasons),
        statement=statement(row, compared.regions, spoken),
        further=address("/v1/observations", further)
        if cell.further or len(cell.others) > MOST_OTHERS
        else "",
        chart=address("/v1/charts/bar.svg", asked) if 1 < len(regions) <= MOST_DRAWN and not operands else "",
        close=to("/", kept(query, "cell"), name),
    )


def stated(found: Observation) -> Stated:
    """A figure with what was stated of it and where."""
    spoken = SPOKEN[language()]
    return Stated(
        id=found.id,
        sign=SIGNS[found.bound],
        digits=number(found.value, spoken, is_short=True),
        unit=f"{found.unit}/{found.per}" if found.per else found.unit,
        facts=tuple(_facts(found)),
        basis=f"{words(language())['fact_confidence']} {found.confidence:.2f} · {found.why}",
        places=tuple(place(each, found.document, f"o={found.id}") for each in found.evidence[:MOST_PLACES]),
        more=max(0, len(found.evidence) - MOST_PLACES),
        document=found.document,
        title=title(found.document),
    )


def _facts(found: Observation) -> Any:
    spoken, w = SPOKEN[language()], words(language())
    yield w["fact_exact"], _interval(found)
    yield w["fact_time"], found.time.text or w["undated"]
    if found.time.basis == "relative" and found.time.notation:
        yield w["fact_meaning"], found.time.notation
    if found.scope:
        yield w["fact_scope"], found.scope
    if found.condition:
        yield w["fact_condition"], found.condition.text
    if NATURES[spoken][found.nature]:
        yield w["fact_nature"], NATURES[spoken][found.nature]
    if found.region_named:
        yield w["fact_named"], found.region_named


def _interval(found: Observation) -> str:
    w = words(language())
    lower = None if found.lower is None else digits(found.lower)
    upper = None if found.upper is None else digits(found.upper)
    exact = digits(found.value)
    match found.bound:
        case "eq":
            return exact
        case "ge":
            return w["at_least"].format(exact)
        case "le":
            return w["at_most"].format(exact)
        case "gt":
            return w["above_under"].format(lower or exact, upper) if upper else w["above"].format(exact)
        case _:
            return w["about"].format(exact) + (f" ({lower}–{upper})" if lower and upper else "")


def place(evidence: Evidence, document: str, anchor: str) -> Place:
    """A sentence around its quote; where lines were joined the quote stands for itself.

    Args:
        anchor: `o=<id>` for a figure, m for a mention, s for a sentence: these are named by where they begin.
    """
    fragment = anchor if "=" in anchor else f"{anchor}={evidence.spans[0].start if evidence.spans else 0}"
    before, found, after = evidence.sentence.partition(evidence.quote)
    if not found:
        before, after = "", ""
    return Place(before, evidence.quote, after, original(document, fragment))


def title(document: str) -> str:
    """What people know a document by: its title, else its name, else the beginning of its id."""
    entry = corpus().entry(document)
    return entry.title or entry.name or f"{document[:12]}…"


def about(document: str) -> str:
    """The region and the date of a document, as far as known."""
    entry = corpus().entry(document)
    return " · ".join(filter(None, (region_name(entry.region), entry.published)))
