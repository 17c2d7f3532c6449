"""Names of regions in a text, which region each means, and which region the text is about.

Three steps, each a function: `mentions` finds names that are names of regions here (北京大学, 贵州茅台 and 锦屏镇 hold none),
`main_region` decides what the document is about, `resolve_mentions` gives each mention its one region in that light, or
none where the text leaves it open. All of them read simplified characters.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice, pairwise, zip_longest
from operator import add

from service.model import MainRegion
from service.observations.about import Levels, best_level, level_words, most_spoken_of
from service.observations.not_places import affiliations, is_bounded, is_common, is_glued, is_other_name
from service.observations.regions import Bearer, Regions, load_regions


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A region's name in a text.

    Attributes:
        start, end: its range in the text.
        name: the characters there.
        candidates: adcodes of the regions that it can mean here, at least one, by level and code.
        is_full: whether it is a whole name (锦屏县) and no short form (锦屏).
        adcode: the one that it means; None while that is open.
    """

    start: int
    end: int
    name: str
    candidates: tuple[str, ...]
    is_full: bool
    adcode: str | None = None


_OPENING = 150  # characters of the body that introduce what it is about: a paragraph
_OFFICE = re.compile(r"委(?!员)|党委|政府|人民政府|扶贫|纪委|组织部|宣传部|人大|政协")
_AS_EXAMPLE = re.compile(r"[\u4e00-\u9fff]{0,12}?为(?:例|个案)")
_HEADS_TITLE = re.compile(r"[ ]?[::]|[ ]")
_JOINED = re.compile(r"[、,,和与及以 ]{1,2}\Z")
_ENUMERATION = re.compile(
    r"等?(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})?个?(?:[\u4e00-\u9fff]{0,6}?)([县市区旗州省])(?![级域场长委])"
)


def mentions(
    text: str, regions: Regions | None = None, known: Collection[str] = ()
) -> tuple[PlaceMention, ...]:
    """Find the names of regions in a text, longest first, in the order of the text.

    A short name that is also a word counts only where the text gives it away: its full name elsewhere, a parent directly
    before it, an enumeration with a level (和平、连平两县), a colon behind it at the start of a line. Candidates are those that
    a parent before, an enumeration or such a full name leaves.

    Args:
        text: simplified characters; any length, the cost is linear.
        regions: the regions to look for; those of `load_regions` unless given.
        known: adcodes of regions that were named elsewhere in the document, in its title for one.
    """
    regions = regions or load_regions()
    found = _scanned(text, regions)
    _narrow_by_parents(text, found, regions)
    _narrow_by_enumerations(text, found, regions)
    return _believed(text, found, regions, known)


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
    return tuple(
        replace(mention, adcode=_meant(mention.candidates, about, fixed, regions)) for mention in found
    )


def main_region(
    title: str | None, source: str | None, text: str, said: str | None, regions: Regions
) -> tuple[MainRegion | None, tuple[str, ...]]:
    """Decide which region a document is about, and list all that it speaks of.

    What decides, in this order: the caller; the title; the source line, where the text does not speak of another region
    more; how often, where and at which level (全县, 省委) the text speaks of regions. What stays ambiguous is not guessed.

    Args:
        title, source: simplified, as found in the masthead.
        text: the clean text, simplified.
        said: adcode or name that the caller gave.

    Returns:
        The main region or None; and the adcodes of all regions named in title and text, the main one first, then by
        first place.

    Raises:
        UnknownRegion, AmbiguousRegion: for what the caller said.
    """
    stated = MainRegion(regions.resolve(said).adcode, "stated") if said else None
    heading = f"{title}\n" if title else ""
    whole = heading + text
    known = (stated.adcode,) if stated else ()
    found = mentions(whole, regions, known)
    levels = level_words(whole)
    main = stated or _decided(whole, len(heading), source, found, levels, regions)
    resolved = resolve_mentions(found, main, regions)
    named = (mention.adcode for mention in resolved if mention.adcode)
    first = (main.adcode,) if main else ()
    return main, tuple(dict.fromkeys((*first, *named)))


def _decided(
    whole: str,
    body: int,
    source: str | None,
    found: tuple[PlaceMention, ...],
    levels: Levels,
    regions: Regions,
) -> MainRegion | None:
    likely = _by_level(resolve_mentions(found, None, regions), levels, regions)
    weights = _weights(whole, body, likely, regions)
    in_title = _of_title(whole, [mention for mention in likely if mention.end <= body], weights, regions)
    if in_title:
        return MainRegion(in_title, "title")
    if any(mention.end <= body for mention in likely if mention.adcode is None):
        return None
    frequent = most_spoken_of(weights, levels, regions)
    issued = _of_source(source, regions)
    if issued and (frequent is None or regions.within(issued, frequent) or regions.within(frequent, issued)):
        return MainRegion(issued, "masthead")
    if frequent is None:
        return None
    others = {code for code in weights if not regions.within(frequent, code)}
    return MainRegion(frequent, "frequency" if others else "only")


def _of_title(
    whole: str, titled: list[PlaceMention], weights: Mapping[str, float], regions: Regions
) -> str | None:
    codes = list(dict.fromkeys(mention.adcode for mention in titled if mention.adcode))
    if titled and titled[0].adcode and _HEADS_TITLE.match(whole, titled[0].end):
        return titled[0].adcode  # 锦屏:…
    lowest = [
        code for code in codes if not any(other != code and regions.within(other, code) for other in codes)
    ]
    if len(lowest) == 1:
        return lowest[0]
    lowest.sort(key=lambda code: -weights.get(code, 0.0))
    if len(lowest) > 1 and weights.get(lowest[0], 0.0) >= 2 * weights.get(lowest[1], 0.0):
        return lowest[0]
    return None


def _of_source(source: str | None, regions: Regions) -> str | None:
    """The region whose office issued the document: 吉安县委宣传部. Newspapers name none: they write about others too."""
    named = [mention for mention in mentions(source or "", regions) if mention.is_full]
    resolved = resolve_mentions(named, None, regions)
    return resolved[-1].adcode if resolved else None


def _weights(whole: str, body: int, found: Sequence[PlaceMention], regions: Regions) -> dict[str, float]:
    """How much the text speaks of each region itself: mentions, more at the start, less for a parent before its child."""
    weights: dict[str, float] = defaultdict(float)
    for mention, following in zip_longest(found, found[1:]):
        if mention.adcode is None:
            continue
        weight = 2.0 if mention.start < body + _OPENING else 1.0
        if _OFFICE.match(whole, mention.end):
            weight *= 1.3  # 吉安县委 acts, 吉安 may be a place on the way
        if _AS_EXAMPLE.match(whole, mention.end):
            weight += 5.0  # 以…为例: the subject of research prose, said once
        if following and following.start - mention.end <= 1 and following.adcode:
            if following.adcode != mention.adcode and regions.within(following.adcode, mention.adcode):
                weight *= 0.25
        weights[mention.adcode] += weight
    return dict(weights)


def _by_level(found: Sequence[PlaceMention], levels: Levels, regions: Regions) -> tuple[PlaceMention, ...]:
    """Settle what is open between a city and a county of one name by what the text calls its region: 全县."""

    def settled(mention: PlaceMention) -> PlaceMention:
        if mention.adcode is not None:
            return mention
        best = best_level(mention.candidates, levels, regions)
        return replace(mention, adcode=best)

    return tuple(map(settled, found))


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
    return bool(one and two and one.parent and one.parent == two.parent)


# Finding -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Name:
    """A name found, and who may bear it here; narrowed in place."""

    start: int
    end: int
    bearers: tuple[Bearer, ...]
    is_given_away: bool = False

    @property
    def is_full(self) -> bool:
        return any(bearer.is_full for bearer in self.bearers)


@lru_cache(maxsize=2)
def _heads(regions: Regions) -> dict[str, tuple[tuple[str, tuple[Bearer, ...]], ...]]:
    """Names by their first two characters, the longest first."""
    heads: dict[str, list[tuple[str, tuple[Bearer, ...]]]] = defaultdict(list)
    for name in sorted(regions.names, key=len, reverse=True):
        heads[name[:2]].append((name, regions.names[name]))
    return {pair: tuple(names) for pair, names in heads.items()}


def _scanned(text: str, regions: Regions) -> list[_Name]:
    heads = _heads(regions)
    places = [at for at, pair in enumerate(map(add, text, islice(text, 1, None))) if pair in heads]
    for start, stop in affiliations(text):
        first, last = bisect_left(places, start), bisect_left(places, stop)
        del places[first:last]
    found: list[_Name] = []
    end = 0
    for at in places:
        if at < end:
            continue
        name, bearers = _longest(text, at, heads)
        if not name:
            continue
        stop = at + len(name)
        is_full = bearers[0].is_full or any(bearer.is_full for bearer in bearers)
        is_province = bearers[0].adcode.endswith("0000")
        if not is_full:
            if not is_province and _hides_greater(text, at, stop, heads):
                continue
            if is_other_name(text, at, stop, is_province, bool(found) and found[-1].end == at):
                end = stop
                continue
        found.append(_Name(at, stop, bearers))
        end = stop
    return found


def _longest(
    text: str, at: int, heads: Mapping[str, tuple[tuple[str, tuple[Bearer, ...]], ...]]
) -> tuple[str, tuple[Bearer, ...]]:
    for name, bearers in heads.get(text[at : at + 2], ()):
        if text.startswith(name, at) and not is_glued(text, at, at + len(name)):
            return name, bearers
    return "", ()


def _hides_greater(
    text: str, at: int, stop: int, heads: Mapping[str, tuple[tuple[str, tuple[Bearer, ...]], ...]]
) -> bool:
    """Whether a greater name begins inside a short one: 其中山东省, 从江苏."""
    for inner in range(at + 1, stop):
        name, bearers = _longest(text, inner, heads)
        if name and inner + len(name) > stop and (bearers[0].is_full or bearers[0].adcode.endswith("0000")):
            return len(name) > 2 or bearers[0].adcode.endswith("0000")
    return False


def _narrow_by_parents(text: str, found: list[_Name], regions: Regions) -> None:
    """山西省太原市娄烦县, 北京朝阳: who stands directly behind a parent lies in it."""
    for parent, child in pairwise(found):
        if child.start - parent.end > 1 or (child.start > parent.end and text[parent.end] not in " ·的"):
            continue
        pairs = [
            (above, below)
            for above in parent.bearers
            for below in child.bearers
            if above.adcode != below.adcode and regions.within(below.adcode, above.adcode)
        ]
        if pairs:
            parent.bearers = tuple(dict.fromkeys(above for above, _ in pairs))
            child.bearers = tuple(dict.fromkeys(below for _, below in pairs))
            child.is_given_away = True


def _narrow_by_enumerations(text: str, found: list[_Name], regions: Regions) -> None:
    """娄烦、阳曲两个贫困县: the level said at the end holds for every short name of the list."""
    group: list[_Name] = []
    for name, following in zip_longest(found, found[1:]):
        group.append(name)
        if (
            following
            and following.start - name.end <= 2
            and _JOINED.fullmatch(text, name.end, following.start)
        ):
            continue
        matched = _ENUMERATION.match(text, name.end)
        if matched and (len(group) > 1 or matched.group().startswith("等")):
            for member in group:
                kept = tuple(
                    bearer for bearer in member.bearers if _is_kind(bearer.adcode, matched[1], regions)
                )
                if kept and not member.is_full:
                    member.bearers, member.is_given_away = kept, True
        group = []


def _is_kind(adcode: str, kind: str, regions: Regions) -> bool:
    region = regions.of(adcode)
    return region is not None and region.name.endswith(kind)


def _believed(
    text: str, found: list[_Name], regions: Regions, known: Collection[str]
) -> tuple[PlaceMention, ...]:
    """Those names that the text does not leave to be ordinary words, with the bearers that it leaves."""
    bounded = {
        text[name.start : name.end]
        for name in found
        if name.is_given_away or name.end - name.start > 2 or is_bounded(text, name.start, name.end)
    }
    full = set(known)
    spoken = set(known)
    for name in found:
        for bearer in name.bearers:
            if (
                bearer.is_full
                and text[name.start : name.end] in bounded
                and not is_common(text[name.start : name.end])
            ):
                full.add(bearer.adcode)
            if bearer.trust == "alone" and (bearer.is_full or len(name.bearers) == 1):
                spoken.add(bearer.adcode)

    def holds(bearer: Bearer, name: _Name) -> bool:
        characters = text[name.start : name.end]
        if name.is_given_away:
            return True
        if bearer.is_full:
            return characters in bounded and not is_common(characters)
        if bearer.trust == "alone" or bearer.adcode in full or _heads_line(text, name):
            return True
        return bearer.trust == "context" and any(
            parent.adcode in spoken for parent in regions.parents(bearer.adcode)
        )

    believed = []
    for name in found:
        bearers = [bearer for bearer in name.bearers if holds(bearer, name)]
        if bearers:
            candidates = tuple(dict.fromkeys(bearer.adcode for bearer in bearers))
            characters = text[name.start : name.end]
            is_full = any(bearer.is_full for bearer in bearers)
            believed.append(PlaceMention(name.start, name.end, characters, candidates, is_full))
    return tuple(believed)


def _heads_line(text: str, name: _Name) -> bool:
    return text[name.end : name.end + 1] in (":", ":") and (name.start == 0 or text[name.start - 1] == "\n")
