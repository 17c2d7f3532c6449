"""What all tests share: where the shared material lies. Everything else is built by the test that needs it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, in_memory

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the original documents and the gold, where this machine has it."""
    folder = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no original documents: set DUIZHAO_SHARED to their folder (looked in {folder.name}/)")
    return folder


@pytest.fixture(scope="session")
def bundled() -> Path:
    """The folder of the bundled corpus."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests; each takes a database of its own."""
    server = in_memory()
    yield server
    server.remove()
