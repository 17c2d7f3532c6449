"""What became of figures between two analyses."""

from dataclasses import replace

import pytest

from service.comparison import differences
from service.model import Change
from tests.builders import a_time, an_observation

VILLAGES = an_observation(86, name="a")


def test_the_same():
    """The same figures are no change, whatever their confidence."""
    assert differences([VILLAGES], [replace(VILLAGES, confidence=0.5, why="another rule")]) == ()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, VILLAGES, "gained"),
        (VILLAGES, None, "lost"),
        (VILLAGES, replace(VILLAGES, time=a_time("2016")), "changed"),  # the same id
        (VILLAGES, replace(VILLAGES, id="b", bound="gt"), "changed"),  # the same place
        (VILLAGES, replace(VILLAGES, id="b", measure="poor_villages"), None),  # nothing but the id
    ],
)
def test_change(before, after, kind):
    """A figure is gained, lost or changed, and both sides are shown."""
    found = differences([one for one in [before] if one], [one for one in [after] if one])

    assert found == ((Change(before, after),) if kind else ())
    assert [change.kind for change in found] == ([kind] if kind else [])


def test_another_measure_is_another_figure():
    """A number that moved to another measure is lost there and gained here."""
    moved = replace(VILLAGES, id="b", measure="poor_villages_exited")

    assert {change.kind for change in differences([VILLAGES], [moved])} == {"lost", "gained"}


def test_order_is_that_of_the_text():
    """Changes stand in the order of their places."""
    first, second = an_observation(1, at=10, name="x"), an_observation(2, at=90, name="w")

    assert differences([second], [first]) == (Change(None, first), Change(second, None))
