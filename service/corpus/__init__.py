"""The use cases. Web and command line call nothing else.

    corpus = Corpus.open(settings)
    added = corpus.add(content, media_type="text/plain", name="notice", said=Said(region="360821"))
    corpus.compare(corpus.question(measures=["first_secretaries"], regions=None))

    pipeline.py   bytes -> Analysis, and the edition of all that shapes one; needs no store
    said.py       what callers say of a document: what is refused, and how it outranks the text
    currency.py   analyses out of the cache, made again where they are stale
    seeding.py    the first start
    together.py   several analyses as one
    questions.py  names and limits of a question -> ids, adcodes
    corpus.py     Corpus: all of it, over a store

Whatever the store holds of an older edition, or no longer as it was stored, is made again before it is shown.
"""

from service.corpus.corpus import Added, Corpus
from service.corpus.pipeline import Pipeline
from service.store import Page

__all__ = ["Added", "Corpus", "Page", "Pipeline"]
