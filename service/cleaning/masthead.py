"""Title, source, author and date: taken from the lines around an article; which lines those are."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from service.cleaning.datelines import dateline, signature
from service.cleaning.field import Field, Kind
from service.cleaning.fields import fields, names
from service.cleaning.furniture import is_notice, is_related
from service.cleaning.imprints import imprint
from service.cleaning.title import Title, is_prose, title_of, writer_of
from service.model import Masthead, Stated
from service.text import Span, Text

_LONGEST_HEAD = 40  # paragraphs before the first sentence; pages of offices begin with a table of labels
_NOTES = 6  # paragraphs below the first, an abstract, among which its keywords and numbers may stand
_LONGEST_VALUE = 40  # characters of what stands below its label
_LABEL = re.compile(r"[^。,，:：]{2,14}[:：]$")
_AROUND = 15  # paragraphs before the first sentence of an article, or behind its last, that are looked at
_SIGNER = re.compile(r"[\u4e00-\u9fff ]{2,30}(?:政府|委员会|办公室|委|局|厅|部|办|中心|公司|协会)")


class Taken(NamedTuple):
    """A masthead, and what remains of each paragraph of the article.

    Attributes:
        remaining: its range, narrower where something was taken off its ends; None for a line of the masthead.
    """

    masthead: Masthead
    remaining: tuple[Span | None, ...]


def taken(
    body: Text, paragraphs: Sequence[Span], asides: Sequence[Field], opens: Literal["page", "column"] = "page"
) -> Taken:
    """The masthead of a text.

    Args:
        body: simplified.
        paragraphs: their ranges in the body, in order.
        asides: what lines outside of the article say, such as the foot of a page.
        opens: what the first paragraph opens. A column has no title without a byline or date beside it.
    """
    if not paragraphs:
        return Taken(Masthead(), ())
    said = [body.characters[start:end] for start, end in paragraphs]
    head, first = _head(body, paragraphs, said)
    tail, last = _tail(body, paragraphs, said, first)
    remaining: list[Span | None] = list(paragraphs)
    title = title_of(body, paragraphs, said, head, first if opens == "page" or _all(head) else 0)
    for at in (*head, *tail, *title.dropped):
        remaining[at] = None
    writer = writer_of(said, remaining, first)
    if writer:
        head[writer] = (Field("author", names(said[writer]), body.locate(paragraphs[writer])),)
        remaining[writer] = None
    for at in range(first + 1, min(first + _NOTES, last)):
        if imprint(body.cut(*paragraphs[at])) is not None:
            remaining[at] = None
    opening = tuple(_opening(body, paragraphs, remaining, (first, last), _year((head, tail), asides)))
    closing: list[Field] = []
    for at in range(max(first, last - 1), last + 1):
        start, end = remaining[at] or paragraphs[at]
        kept, said_there = signature(body.cut(start, end))
        if 0 < kept < end - start:
            remaining[at] = Span(start, start + kept)
            closing.extend(said_there)
    zones = (_all(head), opening, tuple(closing), _all(tail), tuple(asides))
    return Taken(_assembled(title, zones), tuple(remaining))


# Where the article begins and ends -----------------------------------------------------------------


def _head(
    body: Text, paragraphs: Sequence[Span], said: Sequence[str]
) -> tuple[dict[int, tuple[Field, ...]], int]:
    """Masthead lines before the article, and the number of its first paragraph of prose."""
    known: dict[int, tuple[Field, ...]] = {}
    for at in range(min(len(said), _LONGEST_HEAD)):
        found = fields(body.cut(*paragraphs[at]))
        if found is not None:
            known[at] = found
        elif is_prose(said[at]):
            return _valued(body, paragraphs, said, known, at), at
    rest = [at for at in range(len(said)) if at not in known]
    if not rest:
        return {}, 0
    # No sentence near the start: the longest of the paragraphs there is taken for the beginning of the
    # article.
    return known, max((at for at in rest[:_AROUND]), key=lambda at: (len(said[at]), -at))


def _valued(
    body: Text,
    paragraphs: Sequence[Span],
    said: Sequence[str],
    known: dict[int, tuple[Field, ...]],
    first: int,
) -> dict[int, tuple[Field, ...]]:
    """The same lines, and with each label that stands alone the line below it, which is its value."""
    for at in range(1, first):
        is_below = at - 1 in known and at not in known and _LABEL.fullmatch(said[at - 1])
        # What stands right above the article is its title, not the value of the label above.
        if is_below and len(said[at]) <= _LONGEST_VALUE and (at + 1 < first or said[at] in said[:at]):
            parts = (body.cut(*paragraphs[at - 1]), body.cut(*paragraphs[at]))
            known[at] = fields(Text.join(parts)) or ()
    return known


def _tail(
    body: Text, paragraphs: Sequence[Span], said: Sequence[str], first: int
) -> tuple[dict[int, tuple[Field, ...]], int]:
    """Lines behind the article, and the number of its last paragraph of prose."""
    known: dict[int, tuple[Field, ...]] = {}
    last = len(said) - 1
    for at in range(len(said) - 1, max(first, len(said) - 1 - _AROUND), -1):
        found = fields(body.cut(*paragraphs[at]))
        if is_related(said[at]) or is_notice(said[at]):
            known |= {below: known.get(below, ()) for below in range(at, len(said))}
        elif found is not None:
            known[at] = found
        elif _SIGNER.fullmatch(said[at]) and any(
            field.kind == "published" for field in known.get(at + 1, ())
        ):
            known[at] = ()  # the office that signs above the date
        elif is_prose(said[at]):
            last = at
            break
    else:
        last = max((at for at in range(first, len(said)) if at not in known), default=first)
    return known, last


# What the lines say --------------------------------------------------------------------------------


def _opening(
    body: Text,
    paragraphs: Sequence[Span],
    remaining: list[Span | None],
    reach: tuple[int, int],
    year: str | None,
) -> Iterator[Field]:
    first, last = reach
    for at in range(first, min(first + 2, last + 1)):
        start, end = paragraphs[at]
        length, found = dateline(body.cut(start, min(end, start + 200)), year)
        if 0 < length < end - start:
            remaining[at] = Span(start + length, end)
            yield from found


def _all(lines: dict[int, tuple[Field, ...]]) -> tuple[Field, ...]:
    return tuple(field for at in sorted(lines) for field in lines[at])


def _year(zones: tuple[dict[int, tuple[Field, ...]], ...], asides: Sequence[Field]) -> str | None:
    stated = [field for zone in zones for field in _all(zone)] + list(asides)
    return next((field.value[:4] for field in stated if field.kind == "published"), None)


def _assembled(title: Title, zones: tuple[tuple[Field, ...], ...]) -> Masthead:
    """The first zone that states a thing decides, save that a month outranks a year and a source the name
    of a journal."""
    everything = [field for zone in zones for field in zone]
    dates = [field for field in everything if field.kind == "published"]
    dates.sort(key=lambda field: len(field.value) < len("2019-12"))
    sources = [field for field in everything if field.kind == "source"]
    places = [field for field in everything if field.kind == "dateline"]
    return Masthead(
        title=title.stated,
        source=_stated(sources[0]) if sources else _issue(everything),
        author=_authors(zones),
        published=_stated(dates[0]) if dates else None,
        subtitle=title.subtitle,
        dateline=_stated(places[0]) if places else None,
    )


def _stated(field: Field) -> Stated:
    return Stated(field.value, field.spans)


def _authors(zones: tuple[tuple[Field, ...], ...]) -> Stated | None:
    for zone in zones:
        found = [field for field in zone if field.kind == "author" and field.value]
        if found:
            people = dict.fromkeys(name for field in found for name in field.value.split("、"))
            return Stated("、".join(people), tuple(span for field in found for span in field.spans))
    return None


def _issue(everything: Sequence[Field]) -> Stated | None:
    def first(kind: Kind) -> Field | None:
        return next((field for field in everything if field.kind == kind), None)

    issue, journal = first("issue"), first("journal")
    if issue is None:
        return None
    if journal is None:
        return _stated(issue)
    return Stated(f"{journal.value} {issue.value}", (*journal.spans, *issue.spans))
