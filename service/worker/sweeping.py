"""The sweeper: what has no analysis and is with nobody is handed to the workers of a queue, again and again.

It is the only one that sends: a request is answered as soon as its documents are in the store, whatever the broker
does. What a broker loses, or was never told while it was gone, is handed out again after a while.
"""

import logging
import signal
import time
from types import FrameType

from service.corpus import Corpus
from service.errors import StoreError
from service.settings import Settings
from service.worker import broker

log = logging.getLogger(__name__)

# Documents that are handed out at a time; what lies further back waits for its turn in the store.
MOST = 10_000
# What still waits after so many sweeps is handed out again: its message may be lost.
AGAIN = 6
# Seconds between two looks at whether anything came in.
GLANCE = 0.2


def sweep(settings: Settings, every: float | None = None) -> int:
    """Hand out what waits: once, or at once whenever something comes in and every so many seconds until SIGTERM.

    Returns:
        How many documents were handed out, those twice that were handed out again.

    Raises:
        Misconfigured: no broker is set, or the extra `queue` is missing.
        StoreError: the store cannot be opened, or cannot be read by the only sweep.
    """
    corpus = Corpus.open(settings)
    try:
        sweeper = Sweeper(settings, corpus)
        if every is None:
            return sweeper.turn(0)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, sweeper.stop)
        return sweeper.run(every)
    finally:
        corpus.close()


class Sweeper:
    """Hands out, and remembers what and when."""

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        self._celery = broker.app(settings)
        self._corpus = corpus
        self._handed: dict[str, float] = {}
        self._stopping = False

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Let it end; a signal handler."""
        self._stopping = True

    def run(self, every: float) -> int:
        """Sweep until it is to end; how many documents were handed out."""
        number = 0
        while not self._stopping:
            try:
                mark = self._corpus.mark()
                number += self.turn(every * AGAIN)
                until = time.monotonic() + every
                while not self._stopping and time.monotonic() < until and self._corpus.mark() == mark:
                    time.sleep(GLANCE)
            except StoreError as problem:
                log.warning("the store cannot be used now: %s", problem.message)
                time.sleep(GLANCE * 5)
        return number

    def turn(self, again: float) -> int:
        """Hand out what waits and was not handed out within so many seconds; how many documents that were."""
        now = time.monotonic()
        waiting = self._corpus.labour.waiting(MOST)
        if not waiting:
            self._corpus.labour.finish()
        self._handed = {each: self._handed[each] for each in waiting if each in self._handed}
        new = [each for each in waiting if now - self._handed.get(each, -again - 1) > again]
        if not new:
            return 0
        try:
            broker.publish(self._celery, new)
        except ConnectionError as problem:
            # They wait in the store until the broker is there again.
            log.warning("the broker cannot be reached: %s", problem)
            return 0
        self._handed |= dict.fromkeys(new, now)
        return len(new)
