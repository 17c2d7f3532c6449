"""Lines of a text with what their layout says: where they stand, how far in, how wide, below how much."""

import re
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Quotation marks, dashes and dots are as wide as a Han in Chinese fonts and narrow in the width tables of
# terminals.
AMBIGUOUS = "“”‘’…—·"


class Line(NamedTuple):
    """One line of one column.

    Attributes:
        start, end: its range in the text, white space around it left out.
        indent: cells of white space between the left edge of its column and its first character.
        width: cells from its first character to its last; a Han or a full-width mark is two.
        blanks: empty rows between it and the line above it in its column.
        column: number of the column it stands in, counted over the text in reading order; 0 throughout a
            text that is not laid out in columns.
        is_edge: it stands at the head or foot of a page that is laid out in columns, outside of them.
        breaks: place of a line break of the text that may stand for the end of this line; -1 when there is
            none.
    """

    start: int
    end: int
    indent: int
    width: int
    blanks: int
    column: int
    is_edge: bool
    breaks: int


class Row(NamedTuple):
    """One row of a page: its range in the text without its line break, where the break is, whether a page
    ends there."""

    start: int
    end: int
    breaks: int
    ends_page: bool


def cells(characters: str) -> int:
    """How wide the characters are on a grid of half-width cells, marks of ambiguous width counted as wide."""
    if characters.isascii():
        return len(characters)
    # GB 18030 gives one byte to ASCII and two to Han and Chinese marks: the encoder counts several times
    # faster than a loop over unicodedata. Characters outside it count four instead of two, which no
    # decision here rests on.
    return len(characters.encode("gb18030", "replace"))


def rows(characters: str) -> tuple[Row, ...]:
    """The rows of the text, empty ones included, in order."""
    found, at = [], 0
    for broken in _BREAK.finditer(characters):
        found.append(Row(at, broken.start(), broken.end() - 1, broken[0] == "\x0c"))
        at = broken.end()
    if at < len(characters):
        last = found[-1].breaks if found else -1
        found.append(Row(at, len(characters), last, False))
    return tuple(found)


def plain_lines(characters: str, of: tuple[Row, ...]) -> tuple[Line, ...]:
    """Every row with text as one line of one column."""
    found, blanks = [], 0
    for start, end, breaks, _ in of:
        row = characters[start:end]
        text = row.strip()
        if not text:
            blanks += 1
            continue
        before = len(row) - len(row.lstrip())
        first = start + before
        indent = cells(row[:before]) if before else 0
        found.append(Line(first, first + len(text), indent, cells(text), blanks, 0, False, breaks))
        blanks = 0
    return tuple(found)
