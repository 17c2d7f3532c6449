"""Tokens, keys of requests that may be sent twice, a mark that tells the states of stores apart; times of figures."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(8), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20)),
        sa.Column("revoked", sa.String(20)),
    )
    op.create_table(
        "requests",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("begun", sa.String(20), nullable=False),
        sa.Column("answer", sa.LargeBinary),
    )
    op.create_index("requests_by_time", "requests", ["begun"])
    # Analyses are a cache: those without times are made again.
    op.execute("DELETE FROM observations")
    op.execute("DELETE FROM mentions")
    op.execute("DELETE FROM analyses")
    op.add_column("observations", sa.Column("begins", sa.String(10)))
    op.add_column("observations", sa.Column("ends", sa.String(10)))
    state = sa.table("state", sa.column("key", sa.String), sa.column("value", sa.Text))
    op.bulk_insert(state, [{"key": "mark", "value": secrets.token_hex(8)}])
