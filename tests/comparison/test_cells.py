"""Figures, gaps and conflicts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison.cells import Material, Terms, cell
from service.comparison.intervals import interval
from tests.builders import COUNTY, a_comparison, a_condition, a_mention, a_time, an_observation


def the_cell(*observations, mentions=(), analysed=(COUNTY,)):
    comparison = a_comparison(observations, regions=[COUNTY], mentions=mentions, analysed=analysed)
    return comparison.rows[0].cells[0]


@pytest.mark.parametrize(
    ("observations", "mentions", "analysed", "gap"),
    [
        ((), (), (), "not_analysed"),
        ((), (), (COUNTY,), "not_mentioned"),
        ((), (a_mention(),), (COUNTY,), "no_number"),
        # another region's document speaks of this one
        ((), (a_mention(),), (), "no_number"),
        # a share of the villages is no number of villages
        ((an_observation(96, unit="%"),), (a_mention(),), (COUNTY,), "not_comparable"),
        ((an_observation(86), an_observation(87, at=50)), (a_mention(),), (COUNTY,), "conflict"),
        # a figure is a figure wherever it was found
        ((an_observation(86),), (a_mention(),), (), None),
    ],
)
def test_gap(observations, mentions, analysed, gap):
    """An empty cell says why it is empty."""
    found = the_cell(*observations, mentions=mentions, analysed=analysed)

    assert found.gap == gap
    assert (found.observation is None) == (gap is not None)


def test_no_number_shows_what_was_said():
    """The words without a number stand in the cell, by document and place; beside a figure they do not."""
    mentions = [a_mention(at=9), a_mention(document="c", at=50), a_mention(at=3)]

    assert [one.evidence.spans[0].start for one in the_cell(mentions=mentions).mentions] == [50, 3, 9]
    assert the_cell(an_observation(), mentions=mentions).mentions == ()


def test_other_units_stand_beside():
    """A figure in another unit is kept, never shown as the measure's."""
    percent = an_observation(96, unit="%")

    assert the_cell(percent).others == (percent,)
    assert the_cell(percent, an_observation(86)).others == (percent,)


@pytest.mark.parametrize(
    "others",
    [
        # two places of one document
        (an_observation(87, at=50),),
        # two documents
        (an_observation(87, document="another"),),
        # a bound that the figure breaks
        (an_observation(90, bound="ge", at=50),),
        (an_observation(80, bound="gt", upper=86, at=50),),
        # one that agrees does not settle it
        (an_observation(86, document="another"), an_observation(87, document="a third")),
    ],
)
def test_conflict(others):
    """Figures of equal standing that cannot hold together leave the cell empty, both sides shown."""
    figures = (an_observation(86), *others)

    found = the_cell(*figures)

    assert found.gap == "conflict"
    assert set(found.others) == set(figures)
    assert not interval(found.others[0]).overlaps(interval(found.others[1]))


@pytest.mark.parametrize(
    "other",
    [
        an_observation(86, document="another"),  # the same figure again
        an_observation(80, bound="ge", at=50),  # both may hold
        an_observation(80, bound="gt", upper=90, at=50),
        an_observation(87, bound="approx", at=50),
        an_observation(87, time=a_time("2016"), at=50),  # another time
        an_observation(87, scope="深度贫困村", at=50),  # another part
        an_observation(87, scope="原", at=50),  # before the change
        an_observation(87, nature="increment", at=50),
        an_observation(87, per="村", at=50),
        an_observation(87, condition=a_condition(), at=50),
        an_observation(87, unit="%", at=50),
        an_observation(87),  # another reading of the very same characters
    ],
)
def test_no_conflict(other):
    """Figures that may both hold, or that speak of different things, contradict nothing."""
    assert the_cell(an_observation(86), other).gap is None


@pytest.mark.parametrize("other", [("2013", "2018"), ("2014", "2017"), ("2014", None)])
def test_sums_of_different_spans(other):
    """Sums over spans that begin or end apart are different sums; the newest and shortest is shown."""
    sums = [
        an_observation(value, nature="cumulative", time=a_time(*span), at=value)
        for value, span in ((80, ("2014", "2018")), (90, other))
    ]

    assert the_cell(*sums).observation == sums[0]


def test_present_state_and_whole_are_one():
    """现 marks the whole as it is now, so another figure for the whole contradicts it."""
    assert the_cell(an_observation(86), an_observation(87, scope="现", at=50)).gap == "conflict"


def test_conflict_elsewhere_leaves_the_choice():
    """Only figures as good as the one chosen can contradict it."""
    chosen = an_observation(86)
    parts = [an_observation(value, scope="深度贫困村", at=value) for value in (12, 13)]

    assert the_cell(chosen, *parts).observation == chosen


def test_the_rest_follows_the_sides():
    """In a conflict the sides come first, then what takes no part in it."""
    part = an_observation(12, scope="深度贫困村")
    sides = (an_observation(86), an_observation(87, at=50))

    assert the_cell(part, *sides).others == (*sides, part)


@given(st.lists(st.tuples(st.sampled_from(["eq", "ge", "le", "gt"]), st.integers(1, 5)), max_size=6))
def test_sides_are_those_that_exclude_another(stated):
    """Asking the two outermost figures finds the same sides as asking every pair."""
    figures = [
        an_observation(value, bound=bound, upper=value + 2 if bound == "gt" else None, at=number)
        for number, (bound, value) in enumerate(stated)
    ]

    _, conflict = cell(Material(COUNTY, tuple(figures), (), is_analysed=True), Terms("个"))

    spread = [interval(figure) for figure in figures]
    expected = {
        figure
        for figure, own in zip(figures, spread, strict=True)
        if not all(own.overlaps(other) for other in spread)
    }
    assert set(conflict.sides if conflict else ()) == expected
