"""The service as it is served, on the loopback, for a browser."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from service.corpus import Corpus
from service.settings import Settings

ROOT = Path(__file__).parent.parent.parent


@contextlib.contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """The address of a service over the store in this folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    environment = kept | {"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": "", "DUIZHAO_WORKERS": "1"} | settings
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
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def seeded(home: Path) -> None:
    """A store with the bundled corpus."""
    corpus = Corpus.open(Settings(home=home))
    corpus.seed()
    corpus.close()
