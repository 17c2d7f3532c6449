"""The whole table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison import compare
from service.errors import UnknownMeasure, UnknownRegion
from service.model import Question
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    a_comparison,
    a_condition,
    a_measure,
    a_mention,
    a_region,
    a_time,
    an_observation,
)

REGIONS = (COUNTY, OTHER_COUNTY, PREFECTURE, PROVINCE)
MEASURES = (a_measure(), a_measure("poor_households", "户", "贫困户数"))


def test_order_is_as_asked():
    """Rows and cells stand in the order of the question, not of the catalogue or the gazetteer."""
    question = Question(("poor_households", "poor_villages"), (PROVINCE, COUNTY))

    comparison = compare(question, [a_region(code) for code in REGIONS], MEASURES, (), (), ())

    assert [row.measure.id for row in comparison.rows] == ["poor_households", "poor_villages"]
    assert [region.adcode for region in comparison.regions] == [PROVINCE, COUNTY]
    assert all([cell.region for cell in row.cells] == [PROVINCE, COUNTY] for row in comparison.rows)


def test_only_what_was_asked():
    """Figures of other regions and measures are passed over."""
    comparison = a_comparison(
        [an_observation(5, COUNTY), an_observation(5, PROVINCE), an_observation(5, COUNTY, measure="pay")],
        regions=[COUNTY],
    )

    assert [[cell.others for cell in row.cells] for row in comparison.rows] == [[()]]


def test_the_row_keeps_its_unit():
    """A row has the unit of its measure and the denominator of its figures."""
    row = a_comparison([an_observation(5, per="村")]).rows[0]

    assert (row.unit, row.per) == ("个", "村")


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question(("poor_villages",), ("999999",)), UnknownRegion),
        (Question(("poor",), (COUNTY,)), UnknownMeasure),
    ],
)
def test_unknown(question, error):
    """What the question names must be handed in."""
    with pytest.raises(error):
        compare(question, [a_region(COUNTY)], MEASURES, (), (), ())


figures = st.builds(
    an_observation,
    st.integers(1, 4),
    st.sampled_from(REGIONS),
    document=st.sampled_from("ab"),
    measure=st.sampled_from([measure.id for measure in MEASURES]),
    unit=st.sampled_from(["个", "户"]),
    per=st.sampled_from([None, None, None, "村"]),
    bound=st.sampled_from(["eq", "eq", "ge", "le", "gt", "approx"]),
    nature=st.sampled_from(["level", "level", "increment", "target"]),
    time=st.sampled_from([a_time(), a_time("2016"), a_time("2016-08"), a_time("2013", None)]),
    scope=st.sampled_from([None, None, "原", "现", "贫困村(原)", "贫困村"]),
    condition=st.sampled_from([None, None, a_condition()]),
    at=st.integers(0, 3),
    mentions=st.integers(1, 2),
)


@given(st.lists(figures, max_size=12, unique_by=lambda figure: figure.id), st.data())
def test_order_of_input_is_no_matter(observations, data):
    """The same figures and mentions give the same table in whatever order they come."""
    mentions = [a_mention(region, at=at) for region in REGIONS for at in (0, 7)]
    shuffled = data.draw(st.permutations(observations))
    mixed = data.draw(st.permutations(mentions))

    def table(some, said):
        return a_comparison(some, regions=REGIONS, measures=MEASURES, mentions=said)

    assert table(observations, mentions) == table(shuffled, mixed)


@given(st.lists(figures, max_size=12, unique_by=lambda figure: figure.id))
def test_nothing_is_lost(observations):
    """Every figure stands in its cell, shown or beside; a cell has a figure or a reason, never both."""
    comparison = a_comparison(observations, regions=REGIONS, measures=MEASURES)

    for row in comparison.rows:
        shown = {cell.region for cell in row.cells if cell.observation}
        for cell in row.cells:
            kept = {*cell.others, *([cell.observation] if cell.observation else [])}
            assert kept == {
                one for one in observations if (one.measure, one.region) == (row.measure.id, cell.region)
            }
            assert (cell.observation is None) == (cell.gap is not None)
        assert {adcode for group in row.ranks for adcode in group} <= shown
        assert all(len(reason.regions) == len(reason.values) for reason in row.reasons)
