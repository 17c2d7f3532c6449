"""Dates as mastheads write them -> ISO 8601 with the precision stated."""

import re
from datetime import date

_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
}
_CN = "[〇○零一二三四五六七八九]"
_TENS = r"[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"

# A year alone is no date: headings begin with one (2018年工作要点).
DATE = (
    r"(?<!\d)(?:(?:19|20)\d\d ?(?:年 ?\d{1,2} ?月(?: ?\d{1,2} ?[日号])?"
    r"|(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,2}(?!\d))"
    rf"|{_CN}{{4}}年(?:{_TENS})月(?:(?:{_TENS})[日号])?)"
)
TIME = (
    r"(?:[ T]{0,3}(?:上午|下午)?[ ]?\d{1,2} ?[:：时点] ?\d{1,2}(?: ?[:：分] ?\d{0,2})?秒?"
    r"(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)"
)
COMPACT = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"  # only behind a label is it a date
_COMPACT = 8  # digits of 20190305
_PARTS = re.compile(r"\d+")
_NAMED = re.compile(rf"({_CN}{{4}})年({_TENS})月(?:({_TENS})[日号])?")


def iso(stated: str) -> str | None:
    """2018年10月16日 -> 2018-10-16, 二〇一八年十月 -> 2018-10; None when there is no such day."""
    named = _NAMED.search(stated)
    if named:
        year = "".join(_NUMERALS[numeral] for numeral in named[1])
        parts = [int(year), *(_tens(part) for part in named.groups()[1:] if part)]
    elif len(stated) == _COMPACT and stated.isdigit():
        parts = [int(stated[:4]), int(stated[4:6]), int(stated[6:])]
    else:
        parts = [int(part) for part in _PARTS.findall(stated)]
    try:
        whole = date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return "-".join((f"{whole.year:04}", f"{whole.month:02}", f"{whole.day:02}")[: len(parts)])


def _tens(stated: str) -> int:
    tens, ten, ones = stated.rpartition("十")
    digit = int(_NUMERALS[ones]) if ones else 0
    return digit + (10 * int(_NUMERALS[tens] if tens else 1) if ten else 0)
