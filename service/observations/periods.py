"""2016年底, 2014年以来, 今年, 近五年 -> Period, as precise as stated and no more; and how far each governs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.model import Basis, Period
from service.text import Span

_YEAR = r"(?:(?:19|20)\d{2}|[一二]{1}[〇零○0九][〇零○一二三四五六七八九]{2})"
_GAP = r"\s{0,3}"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|二十|[一二三四五六七八九])"
_DATE = rf"{_YEAR}{_GAP}年(?:{_GAP}{_MONTH}{_GAP}月(?:份|{_GAP}{_DAY}{_GAP}[日号])?)?"
_SINCE = r"(?:以来|起|开始|至今|后|之后|以后)"
# The first characters of all alternatives, so that the others are tried at few places.
_BEGINS = r"(?=[\d今明去前本当同次翌上目如现眼截迄至近过这最一二两三四五六七八九十几“\"])"
_EXPRESSION = re.compile(
    rf"{_BEGINS}(?:(?P<a>{_DATE}|{_YEAR}){_GAP}(?:[至到~～—–－-]{{1,2}}){_GAP}(?P<b>{_DATE}|{_YEAR}{_GAP}年|{_MONTH}{_GAP}月)(?P<bsince>)?"
    rf"|(?P<numeric>{_YEAR}[-./](?:1[0-2]|0?[1-9])(?:[-./](?:[12]\d|3[01]|0?[1-9]))?)(?![\d.])"
    rf"|(?P<date>{_DATE}){_GAP}(?:年?(?P<edge>[底末初中]))?(?P<half>[上下]半年|[第]?[一二三四1-4]季度)?{_GAP}(?P<since>{_SINCE}|(?<=年)(?=[^，。；\d]{{2,30}}以来))?"
    rf"|(?P<relative>今年|明年|去年|前年|本年度?|当年|同年|[次翌]年|(?<![比较占与])上年)(?:{_GAP}(?P<rmonth>{_MONTH}){_GAP}月(?:份|{_GAP}{_DAY}{_GAP}[日号])?)?"
    rf"(?:年?[底末初])?(?:[上下]半年)?{_GAP}(?P<rsince>{_SINCE}|(?<=年)(?=[^，。；\d]{{2,30}}以来))?"
    rf"|(?P<month>(?<![\d年个]){_MONTH}{_GAP}月(?:份|底|初|末|{_GAP}{_DAY}{_GAP}[日号]|(?<=[，,。；;：\n].月)(?=[，,])|(?<=[，,。；;：\n]..月)(?=[，,])))(?P<msince>{_SINCE})?"
    rf"|(?P<plan>[“\"]?十[一二三四五][”\"]?\s?(?:五)[”\"]?(?:规划)?(?P<planwhen>期间|时期|以来|末|期末|(?=，?(?:全[省市县区州旗]|我[省市县区]|计划|将|要|累计))))"
    r"|(?P<now>目前|如今|现在|眼下|截至目前|截止目前|迄今|至今(?!年)|近年来|(?:近|过去|这|最近)[一二两三四五六七八九十几\d]{1,2}年(?:多|来)?|[一二两三四五六七八九十几\d]{1,2}年(?:多?来|间)))"
)
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_PLANS = {
    "一": ("2006", "2010"),
    "二": ("2011", "2015"),
    "三": ("2016", "2020"),
    "四": ("2021", "2025"),
    "五": ("2026", "2030"),
}


@dataclass(frozen=True, slots=True)
class TimeWord:
    """An expression of time: its place and the period it names (`none` for 目前, 近五年, which end an earlier one's rule)."""

    place: Span
    period: Period


def time_words(text: str, published: str | None) -> tuple[TimeWord, ...]:
    """The expressions of time in a text, in order.

    Args:
        published: the document's own date, ISO 8601 at any precision; relative years need it and are `none` without it.
    """
    words: list[TimeWord] = []
    today = published[:4] if published else None
    named, at = None, 0  # the year that the paragraph named last
    for match in _EXPRESSION.finditer(text):
        if "\n" in text[at : match.start()]:
            named = None
        at = match.start()
        if text[match.end() : match.end() + 1] in _WIRES and text[match.end() - 1] in "日号":
            continue  # 新华社济南12月11日电: when it was sent
        place = Span(match.start(), match.end())
        said = re.sub(r"\s", "", match[0])
        kind = next(name for name in _KINDS if match[name])
        period = _KINDS[kind](match, said, today)
        if (
            kind == "date"
            and not match["since"]
            and _BEGINNING.fullmatch(text, place.start - 1, place.end + 1)
        ):
            period = _since(said, _iso(match["date"]), today, "stated")
        if match["relative"] in _OF_THE_STORY:
            period = _in_the_story(text, place, said, named, later=match["relative"][0] in "次翌")
        if period is not None:
            words.append(TimeWord(place, period))
            if period.end is not None:
                named = period.end[:4]
    return tuple(words)


_BEGINNING = re.compile(r"[自从].*[，,]", re.DOTALL)  # 自2018年6月,全县实施…
_WIRES = ("电", "讯")
_OF_THE_STORY = ("当年", "同年", "次年", "翌年")


def _in_the_story(text: str, place: Span, said: str, named: str | None, *, later: bool) -> Period:
    """当年底, 次年: of the year that the paragraph named last; 当年建设当年受益 is of no year."""
    is_repeated = (
        said in text[place.end : place.end + 6] or said in text[max(0, place.start - 6) : place.start]
    )
    if named is None or is_repeated:
        return Period(text=said)
    year = str(int(named) + later)
    return Period(said, year, year, "relative")


def _now(_match: re.Match[str], said: str, _today: str | None) -> Period:
    return Period(text=said)


def _plan(match: re.Match[str], said: str, today: str | None) -> Period:
    start, end = _PLANS[re.sub(r"[^一二三四五]", "", match["plan"])[0]]
    if match["planwhen"] in ("末", "期末"):
        return Period(said, end, end, "stated")
    return Period(said, start, today if match["planwhen"] == "以来" else end, "stated")


def _span(match: re.Match[str], said: str, _today: str | None) -> Period:
    start = _iso(match["a"])
    return Period(said, start, _iso(match["b"], year=start[:4]), "stated")


def _numeric(match: re.Match[str], said: str, _today: str | None) -> Period:
    year, *rest = re.split(r"[-./]", match["numeric"])
    point = "-".join([year, *(part.zfill(2) for part in rest)])
    return Period(said, point, point, "stated")


def _date(match: re.Match[str], said: str, today: str | None) -> Period:
    point = _iso(match["date"])
    return (
        _since(said, point, today, "stated")
        if match["since"] is not None
        else Period(said, point, point, "stated")
    )


def _relative(match: re.Match[str], said: str, today: str | None) -> Period:
    if today is None or match["relative"] == "上年":
        return Period(text=said)
    back = {"明": -1, "去": 1, "前": 2}.get(match["relative"][0], 0)
    point = str(int(today) - back)
    if match["rmonth"]:
        point += "-" + _number(match["rmonth"]).zfill(2)
    return (
        _since(said, point, today, "relative")
        if match["rsince"] is not None
        else Period(said, point, point, "relative")
    )


def _month(match: re.Match[str], said: str, today: str | None) -> Period | None:
    if today is None:
        return None
    point = _iso(match["month"], year=today)
    return (
        _since(said, point, today, "relative") if match["msince"] else Period(said, point, point, "relative")
    )


# A group of _EXPRESSION -> what it means; tried in this order.
_KINDS: Mapping[str, Callable[[re.Match[str], str, str | None], Period | None]] = {
    "now": _now,
    "plan": _plan,
    "a": _span,
    "numeric": _numeric,
    "date": _date,
    "relative": _relative,
    "month": _month,
}


def _since(said: str, start: str, today: str | None, basis: Basis) -> Period:
    """From a point to the document's own year: 2014年以来 of 2018 is 2014/2018; open without a date."""
    if today is None or start[:4] > today:
        return Period(said, start, None, basis)
    return Period(said, start, start if start == today else today, basis)


def _iso(said: str, year: str | None = None) -> str:
    parts = [_number(part) for part in re.split(r"年|月|日|号|份|底|初|末", re.sub(r"\s", "", said)) if part]
    if year is not None and "年" not in said and len(parts[0]) < 4:
        parts.insert(0, year)
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:3])])


def _number(said: str) -> str:
    """11, 十一, 二十三, 二〇一八 as digits."""
    said = said.strip()
    if said.isascii():
        return said
    if "十" in said:
        tens, _, ones = said.partition("十")
        return (_CHINESE_DIGITS.get(tens, "1") if tens else "1") + (_CHINESE_DIGITS[ones] if ones else "0")
    return "".join(_CHINESE_DIGITS.get(c, c) for c in said)
