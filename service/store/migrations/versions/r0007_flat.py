"""Figures as plain columns, for views that other programs read; and which of them stands in its cell."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    exact = sa.Text().with_variant(sa.Numeric(), "postgresql")
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name in ("value", "lower", "upper"):
        op.add_column("observations", sa.Column(name, exact))
    for name in (
        "bound",
        "unit",
        "per",
        "starts",
        "stops",
        "nature_shown",
        "scope",
        "condition",
        "quote",
        "review",
    ):
        op.add_column("observations", sa.Column(name, text))
    op.add_column("observations", sa.Column("confidence", sa.Float))
    for name in ("mentions", "quote_start", "quote_end"):
        op.add_column("observations", sa.Column(name, sa.Integer))
    for name in ("document", "observation", "gap"):
        op.add_column("latest", sa.Column(name, text))
    op.create_table(
        "region_names",
        sa.Column("adcode", text, primary_key=True),
        sa.Column("name", text, nullable=False),
        sa.Column("level", text, nullable=False),
    )
    op.create_table(
        "measure_names",
        sa.Column("id", text, primary_key=True),
        sa.Column("label_zh", text, nullable=False),
        sa.Column("label_en", text, nullable=False),
        sa.Column("unit", text, nullable=False),
    )
    # Analyses are a cache: those without these columns are made again.
    for table in ("latest", "listed", "observations", "mentions", "analyses"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
