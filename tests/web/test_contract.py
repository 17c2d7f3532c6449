"""The running service keeps its contract whatever a machine makes up; the long run is bench/contract.py."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(not (Path(sys.executable).parent / "st").exists(), reason="schemathesis is not installed")
def test_contract() -> None:
    """No answer that the contract does not know, and no 5xx; DUIZHAO_EXAMPLES makes it longer."""
    examples = os.environ.get("DUIZHAO_EXAMPLES", "4")
    run = subprocess.run(
        [sys.executable, "bench/contract.py", "--examples", examples],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-6_000:] + run.stderr[-2_000:]
