"""A source and what was found in it -> the source as HTML, its spans marked: every character stands where it stood.

    52名第一书记                <span id="s=0"><mark id="o=3f…">52名第一书记</mark></span>
    two that cross           the later one is cut where the earlier ends: its pieces share data-o

`#o=<id>` leads to a figure, `#s=<start>` to a sentence, `#m=<start>` to a mention; :target marks them without a script.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from markupsafe import Markup, escape

from service.model import Analysis, Sentence
from service.text import Span
from service.web.explorer.frame import group_class
from service.web.fields import label
from service.web.opening import corpus

# Format and control characters would turn the text around or hide it; they are shown by their codes. A tab, a line
# feed and a carriage return are what they are; the latter is written so that a parser does not change it.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


class Element(NamedTuple):
    """A piece of HTML around a range of the source.

    Attributes:
        rank: of two on the same range, the lower stands outside.
        attributes: of the first piece, and `again` of the others, when it is cut.
    """

    tag: str
    rank: int
    attributes: str
    again: str


def marked(analysis: Analysis, summary: Collection[Sentence] = ()) -> Markup:
    """The source of an analysis with its sentences, mentions and figures marked.

    Args:
        summary: the sentences that stand for the text.
    """
    elements = [*_sentences(analysis, summary), *_mentions(analysis), *_figures(analysis)]
    return Markup("").join(_written(analysis.source, elements))


def _sentences(analysis: Analysis, summary: Collection[Sentence]) -> Iterator[tuple[Span, Element]]:
    chosen = {each.spans[0].start for each in summary if each.spans}
    for each in analysis.sentences:
        # A summary may leave out the beginning of a sentence.
        first = each.spans[0] if each.spans else Span(0, 0)
        is_chosen = any(first.start <= start < first.end for start in chosen)
        again = ' class="sentence said"' if is_chosen else ' class="sentence"'
        yield from _cut("span", 0, f"s={first.start}", each.spans, again)


def _mentions(analysis: Analysis) -> Iterator[tuple[Span, Element]]:
    for each in analysis.mentions:
        spans = each.evidence.spans
        again = f' class="mention {_colour(each.measure)}"{_title(each.measure)}'
        yield from _cut("span", 1, f"m={spans[0].start}" if spans else "", spans, again)


def _figures(analysis: Analysis) -> Iterator[tuple[Span, Element]]:
    for found in analysis.observations:
        for number, evidence in enumerate(found.evidence):
            anchor = f"o={found.id}" + (f".{number}" if number else "")
            data = f' data-o="{found.id}" data-n="{number}"'
            again = f' class="{_colour(found.measure)}"{data}{_title(found.measure)}'
            yield from _cut("mark", 2, anchor, evidence.spans, again)


def _cut(
    tag: str, rank: int, anchor: str, spans: Sequence[Span], again: str
) -> Iterator[tuple[Span, Element]]:
    for number, span in enumerate(spans):
        yield span, Element(tag, rank, again if number else f' id="{anchor}"{again}', again)


def _written(source: str, elements: Sequence[tuple[Span, Element]]) -> Iterator[Markup]:
    waiting = [
        (start, -end, one.rank, at, one) for at, ((start, end), one) in enumerate(elements) if start < end
    ]
    heapify(waiting)
    open_: list[tuple[int, str]] = []
    at = 0
    while waiting or open_:
        if open_ and (not waiting or open_[-1][0] <= waiting[0][0]):
            end, tag = open_.pop()
            yield _text(source[at:end])
            yield Markup(f"</{tag}>")  # noqa: S704 - a word of ours
            at = end
            continue
        start, minus_end, rank, number, one = heappop(waiting)
        end = -minus_end
        if open_ and end > open_[-1][0]:
            border = open_[-1][0]
            heappush(waiting, (border, -end, rank, number, one._replace(attributes=one.again)))
            end = border
        yield _text(source[at:start])
        yield Markup(f"<{one.tag}{one.attributes}>")  # noqa: S704 - ids, numbers, and an escaped title
        open_.append((end, one.tag))
        at = start
    yield _text(source[at:])


def _text(piece: str) -> Markup:
    safe = str(escape(piece)).replace("\r", "&#13;")
    return Markup(_STEERING.sub(_code, safe))  # noqa: S704 - escaped above


def _code(found: re.Match[str]) -> str:
    return f'<span class="code" data-code="U+{ord(found[0]):04X}"></span>'


def _colour(measure: str) -> str:
    return group_class(corpus().catalogue.measure(measure).group)


def _title(measure: str) -> str:
    return f' title="{escape(label(corpus().catalogue.measure(measure)))}"'
