"""CSV that no spreadsheet takes for a formula."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.presentation.spreadsheets import csv_lines


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_formulas_are_neutralised(sign):
    """A cell of text that a spreadsheet would run begins with an apostrophe."""
    (line,) = csv_lines([[f"{sign}1+1", "村"]], bom=False)

    assert next(csv.reader([line], strict=True))[0] == f"'{sign}1+1"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("-5.5"), "-5.5"),  # a number is no formula
        (-5, "-5"),
        (1e-07, "0.0000001"),
        (None, ""),
        ("5-3", "5-3"),  # the sign is not at the beginning
        ("甲,乙", '"甲,乙"'),
        ("甲\n乙", '"甲\n乙"'),
        ("他说“是”", "他说“是”"),
        ('a "b"', '"a ""b"""'),
    ],
)
def test_values(value, written):
    """Numbers stay numbers, text is quoted where it must be."""
    assert "".join(csv_lines([["x", value]], bom=False)) == f"x,{written}\r\n"


def test_bom_stands_once():
    """The mark is for the file, not for the row."""
    assert list(csv_lines([["a"], ["b"]], bom=True)) == ["\ufeffa\r\n", "b\r\n"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_round_trip(cells):
    """What is read back is what was written, less the apostrophes."""
    (line,) = csv_lines([cells], bom=False)

    (read,) = csv.reader(StringIO(line, newline=""), strict=True)
    assert len(read) == len(cells)
    assert all(found in {cell, f"'{cell}"} for found, cell in zip(read, cells, strict=True))
    assert not any(found.startswith(tuple("=+-@\t\r\n＝＋－＠")) for found in read)
