"""The denominator of a figure: 村, 村/年, 人/年, 户/年, 周."""

import re

from service.observations.fitting import Claim
from service.observations.skeletons import Skeleton

_LOOKBACK = 40  # characters before the figure that may name its period: 村干部年报酬,正职…、副职…
_EACH_YEAR = re.compile(r"(?:每年|年均)[^，。；：、\ue000-\ue0ff]{0,24}$")
_PERIOD = re.compile(
    r"(?P<年>每年|年均|全年|一年|每人年|按年|年(?=工资|报酬|薪|补贴|补助|收入|人均|户均|增收|均|基本|绩效|可|生活|误工|平均|待遇|纯|度))"
    r"|(?P<月>每月|月均|按月|每个月|月(?=工资|报酬|薪|补贴|补助|人均|均|基本|绩效|生活|误工|待遇))"
    r"|(?P<天>每天|每日|日均|每人每天)"
)
_AFTER = re.compile(
    r"^[^，。；、]{0,6}?(?:每(?P<a>[年月天]))|^(?:的)?(?P<b>[年月])(?:工资|报酬|薪|补贴|补助|度)"
)
_WHO = re.compile(
    r"(?P<户>户均|每户|户年均|平均每户|每个(?:贫困|农|脱贫)户|户(?=增收|年增收))|(?P<人>人均|每人|每名|每位|人年均|平均每人)|(?P<村>每村|村均|每个[^，。]{0,8}村|各村|每一个[^，。]{0,8}村)"
)


def denominator(
    sentence: Skeleton, claim: Claim, other: str | None = None, *, goes_on: bool = False
) -> str | None:
    """The denominator as stated, for measures that have one; None for totals.

    Args:
        other: the denominator of the figure on the other side of a change, which says the period for both.
        goes_on: whether the figure before it is of the same measure, so that what was said of that one holds on.
    """
    per = claim.definition.per
    if per is None:
        at = sentence.figures[claim.figure]
        return "年" if _EACH_YEAR.search(sentence.characters, max(0, at - _LOOKBACK), at) else None
    if per == "周":
        return per
    at, figure = sentence.figures[claim.figure], sentence.stated[claim.figure]
    since = sentence.figures[claim.figure - 1] + 1 if claim.figure and not goes_on and claim.direct else 0
    before = sentence.characters[max(since, at - _LOOKBACK) : at]
    written = [part for part in figure.over if part in "年月周天日"]
    period = written[0] if written else _period(before, sentence.characters[at + 1 : at + 12])
    who = per
    if "|" in per:
        named = [m.lastgroup for m in _WHO.finditer(before)] + [p for p in figure.over if p in "人户"]
        kinds = [name for name in named if name in per.split("|")]
        if not kinds and other:
            kinds = [other.partition("/")[0]]
        who = kinds[-1] if kinds else per.split("|")[0]
    if period is None and other is not None:
        period = other.partition("/")[2] or None
    period = period or claim.definition.period
    return f"{who}/{period}" if period else who


def _period(before: str, after: str) -> str | None:
    behind = _AFTER.match(after)
    if behind is not None:
        return behind["a"] or behind["b"]
    named = [match.lastgroup for match in _PERIOD.finditer(before)]
    return named[-1] if named else None
