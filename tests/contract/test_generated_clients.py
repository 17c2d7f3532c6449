"""Clients that machines make of openapi.yaml compile, and fetch a comparison at the first try."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.web import openapi_yaml

HERE = Path(__file__).parent
TOOLS = Path(sys.executable).parent


def run(*command: str, folder: Path) -> str:
    """What a command prints; it must succeed."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-4_000:] + ended.stderr[-2_000:]
    return ended.stdout


def prepared(node: Path) -> None:
    """The program and the types that it is written with."""
    (node / "openapi.yaml").write_text(openapi_yaml(), "utf-8")
    for name in ("compare.ts", "tsconfig.json", "package.json"):
        (node / name).write_bytes((HERE / name).read_bytes())
    run("node_modules/.bin/openapi-typescript", "openapi.yaml", "-o", "duizhao.d.ts", folder=node)


def test_spectral(node: Path) -> None:
    """The recommended rules of spectral find nothing, not even a hint; examples are held against schemas."""
    (node / "openapi.yaml").write_text(openapi_yaml(), "utf-8")

    assert "No results" in run(
        *("node_modules/.bin/spectral", "lint", "openapi.yaml", "--fail-severity", "hint"),
        *("--ruleset", str(HERE / "spectral.yaml")),
        folder=node,
    )


def test_typescript(node: Path, address: str) -> None:
    """openapi-typescript and openapi-fetch: the program is typed, and prints the cells of the bundled corpus."""
    prepared(node)
    run("node_modules/.bin/tsc", folder=node)

    assert run("node", "compare.js", address, folder=node).splitlines() == CELLS


def test_typescript_knows_the_contract(node: Path) -> None:
    """A member that does not exist is seen by the compiler, not by a user."""
    prepared(node)
    (node / "compare.ts").write_text((HERE / "compare.ts").read_text().replace("cell.gap", "cell.gaps"))

    with pytest.raises(AssertionError, match="'gaps' does not exist"):
        run("node_modules/.bin/tsc", "--noEmit", folder=node)


@pytest.mark.skipif(
    not (TOOLS / "openapi-python-client").exists(), reason="openapi-python-client is not installed"
)
def test_python(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """openapi-python-client: every module is imported, and a comparison is an object with its cells."""
    (tmp_path / "openapi.yaml").write_text(openapi_yaml(), "utf-8")
    (tmp_path / "config.yaml").write_text("post_hooks: []\n", "utf-8")
    run(
        *(
            str(TOOLS / "openapi-python-client"),
            "generate",
            "--path",
            "openapi.yaml",
            "--config",
            "config.yaml",
        ),
        *("--output-path", "generated", "--meta", "none"),
        folder=tmp_path,
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    generated = importlib.import_module("generated")
    modules = [each.name for each in pkgutil.walk_packages(generated.__path__, "generated.")]
    for name in modules:
        importlib.import_module(name)
    compare = importlib.import_module("generated.api.comparison.compare")
    with generated.Client(base_url=address) as client:
        found = compare.sync(client=client, measures="first_secretaries,work_teams", regions="360821,522628")

    assert len(modules) > 200
    cells = [cell.to_dict() for row in found.rows for cell in row.cells]
    assert [f"{cell['region']} {cell.get('value') or cell['gap']}" for cell in cells] == CELLS


# As the bundled corpus has them: a gap is a cell of another type.
CELLS = ["360821 no_number", "522628 61", "360821 99", "522628 187"]
