"""The running service against openapi.yaml: every check of schemathesis, examples and links included.

    python bench/contract.py                      the long run: DUIZHAO_EXAMPLES cases an operation and phase, or 100
    python bench/contract.py --examples 5         a short one, as in CI
    python bench/contract.py --seed 7             other cases

Serves the bundled corpus from a folder of its own and leaves nothing behind. Prints what schemathesis counted and
how many answers were 5xx by the log of the service; exit code 1 when anything failed.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
HERE = ROOT / "bench" / "contract"


def main() -> int:
    """Serve, ask, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=int(os.environ.get("DUIZHAO_EXAMPLES", "100")))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return held_against(Path(folder), asked.examples, asked.seed)


def held_against(home: Path, examples: int, seed: int) -> int:
    """Run it; the exit code."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    environment = kept | {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_RATE": "0"}
    log = home / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=written,
        )
    try:
        await_ready(f"http://127.0.0.1:{port}/readyz", server)
        # A path of its own: the package's plugin for pytest is not wanted, its command is.
        run = subprocess.run(
            [
                *(str(Path(sys.executable).parent / "st"), "--config-file", str(HERE / "schemathesis.toml")),
                *("run", str(ROOT / "openapi.yaml"), "--url", f"http://127.0.0.1:{port}"),
                *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
                *("--continue-on-failure", "--no-color", "--generation-database", "none"),
            ],
            cwd=home,
            env=environment | {"SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.terminate()
        server.wait(10)
    statuses = [line["status"] for line in requests_of(log)]
    failed = [status for status in statuses if status >= 500]
    print(run.stdout if run.returncode else run.stdout[run.stdout.find("= SUMMARY =") - 35 :])
    print(run.stderr, end="")
    print(f"{len(statuses)} requests answered, {len(failed)} of them 5xx")
    return 1 if run.returncode or failed else 0


def await_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the service is ready, a minute at most."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
                return
        except OSError as problem:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("the service does not start") from problem
            time.sleep(0.2)


def requests_of(log: Path) -> list[dict[str, int]]:
    """The lines of the log that are about requests."""
    lines = (line for line in log.read_text().splitlines() if line.startswith("{"))
    return [line for line in map(json.loads, lines) if line["event"] == "request answered"]


if __name__ == "__main__":
    sys.exit(main())
