"""The tables. Documents are precious; everything else can be made from them again.

    documents     what was received, as it was received, and what the caller said of it
    analyses      cache: one row per document and edition
    observations  cache: one row per figure, so that comparisons ask an index and not every analysis
    mentions      cache: one row per sentence that speaks of a measure without a number
    latest        cache: one row per measure and region, the figures that decide its cell
    listed        cache: the first figures of each such cell, for those who keep `latest`
    corrections   precious too: what readers say of figures, one row a figure
    changes       what became of a document's figures when it was analysed by another edition
    region_names  cache: what views call regions, and measures
    measure_names
    state         the revision of the corpus and its mark, and whether the bundled corpus was loaded
    tokens        who may do what; of the secret itself only its hash
    requests      requests with an Idempotency-Key and what was answered to them, for a day
    work          documents that somebody analyses now, and those that cannot be or are not to be analysed
    jobs          requests whose documents are analysed later
    job_documents which documents these are

Decimals and times are text: SQLite pads numerics and forgets time zones. Rows of the cache carry a hash of
what they hold (see `records`): an integrity check of the database does not see a flipped bit in a payload.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

METADATA = MetaData()


class Exact(TypeDecorator[Decimal]):
    """A decimal: a number where the database has exact ones, else its digits."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """What is stored."""
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """What was stored."""
        return None if value is None else Decimal(value)


documents = Table(
    "documents",
    METADATA,
    # The order of arrival, for paging. Numbers of removed documents are not given out again.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("received", String(20), nullable=False),
    Column("title", Text),
    Column("region", Text),
    Column("published", String(10)),
    Column("source", Text),
    Column("url", Text),
    sqlite_autoincrement=True,
)

analyses = Table(
    "analyses",
    METADATA,
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    Column("edition", String(64), nullable=False),
    Column("title", Text),
    Column("region", String(6)),
    Column("published", String(10)),
    Column("observations", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    # UTC, with microseconds; only to tell which of several editions came last.
    Column("made", String(27)),
    PrimaryKeyConstraint("document", "edition"),
    Index("analyses_by_region", "edition", "region"),
)


def _findings(name: str, *more: Column[Any] | Index) -> Table:
    return Table(
        name,
        METADATA,
        Column("document", Integer, nullable=False),
        Column("edition", String(64), nullable=False),
        # The order within the analysis, which is that of the text.
        Column("place", Integer, nullable=False),
        Column("measure", Text, nullable=False),
        Column("region", String(6), nullable=False),
        *more,
        Column("payload", LargeBinary, nullable=False),
        Column("digest", String(64), nullable=False),
        PrimaryKeyConstraint("edition", "document", "place"),
        ForeignKeyConstraint(
            ["document", "edition"], ["analyses.document", "analyses.edition"], ondelete="CASCADE"
        ),
    )


observations = _findings(
    "observations",
    Column("id", String(16), nullable=False),
    Column("nature", Text, nullable=False),
    # The first and the last day that a dated figure may speak of; 9999-12-31 for an open end.
    Column("begins", String(10)),
    Column("ends", String(10)),
    # What the record says, as a reader left it, for views; see `flat`.
    Column("value", Exact),
    Column("lower", Exact),
    Column("upper", Exact),
    Column("bound", Text),
    Column("unit", Text),
    Column("per", Text),
    Column("starts", Text),
    Column("stops", Text),
    Column("nature_shown", Text),
    Column("scope", Text),
    Column("condition", Text),
    Column("quote", Text),
    Column("review", Text),
    Column("confidence", Float),
    Column("mentions", Integer),
    Column("quote_start", Integer),
    Column("quote_end", Integer),
    Index("observations_by_measure", "edition", "measure", "region"),
    Index("observations_by_region", "edition", "region"),
    Index("observations_by_id", "edition", "id"),
)

mentions = _findings("mentions", Index("mentions_by_measure", "edition", "measure", "region"))

latest = Table(
    "latest",
    METADATA,
    Column("edition", String(64), nullable=False),
    Column("measure", Text, nullable=False),
    Column("region", String(6), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    # Of the first ten figures, to be listed.
    Column("ids", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    # The figure that stands in the cell when the region is asked for alone, or why none does; for views.
    Column("document", Text),
    Column("observation", Text),
    Column("gap", Text),
    PrimaryKeyConstraint("edition", "measure", "region"),
)

listed = Table(
    "listed",
    METADATA,
    Column("edition", String(64), nullable=False),
    Column("measure", Text, nullable=False),
    Column("region", String(6), nullable=False),
    # The first ten figures themselves. Only writing reads them; in `latest` they would make reading slower.
    Column("payload", LargeBinary, nullable=False),
    PrimaryKeyConstraint("edition", "measure", "region"),
)

corrections = Table(
    "corrections",
    METADATA,
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    # Follows the figure when another edition knows it by another id.
    Column("observation", String(16), nullable=False),
    Column("measure", Text, nullable=False),
    Column("region", String(6), nullable=False),
    Column("decision", String(8), nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made", String(20), nullable=False),
    # By names, not by places as in the cache: these outlive the shape of the model.
    Column("machine", LargeBinary, nullable=False),
    Column("edited", LargeBinary),
    PrimaryKeyConstraint("document", "observation"),
    Index("corrections_by_observation", "observation"),
    Index("corrections_by_measure", "measure", "region"),
)

changes = Table(
    "changes",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    Column("earlier", String(64), nullable=False),
    Column("later", String(64), nullable=False),
    Column("made", String(20), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("changes_by_document", "document", "number"),
)

state = Table(
    "state",
    METADATA,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

region_names = Table(
    "region_names",
    METADATA,
    Column("adcode", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
)

measure_names = Table(
    "measure_names",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("label_zh", Text, nullable=False),
    Column("label_en", Text, nullable=False),
    Column("unit", Text, nullable=False),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", String(8), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(8), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created", String(20), nullable=False),
    Column("expires", String(20)),
    Column("revoked", String(20)),
)

requests = Table(
    "requests",
    METADATA,
    # A hash of the key and of whose it is: keys are the clients' own words.
    Column("key", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("begun", String(20), nullable=False),
    # None while the first of them is still at work.
    Column("answer", LargeBinary),
    Index("requests_by_time", "begun"),
)

# What is to do is not written here: it is every document without an analysis of the current edition.
work = Table(
    "work",
    METADATA,
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    Column("edition", String(64), nullable=False),
    # leased, failed or cancelled; whoever saves an analysis drops the row.
    Column("state", String(9), nullable=False),
    Column("holder", String(64), nullable=False),
    # When the lease ends, UTC.
    Column("until", String(20), nullable=False),
    # How many processes ended over this document.
    Column("tries", Integer, nullable=False),
    Column("problem", Text),
    PrimaryKeyConstraint("edition", "document"),
    Index("work_by_holder", "holder"),
)

jobs = Table(
    "jobs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("created", String(20), nullable=False),
    Column("cancelled", String(20)),
    Column("total", Integer, nullable=False),
    # Lines that were refused before there was a document, as JSON.
    Column("refused", Integer, nullable=False),
    Column("problems", LargeBinary, nullable=False),
    Index("jobs_by_time", "created"),
)

job_documents = Table(
    "job_documents",
    METADATA,
    Column("job", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("job", "document"),
    # For removing a document.
    Index("job_documents_by_document", "document"),
)
