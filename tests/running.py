"""The programs of the service as processes that can be killed, stopped and begun again; and what runs them elsewhere.

Used by all tests that need a served service and by the longer runs in bench/.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
TEXT = "2017年，{}选派{}名第一书记驻村。\n全县投入扶贫资金3.{}亿元，群众反映良好。"
JSON = {"Content-Type": "application/json"}


def text(number: int, county: str = "吉安县") -> str:
    """A small document like no other one."""
    return TEXT.format(county, number + 1, number)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def command(program: str, *words: str) -> list[str]:
    """A program of the service on this very interpreter."""
    return [sys.executable, "-W", "ignore", "-m", program, *words]


def begin(words: list[str], log: Path, **variables: str) -> subprocess.Popen[bytes]:
    """Begin a process in a session of its own; settings are those of the variables and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    with log.open("ab") as file:
        return subprocess.Popen(
            words,
            cwd=ROOT,
            env=kept | {"DUIZHAO_SEEDS": "", "DUIZHAO_RATE": "0"} | variables,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes], patience: float = 20) -> None:
    """End a process, and all of its session when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def children(process: int) -> list[int]:
    """The processes that a process began."""
    path = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(each) for each in path.read_text().split()]
    except OSError:
        return []


@contextlib.contextmanager
def running(words: list[str], log: Path, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process for as long as the block lasts."""
    process = begin(words, log, **variables)
    try:
        yield process
    finally:
        end(process)


@contextlib.contextmanager
def served(log: Path, *before: str, port: int = 0, **variables: str) -> Iterator[httpx.Client]:
    """`duizhao serve` and a client of it, as soon as it answers; without documents unless `DUIZHAO_SEEDS` says so.

    Args:
        before: words in front of the command, such as `prlimit --nofile=40`.
        port: any free one when 0.
    """
    port = port or free_port()
    words = [*before, *command("service.cli", "serve", "--port", str(port))]
    with (
        running(words, log, **variables) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        until(lambda: client.get("/healthz").status_code == 200, 60, log, process)
        yield client


def until(
    holds: Callable[[], object],
    seconds: float,
    log: Path | None = None,
    process: "subprocess.Popen[bytes] | None" = None,
) -> float:
    """Wait until something holds; how many seconds that took. Connections that fail do not hold."""
    began = time.monotonic()
    while True:
        with contextlib.suppress(httpx.TransportError):
            if holds():
                return time.monotonic() - began
        said = log.read_text(errors="replace")[-3_000:] if log is not None else "it does not hold"
        assert process is None or process.poll() is None, said
        assert time.monotonic() - began < seconds, said
        time.sleep(0.05)
