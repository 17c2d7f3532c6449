"""Numbers as people write them."""

import re
from decimal import Decimal

import pytest

from service.observations.numerals import NUMERAL, numeral

PATTERN = re.compile(NUMERAL)


@pytest.mark.parametrize(
    ("said", "value", "step", "more"),
    [
        ("52", "52", "1", False),
        ("1,652", "1652", "1", False),  # thousands grouped
        ("1，652", "1652", "1", False),  # the same with a full-width comma
        ("0.9", "0.9", "0.1", False),
        ("7.23亿", "723000000", "1000000", False),  # the last stated digit is a hundredth of 亿
        ("4.3万", "43000", "1000", False),  # no 43000.0
        ("5900余", "5900", "100", True),  # people round to the zeros they say
        ("50余万", "500000", "100000", True),  # 余 before the power
        ("9.2万余", "92000", "1000", True),  # and after it
        ("3000多万", "30000000", "10000000", True),
        ("1万2千", "12000", "1000", False),  # mixed
        ("二十三", "23", "1", False),
        ("十", "10", "10", False),  # a bare ten
        ("两千余", "2000", "1000", True),
        ("一千零五十", "1050", "10", False),
        ("三十多万", "300000", "100000", True),
        ("十二亿三千万", "1230000000", "10000", False),  # 万 only multiplies what follows 亿
        ("一万亿", "1000000000000", "100000000", False),  # 亿 multiplies all before it
        ("二〇一八", "2018", "1", False),  # digit by digit
        ("百分之五", "5", "1", False),
        ("百分之五点六", "5.6", "0.1", False),
        ("数百", "100", "100", True),  # an order of magnitude
    ],
)
def test_numeral(said: str, value: str, step: str, more: bool) -> None:
    """A numeral keeps its exact value and how finely it was stated."""
    match = PATTERN.fullmatch(said)
    assert match is not None
    number = numeral(match)

    assert (str(number.value), number.step, number.more) == (value, Decimal(step), more)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("五六", "5", "6"),
        ("三五", "3", "5"),
        ("十七八", "17", "18"),
        ("三四十", "30", "40"),
        ("两三万", "20000", "30000"),
        ("一万二三千", "12000", "13000"),
        ("百分之二三", "2", "3"),
        ("二〇一二", "2012", None),  # digit by digit
        ("二十三", "23", None),
    ],
)
def test_neighbouring_digits(said: str, low: str, high: str | None) -> None:
    """Two neighbouring digits say a number between them, as GB/T 15835-2011 has it."""
    match = PATTERN.fullmatch(said)
    assert match is not None
    number = numeral(match)

    assert (str(number.value), number.upto and str(number.upto)) == (low, high)
