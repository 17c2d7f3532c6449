"""service/web/examples.json: what a new installation answers to each operation today, for openapi.yaml.

    python scripts/contract_examples.py        writes service/web/examples.json

The questions are those of docs/clients.md, asked of the bundled corpus. Answers are shortened: two items of a list,
three lines of a table, 300 characters of a text, four
digits of a score. What differs between two installations has a value of its own here.
"""

import importlib.util
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from flask.testing import FlaskClient

from service.corpus import Corpus
from service.settings import Settings, bundled_seeds
from service.web import create_app, openapi_yaml

ROOT = Path(__file__).parent.parent
FILE = ROOT / "service" / "web" / "examples.json"
ITEMS, LINES, CHARACTERS, LARGEST = 2, 3, 300, 6_000
# Of a moment, a machine or a version, not of the corpus.
STEADY = {
    "edition": "0" * 16,
    "received": "2026-01-05T08:00:00Z",
    "made": "2026-01-05T08:00:00Z",
    "created": "2026-01-05T08:00:00Z",
    "request_id": "4b1f6c0e9a7d42538e6f0c1d2b3a4958",
}
# Of this machine as a whole: versions and paths.
PASSING = frozenset({"show_readiness", "show_version", "show_metrics", "show_health"})
SHOWN = frozenset({"application/json", "text/csv", "application/x-ndjson"})
PROBLEMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "BadRequest": ("POST", "/v1/documents", {"data": b'{"text":', "content_type": "application/json"}),
    "NotFound": ("GET", "/v1/regions/999999", {}),
    "NotAcceptable": ("GET", "/v1/comparison", {"headers": {"Accept": "image/gif"}}),
    "PreconditionFailed": ("DELETE", "/v1/documents/$DOCUMENT", {"headers": {"If-Match": '"another"'}}),
    "PreconditionRequired": ("DELETE", "/v1/documents/$DOCUMENT", {}),
    "PayloadTooLarge": ("POST", "/v1/documents", {"data": b"x" * 3_000_000, "content_type": "text/plain"}),
    "UnsupportedMediaType": ("POST", "/v1/documents", {"data": b"<a/>", "content_type": "application/xml"}),
    "Refused": ("GET", "/v1/comparison?region=360821", {}),
}


def clients() -> Any:
    """The module that makes docs/clients.md."""
    spec = importlib.util.spec_from_file_location(
        "client_examples", Path(__file__).parent / "client_examples.py"
    )
    if spec is None or spec.loader is None:
        raise SystemExit("client_examples.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made() -> dict[str, Any]:
    """Examples by operation, status and media type, and those of problems by their names."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), seeds=bundled_seeds(), rate=0)
        corpus = Corpus.open(settings)
        corpus.seed()
        corpus.close()
        client = create_app(settings).test_client()
        page, contract = clients(), yaml.safe_load(openapi_yaml())
        names = {
            "$DOCUMENT": page.SEED,
            "$ADDED": page.ADDED,
            "$OBSERVATION": client.get("/v1/observations?limit=1").json["observations"][0]["id"],
        }
        # Reading comes first: the corpus is then the bundled one.
        examples = sorted(page.examples(contract), key=lambda each: each.method != "GET")
        operations: dict[str, Any] = {}
        for each in examples:
            documented = _operation(contract, each.name)["responses"]
            for status, media_type, value, address in _answers(client, each, documented, names):
                found = operations.setdefault(each.name, {}).setdefault(status, {}).setdefault(media_type, {})
                language = "en" if address.endswith(" en") else "zh"
                found[language] = {"summary": address.removesuffix(" en"), "value": value}
        for statuses in operations.values():
            for kinds in statuses.values():
                for found in kinds.values():
                    if list(found) == ["zh"]:
                        found["bundled"] = found.pop("zh")
        return {"operations": operations, "problems": dict(_problems(client, names))}


def _operation(contract: dict[str, Any], name: str) -> dict[str, Any]:
    return next(
        operation
        for item in contract["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("operationId") == name
    )


def _answers(
    client: FlaskClient, each: Any, documented: dict[str, Any], names: dict[str, str]
) -> Iterator[tuple[str, str, Any, str]]:
    """Status, media type, shortened answer, and what was asked; the answer in English too where it differs."""
    if each.name in PASSING:
        return
    # A byte order mark cannot be seen, and YAML would write it as an escape.
    query = {name: value for name, value in each.query.items() if name != "bom"}
    address = each.path + (f"?{urlencode(query, safe=',')}" if query else "")
    for name, value in names.items():
        address = address.replace(name, value)
    if "{" in address or "$" in address:
        return
    wanted = [kind for kind in documented.get("200", {}).get("content", {}) if kind in SHOWN]
    if each.method != "GET":
        wanted = wanted[:1] or ["application/json"]
    before = b""
    for accept in wanted:
        for language in ("zh", "en") if each.method == "GET" else ("zh",):
            headers = {"Accept": accept, "Accept-Language": language} | each.headers
            body = None if each.body is None else json.dumps(each.body, ensure_ascii=False).encode()
            answer = client.open(address, method=each.method, headers=headers, data=body)
            media_type = str(answer.mimetype)
            if answer.status_code >= 300 or media_type != accept or answer.data == before:
                continue
            before = answer.data
            value = shortened(answer.json if media_type == "application/json" else _lines(answer.text))
            if "$ref" in documented[str(answer.status_code)]["content"][media_type]["schema"] and isinstance(
                value, str
            ):
                # Of lines that have a schema each, the first.
                value = shortened(json.loads(value.partition("\n")[0]))
            if len(json.dumps(value, ensure_ascii=False)) < LARGEST:
                shown = f"{each.method} {address}" + (" en" if language == "en" else "")
                yield str(answer.status_code), media_type, value, shown


def _problems(client: FlaskClient, names: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, (method, path, sent) in PROBLEMS.items():
        answer = client.open(path.replace("$DOCUMENT", names["$DOCUMENT"]), method=method, **sent)
        yield name, shortened(answer.json)


def _lines(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines()[:LINES])


def shortened(value: Any, name: str = "") -> Any:
    """An answer as an example of itself."""
    match value:
        case dict():
            return {key: shortened(each, key) for key, each in value.items()}
        case list():
            return [shortened(each) for each in value[:ITEMS]]
        case float():
            return round(value, 4)
        case str() if name in STEADY:
            return STEADY[name]
        case str() if len(value) > CHARACTERS and name == "text":
            return f"{value[:CHARACTERS]}…"
    return value


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", "utf-8")
