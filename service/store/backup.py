"""A whole copy of the embedded store while others read and write it."""

import os
from pathlib import Path

import pysqlite3.dbapi2

from service.errors import BadParameter, StoreError
from service.store.sqlite import BUSY_MILLISECONDS, DATABASE


def backup(home: Path, target: Path) -> int:
    """Write the store of a folder to one file, as it is at one moment.

    The file is whole and on the disk before it has its name. It is put back by lying in an empty folder as
    the store's file.

    Args:
        target: the file; must not exist.

    Returns:
        How many documents are in it.

    Raises:
        BadParameter: the target exists.
        StoreError: there is no store, or no room for the copy, or the copy is not whole.
    """
    if target.exists():
        raise BadParameter(f"{target} exists", parameter="path", expected="a name that no file has")
    source = home / DATABASE
    if not source.is_file():
        raise StoreError(f"there is no store in {home}")
    partial = target.with_name(f"{target.name}.part")
    partial.unlink(missing_ok=True)
    try:
        connection = pysqlite3.dbapi2.connect(f"file:{source}?mode=ro", uri=True)
        try:
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            connection.execute("VACUUM INTO ?", (str(partial),))
        finally:
            connection.close()
        partial.chmod(0o600)  # as the store: it has the hashes of tokens
        documents = _checked(partial)
        _kept(partial)
        partial.rename(target)
        _kept(target.parent)
    except (pysqlite3.dbapi2.Error, OSError) as problem:
        raise StoreError(f"the store cannot be copied to {target}: {problem}") from problem
    finally:
        partial.unlink(missing_ok=True)
    return documents


def _checked(copy: Path) -> int:
    connection = pysqlite3.dbapi2.connect(f"file:{copy}?mode=ro", uri=True)
    try:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            raise StoreError(f"the copy is not whole: {said}")
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        return int(documents)
    finally:
        connection.close()


def _kept(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
