"""What every database does for the store. What is particular to one of them stands in its own file.

    sqlite.py     an embedded file: the default, for one machine
    postgres.py   a server, for as many machines as one likes

Both are serialisable in the same simple way: writers come one after another, and each sees all that was written
before it. So numbers of documents are in the order in which they appear, a page that begins after one overlooks
none, and neither the revision nor `latest` can lose what two writers did at once.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection, update

from service.errors import StoreBusy, StoreFull, StoreReadOnly
from service.store.schema import state


class Database(ABC):
    """A database and the connections to it; what it cannot do is a StoreError, never an error of its driver."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the store from its first statement to its end."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that no other writer is beside; committed, and safe from a loss of power, when left.

        Raises:
            StoreBusy: another writer did not end in five seconds.
        """

    @abstractmethod
    def alone(self) -> AbstractContextManager[None]:
        """No other process is in here: for migrations and for the first loading. Waits without a limit."""

    @abstractmethod
    def changes(self) -> Hashable:
        """What is another one after each change by anyone, this process too; costs microseconds."""

    @abstractmethod
    def described(self) -> Mapping[str, str]:
        """What it is and how it is held, for people."""

    @abstractmethod
    def last_number(self, connection: Connection) -> int:
        """The highest number that any document ever had."""

    @abstractmethod
    def go_on(self, connection: Connection, last: int) -> None:
        """Let the next document have a number above this one, and further rows numbers above those there are."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    def room(self) -> None:
        """See that there is room for a document.

        Raises:
            StoreFull: less is free than is to stay free.
        """
        return

    def complaints(self) -> tuple[str, ...]:
        """What the database itself finds wrong in its pages, indexes and references, where it can be asked."""
        return ()

    def settled(self) -> bool:
        """Whether `settle` has nothing to do."""
        return True

    def settle(self) -> None:
        """Bring it to the form in which it is held; call it alone."""
        return

    def writable(self) -> bool:
        """Whether a transaction may write; a lock held by another writer says yes.

        Raises:
            StoreError: it cannot even be asked.
        """
        try:
            # It changes no row; but only a statement that might asks whether the database may be written.
            with self.writing() as connection:
                connection.execute(update(state).where(state.c.key == "").values(value=state.c.value))
                return True
        except StoreBusy:
            return True
        except (StoreReadOnly, StoreFull):
            return False
