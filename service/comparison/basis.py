"""What the figures of a row have in common, and the administrative level that they are compared at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.model import Level, Nature, Observation, Region

LEVELS: tuple[Level, ...] = ("province", "prefecture", "county")


class Shown(NamedTuple):
    """A figure that stands in a row, and the region of its cell."""

    region: Region
    observation: Observation


@dataclass(frozen=True, slots=True)
class Basis:
    """The denominator and the nature of a row.

    Attributes:
        per: None where the figures have none or differ.
        nature: None where the figures differ or there are none.
        is_one: whether all figures have the same denominator and the same nature.
    """

    per: str | None
    nature: Nature | None
    is_one: bool


def basis(shown: Sequence[Shown]) -> Basis:
    """Find what the figures of a row have in common; a row without figures has one basis."""
    pers = {one.observation.per for one in shown}
    natures = {one.observation.nature for one in shown}
    return Basis(
        per=next(iter(pers)) if len(pers) == 1 else None,
        nature=next(iter(natures)) if len(natures) == 1 else None,
        is_one=len(pers) <= 1 and len(natures) <= 1,
    )


def main_level(shown: Sequence[Shown]) -> Level:
    """The level with most figures; of several the first of province, prefecture, county."""
    counts = Counter(one.region.level for one in shown)
    return max(LEVELS, key=lambda level: counts[level])
