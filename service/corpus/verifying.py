"""Whether everything that is kept is still as it was stored."""

from collections.abc import Iterator

from service.settings import Settings
from service.store import Store, Verified


def verify(settings: Settings) -> Iterator[Verified]:
    """Read all documents and what was made of them, and compare each with its hash.

    Yields:
        Some documents at a time, and what of them is damaged. A damaged source comes back when the document is
        sent again; an analysis is made again when all of it is asked for.

    Raises:
        StoreError: the store cannot be opened or read.
    """
    store = Store.open(settings.home, settings.database)
    try:
        yield from store.verify()
    finally:
        store.close()
