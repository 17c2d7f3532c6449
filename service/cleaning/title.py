"""The title of an article and its writer's bare name: which of the lines above the first paragraph they are."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.cleaning.datelines import has_dateline
from service.cleaning.field import Field
from service.cleaning.vocabulary import FAMILIES
from service.model import Stated
from service.text import Span, Text

_LONGEST_TITLE = 60  # characters
_SENTENCE = re.compile(r"[。!?！？;；]")
_CLAUSE = re.compile(r"[,，、]")
_LONG_CLAUSE = 45  # characters; a title is shorter or has no comma
_UNFINISHED = tuple(",，。;；、:：")
_LIST_MARK = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十]{1,3}[,，章节条]|[(（]?\d{1,2}[)）、.](?!\d)|[①-⑩]|—"
)
_MARKS = ("source", "author", "published")
_LONG_ARTICLE = 120  # characters; one paragraph that is shorter has no title without a byline
# A line of two to four Han beside title or date is a name only with one of the commonest family names.
_NAME = re.compile(
    rf"[{FAMILIES}]"
    " {0,2}[\u4e00-\u9fff](?: {0,2}[\u4e00-\u9fff])?"
)
_MORE_NAMES = re.compile(rf"{_NAME.pattern}(?:(?: {{1,2}}|[、,，]){_NAME.pattern}){{0,4}}")
# The account under which a text appeared, above its date: 某县发布.
_ACCOUNT = re.compile(r"[\u4e00-\u9fff]{2,8}(?:新闻|发布|融媒体?|资讯|之声|先锋|党建|微信|公众号)")
_ITEM = re.compile(r"[一二三四五六七八九十]是|其[一二三四五]")
_SUBTITLE = re.compile(r"(?:——|—|--)[^—-]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")


class Title(NamedTuple):
    """The title, the lines above it that belong to it, and the numbers of the lines that go with both."""

    stated: Stated | None = None
    subtitle: Stated | None = None
    dropped: tuple[int, ...] = ()


def title_of(
    body: Text,
    paragraphs: Sequence[Span],
    said: Sequence[str],
    head: Mapping[int, tuple[Field, ...]],
    first: int,
) -> Title:
    """The line nearest to the byline or date; without those the first line, when an article follows.

    Lines above the title are its subtitle and go with it, but only where a byline shows that this is the head
    of an article.
    """
    named = {field.kind: field for found in head.values() for field in found}
    if "title" in named:
        return Title(Stated(named["title"].value, named["title"].spans))
    lines = [at for at in range(first) if at not in head and _is_title(said[at])]
    marked = sorted(at for at, found in head.items() if any(field.kind in _MARKS for field in found))
    if "heading" in named:
        above = tuple(at for at in lines if at < marked[0])
        return Title(
            Stated(named["heading"].value, named["heading"].spans), _joined(body, paragraphs, above), above
        )
    if not lines or not (marked or _is_followed(said[first:])):
        return Title()
    nearest = [[at for at in lines if at < mark] for mark in marked]
    chosen = next((before[-1] for before in nearest if before), lines[0])
    besides: tuple[int, ...] = ()
    if _ACCOUNT.fullmatch(said[chosen]) and chosen - 1 in lines:
        besides, chosen = (chosen,), chosen - 1
    # Pages repeat their title above the article.
    besides += tuple(at for at in lines if at > chosen and said[at] == said[chosen])
    parts = [chosen]
    if chosen + 1 < first and chosen + 1 not in head and _SUBTITLE.match(said[chosen + 1]):
        parts.append(chosen + 1)
    above = tuple(at for at in range(chosen) if marked and at not in head and len(said[at]) <= _LONGEST_TITLE)
    return Title(
        _joined(body, paragraphs, tuple(parts)), _joined(body, paragraphs, above), (*above, *parts, *besides)
    )


def _is_followed(said: Sequence[str]) -> bool:
    """Whether an article follows: a line above one short paragraph may be the half of a broken sentence, or
    a table's."""
    prose = [len(paragraph) for paragraph in said if is_prose(paragraph) or _ITEM.match(paragraph)]
    return is_prose(said[0]) and (len(prose) >= 2 or sum(prose) >= _LONG_ARTICLE)


def _joined(body: Text, paragraphs: Sequence[Span], lines: tuple[int, ...]) -> Stated | None:
    if not lines:
        return None
    value = "".join(_SPACES.sub(" ", body.characters[slice(*paragraphs[at])]) for at in lines)
    return Stated(value, tuple(span for at in lines for span in body.locate(paragraphs[at])))


def writer_of(said: Sequence[str], remaining: Sequence[Span | None], first: int) -> int | None:
    """The number of the line above the article that is a bare name below lines of the masthead, or None."""
    for at in range(1, first):
        if remaining[at] is not None and remaining[at - 1] is None and _MORE_NAMES.fullmatch(said[at]):
            return at
    return None


def _is_title(said: str) -> bool:
    """Whether a line may be a title: short, with Han, no sentence and no item of a list."""
    return (
        len(said) <= _LONGEST_TITLE
        and len(_HAN.findall(said)) >= 2
        and not said.endswith(_UNFINISHED)
        and " / " not in said
        and not _LIST_MARK.match(said)
        and not has_dateline(said)
    )


def is_prose(said: str) -> bool:
    """Whether a paragraph is running text, not a line of a masthead or a heading."""
    if _SENTENCE.search(said.rstrip("!?！？")):
        return True
    if has_dateline(said):
        return True
    return len(said) > _LONGEST_TITLE or (len(said) > _LONG_CLAUSE and _CLAUSE.search(said) is not None)
