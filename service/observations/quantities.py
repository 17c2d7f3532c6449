"""Numeral + unit + bound + denominator, with its place: 不低于17万元, 5900余户, 0.9 万元 / 年."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.model import Bound
from service.observations.numerals import NUMERAL, Numeral, numeral
from service.text import Span

# Longest first within one first character: 人次 before 人, 公里 before 公斤, 百分点 is no %.
UNITS = (
    "晚 口人 个百分点 人次 户次 场次 平方公里 平方米 公里 千米 公斤 公顷 小时 分钟 工作日 万亩 元 块钱 % ‰ "
    "名 位 人 户 个 支 件 起 处 项 家 所 座 条 天 夜 周 月 年 岁 亩 吨 批 场 期 类 种 届 轮 级 倍 斤 米 里 "
    "间 栋 套 张 份 篇 本 股 头 只 匹 棵 株 组 对 队 班 次 步 大 字 点 周年 号 日 时 分 秒 版 页 卷 把 度 站 宗 桩 例 员"
).split()
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_NOUN_OR_RANGE = re.compile(r"[县市村区镇乡]|[至到~～—–-][\d两二三四五六七八九十]")
_QUANTITY = re.compile(
    rf"(?<![第\d.A-Za-z]){NUMERAL}\s{{0,3}}(?P<unit>{_UNIT})?(?:(?<=天)[\d一二两三四五六七]夜)?"
)  # 五天四夜 is five days
_NOUN = re.compile(
    r"\s?[县市村区镇乡旗户人省贫农群干党驻建深%至到~～—–-]|\s?[。，,;；、）)]?$|\s?[。，,;；、）)]"
)
_HOUSEHOLDS = re.compile(
    r"\s?(?:建档立卡|农村|特困|困难|低收入|脱贫)?(?:贫困|特困|困难|低收入|农|脱贫|搬迁|牧|低保)户"
)
_PERSONS = re.compile(r"人(?![口员大民才均工物])")
_MAGNITUDE = re.compile(r"[百千万亿]{1,2}(?:名|人|户|个|件|位)")
_PLACES = re.compile(r"[村镇乡]|县(?![级处委直区市乡内外城])")
_WORDS = ("一次性", "一对一", "一周")
_NO_FIGURE = re.compile(
    r"后|年代|分制|中心"
)  # 80后, 90年代, 12345 as the name of a hotline has no unit either
_POWERS_ALONE = re.compile(r"[十百千万亿]+")  # 万山区
_AFTER = re.compile(
    r"\s?(?:(?P<more>[余多](?![年人户个名种次]))|(?P<above>[及或]?以上)|(?P<below>[及或]?(?:以下|以内|之内))|(?P<about>左右|上下))"
)
_SLASH = re.compile(
    r"\s?(?:[/／·•每]\s?(?P<first>[个]?[年月周天村户人名])(?:\s?[/／·•每]\s?(?P<second>[年月周天村户人名]))?)"
)
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("ge", "不低于|不少于|不得低于|不得少于|不小于|不下于|不下|至少|最少|最低|保底|低至"),
    ("le", "不超过|不得超过|不高于|不多于|不大于|至多|最多|最高|不到|不足|低于|少于|上限为?"),
    ("gt", "超过|超出|超|逾|突破|多于|高于|高过|大于|不止"),
    ("approx", "大约|大概|约为|约|接近|将近|近|左右"),
)
_BEFORE = re.compile(
    "(?:"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in _BOUNDS)
    + r")(?:了|有|达到?|为|每[村人户月年]|人均|户均|平均|年均){0,2}\s{0,2}$"
)

# A few of something in quotation marks: “四个全覆盖”, “三支队伍”; not “52名第一书记”.
_SLOGAN = re.compile(r"[“「\"‘][一二两三四五六七八九十](?!天|日)[个支项条批大]?[\u4e00-\u9fff]{1,7}[”」\"’]")


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity where it stands.

    Attributes:
        place: numeral and unit, with the words that bound it from behind (余, 以上, 左右) and `/ 年`.
        core: the place with the bound words before it too.
        unit: as said (名, 支, 元, %); empty for a bare number before its noun (280万贫困人口), but 户 for households
            and 处 for villages and townships that are counted without a classifier.
        over: the denominators written behind the unit, in the order written (年, 月, 村).
        lower, upper: what the bound allows; None is open.
        ranged: it says from where to where (3至5名, 三五名), not how many.
    """

    number: Numeral
    value: Decimal
    unit: str
    bound: Bound
    lower: Decimal | None
    upper: Decimal | None
    over: tuple[str, ...]
    place: Span
    core: Span
    ranged: bool = False


def quantities(
    text: str, start: int = 0, end: int | None = None, *, taken: Sequence[Span] = ()
) -> tuple[Stated, ...]:
    """The quantities in `text[start:end]`, in order.

    Args:
        taken: ranges that hold no quantities (dates), in order; a quantity that touches one is none.

    Ordinals (第12期, 第一书记) and numbers inside Latin words or codes are no quantities.
    """
    end = len(text) if end is None else end
    found: list[Stated] = []
    at, dates = start, iter(taken)
    date = next(dates, None)
    for match in _QUANTITY.finditer(text, start, end):
        while date is not None and date.end <= match.start():
            date = next(dates, None)
        if match.start() < at or (date is not None and date.start < match.end()):
            continue
        stated = _stated(text, match, start, end)
        if stated is None:
            continue
        previous = found[-1] if found else None
        if previous is not None and (joined := _ranged(text, previous, stated)) is not None:
            found[-1] = joined
        else:
            found.append(stated)
        at = stated.place.end
    return tuple(found)


def _stated(text: str, match: re.Match[str], start: int, end: int) -> Stated | None:
    number = numeral(match)
    unit = match["unit"] or ""
    if match["percent"] or match["tenths"]:
        unit = "%"
    # Without a unit a figure stands right before its noun (14县, 86贫困村) or ends in 万; 56:48 is a score.
    has_noun = _NOUN.match(text, match.end(), end) or _HOUSEHOLDS.match(text, match.end(), end)
    if not unit and not number.spelled and not match["power"] and not has_noun:
        return None
    # An age only describes: 60名35岁以下干部; 四级, 一次性 and 一对一 are words.
    if unit == "岁" or (unit == "级" and number.spelled) or text.startswith(_WORDS, match.start()):
        return None
    # “四个全覆盖”; 万名, 百件: many.
    is_slogan = number.spelled and _SLOGAN.match(text, match.start() - 1, end)
    if is_slogan or (unit and _MAGNITUDE.fullmatch(match[0])):
        return None
    unit = _meant(unit, number, text, match.end(), end)
    if not unit and (_NO_FIGURE.match(text, match.end(), end) or _POWERS_ALONE.fullmatch(match[0])):
        return None
    # A spelled number without a unit is a word (一致, 三农), but 两县 and 十万群众 are figures.
    # 两到三个 is a range whose unit is said once.
    is_word = not unit and number.spelled and not (number.step >= 10**4 or number.more)
    if is_word and (number.value == 1 or not _NOUN_OR_RANGE.match(text, match.end(), end)):
        return None
    stop = match.end()
    bound: Bound = "ge" if number.upto is not None else "gt" if number.more else "eq"
    slash = _SLASH.match(text, stop, end)
    if slash is not None:
        stop = slash.end()
    if (after := _AFTER.match(text, stop, end)) is not None:
        stop = after.end()
        bound = "approx" if after["about"] else "le" if after["below"] else "gt"
    begin = match.start()
    if (before := _BEFORE.search(text, max(start, begin - 14), begin)) is not None:
        begin = before.start()
        # 约5900余户 is bounded from below all the same: the word nearer to the digits decides.
        if bound == "eq":
            bound = next(name for name, _ in _BOUNDS if before[name])
    over = tuple(p.removeprefix("个") for p in slash.groups() if p) if slash else ()
    place, core = Span(match.start(), stop), Span(begin, stop)
    lower, upper = _interval(number, bound)
    ranged = number.upto is not None
    return Stated(number, number.value, unit, bound, lower, upper, over, place, core, ranged)


def _meant(unit: str, number: Numeral, text: str, at: int, end: int) -> str:
    """The unit that a number means where its noun says more than its classifier, or has none."""
    if not unit and not number.spelled and _PLACES.match(text, at, end):
        return "处"  # 4镇7村 counts places, no persons and no teams
    if unit in ("", "个") and _HOUSEHOLDS.match(text, at, end):
        return "户"  # 2332贫困户
    if unit == "个" and _PERSONS.match(text, at, end):
        return "名"  # 召回了15个人
    return unit


def _interval(number: Numeral, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    """What a bound allows: eq [n, n]; 余 [n, n + step); ge and gt [n, None); le (None, n]; approx half a step to either side.

    What says itself from where to where (五六十) is bounded by that alone.
    """
    if number.upto is not None:
        return number.value, number.upto
    match bound:
        case "eq":
            return number.value, number.value
        case "gt" if number.more:
            return number.value, None if number.vague else number.value + number.step
        case "ge" | "gt":
            return number.value, None
        case "le":
            return None, number.value
        case "approx":
            return number.value - number.step / 2, number.value + number.step / 2


def _ranged(text: str, low: Stated, high: Stated) -> Stated | None:
    """3至5名 and 3万—5万元 as one quantity of the lower value with both bounds; None when the two do not make a range."""
    between = text[low.place.end : high.core.start]
    if low.unit not in ("", high.unit) or not re.fullmatch(r"\s?(?:[至到~～—–－-]{1,2})\s?", between):
        return None
    value = low.value
    if not low.unit and value < high.value and high.value >= 1000 and value < 1000:
        # 3—5万元: the power is said once.
        scale = Decimal(10) ** (4 if high.value < 10**8 else 8)
        value = value * scale if value * scale < high.value else value
    if value >= high.value:
        return None
    place = Span(low.place.start, high.place.end)
    return replace(
        high,
        value=value,
        bound="ge",
        lower=value,
        upper=high.upper,
        place=place,
        core=Span(low.core.start, place.end),
        ranged=True,
    )
