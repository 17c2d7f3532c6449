"""Whether a row may be read across, and why not."""

from dataclasses import replace

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


def told(row):
    """The reasons of a row without the ids of the figures that they rest on."""
    return tuple(replace(reason, observations=()) for reason in row.reasons)


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
    assert told(row) == (reason,)


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
    ("one", "other", "reason", "per", "shown"),
    [
        # neither has more figures: none before any denominator, of two the first by name
        ({"per": "人/年"}, {"per": "人/月"}, Reason("per_differs", BOTH, ("人/年", "人/月")), "人/年", COUNTY),
        ({"per": "村"}, {}, Reason("per_differs", BOTH, ("村", "none")), None, OTHER_COUNTY),
        # a level before what was added to it
        ({"per": "村", "nature": "increment"}, {"per": "村"},
         Reason("nature_differs", BOTH, ("increment", "level")), "村", OTHER_COUNTY),
    ],
)  # fmt: skip
def test_not_comparable(one, other, reason, per, shown):
    """Figures of different denominators or natures never stand in one row; what was kept out is named."""
    row = the_row(an_observation(80, COUNTY, **one), an_observation(90, OTHER_COUNTY, **other))
    cells = {cell.region: cell for cell in row.cells}

    assert row.verdict == "not_comparable"
    assert reason in told(row)
    assert row.per == per
    assert [cell.region for cell in row.cells if cell.observation] == [shown]
    (kept_out,) = {COUNTY, OTHER_COUNTY} - {shown}
    assert cells[kept_out].gap == "not_comparable"
    assert len(cells[kept_out].others) == 1


def test_the_row_takes_what_most_regions_have():
    """Two counties that state what they added are compared with each other, not with a third's total."""
    row = the_row(
        an_observation(80, COUNTY, nature="increment"),
        an_observation(90, OTHER_COUNTY, nature="increment"),
        an_observation(500, THIRD_COUNTY),
    )

    assert (row.nature, row.verdict, row.ranks) == ("increment", "with_care", ((OTHER_COUNTY,), (COUNTY,)))
    assert told(row) == (
        Reason("nature_differs", (COUNTY, OTHER_COUNTY, THIRD_COUNTY), ("increment", "increment", "level")),
    )


def test_a_figure_on_the_basis_is_shown():
    """A region with two figures shows the one that the row compares, not the one that it would prefer."""
    row = the_row(
        an_observation(170, COUNTY, per="村", bound="ge", condition=a_condition()),
        an_observation(30, COUNTY, per="村", nature="increment"),
        an_observation(50, OTHER_COUNTY, per="村"),
    )

    assert [str(cell.observation.value) for cell in row.cells[:2]] == ["170", "50"]
    assert [reason.code for reason in row.reasons] == ["definition_differs"]


def test_a_reason_rests_on_figures():
    """Each reason names the observations that it rests on, those kept out and both sides of a conflict too."""
    row = the_row(
        an_observation(5, COUNTY, name="a"),
        an_observation(9, OTHER_COUNTY, per="村", name="b"),
        an_observation(7, THIRD_COUNTY, name="c"),
        an_observation(8, THIRD_COUNTY, name="d", at=50),
    )

    assert {reason.code: reason.observations for reason in row.reasons} == {
        "per_differs": ("a", "b"),
        "single_source": ("a",),
        "conflict": ("c", "d"),
    }


def test_levels():
    """A province beside counties is named; the counties can be compared with care."""
    row = the_row(an_observation(5, COUNTY), an_observation(9, OTHER_COUNTY), an_observation(900, PROVINCE))

    assert row.verdict == "with_care"
    assert told(row) == (Reason("different_level", (PROVINCE,), ("province",)),)


def test_no_peers():
    """One region of each level: nothing to be compared with."""
    row = the_row(an_observation(5, COUNTY), an_observation(900, PROVINCE))

    assert row.verdict == "not_comparable"
    assert told(row) == (Reason("different_level", (COUNTY,), ("county",)),)


def test_one_figure():
    """A single figure is compared with nothing and comes from a single source."""
    row = the_row(an_observation(5, COUNTY, document="d"))

    assert row.verdict == "not_comparable"
    assert told(row) == (Reason("single_source", (COUNTY,), ("d",)),)


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
    assert told(row) == (Reason("conflict", (THIRD_COUNTY,), ("7 / [8, ∞)",)),)
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
