"""Whether the figures of a row may be set side by side, and what to mind.

The word:

    not_comparable      denominators or natures differ, or no two regions of one level have a figure
    with_care           any other reason
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

A row with one figure has a single source too; a row with none has no reason but a conflict.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from service.comparison.basis import Basis, Shown
from service.comparison.cells import Conflict
from service.comparison.choice import reach
from service.comparison.intervals import interval
from service.comparison.ranks import Groups, overlapping
from service.model import Level, Observation, Reason, ReasonCode, VerdictWord


def verdict(shown: Sequence[Shown], common: Basis, level: Level, found: Sequence[Reason]) -> VerdictWord:
    """The word for a row; see the rules at the top of this module.

    Args:
        level: the level with most figures.
        found: the reasons of the row.
    """
    if not common.is_one or Counter(one.region.level for one in shown)[level] < 2:
        return "not_comparable"
    return "with_care" if found else "comparable"


def reasons(
    shown: Sequence[Shown], conflicts: Sequence[Conflict], groups: Groups, level: Level
) -> tuple[Reason, ...]:
    """What must be minded in a row, in the order of the codes above.

    Args:
        shown: the figures of the row, in the order of its regions.
        groups: its ranks.
        level: the level with most figures.

    Returns:
        Reasons with as many values as regions, one for one: 2016, undated; 贫困村, whole; [5900, 6000).
    """
    outside = [one for one in shown if one.region.level != level]
    unordered = {one.region.adcode for one in overlapping(groups)}
    overlaps = [one for one in shown if one.region.adcode in unordered]
    documents = {one.observation.document for one in shown}
    found = (
        _reason("different_level", outside, lambda one: one.region.level),
        _differing("dates_differ", shown, _date),
        _differing("scope_differs", shown, _scope),
        _differing("definition_differs", shown, _condition),
        _differing("per_differs", shown, lambda observation: observation.per or "none"),
        _differing("nature_differs", shown, lambda observation: observation.nature),
        _reason("bounds_overlap", overlaps, lambda one: str(interval(one.observation))),
        _reason("single_source", shown if len(documents) == 1 else (), lambda one: one.observation.document),
        _conflict(conflicts),
    )
    return tuple(reason for reason in found if reason.regions)


def _reason(code: ReasonCode, ones: Sequence[Shown], value: Callable[[Shown], str]) -> Reason:
    return Reason(code, tuple(one.region.adcode for one in ones), tuple(value(one) for one in ones))


def _differing(code: ReasonCode, shown: Sequence[Shown], value: Callable[[Observation], str]) -> Reason:
    """A reason that rests on all figures of the row, or on none when their values are the same."""
    reason = _reason(code, shown, lambda one: value(one.observation))
    return reason if len(set(reason.values)) > 1 else Reason(code)


def _conflict(conflicts: Sequence[Conflict]) -> Reason:
    return Reason(
        "conflict",
        tuple(conflict.region for conflict in conflicts),
        tuple(" / ".join(str(interval(side)) for side in conflict.sides) for conflict in conflicts),
    )


def _date(observation: Observation) -> str:
    return observation.time.notation or "undated"


def _scope(observation: Observation) -> str:
    part, is_former = reach(observation)
    return f"{part or 'whole'} (former)" if is_former else part or "whole"


def _condition(observation: Observation) -> str:
    return observation.condition.text if observation.condition else "none"
