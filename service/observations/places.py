"""Names of regions in a text, and which region each means.

`mentions` finds names that are names of regions here (北京大学, 贵州茅台 and 锦屏镇 hold none); `resolve_mentions` gives
each its one region in the light of what the document is about, or none where the text leaves it open. Both read
simplified characters.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from service.model import MainRegion
from service.observations.gazetteer import PlaceMention as PlaceMention  # noqa: PLC0414  handed on to callers
from service.observations.gazetteer import named
from service.observations.regions import Regions, load_regions

_LONGEST_TITLE = 60


def mentions(
    text: str, regions: Regions | None = None, known: Collection[str] = ()
) -> tuple[PlaceMention, ...]:
    """Find the names of regions in a text, longest first, in the order of the text.

    A short name that is also a word counts only where the text gives it away: its whole name elsewhere, a parent
    directly before it, an enumeration with a level (和平、连平两县), a colon behind it at the start of a line.
    Candidates are those that a parent before, an enumeration or such a whole name leaves.

    Args:
        text: simplified characters; any length, the cost is linear.
        regions: the regions to look for; those of `load_regions` unless given.
        known: adcodes of regions that were named elsewhere in the document, in its title for one.
    """
    return named(text, regions or load_regions(), known)


def resolve_mentions(
    found: Sequence[PlaceMention], main: MainRegion | None, regions: Regions | None = None
) -> tuple[PlaceMention, ...]:
    """Give each mention its region, in the light of the others and of what the document is about.

    Args:
        found: the mentions of one text.
        main: the region that the document is about, if that is known.

    Returns:
        As many, in the same order; `adcode` is None where the text leaves several open.
    """
    regions = regions or load_regions()
    about = main.adcode if main else None
    fixed = {mention.candidates[0] for mention in found if len(mention.candidates) == 1}
    # By candidates and not by mention: names repeat, and each asks all the regions that are settled.
    meant = {
        candidates: _meant(candidates, about, fixed, regions)
        for candidates in {mention.candidates for mention in found}
    }
    return tuple(replace(mention, adcode=meant[mention.candidates]) for mention in found)


def is_cited(text: str, mention: PlaceMention) -> bool:
    """Whether a region is named in the title of another document: 根据《四川省…的通知》."""
    since = max(0, mention.start - _LONGEST_TITLE)
    return text.rfind("《", since, mention.start) > text.rfind("》", since, mention.start)


def _meant(
    candidates: tuple[str, ...], main: str | None, fixed: Collection[str], regions: Regions
) -> str | None:
    if len(candidates) == 1:
        return candidates[0]
    tests: list[Callable[[str], bool]] = []
    if main:
        tests += [
            lambda code: code == main,
            lambda code: regions.within(code, main),
            lambda code: regions.within(main, code),
        ]
    tests.append(lambda code: code in fixed)
    if main:
        above = regions.parents(main)
        tests += [partial(_is_in, regions, parent.adcode) for parent in above]
    tests += [
        lambda code: any(parent.adcode in fixed for parent in regions.parents(code)[:1]),
        lambda code: any(parent.adcode in fixed for parent in regions.parents(code)),
        lambda code: any(_siblings(code, other, regions) for other in fixed),
    ]
    for test in tests:
        passing = [code for code in candidates if test(code)]
        if len(passing) == 1:
            return passing[0]
        if passing and len(passing) < len(candidates):
            return _meant(tuple(passing), main, fixed, regions)
    return None


def _is_in(regions: Regions, ancestor: str, code: str) -> bool:
    return regions.within(code, ancestor)


def _siblings(code: str, other: str, regions: Regions) -> bool:
    one, two = regions.of(code), regions.of(other)
    return bool(one and two and one.parent == two.parent and one.level == two.level)
