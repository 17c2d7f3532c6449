"""Rows of corrections: what readers say of figures. Precious, like documents; gone only with their document."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from service.model import Correction, Observation
from service.store.named import named, named_record
from service.store.schema import corrections, documents


def put(connection: Connection, correction: Correction) -> bool:
    """Keep a correction in place of an earlier one of its figure; False when the document is gone."""
    machine = correction.machine
    number = connection.execute(select(documents.c.number).where(documents.c.id == machine.document)).scalar()
    if number is None:
        return False
    _drop(connection, number, machine.id)
    connection.execute(
        insert(corrections).values(
            document=number,
            observation=machine.id,
            measure=machine.measure,
            region=machine.region,
            decision=correction.decision,
            note=correction.note,
            author=correction.author,
            made=correction.made,
            machine=named_record(machine),
            edited=None if correction.edited is None else named_record(correction.edited),
        )
    )
    return True


def corrected(observations: Iterable[Observation], said: Mapping[str, Correction]) -> tuple[Observation, ...]:
    """The figures as readers left them: without the rejected, the edited as edited, in the same order."""
    found = []
    for one in observations:
        correction = said.get(one.id)
        if correction is None or correction.decision == "accepted":
            found.append(one)
        elif correction.edited is not None:
            # Where it stands is what the present analysis says; what it says is what the reader said.
            found.append(replace(correction.edited, id=one.id, evidence=one.evidence))
    return tuple(found)


def drop(connection: Connection, observation: Observation) -> None:
    """Take back what was said of a figure; nothing happens when nothing was."""
    number = connection.execute(
        select(documents.c.number).where(documents.c.id == observation.document)
    ).scalar()
    if number is not None:
        _drop(connection, number, observation.id)


def of(connection: Connection, observation_ids: Collection[str]) -> dict[str, Correction]:
    """What was said of these figures, by their present ids."""
    found: dict[str, Correction] = {}
    ids = sorted(observation_ids)
    # SQLite takes some thousand values at once.
    for start in range(0, len(ids), 500):
        found |= _read(connection, _all().where(corrections.c.observation.in_(ids[start : start + 500])))
    return found


def about(
    connection: Connection, measures: Collection[str] | None, regions: Collection[str] | None
) -> dict[str, Correction]:
    """What was said of figures of these measures and regions, by their present ids; None for all."""
    query = _all()
    if measures is not None:
        query = query.where(corrections.c.measure.in_(sorted(measures)))
    found = _read(connection, query)
    # Regions may be thousands, corrections are made by hand.
    return {name: each for name, each in found.items() if regions is None or each.machine.region in regions}


def follow(
    connection: Connection, number: int, observations: Sequence[Observation]
) -> Mapping[str, Correction]:
    """Let corrections of a document stay with their figures under the ids of a new analysis.

    A figure that is found again has its id; one that is read otherwise is known by its measure and place.

    Returns:
        All that is said of the document's figures, by their new ids.
    """
    known = {one.id for one in observations}
    query = _all().where(corrections.c.document == number)
    said = _read(connection, query)
    lost = {name: each for name, each in said.items() if name not in known}
    by_place = {_place(one): one.id for one in observations}
    taken = known & said.keys()
    for name, each in lost.items():
        now = by_place.get(_place(each.machine))
        if now is not None and now not in taken:
            taken.add(now)
            connection.execute(
                update(corrections)
                .where(corrections.c.document == number, corrections.c.observation == name)
                .values(observation=now)
            )
            said[now] = said.pop(name)
    return said


def _drop(connection: Connection, number: int, observation_id: str) -> None:
    connection.execute(
        delete(corrections).where(
            corrections.c.document == number, corrections.c.observation == observation_id
        )
    )


def _place(observation: Observation) -> tuple[str, int]:
    return observation.measure, observation.evidence[0].spans[-1].end


def _all() -> Select[Any]:
    return select(corrections).order_by(corrections.c.document, corrections.c.observation)


def _read(connection: Connection, query: Select[Any]) -> dict[str, Correction]:
    return {
        row.observation: Correction(
            machine=named(Observation, row.machine),
            decision=row.decision,
            edited=None if row.edited is None else named(Observation, row.edited),
            note=row.note,
            author=row.author,
            made=row.made,
        )
        for row in connection.execute(query).all()
    }
