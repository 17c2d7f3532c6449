"""A comparison as its page shows it: rows by group, cells with a figure or the reason why there is none."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from service.comparison import derived_measures
from service.model import Cell, Comparison, Reason, Region, Row
from service.presentation import GAPS, NATURES, REASONS, SIGNS, VERDICTS, amounts, date, note
from service.web.explorer.frame import region_name, to
from service.web.explorer.state import kept
from service.web.explorer.words import SPOKEN
from service.web.fields import label, language

# A scope in a cell is a reminder; its whole stands with the evidence.
LONGEST_NOTE = 16


class Box(NamedTuple):
    """A cell.

    Attributes:
        sign, digits: of the figure, such as ≥ and 17万; empty for a gap.
        notes: when it holds and for what; whole where short.
        gap: the reason's code, `gap_word` the reason; empty for a figure.
        address: of this page with the cell's evidence open; empty where there is none.
        others: how many further figures there are.
    """

    region: str
    sign: str
    digits: str
    notes: tuple[str, ...]
    gap: str
    gap_word: str
    address: str
    others: int
    is_derived: bool
    is_edited: bool
    is_open: bool


class Line(NamedTuple):
    """A row.

    Attributes:
        reasons: in words, with what stands in which region.
        sort: the address of this page with the regions in the order of this row.
        has_definition: whether the catalogue has the measure; derived ones it has not.
    """

    measure: str
    label: str
    unit: str
    terms: str
    boxes: tuple[Box, ...]
    verdict: str
    verdict_word: str
    reasons: tuple[tuple[str, str], ...]
    sort: str
    is_sorted: bool
    has_definition: bool


class Group(NamedTuple):
    """The rows of one group of measures."""

    group: str
    lines: tuple[Line, ...]


def groups(compared: Comparison, shown: Sequence[Region], query: Mapping[str, Any]) -> tuple[Group, ...]:
    """The rows of a comparison, group by group in their order.

    Args:
        shown: the regions whose cells are shown; verdicts are about all of them.
        query: of the page.
    """
    codes = {region.adcode for region in shown}
    lines = ((row.measure.group, line(row, codes, query)) for row in compared.rows)
    return tuple(
        Group(group, tuple(each for _, each in some)) for group, some in groupby(lines, lambda one: one[0])
    )


def line(row: Row, codes: set[str], query: Mapping[str, Any]) -> Line:
    """One row; `codes` are the adcodes that are shown."""
    spoken = SPOKEN[language()]
    digits = amounts(row, spoken)
    down = f"-{row.measure.id}"
    is_down = query.get("sort") == down
    return Line(
        measure=row.measure.id,
        label=label(row.measure),
        unit=f"{row.unit}/{row.per}" if row.per else row.unit,
        terms=" · ".join(filter(None, (NATURES[spoken][row.nature] if row.nature else "", row.aligned))),
        boxes=tuple(_box(each, row, digits, query) for each in row.cells if each.region in codes),
        verdict=row.verdict,
        verdict_word=VERDICTS[spoken][row.verdict],
        reasons=tuple((REASONS[spoken][each.code], explained(each)) for each in row.reasons),
        sort=to("/", kept(query, "cell", "columns", sort=None if is_down else down)),
        is_sorted=is_down,
        has_definition=row.measure.id not in derived_measures(),
    )


def _box(cell: Cell, row: Row, digits: Mapping[str, str], query: Mapping[str, Any]) -> Box:
    spoken = SPOKEN[language()]
    found = cell.observation
    name = f"{row.measure.id}:{cell.region}"
    has_more = bool(found or cell.others or cell.mentions)
    sign = SIGNS[found.bound] if found else ""
    return Box(
        region=cell.region,
        sign=sign,
        digits=digits[cell.region][len(sign) :] if found else "",
        notes=_notes(cell, row),
        gap=cell.gap or "",
        gap_word=GAPS[spoken][cell.gap] if cell.gap else "",
        address=to("/", kept(query, cell=name), "evidence") if has_more else "",
        others=len(cell.others) + len(cell.further),
        is_derived=cell.derivation is not None,
        is_edited=cell.review == "edited",
        is_open=query.get("cell") == name,
    )


def _notes(cell: Cell, row: Row) -> tuple[str, ...]:
    found = cell.observation
    if found is None:
        return ()
    spoken = SPOKEN[language()]
    said = note(found)
    short = said if len(said) <= LONGEST_NOTE else f"{said[:LONGEST_NOTE]}…"
    nature = NATURES[spoken][found.nature] if found.nature != row.nature else ""
    time = date(found, spoken) if found.time.notation else ""
    return tuple(filter(None, (time, nature, short)))


def explained(reason: Reason) -> str:
    """What a reason rests on: 吉安县 2016；锦屏县 2018-08. What many regions share is said once."""
    spoken = language()
    comma, stop = ("、", "；") if spoken == "zh" else (", ", "; ")
    by_value: dict[str, list[str]] = {}
    for adcode, value in zip(reason.regions, reason.values, strict=False):
        by_value.setdefault(said_value(reason.code, value), []).append(region_name(adcode))
    if reason.code == "single_source":
        return comma.join(name for names in by_value.values() for name in names)
    return stop.join(f"{comma.join(names)} {value}" for value, names in by_value.items())


def said_value(code: str, value: str) -> str:
    """A value of a reason in the language of this page."""
    if code in {"different_level", "nature_differs", "per_differs", "definition_differs"} or value in {
        "undated",
        "whole",
    }:
        return VALUES[language()].get(value, value)
    return value.removesuffix(" (former)") if language() == "zh" else value


VALUES = {
    "zh": {
        "province": "省级",
        "prefecture": "地级",
        "county": "县级",
        "undated": "未注明",
        "whole": "全域",
        "none": "无",
        "level": "当前数",
        "increment": "增量",
        "cumulative": "累计",
        "target": "目标",
        "share": "占比",
    },
    "en": {"whole": "the whole", "level": "level"},
}
