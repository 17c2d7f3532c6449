"""What the contract says beside the shapes: examples to try, and which answer leads to which address.

Examples are of the bundled corpus, so that what the documentation page fills in is answered by a new
installation. Links follow an id from the answer that gives it to the addresses that take it.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from service.settings import bundled_seeds

# Made by scripts/contract_examples.py.
ANSWERS = Path(__file__).parent / "examples.json"
TEXT = "2017年，吉安县选派52名第一书记驻村。"
PARAMETERS: dict[str, list[Any]] = {
    "adcode": ["360821"],
    "measure": ["first_secretaries"],
    "measures": ["first_secretaries,work_teams"],
    "regions": ["360821,520000", "吉安县"],
    "region": ["360821", "吉安县"],
    "within": ["520000"],
    "q": ["锦屏"],
    "published_from": ["2016"],
    "published_to": ["2019-12-31"],
    "from": ["2016"],
    "to": ["2019-12"],
    "align": ["latest", "at:2018"],
    "tolerance": ["P2Y"],
    "url": ["/embed/chart?kind=dot&measures=first_secretaries"],
}
DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
PATTERNS = dict.fromkeys(("published", "published_from", "published_to", "from", "to"), DATE)
OF_DOCUMENT = (
    *("show_document", "show_document_text", "list_document_sentences", "show_document_summary"),
    *("list_document_keywords", "list_document_observations", "amend_document", "remove_document"),
)
# Operation, status -> the name of what its answer has, where it stands, and what takes it.
LINKS: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {
    ("add_document", "201"): ("document", "$response.body#/id", OF_DOCUMENT),
    ("add_document", "200"): ("document", "$response.body#/id", OF_DOCUMENT),
    ("list_documents", "200"): ("document", "$response.body#/documents/0/id", OF_DOCUMENT[:6]),
    ("list_observations", "200"): (
        "observation",
        "$response.body#/observations/0/id",
        ("show_observation", "review_observation"),
    ),
    ("list_regions", "200"): (
        "adcode",
        "$response.body#/regions/0/adcode",
        ("show_region", "show_region_summary", "list_region_keywords"),
    ),
    ("list_measures", "200"): ("measure", "$response.body#/measures/0/id", ("show_measure",)),
}


def enriched(contract: dict[str, Any]) -> dict[str, Any]:
    """The contract with its examples and links; changed in place."""
    operations = {
        operation["operationId"]: operation
        for item in contract["paths"].values()
        for name, operation in item.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
    documents = _documents()
    for item in contract["paths"].values():
        for part in item.values():
            for parameter in part if isinstance(part, list) else part.get("parameters", ()):
                _exemplify(parameter, documents)
    contract["servers"] = [{"url": "/"}]
    contract["info"]["contact"] = {"name": "duizhao"}
    for name, operation in operations.items():
        operation.setdefault("description", operation["summary"])
        for status in ("200", "201"):
            if (name, status) in LINKS and status in operation["responses"]:
                operation["responses"][status]["links"] = _links(*LINKS[name, status], operations)
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            if name in {"add_document", "analyse_text", "add_batch"} and media_type in BODIES:
                content["example"] = BODIES[media_type]
    _show_answers(contract, operations)
    return contract


def _show_answers(contract: dict[str, Any], operations: dict[str, Any]) -> None:
    """Put today's answers beside what they are answers to; a test holds them against the running service."""
    answers = orjson.loads(ANSWERS.read_bytes())
    for name, statuses in answers["operations"].items():
        for status, kinds in statuses.items():
            documented = operations.get(name, {}).get("responses", {}).get(status, {}).get("content", {})
            for media_type, examples in kinds.items():
                if media_type in documented:
                    documented[media_type]["examples"] = examples
    for name, problem in answers["problems"].items():
        for content in contract["components"]["responses"][name]["content"].values():
            content["example"] = problem


BODIES: dict[str, Any] = {
    "text/plain": TEXT,
    "application/json": {"text": TEXT, "title": "吉安县选派第一书记", "published": "2017-06-01"},
    "application/x-ndjson": f'{{"text": "{TEXT}"}}\n',
}


def _documents() -> list[str]:
    folder = bundled_seeds()
    texts = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [sha256(text.read_bytes()).hexdigest() for text in texts[:1]]


def _exemplify(parameter: dict[str, Any], documents: list[str]) -> None:
    name, schema = parameter.get("name"), parameter.get("schema")
    if not isinstance(schema, dict):
        return
    examples = documents if name in {"document", "documents"} else PARAMETERS.get(str(name))
    if examples:
        schema["examples"] = examples
    if name in PATTERNS and parameter.get("in") == "query":
        schema["pattern"] = PATTERNS[str(name)]
        schema.pop("minLength", None)
        schema.pop("maxLength", None)


def _links(
    parameter: str, place: str, targets: tuple[str, ...], operations: dict[str, Any]
) -> dict[str, Any]:
    return {
        name: {"operationId": name, "parameters": {parameter: place}}
        for name in targets
        if name in operations
    }
