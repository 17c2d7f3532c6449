"""Small real things with defaults, so that a test says only what it is about."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from service.comparison import compare, read_alignment
from service.model import (
    Bound,
    Comparison,
    Condition,
    Evidence,
    Level,
    Measure,
    Mention,
    Nature,
    Observation,
    Period,
    Question,
    Region,
    Wording,
)
from service.text import Span

COUNTY, OTHER_COUNTY, THIRD_COUNTY = "360821", "522628", "150424"
PREFECTURE, OTHER_PREFECTURE, PROVINCE = "140100", "360800", "520000"


def a_region(adcode: str = COUNTY, name: str | None = None, level: Level | None = None) -> Region:
    """A region whose level is read off its code, as GB/T 2260 has it."""
    found: Level = (
        "province" if adcode.endswith("0000") else "prefecture" if adcode.endswith("00") else "county"
    )
    parents = {"province": None, "prefecture": f"{adcode[:2]}0000", "county": f"{adcode[:4]}00"}
    return Region(adcode, name or f"区域{adcode}", level or found, parents[level or found])


def a_measure(name: str = "poor_villages", unit: str = "个", label: str = "贫困村数") -> Measure:
    """A measure with its labels; what it counts is of no matter here."""
    return Measure(name, "poverty", label, "Poor villages", unit, Wording("", ""), Wording("", ""))


def a_time(start: str | None = None, end: str | None = "same") -> Period:
    """A stated point in time, or a span when an end is given (None: left open); unknown without a start."""
    if start is None:
        return Period()
    return Period(start, start, start if end == "same" else end, "stated")


def a_condition(text: str = "集体经济收入5万元以下") -> Condition:
    """A condition on the units that a figure holds for."""
    return Condition(text, "le", Decimal(50000), "元")


def evidence(quote: str = "贫困村86个", *spans: tuple[int, int], sentence: str | None = None) -> Evidence:
    """A quote at its spans; one span from 0 unless said."""
    around = sentence or f"全县{quote}。"
    places = tuple(Span(*span) for span in spans) or (Span(0, len(quote)),)
    return Evidence(quote, places, around, around)


def an_observation(
    value: str | int = 86,
    region: str = COUNTY,
    *,
    document: str | None = None,
    measure: str = "poor_villages",
    unit: str = "个",
    per: str | None = None,
    bound: Bound = "eq",
    lower: str | int | None = None,
    upper: str | int | None = None,
    nature: Nature = "level",
    time: Period | None = None,
    scope: str | None = None,
    condition: Condition | None = None,
    at: int = 0,
    mentions: int = 1,
    quote: str | None = None,
    sentence: str | None = None,
    name: str | None = None,
) -> Observation:
    """A figure; each region has a document of its own unless said.

    Args:
        value: exact; an `eq` has itself for its bounds and a `ge` and a `gt` begin with it unless said.
        at: where its first quote begins.
        mentions: how many places state it.
        sentence: the one that it stands in, of its own unless said.
        name: its id; made of document, place and value unless said.
    """
    exact = Decimal(value)
    document = document or f"document of {region}"
    quote = quote or f"{exact}{unit}"
    low = exact if lower is None and bound in {"eq", "ge", "gt"} else _decimal(lower)
    high = exact if upper is None and bound in {"eq", "le"} else _decimal(upper)
    places = (at + 1000 * number for number in range(mentions))
    return Observation(
        id=name or f"{document}-{at}-{exact}",
        document=document,
        region=region,
        measure=measure,
        value=exact,
        unit=unit,
        per=per,
        bound=bound,
        lower=low,
        upper=high,
        nature=nature,
        time=time or Period(),
        scope=scope,
        condition=condition,
        confidence=0.9,
        evidence=tuple(evidence(quote, (place, place + len(quote)), sentence=sentence) for place in places),
        why="",
    )


def a_mention(
    region: str = COUNTY, *, measure: str = "poor_villages", document: str = "d", at: int = 0
) -> Mention:
    """A sentence that speaks of the measure without a number."""
    quote = "实现贫困村全部退出"
    return Mention(document, region, measure, evidence(quote, (at, at + len(quote))))


def a_comparison(
    observations: Iterable[Observation],
    *,
    regions: Sequence[str] = (COUNTY, OTHER_COUNTY),
    measures: Sequence[Measure] | None = None,
    mentions: Iterable[Mention] = (),
    analysed: Iterable[str] | None = None,
    align: str | None = None,
    tolerance: str | None = None,
    derive: tuple[str, ...] = (),
) -> Comparison:
    """A comparison over regions that all have an analysed document unless said."""
    asked = (a_measure(),) if measures is None else tuple(measures)
    return compare(
        Question(
            tuple(measure.id for measure in asked),
            tuple(regions),
            read_alignment(align, tolerance),
            derive,
        ),
        tuple(a_region(adcode) for adcode in regions),
        asked,
        tuple(observations),
        tuple(mentions),
        frozenset(regions if analysed is None else analysed),
    )


def _decimal(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
