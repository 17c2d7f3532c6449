"""How fast answers go over HTTP, beside a bare WSGI app that returns the same bytes on the same gunicorn, in one run.

    python bench/serving.py             25 rounds in alternating order, two minutes
    python bench/serving.py --smoke     small and quick: shows that everything runs, not how fast it is

CPU time of the server's processes for a request, medians over the rounds; the client is a loop over keep-alive
sockets. The store holds the bundled corpus and made-up figures for 5 regions x 40 measures.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn"]
LIST = "/v1/documents"
# The same for both: threads, preloading, keep-alive. Recycling a worker would fall into somebody's round.
CONFIG = ["--config", "python:service.web.serving", "--max-requests", "0"]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    smoke = parser.parse_args().smoke
    rounds, times = (1, 300) if smoke else (25, 800)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ours = Server(home, [*CONFIG, "service.web:create_app()"], home)
        address = "/v1/comparison"
        tag, body = ours.get(address)
        # "The same bytes" are those of the headers, too: they cost the server as the body does.
        for name, each in (("comparison", address), ("list", LIST)):
            (home / f"{name}.json").write_text(json.dumps(ours.headers(each)))
            (home / name).write_bytes(ours.get(each)[1])
        (home / "bare.py").write_text(BARE)
        bare = Server(home, [*CONFIG, "bare:app"], home)
        print(f"{address}: {len(body)} bytes")
        runs: dict[str, tuple[Server, Callable[[], object]]] = {
            "bare WSGI, the same bytes": (bare, lambda: bare.get("/")),
            "kept comparison": (ours, lambda: ours.get(address)),
            "304": (ours, lambda: ours.get(address, {"If-None-Match": tag})),
            "kept list of documents": (ours, lambda: ours.get(LIST)),
            "bare WSGI, the list": (bare, lambda: bare.get("/list")),
            "bare WSGI, no body": (bare, lambda: bare.get("/empty")),
        }
        spent: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(rounds):
            for name in list(runs) if turn % 2 else reversed(list(runs)):
                server, ask = runs[name]
                ask()
                before = server.cpu()
                for _ in range(times):
                    ask()
                spent[name].append((server.cpu() - before) / times)
        found = {name: statistics.median(each) for name, each in spent.items()}
        for name, seconds in found.items():
            print(f"{name:42} {seconds * 1e6:8.0f} µs CPU")
        base = found["bare WSGI, the same bytes"]
        print(f"{'bare / kept comparison':42} {base / found['kept comparison']:8.2f}  goal >= 0.9")
        print(
            f"{'bare without body / 304':42} {found['bare WSGI, no body'] / found['304']:8.2f}  goal >= 0.9"
        )
        print(f"{'bare with body / 304':42} {base / found['304']:8.2f}  goal >= 0.9")
        listed = found["bare WSGI, the list"] / found["kept list of documents"]
        print(f"{'bare / kept list of documents':42} {listed:8.2f}  goal >= 0.9")
        before = ours.cpu()
        asked = 3 if smoke else 40
        for number in range(asked):
            ours.get(f"{address}?tolerance=P{number + 1}D")
        print(f"{'comparison that is not kept':42} {(ours.cpu() - before) / asked * 1e3:8.1f} ms CPU")
        ours.stop()
        bare.stop()


class Server:
    """A gunicorn with one worker, and a connection to it."""

    def __init__(self, home: Path, application: list[str], folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
        environment = kept | {
            "DUIZHAO_HOME": str(home / "store"),
            "DUIZHAO_WORKERS": "1",
            "DUIZHAO_RATE": "6000000",
            "PYTHONPATH": f"{ROOT}:{folder}",
        }
        seed = [sys.executable, "-c", SEED]
        subprocess.run(seed, check=True, cwd=ROOT, env=environment)
        self.log = (home / f"log{self.port}").open("wb")
        self.process = subprocess.Popen(
            [*GUNICORN, *application, "--bind", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
        )
        until = time.monotonic() + 60
        while True:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection.connect()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def get(self, address: str, headers: dict[str, str] | None = None) -> tuple[str, bytes]:
        """The tag and the body of an answer."""
        try:
            self.connection.request("GET", address, headers=headers or {})
            answer = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            # Closed while the other server was measured.
            self.connection.close()
            self.connection.request("GET", address, headers=headers or {})
            answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status in {200, 304}, (answer.status, body[:300])  # noqa: S101
        return answer.headers.get("ETag", ""), body

    def headers(self, address: str) -> list[tuple[str, str]]:
        """The headers of an answer, without those that gunicorn adds to all."""
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        answer.read()
        return [each for each in answer.getheaders() if each[0] not in {"Date", "Server", "Connection"}]

    def cpu(self) -> float:
        """Seconds of CPU that the worker has used."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        # The clock of a process, in nanoseconds and with its threads that ended (clock_getcpuclockid(3)).
        return sum(time.clock_gettime(~int(pid) << 3 | 2) for pid in children)

    def stop(self) -> None:
        """End it."""
        self.connection.close()
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


BARE = """
import json
from pathlib import Path
home = Path(__file__).parent
def kept(name):
    headers = [tuple(each) for each in json.loads((home / f"{name}.json").read_text())]
    return (home / name).read_bytes(), headers
body, headers = kept("comparison")
listed, list_headers = kept("list")
bare = [each for each in headers if each[0] not in ("Content-Type", "Content-Length")]
def app(environ, start_response):
    if environ["PATH_INFO"] == "/empty":
        start_response("304 NOT MODIFIED", bare)
        return [b""]
    if environ["PATH_INFO"] == "/list":
        start_response("200 OK", list_headers)
        return [listed]
    start_response("200 OK", headers)
    return [body]
"""
SEED = """
import os
from service.corpus import Corpus
from service.settings import Settings
corpus = Corpus.open(Settings.from_environment(os.environ))
corpus.seed()
corpus.close()
"""

if __name__ == "__main__":
    main()
