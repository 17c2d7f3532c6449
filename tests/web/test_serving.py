"""The service under gunicorn when something happens to it: a reload under load, too few file handles."""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.running import free_port, running, until
from tests.web.clients import JIAN, Server

GET = b"GET /v1/measures HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="asks Linux which processes there are"
)
NO_HANDLES = "ulimit -n 40; exec "


@contextlib.contextmanager
def gunicorn(home: Path, before: str = "exec ", **settings: str) -> Iterator[tuple[Server, int]]:
    """A server of its own and the id of its first process; `before` stands before the command in a shell."""
    port, log = free_port(), home / "log"
    command = f"{sys.executable} -m gunicorn --config python:service.web.serving"
    words = ["sh", "-c", f"{before}{command} --bind 127.0.0.1:{port} 'service.web:create_app()'"]
    with running(words, log, DUIZHAO_HOME=str(home / "store"), **settings) as process:
        server = Server(port)
        until(lambda: answered(server), 60, log, process)
        yield server, process.pid


def answered(server: Server, patience: float = 10) -> int:
    """The status of a GET within so many seconds; 0 when nothing was answered."""
    with contextlib.suppress(OSError, ValueError):
        return server.raw(GET, patience=patience)[0]
    return 0


def test_reload_under_load(tmp_path: Path) -> None:
    """HUP changes the workers, and no request fails meanwhile."""
    with gunicorn(tmp_path, DUIZHAO_WORKERS="1") as (server, pid):
        before, done = workers(pid), Event()

        def ask() -> list[int]:
            found = []
            while not done.is_set():
                found.append(answered(server))
            return found

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(ask) for _ in range(4)]
            time.sleep(0.3)
            os.kill(pid, signal.SIGHUP)
            until(lambda: not before & workers(pid), 30)
            time.sleep(0.3)
            done.set()
            statuses = [status for each in asking for status in each.result()]

        assert not before & workers(pid)
        assert len(statuses) > 20
        assert set(statuses) == {200}


def workers(pid: int) -> set[str]:
    """The ids of the processes that answer."""
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def test_few_file_handles(tmp_path: Path) -> None:
    """With 40 handles many idle connections are one too many: the rest is refused or 503, and it recovers."""
    with gunicorn(tmp_path, NO_HANDLES, DUIZHAO_WORKERS="1") as (server, _):
        idle = []
        for _ in range(80):
            with contextlib.suppress(OSError):
                idle.append(socket.create_connection(("127.0.0.1", server.port), timeout=1))
        meanwhile = [answered(server, 2) for _ in range(3)]
        for each in idle:
            each.close()
        until(lambda: answered(server) == 200, 30)

        assert set(meanwhile) <= {0, 200, 503}
        body = JIAN.encode()
        head = f"POST /v1/documents HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
        assert server.raw(head.encode(), body, patience=20)[0] == 201
