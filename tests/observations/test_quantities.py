"""Numeral, unit, bound and denominator, with their place."""

import time
from decimal import Decimal

import pytest

from service.observations.quantities import quantities
from service.text import Span


@pytest.mark.parametrize(
    ("said", "value", "unit", "bound"),
    [
        ("派出52名队员", "52", "名", "eq"),
        ("不低于17万元", "170000", "元", "ge"),
        ("不少于 20 天", "20", "天", "ge"),
        ("至少3个", "3", "个", "ge"),
        ("超过300户", "300", "户", "gt"),
        ("5900 余户", "5900", "户", "gt"),  # 余 before the unit
        ("50余万件", "500000", "件", "gt"),
        ("1500元以上", "1500", "元", "gt"),  # the bound behind
        ("近25万人次", "250000", "人次", "approx"),
        ("约150亿元", "15000000000", "元", "approx"),
        ("30个左右", "30", "个", "approx"),
        ("不超过5万元", "50000", "元", "le"),
        ("1.9%以下", "1.9", "%", "le"),
        ("280.32万农村居民", "2803200", "", "eq"),  # no classifier
        ("覆盖14县", "14", "处", "eq"),
        ("两个村", "2", "个", "eq"),
        ("十几户", "10", "户", "gt"),
        ("百分之五的群众", "5", "%", "eq"),
        ("下降3个百分点", "3", "个百分点", "eq"),  # no percentage
        ("2314脱贫户", "2314", "户", "eq"),  # the noun says what its classifier would
        ("覆盖19村", "19", "处", "eq"),
        ("选了27个人", "27", "名", "eq"),
        ("一百零七名", "107", "名", "eq"),
        ("8 400多户", "8400", "户", "gt"),  # thousands grouped by a space
        ("最低每月2000元", "2000", "元", "ge"),  # the denominator between bound and number
    ],
)
def test_quantity(said: str, value: str, unit: str, bound: str) -> None:
    """A quantity keeps its exact value, its unit as said and how it was bounded."""
    (found,) = quantities(said)

    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    "said",
    [
        "第一书记",  # an ordinal
        "第12期",
        "B4版",  # a code
        "一致同意",  # a word
        "三农工作",
        "全国统一",
        "一次性补助",
        "四级干部",
        "一对一帮扶",
    ],
)
def test_no_quantity(said: str) -> None:
    """Ordinals, codes and words with a numeral in them are no quantities."""
    assert not [found for found in quantities(said) if found.unit in ("名", "个", "元", "户", "")]


@pytest.mark.parametrize(
    ("said", "lower", "upper"),
    [
        ("52名", "52", "52"),
        ("5900余户", "5900", "6000"),  # the next step of the last stated digit
        ("9.2万余个", "92000", "93000"),
        ("不低于17万元", "170000", None),
        ("不超过5万元", None, "50000"),
        ("近25万人次", "245000", "255000"),  # half a step to either side
        ("3至5名", "3", "5"),
        ("3—5万元", "30000", "50000"),  # the power said once
        ("两到三个", "2", "3"),
        ("五六十名", "50", "60"),  # neighbouring digits
    ],
)
def test_interval(said: str, lower: str | None, upper: str | None) -> None:
    """What a bound allows, as an interval."""
    (found,) = quantities(said)

    assert (found.lower, found.upper) == (lower and Decimal(lower), upper and Decimal(upper))


@pytest.mark.parametrize(
    ("said", "over"),
    [("0.9 万元 / 年", ("年",)), ("2000元/人·年", ("人", "年")), ("400元每月", ("月",)), ("400元", ())],
)
def test_written_denominator(said: str, over: tuple[str, ...]) -> None:
    """A denominator written behind the unit is kept in the order written."""
    (found,) = quantities(said)

    assert found.over == over


def test_a_quantity_touching_a_date_is_none() -> None:
    """2018 of 2018年 is no figure."""
    assert [q.unit for q in quantities("2018年选派52名", taken=[Span(0, 5)])] == ["名"]


@pytest.mark.parametrize(
    "text",
    ["1万" * 100_000, "一" * 200_000, "1" * 200_000, "1," * 100_000, "3至" * 100_000, "不低于" * 60_000],
)
def test_adversarial_digits_take_linear_time(text: str) -> None:
    """No input makes a pattern backtrack: a fifth of a megabyte within seconds even on a loaded machine."""
    start = time.process_time()
    quantities(text)

    assert time.process_time() - start < 10  # a super-linear pattern would take minutes
