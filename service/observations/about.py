"""What a text is about: the level that it speaks at, and the region that most of its mentions lead to."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from service.observations.regions import Regions

Levels = Mapping[str, float]
"""How much a text speaks of its region as 省, 市, 县 …: shares, together 1; empty when it hardly does."""

_LEVEL_WORDS = re.compile(
    r"(?P<whole>全|我|该|本)(?P<kind>[省市县州旗盟区])(?![场域略间内外级])|(?P<office>[省市县州旗区])(?:委(?!员|托)|政府|级领导)"
)
_FEW = 3.0  # less says nothing about the level: one 全市 and one 市委 may be a quotation


def level_words(text: str) -> Levels:
    """Count what the text calls its region: 全县 counts twice, 县委 once."""
    counted: Counter[str] = Counter()
    for matched in _LEVEL_WORDS.finditer(text):
        if matched["kind"]:
            counted[matched["kind"]] += 2
        else:
            counted[matched["office"]] += 1
    total = counted.total()
    return {kind: count / total for kind, count in counted.items()} if total >= _FEW else {}


def best_level(candidates: Sequence[str], levels: Levels, regions: Regions) -> str | None:
    """The candidate at the level that the text speaks at, if it clearly speaks at one of theirs."""
    ranked = sorted(candidates, key=lambda code: -level_share(code, levels, regions))
    first, second = (level_share(code, levels, regions) for code in ranked[:2])
    return ranked[0] if first > 0 and first >= 2 * second else None


def most_spoken_of(weights: Mapping[str, float], levels: Levels, regions: Regions) -> str | None:
    """Walk down from the country to the region that the mentions lead to.

    At each step the text goes on to one region below only if that outweighs its siblings and the region reached;
    so a list of many counties is about their province, and a county's report that praises its province is about
    the county.

    Args:
        weights: adcode -> how much the text speaks of the region itself.

    Returns:
        A region that is named in the text; None when no region outweighs the others.
    """
    own = {
        code: weight * (0.4 + 2 * level_share(code, levels, regions) if levels else 1.0)
        for code, weight in weights.items()
    }
    total: dict[str | None, float] = defaultdict(float)
    below: dict[str | None, set[str]] = defaultdict(set)
    for code, weight in own.items():
        path = [code, *(parent.adcode for parent in regions.parents(code))]
        for child, parent in zip(path, (*path[1:], None), strict=True):
            total[child] += weight
            below[parent].add(child)
        total[None] += weight
    at: str | None = None
    while below[at]:
        best, *others = sorted(below[at], key=lambda code: (-total[code], code))
        here = own.get(at, 0.0) if at else 0.0
        rivals = sum(total[code] for code in others)
        rival = max((total[code] for code in others), default=0.0)
        outweighs = (
            total[best] >= 1.5 * rivals
            if here
            else total[best] >= 1.3 * rival and total[best] >= 0.8 * rivals
        )
        if not outweighs or total[best] < here:
            break
        at = best
    return at if at in weights else None


def speaks_at_level_of(code: str, above: str, levels: Levels, regions: Regions) -> bool:
    """Whether a text clearly speaks at the level of a region and not at that of the one above."""
    return level_share(code, levels, regions) >= 0.6 and level_share(above, levels, regions) <= 0.2


def level_share(code: str, levels: Levels, regions: Regions) -> float:
    """How much of what a text calls its region (全县, 市委) is the level of this one, 0 to 1."""
    region = regions.of(code)
    return levels.get(region.name[-1], 0.0) if region else 0.0
