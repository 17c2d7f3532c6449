"""Which of several figures of one region and measure stands in the cell.

The rules, each asked only where those before leave a tie:

    1  no condition before a condition           (村均活动经费5万元 before 集体经济收入5万元以下的村17万元)
    2  the whole before a part                   (全县贫困村86个 before 深度贫困村12个)
    3  a level before a share, a sum, a change, a plan
    4  the present state before the former one   (由0.9万元提高到1.7万元: 1.7)
    5  the time nearest to the one asked for, then the newest; a dated figure before an undated one
    6  an exact figure before a bounded one
    7  the figure said most often
    8  the first: by document id, then by place in the source, then by id

A year counts as its last day and a month likewise, because stocks are stated for the end of a period
(2016年底). A span counts by its end, one that is left open by its start: nothing later is known to be stated.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from service.comparison.alignment import NEWEST, Chosen, distance
from service.model import Condition, Nature, Observation, Period

# A level is what a row usually compares; a share has another whole; sums and changes depend on their period;
# a plan has not happened.
NATURES: tuple[Nature, ...] = ("level", "share", "cumulative", "increment", "target")

# 原 and 现 tell the two figures of a change apart: alone, or in brackets at the end (村主任(原)).
# Not inside a word: 原州区.
_STATE = re.compile(r"(?:\A|[（(])([原现])[)）]?\Z")


class Reach(NamedTuple):
    """What a figure covers: the part in words, None for the whole; and whether a change came after it."""

    part: str | None
    is_former: bool


class Standing(NamedTuple):
    """What two figures must share to say the same thing twice, or to contradict each other."""

    reach: Reach
    nature: Nature
    per: str | None
    start: str | None
    end: str | None
    condition: Condition | None


def reach(observation: Observation) -> Reach:
    """Take the words for the part and the mark of the state out of a scope.

    None -> whole    贫困村 -> 贫困村    现 -> whole    原 -> whole, former    村主任(原) -> 村主任, former
    """
    scope = observation.scope or ""
    state = _STATE.search(scope)
    if state is None:
        return Reach(scope or None, is_former=False)
    return Reach(scope[: state.start()].strip() or None, is_former=state[1] == "原")


def standing(observation: Observation) -> Standing:
    """See Standing."""
    return Standing(
        reach=reach(observation),
        nature=observation.nature,
        per=observation.per,
        start=observation.time.start,
        end=observation.time.end,
        condition=observation.condition,
    )


def precedence(observation: Observation, at: Chosen = NEWEST) -> tuple[object, ...]:
    """A key that sorts the figure for the cell to the front; no two figures of different ids are equal."""
    covers = reach(observation)
    places = [span for evidence in observation.evidence for span in evidence.spans]
    return (
        observation.condition is not None,
        covers.part is not None,
        NATURES.index(observation.nature),
        covers.is_former,
        distance(observation, at),
        _age(observation.time),
        observation.bound != "eq",
        -len(observation.evidence),
        observation.document,
        # A quote that reaches back over its sibling begins where that begins, and ends later.
        min(span.start for span in places),
        max(span.end for span in places),
        observation.id,
    )


def _age(period: Period) -> tuple[int, ...]:
    """Smaller for a newer time; a point before a span with the same end."""
    if period.start is None:
        return (0,) * 6
    return (*_negated(period.end or period.start), *_negated(period.start))


@lru_cache(maxsize=4096)  # a corpus has few dates, and each is asked for by every figure that it dates
def _negated(date: str) -> tuple[int, ...]:
    pieces = tuple(int(piece) for piece in date.split("-"))
    return tuple(-number for number in pieces + (12, 31)[len(pieces) - 1 :])
