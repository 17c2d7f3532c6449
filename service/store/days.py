"""Periods as first and last day, so that an index of text finds what overlaps.

2016 -> 2016-01-01, 2016-12-31    2018-02 -> 2018-02-01, 2018-02-31    2013, None -> 2013-01-01, 9999-12-31
"""

FOREVER = "9999-12-31"


def days(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a period; None, None without a start.

    The last day of a month is written 31 whatever the month: days are only ever compared as text.
    """
    return (None, None) if start is None else (first_day(start), FOREVER if end is None else last_day(end))


def first_day(date: str) -> str:
    """The first day of a year, a month or a day in ISO 8601."""
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def last_day(date: str) -> str:
    """The last day of a year, a month or a day in ISO 8601."""
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date
