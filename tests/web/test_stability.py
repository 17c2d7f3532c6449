"""What was released stays: see docs/stability.md."""

import importlib.util
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.web import openapi_yaml

ROOT = Path(__file__).parent.parent.parent
SPEC = importlib.util.spec_from_file_location("release_contract", ROOT / "scripts" / "release_contract.py")
assert SPEC is not None
assert SPEC.loader is not None
RELEASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(RELEASE)
CONTRACT: dict[str, Any] = yaml.safe_load(openapi_yaml())


def broken(contract: dict[str, Any]) -> set[str]:
    """The promises that a contract breaks."""
    released, now = set(RELEASE.RELEASED.read_text("utf-8").splitlines()), RELEASE.promised(contract)
    # What a client must send may become less and never more.
    gone = {line for line in released - now if not line.startswith("!")}
    added = {line for line in now - released if line.startswith("!") and _is_known(line, released)}
    return gone | added


def _is_known(line: str, released: set[str]) -> bool:
    # A new operation, or a new kind of body, may ask for what it likes.
    owner = line.removeprefix("! ").rpartition(" ?")[0] or line.removeprefix("! ").partition(".")[0] + "."
    return any(each.startswith(owner) for each in released)


def test_nothing_disappears() -> None:
    """Every path, parameter, format and member of the last release is still there, and no more is asked for."""
    assert broken(CONTRACT) == set()


@pytest.mark.parametrize(("change", "line"), [
    (lambda it: it["paths"].pop("/v1/regions"), "GET /v1/regions"),
    (lambda it: it["components"]["schemas"]["Observation"]["properties"].pop("bound"), "Observation.bound"),
    (lambda it: it["components"]["schemas"]["NewDocument"]["required"].append("title"), "! NewDocument.title"),
    (
        lambda it: it["paths"]["/v1/documents"]["get"]["parameters"].append(
            {"name": "key", "in": "query", "required": True}
        ),
        "! GET /v1/documents ?key",
    ),
])  # fmt: skip
def test_a_break_is_seen(change: Any, line: str) -> None:
    """The test above would see it."""
    contract = deepcopy(CONTRACT)
    change(contract)

    assert line in broken(contract)


def test_an_addition_is_none(tmp_path: Path) -> None:
    """A new member, a new parameter or a new path breaks nobody."""
    contract = deepcopy(CONTRACT)
    contract["components"]["schemas"]["Observation"]["properties"]["new"] = {"type": "string"}
    contract["paths"]["/v1/new"] = {"get": {"operationId": "new", "responses": {}, "parameters": [
        {"name": "key", "in": "query", "required": True}
    ]}}  # fmt: skip

    assert broken(contract) == set()
