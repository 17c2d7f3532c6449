"""The verdict for two regions of a row: what keeps these two apart, whatever the others say."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from service.comparison.basis import Shown, main_level
from service.comparison.ranks import rankable, ranks
from service.comparison.verdict import Standings, reasons, verdict
from service.model import Pair, Region, Row


def pair_verdicts(
    row: Row, regions: Sequence[Region], among: Collection[str] | None = None
) -> Iterator[Pair]:
    """The verdicts for every two regions that both have a figure in a row, in the order of its regions.

    Args:
        regions: of the comparison, as many as the row has cells.
        among: adcodes; only pairs of these. None: of all, and n regions have n(n-1)/2 pairs.

    Yields:
        Pairs; a pair of two levels is not_comparable and says so by different_level.
    """
    shown = [
        Shown(region, cell.observation)
        for region, cell in zip(regions, row.cells, strict=True)
        if cell.observation is not None and (among is None or region.adcode in among)
    ]
    for one, other in combinations(shown, 2):
        both = (one, other)
        level = main_level(both)
        groups = ranks(rankable(both, level))
        found = reasons(Standings(both, both, (), level, groups))
        yield Pair((one.region.adcode, other.region.adcode), verdict(both, level, found), found)
