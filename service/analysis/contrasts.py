"""What sets one part of a corpus apart from another: words and phrases, with counts and the size of the effect."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from service.analysis.passages import Lexicon, passage, small
from service.analysis.phrases import MOST_CHARACTERS, is_empty, is_said

LONGEST = 3  # words of a phrase; nearly all that stand in more than one document have fewer
_PRIOR = (
    500.0  # words that the prior weighs as many as; a part has thousands, and half of all where it has not
)
_LEAST = 0.5  # of z: below it any two texts differ
_FEWEST = 2  # times that the part itself says it
_CLOSE = 0.75  # of the z of a word: a phrase that has it tells more, 深度贫困 than 深度


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


def counted(text: str, lexicon: Lexicon = Lexicon()) -> Counter[str]:  # noqa: B008 - frozen
    """How often a text says each word and each phrase of two or three words; those said once as well."""
    read = passage(text, "", lexicon)
    words = [small(word) for word, _ in read.tagged]
    said = {pair: is_said(small(pair[0]), pair[1]) for pair in set(read.tagged)}
    telling = {
        pair: known and small(pair[0]) not in read.stop_words and not is_empty(small(pair[0]), pair[1])
        for pair, known in said.items()
    }
    counts: Counter[str] = Counter()
    size = len(words)
    for start, first in enumerate(read.tagged):
        if not telling[first]:
            continue
        name = ""
        for place in range(start, min(start + LONGEST, size)):
            pair = read.tagged[place]
            if not said[pair]:
                break
            name += words[place]
            if len(name) > MOST_CHARACTERS:
                break
            # 促 at the end of 抓党建促 leans on what follows; 村 in 石磨沟村 does not.
            leans = place > start and len(words[place]) == 1 and pair[1][0] != "n"
            if telling[pair] and len(name) > 1 and not leans:
                counts[name] += 1
    return counts


def contrasted(parts: Sequence[Mapping[str, int]], limit: int) -> tuple[tuple[Contrast, ...], ...]:
    """What each part says more often than all the others together, the surest first.

    Args:
        parts: counts of sets of texts without a text in common.

    Returns:
        For each part at most `limit`, all with an effect above 0. Of a word and a longer phrase that has it only one
        stands there: the phrase where it is nearly as sure, else the surer.

    Source:
        Monroe, Colaresi and Quinn 2008, Fightin' Words, equations 16, 20 and 22; the prior is all parts together.
    """
    both: Counter[str] = Counter()
    for part in parts:
        both.update(part)
    total = both.total()
    return tuple(_of(part, both, total, limit) for part in parts)


def _of(part: Mapping[str, int], both: Mapping[str, int], total: int, limit: int) -> tuple[Contrast, ...]:
    size, prior = sum(part.values()), min(_PRIOR, total / 2)
    found = [
        _contrast(word, (count, both[word] - count), (size, total - size), prior * both[word] / total, prior)
        for word, count in part.items()
        if count >= _FEWEST
    ]
    found = [each for each in found if each.z >= _LEAST]
    return _apart(sorted(found, key=lambda each: (-each.z, each.word)), limit)


def _contrast(
    word: str, counts: tuple[int, int], sizes: tuple[int, int], prior: float, of_all: float
) -> Contrast:
    odds, variance = [], 0.0
    for count, size in zip(counts, sizes, strict=True):
        # A text of one word alone leaves nothing below the line.
        odds.append(log((count + prior) / max(size + of_all - count - prior, 0.5)))
        variance += 1 / (count + prior)
    effect = odds[0] - odds[1]
    return Contrast(word, *counts, effect, effect / sqrt(variance))


def _apart(found: Sequence[Contrast], limit: int) -> tuple[Contrast, ...]:
    chosen: list[Contrast] = []
    for each in found:
        if len(chosen) >= limit and each.z < _CLOSE * chosen[-1].z:
            break
        near = [other for other in chosen if each.word in other.word or other.word in each.word]
        if not near:
            chosen.append(each)
        elif all(other.word in each.word and each.z >= _CLOSE * other.z for other in near):
            chosen = [other for other in chosen if other not in near] + [each]
    return tuple(sorted(chosen[:limit], key=lambda each: (-each.z, each.word)))
