"""Where sentences begin and end.

A unit is what stands between two delimiters, as textrank4zh splits a text; its ranking is over units. A
sentence is a unit as a reader sees it: with the marks that end it and the quotes and brackets that close
after them.

    他说：“大家来！”大家来了    units      [他说：“大家来] [”大家来了]
                                 sentences  [他说：“大家来！”] [大家来了]
"""

import re
from collections.abc import Iterable, Iterator

from service.text import Span

DELIMITERS = "?!;？！。；…\n"
_CLOSING = "”’」』）】》〉〕］｝)]}"
_ENDING = DELIMITERS.replace("\n", "")

_UNIT = re.compile(f"[^{re.escape(DELIMITERS)}]+")
# A blank may stand before the mark (贫困户 。), never a line's end: that ends the sentence already.
_TAIL = re.compile(rf"[^\S\n]*[{re.escape(_ENDING)}][{re.escape(_ENDING + _CLOSING)}]*")
_MORE = re.compile(f"[{re.escape(_ENDING + _CLOSING)}]*")
_SAYS = re.compile(r"[^\W_]")


def units(text: str) -> tuple[Span, ...]:
    """What stands between delimiters, without the blanks at its ends; nothing empty, in order."""
    found = []
    for match in _UNIT.finditer(text):
        piece = match.group()
        if stripped := piece.strip():
            start = match.start() + piece.index(stripped[0])
            found.append(Span(start, start + len(stripped)))
    return tuple(found)


def sentence_places(text: str) -> tuple[Span, ...]:
    """The sentences of a clean text, in order and apart from one another.

    A unit of punctuation alone is no sentence. The last sentence needs no mark at its end.
    """
    return tuple(place for _, place in placed(text, units(text)))


def placed(text: str, between: Iterable[Span]) -> Iterator[tuple[int, Span]]:
    """Sentences and the number of the unit that each is made of.

    Args:
        between: the units of the text, as `units` gives them.
    """
    done = 0
    for number, (start, end) in enumerate(between):
        if end <= done:
            continue
        begin = _after_blanks(text, max(start, done), end)
        if not _SAYS.search(text, begin, end):
            continue
        done = _end(text, begin, end)
        yield number, Span(begin, done)


def _after_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _end(text: str, start: int, end: int) -> int:
    """Where the sentence of the unit [start, end) ends, its marks included."""
    tail = _TAIL.match(text, end)
    if not tail:
        return end
    stop = tail.end()
    # A straight quote closes where the sentence has opened one; else it opens the next sentence.
    if text[stop : stop + 1] in ('"', "'") and text.count(text[stop], start, stop) % 2:
        more = _MORE.match(text, stop + 1)
        stop = more.end() if more else stop + 1
    return stop
