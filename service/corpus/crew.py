"""A crew: processes that work side by side, watched by one that does nothing else.

Each is a copy of this process, dictionary and all, made in some 20 ms. It tells by a pipe which piece of work it
begins. A piece that takes too long ends its process, and so does a piece that crashes it; another process takes
its place and hears what became of the one before. When the watcher itself is gone, the next word finds nobody to
hear it, and its process ends.

The watcher must not have a database open: SQLite's locks do not outlive a fork.
"""

import logging
import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import orjson

from service.errors import DuizhaoError

# After being asked to end, a process has the time of one piece of work, and these seconds.
_GRACE = 5
# So many processes in a row that ended in their first second, at no piece of work, will not be mended by another.
_HOPELESS = 5
# The status of a process that had no memory left.
_NO_MEMORY = 3

log = logging.getLogger(__name__)


class Lost(NamedTuple):
    """What became of a process before.

    Attributes:
        name: the piece of work that it was at; empty when at none.
        problem: how it ended.
        said: what it told last by `Voice.remember`; None when it never did.
    """

    name: str
    problem: str
    said: Any


class Voice:
    """How a member of a crew speaks to its watcher, and whether it is to end.

    Methods raise BrokenPipeError when there is no watcher any more.
    """

    def __init__(self, writing: int) -> None:
        self._writing = writing
        self._stopping = False
        signal.signal(signal.SIGTERM, self._stop)

    @property
    def is_stopping(self) -> bool:
        """Whether the watcher wants it to end."""
        return self._stopping

    def begin(self, name: str) -> None:
        """Begin a piece of work: its time runs."""
        self._say(["begin", name])

    def end(self, said: Any = None) -> None:
        """Be done with it; `said` is handed on by the watcher."""
        self._say(["end", said])

    def remember(self, said: Any) -> None:
        """Leave a word for the process that takes this one's place; what it heard of those before is done with."""
        self._say(["remember", said])

    def _say(self, words: list[Any]) -> None:
        said = orjson.dumps(words) + b"\n"
        while said:
            said = said[os.write(self._writing, said) :]

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True


Duty = Callable[[Voice, Sequence[Lost]], None]


@dataclass
class _Member:
    process: int
    reading: int
    started: float
    begun: float = 0.0
    name: str = ""
    inherited: tuple[Lost, ...] = ()
    remembered: Any = None
    heard: bytearray = field(default_factory=bytearray)
    overdue: bool = False


class Crew:
    """Some processes with one duty.

    Args:
        duty: what each does until it is done or `is_stopping`, beginning with what became of those whose place it
            takes; an exception ends its process.
        size: how many.
        seconds: that one piece of work may take.
    """

    def __init__(self, duty: Duty, size: int, seconds: float) -> None:
        self._duty = duty
        self._size = size
        self._seconds = seconds
        self._stopping: float | None = None
        self._failures = 0

    def stop(self) -> None:
        """Let every process end when its piece of work is done; for a signal handler."""
        self._stopping = self._stopping or time.monotonic()

    def run(self, idle: Callable[[], None] = lambda: None) -> Iterator[tuple[str, Any]]:
        """Keep the processes at work until all are done.

        Args:
            idle: called several times a second.

        Yields:
            The name of a piece of work and what was said at its end; for one that its process did not survive,
            its name and a `Lost`.
        """
        members = [self._started((), ()) for _ in range(self._size)]
        try:
            while members:
                idle()
                if self._stopping:
                    # Again and again: one that has just begun does not listen yet.
                    for each in members:
                        _send(each, signal.SIGTERM)
                open_ends = [each.reading for each in members]
                ready, _, _ = select.select(open_ends, [], [], 0.1)
                self._end_overdue(members)
                for member in [each for each in members if each.reading in ready]:
                    piece = os.read(member.reading, 1 << 20)
                    if piece:
                        yield from self._told(member, piece)
                        continue
                    members.remove(member)
                    lost = self._ended(member)
                    if lost is None:
                        continue
                    if lost.name:
                        yield lost.name, lost
                    if not self._stopping:
                        heard = (*member.inherited, lost)
                        members.append(self._started(heard, [each.reading for each in members]))
        finally:
            for member in members:
                _send(member, signal.SIGKILL)
                os.close(member.reading)
                os.waitpid(member.process, 0)

    def _started(self, lost: tuple[Lost, ...], others: Sequence[int]) -> _Member:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            # Ends of other members' pipes are closed: their ends are to be seen when they come.
            for each in (*others, reading):
                os.close(each)
            _work(self._duty, writing, lost)
        os.close(writing)
        return _Member(process, reading, time.monotonic(), inherited=lost)

    def _told(self, member: _Member, piece: bytes) -> Iterator[tuple[str, Any]]:
        member.heard += piece
        *lines, rest = bytes(member.heard).split(b"\n")
        member.heard[:] = rest
        for line in lines:
            match orjson.loads(line):
                case ["begin", name]:
                    member.name, member.begun = name, time.monotonic()
                case ["end", said]:
                    name, member.name = member.name, ""
                    yield name, said
                case ["remember", said]:
                    member.remembered, member.inherited = said, ()

    def _ended(self, member: _Member) -> Lost | None:
        """How a process ended that will say no more; None when it was done."""
        os.close(member.reading)
        _, status = os.waitpid(member.process, 0)
        if status == 0:
            return None
        if member.overdue or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
            problem = "it took more time than there is for one"
        elif os.WIFEXITED(status) and os.WEXITSTATUS(status) == _NO_MEMORY:
            problem = "it took more memory than there is for one"
        elif os.WIFSIGNALED(status):
            problem = f"its process was ended by {signal.Signals(os.WTERMSIG(status)).name}"
        else:
            problem = "its process failed"
            self._check(member)
        return Lost(member.name, problem, member.remembered)

    def _check(self, member: _Member) -> None:
        is_quick = not member.name and time.monotonic() - member.started < 1
        self._failures = self._failures + 1 if is_quick else 0
        if self._failures >= _HOPELESS:
            raise DuizhaoError("processes end as soon as they begin", expected="the reason in the log")

    def _end_overdue(self, members: list[_Member]) -> None:
        now = time.monotonic()
        for member in members:
            late = member.name and now - member.begun > self._seconds
            if late or (self._stopping and now - self._stopping > self._seconds + _GRACE):
                member.overdue = True
                _send(member, signal.SIGKILL)


def _send(member: _Member, number: int) -> None:
    # It may have ended; until it is waited for, nobody else has its number.
    os.kill(member.process, number)


def _work(duty: Duty, writing: int, lost: Sequence[Lost]) -> NoReturn:
    """The member: ends without any of its parent's leave-taking."""
    status = 1
    try:
        for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(number, signal.SIG_DFL)
        # Ctrl-C goes to all of the terminal's processes: the watcher decides.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        duty(Voice(writing), lost)
        status = 0
    except BrokenPipeError:
        status = 0
    except MemoryError:
        status = _NO_MEMORY
    except Exception:
        log.exception("a process of the crew failed")
    finally:
        os._exit(status)
