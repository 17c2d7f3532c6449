"""The verdict for two regions, and regions in the order of their figures."""

import pytest

from service.comparison import ordered, pair_verdicts
from service.errors import UnknownMeasure
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_measure,
    a_time,
    an_observation,
)


def test_pairs():
    """Each two regions with a figure have a verdict of their own; the third does not spoil it."""
    comparison = a_comparison(
        [
            an_observation(86, COUNTY, time=a_time("2016")),
            an_observation(52, OTHER_COUNTY, time=a_time("2016")),
            an_observation(40, THIRD_COUNTY, time=a_time("2018")),
            an_observation(9000, PROVINCE, time=a_time("2016")),
        ],
        regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY, PROVINCE, "141124"],
    )

    found = {pair.regions: pair for pair in pair_verdicts(comparison.rows[0], comparison.regions)}

    assert {two: pair.verdict for two, pair in found.items()} == {
        (COUNTY, OTHER_COUNTY): "comparable",
        (COUNTY, THIRD_COUNTY): "with_care",
        (COUNTY, PROVINCE): "not_comparable",
        (OTHER_COUNTY, THIRD_COUNTY): "with_care",
        (OTHER_COUNTY, PROVINCE): "not_comparable",
        (THIRD_COUNTY, PROVINCE): "not_comparable",
    }
    assert [reason.code for reason in found[COUNTY, THIRD_COUNTY].reasons] == ["dates_differ"]
    assert [reason.code for reason in found[COUNTY, PROVINCE].reasons] == ["different_level"]


def test_pairs_among():
    """Only the pairs of some regions."""
    comparison = a_comparison(
        [
            an_observation(number, region)
            for number, region in enumerate((COUNTY, OTHER_COUNTY, THIRD_COUNTY))
        ],
        regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY],
    )

    found = pair_verdicts(comparison.rows[0], comparison.regions, {COUNTY, THIRD_COUNTY})

    assert [pair.regions for pair in found] == [(COUNTY, THIRD_COUNTY)]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("descending", [THIRD_COUNTY, COUNTY, OTHER_COUNTY, PROVINCE]),
        ("ascending", [COUNTY, OTHER_COUNTY, THIRD_COUNTY, PROVINCE]),
    ],
)
def test_ordered(direction, expected):
    """Regions by value, ties as they were asked, those without a figure last; every row moves along."""
    comparison = a_comparison(
        [
            an_observation(5, COUNTY),
            an_observation(5, OTHER_COUNTY),
            an_observation(9, THIRD_COUNTY),
            an_observation(7, PROVINCE, measure="pay"),
        ],
        regions=[PROVINCE, COUNTY, OTHER_COUNTY, THIRD_COUNTY],
        measures=[a_measure(), a_measure("pay")],
    )

    found = ordered(comparison, "poor_villages", direction)

    assert [region.adcode for region in found.regions] == expected
    assert all([cell.region for cell in row.cells] == expected for row in found.rows)
    assert {cell.region: cell for row in found.rows for cell in row.cells} == {
        cell.region: cell for row in comparison.rows for cell in row.cells
    }


def test_ordered_by_nothing():
    """A measure without a row orders nothing."""
    with pytest.raises(UnknownMeasure):
        ordered(a_comparison([]), "pay", "ascending")
