"""Which of a sentence's expressions of time governs a figure.

A time holds from where it stands to the end of its sentence, or to the next one. A time inside the first half of a
change (由2014年底的14577户减少到2158户), after 比 and 较, or tied to its figure by 的, holds for that half alone; and the time
before a change is that of its outcome.
"""

import re
from collections.abc import Sequence

from service.model import Period
from service.observations.fitting import Claim
from service.observations.periods import TimeWord
from service.observations.skeletons import Skeleton

NONE = Period()
_INNER = re.compile(r"(?:由|从|比|较|相比于|对比|相较|自)\s?(?:截至|截止)?\s?$")
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
    letters, at = sentence.characters, sentence.figures[claim.figure]
    place = sentence.stated[claim.figure].place
    if not _as_of(text, words, place.start) and any(
        letters[at] in template.letters and template.fit(letters, at)
        for template in claim.definition.timeless
    ):
        return NONE
    at = place.start
    changed = sentence.stated[claim.linked].place.start if claim.linked is not None else at
    governing = NONE
    for word in words:
        if word.place.start > at:
            break
        inner = _is_inner(text, word)
        if (inner and _INNER_END.search(text, word.place.end, at)) or (
            # 2015年底有13.7万人,2016年下降到10.6万人: a time of its own stands before either half.
            claim.turn == "原" and not inner and not any(at < other.place.start < changed for other in words)
        ):
            continue
        governing = word.period
    return governing if governing.start is not None else NONE


def _as_of(text: str, words: Sequence[TimeWord], at: int) -> bool:
    """Whether a list is said to be that of a day: 截至2014年底,全市共有14个贫困县."""
    before = [word for word in words if word.place.start < at]
    if not before or not _AS_OF.search(text, max(0, before[-1].place.start - 4), before[-1].place.start):
        return False
    return bool(_THERE_ARE.search(text, before[-1].place.end, at)) and not _GONE.search(
        text, before[-1].place.end, at
    )


def _is_inner(text: str, word: TimeWord) -> bool:
    if text[word.place.end : word.place.end + 1] == "的":
        return True
    if word.period.start != word.period.end:  # 从2016年到2020年 is a span, and no origin
        return False
    said = text[word.place.start : word.place.end].rstrip()
    return bool(_INNER.search(text, max(0, word.place.start - 6), word.place.start)) and not _SINCE.search(
        said
    )
