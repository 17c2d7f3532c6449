"""The store: the only door to SQL; dataclasses go in and come out.

    store = Store.open(Path("var"))
    store.put(document, characters)         durable when it returns; listed, not yet analysed
    store.save(analysis, document.said)     appears whole, in one transaction that raises the revision

Documents are precious. Analyses are a cache under (document, edition): rows of another edition are not seen,
rows that are not as they were stored raise `CacheDamaged`, and both are made again by the corpus.
Any number of processes may open one store; a `Store` must not be carried over a fork.
"""

from service.store.analyses import CacheDamaged
from service.store.backlog import Counts
from service.store.backup import backup
from service.store.copying import Carried, copy
from service.store.corrections import corrected
from service.store.databases import database_of
from service.store.documents import Listing, Sort
from service.store.findings import Wanted
from service.store.jobs import Job, JobError, JobState
from service.store.paging import Page
from service.store.records import analysis_from, whole_record
from service.store.requests import Remembered
from service.store.store import Store
from service.store.tokens import Role, Token
from service.store.verifying import Damage, Verified
from service.store.work import Brought, Work

__all__ = [
    "Brought",
    "CacheDamaged",
    "Carried",
    "Counts",
    "Damage",
    "Job",
    "JobError",
    "JobState",
    "Listing",
    "Page",
    "Remembered",
    "Role",
    "Sort",
    "Store",
    "Token",
    "Verified",
    "Wanted",
    "Work",
    "analysis_from",
    "backup",
    "copy",
    "corrected",
    "database_of",
    "whole_record",
]
