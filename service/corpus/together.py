"""What documents say in their own words: summaries and keywords of one analysis or of several as one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.analysis import (
    Budget,
    Extent,
    Lexicon,
    Manner,
    Method,
    covering,
    headline,
    sentences,
    summarise,
)
from service.analysis import keywords as ranked
from service.cleaning import simplified
from service.model import Analysis, Keyword, KeywordKind, Sentence
from service.text import Span

Headline = Literal["without", "with"]


@dataclass(frozen=True, slots=True)
class Extract:
    """Which sentences are wanted.

    Attributes:
        method, extent: how sentences are scored, and whether long ones may be taken apart; see `service.analysis`.
        cover: `measures` for the sentences that state most figures, instead of those that stand for the text.
        headline: `with` the title as one of the sentences, where the text states it.
    """

    budget: Budget
    manner: Manner = Manner()  # noqa: RUF009 - frozen
    method: Method = "default"
    extent: Extent = "sentence"
    cover: Literal["measures"] | None = None
    headline: Headline = "without"


@dataclass(frozen=True, slots=True)
class Extracted:
    """Sentences with the ids of their documents.

    Attributes:
        carried, figures: with `cover`, how many of the figures the sentences state; else both None.
    """

    sentences: tuple[tuple[str, Sentence], ...]
    carried: int | None = None
    figures: int | None = None


def summary(analyses: Sequence[Analysis], wanted: Extract, lexicon: Lexicon) -> Extracted:
    """The sentences that say most of all these documents; in the order of the documents, or the best first."""
    owners: dict[Span, tuple[str, int]] = {}
    moved: list[Sentence] = []
    figures: list[list[tuple[Span, ...]]] = []
    offset = 0
    several = wanted.method == "textrank" and len(analyses) > 1
    for analysis in analyses:
        told = sentences(analysis, wanted.method, wanted.extent, lexicon)
        title = headline(analysis, told) if wanted.headline == "with" else None
        told = told if title is None else (title, *told)
        for each in told:
            sentence = _comparable(each, len(told)) if several else each
            moved.append(_moved(sentence, offset))
            owners[Span(sentence.place.start + offset + sentence.lead, sentence.place.end + offset)] = (
                analysis.document,
                offset,
            )
        figures += [
            [
                tuple(Span(start + offset, end + offset) for start, end in each.spans)
                for each in found.evidence
            ]
            for found in analysis.observations
        ]
        offset += max(len(analysis.text), len(analysis.source))
    if wanted.cover == "measures":
        cover = covering(moved, figures, wanted.budget)
        return Extracted(_home(cover.sentences, owners), cover.carried, cover.findings)
    manner = wanted.manner
    focus = tuple(simplified(word) for word in manner.focus)
    return Extracted(_home(summarise(moved, wanted.budget, replace(manner, focus=focus)), owners))


def _comparable(sentence: Sentence, among: int) -> Sentence:
    # TextRank's scores of one document are together 1: without the factor short documents would always win.
    odds = sentence.score * among
    return replace(sentence, score=odds / (1 + odds))


def _moved(sentence: Sentence, offset: int) -> Sentence:
    if not offset:
        return sentence
    spans = tuple(Span(start + offset, end + offset) for start, end in sentence.spans)
    place = Span(sentence.place.start + offset, sentence.place.end + offset)
    return replace(sentence, spans=spans, place=place)


def _home(
    chosen: Sequence[Sentence], owners: dict[Span, tuple[str, int]]
) -> tuple[tuple[str, Sentence], ...]:
    """Each sentence with its document, its places in that document again."""
    return tuple((owners[each.place][0], _moved(each, -owners[each.place][1])) for each in chosen)


def keywords(
    analyses: Sequence[Analysis],
    limit: int,
    method: Method = "default",
    kind: KeywordKind | None = None,
    lexicon: Lexicon = Lexicon(),  # noqa: B008 - frozen
) -> tuple[Keyword, ...]:
    """The keywords of all these documents by their mean score, best first; without spans.

    A word that stands only within a phrase of the list is not shown beside it.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, int] = defaultdict(int)
    kinds: dict[str, KeywordKind] = {}
    for analysis in analyses:
        for keyword in ranked(analysis, method, kind, lexicon):
            scores[keyword.word] += keyword.score / len(analyses)
            counts[keyword.word] += keyword.count
            kinds[keyword.word] = keyword.kind
    best: list[str] = []
    for word in sorted(scores, key=lambda word: (-scores[word], word)):
        if len(best) == limit:
            break
        if not any(
            (word in other and counts[word] <= counts[other])
            or (other in word and counts[other] <= counts[word])
            for other in best
        ):
            best.append(word)
    return tuple(Keyword(word, scores[word], counts[word], (), kinds[word]) for word in best)
