"""The service with the bundled corpus, as it is served, and the contract that strangers read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import served

MODULES = Path(__file__).parent / "node_modules"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service with the bundled corpus answers."""
    home = tmp_path_factory.mktemp("contract")
    said = {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_SEEDS": "bundled", "DUIZHAO_WORKERS": "1"}
    with served(home / "log", **said) as client:
        yield str(client.base_url)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tools of package.json."""
    if not (MODULES / ".bin" / "tsc").exists():
        pytest.skip("no tools of Node: npm ci --prefix tests/contract")
    folder = tmp_path_factory.mktemp("node")
    (folder / "node_modules").symlink_to(MODULES)
    return folder
