"""Columns that stand straight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.presentation.grid import grid, plain, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("吉安县", 6),
        ("（原）", 6),  # full-width brackets
        ("≥5", 2),  # ambiguous: one column
        ("e\u0301", 1),  # a combining accent
        ("", 0),
    ],
)
def test_width(text, columns):
    """A wide character takes two columns."""
    assert width(text) == columns


def test_grid():
    """Chinese and Latin begin at the same columns."""
    assert grid([["指标", "a", "b"], ["贫困村数", "86", ""]]) == (
        "指标      a   b\n--------  --  -\n贫困村数  86\n"
    )


def test_plain():
    """No text steers the terminal or breaks the line."""
    assert plain("a\x1b[2J\nb\u202ec\u2028d") == "a [2J b c d"


@given(
    st.lists(
        st.tuples(st.text("a吉 \n≥", min_size=1), st.text("b安", min_size=1), st.just("x")),
        min_size=1,
        max_size=5,
    )
)
def test_columns_are_straight(rows):
    """Whatever stands before it, the last column begins at one place."""
    lines = grid(rows).split("\n")[:-1]

    assert len(lines) == len(rows) + 1
    del lines[1]
    assert len({width(line[:-1]) for line in lines}) == 1
