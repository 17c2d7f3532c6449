"""How often a client may ask: one count over all workers, in memory that they share.

For each client stands the time at which all that it asked would be worked off at its rate (GCRA, the algorithm
of ATM switches). Clients share slots by a hash; a client is only held back when both of its slots are full, so
that two who meet in one slot do not count against each other. A lost update between two processes costs one
request in the count, which is why no lock is needed.
"""

import mmap
import os
import time
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

SLOTS = 1 << 16
WINDOW = 60.0


class Standing(NamedTuple):
    """Where a client stands after it asked.

    Attributes:
        remaining: requests that it may still make at once.
        reset: seconds until it may make all of them again.
        retry: seconds until it may ask again; 0 when this request was allowed.
    """

    remaining: int
    reset: int
    retry: int


class Rates:
    """The counts of all clients; made before the workers are, and shared by them.

    Args:
        limit: requests in a minute, which may also come at once; 0 for no limit.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        # Anonymous and shared: the children of a fork see one another's writes.
        self._due = memoryview(mmap.mmap(-1, SLOTS * 8)).cast("d")
        self._salt = os.urandom(16)
        self._policy = f'"minute";q={limit};w={int(WINDOW)}'
        # Who asks at all asks again soon.
        self._slots = lru_cache(4_096)(self._slots_of)

    def spend(self, client: str) -> Standing:
        """Count a request of this client."""
        now, cost = time.monotonic(), WINDOW / self.limit
        one, other = self._slots(client)
        due = max(now, min(self._due[one], self._due[other])) + cost
        # A little more than the window: sums of floats must not cost the last request.
        if due - now > WINDOW + cost / 2:
            return Standing(0, ceil(due - cost - now), max(1, ceil(due - now - WINDOW)))
        self._due[one] = max(self._due[one], due)
        self._due[other] = max(self._due[other], due)
        return Standing(int((WINDOW - (due - now)) / cost + 0.5), ceil(due - now), 0)

    def headers(self, standing: Standing) -> dict[str, str]:
        """What the client is told, as draft-ietf-httpapi-ratelimit-headers-10 has it."""
        return {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"minute";r={standing.remaining};t={standing.reset}',
        }

    def _slots_of(self, client: str) -> tuple[int, int]:
        found = blake2b(client.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=8).digest()
        return int.from_bytes(found[:4], "big") % SLOTS, int.from_bytes(found[4:], "big") % SLOTS
