"""Whether the figures of a row may be set side by side, and what to mind.

The word:

    not_comparable      no two regions of one level have a figure on the row's basis
    with_care           any reason
    comparable          no reason

The reasons, in their order:

    different_level     figures of more than one level; rests on those outside the level that is ranked
    dates_differ        two dates differ, or some figures have one and some have none; never when none has one
    scope_differs       a part beside the whole or beside another part, a former state beside a present one
    definition_differs  a condition on one side only, or two conditions
    per_differs         denominators differ, or some figures have one and some have none
    nature_differs      a level beside a sum, a change, a share or a plan
    bounds_overlap      ranked figures whose intervals cannot be ordered, at least one of them not exact
    single_source       all figures come from one document
    conflict            a cell is empty because figures of equal standing exclude each other

A row has one denominator and one nature. per_differs and nature_differs rest on its figures and on those that
were kept out of it for this. A row with one figure has a single source too.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from service.comparison.basis import Shown
from service.comparison.cells import Conflict
from service.comparison.choice import reach
from service.comparison.intervals import interval
from service.comparison.ranks import Groups, overlapping
from service.model import Level, Observation, Reason, ReasonCode, VerdictWord


class Standings(NamedTuple):
    """What a verdict is reached on.

    Attributes:
        shown: the figures of the row, in the order of its regions.
        stated: these, and of regions without a figure in the row the one that another denominator or nature kept
            out; in the same order.
        level: the level with most figures.
        groups: the ranks.
    """

    shown: tuple[Shown, ...]
    stated: tuple[Shown, ...]
    conflicts: tuple[Conflict, ...]
    level: Level
    groups: Groups


def verdict(shown: Sequence[Shown], level: Level, found: Sequence[Reason]) -> VerdictWord:
    """The word for a row; see the rules at the top of this module.

    Args:
        level: the level with most figures.
        found: the reasons of the row.
    """
    if Counter(one.region.level for one in shown)[level] < 2:
        return "not_comparable"
    return "with_care" if found else "comparable"


def reasons(row: Standings) -> tuple[Reason, ...]:
    """What must be minded in a row, in the order of the codes above.

    Returns:
        Reasons with as many values as regions, one for one: 2016, undated; 贫困村, whole; [5900, 6000).
    """
    shown = row.shown
    outside = [one for one in shown if one.region.level != row.level]
    unordered = {one.region.adcode for one in overlapping(row.groups)}
    overlaps = [one for one in shown if one.region.adcode in unordered]
    documents = {one.observation.document for one in shown}
    found = (
        _reason("different_level", outside, lambda one: one.region.level),
        _differing("dates_differ", shown, _date),
        _differing("scope_differs", shown, _scope),
        _differing("definition_differs", shown, _condition),
        _differing("per_differs", row.stated, lambda observation: observation.per or "none"),
        _differing("nature_differs", row.stated, lambda observation: observation.nature),
        _reason("bounds_overlap", overlaps, lambda one: str(interval(one.observation))),
        _reason("single_source", shown if len(documents) == 1 else (), lambda one: one.observation.document),
        _conflict(row.conflicts),
    )
    return tuple(reason for reason in found if reason.regions)


def _reason(code: ReasonCode, ones: Sequence[Shown], value: Callable[[Shown], str]) -> Reason:
    return Reason(
        code,
        tuple(one.region.adcode for one in ones),
        tuple(value(one) for one in ones),
        tuple(one.observation.id for one in ones),
    )


def _differing(code: ReasonCode, shown: Sequence[Shown], value: Callable[[Observation], str]) -> Reason:
    """A reason that rests on all figures given, or on none when their values are the same."""
    if len({value(one.observation) for one in shown}) < 2:
        return Reason(code)
    return _reason(code, shown, lambda one: value(one.observation))


def _conflict(conflicts: Sequence[Conflict]) -> Reason:
    return Reason(
        "conflict",
        tuple(conflict.region for conflict in conflicts),
        tuple(" / ".join(str(interval(side)) for side in conflict.sides) for conflict in conflicts),
        tuple(side.id for conflict in conflicts for side in conflict.sides),
    )


def _date(observation: Observation) -> str:
    return observation.time.notation or "undated"


def _scope(observation: Observation) -> str:
    part, is_former = reach(observation)
    return f"{part or 'whole'} (former)" if is_former else part or "whole"


def _condition(observation: Observation) -> str:
    return observation.condition.text if observation.condition else "none"
