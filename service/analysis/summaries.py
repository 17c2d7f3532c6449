"""Sentences that stand for the whole: the best within a budget, nothing said twice."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from math import log
from typing import Literal

from service.analysis.repetition import Said
from service.errors import BadParameter
from service.model import Sentence
from service.text import Span

Order = Literal["source", "rank"]

MOST_SENTENCES = 50
SHORTEST = 6  # characters without the marks at the end; textrank4zh's own least length
USUAL_DIVERSITY = 0.5
_DIVERSITY = 3.6  # what likeness 1 costs at diversity 1; half of it was best on news, minutes and reports
_FOCUS = 6.0  # what all words of a focus are worth: more than place and centrality together
_LEAST, _MOST = 1e-300, 1 - 1e-15  # scores whose logarithm of odds is finite


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

    def most(self, count: int) -> int:
        """How many of so many sentences may be taken, by number or share."""
        if self.ratio is not None:
            return int((self.ratio * count).to_integral_value(ROUND_CEILING))
        return count if self.sentences is None else self.sentences


@dataclass(frozen=True, slots=True)
class Manner:
    """How sentences are chosen and shown.

    Attributes:
        order: as in the text, or the best first.
        diversity: 0 to 1, how much a sentence loses for being like one that is chosen; at 0 only what says the same is
            left out.
        focus: words, simplified, that chosen sentences should hold.

    Raises:
        BadParameter: one of them cannot be.
    """

    order: Order = "source"
    diversity: float = USUAL_DIVERSITY
    focus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.order not in ("source", "rank"):
            raise BadParameter(f"order={self.order}", parameter="order", expected="source or rank")
        if not 0 <= self.diversity <= 1:
            raise BadParameter(f"diversity={self.diversity}", parameter="diversity", expected="0 to 1")
        if any(not word.strip() for word in self.focus):
            raise BadParameter("a focus without words", parameter="focus", expected="one word or several")


def summarise(
    sentences: Sequence[Sentence],
    budget: Budget,
    manner: Manner = Manner(),
) -> tuple[Sentence, ...]:
    """Choose sentences that stand for all.

    Args:
        sentences: with their scores; several documents may stand one after the other.

    Returns:
        Some of them without their leads: the best first taken, as long as they fit; each loses by its likeness to one
        that is taken. Of sentences that say the same only the best is taken; short ones only when there are no others.
        Empty when none fits.
    """
    told = [without_lead(sentence) for sentence in sentences]
    long = [place for place, sentence in enumerate(told) if len(_bare(sentence)) >= SHORTEST]
    left, room = budget.most(len(told)), budget.characters
    chosen: list[int] = []
    said = Said([sentence.display for sentence in told])
    worth = [_worth(sentence, manner) for sentence in told]
    # Lazily: a sentence's loss only grows, so the best of those that know all that is chosen is the best of all.
    waiting = [(-round(worth[place], 12), place, 0) for place in long or range(len(told))]
    heapq.heapify(waiting)
    losses = [0.0] * len(told)
    while waiting and left:
        _, place, known = heapq.heappop(waiting)
        if room is not None and len(told[place].quote) > room:
            continue
        if manner.diversity and known < min(len(chosen), MOST_SENTENCES):
            seen = chosen[known:MOST_SENTENCES]
            losses[place] = max(losses[place], *(said.likeness(place, other) for other in seen))
            loss = _DIVERSITY * manner.diversity * losses[place]
            heapq.heappush(waiting, (-round(worth[place] - loss, 12), place, known + len(seen)))
            continue
        if said.has(place):
            continue
        chosen.append(place)
        said.add(place)
        left -= 1
        room = None if room is None else room - len(told[place].quote)
    return tuple(told[place] for place in (sorted(chosen) if manner.order == "source" else chosen))


def without_lead(sentence: Sentence) -> Sentence:
    """The sentence without its dateline or attribution; what is left is verbatim."""
    if not sentence.lead:
        return sentence
    gone = sentence.lead
    spans = []
    for start, end in sentence.spans:
        if end - start > gone:
            spans.append(Span(start + gone, end))
        gone = max(0, gone - (end - start))
    # The display is the quote one for one, but for some of its blanks.
    letters = sum(not character.isspace() for character in sentence.quote[: sentence.lead])
    shown = 0
    while letters or sentence.display[shown : shown + 1].isspace():
        letters -= not sentence.display[shown].isspace()
        shown += 1
    return replace(
        sentence,
        quote=sentence.quote[sentence.lead :],
        display=sentence.display[shown:],
        spans=tuple(spans),
        place=Span(sentence.place.start + sentence.lead, sentence.place.end),
        lead=0,
    )


def _worth(sentence: Sentence, manner: Manner) -> float:
    """The logarithm of the odds of the score, and what a focus adds."""
    score = min(max(sentence.score, _LEAST), _MOST)
    worth = log(score / (1 - score))
    if manner.focus:
        worth += _FOCUS * sum(word in sentence.display for word in manner.focus) / len(manner.focus)
    return worth


def _bare(sentence: Sentence) -> str:
    return sentence.display.rstrip("?!;？！。；…”’」』）】》〉\"' ")
