"""Which region a document is about, and all regions that it speaks of."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from service.errors import Refused
from service.model import MainRegion
from service.observations.about import (
    Levels,
    best_level,
    level_share,
    level_words,
    most_spoken_of,
    speaks_at_level_of,
)
from service.observations.places import PlaceMention, is_cited, mentions, resolve_mentions
from service.observations.regions import Regions

# One passing mention makes no subject; of Beijing not even two, where national meetings take place.
_ENOUGH, _OF_CAPITAL, _CAPITAL = 2.0, 4.0, "110000"
_AMONG = frozenset("、和及与")
_MUNICIPALITIES = frozenset(("11", "12", "31", "50"))
_CLEARLY = 0.6  # of what the text calls its region
_SHORT = 600  # characters of a text in which one mention is enough, unless it is in passing
_IN_PASSING = 0.5
_OPENING = 150  # characters of the body that introduce what it is about: a paragraph
_ORIGIN = re.compile(r"(?:从|来自|前往|赴)\Z")
_HEARD = re.compile(r"[\u4e00-\u9fff]{0,12}?(?:获悉|了解到|得知|传来|采访)")
_PAPER = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?:日报|晚报|晨报|新闻网|发布|广播|电视台|卫视)")
_OFFICE = re.compile(r"委(?!员)|党委|政府|人民政府|扶贫|纪委|组织部|宣传部|人大|政协")
_AS_EXAMPLE = re.compile(r"[\u4e00-\u9fff]{0,12}?为(?:例|个案)")
_HEADS_TITLE = re.compile(r"[ ]?[::]|[ ]")


def survey(
    title: str | None,
    source: str | None,
    text: str,
    said: str | None,
    regions: Regions,
    *,
    dateline: str | None = None,
) -> tuple[MainRegion | None, tuple[str, ...], tuple[PlaceMention, ...]]:
    """Decide which region a document is about, and find all that it speaks of.

    What decides, in this order: the caller; the title; the source line, where the text does not speak of another
    region more; how often, where and at which level (全县, 省委) the text speaks of regions; where none is named, the
    dateline (本报兴仁讯). What stays ambiguous is not guessed.

    Args:
        title, source, dateline: simplified, as found in the masthead.
        text: the clean text, simplified.
        said: adcode or name that the caller gave.

    Returns:
        The main region or None; the adcodes of all regions named in title and text, the main one first, then by
        first place; and the mentions in the text, each with its one region where that is told.

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
    named = [mention.adcode for mention in resolved if mention.adcode]
    if main is None and dateline and not named:
        main = _sent_from(dateline, regions)
    first = (main.adcode,) if main else ()
    body = len(heading)
    in_text = (
        replace(mention, start=mention.start - body, end=mention.end - body)
        for mention in resolved
        if mention.start >= body
    )
    return main, tuple(dict.fromkeys((*first, *named))), tuple(in_text)


def _sent_from(place: str, regions: Regions) -> MainRegion | None:
    """The place that a report was sent from; what is reported from the capital is the country's."""
    try:
        sent_from = regions.resolve(place)
    except Refused:
        return None
    return None if sent_from.adcode == _CAPITAL else MainRegion(sent_from.adcode, "masthead")


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
    frequent = most_spoken_of(weights, levels, regions)
    if in_title and frequent and _is_told_below(frequent, in_title, levels, regions):
        return MainRegion(frequent, "frequency")
    if in_title:
        return MainRegion(in_title, "title")
    if any(mention.end <= body for mention in likely if mention.adcode is None):
        return None
    issued = _of_source(source, regions) or (None if weights else _home_of(source, levels, regions))
    if issued and (frequent is None or regions.within(issued, frequent) or regions.within(frequent, issued)):
        return MainRegion(issued, "masthead")
    if frequent is None or frequent == _CAPITAL:
        frequent = _spoken_as(weights, levels, regions) or frequent
    if frequent is None or not _is_subject(frequent, weights, len(whole), regions):
        return None
    others = {code for code in weights if not regions.within(frequent, code)}
    return MainRegion(frequent, "frequency" if others else "only")


def _spoken_as(weights: Mapping[str, float], levels: Levels, regions: Regions) -> str | None:
    """The one region named at the level that a text calls its own: 我市 and 吕梁市, whatever else is named."""
    found = {code for code in weights if code[2:4] != "00" or code[:2] not in _MUNICIPALITIES}
    clear = {code for code in found if level_share(code, levels, regions) >= _CLEARLY}
    return clear.pop() if len(clear) == 1 else None


def _is_told_below(code: str, in_title: str, levels: Levels, regions: Regions) -> bool:
    """贵州一个县的脱贫路: the title says where it lies, the text says 全县 and which."""
    is_below = code != in_title and regions.within(code, in_title)
    return is_below and speaks_at_level_of(code, in_title, levels, regions)


def _is_subject(code: str, weights: Mapping[str, float], length: int, regions: Regions) -> bool:
    """Whether a text of this length says enough of a region to be about it."""
    said = sum(weight for other, weight in weights.items() if regions.within(other, code))
    if code == _CAPITAL:
        return said >= _OF_CAPITAL
    return said >= _ENOUGH or (length <= _SHORT and said >= _IN_PASSING)


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
    """The region whose office issued the document: 吉安县委宣传部. Newspapers write about others too."""
    named = [mention for mention in mentions(source or "", regions) if mention.is_full]
    resolved = resolve_mentions(named, None, regions)
    return resolved[-1].adcode if resolved else None


def _home_of(source: str | None, levels: Levels, regions: Regions) -> str | None:
    """Where a newspaper is at home, for a text that names no region and speaks at that level: 湖北日报, 全省."""
    paper = _PAPER.match(source or "")
    if paper is None:
        return None
    try:
        home = regions.resolve(paper[1]).adcode
    except Refused:
        return None
    return home if level_share(home, levels, regions) >= _CLEARLY else None


def _weights(whole: str, body: int, found: Sequence[PlaceMention], regions: Regions) -> dict[str, float]:
    """How much the text speaks of each region itself: more at the start, less for a parent before its child."""
    weights: dict[str, float] = defaultdict(float)
    for mention, following in zip_longest(found, found[1:]):
        if mention.adcode is None:
            continue
        weight = 2.0 if mention.start < body + _OPENING else 1.0
        if _OFFICE.match(whole, mention.end):
            weight *= 1.3  # 吉安县委 acts, 吉安 may be a place on the way
        if _AS_EXAMPLE.match(whole, mention.end):
            weight += 5.0  # 以…为例: the subject of research prose, said once
        if following and following.start - mention.end <= 1 and _is_below(following, mention, regions):
            # 吴忠市红寺堡区、同心县: the parent of a list is what its items have in common.
            weight *= 1.0 if whole[following.end : following.end + 1] == "、" else 0.25
        if _ORIGIN.search(whole, max(0, mention.start - 2), mention.start) and not _HEARD.match(
            whole, mention.end
        ):
            weight *= 0.2  # 从浙江引来西瓜: where something came from
        if is_cited(whole, mention):
            weight *= 0.3  # 根据《四川省…的通知》: whose rule it is, not whom the text is about
        if (
            whole[mention.end : mention.end + 1] in _AMONG
            or whole[mention.start - 1 : mention.start] in _AMONG
        ):
            weight *= 0.6  # one of a list
        weights[mention.adcode] += weight
    return dict(weights)


def _is_below(mention: PlaceMention, above: PlaceMention, regions: Regions) -> bool:
    if mention.adcode is None or above.adcode is None or mention.adcode == above.adcode:
        return False
    return regions.within(mention.adcode, above.adcode)


def _by_level(found: Sequence[PlaceMention], levels: Levels, regions: Regions) -> tuple[PlaceMention, ...]:
    """Settle what is open between a city and a county of one name by what the text calls its region: 全县."""

    def settled(mention: PlaceMention) -> PlaceMention:
        if mention.adcode is not None:
            return mention
        best = best_level(mention.candidates, levels, regions)
        return replace(mention, adcode=best)

    return tuple(map(settled, found))
