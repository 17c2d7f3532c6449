"""Observations as flat records, one key one value, as command lines, Vega and spreadsheets read them."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypedDict

from service.model import Bound, Observation
from service.presentation.numbers import digits, json_number
from service.presentation.spreadsheets import Value, csv_lines

# Line ends of Unicode that JSON need not escape, but by which some readers of lines cut a record in two.
_LINE_END = re.compile("[\x85\u2028\u2029]")


class Record(TypedDict):
    """One observation, quoted at its fullest place.

    Attributes:
        document: what the caller calls it: a file's stem, or the id.
        region: the name, as the document has it where that is a former one; `adcode` is its code.
        value: see `json_number`.
        time: 2016, 2018-08, 2014/2018 or 2013/..; None when no time is known.
        start, end: where the quote begins and ends in the source, in code points; what stands between them is
            more than the quote where columns or lines were joined.
    """

    document: str
    region: str
    adcode: str
    measure: str
    value: int | float | Decimal
    unit: str
    per: str | None
    bound: Bound
    time: str | None
    scope: str | None
    quote: str
    start: int
    end: int


COLUMNS = tuple(Record.__annotations__)
_JSON = json.JSONEncoder(ensure_ascii=False)


def observation_record(observation: Observation, region_name: str, document: str) -> Record:
    """Flatten an observation."""
    evidence = observation.evidence[0]
    return Record(
        document=document,
        region=observation.region_named or region_name,
        adcode=observation.region,
        measure=observation.measure,
        value=json_number(observation.value),
        unit=observation.unit,
        per=observation.per,
        bound=observation.bound,
        time=observation.time.notation,
        scope=observation.scope,
        quote=evidence.quote,
        start=evidence.spans[0].start,
        end=evidence.spans[-1].end,
    )


def observations_ndjson(records: Iterable[Record]) -> Iterator[str]:
    r"""Write records as newline-delimited JSON, numbers with the digits of their decimal.

    Yields:
        A record each, with its \n.
    """
    for record in records:
        members = ", ".join([f'"{name}": {_json(value)}' for name, value in _items(record)])
        yield "{" + _LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", members) + "}\n"


def observations_csv(records: Iterable[Record], *, bom: bool = False) -> Iterator[str]:
    r"""Write records as CSV, with a line of column names first.

    Yields:
        A row each, with its \r\n.
    """

    def rows() -> Iterator[Iterable[Value]]:
        yield COLUMNS
        for record in records:
            yield (value for _, value in _items(record))

    return csv_lines(rows(), bom=bom)


def _items(record: Record) -> tuple[tuple[str, Value], ...]:
    return tuple((name, record[name]) for name in COLUMNS)  # type: ignore[literal-required]


def _json(value: Value) -> str:
    if isinstance(value, float):
        return digits(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return digits(value)
    return _JSON.encode(value)
