"""Rendered answers, kept in this process under their tags: dumping costs ten times as much as sending."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

# 64 comparisons of 50 regions and 40 measures; small beside the dictionary that every worker holds.
LARGEST_SUM = 32 * 1024 * 1024


class Rendered(NamedTuple):
    """An answer as bytes, and the cursor of the page after it."""

    body: bytes
    next: str | None = None


class Kept:
    """The answers used last, up to a number of bytes together.

    A tag is made of all that shapes its answer, so nothing here is ever stale; what is not asked for leaves.
    """

    def __init__(self, largest_sum: int = LARGEST_SUM) -> None:
        self._answers: OrderedDict[str, Rendered] = OrderedDict()
        self._largest_sum = largest_sum
        self._sum = 0
        self._lock = Lock()
        self._making = tuple(Lock() for _ in range(64))

    def making(self, tag: str) -> Lock:
        """The lock to hold while an answer is made, so that others wait for it instead of making it too."""
        return self._making[hash(tag) % len(self._making)]

    def get(self, tag: str) -> Rendered | None:
        """The answer with this tag, which is now the one used last; None when it is not kept."""
        with self._lock:
            answer = self._answers.get(tag)
            if answer is not None:
                self._answers.move_to_end(tag)
            return answer

    def put(self, tag: str, answer: Rendered) -> None:
        """Keep an answer at the cost of those used longest ago; none larger than an eighth of the room."""
        if len(answer.body) * 8 > self._largest_sum:
            return
        with self._lock:
            before = self._answers.pop(tag, None)
            self._sum += len(answer.body) - (len(before.body) if before else 0)
            self._answers[tag] = answer
            while self._sum > self._largest_sum:
                _, oldest = self._answers.popitem(last=False)
                self._sum -= len(oldest.body)

    def __len__(self) -> int:
        return len(self._answers)
