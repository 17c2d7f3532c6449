"""Title, source, author and date: taken from the lines around an article; which lines those are."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from service.cleaning.datelines import dateline, signature
from service.cleaning.fields import Field, Kind, fields
from service.cleaning.furniture import is_notice, is_related
from service.model import Masthead, Stated
from service.text import Span, Text

_AROUND = 15  # paragraphs before the first sentence of an article, or behind its last, that are looked at
_LONGEST_TITLE = 60  # characters
_SENTENCE = re.compile(r"[。!?！？;；]")
_CLAUSE = re.compile(r"[,，、]")
_LONG_CLAUSE = 45  # characters; a title is shorter or has no comma
_UNFINISHED = tuple(",，。;；、:：")
_LIST_MARK = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十]{1,3}[,，章节条]|[(（]?\d{1,2}[)）、.](?!\d)|[①-⑩]|—"
)
_MARKS = ("source", "author", "published")
_SHORTEST_ARTICLE = 40  # characters
_SIGNER = re.compile(r"[\u4e00-\u9fff ]{2,30}(?:政府|委员会|办公室|委|局|厅|部|办|中心|公司|协会)")
# The commonest family names: a line of two to four Han beside title or date is a name only with one of them.
_NAME = re.compile(
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    " {0,2}[\u4e00-\u9fff](?: {0,2}[\u4e00-\u9fff])?"
)
_SUBTITLE = re.compile(r"(?:——|—|--)[^—-]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")


class Taken(NamedTuple):
    """A masthead, and of each paragraph what remains of the article: its range, narrower where something
    was taken off
    its ends, or None."""

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
    title = _title(body, paragraphs, said, head, first if opens == "page" or _all(head) else 0)
    for at in (*head, *tail, *title.dropped):
        remaining[at] = None
    writer = _writer(said, remaining, first)
    if writer:
        head[writer] = (Field("author", said[writer].replace(" ", ""), body.locate(paragraphs[writer])),)
        remaining[writer] = None
    opening = tuple(_opening(body, paragraphs, remaining, (first, last), _year((head, tail), asides)))
    closing: list[Field] = []
    for at in range(max(first, last - 1), last + 1):
        start, end = remaining[at] or paragraphs[at]
        kept, said_there = signature(body.cut(start, end))
        if 0 < kept < end - start:
            remaining[at] = Span(start, start + kept)
            closing.extend(said_there)
    zones = (_all(head), opening, tuple(closing), _all(tail), tuple(asides))
    return Taken(_assembled(title.stated, zones), tuple(remaining))


# Where the article begins and ends
# ---------------------------------------------------------------------------------


def _head(
    body: Text, paragraphs: Sequence[Span], said: Sequence[str]
) -> tuple[dict[int, tuple[Field, ...]], int]:
    """Masthead lines before the article, and the number of its first paragraph of prose."""
    known: dict[int, tuple[Field, ...]] = {}
    for at in range(min(len(said), _AROUND)):
        found = fields(body.cut(*paragraphs[at]))
        if found is not None:
            known[at] = found
        elif _is_prose(said[at]):
            return known, at
    rest = [at for at in range(len(said)) if at not in known]
    if not rest:
        return {}, 0
    # No sentence near the start: the longest of the paragraphs there is taken for the beginning of the
    # article.
    return known, max((at for at in rest[:_AROUND]), key=lambda at: (len(said[at]), -at))


def _tail(
    body: Text, paragraphs: Sequence[Span], said: Sequence[str], first: int
) -> tuple[dict[int, tuple[Field, ...]], int]:
    """Lines behind the article, and the number of its last paragraph of prose."""
    known: dict[int, tuple[Field, ...]] = {}
    last = len(said) - 1
    for at in range(len(said) - 1, max(first, len(said) - 1 - _AROUND), -1):
        found = () if is_notice(said[at]) else fields(body.cut(*paragraphs[at]))
        if is_related(said[at]):
            known |= {below: known.get(below, ()) for below in range(at, len(said))}
        elif found is not None:
            known[at] = found
        elif _SIGNER.fullmatch(said[at]) and any(
            field.kind == "published" for field in known.get(at + 1, ())
        ):
            known[at] = ()  # the office that signs above the date
        elif _is_prose(said[at]):
            last = at
            break
    else:
        last = max((at for at in range(first, len(said)) if at not in known), default=first)
    return known, last


def _is_prose(said: str) -> bool:
    if _SENTENCE.search(said.rstrip("!?！？")):
        return True
    return len(said) > _LONGEST_TITLE or (len(said) > _LONG_CLAUSE and _CLAUSE.search(said) is not None)


# The title
# ---------------------------------------------------------------------------------------------------------


class _Title(NamedTuple):
    stated: Stated | None
    dropped: tuple[int, ...]


def _title(
    body: Text,
    paragraphs: Sequence[Span],
    said: Sequence[str],
    head: dict[int, tuple[Field, ...]],
    first: int,
) -> _Title:
    """The line nearest to the byline or date; without those the first line, when prose follows.

    A line above the title is its eyebrow and goes with it, but only where a byline shows that this is the
    head of an article.
    """
    for found in head.values():
        for field in found:
            if field.kind == "title":
                return _Title(Stated(field.value, field.spans), ())
    lines = [at for at in range(first) if at not in head and is_title(said[at])]
    if not lines:
        return _Title(None, ())
    marked = sorted(at for at, found in head.items() if any(field.kind in _MARKS for field in found))
    above = [[at for at in lines if at < mark] for mark in marked]
    chosen = next((before[-1] for before in above if before), lines[0])
    if not marked and (not _is_prose(said[first]) or sum(map(len, said[first:])) < _SHORTEST_ARTICLE):
        return _Title(None, ())  # a table, or a sentence broken in two, rather than a title and an article
    parts = [chosen]
    if chosen + 1 < first and chosen + 1 not in head and _SUBTITLE.match(said[chosen + 1]):
        parts.append(chosen + 1)
    eyebrows = [at for at in range(chosen) if marked and at not in head and len(said[at]) <= _LONGEST_TITLE]
    value = "".join(_SPACES.sub(" ", said[at]) for at in parts)
    spans = tuple(span for at in parts for span in body.locate(paragraphs[at]))
    return _Title(Stated(value, spans), (*eyebrows, *parts))


def _writer(said: Sequence[str], remaining: Sequence[Span | None], first: int) -> int | None:
    """The line before the article that is a bare name below the lines of the masthead; None when there is
    none."""
    for at in range(1, first):
        if remaining[at] is not None and remaining[at - 1] is None and _NAME.fullmatch(said[at]):
            return at
    return None


def is_title(said: str) -> bool:
    """Whether a line may be a title: short, with Han, no sentence and no item of a list."""
    return (
        len(said) <= _LONGEST_TITLE
        and len(_HAN.findall(said)) >= 2
        and not said.endswith(_UNFINISHED)
        and " / " not in said
        and not _LIST_MARK.match(said)
    )


# What the lines say
# ------------------------------------------------------------------------------------------------


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


def _assembled(title: Stated | None, zones: tuple[tuple[Field, ...], ...]) -> Masthead:
    """The first zone that states a thing decides, save that a month outranks a year and a source the name
    of a journal."""
    everything = [field for zone in zones for field in zone]
    dates = [field for field in everything if field.kind == "published"]
    dates.sort(key=lambda field: len(field.value) < len("2019-12"))
    sources = [field for field in everything if field.kind == "source"]
    return Masthead(
        title=title,
        source=_stated(sources[0]) if sources else _issue(everything),
        author=_authors(zones),
        published=_stated(dates[0]) if dates else None,
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
