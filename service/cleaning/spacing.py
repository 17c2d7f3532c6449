"""What stands between the characters of words: blanks (近 日 , 全 县 召 开 4 8 场 会 议) and readings (個(gè))."""

import re
from collections.abc import Iterator

from service.text import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u2e80-\u2fdf"
_TOKEN = rf"(?:[{_HAN},，。、;；:：!！?？“”‘’()（）《》〈〉…—%％+\-]|\d{{1,9}}(?:\.\d{{1,4}})?)"
_BLANK = "[ \xa0\u3000]"
# Begins with a blank, so that the search runs over prose as fast as for a single character.
_RUN = re.compile(rf"{_BLANK}{_TOKEN}{_BLANK}{_TOKEN}{_BLANK}{_TOKEN}(?:{_BLANK}{_TOKEN})+(?![\d.])")
_ALONE = re.compile(
    rf"(?:^|[^{_HAN}\d.])(?:{_TOKEN})$"
)  # the token before the first blank is no part of a word
# 7 3 2 6户: every digit set apart, as some PDFs have them; a row of a table has no unit behind.
_DIGITS = re.compile(
    rf"(?<=[{_HAN}由至到从达计共])\d(?:{_BLANK}\d)+(?:\.\d+)?(?:{_BLANK}\d)*(?={_BLANK}?[{_HAN}%％])"
)
_FEWEST_DIGITS = 3
# Words that are set apart by their characters; 辖 3 镇 6 乡 2 场 has blanks around its figures only.
_APART = re.compile(rf"[{_HAN}]{_BLANK}(?=[{_HAN}])")
_FEWEST_APART = 2
_NAMES = re.compile(
    r"(?:[者员員编編文图圖]|[□■◎○●◇◆/])[:： \u3000]{0,3}$"
)  # names have a blank inside and between
_PIECE = re.compile(_BLANK)
_LONG_NUMBER = re.compile(r"\d[\d.]")


# A letter with a tone: (km) and (GDP) are no readings.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_ANY_TONE = re.compile(f"[{_TONED}]")
_READING = re.compile(
    rf"(?<=[{_HAN}])[(（【][ ]?(?=[a-zü ]{{0,12}}[{_TONED}])[a-zü{_TONED}]{{1,7}}(?:[ '][a-zü{_TONED}]{{1,7}}){{0,3}}[ ]?[)）】]"
)


def readings(characters: str) -> Iterator[Span]:
    """Pinyin in brackets behind a Han, as some pages explain characters."""
    if not _ANY_TONE.search(characters):
        return
    for found in _READING.finditer(characters):
        yield Span(*found.span())


def blanks_between_characters(characters: str) -> Iterator[Span]:
    """The blanks that part the characters of words and numbers; 0.9 万元 / 年 has none."""
    for run in _RUN.finditer(characters):
        start, end = run.span()
        before = _ALONE.search(characters[max(0, start - 15) : start])
        start = start - len(before[0].lstrip()) if before else start + 1
        said = characters[start:end]
        if len(_APART.findall(said)) < _FEWEST_APART or _NAMES.search(characters[max(0, start - 5) : start]):
            continue
        for blank in _PIECE.finditer(said):
            if not _parts_numbers(said, blank.start()):
                yield Span(start + blank.start(), start + blank.end())


def blanks_between_digits(characters: str) -> Iterator[Span]:
    """The blanks within numbers whose digits are set apart throughout the text."""
    runs = list(_DIGITS.finditer(characters))
    if len(runs) < _FEWEST_DIGITS:
        return
    for run in runs:
        for blank in _PIECE.finditer(run[0]):
            yield Span(run.start() + blank.start(), run.start() + blank.end())


def _parts_numbers(said: str, at: int) -> bool:
    """Whether two numbers stand beside a blank, at least one of several digits; 4 8 is one number set apart."""
    if not (said[at - 1].isdigit() and said[at + 1].isdigit()):
        return False
    before = said[max(0, at - 2) : at]
    return _LONG_NUMBER.match(before) is not None or _LONG_NUMBER.match(said, at + 1) is not None
