"""The grammar of masthead lines: which lines hold source, author, date and the like, and nothing else.

A line is labels with their values, dates, and at most a few words more, such as a section or a publisher:

    来源: 县委宣传部 2020-03-05 08:30 融媒体中心    ->  source, published
    2020年03月05日08:30  来源:某某网-某某日报        ->  published, source
    《 某某日报 》( 2020年03月05日 18 版)            ->  source, published
    □ 本报记者 张 三 李四                            ->  author
"""

import re
from collections.abc import Iterator

from service.cleaning.dates import COMPACT, DATE, TIME, iso
from service.cleaning.field import Field
from service.cleaning.imprints import imprint, issue
from service.cleaning.vocabulary import AUTHORS, OTHERS, SOURCES, TIMES, TITLES
from service.text import Span, Text

_LONGEST = 120  # characters; a longer line is a paragraph
_LONG_HEADING, _LONGEST_HEADING = 8, 60  # characters of a title on one line with its date and source
_NAVIGATED = re.compile(r"[>»›|,，:：]|首页|位置|返回|当前")
_FEW_WORDS = 16  # characters of a line that may be neither label nor value
_G = r"[ ]{0,4}"
_COLON = rf"{_G}[:：丨｜]{_G}"
_KINDS = (("source", SOURCES), ("title", TITLES), ("author", AUTHORS), ("time", TIMES), ("other", OTHERS))
# Blanks may stand between the characters of a label: 来 源.
_LABELS = "|".join(f"(?P<{kind}>{'|'.join(map(_G.join, words))}){_COLON}" for kind, words in _KINDS)
_TOKEN = re.compile(rf"{_LABELS}|(?P<date>{DATE}){TIME}?")
_BULLETS = "□■◎○●◇◆▲△☆★/"
# 记者获悉 may stand alone on a line of a narrow column: what follows must be as short as names or
# an office are.
_PERSON = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}|[\u4e00-\u9fff]{2,8}[站部组台团室]"
)
_RANK = r"(?:特约|特派|见习|实习|首席)?(?:全媒体|融媒体)?(?:记者|通讯员|评论员|撰稿人?|供稿|作者)"
_PAPERS = r"(?:本报|本刊|本网|本社|新华社|人民日报|中新社|[\u4e00-\u9fff]{2,6}(?:日报|晚报|网|报|社))"
_BYLINE = re.compile(
    rf"(?:[{_BULLETS}]|文 ?[/|]|{_PAPERS}?{_RANK})[ :：/]{{0,4}}"
    r"(?P<names>[\u4e00-\u9fff·][\u4e00-\u9fff· 、,，/]{1,60})"
)
_ROLE = re.compile(rf"(?:本报|本刊|本网|新华社)?{_RANK}(?![站部组团])[:：]?")
_PAPER = re.compile(
    rf"《 ?(?P<source>[^《》]{{2,20}}?) ?》 ?[(（]? ?(?P<date>{DATE}) ?"
    r"(?:第? ?[A-Z]?\d{1,3} ?版[^。]{0,8})?[)）]?"
)
_EDGES = " |·•-—>》【】[]()（）〔〕、,，;；/"
_PUBLISHER = re.compile(r"[\u4e00-\u9fff·]{1,14}(?:报|网|社|台|刊|版|志|媒体|中心|客户端|宣传部|办|局)")
_MEDIUM = re.compile(r"[\u4e00-\u9fff·]{1,12}(?:报|网|社|台|刊|杂志|在线|客户端)")
_NAMES = re.compile(r"[\u4e00-\u9fff· 、等]{2,20}")
_COMPACT = re.compile(COMPACT)
_CLAUSE = re.compile(r"[。!?！？]")


def fields(line: Text) -> tuple[Field, ...] | None:
    """What a line of the masthead says; empty when it says nothing of use; None when it is no such line.

    Args:
        line: simplified, without white space at its ends.
    """
    said = line.characters
    known = imprint(line)
    if known is not None or len(said) > _LONGEST:
        return known
    paper = _PAPER.fullmatch(said)
    if paper:
        return tuple(_found(line, paper))
    byline = _BYLINE.fullmatch(said)
    if byline and (said[0] in _BULLETS or all(map(_PERSON.fullmatch, names(byline["names"]).split("、")))):
        return (_author(line, *byline.span("names")),)
    if _CLAUSE.search(said):
        return None
    return issue(line) or _labelled(line)


def names(said: str) -> str:
    """张三 李 四 -> 张三、李四; roles before the names (记者, 通讯员) go."""
    tokens = [token for token in re.split(r"[ 、,，/;；]+", _ROLE.sub(" ", said).strip(_EDGES)) if token]
    merged: list[str] = []
    for token in tokens:
        if merged and len(token) == 1 and len(merged[-1]) == 1:
            merged[-1] += token  # 金 萱: names of two characters are set apart to the width of three
        else:
            merged.append(token)
    people = [token for token in merged if len(token) <= 4 or "·" in token]
    return "、".join(people or merged) or said.strip(_EDGES)


def _found(line: Text, paper: re.Match[str]) -> Iterator[Field]:
    yield Field("source", paper["source"], line.locate(Span(*paper.span("source"))))
    stated = iso(paper["date"])
    if stated:
        yield Field("published", stated, line.locate(Span(*paper.span("date"))))


def _author(line: Text, start: int, end: int) -> Field:
    return Field("author", names(line.characters[start:end]), line.locate(Span(start, end)))


def _labelled(line: Text) -> tuple[Field, ...] | None:
    said = line.characters
    tokens = list(_TOKEN.finditer(said))
    if not tokens:
        return None
    found: list[Field] = []
    before = said[: tokens[0].start()].strip(_EDGES)
    if _is_heading(before, tokens):
        found.append(Field("heading", before, line.locate(Span(at := said.index(before), at + len(before)))))
        before = ""
    loose = [before]
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        end = following.start() if following else len(said)
        value = Span(token.end(), end)
        kind = token.lastgroup if token.lastgroup != "sep" else "date"
        if token["date"]:
            stated = iso(token["date"])
            rest = said[token.end() : end]
            if stated is None or (rest and rest[0] not in _EDGES and not _is_stamp(token, rest)):
                return None  # 2018年10月16日召开大会: a date that goes on is a sentence
            found.append(Field("published", stated, line.locate(Span(*token.span("date")))))
            loose.append(rest)
        elif kind in ("source", "author", "title"):
            field = _valued(line, kind, value)
            if field:
                found.append(field)
                loose.append(said[value.start : end].partition(field.value)[2] if kind == "source" else "")
        elif kind == "time":
            compact = _COMPACT.match(said, value.start)
            stated = iso(compact[0]) if compact else None
            if compact and stated:
                found.append(Field("published", stated, line.locate(Span(*compact.span()))))
            loose.append(said[compact.end() if compact else value.start : end])
    remaining = [piece for words in loose for piece in words.split() if piece.strip(_EDGES + "0123456789:")]
    if sum(map(len, remaining)) > _FEW_WORDS:
        return None
    if not any(field.kind == "source" for field in found):
        found.extend(
            _publisher(line, piece.strip(_EDGES))
            for piece in remaining[:1]
            if _MEDIUM.fullmatch(piece.strip(_EDGES))
        )
    has_label = any(token["date"] is None for token in tokens)
    if not has_label and any(
        not _PUBLISHER.fullmatch(piece.strip(_EDGES)) and len(piece) > 4 for piece in remaining
    ):
        return None  # 在全县大会上的讲话 2018-10-16: the words beside a bare date are the title
    return tuple(found) or (Field("other", said, line.locate(Span(0, len(said)))),)


def _is_stamp(token: re.Match[str], rest: str) -> bool:
    """Whether a date with its time was printed by a machine, and names stand right behind: 2020-03-30 03:14张三李四"""
    return token["sep"] is not None and ":" in token[0] and _NAMES.fullmatch(rest) is not None


def _is_heading(before: str, tokens: list[re.Match[str]]) -> bool:
    """Whether what stands before the first label of a line is long enough for a title: 某县选派干部 发布时间:…"""
    return (
        tokens[0]["date"] is None
        and _LONG_HEADING <= len(before) <= _LONGEST_HEADING
        and not _PUBLISHER.fullmatch(before)
        and _NAVIGATED.search(before) is None
    )


def _publisher(line: Text, name: str) -> Field:
    at = line.characters.index(name)
    return Field("source", name, line.locate(Span(at, at + len(name))))


def _valued(line: Text, kind: str, value: Span) -> Field | None:
    said = line.characters[value.start : value.end]
    stripped = said.strip(_EDGES)
    if not stripped:
        return None
    if kind == "source":
        stripped = re.split(r"[ ]|[|]", stripped)[0]
    start = value.start + said.index(stripped)
    if kind == "author":
        return _author(line, start, start + len(stripped))
    spans = line.locate(Span(start, start + len(stripped)))
    return Field("source" if kind == "source" else "title", stripped, spans)
