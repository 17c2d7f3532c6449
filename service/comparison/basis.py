"""What a row compares: one unit, one denominator, one nature; and the level that it is compared at.

A row never mixes 元/村 with 元/村/年, nor what there is with what was added. Where the figures of a row differ
in this, the denominator and nature count that most regions of one level have a figure of; the others' figures
stand beside their cells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from service.comparison.choice import NATURES
from service.model import Level, Nature, Observation, Region

LEVELS: tuple[Level, ...] = ("province", "prefecture", "county")


class Shown(NamedTuple):
    """A figure that stands in a row, and the region of its cell."""

    region: Region
    observation: Observation


class Basis(NamedTuple):
    """The denominator and the nature of a row; `per` is None for figures without a denominator."""

    per: str | None
    nature: Nature


def basis(figures: Mapping[Region, Sequence[Observation]]) -> Basis | None:
    """The denominator and nature that most regions of one level have a figure of; None without figures.

    Args:
        figures: of each region, all of the unit of the row and near enough to its time.
    """
    levels: defaultdict[Basis, Counter[Level]] = defaultdict(Counter)
    for region, own in figures.items():
        for each in {of(observation) for observation in own}:
            levels[each][region.level] += 1

    def worth(one: Basis) -> tuple[object, ...]:
        counts = levels[one]
        # Of as many a level before a sum or a plan, and none before any denominator.
        nature = -NATURES.index(one.nature)
        return max(counts.values()), counts.total(), nature, one.per is None

    # The name breaks the last tie, so the order of a set never shows.
    return max(sorted(levels, key=lambda one: one.per or ""), key=worth, default=None)


def of(observation: Observation) -> Basis:
    """The denominator and nature of a figure."""
    return Basis(observation.per, observation.nature)


def main_level(shown: Iterable[Shown]) -> Level:
    """The level with most figures; of several the first of province, prefecture, county."""
    counts = Counter(one.region.level for one in shown)
    return max(LEVELS, key=lambda level: counts[level])
