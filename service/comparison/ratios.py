"""Quotients of two figures of one document: derived measures, and totals turned to figures per village.

    5900余户 / 4800名      [5900, 6000) / [4800, 4800]    ->  [1.22917, 1.25)     gt
    10484户 / 4000余名     [10484, 10484] / [4000, 5000)  ->  [2.0968, 2.621]     le
    19060户 / 3962名                                      ->  4.8107              eq

A quotient is rounded to six digits, its bounds outward, so what is true of the quotient is true of the interval.
Figures are put together only where they belong together: in one sentence, or as the whole or the very same part
of what one document speaks of; never across a former and a present state, two dates, two conditions.

Source:
    Moore, Kearfott and Cloud 2009, Introduction to Interval Analysis, section 2.2; for non-negative operands.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from service.comparison.choice import reach
from service.comparison.derivations import PER_VILLAGE, VILLAGES, Ratio
from service.comparison.intervals import Interval, interval
from service.model import Bound, Derivation, Nature, Observation, Period

_DIGITS = 6  # more than any figure of these documents has; fewer would make ties
# 城关镇, 娄烦县: a part by its place. Not 全县, 县直机关, 县级领导, 乡镇干部.
_PLACE = re.compile("[^全各乡本该我两二整、和及](?:镇|乡|县|市|区|旗|街道)(?![直级属委政派域内外里镇干])")


class Quotient(NamedTuple):
    """A derived figure and how it was derived."""

    observation: Observation
    derivation: Derivation


def quotients(ratio: Ratio, observations: Sequence[Observation]) -> tuple[Quotient, ...]:
    """Every quotient that the documents of one region bear out, in no promised order.

    Args:
        observations: of one region, at least those of the two measures.
    """
    above = [one for one in observations if one.measure == ratio.numerator and _is_plain(one)]
    below = [one for one in observations if one.measure == ratio.denominator and _is_plain(one)]
    return tuple(
        _quotient(ratio, one, other) for one, other in _paired(ratio, above, below) if other.value > 0
    )


def per_village(observations: Sequence[Observation], villages: Sequence[Observation]) -> tuple[Quotient, ...]:
    """Totals divided by the villages that the same sentence counts.

    Args:
        observations: figures of one measure and region; only those without a denominator are totals.
        villages: counts of villages of the region.
    """
    totals = [one for one in observations if one.per is None and one.unit == "元"]
    counts = [one for one in villages if one.measure in VILLAGES and one.per is None and one.value > 0]
    return tuple(
        _made(PER_VILLAGE, total, village, 1, replace(total, per="村"))
        for total, village in _side_by_side(totals, counts)
        if _may_meet(total, village)
    )


def per_year(observation: Observation) -> Quotient | None:
    """A figure per month as one per year; None for any other."""
    per = observation.per
    if per is None or not (per == "月" or per.endswith("/月")):
        return None
    upper = None if observation.upper is None else observation.upper * 12
    lower = None if observation.lower is None else observation.lower * 12
    made = replace(
        observation,
        id=_id("per_year", observation),
        per=f"{per[:-1]}年",
        value=observation.value * 12,
        lower=lower,
        upper=upper,
        why=f"{observation.value}{observation.unit}/{per} × 12",
    )
    return Quotient(made, Derivation("per_year", (observation,)))


def divided(above: Observation, below: Observation, factor: int = 1) -> tuple[Decimal, Bound, Interval]:
    """The quotient of two figures that count something, its bound and all values that it may have.

    Raises:
        ZeroDivisionError: when the denominator is zero.
    """
    value = _rounded(above.value, below.value, factor, ROUND_HALF_EVEN)
    one, other = interval(above), interval(below)
    if one.is_point and other.is_point:
        return value, "eq", Interval(value, value)
    least, most = one.lower or Decimal(0), other.upper
    lower = (
        Decimal(0)
        if most is None or most <= 0
        else _rounded(max(least, Decimal(0)), most, factor, ROUND_FLOOR)
    )
    upper = None
    if one.upper is not None and other.lower is not None and other.lower > 0:
        upper = _rounded(one.upper, other.lower, factor, ROUND_CEILING)
    # Rounding up moves an end that does not belong to the interval only outward.
    is_open = one.is_open and upper is not None and lower < upper
    if other.is_point and above.bound in {"gt", "ge"} and (is_open or upper is None):
        return lower, "gt" if is_open else "ge", Interval(lower, upper, is_open)
    if one.is_point and below.bound in {"gt", "ge"} and upper is not None:
        return upper, "le", Interval(lower, upper)
    return value, "approx", Interval(lower, upper)


def _rounded(above: Decimal, below: Decimal, factor: int, rounding: str) -> Decimal:
    if below == 0:
        raise ZeroDivisionError
    # The first division keeps so many digits that the second rounding decides alone.
    exact = Context(prec=60).divide(above * factor, below)
    rounded = Context(prec=_DIGITS, rounding=rounding).plus(exact)
    return Decimal(f"{rounded.normalize():f}")


Operands = tuple[Observation, Observation]


def _paired(ratio: Ratio, above: Sequence[Observation], below: Sequence[Observation]) -> Iterable[Operands]:
    if ratio.together == "sentence":
        found = _side_by_side(above, below)
        return (pair for pair in found if _may_meet(*pair) and _places(pair[0]) == _places(pair[1]))
    by_document: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in below:
        by_document[one.document].append(one)
    return (
        (one, other)
        for one in above
        for other in by_document[one.document]
        if _may_meet(one, other) and _part(ratio, one) == _part(ratio, other)
    )


def _side_by_side(above: Sequence[Observation], below: Sequence[Observation]) -> Iterable[Operands]:
    """Figures of one sentence: the first with the first, when there are as many of the one as of the other.

    800名干部结对1600户,500名党员结对900户 are two pairs; of 85个工作队、8782个工作组,4.3万名干部 nothing says
    whose the cadres are.
    """
    beside: defaultdict[tuple[str, str], tuple[list[Observation], list[Observation]]] = defaultdict(
        lambda: ([], [])
    )
    for side, figures in enumerate((above, below)):
        for one in figures:
            for sentence in _sentences(one):
                beside[one.document, sentence][side].append(one)
    pairs = {
        (one.id, other.id): (one, other)
        for (_, sentence), (first, second) in sorted(beside.items())
        if len(first) == len(second)
        for one, other in zip(
            sorted(first, key=lambda each: _end(each, sentence)),
            sorted(second, key=lambda each: _end(each, sentence)),
            strict=True,
        )
    }
    return pairs.values()


def _is_plain(observation: Observation) -> bool:
    return observation.per is None and observation.nature == "level" and observation.value >= 0


def _may_meet(one: Observation, other: Observation) -> bool:
    """Whether nothing of the two figures says that they hold at different times or of different things."""
    times = {each.time.notation for each in (one, other)} - {None}
    return (
        one.document == other.document
        and one.condition == other.condition
        and reach(one).is_former == reach(other).is_former
        and len(times) <= 1
    )


def _part(ratio: Ratio, observation: Observation) -> str:
    """What a figure covers, less the words that say no more than the measures do; empty for the whole."""
    part = reach(observation).part or ""
    for kind in ratio.kinds:
        part = part.replace(kind, "")
    return part.strip("的、,， ")


def _places(observation: Observation) -> tuple[str, ...]:
    return tuple(_PLACE.findall(reach(observation).part or ""))


def _sentences(observation: Observation) -> frozenset[str]:
    return frozenset(evidence.sentence for evidence in observation.evidence)


def _end(observation: Observation, sentence: str) -> tuple[int, str]:
    """Where a figure stands in a sentence: its quote ends with it, or with its noun."""
    ends = (each.spans[-1].end for each in observation.evidence if each.sentence == sentence)
    return min(ends), observation.id


def _quotient(ratio: Ratio, above: Observation, below: Observation) -> Quotient:
    parts = dict.fromkeys(filter(None, (reach(above).part, reach(below).part)))
    scope: str | None = "; ".join(parts) or None
    if ratio.together == "document":
        scope = _part(ratio, above) or None
    if reach(above).is_former:
        scope = f"{scope}(原)" if scope else "原"
    nature: Nature = "share" if ratio.factor == 100 else "level"
    shape = replace(
        above,
        measure=ratio.measure.id,
        unit=ratio.measure.unit,
        per=ratio.per,
        nature=nature,
        scope=scope,
        time=above.time if above.time != Period() else below.time,
    )
    return _made(ratio.measure.id, above, below, ratio.factor, shape)


def _made(name: str, above: Observation, below: Observation, factor: int, shape: Observation) -> Quotient:
    value, bound, spread = divided(above, below, factor)
    made = replace(
        shape,
        id=_id(name, above, below),
        value=value,
        bound=bound,
        lower=spread.lower,
        upper=spread.upper,
        confidence=min(above.confidence, below.confidence),
        evidence=(above.evidence[0], below.evidence[0]),
        why=f"{above.value}{above.unit} / {below.value}{below.unit}",
    )
    return Quotient(made, Derivation(name, (above, below)))


def _id(name: str, *operands: Observation) -> str:
    said = " ".join((name, *(operand.id for operand in operands)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
