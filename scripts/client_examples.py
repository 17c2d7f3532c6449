"""docs/clients.md: every operation of the contract as curl, Python and JavaScript, made so that a test can run it.

    python scripts/client_examples.py        writes docs/clients.md

The prose stands here; the examples are made of openapi.yaml and of the two tables below. A new operation that writes
needs a row in BODIES.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "clients.md"
TEXT = "2017年，吉安县选派52名第一书记驻村。"
ADDED = sha256(TEXT.encode()).hexdigest()
SEED = sha256(min((ROOT / "seeds").glob("*.txt")).read_bytes()).hexdigest()
QUERIES: dict[str, dict[str, str]] = {
    "list_documents": {"sort": "-published", "limit": "2"},
    "show_document_summary": {"sentences": "3"},
    "list_document_keywords": {"limit": "10"},
    "show_region_summary": {"characters": "200"},
    "list_regions": {"q": "锦屏"},
    "list_observations": {"measure": "first_secretaries", "within": "520000"},
    "list_observations_as": {"region": "360821", "bom": "1"},
    "compare": {"measures": "first_secretaries,work_teams", "regions": "360821,锦屏县"},
    "compare_as": {"measures": "first_secretaries,work_teams", "bom": "1"},
    "summarise_comparison": {"characters": "300"},
    "contrast_comparison": {"regions": "360821,锦屏县", "limit": "5"},
    "summarise_documents": {"region": "360821", "characters": "300"},
    "draw_chart": {"measures": "first_secretaries", "lang": "en"},
    "show_oembed": {"url": "/embed/chart?kind=dot&measures=first_secretaries", "maxwidth": "600"},
    "list_documents_keywords": {"q": "第一书记", "limit": "10"},
}
BODIES: dict[str, Any] = {
    "add_document": {"text": TEXT, "title": "吉安县选派第一书记"},
    "analyse_text": {"text": TEXT},
    "add_batch": {"text": TEXT},
    "amend_document": {"published": "2017-06"},
    "compare_posted": {"measures": ["first_secretaries"], "regions": ["360821", "522628"]},
    "review_observation": {"decision": "accepted", "note": "as printed"},
    "remove_document": None,
    "cancel_job": None,
}
# Their order is that in which they can be run: what is added is amended, and removed at the end.
ORDER = ("add_document", "add_batch", "amend_document", "review_observation")
LAST = ("remove_document",)
CONDITIONAL = ("amend_document", "remove_document")
ON_ADDED = ("amend_document", "remove_document")


class Example(NamedTuple):
    """One operation to try."""

    name: str
    summary: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


HEAD = f"""# Asking duizhao from a program

Made by `scripts/client_examples.py`; a test runs every example against a service with the bundled corpus.

`BASE` is where the service answers, `DOCUMENT` the id of a document, `OBSERVATION` that of a figure and `JOB` that of
a job, as the answer to a document sent with `Prefer: respond-async` names it:

    BASE=http://127.0.0.1:8000
    DOCUMENT={SEED}
    OBSERVATION=$(curl -s $BASE/v1/observations.csv?limit=1 | tail -n 1 | cut -d, -f1)
    JOB=$(curl -s -H 'Prefer: respond-async' -H 'Content-Type: text/plain' -d '2018年，吉安县选派53名第一书记驻村。' $BASE/v1/documents | cut -d'"' -f4)

Where the installation has tokens, writing needs one: add `-H "Authorization: Bearer $TOKEN"`, or the same header in Python and JavaScript.

Worth doing in every client:

* Keep the `ETag` of an answer and send it as `If-None-Match`: what has not changed costs nothing and is answered with 304.
* On 429 and 503 wait for the seconds of `Retry-After`, then ask again.
* Send an `Idempotency-Key` with every POST, so that it can be sent again when the connection broke.
* Read the last part of a problem's `type`, not its `title`; show `errors[].detail` and `errors[].expected` to people.
* Names of regions go into a query percent-encoded; adcodes need no encoding.
* JavaScript, Java and C# count UTF-16: ask with `index=utf16`, and `text.slice(start, end)` is the quote.

Generated clients: `openapi-python-client generate --path openapi.yaml` and `npx openapi-typescript openapi.yaml -o duizhao.d.ts`.
With openapi-fetch, `createClient<paths, "application/json">` says that of the formats of an address JSON is meant; `tests/contract/` has a program for each.

## Dashboards and spreadsheets

**Excel, WPS.** Data → From Web → `http://127.0.0.1:8000/v1/comparison.csv?bom=1` for cells a row each, or open `http://127.0.0.1:8000/v1/comparison.xlsx`.

**Power BI.** Get data → Web → `http://127.0.0.1:8000/v1/observations.csv`; the address holds all figures without turning pages, so a refresh needs no parameters.

**Grafana, Infinity data source.** Type JSON, parser Backend, URL `http://127.0.0.1:8000/v1/observations.ndjson?measure=first_secretaries`, format NDJSON; columns `region`, `value` (number), `time`.
For the table itself: type CSV, URL `http://127.0.0.1:8000/v1/comparison.csv?measures=first_secretaries,work_teams`.

**Observable, Vega.** Flat rows need no transformation:

```json
{{"data": {{"url": "http://127.0.0.1:8000/v1/comparison.csv?measures=first_secretaries"}},
 "mark": "bar",
 "encoding": {{"x": {{"field": "value", "type": "quantitative"}}, "y": {{"field": "region", "type": "nominal"}}}}}}
```

**CSVW tools, archives.** `http://127.0.0.1:8000/v1/comparison.zip` has the table, its measures, metadata of both and a README.

## Every operation
"""


def examples(contract: dict[str, Any]) -> list[Example]:
    """Every operation of the contract, in an order in which they can be run."""
    found = [
        _example(path, method, operation)
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    ]
    place = {name: number for number, name in enumerate(ORDER)}
    return sorted(found, key=lambda each: (each.name in LAST, place.get(each.name, len(place))))


def _example(path: str, method: str, operation: dict[str, Any]) -> Example:
    name = operation["operationId"]
    if method != "get" and name not in BODIES:
        raise SystemExit(f"{name} needs a row in BODIES of {Path(__file__).name}")
    document = "$ADDED" if name in ON_ADDED else "$DOCUMENT"
    filled = (
        path.replace("{document}", document)
        .replace("{observation}", "$OBSERVATION")
        .replace("{job}", "$JOB")
        .replace("{adcode}", "360821")
        .replace("{measure}", "first_secretaries")
        .replace("{kind}", "bar")
        .replace("{extension}", "svg" if name == "draw_chart" else "csv")
    )
    headers = {"If-Match": "*"} if name in CONDITIONAL else {}
    body = BODIES.get(name)
    if body is not None:
        headers["Content-Type"] = "application/x-ndjson" if name == "add_batch" else "application/json"
    return Example(name, operation["summary"], method.upper(), filled, QUERIES.get(name, {}), body, headers)


def page(contract: dict[str, Any]) -> str:
    """The whole of docs/clients.md."""
    return HEAD + "".join(piece for each in examples(contract) for piece in _section(each))


def _section(each: Example) -> Iterator[str]:
    yield f"\n### {each.name}\n\n{each.summary}\n"
    yield f"\n```sh\n{_curl(each)}\n```\n\n```python\n{_python(each)}\n```\n\n```js\n{_js(each)}\n```\n"


def _curl(each: Example) -> str:
    pieces = ["curl -sf"] + ([f"-X {each.method}"] if each.method != "GET" else [])
    pieces += [f"-H '{name}: {value}'" for name, value in each.headers.items()]
    if each.query:
        pieces.append("-G" if each.method == "GET" else "")
        pieces += [f"--data-urlencode '{name}={value}'" for name, value in each.query.items()]
    if each.body is not None:
        pieces.append(f"-d '{json.dumps(each.body, ensure_ascii=False)}'")
    path = each.path.replace("$ADDED", ADDED)
    return " ".join([*filter(None, pieces), f'"$BASE{path}"'])


def _filled(path: str) -> str:
    return (
        path.replace("$ADDED", ADDED)
        .replace("$DOCUMENT", "{DOCUMENT}")
        .replace("$OBSERVATION", "{OBSERVATION}")
        .replace("$JOB", "{JOB}")
    )


def _python(each: Example) -> str:
    address = f'f"{{BASE}}{_filled(each.path)}"'
    given = [address]
    given += [f"params={_literal(each.query)}"] if each.query else []
    given += [f"headers={_literal(each.headers)}"] if each.headers else []
    body = json.dumps(each.body, ensure_ascii=False)
    given += [f"content={body!r}"] if each.body is not None else []
    lines = [f"answer = httpx.{each.method.lower()}({', '.join(given)})", "answer.raise_for_status()"]
    return "\n".join(lines)


def _literal(members: dict[str, str]) -> str:
    return json.dumps(members, ensure_ascii=False)


def _js(each: Example) -> str:
    path = each.path.replace("$ADDED", ADDED)
    path = (
        path.replace("$DOCUMENT", "${DOCUMENT}")
        .replace("$OBSERVATION", "${OBSERVATION}")
        .replace("$JOB", "${JOB}")
    )
    query = "&".join(f"{name}={quote(value, safe=',')}" for name, value in each.query.items())
    address = f"`${{BASE}}{path}{'?' + query if query else ''}`"
    options = [f'method: "{each.method}"'] if each.method != "GET" else []
    options += [f"headers: {_literal(each.headers)}"] if each.headers else []
    if each.body is not None:
        options.append(f"body: JSON.stringify({json.dumps(each.body, ensure_ascii=False)})")
    given = f"{address}, {{ {', '.join(options)} }}" if options else address
    return f"const answer = await fetch({given});\nif (!answer.ok) throw new Error((await answer.json()).detail);"


if __name__ == "__main__":
    PAGE.write_text(page(yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))), "utf-8")
