"""Tables as XLSX: every text is text, never a formula, and the same tables give the same bytes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from service.presentation.spreadsheets import Value

# As old as a zip archive can say: a workbook is a function of its content, not of the moment.
_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# Excel keeps 15 digits of a number; more would be changed silently.
_MOST_DIGITS = 15
# What Excel has of columns and of cells, and the characters of a cell that it takes at most.
_LAST_COLUMN = 16_383
_EVERYWHERE = "A1:XFD1048576"
_LONGEST = 32_767


class Sheet(NamedTuple):
    """A sheet: its name, and rows of which the first is a heading."""

    name: str
    rows: Iterable[Iterable[Value]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as one workbook, the first row of each frozen; on paper a sheet is as wide as the page."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "duizhao 对照", "created": _MADE})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        page.set_column(0, 0, 28)
        page.set_column(1, _LAST_COLUMN, 14)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        # Figures with their bound, time and note are text on purpose.
        page.ignore_errors({"number_stored_as_text": _EVERYWHERE})
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                _write(page, number, column, value, bold if number == 0 else None)
    book.close()
    return made.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, style: object) -> None:
    match value:
        case None | "":
            return
        case str():
            page.write_string(row, column, value[:_LONGEST], style)
        case Decimal() if len(value.as_tuple().digits) > _MOST_DIGITS:
            page.write_string(row, column, f"{value:f}", style)
        case _:
            page.write_number(row, column, value, style)
