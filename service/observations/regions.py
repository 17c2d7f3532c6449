"""The divisions of China, county level and above, under all the names they had since 1980."""

import csv
import difflib
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from service.errors import AmbiguousRegion, UnknownRegion
from service.model import Level, Region

Trust = Literal["alone", "context", "beside"]

_TRUST: Mapping[str, Trust] = {"~": "context", "?": "beside"}
# Documents of 2009 and after still speak of what ended since (重庆市江北区), hardly of what ended before.
_LONG_GONE = "2012"
# Nothing that names a region is longer; keeps the splitting of a name into parents and child cheap.
_LONGEST = 60
_SEPARATORS = re.compile(r"[\s·・/,，、>-]+|市辖区|省直辖县级行政区划")


class Bearer(NamedTuple):
    """A region that bears a name.

    Attributes:
        adcode: of the region today, or of a region of the past that nothing became of.
        is_full: whether it is the whole name and no short form.
        trust: whether the name stands alone in a text, needs its whole name or a parent somewhere (`context`), or
            its whole name or a parent directly before it (`beside`).
    """

    adcode: str
    is_full: bool
    trust: Trust


class Regions:
    """All divisions, found by adcode and by name. Names are simplified Chinese.

    Attributes:
        fingerprint: SHA-256 of the data, part of the edition.
        names: every name and short name and who bears it; today's bearers of a whole name keep out those that
            ended long ago; provinces first, then prefectures, then counties, each by adcode.
    """

    def __init__(self, data: bytes) -> None:
        """Read the bytes of regions.csv, whose rows are made by scripts/build_regions.py."""
        self.fingerprint = hashlib.sha256(data).hexdigest()
        rows = list(csv.reader(io.StringIO(data.decode())))[1:]
        self._parents: dict[str, tuple[Region, ...]] = {}  # filled as asked; as many as there are codes
        self._today: dict[str, Region] = {}
        self._became: dict[str, str] = {}
        past: dict[str, tuple[str, str, str]] = {}
        for adcode, name, level, parent, _, _, valid_to, became in rows:
            if not valid_to:
                self._today[adcode] = Region(adcode, name, cast("Level", level), parent or None)
            elif became:
                self._became[adcode] = became
            else:
                past[adcode] = (name, level, parent)
        self._ended = {
            adcode: Region(adcode, name, cast("Level", level), self._known(parent))
            for adcode, (name, level, parent) in past.items()
            if adcode not in self._today and adcode not in self._became
        }
        self.names = _bearers(rows, self._known)

    def _known(self, adcode: str) -> str:
        return adcode if adcode in self._today else self._became.get(adcode, adcode)

    def of(self, adcode: str) -> Region | None:
        """The region of a code: today's, or what became of it; None for a code that never was."""
        known = self._known(adcode)
        return self._today.get(known) or self._ended.get(known)

    def parents(self, adcode: str) -> tuple[Region, ...]:
        """The regions above, nearest first; empty for provinces and unknown codes."""
        above = self._parents.get(adcode)
        if above is None:
            region = self.of(adcode)
            parent = self.of(region.parent) if region and region.parent else None
            above = (parent, *self.parents(parent.adcode)) if parent else ()
            if region:
                self._parents[adcode] = above
        return above

    def within(self, child: str, ancestor: str) -> bool:
        """Whether one region is the other or lies in it."""
        child, ancestor = self._known(child), self._known(ancestor)
        return child == ancestor or any(above.adcode == ancestor for above in self.parents(child))

    def path(self, adcode: str) -> str:
        """The name with its parents in front: 江西省吉安市吉安县. Empty for unknown codes."""
        region = self.of(adcode)
        above = "".join(parent.name for parent in reversed(self.parents(adcode)))
        return above + region.name if region else ""

    def resolve(self, text: str) -> Region:
        """The region that a caller means.

        Args:
            text: an adcode; a name; a short name; either with parents in front (江西吉安县, 贵州省 锦屏).

        Raises:
            UnknownRegion: when nothing bears this name; `expected` gives names like it.
            AmbiguousRegion: when several do; `expected` lists adcodes and full paths.
        """
        text = text.strip()
        if re.fullmatch(r"[0-9]{6}", text):
            region = self.of(text)
            if region is None:
                raise UnknownRegion(
                    f"no region has the adcode {text}", parameter="region", expected="GB/T 2260"
                )
            return region
        found = self._meant(_SEPARATORS.sub("", text)) if len(text) <= _LONGEST else ()
        if not found:
            like = "、".join(self._like(text)) or "an adcode or a name, county level or above"
            raise UnknownRegion(f"no region is called {text[:_LONGEST]!r}", parameter="region", expected=like)
        if len(found) > 1:
            paths = "、".join(f"{adcode} {self.path(adcode)}" for adcode in found)
            raise AmbiguousRegion(
                f"{len(found)} regions are called {text!r}", parameter="region", expected=paths
            )
        return cast("Region", self.of(found[0]))

    def named(self, query: str, level: Level | None = None, parent: str | None = None) -> tuple[Region, ...]:
        """Regions to choose from.

        Args:
            query: an adcode or its beginning, or a name or a part of one; empty for all of today.
            level: only regions of this level.
            parent: adcode; only regions in it, and not itself.

        Returns:
            Those that bear just this name first, then names that begin with it, then those that contain it;
            each group by adcode, no region twice.
        """
        query = query.strip()
        exact = [bearer.adcode for bearer in self.names.get(query, ())]
        begins = [code for code, region in self._today.items() if region.name.startswith(query)]
        begins += [code for code in self._today if query.isdigit() and code.startswith(query)]
        contains = [code for code, region in self._today.items() if query in region.name]
        found = (
            self.of(code) for code in dict.fromkeys((*sorted(exact), *sorted(begins), *sorted(contains)))
        )
        return tuple(
            region
            for region in found
            if region is not None
            and level in (None, region.level)
            and (parent is None or (region.adcode != parent and self.within(region.adcode, parent)))
        )

    def _meant(self, text: str) -> tuple[str, ...]:
        bearers = self.names.get(text, ())
        if bearers:
            full = tuple(bearer.adcode for bearer in bearers if bearer.is_full)
            alone = tuple(bearer.adcode for bearer in bearers if bearer.trust == "alone")
            first = self.of(bearers[0].adcode)
            if not full and first is not None and first.level == "province":
                return (first.adcode,)  # 吉林 and 海南 alone are the provinces
            return full or alone or tuple(bearer.adcode for bearer in bearers)
        return tuple(dict.fromkeys(self._below(text)))

    def _below(self, text: str) -> Iterator[str]:
        for cut in range(len(text) - 2, 1, -1):
            heads = {head.adcode for head in self.names.get(text[:cut], ())}
            if not heads:
                continue
            tails = [tail.adcode for tail in self.names.get(text[cut:], ())] or list(self._below(text[cut:]))
            yield from (
                tail for tail in tails if any(tail != head and self.within(tail, head) for head in heads)
            )

    def _like(self, text: str) -> Iterable[str]:
        near = [name for name in self.names if name[0] in text[:4] or text[:2] in name]
        return difflib.get_close_matches(text, near, n=5, cutoff=0.5)


def _bearers(rows: list[list[str]], known: Callable[[str], str]) -> dict[str, tuple[Bearer, ...]]:
    today: dict[str, dict[str, Bearer]] = defaultdict(dict)
    past: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for adcode, name, _, _, aliases, _, valid_to, _ in rows:
        code = known(adcode)
        (past if valid_to and valid_to < _LONG_GONE else today)[name][code] = Bearer(code, True, "alone")
        for alias in aliases.split():
            trust = _TRUST.get(alias[0], "alone")
            short = alias if trust == "alone" else alias[1:]
            today[short].setdefault(code, Bearer(code, False, trust))
    for name, bearers in past.items():
        if not any(bearer.is_full for bearer in today.get(name, {}).values()):
            today[name].update(bearers)
    return {
        name: tuple(sorted(bearers.values(), key=_rank)) if len(bearers) > 1 else tuple(bearers.values())
        for name, bearers in today.items()
    }


def _rank(bearer: Bearer) -> tuple[int, str]:
    return -bearer.adcode.endswith("00") - bearer.adcode.endswith("0000"), bearer.adcode


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """The regions of regions.csv beside this file, read once."""
    return Regions(files("service.observations").joinpath("regions.csv").read_bytes())
