"""The keywords of one document, and where each of them stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from service.analysis.passages import Passage
from service.analysis.phrases import NAMES, Candidates, candidates
from service.analysis.ranking import filtered, textrank_words
from service.analysis.sentences import units
from service.analysis.weights import weights
from service.model import Keyword, KeywordKind
from service.text import Span, Text

Ranking = Sequence[tuple[str, float, KeywordKind]]

KEPT = 100  # more than any answer shows; the places of thousands would outweigh the text
_LOOKS = 400  # best candidates among which the keywords are chosen


def by_default(passage: Passage, kind: KeywordKind | None = None) -> Ranking:
    """The best words and phrases of a text, best first.

    Args:
        kind: words alone or phrases alone; None takes whichever tells more: 第一书记 and then not 书记 beside it,
            unless 书记 stands elsewhere as well.

    Returns:
        At most 100 names in small letters, with scores from 0 to 1.
    """
    found = candidates(passage)
    if not found.names:
        return ()
    raw = found.traits @ weights("keywords", NAMES)
    scores = 1 / (1 + np.exp(-raw))
    wanted = np.ones(len(raw), dtype=bool) if kind is None else (found.words == 1) == (kind == "word")
    # Equal scores in the order of their names: candidates come in no promised order.
    order = sorted(np.flatnonzero(wanted).tolist(), key=lambda place: (-round(raw[place], 9), found.names[place]))
    chosen = order[:KEPT] if kind == "word" else _whole(found, order[:_LOOKS])
    return tuple(
        (found.names[place], float(scores[place]), "word" if found.words[place] == 1 else "phrase")
        for place in chosen[:KEPT]
    )


def _whole(found: Candidates, order: Iterable[int]) -> list[int]:
    """The candidates in order without those that stand only within another; a longer one takes the place of its part."""
    chosen: list[int] = []
    for place in order:
        name = found.names[place]
        if any(_is_part(found, place, other) for other in chosen):
            continue
        parts = [at for at, other in enumerate(chosen) if _is_part(found, other, place)]
        if parts:
            chosen[parts[0]] = place
            for at in reversed(parts[1:]):
                del chosen[at]
        elif name:
            chosen.append(place)
    return chosen


def _is_part(found: Candidates, part: int, whole: int) -> bool:
    return found.counts[part] <= found.counts[whole] and found.names[part] in found.names[whole]


def by_textrank(passage: Passage) -> Ranking:
    """The best words of a text by textrank4zh's ranking; words of one character are left out."""
    between = [passage.within(unit) for unit in units(passage.text)]
    ranking = textrank_words(
        [filtered(unit, "all_filters") for unit in between], [filtered(unit, "no_stop_words") for unit in between]
    )
    return tuple((word, score, "word") for word, score in ranking if len(word) > 1)[:KEPT]


def keywords(ranking: Ranking, passage: Passage, text: Text, title: Text | None = None) -> tuple[Keyword, ...]:
    """The names of a ranking with their places.

    Args:
        text: the clean text; title: the title with its places in the source, where it has any.

    Returns:
        Best first, each as the text writes it. A name that has no place is left out.
    """
    wanted = {name for name, _, _ in ranking}
    places: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for where, said in ((title, passage.title), (text, passage.tagged)):
        if where is None:
            continue
        for name, place in _places(wanted, [word for word, _ in said]):
            spelt.setdefault(name, where.characters[place.start : place.end])
            places[name].append(where.locate(place))
    return tuple(
        Keyword(spelt[name], score, len(places[name]), tuple(places[name]), kind)
        for name, score, kind in ranking
        if name in places
    )


def _places(wanted: set[str], words: Sequence[str]) -> Iterable[tuple[str, Span]]:
    """Where names stand, as whole words; a name does not overlap itself."""
    longest = max(map(len, wanted), default=0)
    heads = {name[0] for name in wanted}
    free: dict[str, int] = {}
    at = 0
    for number, word in enumerate(words):
        start, at = at, at + len(word)
        small = word.lower()
        if small[:1] not in heads:
            continue
        name, end = small, at
        following = number
        while len(name) <= longest:
            if name in wanted and free.get(name, 0) <= start:
                free[name] = end
                yield name, Span(start, end)
            following += 1
            if following >= len(words) or not words[following].strip():
                break
            name += words[following].lower()
            end += len(words[following])
