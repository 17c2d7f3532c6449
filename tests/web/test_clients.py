"""What docs/clients.md promises works: each example of each operation is run against the bundled corpus."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from service.web import openapi_yaml
from tests.running import ROOT, served

SPEC = importlib.util.spec_from_file_location("client_examples", ROOT / "scripts" / "client_examples.py")
assert SPEC is not None
assert SPEC.loader is not None
EXAMPLES = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(EXAMPLES)
PAGE = EXAMPLES.PAGE.read_text("utf-8")


def blocks(language: str) -> list[tuple[str, str]]:
    """Operation and example, in the order of the page."""
    found: list[tuple[str, str]] = []
    for section in PAGE.split("\n### ")[1:]:
        name = section.partition("\n")[0]
        found += [(name, code) for code in re.findall(rf"```{language}\n(.*?)\n```", section, re.DOTALL)]
    return found


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A service with the bundled corpus, and what the page calls BASE, DOCUMENT, OBSERVATION and JOB."""
    home = tmp_path_factory.mktemp("clients")
    said = {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_SEEDS": "bundled", "DUIZHAO_WORKERS": "1"}
    with served(home / "log", **said) as client:
        first = client.get("/v1/observations?limit=1").json()["observations"][0]
        text, later = {"text": "2018年，吉安县选派53名第一书记驻村。"}, {"Prefer": "respond-async"}
        job = client.post("/v1/documents", json=text, headers=later).json()
        base = str(client.base_url)
        yield {"BASE": base, "DOCUMENT": EXAMPLES.SEED, "OBSERVATION": first["id"], "JOB": job["id"]}


def test_page_is_current() -> None:
    """`python scripts/client_examples.py` was run after the last change of the contract."""
    assert EXAMPLES.page(yaml.safe_load(openapi_yaml())) == PAGE


def test_every_operation_is_there() -> None:
    """Each operation has an example in each language."""
    contract = yaml.safe_load(openapi_yaml())
    operations = sorted(
        operation["operationId"]
        for item in contract["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    )
    for language in ("sh", "python", "js"):
        assert sorted(name for name, _ in blocks(language)) == operations


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_curl(names: dict[str, str]) -> None:
    """Every curl gets what it asks for."""
    for name, code in blocks("sh"):
        run = subprocess.run(
            ["sh", "-c", code], env=os.environ | names, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, (name, code, run.stderr)


def test_python(names: dict[str, str]) -> None:
    """Every httpx call gets what it asks for."""
    for _, code in blocks("python"):
        exec(code, {"httpx": httpx} | names)  # noqa: S102 - our own page


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node")
def test_javascript(names: dict[str, str], tmp_path: Path) -> None:
    """Every fetch gets what it asks for."""
    script = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in names.items())
    for name, code in blocks("js"):
        script += f"try {{\n{code}\n}} catch (error) {{ console.error({json.dumps(name)}, error); process.exit(1); }}\n"
    (tmp_path / "all.mjs").write_text(script, "utf-8")
    run = subprocess.run(["node", str(tmp_path / "all.mjs")], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr[-2_000:]


def test_addresses_of_recipes(names: dict[str, str]) -> None:
    """Every address that a recipe names is answered."""
    for address in re.findall(r"http://127\.0\.0\.1:8000(/v1/[^\s`\"]+)", PAGE):
        assert httpx.get(names["BASE"] + address).status_code == 200, address
