"""The smallest corpora that have what the tests of HTTP need: two regions, a figure, a gap, a bound.

`client` answers over a corpus that no test may change, `fresh` over one of its own; `server` is a gunicorn.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, JINPING, Server, a_client, post

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A service with two documents, for reading only."""
    made = a_client(tmp_path_factory.mktemp("read"))
    post(made, JIAN, title="吉安县选派第一书记", published="2018-03-01")
    post(made, JINPING, region="522628")
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> FlaskClient:
    """A service without documents, for one test."""
    return a_client(tmp_path)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service in gunicorn, as it is served, with an empty corpus."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("served")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    environment |= {"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": "", "DUIZHAO_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:service.web.serving"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "service.web:create_app()"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            until = time.monotonic() + 30
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                assert process.poll() is None, (home / "log").read_text()
                assert time.monotonic() < until, (home / "log").read_text()
                time.sleep(0.05)
            yield Server(port)
        finally:
            process.terminate()
            process.wait(10)
