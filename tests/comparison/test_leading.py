"""The few figures that decide a cell."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from service.comparison import leading_of, listed_of
from tests.builders import COUNTY, a_comparison, a_condition, a_time, an_observation

figures = st.lists(
    st.builds(
        an_observation,
        st.integers(1, 5),
        document=st.sampled_from("abcdef"),
        unit=st.sampled_from(["个", "个", "%"]),
        per=st.sampled_from([None, None, "村"]),
        bound=st.sampled_from(["eq", "eq", "ge", "le", "gt", "approx"]),
        upper=st.sampled_from([None, 7]),
        nature=st.sampled_from(["level", "level", "increment"]),
        time=st.sampled_from([a_time(), a_time("2016"), a_time("2018")]),
        scope=st.sampled_from([None, None, "原", "贫困村"]),
        condition=st.sampled_from([None, None, a_condition()]),
        at=st.integers(0, 2),
    ),
    max_size=30,
    unique_by=lambda figure: figure.id,
)


def the_row(observations):
    """The row of these figures, without `others` but for the two that exclude each other."""
    row = a_comparison(observations, regions=[COUNTY]).rows[0]
    cell = row.cells[0]
    sides = cell.others[:2] if cell.gap == "conflict" else cell.others[:1] if cell.gap else ()
    return replace(row, cells=(replace(cell, others=sides),), reasons=())


def decided(observations):
    """What of a row does not depend on how many sides a conflict has."""
    row = a_comparison(observations, regions=[COUNTY]).rows[0]
    return [(reason.code, reason.regions) for reason in row.reasons]


@given(figures)
@example(
    [an_observation(value, at=place) for place, value in enumerate((1, 2, 3))]
)  # three that exclude each other
def test_the_same_row(observations):
    """The leading figures give the same cell as all of them."""
    assert the_row(leading_of(observations)) == the_row(observations)
    assert decided(leading_of(observations)) == decided(observations)


@given(figures, st.data())
def test_documents_one_by_one(observations, data):
    """Adding documents one at a time, in any order, comes to the same as all at once."""
    kept, listed = (), ()
    for document in data.draw(st.permutations("abcdef")):
        new = [one for one in observations if one.document == document]
        kept, listed = leading_of((*kept, *new)), listed_of((*listed, *new))

    assert kept == leading_of(observations)
    assert listed == listed_of(observations)


def test_few_of_many():
    """Of a thousand figures a handful lead."""
    many = [an_observation(86, document=f"{number:04}", time=a_time("2016")) for number in range(1000)]

    assert len(leading_of(many)) <= 3
    assert len(listed_of(many)) == 10


def test_none():
    """No figures have no leading ones."""
    assert leading_of([]) == listed_of([]) == ()
