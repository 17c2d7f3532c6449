"""The few of many figures that decide a cell, so that a store can keep them at hand.

A row compares each region's newest figure, so of ten thousand figures of one region and measure a handful can
ever be seen: for each unit, denominator and nature the one that would stand in the cell, and the two that would
contradict it.

Documents can be added one at a time: the leading figures of (the leading figures of a, and b) are those of a and
b. To take a document away that is among them, all must be asked again.
"""

from collections import defaultdict
from collections.abc import Iterable

from service.comparison.cells import Material, Terms, cell, equals, extremes, statements
from service.comparison.choice import precedence
from service.model import GapReason, Observation

LISTED = 10


def leading_of(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The figures that decide a cell, by preference.

    Args:
        observations: of one region and measure, in any order.

    Returns:
        Some of them. `compare` without alignment and derivations gives the same cell for them as for all, but
        for further figures in `others`.
    """
    ordered = sorted(observations, key=precedence)
    by_basis: defaultdict[tuple[str, str | None, str], list[Observation]] = defaultdict(list)
    for one in ordered:
        by_basis[one.unit, one.per, one.nature].append(one)
    # Further readings of the same characters contradict nothing, so they are left out before the extremes are
    # found; left in, they would be taken for statements where the reading before them is no longer there.
    kept = {_key(one) for own in by_basis.values() for one in (own[0], *extremes(statements(equals(own))))}
    return tuple(one for one in ordered if _key(one) in kept)


def listed_of(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The first ten figures of one region and measure, by preference."""
    return tuple(sorted(observations, key=precedence)[:LISTED])


def standing_alone(observations: Iterable[Observation]) -> tuple[Observation | None, GapReason | None]:
    """What stands in the cell of a region that is asked for alone: a figure, or the reason why none does.

    Args:
        observations: of one region and measure, at least those that lead; none give no figure and no reason.
    """
    figures = tuple(sorted(observations, key=precedence))
    if not figures:
        return None, None
    found, _ = cell(Material(figures[0].region, figures, (), is_analysed=True), Terms(figures[0].unit))
    return found.observation, found.gap


def _key(observation: Observation) -> tuple[str, str]:
    return observation.document, observation.id
