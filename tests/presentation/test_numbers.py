"""Exact decimals in formats that have only numbers."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.presentation.numbers import digits, json_number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("723000000", "723000000"),
        ("8.7E+4", "87000"),  # 8.7万
        ("5.0", "5"),
        ("12.6", "12.6"),
        ("0.0000001", "0.0000001"),  # no exponent
        ("-0.50", "-0.50"),  # digits as stated
        ("0", "0"),
    ],
)
def test_digits(value, written):
    """A decimal is written with its own digits."""
    assert digits(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("8.7E+4", 87000),
        ("12.60", 12.6),
        ("0.1", 0.1),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        # more digits than a float keeps
        ("0.12345678901234567890123", Decimal("0.12345678901234567890123")),
    ],
)
def test_json_number(value, expected):
    """A number is whole, or a float that prints the same, or stays what it is."""
    found = json_number(Decimal(value))

    assert found == expected
    assert type(found) is type(expected)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_json_round_trip(value):
    """What is read back from JSON is the number that was written, as an exact decimal."""
    assert Decimal(str(json_number(value))) == value
    assert json.loads(digits(value), parse_float=Decimal, parse_int=Decimal) == value
