"""A comparison to take away: as a workbook of three sheets, as records, and as a package of CSV that explains itself.

Source:
    W3C, Metadata Vocabulary for Tabular Data (CSVW), 2015.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from service.model import Comparison
from service.presentation.dates import dates
from service.presentation.flat import Row, rows_ndjson
from service.presentation.spreadsheets import csv_lines
from service.presentation.tables import COLUMNS, comparison_cells, comparison_csv, comparison_grid
from service.presentation.words import GAPS, REASONS, VERDICTS, Language
from service.presentation.workbooks import Sheet, workbook

_TITLES: dict[str, tuple[str, str]] = {
    "measure": ("指标代码", "id of the measure"),
    "label": ("指标", "name of the measure"),
    "region": ("地区", "region"),
    "adcode": ("行政区划代码", "GB/T 2260 code of the region"),
    "level": ("层级", "level of the region"),
    "state": ("状态", "value or gap"),
    "value": ("数值", "figure in the unit"),
    "lower": ("下限", "the least that the statement allows"),
    "upper": ("上限", "the most that the statement allows"),
    "bound": ("界", "eq, ge, le, gt or approx"),
    "unit": ("单位", "unit"),
    "per": ("分母", "denominator as stated"),
    "nature": ("性质", "level, increment, cumulative, target or share"),
    "time": ("时间", "when the figure holds"),
    "scope": ("范围", "what the figure covers; empty: the whole"),
    "condition": ("条件", "what picks out the units that it holds for"),
    "gap": ("缺失原因", "why there is no figure"),
    "verdict": ("可比性", "whether the row may be compared"),
    "reasons": ("理由", "why it must be read with care"),
    "quote": ("原文", "the words of the document"),
    "document": ("文献", "SHA-256 of the document"),
    "observation": ("观测值", "id of the observation"),
}
_DECIMALS = {"value", "lower", "upper"}


class Origin(NamedTuple):
    """Where a table comes from: the edition of its analyses, the revision of its corpus, the address asked."""

    edition: str
    revision: int
    address: str


def comparison_ndjson(comparison: Comparison, language: Language = "zh") -> Iterator[str]:
    """A cell a line, gaps included, under the names of the CSV."""
    rows = comparison_cells(comparison, language)
    next(rows)
    return rows_ndjson(COLUMNS, (tuple(row) for row in rows))


def comparison_workbook(comparison: Comparison, origin: Origin, language: Language = "zh") -> bytes:
    """Three sheets: 对照表 as one reads it, 观测值 a row per cell with numbers, 说明 what all of it means."""
    grid, under = comparison_grid(comparison, language)
    wide = [*grid, (), *((line,) for line in under)]
    return workbook(
        (
            Sheet("对照表", wide),
            Sheet("观测值", comparison_cells(comparison, language)),
            Sheet("说明", _notes(comparison, origin, language)),
        )
    )


def comparison_package(comparison: Comparison, origin: Origin, language: Language = "zh") -> bytes:
    """A zip of comparison.csv, measures.csv, their CSVW metadata and a README; equal tables, equal bytes."""
    measures = [
        ("measure", "label_zh", "label_en", "unit", "counts", "does_not_count"),
        *(
            (
                each.id,
                each.label_zh,
                each.label_en,
                each.unit,
                each.counts.told(language),
                each.does_not_count.told(language),
            )
            for each in (row.measure for row in comparison.rows)
        ),
    ]
    files = {
        "README.md": _readme(origin, dates(comparison, language)),
        "comparison.csv": comparison_csv(comparison, bom=False, language=language),
        "measures.csv": "".join(csv_lines(measures, bom=False)),
        "metadata.json": json.dumps(_metadata(origin, measures[0]), ensure_ascii=False, indent=2) + "\n",
    }
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, text in files.items():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, text.encode())
    return made.getvalue()


def _metadata(origin: Origin, measures: tuple[str, ...]) -> dict[str, object]:
    columns = [
        {
            "name": name,
            "titles": name,
            "dc:description": {"zh": _TITLES[name][0], "en": _TITLES[name][1]},
            "datatype": "decimal" if name in _DECIMALS else "string",
            "required": name in {"measure", "label", "region", "adcode", "level", "state", "verdict"},
        }
        for name in COLUMNS
    ]
    defined = [{"name": name, "titles": name, "datatype": "string"} for name in measures]
    foreign = {
        "columnReference": "measure",
        "reference": {"resource": "measures.csv", "columnReference": "measure"},
    }
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": "duizhao 对照",
        "dc:identifier": f"edition {origin.edition} revision {origin.revision}",
        "dc:source": origin.address,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": [
            {
                "url": "comparison.csv",
                "tableSchema": {
                    "columns": columns,
                    "primaryKey": ["measure", "adcode"],
                    "foreignKeys": [foreign],
                },
            },
            {"url": "measures.csv", "tableSchema": {"columns": defined, "primaryKey": "measure"}},
        ],
    }


def _readme(origin: Origin, spread: str) -> str:
    words = [f"- `{code}` {GAPS['zh'][code]}: {GAPS['en'][code]}" for code in GAPS["zh"]]
    verdicts = [f"- `{code}` {VERDICTS['zh'][code]}: {VERDICTS['en'][code]}" for code in VERDICTS["zh"]]
    reasons = [f"- `{code}` {REASONS['zh'][code]}: {REASONS['en'][code]}" for code in REASONS["zh"]]
    return "\n".join(
        [
            "# duizhao 对照",
            "",
            f"- address 地址: {origin.address}",
            f"- edition 版本: {origin.edition}",
            f"- revision 修订: {origin.revision}",
            *([f"- {spread}"] if spread else []),
            "",
            "`comparison.csv` has a row per cell, gaps included; an empty cell is unknown and never zero.",
            "`measures.csv` says what each measure counts. `metadata.json` describes both (CSVW).",
            "缺失不等于零; 每个数都可回到原文.",
            "",
            "## Gaps 缺失原因",
            *words,
            "",
            "## Verdicts 可比性",
            *verdicts,
            "",
            "## Reasons 理由",
            *reasons,
            "",
        ]
    )


def _notes(comparison: Comparison, origin: Origin, language: Language) -> Iterator[Row]:
    yield ("说明", "notes")
    yield ("address", origin.address)
    yield ("edition", origin.edition)
    yield ("revision", origin.revision)
    if spread := dates(comparison, language):
        yield ("dates", spread)
    for row in comparison.rows:
        measure = row.measure
        yield (
            measure.id,
            measure.label_zh,
            measure.label_en,
            measure.counts.told(language),
            measure.does_not_count.told(language),
        )
    for name, (zh, en) in _TITLES.items():
        yield (name, zh, en)
    for code, word in GAPS["zh"].items():
        yield (code, word, GAPS["en"][code])
    for verdict, word in VERDICTS["zh"].items():
        yield (verdict, word, VERDICTS["en"][verdict])
    for reason, word in REASONS["zh"].items():
        yield (reason, word, REASONS["en"][reason])
