"""Requests that may be sent twice: what was done under a key is done once, and answered again as it was."""

import hashlib
from datetime import UTC, datetime, timedelta

from service.store import Remembered, Store

# As long as a client may wait before it tries again.
REMEMBERED = timedelta(days=1)
# No request works this long: what began earlier and is unanswered has lost its process.
LONGEST_WORK = timedelta(minutes=5)


class Repeats:
    """What was answered under which key."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, key: str, holder: str, digest: str) -> Remembered | None:
        """Remember that a request begins; or what is remembered of an earlier one with this key.

        Args:
            holder: whose key it is: two clients may have the same.
            digest: of all that is asked.
        """
        now = datetime.now(UTC)
        stale = (_written(now - REMEMBERED), _written(now - LONGEST_WORK))
        return self._store.begin_request(_name(key, holder), digest, _written(now), stale)

    def finish(self, key: str, holder: str, answer: bytes) -> None:
        """Remember what was answered."""
        self._store.finish_request(_name(key, holder), answer)

    def forget(self, key: str, holder: str) -> None:
        """Let an unanswered request be as if it never came."""
        self._store.forget_request(_name(key, holder))


def _name(key: str, holder: str) -> str:
    return hashlib.sha256(f"{len(holder)}:{holder}{key}".encode()).hexdigest()


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
