"""What sets one part of a corpus apart from another: words and phrases, with counts and the size of the effect."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from service.analysis.passages import Lexicon, passage
from service.analysis.phrases import candidates

_PRIOR = 500.0  # words that the prior weighs as many as; a part has thousands
_FEWEST = 2  # times that the part itself says it


@dataclass(frozen=True, slots=True)
class Contrast:
    """A word or phrase that one side says more often.

    Attributes:
        count, others: how often the part says it, and what it is set against.
        effect: difference of the logarithms of the odds, 0.69 for twice as often.
        z: the effect over its standard error; above 1.96 chance alone gives it once in forty.
    """

    word: str
    count: int
    others: int
    effect: float
    z: float


def counted(texts: Iterable[str], lexicon: Lexicon = Lexicon()) -> Counter[str]:  # noqa: B008 - frozen
    """How often texts say each word and phrase that could be a keyword."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = candidates(passage(text, "", lexicon))
        counts.update(dict(zip(found.names, found.counts.tolist(), strict=True)))
    return counts


def contrasted(part: Mapping[str, int], others: Mapping[str, int], limit: int) -> tuple[Contrast, ...]:
    """What the part says more often than the others, the surest first.

    Args:
        part, others: counts of two sets of texts without a text in common.

    Returns:
        At most `limit`, all with an effect above 0. Of a word and a longer phrase that has it only the surer stands there.

    Source:
        Monroe, Colaresi and Quinn 2008, Fightin' Words, equations 16, 20 and 22; the prior is both sides together.
    """
    both = Counter(part) + Counter(others)
    total = sum(both.values())
    sizes = sum(part.values()), sum(others.values())
    found = [
        _contrast(word, (part[word], others.get(word, 0)), sizes, _PRIOR * both[word] / total)
        for word in part
        if part[word] >= _FEWEST and len(word) > 1
    ]
    found = [each for each in found if each.effect > 0]
    return _apart(sorted(found, key=lambda each: (-each.z, each.word)), limit)


def _contrast(word: str, counts: tuple[int, int], sizes: tuple[int, int], prior: float) -> Contrast:
    odds, variance = [], 0.0
    for count, size in zip(counts, sizes, strict=True):
        odds.append(log((count + prior) / (size + _PRIOR - count - prior)))
        variance += 1 / (count + prior)
    effect = odds[0] - odds[1]
    return Contrast(word, *counts, effect, effect / sqrt(variance))


def _apart(found: Sequence[Contrast], limit: int) -> tuple[Contrast, ...]:
    chosen: list[Contrast] = []
    for each in found:
        if len(chosen) == limit:
            break
        if not any(each.word in other.word or other.word in each.word for other in chosen):
            chosen.append(each)
    return tuple(chosen)
