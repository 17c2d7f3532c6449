"""Whether a row may be read across, and why not."""

import pytest

from service.model import Reason
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_condition,
    a_mention,
    a_time,
    an_observation,
)

BOTH = (COUNTY, OTHER_COUNTY)


def the_row(*observations, regions=(COUNTY, OTHER_COUNTY, THIRD_COUNTY, PREFECTURE, PROVINCE), **more):
    return a_comparison(observations, regions=regions, **more).rows[0]


def test_comparable():
    """Two regions of one level, each in its own words, about the same thing at the same time."""
    row = the_row(
        an_observation(86, COUNTY, time=a_time("2016")), an_observation(52, OTHER_COUNTY, time=a_time("2016"))
    )

    assert (row.verdict, row.reasons) == ("comparable", ())


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"time": a_time("2016")}, {"time": a_time("2018-08")},
         Reason("dates_differ", BOTH, ("2016", "2018-08"))),
        # one dated, one not
        ({"time": a_time("2016")}, {}, Reason("dates_differ", BOTH, ("2016", "undated"))),
        ({"time": a_time("2014", "2018")}, {"time": a_time("2018")},
         Reason("dates_differ", BOTH, ("2014/2018", "2018"))),
        # a part beside the whole, a part beside another
        ({}, {"scope": "深度贫困村"}, Reason("scope_differs", BOTH, ("whole", "深度贫困村"))),
        ({"scope": "一类贫困村"}, {"scope": "深度贫困村"},
         Reason("scope_differs", BOTH, ("一类贫困村", "深度贫困村"))),
        # only the state before the change is known
        ({"scope": "现"}, {"scope": "原"}, Reason("scope_differs", BOTH, ("whole", "whole (former)"))),
        ({}, {"condition": a_condition()},
         Reason("definition_differs", BOTH, ("none", "集体经济收入5万元以下"))),
        ({"condition": a_condition("无集体收入")}, {"condition": a_condition()},
         Reason("definition_differs", BOTH, ("无集体收入", "集体经济收入5万元以下"))),
        ({"bound": "gt", "upper": 90}, {"bound": "ge"},
         Reason("bounds_overlap", BOTH, ("[80, 90)", "[80, ∞)"))),
        # an exact figure within another's bounds
        ({}, {"bound": "ge"}, Reason("bounds_overlap", BOTH, ("80", "[80, ∞)"))),
        ({"document": "d"}, {"document": "d"}, Reason("single_source", BOTH, ("d", "d"))),
    ],
)  # fmt: skip
def test_with_care(one, other, reason):
    """What differs is named, with the regions and the values that it rests on."""
    row = the_row(an_observation(80, COUNTY, **one), an_observation(80, OTHER_COUNTY, **other))

    assert row.verdict == "with_care"
    assert row.reasons == (reason,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),  # undated both: no date differs
        ({"scope": "现"}, {}),  # the present whole is the whole
        ({"condition": a_condition()}, {"condition": a_condition()}),
        ({"scope": "深度贫困村"}, {"scope": "深度贫困村"}),
        # equal exact figures are a tie, not an uncertainty
        ({"time": a_time("2016")}, {"time": a_time("2016")}),
    ],
)
def test_what_is_the_same_is_no_reason(one, other):
    """A reason needs a difference."""
    assert the_row(an_observation(80, COUNTY, **one), an_observation(80, OTHER_COUNTY, **other)).reasons == ()


@pytest.mark.parametrize(
    ("one", "other", "reason", "per"),
    [
        ({"per": "人/年"}, {"per": "人/月"}, Reason("per_differs", BOTH, ("人/年", "人/月")), None),
        ({"per": "村"}, {}, Reason("per_differs", BOTH, ("村", "none")), None),
        ({"per": "村"}, {"per": "村", "nature": "increment"},
         Reason("nature_differs", BOTH, ("level", "increment")), "村"),
    ],
)  # fmt: skip
def test_not_comparable(one, other, reason, per):
    """Figures of different denominators or natures say different things."""
    row = the_row(an_observation(80, COUNTY, **one), an_observation(90, OTHER_COUNTY, **other))

    assert (row.verdict, row.reasons, row.per) == ("not_comparable", (reason,), per)


def test_levels():
    """A province beside counties is named; the counties can be compared with care."""
    row = the_row(an_observation(5, COUNTY), an_observation(9, OTHER_COUNTY), an_observation(900, PROVINCE))

    assert row.verdict == "with_care"
    assert row.reasons == (Reason("different_level", (PROVINCE,), ("province",)),)


def test_no_peers():
    """One region of each level: nothing to be compared with."""
    row = the_row(an_observation(5, COUNTY), an_observation(900, PROVINCE))

    assert row.verdict == "not_comparable"
    assert row.reasons == (Reason("different_level", (COUNTY,), ("county",)),)


def test_one_figure():
    """A single figure is compared with nothing and comes from a single source."""
    row = the_row(an_observation(5, COUNTY, document="d"))

    assert row.verdict == "not_comparable"
    assert row.reasons == (Reason("single_source", (COUNTY,), ("d",)),)


def test_no_figure():
    """A row of gaps has a verdict all the same."""
    row = the_row(mentions=[a_mention()])

    assert (row.verdict, row.reasons, row.ranks, row.per) == ("not_comparable", (), (), None)
    assert [cell.gap for cell in row.cells] == ["no_number", *["not_mentioned"] * 4]


def test_conflict():
    """A contradiction within one region is told beside the regions that can be compared."""
    row = the_row(
        an_observation(5, COUNTY),
        an_observation(9, OTHER_COUNTY),
        an_observation(7, THIRD_COUNTY),
        an_observation(8, THIRD_COUNTY, bound="ge", at=50),
    )

    assert row.verdict == "with_care"
    assert row.reasons == (Reason("conflict", (THIRD_COUNTY,), ("7 / [8, ∞)",)),)
    assert row.ranks == ((OTHER_COUNTY,), (COUNTY,))


def test_reasons_have_one_order():
    """Several reasons stand in the order of the codes."""
    row = the_row(
        an_observation(5, COUNTY, time=a_time("2016"), document="d", bound="ge"),
        an_observation(9, OTHER_COUNTY, scope="深度贫困村", document="d"),
        an_observation(900, PROVINCE, condition=a_condition(), document="d"),
    )

    assert [reason.code for reason in row.reasons] == [
        "different_level",
        "dates_differ",
        "scope_differs",
        "definition_differs",
        "bounds_overlap",
        "single_source",
    ]


def test_figures_not_shown_do_not_count():
    """A figure that was passed over for a better one gives no reason."""
    row = the_row(
        an_observation(5, COUNTY),
        an_observation(3, COUNTY, nature="increment"),
        an_observation(9, OTHER_COUNTY),
    )

    assert (row.verdict, row.reasons) == ("comparable", ())
