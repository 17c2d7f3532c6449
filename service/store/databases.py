"""Which database a store is in: the embedded one of a folder, or the server of an address."""

from pathlib import Path

from service.errors import Misconfigured
from service.store.engine import Database
from service.store.sqlite import SQLite

# As `DUIZHAO_DATABASE` may begin; the second is what many providers write.
SERVERS = ("postgresql://", "postgres://")


def database_of(home: Path, address: str = "", *, min_free: int = 0) -> Database:
    """The database of an address, or that of the folder when it is empty. Nothing is connected yet.

    Args:
        min_free: bytes of the disk that stay free under an embedded database.

    Raises:
        Misconfigured: the address is of no database that is known, or what speaks to it is not installed. The
            address itself, which may have a password in it, is in no message.
        StoreError: the folder cannot be made.
    """
    if not address:
        return SQLite(home, min_free=min_free)
    if not address.startswith(SERVERS):
        raise Misconfigured(
            "the address of the database is of a kind that is not known",
            parameter="DUIZHAO_DATABASE",
            expected="postgresql://user:password@host/name, or nothing for the embedded database",
        )
    try:
        from service.store.postgres import Postgres  # noqa: PLC0415 - an extra, and 0.1 s
    except ImportError as problem:
        raise Misconfigured(
            "the driver of PostgreSQL is not installed",
            parameter="DUIZHAO_DATABASE",
            expected="pip install 'duizhao[postgres]'",
        ) from problem
    return Postgres(address)
