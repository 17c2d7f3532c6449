"""Regions by their figures in one row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from service.errors import UnknownMeasure
from service.model import Cell, Comparison, Row

Direction = Literal["ascending", "descending"]


def ordered(comparison: Comparison, measure: str, direction: Direction) -> Comparison:
    """The same comparison, its regions by their stated values in one row.

    Regions with equal values, and those without, stay in the order that they had; those without come last.

    Raises:
        UnknownMeasure: the comparison has no row of this measure.
    """
    row = next((row for row in comparison.rows if row.measure.id == measure), None)
    if row is None:
        raise UnknownMeasure(
            f"no row is called {measure!r}",
            parameter="sort",
            expected=", ".join(row.measure.id for row in comparison.rows[:20]) or "a measure with a row",
        )
    order = _order(row.cells, direction)
    return replace(
        comparison,
        regions=tuple(comparison.regions[place] for place in order),
        rows=tuple(_moved(row, order) for row in comparison.rows),
    )


def _order(cells: Sequence[Cell], direction: Direction) -> list[int]:
    having = [place for place, cell in enumerate(cells) if cell.observation is not None]
    values = {place: cells[place].observation.value for place in having}  # type: ignore[union-attr]
    # sorted() is stable in both directions, so ties keep the order asked.
    first = sorted(having, key=values.__getitem__, reverse=direction == "descending")
    return [*first, *(place for place, cell in enumerate(cells) if cell.observation is None)]


def _moved(row: Row, order: Sequence[int]) -> Row:
    return replace(row, cells=tuple(row.cells[place] for place in order))
