"""A comparison as CSV and as a table."""

import csv
import io

import pytest

from service.presentation import comparison_csv, comparison_table
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_condition,
    a_measure,
    a_mention,
    a_time,
    an_observation,
)

COLUMNS = [
    "measure", "label", "region", "adcode", "level", "state", "value", "lower", "upper", "bound", "unit",
    "per", "nature", "time", "scope", "condition", "gap", "verdict", "reasons", "quote", "document",
    "observation",
]  # fmt: skip


def rows_of(comparison, **more):
    text = comparison_csv(comparison, **{"bom": False, **more})
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def filled(row):
    return {name: value for name, value in row.items() if value}


def test_a_value():
    """A figure stands with all that keeps it from being misread."""
    figure = an_observation(
        "1.7E+5",
        bound="ge",
        unit="个",
        per="村",
        time=a_time("2017"),
        scope="行政村",
        condition=a_condition(),
        document="d",
        quote="不低于17万",
        name="0123456789abcdef",
    )

    (row,) = rows_of(a_comparison([figure], regions=[COUNTY]))

    assert list(row) == COLUMNS
    assert filled(row) == {
        "measure": "poor_villages",
        "label": "贫困村数",
        "region": f"区域{COUNTY}",
        "adcode": COUNTY,
        "level": "county",
        "state": "value",
        "value": "170000",
        "lower": "170000",
        "bound": "ge",
        "unit": "个",
        "per": "村",
        "nature": "level",
        "time": "2017",
        "scope": "行政村",
        "condition": "集体经济收入5万元以下",
        "verdict": "not_comparable",
        "reasons": "single_source",
        "quote": "不低于17万",
        "document": "d",
        "observation": "0123456789abcdef",
    }


def test_gaps():
    """A gap has a row, its reason and what it rests on; never a value."""
    regions = (COUNTY, OTHER_COUNTY, THIRD_COUNTY, PREFECTURE, PROVINCE)
    observations = [
        an_observation(7, COUNTY, document="b", quote="7个"),
        an_observation(8, COUNTY, document="a", quote="8个"),
        an_observation(96, PROVINCE, unit="%", document="c", quote="96%"),
    ]

    rows = rows_of(
        a_comparison(
            observations,
            regions=regions,
            mentions=[a_mention(OTHER_COUNTY)],
            analysed=[COUNTY, OTHER_COUNTY, THIRD_COUNTY],
        )
    )

    assert [(row["adcode"], row["gap"], row["quote"], row["document"]) for row in rows] == [
        (COUNTY, "conflict", "8个 | 7个", "a | b"),
        (OTHER_COUNTY, "no_number", "实现贫困村全部退出", "d"),
        (THIRD_COUNTY, "not_mentioned", "", ""),
        (PREFECTURE, "not_analysed", "", ""),
        (PROVINCE, "not_comparable", "96%", "c"),
    ]
    assert {row["state"] for row in rows} == {"gap"}
    assert {row["value"] + row["lower"] + row["upper"] + row["bound"] for row in rows} == {""}
    assert {row["reasons"] for row in rows} == {"conflict"}


def test_a_row_per_cell():
    """Measures by regions, in the order asked, the verdict of the row on each of its cells."""
    rows = rows_of(
        a_comparison(
            [an_observation(5, COUNTY, time=a_time("2016")), an_observation(9, OTHER_COUNTY, document="=d")],
            measures=[a_measure("poor_households", "户"), a_measure()],
        )
    )

    assert [(row["measure"], row["adcode"]) for row in rows] == [
        (measure, adcode)
        for measure in ("poor_households", "poor_villages")
        for adcode in (COUNTY, OTHER_COUNTY)
    ]
    assert [(row["verdict"], row["reasons"]) for row in rows[2:]] == [("with_care", "dates_differ")] * 2
    assert rows[3]["document"] == "'=d"


def test_labels_and_bom():
    """Labels follow the language, and Excel gets its mark when asked."""
    comparison = a_comparison([], regions=[COUNTY])

    assert comparison_csv(comparison, bom=True).startswith("\ufeffmeasure,label,")
    assert comparison_csv(comparison, bom=False).startswith("measure,label,")
    assert rows_of(comparison, language="en")[0]["label"] == "Poor villages"


def test_nothing_compared():
    """A comparison of nothing is a line of names."""
    assert comparison_csv(a_comparison([], regions=[]), bom=False) == ",".join(COLUMNS) + "\r\n"


def test_table():
    """Regions stand across, dates in brackets, gaps as words, parts as notes, the verdict at the end."""
    table = comparison_table(
        a_comparison(
            [
                an_observation(86, COUNTY, time=a_time("2016")),
                an_observation(12, OTHER_COUNTY, scope="深度贫困村", bound="ge"),
            ],
            regions=[COUNTY, OTHER_COUNTY, PROVINCE],
        )
    )

    assert table == (
        "指标           区域360821  区域522628  区域520000  可比性\n"
        "-------------  ----------  ----------  ----------  ----------------------------------\n"
        "贫困村数 (个)  86 (2016)   ≥12 [1]     未提及      慎比: 时间不同, 范围不同, 区间重叠\n"
        "[1] 深度贫困村\n"
        "所用时间: 2016; 1 个数未注明时间\n"
    )


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ({}, "80"),
        ({"bound": "ge"}, "≥80"),
        ({"bound": "le"}, "≤80"),
        ({"bound": "gt"}, ">80"),
        ({"bound": "approx"}, "≈80"),
        ({"time": a_time("2013", None)}, "80 (2013/..)"),
        # another nature than the row's, and another denominator, are never shown in it
        ({"nature": "increment"}, "不可比 [1]"),
        ({"scope": "现"}, "80"),  # the whole as it is now
        ({"scope": "原"}, "80 [1]"),
        ({"per": "村"}, "不可比 [1]"),
        ({"scope": "第一\n书记\x1b[31m"}, "80 [1]"),
    ],
)
def test_a_figure_in_the_table(stated, shown):
    """What keeps a figure from being misread stands beside it."""
    comparison = a_comparison([an_observation(80, COUNTY, **stated), an_observation(80, OTHER_COUNTY)])

    line = comparison_table(comparison).split("\n")[2]

    assert line.split("  ")[1] == shown


def test_notes():
    """One note for one wording, without control characters; what the scope says is not said again."""
    comparison = a_comparison(
        [
            an_observation(1, COUNTY, scope="集体经济收入5万元以下行政村", condition=a_condition()),
            an_observation(2, OTHER_COUNTY, scope="行政村", condition=a_condition()),
            an_observation(3, THIRD_COUNTY, scope="甲\x1b乙"),
            an_observation(4, PREFECTURE, scope="甲\x1b乙"),
        ],
        regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY, PREFECTURE],
    )

    assert comparison_table(comparison).splitlines()[3:-1] == [
        "[1] 集体经济收入5万元以下行政村",
        "[2] 行政村; 集体经济收入5万元以下",
        "[3] 甲 乙",
    ]


def test_table_in_english():
    """The words follow the language."""
    table = comparison_table(a_comparison([an_observation(86, COUNTY)]), language="en")

    assert "Poor villages (个)" in table
    assert "not mentioned" in table
    assert "not comparable: single source" in table


def test_what_was_kept_out():
    """Behind a figure that cannot be compared stands what is stated instead."""
    table = comparison_table(
        a_comparison(
            [
                an_observation(5, COUNTY, per="村", nature="increment", bound="ge", time=a_time("2017")),
                an_observation(9, OTHER_COUNTY, per="村"),
                an_observation(7, THIRD_COUNTY, per="村"),
            ],
            regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY],
        )
    )

    assert "不可比 [1]" in table
    assert "[1] ≥5个/村 增量 (2017)\n" in table
    assert "贫困村数 (个/村)" in table


@pytest.mark.parametrize(
    ("times", "line"),
    [
        ((None, None), "dates used: 2 figures undated"),
        (("2016", "2016"), "dates used: 2016"),
        # a year counts as its last day
        (("2018", "2018-08"), "dates used: 2018-08 to 2018"),
        (("2016", None), "dates used: 2016; 1 figure undated"),
    ],
)
def test_dates_used(times, line):
    """Under the table stands from when to when its figures really are."""
    figures = [
        an_observation(80, region, time=a_time(time))
        for region, time in zip((COUNTY, OTHER_COUNTY), times, strict=True)
    ]

    assert comparison_table(a_comparison(figures), language="en").splitlines()[-1] == line
