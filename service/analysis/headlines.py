"""The title of a document as one of its sentences, where its text states it."""

from collections.abc import Sequence

from service.cleaning import simplified
from service.model import Analysis, Sentence, Stated
from service.text import Span, Text, quoted


def titled(source: str, title: Stated | None) -> Text | None:
    """The title with its places, where the document states it as it is shown."""
    if title is None or simplified(quoted(source, title.spans)) != title.value:
        return None
    return Text(title.value, title.spans)


def headline(analysis: Analysis, sentences: Sequence[Sentence]) -> Sentence | None:
    """The title as a sentence that stands for its document as well as the best of these; None where it has no place.

    It stands before the clean text, at [0, 0), and is no part of it.
    """
    title = titled(analysis.source, analysis.masthead.title)
    if title is None:
        return None
    score = max((sentence.score for sentence in sentences), default=0.5)
    return Sentence(quoted(analysis.source, title.runs), title.characters, title.runs, Span(0, 0), score)
