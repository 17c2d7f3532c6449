"""CSV as RFC 4180 has it, and no cell of it a formula.

Source:
    OWASP, CSV Injection; the full-width signs are what a Chinese spreadsheet takes for = + - @.
"""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from service.presentation.numbers import digits

BOM = "\ufeff"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

Value = str | int | float | Decimal | None


def csv_lines(rows: Iterable[Iterable[Value]], *, bom: bool) -> Iterator[str]:
    r"""Write rows one by one.

    Args:
        rows: text is made harmless, numbers are written with their digits, None is an empty cell.
        bom: whether a byte order mark comes first, without which Excel takes UTF-8 for the local encoding.

    Yields:
        A row each, with its \r\n.
    """
    for number, row in enumerate(rows):
        line = StringIO()
        csv.writer(line).writerow([_written(value) for value in row])
        yield (BOM if bom and number == 0 else "") + line.getvalue()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return digits(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
