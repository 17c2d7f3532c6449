"""Several analyses as one: summary and keywords of all that is said about a region."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.analysis import Budget, summarise
from service.model import Analysis, Keyword, Sentence
from service.text import Span


def summary(analyses: Sequence[Analysis], budget: Budget) -> tuple[tuple[str, Sentence], ...]:
    """The sentences that say most of all these documents, with the ids of theirs, in the order of both."""
    owners: dict[Span, tuple[str, Sentence]] = {}
    moved, offset = [], 0
    for analysis in analyses:
        for sentence in analysis.sentences:
            place = Span(sentence.place.start + offset, sentence.place.end + offset)
            owners[place] = (analysis.document, sentence)
            # The scores of one document are together 1: without the factor short documents would always win.
            moved.append(replace(sentence, place=place, score=sentence.score * len(analysis.sentences)))
        offset += len(analysis.text)
    return tuple(owners[sentence.place] for sentence in summarise(moved, budget))


def keywords(analyses: Sequence[Analysis], limit: int) -> tuple[Keyword, ...]:
    """The keywords of all these documents by their mean score, best first; without spans."""
    scores: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, int] = defaultdict(int)
    for analysis in analyses:
        for keyword in analysis.keywords:
            scores[keyword.word] += keyword.score / len(analyses)
            counts[keyword.word] += keyword.count
    best = sorted(scores, key=lambda word: (-scores[word], word))[:limit]
    return tuple(Keyword(word, scores[word], counts[word], ()) for word in best)
