"""Figures as plain columns beside their records, for the views that other programs read.

The record is the truth and answers are made of it; these columns say the same with what a reader said of the
figure, in the same transaction. Nothing in this house reads them but `views` and, of
confidence, `findings`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, update

from service.model import Correction, Measure, Observation, Region
from service.store import state
from service.store.bulk import add_rows
from service.store.schema import measure_names, observations, region_names


def columns_of(found: Observation) -> dict[str, Any]:
    """The plain columns of a figure."""
    evidence = found.evidence[0]
    return {
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "bound": found.bound,
        "unit": found.unit,
        "per": found.per,
        "nature_shown": found.nature,
        "starts": found.time.start,
        "stops": found.time.end,
        "scope": found.scope,
        "condition": found.condition and found.condition.text,
        "confidence": found.confidence,
        "mentions": len(found.evidence),
        "quote": evidence.quote,
        "quote_start": evidence.spans[0].start,
        "quote_end": evidence.spans[-1].end,
    }


def say(connection: Connection, number: int, said: Correction | None, machine: Observation) -> None:
    """Let the columns of a figure be what a reader said, or again what the machine found.

    Args:
        number: of the document.
        machine: the figure as it was found.
    """
    shown = machine if said is None or said.edited is None else said.edited
    values = columns_of(shown)
    # Where it stands is what the present analysis says.
    for name in ("quote", "quote_start", "quote_end", "mentions"):
        del values[name]
    connection.execute(
        update(observations)
        .where(observations.c.document == number, observations.c.id == machine.id)
        .values(**values, review=said and said.decision)
    )


def name(
    connection: Connection, edition: str, regions: Iterable[Region], measures: Iterable[Measure]
) -> None:
    """Let the views call regions and measures by these names."""
    connection.execute(region_names.delete())
    connection.execute(measure_names.delete())
    add_rows(
        connection,
        region_names,
        [{"adcode": each.adcode, "name": each.name, "level": each.level} for each in regions],
    )
    add_rows(
        connection,
        measure_names,
        [
            {"id": each.id, "label_zh": each.label_zh, "label_en": each.label_en, "unit": each.unit}
            for each in measures
        ],
    )
    state.put(connection, state.NAMED, edition)
