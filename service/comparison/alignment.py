"""At what time the figures of a row are taken, and which of them are near enough.

    latest              each region's newest figure
    latest, P2Y         none that is more than two years older than the newest of the row
    common              the period that most regions of the row have a figure of; of several the newest
    at:2018, P1Y        figures of 2017 to 2019, the nearest to 2018 first

A figure counts by its end, a sum over 2014/2018 like one of 2018: stocks are stated for the end of a period.
Where a time is asked for, a figure that gives none is left out: nothing shows that it holds then.

Source:
    Our World in Data, Grapher: a time for the row and a tolerance for the figures, the time used shown.
    ISO 8601 for periods (2018, 2018-08, 2016/2018) and durations (P2Y, P18M, P30D).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from service.errors import BadParameter
from service.model import Alignment, Observation, Period, Spread

_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_AT = re.compile(rf"at:({_DATE})(?:/({_DATE}))?")
_DURATION = re.compile(r"P(?=[0-9])(?:([0-9]{1,3})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})D)?")
_LONGEST = 200 * 366  # days; beyond it nothing that documents state would be left out


class Window(NamedTuple):
    """A range of days, both ends included."""

    first: date
    last: date


class Chosen(NamedTuple):
    """What a row is taken at.

    Attributes:
        target: the period itself; None for the newest of each region.
        window: the target with the tolerance on both sides; None lets every figure in.
        notation: of the target.
    """

    target: Window | None = None
    window: Window | None = None
    notation: str | None = None


NEWEST = Chosen()


def read_alignment(align: str | None, tolerance: str | None) -> Alignment:
    """What a caller asks for.

    Args:
        align: latest, common, at:2018, at:2018-08 or at:2016/2018; None is latest.
        tolerance: P2Y, P18M, P30D or a sum of these; None is none.

    Raises:
        BadParameter: another word, no such date, a period that ends before it begins, no duration.
    """
    if tolerance is not None and (not _DURATION.fullmatch(tolerance) or sum(_numbers(tolerance)) == 0):
        raise BadParameter(
            f"{tolerance!r} is no duration", parameter="tolerance", expected="P2Y, P18M or P30D"
        )
    if align in {None, "latest"}:
        return Alignment("latest", None, tolerance)
    if align == "common":
        return Alignment("common", None, tolerance)
    found = _AT.fullmatch(align or "")
    try:
        window = found and Window(_days(found[1]).first, _days(found[2] or found[1]).last)
    except ValueError:
        window = None
    if found is None or window is None:
        raise BadParameter(
            f"{align!r} is no alignment", parameter="align", expected="latest, common, at:2018 or at:2018-08"
        )
    if found[2] and _days(found[2]).first < window.first:
        raise BadParameter(
            f"{align!r} ends before it begins", parameter="align", expected=f"at:{found[2]}/{found[1]}"
        )
    return Alignment("at", f"{found[1]}/{found[2]}" if found[2] else found[1], tolerance)


def chosen(asked: Alignment, by_region: Iterable[Sequence[Observation]]) -> Chosen:
    """What a row is taken at.

    Args:
        by_region: the figures of each region of the row.
    """
    match asked.kind:
        case "latest":
            return _within_newest(asked, by_region) if asked.tolerance else NEWEST
        case "at":
            return _around(asked.at or "", asked.tolerance)
        case "common":
            return _common(asked, by_region)


def window(asked: Alignment) -> Window | None:
    """The days of which a figure of the row must hold one; None where they depend on the figures."""
    return _around(asked.at or "", asked.tolerance).window if asked.kind == "at" else None


def is_near(observation: Observation, at: Chosen) -> bool:
    """Whether a figure may stand in a row that is taken at this time."""
    if at.window is None:
        return True
    held = holds(observation.time)
    return held is not None and held.first <= at.window.last and at.window.first <= held.last


def distance(observation: Observation, at: Chosen) -> int:
    """Days between a figure and the target; 0 within it, and for all when there is none."""
    held = holds(observation.time)
    if at.target is None or held is None:
        return 0
    return max(0, (at.target.first - held.last).days, (held.first - at.target.last).days)


def holds(period: Period) -> Window | None:
    """The days that a figure counts by: the end of its period; None when no end is known."""
    try:
        return None if period.end is None else _days(period.end)
    except ValueError:
        return None  # 2018-02-30: said so, and no day


def spread(observations: Iterable[Observation]) -> Spread:
    """The dates that figures really have; one left open counts by its beginning."""
    ends = [one.time.end or one.time.start for one in observations]
    # A year counts as its last day, so 2018 is later than 2018-08.
    dated = sorted(
        (end for end in ends if end is not None), key=lambda end: (end + "-12-31"[len(end) - 4 :], end)
    )
    return Spread(dated[0] if dated else None, dated[-1] if dated else None, len(ends) - len(dated))


def _within_newest(asked: Alignment, by_region: Iterable[Sequence[Observation]]) -> Chosen:
    held = [days for figures in by_region for one in figures if (days := holds(one.time))]
    if not held:
        # Nothing has a date: nothing tells which figures are too old.
        return NEWEST
    newest = max(held, key=lambda days: days.last)
    return Chosen(None, _widened(newest, asked.tolerance), None)


def _common(asked: Alignment, by_region: Iterable[Sequence[Observation]]) -> Chosen:
    ends = [{one.time.end for one in figures if one.time.end and holds(one.time)} for figures in by_region]
    candidates = {end for each in ends for end in each} | {end[:4] for each in ends for end in each}
    around = {end: _around(end, asked.tolerance) for end in candidates}
    counts = Counter[str]()
    for each in ends:
        for candidate, found in around.items():
            window = found.window
            if window and any(
                _days(end).first <= window.last and window.first <= _days(end).last for end in each
            ):
                counts[candidate] += 1
    if not counts:
        return Chosen(None, Window(date.min, date.min))  # no figure has a date, so none shares one
    # Of periods with as many regions the one that ends last; a year before its months.
    best = max(counts, key=lambda end: (counts[end], _days(end).last, len(end)))
    return around[best]


def _around(notation: str, tolerance: str | None) -> Chosen:
    start, _, end = notation.partition("/")
    target = Window(_days(start).first, _days(end or start).last)
    return Chosen(target, _widened(target, tolerance), notation)


def _widened(window: Window, tolerance: str | None) -> Window:
    if tolerance is None:
        return window
    years, months, days = _numbers(tolerance)
    return Window(
        _moved(window.first, -(years * 12 + months), -days), _moved(window.last, years * 12 + months, days)
    )


def _numbers(duration: str) -> tuple[int, int, int]:
    found = _DURATION.fullmatch(duration)
    years, months, days = (int(piece) for piece in found.groups(default="0")) if found else (0, 0, 0)
    return years, months, days


def _moved(day: date, months: int, days: int) -> date:
    """The day so many months and days off, at the ends of the calendar the last one that there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year < date.max.year:
        return date.min if months < 0 else date.max
    # The last day of a month stays one: 2018-12-31 less ten months ends on 2018-02-28.
    is_last = (day + timedelta(1)).day == 1 if day < date.max else True
    last = _last_day(year, month + 1)
    moved = last if is_last and day.day > 27 else date(year, month + 1, min(day.day, last.day))
    try:
        return moved + timedelta(max(-_LONGEST, min(_LONGEST, days)))
    except OverflowError:
        return date.min if days < 0 else date.max


def _last_day(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(1)


@lru_cache(maxsize=4096)  # a corpus has few dates, and each is asked for by every figure that it dates
def _days(notation: str) -> Window:
    """2016 -> all of the year, 2016-08 -> all of the month; ValueError for what is no date."""
    year, month, day = (*(int(piece) for piece in notation.split("-")), 0, 0)[:3]
    if day:
        return Window(date(year, month, day), date(year, month, day))
    if month:
        return Window(date(year, month, 1), _last_day(year, month))
    return Window(date(year, 1, 1), date(year, 12, 31))
