"""Mend lines that were wrapped to the width of a page or a column into paragraphs."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from service.cleaning.dates import DATE, TIME
from service.cleaning.rows import Line
from service.text import Span, Text

# A paragraph may end here: a final mark and the closing marks behind it.
_CLOSED = re.compile(r"[。!?！？…][”’』」)）】》]{0,3}$")
_GOES_ON = tuple(",，、(（“‘《〈「『")  # no line ends so unless its sentence goes on
_GOES_ON_FROM = tuple(",，。、;；:：!！?？”’)）》〉」』")  # no line begins so unless the one above goes on
_CLOSED_INSIDE = re.compile(r"[。;；][”’』」)）】》]{0,3}[^”’』」)）】》]{4}")
_HAN_END = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]$")
_BEGINS = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]?\d{1,2}[)）、.](?!\d)|[①-⑩【\[□■◎●★▲]|来源|作者|记者|责"
)
_COUNTED = re.compile(
    r"\d[\d.,]{0,12} ?[十百千万亿]{0,2}[余多]?[名个户人元村亩家支所条处项件次公千平米吨位批座栋间头只株棵套%％]"
)
# Words that a figure follows.
_TAKES_COUNT = re.compile(
    r"(?:选派|派出|下派|派驻|投入|投资|安排|整合|拨付|筹集|落实|建成|建立|新建|实现|带动|覆盖|共有|现有|共计|累计|达到|[有为达共至的了超近约增减])$"
)
_MARKED = re.compile(r"[,，。、;；]")
_LATIN = re.compile(r"[A-Za-z]")
_HYPHENATED = re.compile(
    r"[\u4e00-\u9fff,，、;；]-$"
)  # Chinese is not hyphenated: what breaks a line so is a machine
# A figure parted from its unit: 带动3200 / 户群众.
_FIGURE_END = re.compile(r"\d$")
_UNIT = re.compile(r"[余多]?(?:[名个户人元村亩家条项件次年月日万亿千百]|公里|公斤|平方|%|％)")
_DATED = re.compile(rf"[(（\[]?{DATE}{TIME}?[)）\]]?(?: ?(?:星期|周)[一二三四五六日天])?")
_WORD_END = re.compile(r"[A-Za-z]-?$")
_FULL = 0.85  # of the width of its column; the marks that may not begin a line leave it a few cells short
_NEARLY = 0.75  # lines of as many characters, not as many cells, hold figures, which are narrow
_LOOSE = 0.6  # lines of narrow columns that are not justified, or hold a long number, are that short
_WIDEST = 240  # cells; text with longer lines is not wrapped
_NARROWEST = 16  # cells; shorter lines are words of a table
_INDENTED = 2  # cells or more
_WIDEST_INDENT = (
    4  # cells of the first line of a paragraph that count for its width; a heading is set in further
)

Paragraph = tuple[Line, ...]
Indents = Literal["none", "page", "indented"]  # on the page; at the beginning of the paragraph too


def mended(characters: str, lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs, each as the lines that it was wrapped into.

    Args:
        characters: the text that the lines stand in.

    Returns:
        The paragraphs in the order of the lines; no line is lost.
    """
    if not lines:
        return ()
    said = [characters[line.start : line.end] for line in lines]
    near = _single_spaced(lines, said)
    room = _rooms(near, said)
    paragraphs: list[list[Line]] = [[lines[0]]]
    flat = sorted(line.indent for line in lines if not line.column)
    margin = flat[(len(flat) - 1) // 2] if flat else 0
    has_indents = sum(_indent(line, margin) for line in lines) >= 2
    for at in range(1, len(lines)):
        joined = not _indent(lines[at], margin) and _continues(
            near[at - 1],
            near[at],
            (said[at - 1], said[at]),
            room[at - 1],
            "indented" if _indent(paragraphs[-1][0], margin) else "page" if has_indents else "none",
        )
        if joined:
            paragraphs[-1].append(lines[at])
        else:
            paragraphs.append([lines[at]])
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def joined(text: Text, paragraphs: Sequence[Paragraph]) -> tuple[Text, tuple[Span, ...]]:
    """The paragraphs one after the other, and their ranges.

    A line break of the source parts two paragraphs. Between the lines of a paragraph nothing stands, save a
    blank between words of Latin letters, which is a line break of the source translated; a hyphen between
    them goes.
    """
    cuts: list[Span] = []
    ranges: list[Span] = []
    blanks: list[int] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        start = at
        for line, below in zip(paragraph, (*paragraph[1:], None), strict=True):
            ends = line.end
            are_words = below is not None and _meeting(text.characters, line, below)
            if below is not None and _HYPHENATED.search(text.characters, max(line.start, ends - 2), ends):
                ends -= 1
            if are_words and text.characters[ends - 1] == "-":
                ends, are_words = ends - 1, False
            cuts.append(Span(line.start, ends))
            at += ends - line.start
            if are_words:
                blanks.append(at)
            if are_words or (below is None and number + 1 < len(paragraphs)):
                cuts.append(Span(line.breaks, line.breaks + 1))
                at += 1
        ranges.append(Span(start, at if number + 1 == len(paragraphs) else at - 1))
    body = text.picked(_touching(cuts))
    characters = list(body.characters) if blanks else []
    for blank in blanks:
        characters[blank] = " "
    return body.translated("".join(characters)) if blanks else body, tuple(ranges)


def _single_spaced(lines: Sequence[Line], said: Sequence[str]) -> Sequence[Line]:
    """The lines as if no empty row stood between any two, where one stands between all and the text is wrapped."""
    if not lines or any(line.blanks == 0 or line.column for line in lines[1:]):
        return lines
    near = [line._replace(blanks=max(0, line.blanks - 1)) for line in lines]
    return near if _width_of_page(near, said) else lines


def _meeting(characters: str, above: Line, below: Line) -> bool:
    """Whether two words of Latin letters meet where two lines are joined, with or without a hyphen."""
    if not _LATIN.match(characters, below.start):
        return False
    return _WORD_END.search(characters, max(above.start, above.end - 2), above.end) is not None


def _touching(cuts: Iterable[Span]) -> list[Span]:
    """The same ranges, those that touch made one: a text that is not wrapped is cut in few places."""
    merged: list[Span] = []
    for cut in cuts:
        if merged and merged[-1].end == cut.start:
            merged[-1] = Span(merged[-1].start, cut.end)
        else:
            merged.append(cut)
    return merged


def _indent(line: Line, margin: int) -> bool:
    return line.indent - (0 if line.column else margin) >= _INDENTED


def _continues(above: Line, line: Line, said: tuple[str, str], room: int, indents: Indents) -> bool:
    is_near = line.blanks == 0 or line.column > 0
    if not is_near:
        return False
    if said[0].endswith(_GOES_ON) or said[1].startswith(_GOES_ON_FROM) or _HYPHENATED.search(said[0]):
        return True
    if _DATED.fullmatch(said[1]):
        return False
    if room == 0 and line.blanks == 0 and _is_broken(*said):
        return True
    is_closed = _CLOSED.search(said[0]) is not None
    # In a paragraph that an indent began, a line that is not set in goes on the one above it.
    full = _FULL
    if not is_closed and (indents == "indented" or _MARKED.search(said[0])):
        full = _LOOSE if indents == "indented" else _NEARLY
    if room == 0 or above.width + min(above.indent, _WIDEST_INDENT) < full * room:
        return False
    # A full line that ends a sentence ends its paragraph only where paragraphs do not show otherwise, by an
    # indent.
    return indents != "none" or not is_closed


def _is_broken(above: str, below: str) -> bool:
    """Whether a sentence was broken between two lines of a text that is not wrapped: 全县选派 / 52名第一书记。"""
    if _FIGURE_END.search(above) and _UNIT.match(below) and _MARKED.search(above):
        return True
    if _CLOSED.search(above) or not _HAN_END.search(above):
        return False
    # No heading holds the end of one sentence and the beginning of another, and hardly any ends so.
    holds_sentence = _CLOSED_INSIDE.search(above) is not None
    return (holds_sentence and _MARKED.search(below) is not None and not _BEGINS.match(below)) or (
        _COUNTED.match(below) is not None and _TAKES_COUNT.search(above) is not None
    )


def _rooms(lines: Sequence[Line], said: Sequence[str]) -> list[int]:
    """How wide the column is at each line, in cells; 0 where lines are not wrapped."""
    plain = [at for at, line in enumerate(lines) if not line.column]
    room = _width_of_page([lines[at] for at in plain], [said[at] for at in plain])
    found = []
    for at, line in enumerate(lines):
        if not line.column:
            found.append(room)
            continue
        # The middle of the lines around: a column may be narrower beside a picture.
        around = [other.width for other in lines[max(0, at - 3) : at + 4] if other.column == line.column]
        found.append(sorted(around)[len(around) // 2])
    return found


def _width_of_page(lines: Sequence[Line], said: Sequence[str]) -> int:
    if len(lines) < 3:
        return 0
    widths = sorted(line.width for line in lines)
    width = widths[(len(widths) * 9) // 10]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    marked = sum(_MARKED.search(line) is not None for line in said)
    cut = sum(
        line.width >= _FULL * width and not _CLOSED.search(text) and following.blanks == 0
        for line, text, following in zip(lines, said, lines[1:], strict=False)
    )
    # Paragraphs on one line each end with a final mark; only wrapped lines are as wide as the page and end
    # without.
    return width if cut >= 2 and cut * 4 >= len(lines) and marked * 2 >= len(lines) else 0
