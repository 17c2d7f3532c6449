"""One region of one row: a figure, or a gap and its reason.

    value           a figure of the row's unit, denominator, nature and time, chosen by `choice.py`
    conflict        the chosen figure has one of equal standing that it cannot hold beside
    not_comparable  figures stand there, none of them on the row's terms
    no_number       the measure is spoken of without a number (实现第一书记驻村全覆盖)
    not_mentioned   a document about the region was read and says nothing of the measure
    not_analysed    no document about the region was read

A figure outranks every gap, and among the gaps the first that holds is the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from service.comparison.alignment import NEWEST, Chosen, is_near
from service.comparison.basis import Basis, of
from service.comparison.choice import precedence, standing
from service.comparison.intervals import interval
from service.model import Cell, GapReason, Mention, Observation


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known for a cell, in any order.

    Attributes:
        region: adcode.
        is_analysed: whether the region is the main region of an analysed document.
    """

    region: str
    observations: tuple[Observation, ...]
    mentions: tuple[Mention, ...]
    is_analysed: bool


class Terms(NamedTuple):
    """What a figure must be like to stand in a row.

    Attributes:
        basis: denominator and nature; None takes any.
        at: the time.
        is_derived: whether the figures are quotients: two that share an operand are still two.
    """

    unit: str
    basis: Basis | None = None
    at: Chosen = NEWEST
    is_derived: bool = False

    def admit(self, observation: Observation) -> bool:
        """Whether a figure has the unit and the time; `fit` asks for the basis too."""
        return observation.unit == self.unit and is_near(observation, self.at)

    def fit(self, observation: Observation) -> bool:
        """Whether a figure may stand in the row."""
        return self.admit(observation) and (self.basis is None or of(observation) == self.basis)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of one cell that cannot hold together; the first two exclude each other."""

    region: str
    sides: tuple[Observation, ...]


def cell(material: Material, terms: Terms) -> tuple[Cell, Conflict | None]:
    """Fill a cell.

    Returns:
        The cell, whose `others` are in the order of preference; in a conflict they begin with its sides.
    """
    figures: Sequence[Observation] = material.observations
    if len(figures) > 1:  # most cells have one figure, whose key nobody needs
        figures = sorted(figures, key=lambda figure: precedence(figure, terms.at))
    fitting = [figure for figure in figures if terms.fit(figure)]
    if not fitting:
        return _gap(material, figures), None
    chosen = fitting[0]
    against = sides(equals(fitting), terms) if len(fitting) > 1 else ()
    if against:
        taken = {(side.document, side.id) for side in against}
        rest = (figure for figure in figures if (figure.document, figure.id) not in taken)
        return Cell(material.region, None, (*against, *rest), "conflict"), Conflict(material.region, against)
    others = tuple(figure for figure in figures if figure is not chosen)
    return Cell(material.region, chosen, others), None


def _gap(material: Material, figures: Sequence[Observation]) -> Cell:
    mentions = tuple(sorted(material.mentions, key=_place))
    reason: GapReason
    if figures:
        reason = "not_comparable"
    elif mentions:
        reason = "no_number"
    else:
        reason = "not_mentioned" if material.is_analysed else "not_analysed"
    return Cell(
        material.region,
        others=tuple(figures),
        gap=reason,
        mentions=mentions if reason == "no_number" else (),
    )


def equals(figures: Sequence[Observation]) -> list[Observation]:
    """The first figure and those of the same standing."""
    first = standing(figures[0])
    return [figure for figure in figures if standing(figure) == first]


def sides(alike: Sequence[Observation], terms: Terms) -> tuple[Observation, ...]:
    """Those of figures of equal standing that exclude another one of them; the first two are furthest apart.

    Whatever excludes any figure excludes the one that ends lowest or the one that begins highest, so only
    these two are asked: the price stays linear for a region of ten thousand documents. They come first, so that
    the figures that `leading_of` keeps name the same two.
    """
    said = alike if terms.is_derived else statements(alike)
    furthest = extremes(said)
    lowest, highest = map(interval, furthest)
    if lowest.overlaps(highest):
        return ()
    first, others = [], []
    for figure in said:
        spread = interval(figure)
        if any(figure is one for one in furthest):
            first.append(figure)
        elif not (spread.overlaps(lowest) and spread.overlaps(highest)):
            others.append(figure)
    return (*first, *others)


def extremes(figures: Sequence[Observation]) -> tuple[Observation, Observation]:
    """The figure whose interval ends lowest, and the one whose interval begins highest; of equal ones the first."""
    spread = [(interval(figure), figure) for figure in figures]
    lowest = reduce(lambda one, other: other if one[0].ends_above(other[0]) else one, spread)
    highest = reduce(lambda one, other: other if other[0].begins_above(one[0]) else one, spread)
    return lowest[1], highest[1]


def statements(figures: Sequence[Observation]) -> list[Observation]:
    """The figures less further readings of characters already read: two readings are not two statements."""
    kept, read = [], set[tuple[object, ...]]()
    for figure in figures:
        places = {(figure.document, *evidence.spans) for evidence in figure.evidence}
        if read.isdisjoint(places):
            kept.append(figure)
        read |= places
    return kept


def _place(mention: Mention) -> tuple[object, ...]:
    return (mention.document, mention.evidence.spans, mention.evidence.quote)
