"""The use cases. Web and command line call nothing else.

    corpus = Corpus.open(settings)
    added = corpus.add(content, media_type="text/plain", name="notice", said=Said(region="360821"))
    corpus.compare(corpus.question(measures=["first_secretaries"], regions=None))

    pipeline.py   bytes -> Analysis, and the edition of all that shapes one; needs no store
    said.py       what callers say of a document: what is refused, and how it outranks the text
    currency.py   analyses out of the cache, made again where they are stale
    seeding.py    the first start
    analyst.py    analyses within limits of time and memory
    access.py     tokens: who may do what
    repeats.py    requests that may be sent twice
    comparisons.py  questions across documents: the table, its digest, coverage, checks
    reviews.py    what readers say of figures
    together.py   one analysis or several: summaries and keywords
    lexicons.py   a user's own words
    questions.py  names and limits of a question -> ids, adcodes
    corpus.py     Corpus: all of it, over a store

Whatever the store holds of an older edition, or no longer as it was stored, is made again before it is shown.
"""

from service.corpus.comparisons import Asked, Part
from service.corpus.corpus import Added, Corpus
from service.corpus.lexicons import lexicon
from service.corpus.pipeline import Pipeline
from service.corpus.together import Extract, Extracted
from service.store import Page, Remembered, Role, Token

__all__ = [
    "ROLES",
    "Added",
    "Asked",
    "Corpus",
    "Extract",
    "Extracted",
    "Page",
    "Part",
    "Pipeline",
    "Remembered",
    "Role",
    "Token",
    "lexicon",
]
