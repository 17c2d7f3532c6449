"""What answers from the front leave behind, counts and lines of the log, written together a moment later.

One at a time they cost a seventh of such an answer: four values in shared memory and a write to the log. Together
they cost a fifth of that. Each line has the time of its own answer; a process that ends first writes what waits.
"""

import logging
import os
import sys
import time
from collections import defaultdict, deque
from functools import lru_cache
from threading import Lock, Timer
from typing import NamedTuple

from service.web.metrics import SHARED, Metrics

log = logging.getLogger(__name__)

MOMENT = 0.25  # seconds
# Into a pipe so many bytes are written at once or not at all, so lines of several workers never mix (POSIX: 512).
WHOLE = 4_096


class Answered(NamedTuple):
    """A GET that was answered from what is kept.

    Attributes:
        source: as in `Metrics.came`.
        size: bytes of the body.
        seconds: that it took.
        moment: Unix time.
    """

    rule: str
    status: int
    source: str
    size: int
    seconds: float
    request_id: str
    moment: float


class Afterwards:
    """Counts and logs answers a moment after they went out; at once in a process that is no worker of several."""

    def __init__(self, metrics: Metrics) -> None:
        self._is_worker = SHARED in os.environ
        self._metrics = metrics
        self._waiting: deque[Answered] = deque()
        self._is_due = False
        self._lock = Lock()
        metrics.before_reading = self.settle

    def note(self, answered: Answered) -> None:
        """Have an answer counted and logged."""
        self._waiting.append(answered)
        if not self._is_worker:
            self.settle()
        elif not self._is_due:
            self._await()

    def settle(self) -> None:
        """Count and log all that waits."""
        # In this order: whoever comes after it sets the next timer, whoever came before it is taken along.
        self._is_due = False
        taken: list[Answered] = []
        with self._lock:
            while self._waiting:
                taken.append(self._waiting.popleft())
        together = defaultdict[tuple[str, int, str], list[float]](list)
        for each in taken:
            together[each.rule, each.status, each.source].append(each.seconds)
        for (rule, status, source), seconds in together.items():
            self._metrics.answered_together(rule, status, source, seconds)
        if log.isEnabledFor(logging.INFO):
            _write([_line(each) for each in taken])

    def _await(self) -> None:
        with self._lock:
            if self._is_due:
                return
            self._is_due = True
        # No daemon: the interpreter waits for it, so that nothing is lost when a worker ends.
        Timer(MOMENT, self.settle).start()


def _line(each: Answered) -> str:
    """As `trail` has it. Nothing needs to be escaped: rules are ours, ids letters, digits and plain signs."""
    return (
        f'{{"time":"{_second(int(each.moment))}","level":"info","event":"request answered",'
        f'"request_id":"{each.request_id}","method":"GET","rule":"{each.rule}","status":{each.status},'
        f'"bytes":{each.size},"ms":{each.seconds * 1000:.1f}}}\n'
    )


def _write(lines: list[str]) -> None:
    piece = ""
    for line in lines:
        if len(piece) + len(line) > WHOLE:
            sys.stderr.write(piece)
            piece = ""
        piece += line
    if piece:
        sys.stderr.write(piece)
        sys.stderr.flush()


@lru_cache(2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
