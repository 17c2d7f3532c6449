"""What stands in a picture as text: figures as people read them, dates, gaps with their reason, verdicts, sources."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from service.model import Cell, Level, Observation, Row
from service.presentation.dates import widest
from service.presentation.grid import plain
from service.presentation.numbers import digits
from service.presentation.words import GAPS, NATURES, REASONS, SIGNS, VERDICTS, Language

# Words for each language, where words.py has none.
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "comma": "、",
        "stop": "，",
        "colon": "：",
        "undated": "未注明",
        "all_undated": "时间均未注明",
        "unit": "单位：",
        "source": "来源：",
        "end": "。",
        "more": "等 {n} 篇文献",
        "nothing": "所问的地区没有任何数字",
        "scales": "各级刻度不同，长短只在同级之内可比。",
        "own": "{level}（另用刻度）",
        "hollow": "空心：不可比。",
        "open": "箭头：不少于此数。",
        "dashed": "虚线框：不超过此数。",
        "whisker": "横线：原文所允许的区间。",
        "derived": "星号：推算。",
        "earlier": "浅色：同一口径的其他时间。",
        "others": "另有 {n} 个地区{gap}：",
        "revision": "语料版次",
        "matrix": "有哪些数字",
        "extent": "{measures} 项指标，{regions} 个地区：{cells} 格中 {values} 格有数字。",
        "value": "有数字",
        "blank": "空白",
        "break": "；",
    },
    "en": {
        "comma": ", ",
        "stop": ", ",
        "colon": ": ",
        "undated": "undated",
        "all_undated": "all undated",
        "unit": "unit: ",
        "source": "Source: ",
        "end": ". ",
        "more": " and others, {n} documents",
        "nothing": "no figures of these regions",
        "scales": "Scales differ: lengths compare within a level only. ",
        "own": "{level} (own scale)",
        "hollow": "Hollow: not comparable. ",
        "open": "Arrow: at least this. ",
        "dashed": "Dashed: at most this. ",
        "whisker": "Line: what the statement allows. ",
        "derived": "Asterisk: derived. ",
        "earlier": "Pale: the same figure at other times. ",
        "others": "{n} more regions {gap}: ",
        "revision": "corpus revision",
        "matrix": "What figures there are",
        "extent": "{measures} measures, {regions} regions: figures in {values} of {cells} cells.",
        "value": "figure",
        "blank": "blank",
        "break": "; ",
    },
}
LEVELS: dict[Language, dict[Level, str]] = {
    "zh": {"province": "省级", "prefecture": "地级", "county": "县级"},
    "en": {"province": "Provinces", "prefecture": "Prefectures", "county": "Counties"},
}
# From the largest; a number is written with one of these only where at most two decimals are left.
MULTIPLES: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((8, "亿"), (4, "万")),
    "en": ((9, " billion"), (6, " million")),
}
# Characters of a title under a picture.
LONGEST_TITLE = 36
VERDICT_MARKS = {"comparable": "●", "with_care": "◐", "not_comparable": "○"}


class Cited(NamedTuple):
    """A document under a picture: its title, and when it was published, as far as known."""

    title: str
    published: str | None


def amounts(row: Row, language: Language) -> dict[str, str]:
    """The figures of a row by adcode, all written in one way: 4.3万, ≥17万, >5,900; or 44,584 beside 43,000.

    Large ones get 万 or 亿 only when all of them can without a third decimal: digits are never rounded.
    """
    found = {cell.region: cell.observation for cell in row.cells if cell.observation is not None}
    is_short = all(_short(one.value, language) is not None for one in found.values())
    derived = {cell.region for cell in row.cells if cell.derivation is not None}
    return {
        adcode: SIGNS[one.bound] + number(one.value, language, is_short=is_short) + "*" * (adcode in derived)
        for adcode, one in found.items()
    }


def number(value: Decimal, language: Language, *, is_short: bool) -> str:
    """A number for reading, exact."""
    short = _short(value, language) if is_short else None
    return short or _grouped(value)


def _short(value: Decimal, language: Language) -> str | None:
    for power, word in MULTIPLES[language]:
        if abs(value) >= 10**power:
            scaled = value.scaleb(-power)
            if scaled == round(scaled, 2):
                return (
                    _grouped(Decimal(digits(scaled).rstrip("0")) if "." in digits(scaled) else scaled) + word
                )
    return _grouped(value) if abs(value) < 10_000 else None


def _grouped(value: Decimal) -> str:
    whole, point, rest = digits(value).partition(".")
    # Four digits are read at a glance.
    return (f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole) + point + rest


def date(found: Observation, language: Language) -> str:
    """2018-08, 2014–2018, 2013–; a word where no time is known."""
    notation = found.time.notation
    if notation is None:
        return WORDS[language]["undated"]
    return notation.replace("/..", "–").replace("/", "–")


def note(found: Observation) -> str:
    """What a figure is a part of; empty for the whole."""
    scope = found.scope if found.scope and found.scope != "现" else ""
    condition = found.condition.text if found.condition else ""
    return scope if condition in scope else " · ".join(filter(None, (scope, condition)))


def gap_words(cell: Cell, row: Row, language: Language) -> str:
    """Why a cell is empty, and what stands there instead: 不可比：≥17万元/村 目标 2017; 无数字：“实现全覆盖”."""
    colon = WORDS[language]["colon"]
    word = GAPS[language][cell.gap] if cell.gap else ""
    if cell.gap == "no_number" and cell.mentions:
        return f"{word}{colon}“{cell.mentions[0].evidence.quote}”"
    if cell.gap == "conflict" and cell.others:
        said = dict.fromkeys(_stated(each, row, language) for each in cell.others)
        return word + colon + " / ".join([*said][:3])
    if cell.gap == "not_comparable" and cell.others:
        return word + colon + _stated(cell.others[0], row, language)
    return word


def _stated(found: Observation, row: Row, language: Language) -> str:
    unit = f"{found.unit}/{found.per}" if found.per else found.unit
    is_own = found.unit == row.unit and found.per == row.per
    pieces = [SIGNS[found.bound] + number(found.value, language, is_short=True) + ("" if is_own else unit)]
    pieces += [NATURES[language][found.nature]] if found.nature != row.nature else []
    pieces += [date(found, language)] if found.time.notation else []
    return " ".join(filter(None, pieces))


def heading(row: Row, language: Language) -> str:
    """The name of a measure."""
    return row.measure.label_zh if language == "zh" else row.measure.label_en


def unit(row: Row) -> str:
    """元/村."""
    return f"{row.unit}/{row.per}" if row.per else row.unit


def terms(row: Row, language: Language) -> str:
    """Unit, nature, and the dates that the figures have."""
    words = WORDS[language]
    nature = NATURES[language][row.nature] if row.nature else ""
    has_figures = any(cell.observation is not None for cell in row.cells)
    dates = widest(row) or (words["all_undated"] if has_figures else "")
    return words["stop"].join(filter(None, (words["unit"] + unit(row), nature, dates)))


def verdict(row: Row, language: Language) -> str:
    """● 可比, ◐ 慎比：层级不同."""
    words = WORDS[language]
    word = VERDICTS[language][row.verdict]
    codes = words["comma"].join(REASONS[language][reason.code] for reason in row.reasons)
    return f"{VERDICT_MARKS[row.verdict]} {word}" + (f"{words['colon']}{codes}" if codes else "")


def credit(cited: Sequence[Cited], documents: int, revision: int, language: Language) -> tuple[str, ...]:
    """The source line: the first documents by title and date, how many there are, and the state of the corpus."""
    words = WORDS[language]
    named = [
        f"《{_titled(each.title)}》" + (f"({each.published})" if each.published else "") for each in cited
    ]
    pieces = [words["comma"].join(named)] if named else []
    if documents > len(cited):
        pieces.append(words["more"].format(n=documents))
    about = f"duizhao {words['revision']} {revision}"
    said = words["source"] + "".join(pieces) + words["end"] if pieces else ""
    return tuple(filter(None, (said, about)))


def _titled(title: str) -> str:
    line = plain(title)
    return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE]}…"


def listed(names: Iterable[str], language: Language) -> str:
    """Names, with commas between."""
    return WORDS[language]["comma"].join(names)
