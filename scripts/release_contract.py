"""What openapi.yaml promises, as lines that can be compared: written at a release, held against ever after.

    python scripts/release_contract.py            writes tests/web/released.txt from openapi.yaml
    python scripts/release_contract.py --show     prints the lines instead

`GET /v1/documents ?limit` is there and stays; `Document.title` is in the answer and stays; a line that begins with
`!` is something that a client must send, and none may be added.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
RELEASED = ROOT / "tests" / "web" / "released.txt"


def promised(contract: dict[str, Any]) -> set[str]:
    """The lines of a contract."""
    return set(_of_paths(contract)) | set(_of_schemas(contract))


def _of_paths(contract: dict[str, Any]) -> Iterator[str]:
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            itself = f"{method.upper()} {path}"
            yield itself
            yield f"{itself} is {operation['operationId']}"
            for parameter in operation.get("parameters", ()):
                named = _resolved(contract, parameter)
                yield f"{itself} ?{named['name']}"
                if named.get("required") and named["in"] != "path":
                    yield f"! {itself} ?{named['name']}"
            for media_type in operation.get("requestBody", {}).get("content", {}):
                yield f"{itself} takes {media_type}"
            for status, response in operation["responses"].items():
                for media_type in _resolved(contract, response).get("content", {}):
                    if status[0] == "2":
                        yield f"{itself} gives {status} {media_type}"


def _of_schemas(contract: dict[str, Any]) -> Iterator[str]:
    for name, schema in contract["components"]["schemas"].items():
        for member, described in schema.get("properties", {}).items():
            yield f"{name}.{member}"
            if isinstance(described.get("type"), str):
                yield f"{name}.{member} is {described['type']}"
        # Answers say which members are always there; of these, more may come. Of what is sent, none.
        is_sent = schema.get("additionalProperties") is False
        yield from (f"! {name}.{member}" for member in schema.get("required", ()) if is_sent)


def _resolved(contract: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        found: Any = contract
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


if __name__ == "__main__":
    lines = sorted(promised(yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))))
    if "--show" in sys.argv:
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        RELEASED.write_text("\n".join(lines) + "\n", "utf-8")
