"""The keywords of one document, and where each of them stands."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from service.analysis.passages import Passage, small, starts_of
from service.analysis.phrases import NAMES, Candidates, candidates
from service.analysis.ranking import filtered, textrank_words
from service.analysis.splitting import units
from service.analysis.unknown import Tagged
from service.analysis.weights import weights
from service.model import Keyword, KeywordKind
from service.text import Span, Text

Ranking = Sequence[tuple[str, float, KeywordKind]]

KEPT = 100  # more than any answer shows; the places of thousands would outweigh the text
CLOSE = 0.5  # of the raw score; the odds are then two thirds as good
_LOOKS = 150  # best candidates among which the keywords are chosen


def by_default(passage: Passage, kind: KeywordKind | None = None) -> Ranking:
    """The best words and phrases of a text, best first.

    Args:
        kind: words alone or phrases alone; None takes whichever tells more: 第一书记 and then not 书记 beside it,
            unless 书记 stands elsewhere as well.

    Returns:
        At most 100 names in small letters, with scores from 0 to 1: how likely each is beside the best of the text.
    """
    found = candidates(passage)
    if not found.names:
        return ()
    weighed = found.traits @ weights("keywords", NAMES)
    scores = np.exp(weighed - weighed.max())
    raw: list[float] = weighed.round(9).tolist()
    wanted = np.ones(len(raw), dtype=bool) if kind is None else (found.words == 1) == (kind == "word")
    # Equal scores in the order of their names: candidates come in no promised order.
    order = sorted(np.flatnonzero(wanted).tolist(), key=lambda place: (-raw[place], found.names[place]))
    chosen = order[:KEPT] if kind == "word" else whole(found, raw, order[:_LOOKS])
    return tuple(
        (found.names[place], float(scores[place]), "word" if found.words[place] == 1 else "phrase")
        for place in chosen[:KEPT]
    )


def whole(found: Candidates, raw: Sequence[float], order: Iterable[int]) -> list[int]:
    """The candidates in order, with no part of one that stands only within it beside it.

    Of a part and its whole the first is kept; the second only when it is the whole and close behind.
    """
    names, counts = found.names, found.counts.tolist()
    chosen: list[int] = []
    said = ""  # all names that were ever chosen, to be asked at once
    for place in order:
        name, count = names[place], counts[place]
        if name in said and any(name in names[other] and count <= counts[other] for other in chosen):
            continue
        parts = [other for other in chosen if names[other] in name and counts[other] <= count]
        if not parts:
            chosen.append(place)
            said += f"\n{name}"
        elif raw[parts[0]] - raw[place] < CLOSE:
            chosen = [other for other in chosen if other not in parts] + [place]
            said += f"\n{name}"
    return chosen


def by_textrank(passage: Passage) -> Ranking:
    """The best words of a text by textrank4zh's ranking; words of one character are left out."""
    between = [passage.within(unit) for unit in units(passage.text)]
    ranking = textrank_words(
        [filtered(unit, "all_filters") for unit in between],
        [filtered(unit, "no_stop_words") for unit in between],
    )
    return tuple((word, score, "word") for word, score in ranking if len(word) > 1)[:KEPT]


def keywords(
    ranking: Ranking, passage: Passage, text: Text, title: Text | None = None
) -> tuple[Keyword, ...]:
    """The names of a ranking with their places.

    Args:
        text: the clean text; title: the title with its places in the source, where it has any.

    Returns:
        Best first, each as the text writes it. A name that has no place is left out.
    """
    said = [(text, _Words(passage.tagged, passage.starts))]
    if title is not None:
        said.insert(0, (title, _Words(passage.title, starts_of(passage.title))))
    found = []
    for name, score, kind in ranking:
        lowered = small(name)
        places = [(where, place) for where, words in said for place in words.places(lowered)]
        if places:
            where, first = places[0]
            spelt = where.characters[first.start : first.end]
            located = tuple(where.locate(place) for where, place in places)
            found.append(Keyword(spelt, score, len(located), located, kind))
    return tuple(found)


class _Words:
    """A text in small letters, and where its words begin."""

    def __init__(self, tagged: Sequence[Tagged], starts: Sequence[int]) -> None:
        spelt = {word: small(word) for word in {word for word, _ in tagged}}
        self._characters = "".join([spelt[word] for word, _ in tagged])
        self._starts = starts

    def places(self, name: str) -> Iterator[Span]:
        """Where a name stands, as whole words; it does not overlap itself."""
        at = self._characters.find(name)
        while at >= 0:
            end = at + len(name)
            whole = self._is_edge(at) and self._is_edge(end)
            if whole:
                yield Span(at, end)
            at = self._characters.find(name, end if whole else at + 1)

    def _is_edge(self, place: int) -> bool:
        return self._starts[bisect_left(self._starts, place)] == place
