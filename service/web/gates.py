"""Admission: how many requests of a process compute at a time, and how many wait for it.

Without a bound every request waits for every other and nobody is answered; with it most are, and the others hear
in time that they should come back. What is kept, unchanged, or about the health of the process passes no gate.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

from flask import current_app

from service.errors import Overloaded

EXTENSION = "duizhao-gates"
# A body above this is a text that is analysed in a process of its own, for seconds.
LARGE_BODY = 60_000


class Gate:
    """Lets so many through at a time.

    Args:
        running: requests that compute.
        waiting: requests that wait for them; a further one is sent away at once.
        patience: seconds that one waits before it is sent away.
    """

    def __init__(self, running: int, waiting: int, patience: float) -> None:
        self._free = BoundedSemaphore(running)
        self._room = waiting
        self._patience = patience
        self._lock = Lock()
        self.waiting = 0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be one of those that compute.

        Raises:
            Overloaded: there are too many others.
        """
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def enter(self) -> None:
        """Wait to be let in; raises Overloaded. Who is in must `leave`."""
        if self._free.acquire(blocking=False):
            return
        with self._lock:
            if self.waiting >= self._room:
                raise _overloaded()
            self.waiting += 1
        try:
            if not self._free.acquire(timeout=self._patience):
                raise _overloaded()
        finally:
            with self._lock:
                self.waiting -= 1

    def leave(self) -> None:
        """Let the next one in."""
        self._free.release()


class Gates(NamedTuple):
    """The gates of a process: answers to GET, small texts, large texts or batches, and pictures."""

    reading: Gate
    working: Gate
    heavy: Gate
    drawing: Gate


def gates_for(threads: int) -> Gates:
    """Gates that leave some threads to those who pass none, whatever waits at them."""
    # One Python process computes one thing at a time; a second one at most waits for the disk. A small text
    # takes some 30 ms, a batch as long as its client has patience.
    reading = Gate(2 if threads > 8 else 1, max(1, threads * 6 // 16 - 2), 2)
    working = Gate(1, max(1, threads // 4 - 1), 4)
    heavy = Gate(1, max(1, threads // 16), 2)
    # One picture at a time, some 0.2 s each; a page may well show six of them.
    drawing = Gate(1, threads * 3 // 16 - 1, 8)
    return Gates(reading, working, heavy, drawing)


def gates() -> Gates:
    """The gates of the current application in this process."""
    held: Gates = current_app.extensions[EXTENSION]
    return held


def gate_for(size: int) -> Gate:
    """The gate for a body of so many bytes."""
    return gates().heavy if size > LARGE_BODY else gates().working


def _overloaded() -> Overloaded:
    return Overloaded("too many requests are at work", expected="trying again in a moment")
