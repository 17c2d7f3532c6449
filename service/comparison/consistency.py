"""Figures that can be checked against one another: do they agree?

    part        贫困村86个 … 退出83个: what left the list was on it         83 <= 86
    share       94名被提拔干部中有52名 …,占55.3%                          52 / 94 = 55.3 %
    change      由48860人减少到4970人,减贫43890人                          48860 - 4970 = 43890
    documents   two documents give the same thing another figure

Only what is stated is compared, with its bounds: 80余个 of 86个 agrees. What agrees is shown as well as what does
not, and nothing is corrected.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from service.comparison.cells import Terms, sides
from service.comparison.choice import precedence, reach, standing
from service.comparison.intervals import Interval, interval
from service.model import Finding, Observation

# What can be no more than what: the part first.
PARTS = (("poor_villages_exited", "poor_villages"),)
# A stated change and the measure whose former and present figures it lies between.
CHANGES = (("poverty_reduction", "poor_population"),)

_NUMBER = r"(?<![0-9.])([0-9]{1,12}(?:\.[0-9]{1,4})?)(?![0-9.]) ?"
_COUNT = re.compile(_NUMBER + r"(余|多)?([名人户个件起家支])(?!次)")
_AMONG = re.compile("中|里面|当中")
_SHARE = re.compile(r"占[^0-9,，。;；:：、]{0,14}([0-9]{1,3}(?:\.[0-9]{1,3})?) ?[%％]")


def findings(observations: Iterable[Observation]) -> tuple[Finding, ...]:
    """What can be checked in the figures of one region; by kind, then by document and place.

    Args:
        observations: of one region, of all its documents, in any order.
    """
    ordered = sorted(observations, key=precedence)
    by_document: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in ordered:
        by_document[one.document].append(one)
    inside = [
        finding
        for document in sorted(by_document)
        for check in (_parts, _shares, _changes)
        for finding in check(by_document[document])
    ]
    return (*inside, *_documents(ordered))


def _parts(own: Sequence[Observation]) -> Iterable[Finding]:
    for part, whole in PARTS:
        for one in own:
            larger = [
                other
                for other in own
                if (one.measure, other.measure) == (part, whole)
                and _is_whole(one, part)
                and _is_whole(other, whole)
            ]
            if larger:
                other = larger[0]
                agrees = not interval(one).is_above(interval(other))
                yield Finding("part", one.region, agrees, _said(one), _said(other), (one, other))


def _shares(own: Sequence[Observation]) -> Iterable[Finding]:
    """A stated percentage beside two numbers of one unit before it; other numbers make it uncheckable."""
    seen = set[tuple[str, int]]()
    for one in own:
        sentence = one.evidence[0].display
        for share in _SHARE.finditer(sentence):
            if (sentence, share.start()) in seen:
                continue
            seen.add((sentence, share.start()))
            found = _checked(sentence[: share.start()], share[1])
            if found is not None:
                part, whole, agrees = found
                yield Finding(
                    "share",
                    one.region,
                    agrees,
                    f"{share[1]}%",
                    f"{part} / {whole} = {_percent(part, whole, share[1])}%",
                    tuple(each for each in own if sentence in {said.display for said in each.evidence}),
                    sentence,
                )


def _checked(before: str, share: str) -> tuple[Decimal, Decimal, bool] | None:
    """The two numbers that a share is of, and whether it is right; None when nothing says which they are."""
    counts = [each for each in _COUNT.finditer(before) if not each[2]]
    pairs = [
        (whole, part)
        for whole, part in combinations(counts, 2)
        if whole[3] == part[3] and 0 < Decimal(whole[1]) >= Decimal(part[1])
    ]
    for whole, part in pairs:
        if _percent(Decimal(part[1]), Decimal(whole[1]), share) == Decimal(share):
            return Decimal(part[1]), Decimal(whole[1]), True
    if len(pairs) != 1:
        return None
    ((whole, part),) = pairs
    # Without 中 the percentage may be of a whole that stands elsewhere; and 564个村中,已有555个破零,其中达到
    # 5万元的村占77.6% speaks of a part without a number: only a clause that begins with 占 is about the last one.
    is_said = _AMONG.search(before, whole.end(), part.start()) and before.rstrip().endswith(
        (",", "，", part[0])
    )
    return (Decimal(part[1]), Decimal(whole[1]), False) if is_said else None


def _percent(part: Decimal, whole: Decimal, share: str) -> Decimal:
    """The share in per cent, to as many places as it was stated with; a half is rounded up, as writers do."""
    places = len(share.partition(".")[2])
    scaled = part * 100 * 10**places * 2 / whole
    return Decimal((int(scaled) + 1) // 2).scaleb(-places)


def _changes(own: Sequence[Observation]) -> Iterable[Finding]:
    for change, measure in CHANGES:
        stated = [one for one in own if one.measure == change and not one.scope]
        figures = [one for one in own if one.measure == measure and one.per is None and one.condition is None]
        former = [one for one in figures if reach(one) == (None, True)]
        present = [one for one in figures if reach(one) == (None, False)]
        # Only one change that can be meant: of several nothing says which.
        if len(stated) == len(former) == len(present) == 1:
            one, before, after = stated[0], former[0], present[0]
            difference = _difference(interval(before), interval(after))
            yield Finding(
                "change",
                one.region,
                interval(one).overlaps(difference),
                _said(one),
                f"{_said(before)} - {_said(after)} = {difference}",
                (one, before, after),
            )


def _difference(one: Interval, other: Interval) -> Interval:
    lower = None if one.lower is None or other.upper is None else one.lower - other.upper
    upper = None if one.upper is None or other.lower is None else one.upper - other.lower
    return Interval(lower, upper)


def _documents(ordered: Sequence[Observation]) -> Iterable[Finding]:
    alike: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in ordered:
        alike[one.measure, one.unit, standing(one)].append(one)
    for same in alike.values():
        if len({one.document for one in same}) < 2:
            continue
        against = sides(same, Terms(same[0].unit))
        if against and len({one.document for one in against}) < 2:
            continue  # one document against itself is no matter of documents
        two = against or tuple(same)
        other = next(one for one in two if one.document != two[0].document)
        yield Finding("documents", two[0].region, not against, _said(two[0]), _said(other), two)


def _is_whole(observation: Observation, measure: str) -> bool:
    part, is_former = reach(observation)
    is_plain = observation.per is None and observation.condition is None and observation.nature == "level"
    # 贫困村 says of villages that left the list what the measure says.
    return (
        is_plain
        and not is_former
        and (part is None or (measure == PARTS[0][0] and part.startswith("贫困村")))
    )


def _said(observation: Observation) -> str:
    return str(interval(observation))
