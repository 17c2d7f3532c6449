"""The process that reads documents for another: it stands by, and copies of it read.

Not imported by the service: `readers` starts it.
"""

import gc
import importlib
import os
import resource
import signal
import socket
from contextlib import suppress
from typing import Any, NoReturn

from service.errors import DuizhaoError
from service.reading import FORMATS
from service.reading.apart import GRACE
from service.reading.formats import Limits, too_big
from service.reading.frames import Line

# What the formats load at their first document; an extra that is not installed is missed when it is needed.
_LOADED = ("lxml.html", "trafilatura", "pypdfium2", "docx")
# The packages prepare much at their first page, which no copy should have to do again.
_SAMPLE = (
    "<html><body><h1>某县</h1><p>全县选派第一书记到村任职，年底前要把账交清楚。</p></body></html>".encode()
)
_MOST = 500  # documents; what the packages lose of memory ends with the process
_LARGE = 256 * 1024 * 1024  # bytes; what was needed once for a large document is given back


def stand_by() -> None:
    """Make a copy for each socket that comes over the standard input, until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: who asked for us ends us
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that copies that ended leave nothing behind
    for name in _LOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    for each in FORMATS:
        with suppress(DuizhaoError):
            each.read(_SAMPLE, None, Limits())
    gc.collect()
    gc.freeze()
    orders = socket.socket(fileno=0)
    while True:
        said, descriptors, _, _ = socket.recv_fds(orders, 1, 1)
        if not said:
            return
        # Without room for another process the one that asks hears nothing, and asks again.
        with socket.socket(fileno=descriptors[0]) as asking, suppress(OSError):
            if os.fork() == 0:
                orders.close()
                _read_all(Line(asking))


def _read_all(asking: Line) -> NoReturn:
    """Read what is asked for; the kernel ends this process when a document takes too much."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
        used = _used()
        for number in range(_MOST):
            order, content = asking.hear()
            asking.say({"kind": "Begun"})
            limits = Limits(**order["limits"])
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE)
            resource.setrlimit(resource.RLIMIT_AS, _bounded(used + limits.memory))
            told, characters = _answer(order["media_type"], content, order["charset"], limits)
            is_last = number + 1 == _MOST or _used() > used + _LARGE
            asking.say(told | {"last": is_last}, characters)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if is_last:
                break
    finally:
        os._exit(0)


def _bounded(room: int) -> tuple[int, int]:
    """A limit that can be raised again, below the one that this process may itself have been given."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    return (room if hard == resource.RLIM_INFINITY else min(room, hard)), hard


def _answer(
    media_type: str, content: bytes, charset: str | None, limits: Limits
) -> tuple[dict[str, Any], bytes]:
    chosen = next(each for each in FORMATS if each.media_type == media_type)
    try:
        source = chosen.read(content, charset, limits)
        characters = source.characters.encode("utf-8", "surrogatepass")
    except DuizhaoError as error:
        return _told(error), b""
    except MemoryError:
        return _told(too_big(limits)), b""
    except Exception as error:  # noqa: BLE001  a stranger's document; the one that asks logs it
        return {"kind": type(error).__name__}, b""
    return {"kind": type(source).__name__, "charset": source.charset}, characters


def _told(error: DuizhaoError) -> dict[str, Any]:
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "parameter": error.parameter,
        "expected": error.expected,
    }


def _used() -> int:
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123  a plain read, in a copy of a process
        return int(statm.read().split()[0]) * resource.getpagesize()
