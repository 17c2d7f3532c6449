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
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.running import served  # noqa: E402

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
    log, said = home / "log", {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_SEEDS": "bundled"}
    with served(log, **said) as client:
        # A path of its own: the package's plugin for pytest is not wanted, its command is.
        run = subprocess.run(
            [
                *(str(Path(sys.executable).parent / "st"), "--config-file", str(HERE / "schemathesis.toml")),
                *("run", str(ROOT / "openapi.yaml"), "--url", str(client.base_url)),
                *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
                *("--continue-on-failure", "--no-color", "--generation-database", "none"),
            ],
            cwd=home,
            env=os.environ | {"SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
            capture_output=True,
            text=True,
            check=False,
        )
    statuses = [line["status"] for line in requests_of(log)]
    failed = [status for status in statuses if status >= 500]
    print(run.stdout if run.returncode else run.stdout[run.stdout.find("= SUMMARY =") - 35 :])
    print(run.stderr, end="")
    print(f"{len(statuses)} requests answered, {len(failed)} of them 5xx")
    return 1 if run.returncode or failed else 0


def requests_of(log: Path) -> list[dict[str, int]]:
    """The lines of the log that are about requests."""
    lines = (line for line in log.read_text().splitlines() if line.startswith("{"))
    return [line for line in map(json.loads, lines) if line["event"] == "request answered"]


if __name__ == "__main__":
    sys.exit(main())
