"""Whom a figure is about: the region, or a single village or township, which is no region here.

A sentence speaks of the document's main region unless it says otherwise: by a region's name where a subject stands
(娄烦县选派…, 在娄烦县,…), by 全县, 全市, 全省 next to a topic of another level, or by the heading that it stands under.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.model import Level
from service.observations import villages
from service.observations.places import PlaceMention, is_cited
from service.observations.regions import Regions
from service.text import Span

_OBJECT = re.compile(
    r"(?:对|为|给|向|与|同|跟|往|到|赴|从|至|被|把|将|比|帮助|支持|帮扶|对口|协作|学习|前往|来自|走进|深入|援助|派往|以及|流向|仅对|仅为|支援|距|地处|位于|坐落于|坐落在|隶属于|隶属)\Z"
)
_WHOLE = re.compile(
    r"(?<!参加)(?<!参与)(?<!位居)(?<!位列)(?<!高于)(?<!低于)(?<!代表)(?<!作为)(?<!是)(?<!占)(?:(?P<nation>全国|我国|中国(?=新|累计|已|共|农村|贫困人口|目前))"
    r"|(?P<province>全省|我省|该省|本省|全自治区)"
    r"|(?P<prefecture>全州|全盟|我州|该州|本州|全地区)"
    r"|(?P<city>全市|我市|该市|本市)"
    r"|(?P<county>全县|我县|该县|本县|全旗|我旗|该旗)"
    r"|(?P<district>全区|我区|该区|本区)"
    # 参加全市竞赛, 居全省第3: what surrounds the region, not whom the sentence is about.
    r")(?!第(?!一书记)|平均|前列|前茅|首位|唯一|竞赛|比赛|评比|排名|会议|大会|现场会|推进会|率先|水平)"
)
_HELPED = re.compile(r"(?:帮扶|对口|支援|援助|协作|结对)\Z")
_ASIDE = re.compile(r"^[(（][^()（）]{0,12}[)）]")
# 民和县等17个县, 在昆明举行, 宁德市派干部5人, 内蒙古某某公司: of many, where it took place, who sent some, a firm
_NOT_OF = re.compile(
    r"等(?!地)|级|[一-龥]{2,8}(?:公司|集团|大学|学院|医院|银行)|(?:市|县)?(?:举行|召开|举办|开幕|闭幕)|派(?:来|驻)?(?:的)?干部"
)
_CLAUSE_ENDS = frozenset("，,。；;：:、！？!?\n （(")
_JOINING = frozenset(("", "、", "和", "及", "与", "·", " "))
_SEMICOLON = re.compile(r"[;；]")
_CHAIN = 8  # characters between a parent and its child
_OPENING = 24  # characters in which a sentence says whom it is about: 截至2018年底,甘肃省临夏回族自治州
_PARAGRAPH_END = "\n"

Kind = Literal["region", "local", "nation", "unknown"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: a region with its adcode, or what makes it no observation of one."""

    kind: Kind
    adcode: str | None = None


@dataclass(frozen=True, slots=True)
class _Topic:
    place: int
    adcode: str


class Subjects:
    """Reads a text's sentences in order and says of each figure whom it is about."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[PlaceMention],
        main: str | None,
        regions: Regions,
        title: str | None = None,
    ) -> None:
        self._text, self._main, self._regions = text, main, regions
        self._mentions = [
            mention for mention in mentions if mention.adcode is not None and not is_cited(text, mention)
        ]
        self._starts = [mention.start for mention in self._mentions]
        self._topic = main  # carried on within a paragraph
        self._heading = main  # carried on under a heading
        self._paragraph = -1
        # 冯瓴乡选派工作: a text whose title begins with a township is about it until it says otherwise.
        self._about_village = villages.is_story_of_one(text) or (title is not None and _begins_locally(title))
        self._in_village = self._about_village  # carried on within a paragraph
        self._here: list[_Topic] = []  # of the sentence entered last

    def enter(self, sentence: Span) -> None:
        """Take up the next sentence; they come in the order of the text, every one of them."""
        begin = self._text.rfind(_PARAGRAPH_END, 0, sentence.start) + 1
        if begin != self._paragraph:
            self._paragraph, self._topic = begin, self._heading
            self._in_village = self._about_village
        topics = self._here = self._topics(sentence)
        said = self._text[sentence.start : sentence.end]
        whole = _WHOLE.search(said)
        if (
            topics
            and len(said.strip()) <= 25
            and said.endswith(_PARAGRAPH_END)
            and not re.search(r"[。，,;；]", said)
        ):
            self._heading = self._topic = topics[-1].adcode
        elif topics and topics[0].place - sentence.start <= _OPENING:
            # 湖北日报讯…,阳新县…: where the main region is named too, the others only stand around it.
            named = {topic.adcode for topic in topics}
            self._topic = self._main if self._main in named else topics[0].adcode
        elif (
            whole and not whole["nation"] and self._main and self._main == self._at_level(whole, self._topic)
        ):
            self._topic = self._main

        if topics or whole:
            self._in_village = False

    def of(self, sentence: Span, at: int) -> Subject:
        """Whom the figure at this place of the sentence entered last is about."""
        # A region named in passing holds to the next semicolon: 全市…,双牌县摘帽;投入… goes on with the city.
        topics = [
            topic
            for topic in self._here
            if topic.place <= at
            and (
                # 【定西】岷县 leads its sentence as one.
                (topic.place - sentence.start <= _OPENING and topic.place - self._here[0].place <= _CHAIN)
                or not _SEMICOLON.search(self._text, topic.place, at)
            )
        ]
        wholes = list(_WHOLE.finditer(self._text, sentence.start, at))
        whole = wholes[-1] if wholes else None
        reach = max([sentence.start, *(topic.place for topic in topics), *(found.end() for found in wholes)])
        topic = topics[-1].adcode if topics else self._topic
        subject = self._region(topic)
        if whole is not None and (not topics or whole.start() > topics[-1].place):
            if whole["nation"]:
                return Subject("nation")
            subject = self._region(self._at_level(whole, topic))
        if (named := self._named_before(at)) is not None:
            return named
        if self._in_village and not topics and whole is None:
            return Subject("local")
        if villages.is_of_one(self._text, reach, at, sentence.end):
            return Subject("local")
        return subject

    def _named_before(self, at: int) -> Subject | None:
        """The region whose name stands right before a figure: 到徐闻县10个贫困村, 帮扶梅州市的272个贫困村."""
        index = bisect_left(self._starts, at) - 1
        if index < 0:
            return None
        gap = self._text[self._mentions[index].end : at]
        if gap and (
            gap != "的"
            or not _HELPED.search(
                self._text, max(0, self._mentions[index].start - 2), self._mentions[index].start
            )
        ):
            return None
        previous = self._mentions[index - 1] if index else None
        if previous is not None and self._between(previous, self._mentions[index]) in _JOINING - {""}:
            return None
        return self._region(self._mentions[index].adcode)

    def _region(self, adcode: str | None) -> Subject:
        return Subject("region", adcode) if adcode is not None else Subject("unknown")

    def _topics(self, sentence: Span) -> list[_Topic]:
        """The regions that stand where a subject stands, each once its chain of parents is through."""
        first, last = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        found: list[_Topic] = []
        here = self._mentions[first:last]
        for index, mention in enumerate(here):
            assert mention.adcode is not None  # noqa: S101 -- only such mentions are kept
            following = here[index + 1] if index + 1 < len(here) else None
            # a parent before its child, or a list 娄烦、阳曲
            if following is not None and self._between(mention, following) in _JOINING:
                continue
            previous = here[index - 1] if index else None
            # 揭西县不是揭阳最差的县: a parent in passing; 民和县等17个县: of many
            if _NOT_OF.match(self._text, mention.end) or self._is_in_passing(mention, found):
                continue
            # the last of a list: a joint figure
            if previous is not None and self._between(previous, mention) in _JOINING - {""}:
                continue
            start = (
                previous.start if previous is not None and previous.end == mention.start else mention.start
            )
            if _OBJECT.search(self._text, max(sentence.start, start - 3), start):
                continue
            found.append(_Topic(mention.end, mention.adcode))
        return found

    def _is_in_passing(self, mention: PlaceMention, topics: Sequence[_Topic]) -> bool:
        """Whether a region above the last topic is named within a clause, not at its beginning."""
        if not topics or mention.adcode is None or self._text[mention.start - 1] in _CLAUSE_ENDS:
            return False
        last = topics[-1].adcode
        return last != mention.adcode and self._regions.within(last, mention.adcode)

    def _between(self, one: PlaceMention, other: PlaceMention) -> str:
        # 和县(郑蒲港新区)、当涂县
        return _ASIDE.sub("", self._text[one.end : min(other.start, one.end + 16)])

    def _at_level(self, whole: re.Match[str], topic: str | None) -> str | None:
        """The region that 全县 or 全市 means: the topic where it has that level, else its parent or the main region."""
        for adcode in (topic, self._main):
            if adcode is None:
                continue
            for region in (self._regions.of(adcode), *self._regions.parents(adcode)):
                if region is not None and _fits(whole, region.level, region.name):
                    return region.adcode
        # 全县 in a text about a province: the one county that it names.
        named = {mention.adcode for mention in self._mentions}
        fitting = [
            code
            for code in named
            if (region := self._regions.of(code or "")) and _fits(whole, region.level, region.name)
        ]
        return fitting[0] if len(fitting) == 1 else topic


def _begins_locally(said: str) -> bool:
    """Whether a named village or township is the subject that a sentence begins with."""
    found = villages.named_in(said[:_OPENING])
    return found is not None and not _WHOLE.search(said, 0, found.start)


def _fits(whole: re.Match[str], level: Level, name: str) -> bool:
    if whole["province"]:
        return level == "province"
    if whole["prefecture"]:
        return level == "prefecture"
    if whole["city"]:
        return name.endswith("市")
    if whole["county"]:
        return level == "county" and not name.endswith(("市", "区"))
    return name.endswith("区") and (level == "county" or name.endswith(("自治区", "地区")))
