"""Which of several figures stands in the cell."""

import pytest

from service.comparison.choice import Reach, reach
from tests.builders import COUNTY, a_comparison, a_condition, a_time, an_observation


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (None, Reach(None, is_former=False)),
        ("贫困村", Reach("贫困村", is_former=False)),
        ("现", Reach(None, is_former=False)),  # the end of a change is the whole
        ("原", Reach(None, is_former=True)),
        ("村主任(原)", Reach("村主任", is_former=True)),
        ("村主任（现）", Reach("村主任", is_former=False)),  # full-width brackets
        ("原建档立卡户", Reach("原建档立卡户", is_former=False)),  # part of a word
        ("固原", Reach("固原", is_former=False)),  # a name that ends so
    ],
)
def test_reach(scope, expected):
    """A scope is a part in words and the state before or after a change."""
    assert reach(an_observation(scope=scope)) == expected


PREFERENCES = [
    # a condition never stands for the whole, even beside a part
    (an_observation(50, scope="活动经费"), an_observation(170, condition=a_condition())),
    # the whole before a part, even when the part is newer
    (an_observation(86), an_observation(12, scope="深度贫困村", time=a_time("2019"))),
    # a level before what changed it, what adds up to it, what is planned
    (an_observation(5), an_observation(3, nature="increment", time=a_time("2019"))),
    (an_observation(5), an_observation(9, nature="cumulative", time=a_time("2014", "2019"))),
    (an_observation(5), an_observation(7, nature="target", time=a_time("2020"))),
    # a sum that came about before a plan that did not
    (an_observation(9, nature="cumulative"), an_observation(7, nature="target")),
    # the present state before the former one, even when only the former is dated
    (an_observation(17, scope="现"), an_observation(9, scope="原", time=a_time("2014"))),
    (an_observation(17, scope="村主任(现)"), an_observation(9, scope="村主任(原)", mentions=3)),
    # the newest time
    (an_observation(83, time=a_time("2017")), an_observation(86, time=a_time("2016"), mentions=3)),
    # a dated figure before an undated one
    (an_observation(83, time=a_time("2014")), an_observation(86, mentions=3)),
    # a year counts as its last day
    (an_observation(83, time=a_time("2016")), an_observation(86, time=a_time("2016-08"))),
    (an_observation(83, time=a_time("2016-08")), an_observation(86, time=a_time("2016-08-30"))),
    # a span by its end, and a point before a span with the same end
    (an_observation(83, time=a_time("2014", "2018")), an_observation(86, time=a_time("2017"))),
    (an_observation(83, time=a_time("2018")), an_observation(86, time=a_time("2014", "2018"))),
    # a span left open by its start
    (an_observation(83, time=a_time("2016")), an_observation(86, time=a_time("2013", None))),
    # an exact figure before a bounded one
    (an_observation(86), an_observation(80, bound="ge", mentions=3)),
    # the figure said most often; 90余 and 95 hold together, so neither is a conflict
    (
        an_observation(90, bound="gt", upper=100, mentions=2, at=500),
        an_observation(95, bound="approx", lower=90, upper=100),
    ),
    # the first in the text
    (an_observation(5, scope="甲"), an_observation(4, scope="乙", at=10)),
    # the first by document
    (an_observation(5, document="a", at=10, scope="甲"), an_observation(4, document="b", scope="乙")),
]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("better", "worse"), PREFERENCES)
def test_choice(better, worse, order):
    """The better figure stands in the cell and the other beside it, in whatever order they come."""
    (row,) = a_comparison([better, worse][::order], regions=[COUNTY]).rows

    assert row.cells[0].observation == better
    assert row.cells[0].others == (worse,)


def test_others_are_ordered():
    """What is not shown stands in the order of preference."""
    figures = [
        an_observation(1, condition=a_condition()),
        an_observation(2),
        an_observation(3, scope="深度贫困村"),
        an_observation(4, time=a_time("2016")),
    ]

    (row,) = a_comparison(figures, regions=[COUNTY]).rows

    assert [int(other.value) for other in row.cells[0].others] == [2, 3, 1]
