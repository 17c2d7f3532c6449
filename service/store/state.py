"""What the store knows of itself: its revision, and how far the loading of the bundled corpus came."""

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from service.store.schema import state

REVISION = "revision"
MARK = "mark"  # a random word that every write exchanges: it names this state of this store and no other
HELD = "held"  # present once a document was stored, even when all were removed later
SHOWN = "shown"  # the edition that answers are of: the last one that analysed all there was
NAMED = "named"  # the edition whose names of regions and measures the views have
SEEDING = "seeding"  # present while the bundled corpus is being loaded


def value(connection: Connection, key: str) -> str | None:
    """What stands under this key; None when nothing does."""
    found = connection.execute(select(state.c.value).where(state.c.key == key)).scalar()
    return None if found is None else str(found)


def put(connection: Connection, key: str, said: str) -> None:
    """Put this under the key, whatever stood there."""
    if connection.execute(update(state).where(state.c.key == key).values(value=said)).rowcount == 0:
        connection.execute(insert(state).values(key=key, value=said))


def drop(connection: Connection, key: str) -> None:
    """Let nothing stand under this key."""
    connection.execute(delete(state).where(state.c.key == key))


def revision(connection: Connection) -> int:
    """How many writes there have been."""
    return int(value(connection, REVISION) or 0)


def raise_revision(connection: Connection) -> None:
    """Count this transaction, which writes, as one write."""
    put(connection, REVISION, str(revision(connection) + 1))
    # A revision alone would be the same again in a store that was made anew or brought back from a backup.
    put(connection, MARK, secrets.token_hex(8))


def mark(connection: Connection) -> str:
    """The mark of this state of the store."""
    return value(connection, MARK) or ""
