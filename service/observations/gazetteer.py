"""Finding the names of regions in a text, and who may bear each of them there."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, zip_longest
from operator import add

from service.observations.not_places import affiliations, is_bounded, is_common, is_glued, is_other_name
from service.observations.regions import Bearer, Regions

_JOINED = re.compile(r"[、,,和与及以 ]{1,2}\Z")
_ENUMERATION = re.compile(
    r"等?(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})?个?(?:[\u4e00-\u9fff]{0,6}?)([县市区旗州省])(?![级域场长委])"
)


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


def named(text: str, regions: Regions, known: Collection[str]) -> tuple[PlaceMention, ...]:
    """The names of regions in a text; see `places.mentions`."""
    found = _scanned(text, regions)
    _narrow_by_parents(text, found, regions)
    _narrow_by_enumerations(text, found, regions)
    return _believed(text, found, regions, known)


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

    def holds(bearer: Bearer, characters: str, *, is_given_away: bool) -> bool:
        if is_given_away:
            return True
        if bearer.is_full:
            return characters in bounded and not is_common(characters)
        if bearer.trust == "alone" or bearer.adcode in full:
            return True
        return bearer.trust == "context" and any(
            parent.adcode in spoken for parent in regions.parents(bearer.adcode)
        )

    believed = []
    kept: dict[tuple[str, tuple[Bearer, ...], bool], tuple[Bearer, ...]] = {}  # names repeat
    for name in found:
        characters = text[name.start : name.end]
        key = characters, name.bearers, name.is_given_away or _heads_line(text, name)
        if key not in kept:
            kept[key] = tuple(
                bearer for bearer in name.bearers if holds(bearer, characters, is_given_away=key[2])
            )
        if kept[key]:
            codes = tuple(dict.fromkeys(bearer.adcode for bearer in kept[key]))
            is_full = any(bearer.is_full for bearer in kept[key])
            believed.append(PlaceMention(name.start, name.end, characters, codes, is_full))
    return tuple(believed)


def _heads_line(text: str, name: _Name) -> bool:
    return text[name.end : name.end + 1] in (":", ":") and (name.start == 0 or text[name.start - 1] == "\n")
