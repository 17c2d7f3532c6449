"""What a paragraph says of itself at its ends: 本报讯(记者张三) before it, (作者系县委书记) behind it."""

import re
from collections.abc import Iterator

from service.cleaning.field import Field
from service.cleaning.fields import names
from service.cleaning.vocabulary import FAMILIES
from service.text import Span, Text

_DAY = r"(?:(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日)"
_AGENCY = r"(?:本报|本刊|本网|本台|[\u4e00-\u9fff]{2,7}(?:社|网|日报|晚报|时报|青年报|台|在线|客户端))"
_REPORTER = r"(?:本报|本网|本台|新华社)?(?:特约|特派|实习|见习)?(?:全媒体|融媒体)?(?:记者|通讯员)"
_WITHIN = r"[^()（）。]{1,60}"
_PLACE = r"(?P<place>[^,，。()（）:：【】\[\] ]{0,12}?)"
_SEPARATED = rf"(?:[】\])）] {{0,3}}(?:[(（](?P<named>{_WITHIN})[)）])?| {{0,3}}[(（](?P<names>{_WITHIN})[)）]|[:：]| )"
# Behind a day the dateline is certain without a mark (某社某市8月31日电今年以来); 消息 alone may begin a sentence.
_DATELINE = re.compile(
    rf"[【\[(（]?{_AGENCY} ?{_PLACE} ?(?:{_DAY}(?:专?电|讯)题?{_SEPARATED}?|(?:专?电|讯|消息){_SEPARATED.replace('?P<name', '?P<_name')})"
    rf" {{0,3}}(?:{_REPORTER}(?P<reporters>[\u4e00-\u9fff 、]{{2,20}}?)(?:报道|摄影报道)?[:：])?"
    r"[:：]? {0,3}"
)
# 通讯, 简讯 and 讯息 are words of a sentence.
_BARE = re.compile(
    r"[【\[(（]?(?:本报|本刊|本网|本台)(?P<place>[\u4e00-\u9fff]{0,8}?) ?(?<![通简短资快音喜])讯(?![息员])[】\])）]? {0,3}"
)
# As papers of Taiwan and Hong Kong begin: 〔记者张三/某县报导〕, (本报记者张三某县报导).
_REPORTED = re.compile(
    rf"[〔【\[(（] ?(?:本报|本刊|中央社|综合|即时){{0,2}}(?:特派|地方|驻地)?(?:记者|特派员) ?"
    rf"(?P<names>[{FAMILIES}][\u4e00-\u9fff]{{1,2}}(?:[、 ][\u4e00-\u9fff]{{2,4}}){{0,3}}) ?[/／╱]? ?"
    r"(?P<place>[\u4e00-\u9fff]{2,6}?)(?:\d{1,2}日)?(?:专?电|报导|报道|专题报导)[〕】\])）] {0,3}"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_OURS = r"(?:本报|本网|新华社|人民日报)?"
_BEHIND = re.compile(
    rf" {{0,3}}[(（\[](?P<inner>完|{_OURS}(?:记者|通讯员|作者|撰稿|供稿|来源|责编|责任编辑|编辑|文[/:：])"
    r"[^()（）。]{0,60}|据[^()（）。]{2,30})[)）\]] {0,3}$"
)
_PEOPLE = re.compile(
    rf"^{_OURS}(?:记者|通讯员|撰稿|供稿|作者|文/?)(?![系为是单简])[:： ]{{0,3}}(?P<names>[^:：]{{2,50}})$"
)
_SOURCE = re.compile(r"^(?:来源|据)[:： ]{0,3}(?P<source>[^:：]{2,30}?)(?:报道|消息)?$")


def has_dateline(said: str) -> bool:
    """Whether a line begins with a dateline, and so is no title."""
    return _DATELINE.match(said) is not None or _REPORTED.match(said) is not None


def dateline(paragraph: Text, year: str | None) -> tuple[int, tuple[Field, ...]]:
    """How many characters at the start of a paragraph are its dateline, and what they say.

    Args:
        year: four digits, when the year of the text is known; without it a month and day are no date.
    """
    said = paragraph.characters[:160]
    found = _DATELINE.match(said)
    if found is None and (reported := _REPORTED.match(said)):
        author = Field("author", names(reported["names"]), paragraph.locate(Span(*reported.span("names"))))
        return reported.end(), (author, *_place(paragraph, reported))
    if found is None:
        bare = _BARE.match(said)
        return (bare.end(), tuple(_place(paragraph, bare))) if bare else (0, ())
    fields = list(_place(paragraph, found))
    for group in ("names", "named", "_names", "_named", "reporters"):
        people = names(found[group]) if found[group] else ""
        if people and all(len(name) <= 4 for name in people.split("、")):
            fields.append(Field("author", people, paragraph.locate(Span(*found.span(group)))))
    if year and found["month"]:
        stated = f"{year}-{int(found['month']):02}-{int(found['day']):02}"
        fields.append(
            Field("published", stated, paragraph.locate(Span(found.start("month"), found.end("day"))))
        )
    return found.end(), tuple(fields)


def _place(paragraph: Text, found: re.Match[str]) -> Iterator[Field]:
    """兴仁 of 本报兴仁讯."""
    if found["place"] and _HAN.fullmatch(found["place"]):
        yield Field("dateline", found["place"], paragraph.locate(Span(*found.span("place"))))


def signature(paragraph: Text) -> tuple[int, tuple[Field, ...]]:
    """Where the bracket that names a writer or source at the end of a paragraph begins, and what it says."""
    tail = max(0, len(paragraph) - 90)
    found = _BEHIND.search(paragraph.characters[tail:])
    if found is None:
        return len(paragraph), ()
    fields = []
    inner = found["inner"]
    base = tail + found.start("inner")
    people, source = _PEOPLE.match(inner), _SOURCE.match(inner)
    if people:
        span = Span(base + people.start("names"), base + people.end("names"))
        fields.append(Field("author", names(people["names"]), paragraph.locate(span)))
    elif source:
        span = Span(base + source.start("source"), base + source.end("source"))
        fields.append(Field("source", source["source"], paragraph.locate(span)))
    return tail + found.start(), tuple(fields)
