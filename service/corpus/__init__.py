"""The use cases. Web and command line call nothing else.

    corpus = Corpus.open(settings)
    added = corpus.add(content, media_type="text/plain", name="notice", said=Said(region="360821"))
    corpus.compare(corpus.question(measures=["first_secretaries"], regions=None))

    pipeline.py   bytes -> Analysis, and the edition of all that shapes one; needs no store
    said.py       what callers say of a document: what is refused, and how it outranks the text
    labour.py     documents that wait are taken, analysed and saved
    crew.py       processes that work side by side, and one that watches them
    importing.py  many files, by several processes
    later.py      documents that are kept now and analysed later, and the jobs that tell of them
    receiving.py  what is sent in -> a document
    currency.py   analyses out of the cache, made again where they are stale
    seeding.py    the first start
    analyst.py    analyses within limits of time and memory
    access.py     tokens: who may do what
    repeats.py    requests that may be sent twice
    comparisons.py  questions across documents: the table, its digest, coverage, checks
    reviews.py    what readers say of figures
    extracts.py   summaries and keywords of documents, regions and selections; what sets regions apart
    together.py   one analysis or several: summaries and keywords
    selections.py  which documents: ids, or the filters of their list
    wordcounts.py  how often documents say words, counted once
    backups.py    a copy of the whole corpus
    verifying.py  whether all that is kept is as it was stored
    limits.py     what reading one document may cost, by the settings
    lexicons.py   a user's own words
    questions.py  names and limits of a question -> ids, adcodes
    corpus.py     Corpus: all of it, over a store

Whatever the store holds of an older edition, or no longer as it was stored, is made again before it is shown.
"""

from service.corpus.backups import backup
from service.corpus.comparisons import Asked, Part
from service.corpus.corpus import Added, Corpus
from service.corpus.crew import Crew, Lost, Voice
from service.corpus.extracts import Apart
from service.corpus.importing import Imported, import_files, import_here, in_order
from service.corpus.labour import PATIENCE, Done, Labour
from service.corpus.later import Later, Waiting
from service.corpus.lexicons import lexicon
from service.corpus.limits import limits
from service.corpus.pipeline import Pipeline
from service.corpus.selections import Selection
from service.corpus.together import Extract, Extracted, Headline
from service.corpus.verifying import verify
from service.store import Damage, Job, JobError, JobState, Page, Remembered, Role, Token, Verified

__all__ = [
    "PATIENCE",
    "ROLES",
    "Added",
    "Apart",
    "Asked",
    "Corpus",
    "Crew",
    "Damage",
    "Done",
    "Extract",
    "Extracted",
    "Headline",
    "Imported",
    "Job",
    "JobError",
    "JobState",
    "Labour",
    "Later",
    "Lost",
    "Page",
    "Part",
    "Pipeline",
    "Remembered",
    "Role",
    "Selection",
    "Token",
    "Verified",
    "Voice",
    "Waiting",
    "backup",
    "import_files",
    "import_here",
    "in_order",
    "lexicon",
    "limits",
    "verify",
]
