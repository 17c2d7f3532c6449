"""Words that a dictionary has: the most probable way through all that could stand in a block of text."""

from collections.abc import Iterable
from math import log


class Entry:
    """What a word weighs: the logarithm of its share of all words, known when all words are counted."""

    __slots__ = ("frequency", "tag", "weight")

    def __init__(self, frequency: int, tag: str) -> None:
        self.frequency = frequency
        self.tag = tag
        self.weight = 0.0


class Lattice:
    """A dictionary of weighted words, and the best way through a block.

    Source:
        jieba 0.42.1, Tokenizer.get_DAG and calc: the same sums in the same order; of equal ways the one with
        the longer first word.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Read the dictionary.

        Args:
            lines: word, frequency (whole, at least 1) and tag, with blanks between them. A word that stands
                twice has the frequency and tag of the last, and counts twice in the total.
        """
        # Words share their entries: 12 thousand pairs of weight and tag serve 349 thousand words.
        shared: dict[str, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self._longest: dict[str, int] = {}
        total = 0
        for line in lines:
            word, rest = line.split(" ", 1)
            entry = shared.get(rest)
            if entry is None:
                frequency, tag = rest.split()
                entry = shared[rest] = Entry(int(frequency), tag)
            total += entry.frequency
            self._entries[word] = entry
            if len(word) > 1 and self._longest.get(word[:2], 0) < len(word):
                self._longest[word[:2]] = len(word)
        self._total = log(total)
        for entry in shared.values():
            entry.weight = log(entry.frequency) - self._total

    def __contains__(self, word: str) -> bool:
        return word in self._entries

    def tag(self, word: str) -> str:
        """The speech tag of a word; x when it is unknown."""
        entry = self._entries.get(word)
        return entry.tag if entry else "x"

    def path(self, block: str) -> list[tuple[str, str]]:
        """The words of a block and their tags, in order; a character in no word stands alone as x."""
        entries, longest = self._entries, self._longest
        length = len(block)
        unseen = -self._total
        scores = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            entry = entries.get(block[start])
            best = entry.weight + scores[start + 1] if entry else None
            end = start + 1
            for stop in range(start + 2, min(length, start + longest.get(block[start : start + 2], 0)) + 1):
                if entry := entries.get(block[start:stop]):
                    score = entry.weight + scores[stop]
                    if best is None or score >= best:
                        best, end = score, stop
            # Only where no word at all begins does the bare character stand: a lone T before 恤 is no way.
            scores[start] = unseen + scores[start + 1] if best is None else best
            ends[start] = end
        words = []
        start = 0
        while start < length:
            word = block[start : ends[start]]
            words.append((word, self.tag(word)))
            start = ends[start]
        return words
