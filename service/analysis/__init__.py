"""Analysis: a clean text into sentences and keywords with their scores and places.

    text ──words──> words and tags, cut once ──ranking──> scores of words     ──> keywords
         ──sentences──> units, sentences     ──ranking──> scores of sentences ──> sentences ──> summaries

The ranking is TextRank as textrank4zh 0.3 defines it with its default arguments, over the clean text: words
pass all its filters, sentences are compared by their words without stop words.
"""

import re
from hashlib import sha256
from itertools import accumulate

from service.analysis import ranking, words
from service.analysis.keywords import keywords
from service.analysis.ranking import filtered, textrank_sentences, textrank_words
from service.analysis.sentences import placed, sentence_places, units
from service.analysis.summaries import Budget, summarise
from service.model import Analysis, Masthead, Sentence
from service.text import Span, Text, quoted

__all__ = ["Budget", "analyse", "fingerprint", "sentence_places", "summarise", "warm"]

_CODE = "1"  # raised with every change of this room that changes an answer

_HAN = "\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e“”‘’…—"
_STRAY = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def analyse(document: str, edition: str, source: str, text: Text, masthead: Masthead) -> Analysis:
    """Find the sentences and keywords of a document.

    Args:
        document, edition, masthead: handed on.
        source: the text as received.
        text: the clean text, simplified, with its places in the source.

    Returns:
        An analysis without region, observations and mentions. Sentences in the order of the text; their
        scores are together at most 1. Keywords best first.
    """
    characters = text.characters
    between = units(characters)
    tagged = words.words(characters)
    starts = list(accumulate((len(word) for word, _ in tagged), initial=0))
    by_unit = words.by_place(tagged, starts, between)
    telling = [filtered(unit, "no_stop_words") for unit in by_unit]
    ranking_of_words = textrank_words([filtered(unit, "all_filters") for unit in by_unit], telling)
    scores = textrank_sentences(telling)
    return Analysis(
        document=document,
        edition=edition,
        source=source,
        text=text,
        masthead=masthead,
        sentences=tuple(
            _sentence(source, text, place, scores[number]) for number, place in placed(characters, between)
        ),
        keywords=keywords(ranking_of_words, [word for word, _ in tagged], starts[:-1], text),
    )


def _sentence(source: str, text: Text, place: Span, score: float) -> Sentence:
    spans = text.locate(place)
    display = _STRAY.sub("", text.characters[place.start : place.end])
    return Sentence(quoted(source, spans), display, spans, place, score)


def warm() -> None:
    """Load the dictionary, the model and the rules of the ranking; before a fork: workers share them."""
    words.warm()
    ranking.rules()


def fingerprint() -> str:
    """A hash of the dictionary, the model, the rules of the ranking and the edition of this code."""
    return sha256("\n".join((words.fingerprint(), ranking.fingerprint(), _CODE)).encode()).hexdigest()
