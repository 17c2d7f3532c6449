"""What a server as the database needs: the order of analyses without SQLite's rowid, text compared as bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("analyses", sa.Column("made", sa.String(27)))
    if op.get_bind().dialect.name == "sqlite":
        # What was inserted later was made later.
        op.execute("UPDATE analyses SET made = printf('%027d', rowid)")
    else:
        _compare_as_bytes()


def _compare_as_bytes() -> None:
    """Give every column of text the collation that SQLite has: dates and codes are ordered by their characters.

    A server may order text as a dictionary of its country does, where 2018-1 and 20181 stand together.
    """
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            if isinstance(column["type"], sa.String):
                kind = column["type"].compile(op.get_bind().dialect).partition(" COLLATE")[0]
                op.execute(f'ALTER TABLE "{table}" ALTER "{column["name"]}" TYPE {kind} COLLATE "C"')
