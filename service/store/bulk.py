"""Many rows at once, the quickest way that the database has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

Rows = Sequence[Mapping[str, Any]]
Loading = Callable[[Connection, Table, Rows], None]

# Under this name a database tells, among the options of its connections, how it takes many rows.
LOADING = "duizhao_loading"


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows, all with the same columns; nothing happens when there are none."""
    if not rows:
        return
    quick: Loading | None = connection.get_execution_options().get(LOADING)
    if quick is None:
        connection.execute(insert(table), rows)
    else:
        quick(connection, table, rows)
