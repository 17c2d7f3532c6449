"""Sentences of a text with their scores, by the default method or by TextRank."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from service.analysis.clauses import clauses
from service.analysis.graphs import Floats
from service.analysis.leads import lead
from service.analysis.passages import Passage
from service.analysis.ranking import filtered, textrank_sentences
from service.analysis.splitting import placed, units
from service.analysis.traits import NAMES, Unit, traits
from service.analysis.weights import weights
from service.model import Sentence
from service.text import Span, Text, quoted

Method = Literal["default", "textrank"]
Extent = Literal["sentence", "clause"]

_HAN = "\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e“”‘’…—"
_STRAY = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def sentences(
    source: str, text: Text, passage: Passage, method: Method = "default", extent: Extent = "sentence"
) -> tuple[Sentence, ...]:
    """The sentences of a text, in its order, with their scores.

    Args:
        source: what the places of the text point into.
        text, passage: the clean text and its words.
        method: `default` weighs what tells of a sentence, position and centrality first; `textrank` is textrank4zh's
            ranking over the units that it splits a text into.
        extent: with `clause` sentences of more than 60 characters are taken apart at commas where the parts can stand
            alone; leads are no part of any.

    Returns:
        Scores are between 0 and 1; those of textrank are together at most 1.
    """
    if method == "textrank":
        return _by_textrank(source, text, passage)
    whole = [place for _, place in placed(text.characters, units(text.characters))]
    leads = [lead(text.characters[place.start : place.end]) for place in whole]
    told = [
        Unit(Span(place.start + begin, place.end), number)
        for number, (place, begin) in enumerate(zip(whole, leads, strict=True))
    ]
    if extent == "clause":
        parts = [part for unit in told for part in _parts(text.characters, unit)]
        scores = chances(passage, parts)
        return tuple(
            _sentence(source, text, part.place, score) for part, score in zip(parts, scores, strict=True)
        )
    scores = chances(passage, told)
    return tuple(
        _sentence(source, text, place, score, begin)
        for place, begin, score in zip(whole, leads, scores, strict=True)
    )


def chances(passage: Passage, told: Sequence[Unit]) -> list[float]:
    """The default score of each unit: the logistic of the weighed sum of its traits."""
    if not told:
        return []
    raw: Floats = traits(passage, told) @ weights("sentences", NAMES)
    found: list[float] = (1 / (1 + np.exp(-raw))).tolist()
    return found


def _parts(characters: str, unit: Unit) -> list[Unit]:
    start, end = unit.place
    found = []
    for part in clauses(characters[start:end]):
        # The comma between two parts belongs to neither.
        stop = start + part.end - (start + part.end < end)
        found.append(Unit(Span(start + part.start, stop), unit.number))
    return found


def _by_textrank(source: str, text: Text, passage: Passage) -> tuple[Sentence, ...]:
    between = units(text.characters)
    scores = textrank_sentences([filtered(passage.within(unit), "no_stop_words") for unit in between])
    return tuple(
        _sentence(source, text, place, scores[number]) for number, place in placed(text.characters, between)
    )


def _sentence(source: str, text: Text, place: Span, score: float, begin: int = 0) -> Sentence:
    spans = text.locate(place)
    display = _STRAY.sub("", text.characters[place.start : place.end])
    return Sentence(quoted(source, spans), display, spans, place, score, begin)
