"""Whether sentences say the same, and how alike they are, by their pairs of characters."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

_SAME = (
    0.85  # of the shorter one's pairs of characters; sentences of one template with other names stay below
)
_LOOKS = (
    100  # comparisons for each candidate; a text of one repeated phrase would else cost its length squared
)

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SIGNS = re.compile(r"[\W_]+")


class Said:
    """What a summary says already.

    Two sentences say the same when the shorter one's pairs of characters are nearly all in the longer one, and its
    numbers too: 2016年选派52名 and 2017年选派86名 are two statements.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        letters = [_SIGNS.sub("", sentence) for sentence in sentences]
        self._pairs = [frozenset(map("".join, pairwise(line))) or frozenset((line,)) for line in letters]
        self._numbers = [frozenset(_NUMBER.findall(sentence)) for sentence in sentences]
        self._known = Counter(pair for pairs in self._pairs for pair in pairs)
        self._rare: dict[str, list[int]] = defaultdict(list)
        self._all: dict[str, list[int]] = defaultdict(list)

    def add(self, place: int) -> None:
        """Say the sentence at this place."""
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

    def likeness(self, one: int, other: int) -> float:
        """The cosine of two sentences' pairs of characters, 0 to 1."""
        first, second = self._pairs[one], self._pairs[other]
        return len(first & second) / sqrt(len(first) * len(second))

    def _tell_tale(self, place: int) -> list[str]:
        pairs = sorted(self._pairs[place], key=lambda pair: (self._known[pair], pair))
        return pairs[: int(len(pairs) * (1 - _SAME)) + 1]

    def _same(self, one: int, other: int) -> bool:
        short, long = sorted((one, other), key=lambda place: len(self._pairs[place]))
        shared = len(self._pairs[short] & self._pairs[long])
        return shared >= _SAME * len(self._pairs[short]) and self._numbers[short] <= self._numbers[long]
