"""Observations as flat rows: CSV and NDJSON piece by piece, XLSX whole.

Without `limit` they hold every figure that was asked for, since spreadsheets do not turn pages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from service.corpus import Page
from service.errors import BadParameter
from service.model import Observation
from service.presentation import FLAT_COLUMNS, Sheet, flat_rows, rows_csv, rows_ndjson, workbook
from service.web.answers import Format
from service.web.fields import language
from service.web.opening import corpus
from service.web.places import utf16_place
from service.web.questions import LARGEST_PAGE

Ask = Callable[..., Page[Observation]]
Rows = Iterator[tuple[Any, ...]]

# A workbook is made in memory, some 0.2 MB for a thousand rows.
MOST_ROWS = 50_000


def _all(value: Mapping[str, Any], query: Mapping[str, Any]) -> Iterator[Observation]:
    page: Page[Observation] = value["page"]
    ask: Ask = value["ask"]
    yield from page.items
    while page.next is not None and "limit" not in query:
        page = ask(limit=LARGEST_PAGE, cursor=page.next)
        yield from page.items


def _rows(value: Mapping[str, Any], query: Mapping[str, Any]) -> Rows:
    spoken: Any = language()
    place = utf16_place() if query["index"] == "utf16" else lambda _, offset: offset
    return flat_rows(
        _all(value, query), corpus().regions.of, corpus().catalogue.measure, language=spoken, place=place
    )


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    # Single rows would be sent as single chunks: some hundred together.
    pieces = iter(pieces)
    while some := "".join(islice(pieces, 200)):
        yield some.encode()


def _csv(value: Any, query: Mapping[str, Any]) -> Iterator[bytes]:
    return _encoded(rows_csv(FLAT_COLUMNS, _rows(value, query), bom=query.get("bom") == "1"))


def _ndjson(value: Any, query: Mapping[str, Any]) -> Iterator[bytes]:
    return _encoded(rows_ndjson(FLAT_COLUMNS, _rows(value, query)))


def _xlsx(value: Any, query: Mapping[str, Any]) -> bytes:
    rows = list(islice(_rows(value, query), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise BadParameter(
            f"more than {MOST_ROWS} figures", parameter="limit", expected="fewer figures, or CSV or NDJSON"
        )
    about: tuple[tuple[Any, ...], ...] = (
        ("说明", "notes"),
        ("edition", corpus().edition),
        ("revision", corpus().revision()),
        *(
            (each.id, each.label_zh, each.label_en, each.unit, *each.counts, *each.does_not_count)
            for each in corpus().catalogue.measures
        ),
    )
    return workbook((Sheet("观测值", (FLAT_COLUMNS, *rows)), Sheet("说明", about)))


def _whole(stream: Callable[[Any, Mapping[str, Any]], Iterator[bytes]]) -> Any:
    return lambda value, query: b"".join(stream(value, query))


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    Format(
        "csv",
        "text/csv",
        "text/csv; charset=utf-8; header=present",
        _whole(_csv),
        "observations.csv",
        _csv,
    ),
    Format(
        "ndjson",
        "application/x-ndjson",
        "application/x-ndjson",
        _whole(_ndjson),
        "observations.ndjson",
        _ndjson,
    ),
    Format("xlsx", SHEET, SHEET, _xlsx, "observations.xlsx"),
)
