"""What became of a document's figures between two analyses of it.

A figure is the same one when it has the same id, or stands for the same measure at the same place; then it is
kept or changed. What is left over on either side is lost or gained.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.model import Change, Observation


def differences(earlier: Sequence[Observation], later: Sequence[Observation]) -> tuple[Change, ...]:
    """The figures that differ, in the order of the text; confidence and the words of `why` are no difference.

    Args:
        earlier, later: all figures of the same document.
    """
    by_id = {one.id: one for one in later}
    matched = {one.id: by_id.pop(one.id) for one in earlier if one.id in by_id}
    left: defaultdict[tuple[str, int], list[Observation]] = defaultdict(list)
    for one in later:
        if one.id in by_id:
            left[_place(one)].append(one)
    found = []
    for one in earlier:
        other = matched.get(one.id)
        if other is None and left[_place(one)]:
            other = left[_place(one)].pop(0)
        if other is None or _bare(one) != _bare(other):
            found.append(Change(one, other))
    found += [Change(None, one) for some in left.values() for one in some]
    return tuple(sorted(found, key=_order))


def _place(observation: Observation) -> tuple[str, int]:
    # A quote may begin elsewhere when its rule changes; it ends with the figure or its noun.
    return observation.measure, observation.evidence[0].spans[-1].end


def _bare(observation: Observation) -> Observation:
    return replace(observation, id="", confidence=0.0, why="")


def _order(change: Change) -> tuple[int, str, str]:
    one = change.after or change.before
    return (one.evidence[0].spans[0].start, one.measure, one.id) if one else (0, "", "")
