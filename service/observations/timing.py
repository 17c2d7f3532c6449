"""Which of a sentence's expressions of time governs a figure.

A time holds from where it stands to the end of its sentence, or to the next one. A time inside the first half of a
change (由2014年底的14577户减少到2158户), after 比 and 较, or tied to its figure by 的, holds for that half alone; and the time
before a change is that of its outcome. What changes next in the sentence changes from and to the same times.
"""

import re
from collections.abc import Sequence

from service.model import Period
from service.observations.fitting import Claim
from service.observations.periods import TimeWord
from service.observations.skeletons import Skeleton

NONE = Period()
_INNER = re.compile(r"(?:由|从|比|较|相比于|对比|相较|自)\s?(?:截至|截止)?\s?$")
# 比2015年减少, 98.6万人(2014年)
_COMPARED = re.compile(r"(?:比|较|相较|相比于?|对比|与|同)\s?$")
_CHANGED = re.compile(
    r"(?:年?[底末初])?(?:同期|同口径)?(?:相比[，,]?)?(?:共|累计|再|净)?(?:减少|下降|降低|压减|增加|增长|提高|提升|上升|多|少|翻)"
)
_FIGURE_BEFORE = re.compile(r"[\d万亿%][\u4e00-\u9fff]{0,4}\Z")
_ASIDE = re.compile(r"[（(][^（）()\n]{4,40}[）)]")
_NOW = re.compile(r"现(?:共)?有[^，,。；;]{0,10}$")
_ADDED = re.compile(r"加上|连同")
_ALTOGETHER = re.compile(r"[，,;；](?:累计|共计|合计|一共|总共|共)")
_BEHIND = re.compile(r"[\u4e00-\u9fff]{0,4}[（(](?:截至)?")
_DIFFERENCE = re.compile(r"(?:净减|减少|下降)(?:了)?\s?$")  # 从…减少到…,净减15万人: of no one year
_TURN = re.compile(
    r"(?:减少|下降|降低|降|压减|提高|提升|增加|增长|上升|扩大|增|减|发展|变|调整)(?:到|至|为|了)"
)
_LONGEST_HALF = 40  # characters between the times of a change
_AS_OF = re.compile(r"(?:截至|截止到?)\s?$")
_THERE_ARE = re.compile(r"共有|现有|尚有|还有")
_GONE = re.compile(r"退出|出列|摘帽|脱贫")
_SINCE = re.compile(r"(?:以来|起|开始|至今|后|之后|以后|期间|时期)$")
_INNER_END = re.compile(
    r"[,，。;；]|(?:减少|下降|降低|降|压减|提高|提升|增加|增长|上升|升|扩大|增|减|发展|变|调整|上调)(?:到|至|为|了)"
)


def period_of(text: str, words: Sequence[TimeWord], sentence: Skeleton, claim: Claim) -> Period:
    """The period of a figure, `none` where the sentence gives it none.

    Args:
        text: the text that places point into.
        words: the sentence's expressions of time, in order.
    """
    place = sentence.stated[claim.figure].place
    at = place.start
    before = [word for word in words if word.place.start < at]
    if _is_timeless(sentence, claim) and not _as_of(text, before, at):
        return NONE
    following = words[len(before) : len(before) + 1]
    if following and _BEHIND.fullmatch(text, place.end, following[0].place.start):
        return following[0].period
    changed = sentence.stated[claim.linked].place.start if claim.linked is not None else at
    # 2015年底有13.7万人,2016年下降到10.6万人: a time of its own stands before either half.
    is_dated_later = any(at < word.place.start < changed for word in words)
    governing, origin = _governing(text, before, at, only_inner=claim.turn == "原" and not is_dated_later)
    is_difference = claim.turn is None and _DIFFERENCE.search(text, max(0, at - 6), at)
    if governing.start is None and not is_difference and (change := _change_before(text, words, changed)):
        governing = change[0] if claim.turn == "原" else change[1]
    elif governing.start is None and claim.turn == "原":
        governing = origin  # 2018年底,人口由2012年的8万减少到1万,发生率由9%降至2%
    return NONE if governing.start is None or _is_of_now(text, before, at) else governing


def _is_timeless(sentence: Skeleton, claim: Claim) -> bool:
    letters, at = sentence.characters, sentence.figures[claim.figure]
    return any(
        letters[at] in template.letters and template.fit(letters, at)
        for template in claim.definition.timeless
    )


def _governing(text: str, before: Sequence[TimeWord], at: int, *, only_inner: bool) -> tuple[Period, Period]:
    """The period that holds at a figure, and the one that the first half of the last change has to itself.

    Args:
        before: the expressions of time before the figure.
        only_inner: the figure is the first half of a change, whose own time alone is its.
    """
    governing = origin = NONE
    for word in before:
        if _is_compared(text, word):
            continue
        if (end := _end_of_aside(text, word)) is not None:
            governing = word.period if end > at else governing
            continue
        inner = _is_inner(text, word)
        if inner:
            origin = word.period
        if not (_INNER_END.search(text, word.place.end, at) if inner else only_inner):
            governing = word.period
    return governing, origin


def _is_compared(text: str, word: TimeWord) -> bool:
    """比2015年减少3万人: of now."""
    start, end = word.place
    return bool(_COMPARED.search(text, max(0, start - 4), start) and _CHANGED.match(text, end))


def _end_of_aside(text: str, word: TimeWord) -> int | None:
    """Where the brackets end that a time opens right behind a figure, for which alone it holds: 310户(2014年130户)."""
    start = word.place.start
    if not _FIGURE_BEFORE.search(text, max(0, start - 6), start - 1):
        return None
    aside = _ASIDE.match(text, start - 1)
    return aside.end() if aside else None


def _change_before(text: str, words: Sequence[TimeWord], at: int) -> tuple[Period, Period] | None:
    """When what changed last in the sentence did so: 人口从2015年底的7万降至2018年底的2万,发生率从5%降至2%."""
    before = [word for word in words if word.place.start < at]
    if len(before) < 2:
        return None
    one, other = before[-2:]
    between = text[one.place.end : other.place.start]
    first, last = one.period, other.period
    if (
        len(between) > _LONGEST_HALF
        or first.start is None
        or first.start != first.end
        or last.start != last.end
    ):
        return None
    # 降至2018年底的2万 or 2018年底降至2万
    turns = _TURN.search(between) or _TURN.match(text, other.place.end)
    later = last.start is not None and first.start < last.start
    return (first, last) if later and turns and any(map(str.isdigit, between)) else None


def _is_of_now(text: str, before: Sequence[TimeWord], at: int) -> bool:
    """现有50个贫困村, whatever was said of 2017; 2015年4.7万人,加上2014年2.5万人,累计7.2万人: of no one time."""
    if not before or _is_as_of(text, before[-1]):
        return False
    if _NOW.search(text, before[-1].place.end, at):
        return True
    is_sum = len(before) > 1 and _ADDED.search(text, before[-2].place.end, before[-1].place.start)
    return bool(is_sum and _ALTOGETHER.search(text, before[-1].place.end, at))


def _as_of(text: str, before: Sequence[TimeWord], at: int) -> bool:
    """Whether a list is said to be that of a day: 截至2014年底,全市共有14个贫困县."""
    if not before or not _is_as_of(text, before[-1]):
        return False
    said = (before[-1].place.end, at)
    return bool(_THERE_ARE.search(text, *said)) and not _GONE.search(text, *said)


def _is_as_of(text: str, word: TimeWord) -> bool:
    return _AS_OF.search(text, max(0, word.place.start - 4), word.place.start) is not None


def _is_inner(text: str, word: TimeWord) -> bool:
    """Whether a time is tied to the figure behind it: 2014年的8400人, 由2014年底8400人."""
    start, end = word.place
    if text[end : end + 1] == "的" and text[end + 1 : end + 3] != "时候":
        return True
    if word.period.start != word.period.end:  # 从2016年到2020年 is a span, and no origin
        return False
    return bool(_INNER.search(text, max(0, start - 6), start)) and not _SINCE.search(text[start:end].rstrip())
