"""Sentences that stand for the whole: the best within a budget, nothing said twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from service.errors import BadParameter
from service.model import Sentence

MOST_SENTENCES = 50
SHORTEST = 6  # characters without the marks at the end; textrank4zh's own least length
_SAME = (
    0.85  # of the shorter one's pairs of characters; sentences of one template with other names stay below
)
_LOOKS = (
    100  # comparisons for each candidate; a text of one repeated phrase would else cost its length squared
)

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a summary may be; exactly one of the three.

    Attributes:
        sentences: at most so many, 1 to 50.
        characters: at most so many of the quotes together, at least 1.
        ratio: at most this share of the sentences, rounded up; above 0, at most 1.

    Raises:
        BadParameter: none or several are given, or one is out of its range.
    """

    sentences: int | None = None
    characters: int | None = None
    ratio: Decimal | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("sentences", "characters", "ratio") if getattr(self, name) is not None]
        if len(given) != 1:
            raise BadParameter(
                f"a summary has one budget, not {' and '.join(given) or 'none'}",
                parameter=given[-1] if given else "sentences",
                expected="exactly one of sentences, characters and ratio",
            )
        if self.sentences is not None and not 1 <= self.sentences <= MOST_SENTENCES:
            raise BadParameter(f"sentences={self.sentences}", parameter="sentences", expected="1 to 50")
        if self.characters is not None and self.characters < 1:
            raise BadParameter(f"characters={self.characters}", parameter="characters", expected="at least 1")
        if self.ratio is not None and not (self.ratio.is_finite() and 0 < self.ratio <= 1):
            raise BadParameter(f"ratio={self.ratio}", parameter="ratio", expected="above 0 and at most 1")


def summarise(sentences: Sequence[Sentence], budget: Budget) -> tuple[Sentence, ...]:
    """Choose sentences that stand for all.

    Args:
        sentences: with their scores; several documents may stand one after the other.

    Returns:
        Some of them in the order given: the highest scores first taken, as long as they fit. Of sentences
        that say the same only the best is taken; short ones only when there are no others. Empty when none
        fits.
    """
    left = budget.sentences or _share(len(sentences), budget.ratio) or len(sentences)
    room = budget.characters
    long = [place for place, sentence in enumerate(sentences) if len(_bare(sentence)) >= SHORTEST]
    chosen: list[int] = []
    said = _Said(sentences)
    for place in sorted(long or range(len(sentences)), key=lambda place: -round(sentences[place].score, 12)):
        if not left:
            break
        size = len(sentences[place].quote)
        if (room is not None and size > room) or said.has(place):
            continue
        chosen.append(place)
        said.add(place)
        left -= 1
        room = None if room is None else room - size
    return tuple(sentences[place] for place in sorted(chosen))


def _share(count: int, ratio: Decimal | None) -> int:
    return int((ratio * count).to_integral_value(ROUND_CEILING)) if ratio else 0


def _bare(sentence: Sentence) -> str:
    return sentence.display.rstrip("?!;？！。；…”’」』）】》〉\"' ")


class _Said:
    """What a summary says already.

    Two sentences say the same when the shorter one's pairs of characters are nearly all in the longer one,
    and its numbers too: 2016年选派52名 and 2017年选派86名 are two statements.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        letters = [_SIGNS.sub("", sentence.display) for sentence in sentences]
        self._pairs = [frozenset(map("".join, pairwise(line))) or frozenset((line,)) for line in letters]
        self._numbers = [frozenset(_NUMBER.findall(sentence.display)) for sentence in sentences]
        self._known = Counter(pair for pairs in self._pairs for pair in pairs)
        self._rare: dict[str, list[int]] = defaultdict(list)
        self._all: dict[str, list[int]] = defaultdict(list)

    def add(self, place: int) -> None:
        for pair in self._tell_tale(place):
            self._rare[pair].append(place)
        for pair in self._pairs[place]:
            self._all[pair].append(place)

    def has(self, place: int) -> bool:
        """Whether a sentence added before says the same."""
        near: dict[int, None] = {}
        # Whichever is the shorter one shares at least one of its rarest pairs with the other.
        for index, pairs in ((self._all, self._tell_tale(place)), (self._rare, sorted(self._pairs[place]))):
            for pair in pairs:
                near.update(dict.fromkeys(index.get(pair, ())[:_LOOKS]))
        return any(self._same(place, other) for other in list(near)[:_LOOKS])

    def _tell_tale(self, place: int) -> list[str]:
        pairs = sorted(self._pairs[place], key=lambda pair: (self._known[pair], pair))
        return pairs[: int(len(pairs) * (1 - _SAME)) + 1]

    def _same(self, one: int, other: int) -> bool:
        short, long = sorted((one, other), key=lambda place: len(self._pairs[place]))
        shared = len(self._pairs[short] & self._pairs[long])
        return shared >= _SAME * len(self._pairs[short]) and self._numbers[short] <= self._numbers[long]
