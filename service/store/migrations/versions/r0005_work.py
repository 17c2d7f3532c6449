"""Work that is done later: leases, jobs, and the edition that is shown meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work",
        sa.Column(
            "document", sa.Integer, sa.ForeignKey("documents.number", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("edition", "document"),
    )
    op.create_index("work_by_holder", "work", ["holder"])
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("cancelled", sa.String(20)),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("problems", sa.LargeBinary, nullable=False),
    )
    op.create_index("jobs_by_time", "jobs", ["created"])
    op.create_table(
        "job_documents",
        sa.Column("job", sa.String(32), sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "document", sa.Integer, sa.ForeignKey("documents.number", ondelete="CASCADE"), nullable=False
        ),
        sa.PrimaryKeyConstraint("job", "document"),
    )
    op.create_index("job_documents_by_document", "job_documents", ["document"])
    # What was shown until now: the edition that most analyses are of.
    op.execute(
        "INSERT INTO state (key, value) SELECT 'shown', edition FROM analyses"
        " GROUP BY edition ORDER BY count(*) DESC LIMIT 1"
    )
