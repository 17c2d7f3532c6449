"""The door of presentation: the model in, something to look at out.

    tables.py         a comparison as CSV (a row per cell) and as a table for a terminal
    records.py        observations as flat records: NDJSON and CSV, streamed
    flat.py           observations as flat rows of all that is known of them: CSV, NDJSON, for HTTP
    exports.py        a comparison as workbook, NDJSON and package of CSV with its metadata
    workbooks.py      XLSX that is the same bytes for the same tables
    spreadsheets.py   CSV that no spreadsheet takes for a formula
    wording.py        a row in plain Chinese or English
    dates.py          the dates that a comparison really used
    grid.py           columns of Chinese and Latin that stand straight in a terminal
    charts*.py        a comparison as a picture: bars, dots with dates, a matrix; SVG, PNG, Vega-Lite
    words.py          gaps, verdicts, reasons and bounds as people read them
    numbers.py        exact decimals as JSON and CSV write them

Nothing is computed here: what is shown was decided by `comparison` and `observations`.
"""

from service.presentation.charts import Kind, chart
from service.presentation.charts_drawing import Drawing, Pen, check_packages
from service.presentation.charts_look import Arrangement, Look
from service.presentation.charts_words import Cited, amounts, credit, date, gap_words, note, number, terms
from service.presentation.dates import dates as dates_used
from service.presentation.exports import (
    Origin,
    comparison_ndjson,
    comparison_package,
    comparison_workbook,
)
from service.presentation.flat import FLAT_COLUMNS, flat_rows, rows_csv, rows_ndjson
from service.presentation.numbers import digits, json_number
from service.presentation.records import (
    Record,
    observation_record,
    observations_csv,
    observations_ndjson,
)
from service.presentation.tables import comparison_csv, comparison_table
from service.presentation.wording import statement, statements
from service.presentation.words import GAPS, NATURES, REASONS, SIGNS, VERDICTS, Language, theme_label
from service.presentation.workbooks import Sheet, workbook

__all__ = [
    "FLAT_COLUMNS",
    "GAPS",
    "NATURES",
    "REASONS",
    "SIGNS",
    "VERDICTS",
    "Arrangement",
    "Cited",
    "Drawing",
    "Kind",
    "Language",
    "Look",
    "Origin",
    "Pen",
    "Record",
    "Sheet",
    "amounts",
    "chart",
    "check_packages",
    "comparison_csv",
    "comparison_ndjson",
    "comparison_package",
    "comparison_table",
    "comparison_workbook",
    "credit",
    "date",
    "dates_used",
    "digits",
    "flat_rows",
    "gap_words",
    "json_number",
    "note",
    "number",
    "observation_record",
    "observations_csv",
    "observations_ndjson",
    "rows_csv",
    "rows_ndjson",
    "statement",
    "statements",
    "terms",
    "theme_label",
    "workbook",
]
