"""A copy of the whole corpus, to put back when the disk is lost."""

from pathlib import Path

from service import store
from service.errors import BadParameter
from service.settings import Settings


def backup(settings: Settings, target: Path) -> int:
    """Write the embedded store of these settings to one file while others read and write it.

    Returns:
        How many documents are in it.

    Raises:
        BadParameter: the target exists, or the store is on a database server, which has its own means.
        StoreError: there is no store, or no room for the copy.
    """
    if settings.database:
        raise BadParameter(
            "the store is on a database server",
            parameter="DUIZHAO_DATABASE",
            expected="pg_dump --format=custom",
        )
    return store.backup(settings.home, target)
