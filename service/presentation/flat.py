"""Observations as flat rows with all that an answer over HTTP says of them: one key one value.

The records of the command line are shorter; see `records`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from service.model import Measure, Observation, Region
from service.presentation.numbers import digits, json_number
from service.presentation.spreadsheets import Value, csv_lines
from service.presentation.words import Language

FLAT_COLUMNS = (
    "id",
    "document",
    "region",
    "adcode",
    "level",
    "measure",
    "label",
    "value",
    "lower",
    "upper",
    "bound",
    "unit",
    "per",
    "nature",
    "time",
    "begins",
    "ends",
    "scope",
    "condition",
    "confidence",
    "mentions",
    "quote",
    "start",
    "end",
    "sentence",
)

# Line ends of Unicode that JSON need not escape, but by which some readers of lines cut a row in two.
_LINE_END = re.compile("[\x85\u2028\u2029]")
_JSON = json.JSONEncoder(ensure_ascii=False)

Row = tuple[Value, ...]
# A place in the source of a document, in the units that the client counts.
Place = Callable[[str, int], int]


def flat_rows(
    observations: Iterable[Observation],
    region_of: Callable[[str], Region | None],
    measure_of: Callable[[str], Measure],
    *,
    language: Language = "zh",
    place: Place = lambda _, offset: offset,
) -> Iterator[Row]:
    """A row for each observation, values in the order of FLAT_COLUMNS.

    `begins` and `ends` are the period as stated, `time` is both in one; `start` and `end` hold the quote.
    """
    for found in observations:
        region, measure = region_of(found.region), measure_of(found.measure)
        evidence = found.evidence[0]
        yield (
            found.id,
            found.document,
            region.name if region else None,
            found.region,
            region.level if region else None,
            found.measure,
            measure.label_zh if language == "zh" else measure.label_en,
            found.value,
            found.lower,
            found.upper,
            found.bound,
            found.unit,
            found.per,
            found.nature,
            found.time.notation,
            found.time.start,
            found.time.end,
            found.scope,
            found.condition.text if found.condition else None,
            found.confidence,
            len(found.evidence),
            evidence.quote,
            place(found.document, evidence.spans[0].start),
            place(found.document, evidence.spans[-1].end),
            evidence.sentence,
        )


def rows_csv(columns: Row, rows: Iterable[Row], *, bom: bool) -> Iterator[str]:
    r"""Rows as CSV under their columns; yields lines with \r\n."""

    def lines() -> Iterator[Row]:
        yield columns
        yield from rows

    return csv_lines(lines(), bom=bom)


def rows_ndjson(columns: Row, rows: Iterable[Row]) -> Iterator[str]:
    r"""Rows as JSON objects, one a line; figures are numbers with the digits of their decimal."""
    for row in rows:
        members = ", ".join(f'"{name}": {_json(value)}' for name, value in zip(columns, row, strict=True))
        yield "{" + _LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", members) + "}\n"


def _json(value: Value) -> str:
    if isinstance(value, Decimal):
        value = json_number(value)
    if isinstance(value, float):
        return digits(Decimal(repr(value)))
    return digits(value) if isinstance(value, Decimal) else _JSON.encode(value)
