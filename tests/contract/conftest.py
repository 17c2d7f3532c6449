"""The service with the bundled corpus, as it is served, and the contract that strangers read."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent.parent
MODULES = Path(__file__).parent / "node_modules"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service with the bundled corpus answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("contract")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=kept | {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_WORKERS": "1"},
            stdout=log,
            stderr=log,
        )
    until = time.monotonic() + 60
    try:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                    break
            assert server.poll() is None, (home / "log").read_text()[-2_000:]
            assert time.monotonic() < until, (home / "log").read_text()[-2_000:]
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tools of package.json."""
    if not (MODULES / ".bin" / "tsc").exists():
        pytest.skip("no tools of Node: npm ci --prefix tests/contract")
    folder = tmp_path_factory.mktemp("node")
    (folder / "node_modules").symlink_to(MODULES)
    return folder
