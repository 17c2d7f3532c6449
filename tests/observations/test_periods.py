"""Expressions of time, as precise as stated and no more."""

import pytest

from service.observations.periods import time_words


@pytest.mark.parametrize(
    ("said", "notation", "basis"),
    [
        ("截至 2016 年底,", "2016", "stated"),  # the end of a year is the year
        ("2018年8月,选派", "2018-08", "stated"),
        ("截至2019年12月31日", "2019-12-31", "stated"),
        ("二〇一八年十月", "2018-10", "stated"),  # digit by digit
        ("2014年以来共投入", "2014/2018", "stated"),  # to the document's year
        ("自2015年起", "2015/2018", "stated"),
        ("2014—2016年", "2014/2016", "stated"),
        ("2016年至2017年", "2016/2017", "stated"),
        ("2015年1月至6月", "2015-01/2015-06", "stated"),
        ("“十三五”期间", "2016/2020", "stated"),
        ("“十一五”期间", "2006/2010", "stated"),
        ("自2014年精准扶贫工作以来", "2014/2018", "stated"),  # what stands between does not matter
        ("2014年,脱贫攻坚以来", "2014/2018", "stated"),
        ("今年,对", "2018", "relative"),
        ("去年底", "2017", "relative"),
        ("去年以来", "2017/2018", "relative"),
        ("今年8月底", "2018-08", "relative"),
        ("今年以来", "2018", "relative"),
        ("截至今年,", "2018", "relative"),
        ("明年选派", "2019", "relative"),
        ("8月底,", "2018-08", "relative"),  # of the document's year
        ("去年8月", "2017-08", "relative"),
        ("近五年来,", None, "none"),  # no year is known
        ("目前,全市", None, "none"),
        ("两年来", None, "none"),
    ],
)
def test_time_word(said: str, notation: str | None, basis: str) -> None:
    """A period of a document of 16 October 2018."""
    (word,) = time_words(said, "2018-10-16")

    assert (word.period.notation, word.period.basis) == (notation, basis)


@pytest.mark.parametrize(("said", "notation"), [("今年,对", None), ("2013年以来", "2013/..")])
def test_without_a_date_nothing_is_guessed(said: str, notation: str | None) -> None:
    """A document without a date gives no years, and leaves spans open."""
    (word,) = time_words(said, None)

    assert word.period.notation == notation
