"""Sentences that carry the most findings within a budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.analysis.summaries import Budget, without_lead
from service.model import Sentence
from service.text import Span


@dataclass(frozen=True, slots=True)
class Cover:
    """Sentences, and how many of the findings they carry together.

    Attributes:
        sentences: in the order given, without their leads.
        carried, findings: how many of how many; 0 of 0 for a text without findings.
    """

    sentences: tuple[Sentence, ...]
    carried: int
    findings: int


def covering(
    sentences: Sequence[Sentence], findings: Sequence[Sequence[Sequence[Span]]], budget: Budget
) -> Cover:
    """Choose the sentences that carry the most findings.

    Args:
        findings: of each finding the places that state it, each as its spans in the source. A sentence carries a finding
            when one of the places lies within it.

    Returns:
        At each step the sentence with the most that is new is taken, and once more the one with the most for its
        length; what carries more in the end is the answer, at least 0.63 of the best there is. Sentences without
        findings are never taken.

    Source:
        Khuller, Moss and Naor 1999, The budgeted maximum coverage problem.
    """
    told = [without_lead(sentence) for sentence in sentences]
    carried = _carried(told, findings)
    most = budget.most(len(told))
    ways = (_taken(told, carried, most, budget.characters, by) for by in (_by_count, _by_length))
    best = max(
        ways,
        key=lambda places: (len(set().union(*(carried[place] for place in places))), -_size(told, places)),
    )
    reached = set().union(*(carried[place] for place in best))
    return Cover(tuple(told[place] for place in sorted(best)), len(reached), len(findings))


def _carried(
    sentences: Sequence[Sentence], findings: Sequence[Sequence[Sequence[Span]]]
) -> list[frozenset[int]]:
    held: list[set[int]] = [set() for _ in sentences]
    owners: dict[int, int] = {}
    for number, sentence in enumerate(sentences):
        for start, end in sentence.spans:
            owners.update(dict.fromkeys(range(start, end), number))
    for number, places in enumerate(findings):
        for spans in places:
            within = {owners.get(at) for start, end in spans for at in (start, end - 1)}
            if len(within) == 1 and (owner := within.pop()) is not None:
                held[owner].add(number)
    return [frozenset(each) for each in held]


def _by_count(new: int, sentence: Sentence) -> float:
    return new + sentence.score


def _by_length(new: int, sentence: Sentence) -> float:
    return (new + sentence.score / 10) / len(sentence.quote)


def _taken(
    sentences: Sequence[Sentence],
    carried: Sequence[frozenset[int]],
    most: int,
    room: int | None,
    worth: Callable[[int, Sentence], float],
) -> list[int]:
    chosen: list[int] = []
    reached: frozenset[int] = frozenset()
    left = [place for place, each in enumerate(carried) if each]
    while left and len(chosen) < most:
        if room is not None:
            left = [place for place in left if len(sentences[place].quote) <= room]
        left = [place for place in left if carried[place] - reached]
        if not left:
            break
        best = max(left, key=lambda place: (worth(len(carried[place] - reached), sentences[place]), -place))
        chosen.append(best)
        reached |= carried[best]
        room = None if room is None else room - len(sentences[best].quote)
    return chosen


def _size(sentences: Sequence[Sentence], places: Sequence[int]) -> int:
    return sum(len(sentences[place].quote) for place in places)
