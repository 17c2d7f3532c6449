"""Analysis: a clean text into sentences and keywords with their scores and places.

    text ──words──> passage: words and tags, cut once
         ──sentences, clauses──> units ──traits, weights──> scores  ──> sentences ──> summaries
         ──phrases──> candidates       ──traits, weights──> ranking ──> keywords

By `textrank` the scores are those of textrank4zh 0.3 with its default arguments, over the same words.
"""

from hashlib import sha256

from service.analysis import frequencies, ranking, weights, words
from service.analysis.contrasts import Contrast, contrasted, counted
from service.analysis.covers import Cover, covering
from service.analysis.headlines import headline, titled
from service.analysis.passages import Lexicon, Passage, passage
from service.analysis.scores import Extent, Method
from service.analysis.scores import sentences as scored
from service.analysis.splitting import sentence_places
from service.analysis.summaries import Budget, Manner, Order, summarise
from service.analysis.terms import by_default, by_textrank
from service.analysis.terms import keywords as placed_keywords
from service.model import Analysis, Keyword, KeywordKind, Masthead, Sentence, Stated
from service.text import Text

__all__ = [
    "Budget",
    "Contrast",
    "Cover",
    "Extent",
    "Lexicon",
    "Manner",
    "Method",
    "Order",
    "analyse",
    "contrasted",
    "counted",
    "covering",
    "fingerprint",
    "headline",
    "keywords",
    "sentence_places",
    "sentences",
    "summarise",
    "warm",
]

_CODE = "3"  # raised with every change of this room that changes an answer


def analyse(  # noqa: PLR0913, PLR0917 - what an analysis is made of
    document: str,
    edition: str,
    source: str,
    text: Text,
    masthead: Masthead,
    lexicon: Lexicon = Lexicon(),  # noqa: B008 - frozen
    method: Method = "default",
) -> Analysis:
    """Find the sentences and keywords of a document.

    Args:
        document, edition, masthead: handed on.
        source: the text as received.
        text: the clean text, simplified, with its places in the source.
        lexicon: a user's own words.
        method: how sentences and keywords are ranked.

    Returns:
        An analysis without region, observations and mentions. Sentences in the order of the text. Keywords best first.
    """
    read = _passage(text, masthead, lexicon)
    return Analysis(
        document=document,
        edition=edition,
        source=source,
        text=text,
        masthead=masthead,
        sentences=scored(source, text, read, method),
        keywords=_ranked(read, source, text, masthead.title, method),
    )


def sentences(
    analysis: Analysis,
    method: Method = "default",
    extent: Extent = "sentence",
    lexicon: Lexicon = Lexicon(),  # noqa: B008 - frozen
) -> tuple[Sentence, ...]:
    """The sentences of an analysed document as another method scores them, or its clauses."""
    if (method, extent) == ("default", "sentence"):
        return analysis.sentences
    return scored(
        analysis.source, analysis.text, _passage(analysis.text, analysis.masthead, lexicon), method, extent
    )


def keywords(
    analysis: Analysis,
    method: Method = "default",
    kind: KeywordKind | None = None,
    lexicon: Lexicon = Lexicon(),  # noqa: B008 - frozen
) -> tuple[Keyword, ...]:
    """The keywords of an analysed document as another method ranks them, or those of one kind, best first.

    By `textrank` there are words only.
    """
    if method == "default" and kind is None:
        return analysis.keywords
    read = _passage(analysis.text, analysis.masthead, lexicon)
    return _ranked(read, analysis.source, analysis.text, analysis.masthead.title, method, kind)


def _ranked(
    read: Passage,
    source: str,
    text: Text,
    title: Stated | None,
    method: Method,
    kind: KeywordKind | None = None,
) -> tuple[Keyword, ...]:
    if method == "textrank":
        return () if kind == "phrase" else placed_keywords(by_textrank(read), read, text)
    return placed_keywords(by_default(read, kind), read, text, titled(source, title))


def _passage(text: Text, masthead: Masthead, lexicon: Lexicon) -> Passage:
    return passage(text.characters, masthead.title.value if masthead.title else "", lexicon)


def warm() -> None:
    """Load the dictionary, the model and all tables; before a fork: workers share them."""
    words.warm()
    ranking.rules()
    frequencies.frequencies()


def fingerprint(lexicon: Lexicon = Lexicon()) -> str:  # noqa: B008 - frozen
    """A hash of the dictionary, the model, the tables, the user's words and the edition of this code."""
    own = repr((lexicon.words, sorted(lexicon.stop_words)))
    parts = (
        words.fingerprint(),
        ranking.fingerprint(),
        frequencies.fingerprint(),
        weights.fingerprint(),
        own,
        _CODE,
    )
    return sha256("\n".join(parts).encode()).hexdigest()
