"""The few of many figures that decide a cell, so that a store can keep them at hand.

A row compares each region's newest figure, so of ten thousand figures of one region and measure a handful can
ever be seen: for each unit, denominator and nature the one that would stand in the cell and the two that could
contradict it, and the first ten that would be listed beside.

Figures can be added one document at a time: the leading of a's leading and of b lead a and b together. To take a document away
that is among them, all must be asked again.
"""

from collections import defaultdict
from collections.abc import Iterable

from service.comparison.cells import equals, extremes, statements
from service.comparison.choice import precedence
from service.model import Observation

LISTED = 10


def leading_of(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The figures that decide a cell, by preference.

    Args:
        observations: of one region and measure, in any order.

    Returns:
        Some of them. `compare` without an alignment and derivations gives the same cell for them as for all,
        but for further figures after the tenth of `others`.
    """
    ordered = sorted(observations, key=precedence)
    kept = {_key(one) for one in ordered[: LISTED + 1]}
    by_basis: defaultdict[tuple[str, str | None, str], list[Observation]] = defaultdict(list)
    for one in ordered:
        by_basis[one.unit, one.per, one.nature].append(one)
    for own in by_basis.values():
        kept |= {_key(one) for one in (own[0], *extremes(statements(equals(own))))}
    return tuple(one for one in ordered if _key(one) in kept)


def _key(observation: Observation) -> tuple[str, str]:
    return observation.document, observation.id
