"""Which quantity of a sentence answers which measure: by what stands around it, and by what a change or a list says once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.observations.catalogue import Catalogue
from service.observations.fitting import Claim, fitted, of_letter, refused
from service.observations.skeletons import Skeleton
from service.observations.templates import Fit

# 由…减少到, 从…提高到: what stands between the figure before a change and the one after it.
_TURN = re.compile(
    r"(?:减少|下降|降低|压减|压缩|缩减|锐减|减|降|提高|提升|增加|增长|上升|攀升|扩大|扩充|扩|调整|上调|上涨|增|升|涨|变|发展|壮大|缩小|下调|回落|整合|精简|优化)"
    r"(?:到|至|为|成)了?(?:现在|目前|如今)?的?[^，。；：]{0,10}$"
)
_ORIGIN = re.compile(r"(?:由|从)[^，。；：]{0,24}$")
_SIDE_BY_SIDE = re.compile(r"^[、，]?(?:和|及|与|共|计|合计)?$")
_LISTED = re.compile(r"^(?:[、，]|和|及|以及|与)[^，。；：（）]{0,20}$")
# One region after the other, the noun said once: 河北省贫困发生率2.5%,山西省3.9%.
_NEXT_REGION = re.compile(
    r"[、，；][^，。；：（）、]{1,14}(?:省|市|县|区|旗|州|盟)(?:派出|选派|下派|组建|共有|共|有|为|则为|达|由)?$"
)
# 市派86支、县派912支
_NEXT_SENDER = re.compile(r"^[、，](?:国家|中央|自治区|省|市|州|县|区|旗|乡|镇)(?:派|级|直|属)(?:单位)?$")
# What may follow an item of a list that is no noun: 其中18.5万元用于活动场所.
_VERB_BEHIND = re.compile(r"用于|投入|来自|为|被|系|获|得到|受|走上|担任|任|进入|参加|已|因|在|到|用来")
_RESPECTIVELY = re.compile(
    r"^(?:[、，；]|和|及|以及|与)(?:达到|达|为|增加到|增至|合计|共计|共|累计|[两三四五]年合计)?$"
)
_NOUN = 2
_HEADS = frozenset(("名", "位", "人", "口人"))
_AFTER_ITEM = ("", "，", "。", "、", "；", "：", "！", "？", "）", "和", "及")
_FURTHER_PART = re.compile(r"其中[^。；]{0,24}$")
# The noun stands behind the last of a list: 31名省派、45名市派、88名县派驻村第一书记.
_SHARED_NOUN = re.compile(r"^[^，。；：（）、]{0,3}[派级直属管](?:、|和|以及|及)$")
# 省级选派3名、市级选派14名、县级选派70名“第一书记”
_SENT_LIST = re.compile(r"^[、，][^，。；：（）、]{0,6}(?:选派|派驻|派出|下派|派)$")
_ITEM = re.compile(r"^[^，。；：（）、]{1,12}(?:、|和|以及|及)$")
_OF_WHICH = re.compile(r"(?:其中|包括)[：，]?[^，。；：]{0,16}$|中，[^，。；：]{2,40}分别(?:有|为|达|是)?$")
# A verb of its own begins another matter: 调整驻村干部16名,约谈分管领导8名.
_OTHER_VERB = re.compile(
    r"约谈|问责|召回|调整|提拔|重用|表彰|选派|派出|培训|轮训|投入|发放|处分|诫勉|免职|取消|走访|化解|解决|拨付|购置|建设|新建|改造"
)
_SENT = re.compile(r"选派|派出|新派|组建|选拔|安排|下派|派驻")


def claims(sentence: Skeleton, catalogue: Catalogue) -> tuple[Claim, ...]:
    """The figures of a sentence with their measures, in order; quantities that answer none are left out."""
    may_fit = catalogue.admitted(sentence.characters, sentence.pairs)
    if not may_fit:
        return ()
    letters = [sentence.characters[at] for at in sentence.figures]
    by_letter = {letter: of_letter(may_fit, letter) for letter in set(letters)}
    chosen = {index: fitted(sentence, by_letter[letter], index) for index, letter in enumerate(letters)}
    _pass_on(sentence, chosen)
    _pass_back(sentence, chosen)
    return tuple(claim for index in sorted(chosen) for claim in chosen[index])


def _pass_on(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]]) -> None:
    """Give the measure of a figure to the other side of its change, and to what follows it in a list."""
    text, figures = sentence.characters, sentence.figures
    after_turn: tuple[int, ...] = ()  # the figures before the turn, while the figures after it are read
    group: list[int] = []
    for index, at in enumerate(figures):
        between = text[figures[index - 1] + 1 : at] if index else ""
        if index and "；" not in between and _TURN.search(between):
            after_turn, group = tuple(group), [index]
        elif index and _SIDE_BY_SIDE.match(between):
            group.append(index)
        else:
            after_turn, group = (), [index]
        before = next((i for i in reversed(after_turn) if _alike(sentence, i, index)), None)
        if (
            before is None
            and len(after_turn) == 1
            and not sentence.stated[index].unit
            and _ends_item(sentence, index)
        ):
            before = after_turn[0]  # 由31.6%降为0: the unit said once
        if before is not None:
            _turned(sentence, chosen, before, index)
        elif index and _alike(sentence, index - 1, index):
            _listed(sentence, chosen, index, between)
        elif index and (not chosen[index] or any(c.definition.yields for c in chosen[index])):
            _further_part(sentence, chosen, index)


def _turned(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]], before: int, after: int) -> None:
    first, second = chosen[before], chosen[after]
    if (
        first
        and (not second or second[0].measure != first[0].measure)
        and not _refused_any(sentence, first, after)
    ):
        # The sentence says the noun once, before the change; what fits the second figure alone fits it by chance.
        second = tuple(
            replace(c, figure=after, fit=_up_to(sentence, c.fit, after), direct=False) for c in first
        )
    elif second and not first and _ORIGIN.search(sentence.characters, 0, sentence.figures[before]):
        first = tuple(
            replace(c, figure=before, direct=False)
            for c in second
            if not _refused_any(sentence, (c,), before)
        )
    chosen[before] = tuple(replace(c, turn="原", linked=after) for c in first)
    chosen[after] = tuple(replace(c, turn="现", linked=before) for c in second)


def _listed(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]], index: int, between: str) -> None:
    """What goes on a list of one measure, or is a part (其中) of a figure, has that measure too."""
    passed = tuple(
        replace(c, figure=index, fit=_up_to(sentence, c.fit, index), linked=index - 1, direct=False)
        for c in chosen[index - 1]
        if _goes_on(c, between) and _ends_item(sentence, index) and not _refused_any(sentence, (c,), index)
    )
    governed = (
        any(c.definition.governs for c in passed) and between.startswith("、") and not _SENT.search(between)
    )
    # 搬迁10万人,其中贫困人口8万人
    yielded = (
        any(c.definition.yields for c in chosen[index])
        and not any(c.definition.yields for c in passed)
        and bool(_OF_WHICH.search(between))
    )
    governed = governed or yielded
    if passed and (not chosen[index] or (governed and passed[0].measure != chosen[index][0].measure)):
        chosen[index] = passed
        return
    measures = {c.measure for c in chosen[index]}
    if _OF_WHICH.search(between) or not passed[:1] or not passed[0].direct:
        chosen[index] += tuple(
            c for c in passed if c.measure not in measures and measures & c.definition.beside
        )


def _further_part(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]], index: int) -> None:
    """其中贫困户7100户3.4亿元: a part behind another quantity of its own."""
    text, figures = sentence.characters, sentence.figures
    like = next((i for i in range(index - 1, -1, -1) if _alike(sentence, i, index)), None)
    behind = text[figures[like] + 1 : figures[index]] if like is not None else ""
    after_elliptic = (
        index > 0 and any(not c.direct for c in chosen[index - 1]) and text[figures[index] - 1] == "、"
    )
    if (
        like is not None
        and chosen[like]
        and _ends_item(sentence, index)
        and (_FURTHER_PART.search(behind) or _NEXT_REGION.search(behind) or after_elliptic)
        and (
            not chosen[index]
            or (_FURTHER_PART.search(behind) and not any(c.definition.yields for c in chosen[like]))
        )
    ):
        chosen[index] = tuple(
            replace(c, figure=index, fit=_up_to(sentence, c.fit, index), linked=like, direct=False)
            for c in chosen[like]
            if not _refused_any(sentence, (c,), index)
        )


def _pass_back(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]]) -> None:
    """Give the measure of a list's last figure, whose noun is the list's, to those before it."""
    text, figures = sentence.characters, sentence.figures
    for index in range(len(figures) - 2, -1, -1):
        following = chosen[index + 1]
        if not following or not _alike(sentence, index, index + 1):
            continue
        between = text[figures[index] + 1 : figures[index + 1]]
        # 5名驻村队员、2名第一书记予以召回: the verb behind the list has both, whatever the first is alone.
        governed = (
            following[0].definition.governs
            and bool(_ITEM.match(between))
            and not any(c.definition.governs for c in chosen[index])
        )
        if chosen[index] and not governed:
            continue
        chosen[index] = tuple(
            replace(c, figure=index, fit=replace(c.fit, start=figures[index]), linked=index + 1, direct=False)
            for c in following
            if c.template.after
            and c.turn is None
            and (
                _SHARED_NOUN.match(between)
                or (c.definition.enumerates and _ITEM.match(between))
                or _SENT_LIST.match(between)
                or governed
                or _same_noun(text, figures[index + 1], between)
            )
            and not _refused_any(sentence, (c,), index)
        )


def _same_noun(text: str, following: int, between: str) -> bool:
    """Whether two items of a list end in one noun of two characters: 19名县级干部、37名科级干部被召回."""
    is_item = len(between) > _NOUN and _ITEM.match(between) is not None
    return is_item and between[-_NOUN - 1 : -1] in text[following + 1 : following + 13]


def _alike(sentence: Skeleton, one: int, other: int) -> bool:
    """Whether two quantities count the same: 名 and 人 do."""
    units = sentence.stated[one].unit, sentence.stated[other].unit
    return units[0] == units[1] or all(unit in _HEADS for unit in units)


def _ends_item(sentence: Skeleton, index: int) -> bool:
    """Whether no noun of its own follows a quantity."""
    at = sentence.figures[index] + 1
    if index + 1 < len(sentence.figures) and sentence.figures[index + 1] == at:
        return True  # 1050户4430人
    return sentence.characters[at : at + 1] in _AFTER_ITEM or bool(
        _VERB_BEHIND.match(sentence.characters, at)
    )


def _goes_on(claim: Claim, between: str) -> bool:
    if _OF_WHICH.search(between) or _NEXT_REGION.search(between) or _NEXT_SENDER.match(between):
        return True
    if not claim.template.before and claim.direct:
        return False
    return bool(
        _RESPECTIVELY.match(between)
        or (
            (claim.definition.enumerates or claim.definition.governs or not claim.direct)
            and _LISTED.match(between)
        )
    )


def _refused_any(sentence: Skeleton, passed: Sequence[Claim], index: int) -> bool:
    return any(refused(sentence, claim.definition, sentence.figures[index]) for claim in passed)


def _up_to(sentence: Skeleton, fit: Fit, index: int) -> Fit:
    return replace(fit, end=max(fit.end, sentence.figures[index] + 1))
