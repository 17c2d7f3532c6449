"""The keywords of one document, and where each of them stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from service.analysis.passages import Passage, small
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
    wanted = {small(name) for name, _, _ in ranking}
    places: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for where, said in ((title, passage.title), (text, passage.tagged)):
        if where is None:
            continue
        for name, place in _places(wanted, said):
            spelt.setdefault(name, where.characters[place.start : place.end])
            places[name].append(where.locate(place))
    return tuple(
        Keyword(spelt[name], score, len(places[name]), tuple(places[name]), kind)
        for name, score, kind in ((small(name), score, kind) for name, score, kind in ranking)
        if name in places
    )


def _places(wanted: set[str], tagged: Sequence[Tagged]) -> Iterable[tuple[str, Span]]:
    """Where names stand, as whole words; a name does not overlap itself."""
    begun = {name[:end] for name in wanted for end in range(1, len(name) + 1)}
    spelt = {word: small(word) for word in {word for word, _ in tagged}}
    lowered = [spelt[word] for word, _ in tagged]
    starts = list(accumulate(map(len, lowered), initial=0))
    last = len(lowered) - 1
    free: dict[str, int] = {}
    for number in [number for number, word in enumerate(lowered) if word in begun]:
        start, name, following = starts[number], lowered[number], number
        while name in begun:
            if name in wanted and free.get(name, 0) <= start:
                free[name] = start + len(name)
                yield name, Span(start, start + len(name))
            if following == last:
                break
            following += 1
            name += lowered[following]
