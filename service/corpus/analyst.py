"""Analyses within limits: a long text in a child process, which ends in time whatever the text is made of.

A process that does nothing but analyse is confined itself, and needs no child.

A thread cannot be stopped and a regular expression in C cannot be interrupted; a process can. The child is a
copy of this one, dictionary and all, so it starts in some 20 ms; short texts, which end soon in any case, do
without. It hands over the analysis as a record, never as a pickle.
"""

import gc
import math
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from threading import Lock
from typing import NoReturn

import orjson

from service import errors
from service.corpus.pipeline import Pipeline
from service.errors import DuizhaoError, Overloaded, TooComplex
from service.model import Analysis, Said, Source
from service.store import analysis_from, whole_record

# Below this no text is known to cost more than half a second.
LONG = 20_000
# A text of a million characters needs 0.5 GB.
MEMORY = 1536 * 1024 * 1024

_forking = Lock()


class Analyst:
    """Makes analyses.

    Attributes:
        finished: called with the seconds that an analysis took and the characters of its text.
    """

    def __init__(self, pipeline: Pipeline, budget: int) -> None:
        self._pipeline = pipeline
        self._budget = budget
        self._is_confined = False
        self.finished: Callable[[float, int], None] = lambda _seconds, _characters: None

    def confine(self) -> None:
        """Put the limits of one text on this process: it is for analyses alone, and may be ended by any of them."""
        self._is_confined = True
        _limit_memory()

    def analyse(self, document: str, source: Source, said: Said) -> Analysis:
        """The whole analysis of a text; see `Pipeline.analyse`.

        Raises:
            TooComplex: it takes more time or memory than one text has.
            Overloaded: the machine had too little time to spare.
        """
        begun = time.monotonic()

        def make() -> Analysis:
            return self._pipeline.analyse(document, source, said)

        if self._is_confined:
            _limit_time(self._budget)
            found = make()
        else:
            found = make() if len(source.characters) < LONG else apart(make, self._budget)
        self.finished(time.monotonic() - begun, len(source.characters))
        return found


def apart(make: Callable[[], Analysis], seconds: int) -> Analysis:
    """What `make` gives, made in a child process that is ended after so many seconds.

    Raises:
        TooComplex, Overloaded: as `Analyst.analyse`.
        DuizhaoError: whatever `make` raises of these.
        RuntimeError: anything else went wrong in the child.
    """
    # One at a time: a child that inherited the writing end of another's pipe would keep it open.
    with _forking:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _work(make, writing, seconds)
        os.close(writing)
    try:
        said = _until(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        # Also when this thread is interrupted: no child outlives its request.
        os.kill(child, signal.SIGKILL)
        _, _, used = os.wait4(child, 0)
    if said is None or not said:
        if said is None and used.ru_utime + used.ru_stime < seconds / 4:
            raise Overloaded("the analysis could not be done in time", expected="trying again later")
        raise TooComplex(
            f"the text cannot be analysed in {seconds} seconds", parameter="text", expected="a shorter text"
        )
    return _heard(said)


def _until(reading: int, deadline: float) -> bytes | None:
    """All that comes until the other end closes; None when the deadline comes first."""
    said = bytearray()
    while True:
        ready, _, _ = select.select([reading], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            return None
        piece = os.read(reading, 1 << 20)
        if not piece:
            return bytes(said)
        said += piece


def _heard(said: bytes) -> Analysis:
    if said[:1] == b"+":
        return analysis_from(said[1:])
    name, message, parameter, expected = orjson.loads(said[1:])
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, DuizhaoError):
        raise kind(message, parameter=parameter, expected=expected)
    raise RuntimeError(f"{name} in the analysis of a text")


def _work(make: Callable[[], Analysis], writing: int, seconds: int) -> NoReturn:
    """The child: makes the analysis, writes it, and ends without any of the parent's leave-taking."""
    try:
        # The parent's handlers would talk to the parent's server, its finalizers to the parent's database.
        gc.disable()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        _limit_memory()
        said = _said(make)
        while said:
            said = said[os.write(writing, said) :]
    finally:
        os._exit(0)


def _said(make: Callable[[], Analysis]) -> bytes:
    try:
        return b"+" + whole_record(make())
    except DuizhaoError as error:
        return b"-" + orjson.dumps([type(error).__name__, error.message, error.parameter, error.expected])
    except MemoryError:
        return b""
    except Exception as error:  # noqa: BLE001 - the parent raises it
        return b"-" + orjson.dumps([type(error).__name__, "", None, None])


def _limit_memory() -> None:
    room = _used() + MEMORY
    # Only downwards: nobody but root may have more than the machine's own limit.
    lowest = min((room, *(each for each in resource.getrlimit(resource.RLIMIT_AS) if each >= 0)))
    resource.setrlimit(resource.RLIMIT_AS, (lowest, lowest))


def _limit_time(seconds: int) -> None:
    """Let this process be ended by SIGXCPU when it has computed for so many seconds more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, most))


def _used() -> int:
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - a plain read, in a child of a fork
        return int(statm.read().split()[0]) * resource.getpagesize()
