"""The figures that decide each cell, at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "latest",
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("ids", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("edition", "measure", "region"),
    )
    op.create_table(
        "listed",
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("edition", "measure", "region"),
    )
    # Analyses are a cache: those whose figures are not at hand are made again.
    op.execute("DELETE FROM observations")
    op.execute("DELETE FROM mentions")
    op.execute("DELETE FROM analyses")
