"""What bounds allow, and the partial order of intervals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison.intervals import Interval, interval
from tests.builders import an_observation


@pytest.mark.parametrize(
    ("bound", "lower", "upper", "expected"),
    [
        ("eq", None, None, "5"),
        ("ge", None, None, "[5, ∞)"),
        ("gt", None, "6", "[5, 6)"),  # 余: the next step is left out
        ("gt", None, None, "[5, ∞)"),  # no step known
        ("le", None, None, "(-∞, 5]"),
        ("le", "0", None, "[0, 5]"),
        ("approx", "4", "6", "[4, 6]"),
        ("approx", None, None, "(-∞, ∞)"),  # nothing read: nothing excluded
        ("approx", "6", "4", "(-∞, ∞)"),  # bounds that shut out the value itself are passed over
    ],
)
def test_interval(bound, lower, upper, expected):
    """A bound says which values are allowed."""
    assert str(interval(an_observation(5, bound=bound, lower=lower, upper=upper))) == expected


def test_digits_are_plain():
    """An interval is written without exponents."""
    assert str(interval(an_observation("8.7E+4"))) == "87000"


def test_empty_interval_is_refused():
    """An interval without a value is a mistake of the caller."""
    with pytest.raises(ValueError, match="no value lies in"):
        Interval(Decimal(5), Decimal(5), is_open=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Interval(Decimal(6), Decimal(6)), Interval(Decimal(5), Decimal(5))),
        # 60 is no longer 50余
        (Interval(Decimal(60), None), Interval(Decimal(50), Decimal(60), is_open=True)),
    ],
)
def test_above(one, other):
    """One interval is above another when all of it is."""
    assert one.is_above(other)
    assert not one.overlaps(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # ends that touch share a value
        (Interval(Decimal(60), None), Interval(Decimal(50), Decimal(60))),
        # a lower bound may be anything above
        (Interval(Decimal(5), None), Interval(Decimal(100), Decimal(100))),
        (Interval(None, None), Interval(Decimal(1), Decimal(1))),
    ],
)
def test_overlap(one, other):
    """Intervals with a value in common are not ordered."""
    assert one.overlaps(other)
    assert other.overlaps(one)


@st.composite
def intervals(draw):
    """Intervals of a few values, so that ends often touch."""
    ends = st.none() | st.integers(0, 6).map(Decimal)
    lower, upper = draw(ends), draw(ends)
    if lower is None or upper is None:
        return Interval(lower, upper, is_open=upper is not None and draw(st.booleans()))
    lower, upper = sorted((lower, upper))
    return Interval(lower, upper, is_open=lower < upper and draw(st.booleans()))


@given(intervals())
def test_order_is_irreflexive(one):
    """Nothing is above itself."""
    assert not one.is_above(one)
    assert one.overlaps(one)


@given(intervals(), intervals(), intervals())
def test_order_is_transitive(one, two, three):
    """What is above something that is above a third is above the third."""
    if one.is_above(two) and two.is_above(three):
        assert one.is_above(three)


@given(intervals(), intervals())
def test_above_below_or_overlapping(one, other):
    """Of two intervals exactly one thing holds."""
    assert [one.is_above(other), other.is_above(one), one.overlaps(other)].count(True) == 1


@given(intervals(), intervals(), intervals(), intervals())
def test_interval_order(one, two, three, four):
    """Two separate pairs cannot be ordered without ordering across them: what makes it an interval order."""
    if one.is_above(two) and three.is_above(four):
        assert one.is_above(four) or three.is_above(two)


@given(intervals(), intervals())
def test_ends(one, other):
    """An interval that is above another begins and ends above it, where its own end is not the same."""
    if one.is_above(other):
        assert one.begins_above(other)
        assert one.ends_above(other)
