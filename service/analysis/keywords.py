"""The keywords of one document, and where each of them stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from service.model import Keyword
from service.text import Span, Text

KEPT = 100  # more than any answer shows; the places of thousands would outweigh the text


def keywords(
    ranking: Iterable[tuple[str, float]], words: Sequence[str], starts: Sequence[int], text: Text
) -> tuple[Keyword, ...]:
    """The best words of a ranking with their places.

    Args:
        ranking: words and scores, best first.
        words, starts: all words of the text and where they begin in it.
        text: the clean text that the words were cut from.

    Returns:
        At most 100, best first. Words of one character are left out: 村 and 人 tell nothing of a document.
    """
    best = [(word, score) for word, score in ranking if len(word) > 1][:KEPT]
    wanted = {word for word, _ in best}
    places: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
    for word, start in zip(words, starts, strict=True):
        if word in wanted:
            places[word].append(text.locate(Span(start, start + len(word))))
    return tuple(Keyword(word, score, len(places[word]), tuple(places[word])) for word, score in best)
