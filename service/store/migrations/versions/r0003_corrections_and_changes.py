"""What readers say of figures, and what became of figures between editions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column(
            "document", sa.Integer, sa.ForeignKey("documents.number", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("observation", sa.String(16), nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("made", sa.String(20), nullable=False),
        sa.Column("machine", sa.LargeBinary, nullable=False),
        sa.Column("edited", sa.LargeBinary),
        sa.PrimaryKeyConstraint("document", "observation"),
    )
    op.create_index("corrections_by_observation", "corrections", ["observation"])
    op.create_index("corrections_by_measure", "corrections", ["measure", "region"])
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "document", sa.Integer, sa.ForeignKey("documents.number", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("earlier", sa.String(64), nullable=False),
        sa.Column("later", sa.String(64), nullable=False),
        sa.Column("made", sa.String(20), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_index("changes_by_document", "changes", ["document", "number"])
