"""The processes that read for this one: how they are started, asked and let go.

One process stands by with the packages of all formats loaded and makes copies of itself, in a few milliseconds
(`reader`). A copy reads one document after the other; when a document ends it, another takes its place.

    here    {"media_type", "charset", "limits"} content
    there   {"kind": "Begun"}
            {"kind": "Source", "charset"} characters     or the class, message, parameter, expected of an error
"""

import atexit
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from service.errors import Overloaded
from service.reading.frames import Line

Answer = tuple[dict[str, Any], bytes]

_ROOT = Path(__file__).parents[2]
_START = "from service.reading.reader import stand_by; stand_by()"
_IDLE = 2  # copies that are kept for the next document; each has some 20 MB of its own
_PATIENCE = 10.0  # seconds in which a copy begins, on a machine that is busy


def ask(order: dict[str, Any], content: bytes, seconds: float) -> Answer | None:
    """What a reader answers; None when this document ended it, or its time was up.

    Raises:
        Overloaded: no reader could be started.
    """
    for _ in range(_IDLE + 3):
        line = _readers.take()
        if line is None:
            continue
        try:
            # A reader that was idle may have ended meanwhile: then nothing was begun, and another is asked.
            if not _begun(line, order, content):
                line.end.close()
                continue
            answer = line.hear(time.monotonic() + seconds)
        except (EOFError, OSError):
            line.end.close()
            return None
        if answer[0].get("last"):
            line.end.close()
        else:
            _readers.give_back(line)
        return answer
    raise Overloaded("the document could not be read now", expected="trying again later")


def _begun(line: Line, order: dict[str, Any], content: bytes) -> bool:
    try:
        line.end.settimeout(_PATIENCE)
        line.say(order, content)
        line.hear(time.monotonic() + _PATIENCE)
    except (EOFError, OSError):
        return False
    return True


class _Standby:
    """The process that stands by; it ends when nobody is left who could ask it."""

    def __init__(self) -> None:
        self.orders, theirs = socket.socketpair()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("DUIZHAO_", "PYTHON"))
        }
        environment["PYTHONPATH"] = os.pathsep.join((str(_ROOT), *filter(None, sys.path)))
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and code
                [sys.executable, "-c", _START],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )


class _Readers:
    """The readers of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standby: _Standby | None = None
        self._idle: list[Line] = []
        # Of the process that this is a copy of: not ours to wait for, and not to be collected as lost.
        self._others: list[_Standby] = []

    def take(self) -> Line | None:
        """A reader that has nothing to do; None when none could be had this time."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            try:
                if self._standby is None:
                    self._standby = _Standby()
                ours, theirs = socket.socketpair()
            except OSError:
                return None  # no handles or processes left: the one who asks hears that it is too much now
            with theirs:
                try:
                    socket.send_fds(self._standby.orders, [b"!"], [theirs.fileno()])
                except OSError:
                    ours.close()
                    self._standby.orders.close()
                    self._standby.process.wait()
                    self._standby = None
                    return None
            return Line(ours)

    def give_back(self, line: Line) -> None:
        """Keep a reader for the next document, or let it go."""
        with self._lock:
            if len(self._idle) < _IDLE:
                self._idle.append(line)
                return
        line.end.close()

    def in_child(self) -> None:
        """A copy of this process begins without readers, or those of the original would outlive it."""
        self._lock = Lock()
        for line in self._idle:
            line.end.close()
        self._idle = []
        if self._standby is not None:
            self._standby.orders.close()
            self._others.append(self._standby)
            self._standby = None

    def at_exit(self) -> None:
        """End them with this process."""
        for line in self._idle:
            line.end.close()
        if self._standby is not None:
            self._standby.orders.close()
            with suppress(subprocess.TimeoutExpired):
                self._standby.process.wait(_PATIENCE)


_readers = _Readers()
os.register_at_fork(after_in_child=_readers.in_child)
atexit.register(_readers.at_exit)
