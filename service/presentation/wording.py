"""A row in one plain sentence or two, made by rule: every number in it stands in the row.

    每名帮扶干部结对户数(户/人):锦屏县4.8107,最高;林西县不超过2.621;吉安县1.22916以上、不到1.25,最低。
    时间均未注明。慎比:范围不同。

It says the figures with their bounds, dates, parts and conditions, who stands highest and lowest as far as the
intervals tell, which regions are not ranked and why, what is missing, and the verdict. It counts nothing.
"""

from collections.abc import Iterable, Sequence

from service.model import Cell, Comparison, Observation, Region, Row
from service.presentation.dates import widest
from service.presentation.numbers import digits
from service.presentation.words import GAPS, NATURES, REASONS, VERDICTS, Language

# Sentences for each language: 最高 and 最低, not told apart, beside the ranking, dates.
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "colon": ":",
        "comma": "、",
        "semicolon": ";",
        "stop": "。",
        "highest": ",最高",
        "lowest": ",最低",
        "tied": "(不分高下)",
        "beside": "不参加排序:",
        "dates": "时间:",
        "some": ",其余未注明",
        "none": "时间均未注明",
        "aligned": "取",
    },
    "en": {
        "colon": ": ",
        "comma": ", ",
        "semicolon": "; ",
        "stop": ". ",
        "highest": ", the highest",
        "lowest": ", the lowest",
        "tied": " (not told apart)",
        "beside": "Not ranked: ",
        "dates": "Dates: ",
        "some": ", others undated",
        "none": "All undated",
        "aligned": "taken at ",
    },
}


def statements(comparison: Comparison, language: Language) -> tuple[str, ...]:
    """A statement for every row, in their order."""
    return tuple(statement(row, comparison.regions, language) for row in comparison.rows)


def statement(row: Row, regions: Sequence[Region], language: Language) -> str:
    """A row in words.

    Args:
        regions: of the comparison, as many as the row has cells.
    """
    words = _WORDS[language]
    names = {region.adcode: region.name for region in regions}
    cells = {cell.region: cell for cell in row.cells}
    ranked = [[cells[adcode] for adcode in group] for group in row.ranks]
    in_ranks = {adcode for group in row.ranks for adcode in group}
    beside = [cell for cell in row.cells if cell.observation is not None and cell.region not in in_ranks]
    pieces = []
    if ranked:
        pieces.append(_ranking(ranked, names, language))
    if beside:
        said = words["semicolon"].join(_figure(cell, names, language) for cell in beside)
        pieces.append((words["beside"] if ranked else "") + said)
    pieces += _gaps(row.cells, names, language)
    if ranked or beside:
        pieces.append(_dates(row, language))
    pieces.append(_verdict(row, language))
    return (_heading(row, language) + words["colon"] + words["stop"].join(pieces) + words["stop"]).strip()


def _heading(row: Row, language: Language) -> str:
    label = row.measure.label_zh if language == "zh" else row.measure.label_en
    unit = f"{row.unit}/{row.per}" if row.per else row.unit
    nature = NATURES[language][row.nature] if row.nature else ""
    inside = ", ".join(
        filter(None, (unit, nature, row.aligned and _WORDS[language]["aligned"] + row.aligned))
    )
    return f"{label}({inside})" if language == "zh" else f"{label} ({inside})"


def _ranking(groups: Sequence[Sequence[Cell]], names: dict[str, str], language: Language) -> str:
    words = _WORDS[language]
    said = []
    for place, group in enumerate(groups):
        line = words["comma"].join(_figure(cell, names, language) for cell in group)
        if len(group) > 1:
            line += words["tied"]
        # With one group only nobody stands above anybody.
        if len(groups) > 1 and place in {0, len(groups) - 1}:
            line += words["highest"] if place == 0 else words["lowest"]
        said.append(line)
    return words["semicolon"].join(said)


def _figure(cell: Cell, names: dict[str, str], language: Language) -> str:
    found = cell.observation
    if found is None:
        return names[cell.region]
    amount = _amount_zh(found) if language == "zh" else _amount_en(found)
    scope = found.scope if found.scope and found.scope != "现" else None
    condition = (
        found.condition.text if found.condition and found.condition.text not in (scope or "") else None
    )
    aside = _WORDS[language]["comma"].join(filter(None, (found.time.notation, scope, condition)))
    gap = "" if language == "zh" else " "
    return f"{names[cell.region]}{gap}{amount}" + (f"{gap}({aside})" if aside else "")


def _amount_zh(found: Observation) -> str:
    value, lower, upper = _digits(found)
    match found.bound:
        case "eq":
            return value
        case "ge":
            return f"不少于{value}"
        case "le":
            return f"不超过{value}"
        case "gt":
            return f"{value}以上、不到{upper}" if upper else f"{value}以上"
        case "approx":
            return f"约{value}" + (f"({lower}至{upper})" if lower and upper else "")


def _amount_en(found: Observation) -> str:
    value, lower, upper = _digits(found)
    match found.bound:
        case "eq":
            return value
        case "ge":
            return f"at least {value}"
        case "le":
            return f"at most {value}"
        case "gt":
            return f"{value} or more, under {upper}" if upper else f"{value} or more"
        case "approx":
            return f"about {value}" + (f" ({lower} to {upper})" if lower and upper else "")


def _digits(found: Observation) -> tuple[str, str | None, str | None]:
    return (
        digits(found.value),
        None if found.lower is None else digits(found.lower),
        None if found.upper is None else digits(found.upper),
    )


def _gaps(cells: Iterable[Cell], names: dict[str, str], language: Language) -> list[str]:
    words = _WORDS[language]
    by_gap: dict[str, list[str]] = {}
    for cell in cells:
        if cell.gap is not None:
            by_gap.setdefault(_begun(GAPS[language][cell.gap]), []).append(names[cell.region])
    return [word + words["colon"] + words["comma"].join(some) for word, some in by_gap.items()]


def _dates(row: Row, language: Language) -> str:
    words, spread = _WORDS[language], widest(row)
    if not spread:
        return words["none"]
    return words["dates"] + spread + (words["some"] if row.spread.undated else "")


def _verdict(row: Row, language: Language) -> str:
    words, word = _WORDS[language], _begun(VERDICTS[language][row.verdict])
    codes = words["comma"].join(REASONS[language][reason.code] for reason in row.reasons)
    return f"{word}{words['colon']}{codes}" if codes else word


def _begun(word: str) -> str:
    """A word as it begins a sentence."""
    return word[:1].upper() + word[1:]
