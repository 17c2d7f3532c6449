"""What tells a figure from its siblings: its scope, its condition and its nature."""

import re
from collections.abc import Sequence

from service.model import Condition, Nature
from service.observations.fitting import Claim
from service.observations.places import PlaceMention
from service.observations.skeletons import Skeleton
from service.observations.templates import FIRST_FIGURE, LAST_FIGURE

_FIGURES = re.compile(f"[{chr(FIRST_FIGURE)}-{chr(LAST_FIGURE)}]")
# What leads to a noun or away from it and is none itself: 共有…, …由每人每月, …降至.
_LEADING = (
    "的|了|、|，|和|与|及|或|共有|共计|共|现有|尚有|还有|有|是|为|达到|达|选派|派出|派驻|组建|成立|安排|投入|整合|累计|其中|全县|全市|全省|全区|全州"
    "|到|从|由|将|对|把|使|向|分别|如期|专门|已经|已|仅|只|尚|还|各类|各级|各种|各项|各(?!族)|类|均|都"
)
_TRAILING = (
    "(?<!统)一|一共|是|也|被|则|仍|中|占|来自|予以|给予|进行|因|的|了|、|，|和|与|及|或|选派|任命|派出|派驻|安排|选定|共有|共计|共|为|有|达到|达|总数|人数|数|累计|由|从|分别|各|均|都|已|尚|还|仅|只剩|只|降至|降到|下降到|减至|控制在"
    "|提高至|提高到|提高|提到|增至|增加到|每[人村户队个](?:每[年月])?|每[年月]"
)
_EDGES = re.compile(f"^(?:{_LEADING})+|(?:{_TRAILING})+$")
# What is done to what is counted is no part of it: 召回驻村干部, 带动, 约谈.
_DONE = (
    "带动|辐射带动|覆盖|惠及|辐射|受益|吸纳|带领|联结|帮助|解决|化解|调处|调解|排查|处理|召回|调整|撤换|更换|清退|免去|提拔重用|提拔使用|提拔|重用"
    "|表彰|表扬|奖励|评选|培训|轮训|走访|慰问|发展|吸收|新发展|发放|筹措|筹集|争取|协调|落实|引进|统筹整合|统筹|整合|投入|用于|包扶|包保|包联|挂联|分包"
    "|减少|退出|出列|脱贫退出|摘帽|搬进|搬|编成|组成|组建|改建|新建|新修|硬化|建成|抽调|选任|招录|选拔|选配|下派|增派|担任|出任|联|包|分片|分头|一对一|稳定|排查化解|计划|拟"
)
# 脱贫 is done to people, and 脱贫攻坚工作队 is a team.
_AIDED = "帮扶|结对帮扶|结对|联系|扶持|支持|脱贫|搬迁"
_OF_AID = "资金|经费|干部|工作|责任|队|组|户|人口|群众|对象|单位|力量|项目|攻坚|措施"
_BRINGS = re.compile("带动|覆盖|吸纳|惠及|争取来?|协调|召回")  # 合作社带动贫困户
_CLAUSES = re.compile("[，：；（）]")
_STOPS = re.compile("^、|[，：；]")
_ASIDE = re.compile("（[^（）]*）")
_VERBS = re.compile(
    f"^(?:(?:{_DONE}|(?:{_AIDED})(?!{_OF_AID}))(?:了|着|的)?)+|(?:(?:{_DONE}|{_AIDED})(?:了|着)?)+$"
)
_PREDICATE = re.compile(
    r"进行|予以|受到|得到|享受|获得|参与|直接|走上|实现|全部|及时|到|在|结成|结对|联系|帮扶(?!队|工作|干部|责任|资金)|组建|挂|进入|担任|任|驻村帮扶(?!队|工作|干部)"
    r"|增收|脱贫|产业全覆盖|与|用于"
)
_JOINT = re.compile(
    r"(?:两|二|三|四|五|六|七|八|九|十|\d{1,3})?\s?个?[^，。、；\d]{0,6}?[县市区旗州省](?![委级政])"
)
_VILLAGES = re.compile(r"的?(?:行政|贫困|建制)?村")
_TARGET = re.compile(
    r"计划|拟|力争|争取(?:到|实现|在)|预计|目标|规划|将(?:再|于|在|达到|实现|投入|选派|新增|建成|完成)|确保到|要求到|到20[2-9]\d年"
)
_INCREMENT = re.compile(r"(?:增加|新增|增派|增选|提高了|增长了|增加了|追加|净增|再增加|上调了|另增)\s?$")
_CUMULATIVE = re.compile(
    r"累计|以来|近[一二两三四五六七八九十\d]{1,2}年|[一二两三四五六七八九十\d]{1,2}年(?:来|间|共)|总共|先后"
)


def scope_of(text: str, sentence: Skeleton, claim: Claim, joint: Sequence[PlaceMention]) -> str | None:
    """The words that tell a figure from its siblings, simplified; None where it stands for the whole.

    Args:
        joint: the mentions of a list of regions before the figure (娄烦、阳曲两个贫困县), which name its scope.
    """
    characters, at = sentence.characters, sentence.figures[claim.figure]
    behind, before = characters[at + 1 : claim.fit.end], characters[claim.fit.start : at]
    chunks = _FIGURES.split(before)
    # The noun of a change is said before its first side.
    noun = ""
    if claim.turn == "现" and claim.linked is not None:
        noun = _trimmed(_FIGURES.split(characters[claim.fit.start : sentence.figures[claim.linked]])[-1])
    noun = noun or _noun(_own_clause(behind)) or _trimmed(chunks[-1]) or _trimmed(chunks[0])
    parts = []
    if joint:
        end = joint[-1].end
        kind = _JOINT.match(text, end)
        parts.append(re.sub(r"\s", "", text[joint[0].start : kind.end() if kind else end]))
    if noun and noun not in claim.definition.whole and noun != claim.definition.measure.label_zh:
        parts.append(noun[:30])
    scope = ",".join(parts)
    if claim.turn:
        scope = f"{scope}({claim.turn})" if scope else claim.turn
    return scope or None


def condition_of(text: str, sentence: Skeleton, claim: Claim) -> Condition | None:
    """The bound quantity that picks out the villages a figure holds for: 集体经济收入5万元以下行政村不低于17万元."""
    if claim.figure == 0:
        return None
    before = sentence.stated[claim.figure - 1]
    at = sentence.figures[claim.figure - 1]
    if before.bound not in ("le", "gt", "ge") or not _VILLAGES.match(sentence.characters, at + 1):
        return None
    start = at
    while start > 0 and sentence.characters[start - 1] not in "，。、；：个每对为" and at - start < 16:
        start -= 1
    place = sentence.place(start, at + 1)
    said = re.sub(r"\s", "", text[place.start : place.end])
    return Condition(said, before.bound, before.value, before.unit)


def nature_of(text: str, start: int, at: int, claim: Claim) -> Nature:
    """Level, increment, cumulative, target or share, by the words of the figure's own clause and the sentence before it."""
    if claim.definition.measure.unit == "%" and claim.measure != "poverty_rate":
        return "share"
    clause = max((text.rfind(mark, start, at) for mark in "，,;；。"), default=-1) + 1
    clause = max(clause, start)
    if _INCREMENT.search(text, clause, at):
        return "increment"
    if _TARGET.search(text, clause, at):
        return "target"
    if claim.turn is None and _CUMULATIVE.search(text, start, at) and claim.definition.measure.unit in _FLOWS:
        return "cumulative"
    return "level"


# What adds up over years; heads and villages at a date do not.
_FLOWS = frozenset({"元", "人次", "件", "起"})


def _own_clause(behind: str) -> str:
    """What a figure counts stands in its own clause, without what is put in brackets: nothing of 20名，带着队伍."""
    return _STOPS.split(_ASIDE.sub("（", _FIGURES.split(behind)[0]))[0]


def _noun(words: str) -> str:
    """What a figure counts, without what is said of it: 县直机关党员干部 of 县直机关党员干部联系帮扶."""
    verb = _PREDICATE.search(words, 1)
    noun = _trimmed(words[: verb.start()]) if verb else ""
    return noun if len(noun) > 1 else _trimmed(words)


def _trimmed(words: str) -> str:
    """The words nearest to the figure that name a thing, without what leads to them and what is done to it."""
    clause = _CLAUSES.split(words.strip("，、：； （）"))[-1]
    clause = _BRINGS.split(clause)[-1] or clause
    before = ""
    while before != clause:
        before, clause = clause, _VERBS.sub("", _EDGES.sub("", clause.strip("、 "))).strip("、 ")
    return clause if len(clause) > 1 else ""
