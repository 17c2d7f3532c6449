"""Who stands above whom."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison.basis import Shown
from service.comparison.intervals import interval
from service.comparison.ranks import ranks
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_PREFECTURE,
    PREFECTURE,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_condition,
    a_region,
    an_observation,
)

COUNTIES = (COUNTY, OTHER_COUNTY, THIRD_COUNTY)


def ranked(*observations, regions=COUNTIES):
    return a_comparison(observations, regions=regions).rows[0].ranks


def test_highest_first():
    """Regions are ranked by their figures."""
    assert ranked(
        an_observation(5, COUNTY), an_observation(9, OTHER_COUNTY), an_observation(7, THIRD_COUNTY)
    ) == ((OTHER_COUNTY,), (THIRD_COUNTY,), (COUNTY,))


def test_ties_share_a_group():
    """Equal figures stand together, in the order asked."""
    assert ranked(
        an_observation(7, COUNTY), an_observation(9, OTHER_COUNTY), an_observation(9, THIRD_COUNTY)
    ) == ((OTHER_COUNTY, THIRD_COUNTY), (COUNTY,))


def test_overlapping_bounds_share_a_group():
    """What the bounds do not order is not ordered: 5900余 and 5950."""
    assert ranked(
        an_observation(5950, COUNTY),
        an_observation(5900, OTHER_COUNTY, bound="gt", upper=6000),
        an_observation(4800, THIRD_COUNTY),
    ) == ((COUNTY, OTHER_COUNTY), (THIRD_COUNTY,))


def test_a_chain_is_one_group():
    """不低于4 reaches over 5 and 9, which are ordered between themselves and yet share its group."""
    assert ranked(
        an_observation(5, COUNTY),
        an_observation(9, OTHER_COUNTY),
        an_observation(4, THIRD_COUNTY, bound="ge"),
    ) == ((COUNTY, OTHER_COUNTY, THIRD_COUNTY),)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # the level with most figures is ranked, the province stands apart
        (((5, COUNTY), (9, OTHER_COUNTY), (900, PROVINCE)), ((OTHER_COUNTY,), (COUNTY,))),
        # of two levels with as many figures the higher one
        (
            ((5, COUNTY), (9, OTHER_COUNTY), (70, PREFECTURE), (80, OTHER_PREFECTURE)),
            ((OTHER_PREFECTURE,), (PREFECTURE,)),
        ),
        # one of each level: nobody to be ranked with
        (((5, COUNTY), (70, PREFECTURE), (900, PROVINCE)), ()),
        (((5, COUNTY),), ()),
        ((), ()),
    ],
)
def test_one_level(figures, expected):
    """Only regions of one level are ranked, and only two or more."""
    regions = (*COUNTIES, PREFECTURE, OTHER_PREFECTURE, PROVINCE)

    assert ranked(*(an_observation(*figure) for figure in figures), regions=regions) == expected


@pytest.mark.parametrize("differing", [{"per": "村"}, {"nature": "increment"}])
def test_no_ranks_without_one_basis(differing):
    """Figures of different denominators or natures are never ranked."""
    others = ranked(an_observation(5, COUNTY), an_observation(9, OTHER_COUNTY, **differing))

    assert others == ()


def test_conditions_are_not_ranked_with_the_whole():
    """A floor for the poorest villages does not rank a region above those that speak of all villages."""
    floor = an_observation(170, THIRD_COUNTY, condition=a_condition(), bound="ge")

    assert ranked(an_observation(5, COUNTY), an_observation(9, OTHER_COUNTY), floor) == (
        (OTHER_COUNTY,),
        (COUNTY,),
    )
    assert ranked(an_observation(5, COUNTY), floor) == ()


def test_none_before_any_condition():
    """Of as many figures with a condition as without, those for the whole are ranked."""
    fourth = "141124"

    assert ranked(
        an_observation(170, COUNTY, condition=a_condition()),
        an_observation(200, OTHER_COUNTY, condition=a_condition()),
        an_observation(5, THIRD_COUNTY),
        an_observation(9, fourth),
        regions=(*COUNTIES, fourth),
    ) == ((fourth,), (THIRD_COUNTY,))


def test_one_condition_is_ranked():
    """Regions that all speak under the same condition can be ranked."""
    assert ranked(
        an_observation(170, COUNTY, condition=a_condition()),
        an_observation(200, OTHER_COUNTY, condition=a_condition()),
    ) == ((OTHER_COUNTY,), (COUNTY,))


bounded = st.tuples(st.sampled_from(["eq", "ge", "le", "gt", "approx"]), st.integers(0, 9), st.integers(1, 3))


@given(st.lists(bounded, min_size=2, max_size=8))
def test_groups_keep_the_order(stated):
    """Every region is in one group, figures of different groups are ordered, groups cannot be split."""
    shown = [
        Shown(
            a_region(str(100001 + number)),
            an_observation(
                value, bound=bound, upper=value + more if bound in {"gt", "approx"} else None, at=number
            ),
        )
        for number, (bound, value, more) in enumerate(stated)
    ]

    groups = ranks(shown)

    assert sorted(shown.index(one) for group in groups for one in group) == list(range(len(shown)))
    for higher, lower in combinations(groups, 2):
        assert all(
            interval(one.observation).is_above(interval(other.observation))
            for one in higher
            for other in lower
        )
    for group in groups:
        linked = {group[0]}
        for _ in group:
            linked |= {
                one
                for one in group
                if any(interval(one.observation).overlaps(interval(other.observation)) for other in linked)
            }
        assert linked == set(group)
