"""At what time figures are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison.alignment import NEWEST, chosen, is_near, read_alignment, spread
from service.errors import BadParameter
from service.model import Alignment, Reason, Spread
from tests.builders import COUNTY, OTHER_COUNTY, THIRD_COUNTY, a_comparison, a_time, an_observation

COUNTIES = (COUNTY, OTHER_COUNTY, THIRD_COUNTY)


def the_row(*figures, regions=COUNTIES, **asked):
    return a_comparison(figures, regions=regions, **asked).rows[0]


def stated(value, region=COUNTY, *time):
    return an_observation(value, region, time=a_time(*time), at=value)


@pytest.mark.parametrize(
    ("align", "tolerance", "expected"),
    [
        (None, None, Alignment()),
        ("latest", "P2Y", Alignment("latest", None, "P2Y")),
        ("common", None, Alignment("common")),
        ("at:2018", "P18M", Alignment("at", "2018", "P18M")),
        ("at:2018-08", "P1Y6M", Alignment("at", "2018-08", "P1Y6M")),
        ("at:2016/2018", "P30D", Alignment("at", "2016/2018", "P30D")),
    ],
)
def test_asked(align, tolerance, expected):
    """An alignment and a tolerance are read as they are said."""
    assert read_alignment(align, tolerance) == expected


@pytest.mark.parametrize(
    ("align", "tolerance", "parameter"),
    [
        ("newest", None, "align"),
        ("", None, "align"),
        ("at:", None, "align"),
        ("at:18", None, "align"),
        ("at:2018-13", None, "align"),
        ("at:2018-02-30", None, "align"),
        ("at:0000", None, "align"),
        ("at:2018-8", None, "align"),
        ("at:２０１８", None, "align"),  # full-width digits
        ("at:2018/2016", None, "align"),  # ends before it begins
        ("latest", "2Y", "tolerance"),
        ("latest", "P", "tolerance"),
        ("latest", "", "tolerance"),
        ("latest", "P0Y", "tolerance"),
        ("latest", "P-2Y", "tolerance"),
        ("latest", "P2W", "tolerance"),
        ("latest", "P9999Y", "tolerance"),
    ],
)
def test_refused(align, tolerance, parameter):
    """What is no alignment and no duration is refused, with what would be right."""
    with pytest.raises(BadParameter) as refused:
        read_alignment(align, tolerance)

    assert refused.value.parameter == parameter
    assert refused.value.expected


@pytest.mark.parametrize(
    ("time", "at", "tolerance", "near"),
    [
        (("2018",), "2018", None, True),
        (("2018-08",), "2018", None, True),
        (("2018",), "2018-08", None, True),
        (("2017",), "2018", None, False),
        (("2017",), "2018", "P1Y", True),
        (("2016",), "2018", "P1Y", False),
        (("2019-06",), "2018", "P5M", False),
        (("2019-06",), "2018", "P6M", True),
        (("2019-01-30",), "2018", "P30D", True),
        (("2019-01-31",), "2018", "P30D", False),
        (("2014", "2018"), "2018", None, True),  # a span counts by its end
        (("2014", "2018"), "2016", None, False),
        (("2013", None), "2018", "P9Y", False),  # left open: no end is known
        ((), "2018", "P9Y", False),
        (("2017",), "2016/2018", None, True),
        (("2018-02-30",), "2018", None, False),  # no day of the calendar
        (("9999",), "9999", "P999Y", True),  # the calendar ends
        (("0001",), "0001", "P999Y", True),
    ],
)
def test_near(time, at, tolerance, near):
    """A figure is near enough when the end of its period touches the time asked for, tolerance on both sides."""
    window = chosen(read_alignment(f"at:{at}", tolerance), ())

    assert is_near(an_observation(time=a_time(*time)), window) == near


def test_latest_takes_the_newest_of_each():
    """Without an alignment each region has its newest figure, and the spread is told."""
    row = the_row(stated(1, COUNTY, "2014"), stated(2, COUNTY, "2016"), stated(3, OTHER_COUNTY, "2018-08"))

    assert [cell.observation and int(cell.observation.value) for cell in row.cells] == [2, 3, None]
    assert (row.aligned, row.spread) == (None, Spread("2016", "2018-08", 0))


def test_latest_within_a_tolerance():
    """Figures much older than the newest of the row, and those without a date, are left out and listed."""
    row = the_row(
        stated(1, COUNTY, "2014"), stated(2, OTHER_COUNTY, "2018"), stated(3, THIRD_COUNTY), tolerance="P2Y"
    )

    assert [cell.gap for cell in row.cells] == ["not_comparable", None, "not_comparable"]
    assert [len(cell.others) for cell in row.cells] == [1, 0, 1]
    assert row.spread == Spread("2018", "2018", 0)


def test_tolerance_without_any_date():
    """When no figure has a date, nothing tells which are too old."""
    row = the_row(stated(1, COUNTY), stated(3, OTHER_COUNTY), tolerance="P2Y")

    assert row.spread == Spread(None, None, 2)


def test_at_takes_the_nearest():
    """Of the figures near enough the nearest stands in the cell; of two as near the newer one."""
    figures = [stated(1, COUNTY, "2016"), stated(2, COUNTY, "2017"), stated(3, COUNTY, "2020")]

    def shown(align, tolerance):
        cell = the_row(*figures, regions=[COUNTY], align=align, tolerance=tolerance).cells[0]
        return cell.observation and int(cell.observation.value)

    assert shown("at:2018", "P3Y") == 2
    assert shown("at:2018", None) is None
    assert shown("at:2016", None) == 1
    assert shown("at:2018-12", "P5Y") == 2
    assert shown("at:2019", "P5Y") == 3


def test_whole_before_nearer():
    """A part is never promoted to the whole because its date fits better."""
    whole = stated(86, COUNTY, "2017")
    part = an_observation(12, COUNTY, scope="深度贫困村", time=a_time("2018"))

    assert the_row(whole, part, align="at:2018", tolerance="P1Y").cells[0].observation == whole


def test_common():
    """The period that most regions have a figure of; the others' figures stand beside."""
    row = the_row(
        stated(1, COUNTY, "2016"),
        stated(2, COUNTY, "2019"),
        stated(3, OTHER_COUNTY, "2016-10"),
        stated(4, THIRD_COUNTY, "2018"),
        align="common",
    )

    assert row.aligned == "2016"
    assert [cell.observation and int(cell.observation.value) for cell in row.cells] == [1, 3, None]
    assert row.cells[2].gap == "not_comparable"


def test_common_of_equal_periods_is_the_newest():
    """Two years that as many regions have: the newer one."""
    figures = [stated(year, region, str(year)) for year in (2016, 2018) for region in (COUNTY, OTHER_COUNTY)]

    row = the_row(*figures, align="common")

    assert (row.aligned, row.reasons, row.spread) == ("2018", (), Spread("2018", "2018", 0))


def test_common_without_dates():
    """Figures without dates share no time."""
    row = the_row(stated(1, COUNTY), stated(2, OTHER_COUNTY), align="common")

    assert (row.aligned, [cell.gap for cell in row.cells][:2]) == (None, ["not_comparable"] * 2)


def test_dates_that_differ_within_a_tolerance_are_told():
    """A tolerance lets figures in; it does not make them of one date."""
    row = the_row(
        stated(1, COUNTY, "2017"), stated(2, OTHER_COUNTY, "2018"), align="at:2018", tolerance="P1Y"
    )

    assert [reason.code for reason in row.reasons] == ["dates_differ"]
    assert isinstance(row.reasons[0], Reason)
    assert row.spread == Spread("2017", "2018", 0)


def test_spread():
    """From the earliest to the latest end, a year as its last day, and how many have none."""
    figures = [
        an_observation(time=a_time(*time)) for time in (("2018",), ("2018-08",), ("2013", None), (), ())
    ]

    assert spread(figures) == Spread("2013", "2018", 2)
    assert spread(()) == Spread()


times = st.sampled_from([(), ("2014",), ("2016-08",), ("2016-08-09",), ("2014", "2018"), ("2013", None)])


@given(
    st.lists(times, max_size=6),
    st.sampled_from(["latest", "common", "at:2016", "at:2016-09", "at:2014/2015"]),
    st.sampled_from([None, "P1M", "P2Y", "P400D"]),
)
def test_only_what_is_near_is_shown(stated_times, align, tolerance):
    """Whatever is asked, every figure shown is within the window of its row, and none is lost."""
    asked = read_alignment(align, tolerance)
    figures = [
        an_observation(number, COUNTIES[number % 3], time=a_time(*time), at=number)
        for number, time in enumerate(stated_times)
    ]

    row = the_row(*figures, align=align, tolerance=tolerance)

    at = chosen(asked, [[one for one in figures if one.region == region] for region in COUNTIES])
    assert all(is_near(cell.observation, at) for cell in row.cells if cell.observation)
    kept = [one for cell in row.cells for one in (*cell.others, *filter(None, [cell.observation]))]
    assert sorted(one.id for one in kept) == sorted(one.id for one in figures)
    if align == "latest" and tolerance is None:
        assert at == NEWEST
