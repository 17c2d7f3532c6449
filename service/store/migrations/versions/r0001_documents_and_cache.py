"""Documents, the cache of analyses with its findings, and the state of the corpus."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("received", sa.String(20), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("published", sa.String(10)),
        sa.Column("source", sa.Text),
        sa.Column("url", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "analyses",
        sa.Column(
            "document", sa.Integer, sa.ForeignKey("documents.number", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("region", sa.String(6)),
        sa.Column("published", sa.String(10)),
        sa.Column("observations", sa.Integer, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("document", "edition"),
    )
    op.create_index("analyses_by_region", "analyses", ["edition", "region"])
    _create_findings(
        "observations",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("nature", sa.Text, nullable=False),
    )
    op.create_index("observations_by_measure", "observations", ["edition", "measure", "region"])
    op.create_index("observations_by_region", "observations", ["edition", "region"])
    op.create_index("observations_by_id", "observations", ["edition", "id"])
    _create_findings("mentions")
    op.create_index("mentions_by_measure", "mentions", ["edition", "measure", "region"])
    op.create_table(
        "state",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _create_findings(name: str, *more: sa.Column[str]) -> None:
    op.create_table(
        name,
        sa.Column("document", sa.Integer, nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        *more,
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("edition", "document", "place"),
        sa.ForeignKeyConstraint(
            ["document", "edition"], ["analyses.document", "analyses.edition"], ondelete="CASCADE"
        ),
    )
