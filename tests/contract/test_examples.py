"""The examples of openapi.yaml are what a new installation answers today."""

import importlib.util
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from service.web import openapi_yaml

ROOT = Path(__file__).parent.parent.parent
SPEC = importlib.util.spec_from_file_location("contract_examples", ROOT / "scripts" / "contract_examples.py")
assert SPEC is not None
assert SPEC.loader is not None
EXAMPLES = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(EXAMPLES)
CONTRACT = yaml.safe_load(openapi_yaml())
CONTENTS = [
    pytest.param(content, id=f"{operation['operationId']} {status} {media_type}")
    for item in CONTRACT["paths"].values()
    for operation in item.values()
    if isinstance(operation, dict)
    for status, response in operation["responses"].items()
    for media_type, content in response.get("content", {}).items()
    if "examples" in content
]


def test_answers_of_today() -> None:
    """`make examples` was run after the last change of an answer."""
    committed = json.loads(EXAMPLES.FILE.read_text("utf-8"))
    now = EXAMPLES.made()

    for kind in ("operations", "problems"):
        assert list(committed[kind]) == list(now[kind])
        for name, answers in now[kind].items():
            assert committed[kind][name] == answers, name


def test_labels_in_both_languages() -> None:
    """Where an answer has labels, both languages are shown."""
    examples = CONTRACT["paths"]["/v1/comparison"]["get"]["responses"]["200"]["content"]["application/json"]
    labels = {name: each["value"]["rows"][0]["label"] for name, each in examples["examples"].items()}

    assert labels == {"zh": "第一书记人数", "en": "First secretaries dispatched"}


@pytest.mark.parametrize("content", CONTENTS)
def test_examples_keep_the_contract(content: dict[str, object]) -> None:
    """What is shown has the form that is promised beside it."""
    validator = Draft202012Validator({"components": CONTRACT["components"]} | content["schema"])  # type: ignore[operator]

    for example in content["examples"].values():  # type: ignore[attr-defined]
        validator.validate(example["value"])
