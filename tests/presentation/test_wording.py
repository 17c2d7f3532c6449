"""Rows in words, and that they say nothing that the row does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.presentation import digits, statement, statements
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_condition,
    a_mention,
    a_region,
    a_time,
    an_observation,
)

NAMES = {COUNTY: "吉安县", OTHER_COUNTY: "锦屏县", THIRD_COUNTY: "林西县", PROVINCE: "贵州省"}
REGIONS = [a_region(adcode, name) for adcode, name in NAMES.items()]


def said(*observations, language="zh", **more):
    row = a_comparison(observations, regions=list(NAMES), **more).rows[0]
    return statement(row, REGIONS, language)


def test_in_chinese():
    """Figures from the highest down, with bounds, dates and parts; what is missing; the verdict."""
    text = said(
        an_observation(86, COUNTY, time=a_time("2016")),
        an_observation(90, OTHER_COUNTY, bound="ge", scope="深度贫困村"),
        an_observation(9000, PROVINCE),
        mentions=[a_mention(THIRD_COUNTY)],
    )

    assert text == (
        "贫困村数(个):锦屏县不少于90(深度贫困村),最高;吉安县86(2016),最低。不参加排序:贵州省9000。"
        "无数字:林西县。时间:2016,其余未注明。慎比:层级不同、时间不同、范围不同。"
    )


def test_in_english():
    """The same in English."""
    text = said(
        an_observation(86, COUNTY, time=a_time("2016")),
        an_observation(80, OTHER_COUNTY, bound="gt", upper=90, time=a_time("2018")),
        language="en",
    )

    assert text == (
        "Poor villages (个): 吉安县 86 (2016), 锦屏县 80 or more, under 90 (2018) (not told apart). "
        "Not mentioned: 林西县, 贵州省. Dates: 2016–2018. With care: dates differ, bounds overlap."
    )


@pytest.mark.parametrize(
    ("bound", "upper", "zh", "en"),
    [
        ("eq", None, "80", "80"),
        ("ge", None, "不少于80", "at least 80"),
        ("le", None, "不超过80", "at most 80"),
        ("gt", 90, "80以上、不到90", "80 or more, under 90"),
        ("gt", None, "80以上", "80 or more"),
        ("approx", None, "约80", "about 80"),
    ],
)
def test_bounds(bound, upper, zh, en):
    """A bound is said in words."""
    figure = an_observation(80, bound=bound, upper=upper)

    assert f"吉安县{zh}。" in said(figure)
    assert f"吉安县 {en}. " in said(figure, language="en")


def test_nothing():
    """A row of gaps says what is missing."""
    assert said() == "贫困村数(个):未提及:吉安县、锦屏县、林西县、贵州省。不可比。"


def test_derived():
    """A derived row is said like any other."""
    text = said(
        *(
            an_observation(value, COUNTY, measure=measure, unit=unit, sentence="s", at=at)
            for measure, value, unit, at in (
                ("paired_households", 19060, "户", 0),
                ("paired_cadres", 3962, "人", 50),
            )
        ),
        measures=(),
        derive=("households_per_paired_cadre",),
    )

    assert text.startswith("每名帮扶干部结对户数(户/人):吉安县4.8107。")


def test_statements():
    """One for every row, in their order."""
    comparison = a_comparison(
        [an_observation(5)], regions=list(NAMES), derive=("work_teams_per_poor_village",)
    )

    assert [text.partition("(")[0] for text in statements(comparison, "zh")] == [
        "贫困村数",
        "每个贫困村驻村工作队数",
    ]


figures = st.builds(
    an_observation,
    st.decimals("0.01", 10**9, places=2) | st.integers(1, 10**9),
    st.sampled_from(list(NAMES)),
    document=st.sampled_from("ab"),
    measure=st.sampled_from(["poor_villages", "paired_households", "paired_cadres", "work_teams"]),
    unit=st.sampled_from(["个", "户", "人"]),
    per=st.sampled_from([None, None, "村"]),
    bound=st.sampled_from(["eq", "ge", "le", "gt", "approx"]),
    upper=st.none() | st.integers(10**9, 10**10),
    nature=st.sampled_from(["level", "level", "increment", "target"]),
    time=st.sampled_from([a_time(), a_time("2016"), a_time("2016-08-09"), a_time("2013", None)]),
    scope=st.sampled_from([None, None, "原", "现", "52个深度贫困村"]),
    condition=st.sampled_from([None, None, a_condition()]),
    at=st.integers(0, 3),
    sentence=st.just("s"),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers_of(row):
    """Every number that a row holds, with its digits."""
    texts = [row.measure.label_zh, row.measure.label_en, row.aligned or ""]
    texts += filter(None, (row.spread.first, row.spread.last))
    found = set[str]()
    for cell in row.cells:
        if (one := cell.observation) is not None:
            found |= {digits(value) for value in (one.value, one.lower, one.upper) if value is not None}
            texts += filter(None, (one.time.notation, one.scope, one.condition and one.condition.text))
    return found | {number for text in texts for number in _NUMBER.findall(text)}


@given(
    st.lists(figures, max_size=10, unique_by=lambda figure: figure.id),
    st.sampled_from(["zh", "en"]),
    st.sampled_from(["latest", "common", "at:2016"]),
)
def test_every_number_is_in_the_row(observations, language, align):
    """No number of a statement comes from anywhere but its row, and every figure shown is said."""
    comparison = a_comparison(
        observations,
        regions=list(NAMES),
        align=align,
        derive=("households_per_paired_cadre", "work_teams_per_poor_village"),
    )

    for row in comparison.rows:
        text = statement(row, REGIONS, language)
        assert set(_NUMBER.findall(text)) <= numbers_of(row)
        for cell in row.cells:
            assert NAMES[cell.region] in text
            if cell.observation is not None:
                assert digits(cell.observation.value) in text
