"""Who stands above whom in a row, as far as the intervals tell.

    4800, 5900余, 5950, 3000          ->   (5900余, 5950) (4800) (3000)
    4800, 5900余, 不低于4000, 3000     ->   (4800, 5900余, 不低于4000) (3000)

不低于4000 may be more than any of them, so nothing tells it from 4800 or from 5900余.
"""

from collections import Counter
from collections.abc import Sequence

from service.comparison.basis import Shown
from service.comparison.intervals import Interval, interval
from service.model import Level

Groups = tuple[tuple[Shown, ...], ...]


def rankable(shown: Sequence[Shown], level: Level) -> tuple[Shown, ...]:
    """The figures that may be ranked together: of one level and under one condition.

    A figure under a condition never stands for the whole region, so it is ranked only beside figures under
    the same one. Of several conditions the one with most figures counts, and among equals none before any.
    """
    peers = [one for one in shown if one.region.level == level]
    counts = Counter(one.observation.condition for one in peers)
    if not counts:
        return ()
    # The first of the row breaks a tie between two conditions, so the order of a set never shows.
    condition = max(counts, key=lambda condition: (counts[condition], condition is None))
    return tuple(one for one in peers if one.observation.condition == condition)


def ranks(peers: Sequence[Shown]) -> Groups:
    """Group figures by overlapping intervals.

    Args:
        peers: figures that may be ranked together, in the order of the row.

    Returns:
        The groups, highest first; every figure of a group is above every figure of the next. Two figures
        share a group when their intervals overlap or others link them in a chain. Within a group the order
        of the row. Empty for fewer than two figures.
    """
    if len(peers) < 2:
        return ()
    spread = ((interval(one.observation), place) for place, one in enumerate(peers))
    groups: list[list[int]] = []
    highest: Interval | None = None
    for own, place in sorted(spread, key=_from_below):
        if highest is None or own.is_above(highest):
            groups.append([])
            highest = own
        elif own.ends_above(highest):
            highest = own
        groups[-1].append(place)
    return tuple(tuple(peers[place] for place in sorted(group)) for group in reversed(groups))


def overlapping(groups: Groups) -> tuple[Shown, ...]:
    """The figures that bounds keep from being ordered; equal exact figures are a plain tie."""
    return tuple(
        one
        for group in groups
        if len(group) > 1 and not all(interval(one.observation).is_point for one in group)
        for one in group
    )


def _from_below(item: tuple[Interval, int]) -> tuple[object, ...]:
    own, place = item
    return (own.lower is not None, own.lower or 0, place)
