"""One figure said again is one observation with one more mention; and the name that it keeps."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.model import Observation


@dataclass(frozen=True, slots=True)
class Found:
    """An observation with what merging needs: its sentence and the places of its quote and number."""

    observation: Observation
    sentence: int
    at: int


def merged(found: Sequence[Found]) -> tuple[Observation, ...]:
    """One observation a figure: said again in another sentence, it is one more mention, and lends its time or scope."""
    kept: list[Found] = []
    by_figure: dict[tuple[object, ...], list[int]] = {}
    for item in found:
        new = item.observation
        key = (new.region, new.measure, new.value, new.unit, new.per, new.bound)
        for index in by_figure.get(key, []):
            old = kept[index].observation
            listed = kept[index].sentence == item.sentence and old.scope != new.scope
            if listed or not _agree(old.time.notation, new.time.notation):
                continue
            kept[index] = replace(kept[index], observation=_together(old, new))
            break
        else:
            by_figure.setdefault(key, []).append(len(kept))
            kept.append(item)
    return tuple(_named(item.observation) for item in kept)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _together(old: Observation, new: Observation) -> Observation:
    time = old.time if old.time.notation is not None or new.time.notation is None else new.time
    return replace(old, time=time, scope=old.scope or new.scope, evidence=old.evidence + new.evidence)


def _named(observation: Observation) -> Observation:
    place = observation.evidence[0].spans[0]
    parts = (
        observation.document, observation.region, observation.measure, observation.value, observation.unit, observation.per,
        observation.bound, observation.time.notation, observation.scope, place.start,
    )  # fmt: skip
    return replace(observation, id=hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16])
