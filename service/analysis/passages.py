"""A text cut into words once; everything else is counted from them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from service.analysis import words
from service.analysis.ranking import rules
from service.analysis.unknown import Tagged
from service.text import Span


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of a user's own.

    Attributes:
        words: kept whole wherever they stand, the longest first.
        stop_words: that are no keywords and say nothing of a sentence, besides the usual ones.
    """

    words: tuple[str, ...] = ()
    stop_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A clean text and its words.

    Attributes:
        tagged: words and speech tags; the words joined are the text.
        starts: where each word begins, and where the last one ends.
        title: the words of the title, which need not stand in the text.
        stop_words: words that say nothing.
    """

    text: str
    tagged: Sequence[Tagged]
    title: Sequence[Tagged]
    stop_words: frozenset[str]
    starts: Sequence[int] = field(repr=False)

    def within(self, place: Span) -> Sequence[Tagged]:
        """The words that begin in a range of the text."""
        return self.tagged[bisect_left(self.starts, place.start) : bisect_left(self.starts, place.end)]


def passage(text: str, title: str = "", lexicon: Lexicon = Lexicon()) -> Passage:
    """Cut a text and its title into words."""
    tagged = words.words(text, lexicon.words)
    stop_words = rules().stop_words | lexicon.stop_words
    return Passage(text, tagged, words.words(title, lexicon.words), stop_words, starts_of(tagged))


def starts_of(tagged: Sequence[Tagged]) -> tuple[int, ...]:
    """Where each word begins, and where the last one ends."""
    return tuple(accumulate((len(word) for word, _ in tagged), initial=0))


def small(word: str) -> str:
    """A word in small letters, as long as before: İ has none of one character."""
    lowered = word.lower()
    return lowered if len(lowered) == len(word) else word
