"""The contract as text: OpenAPI 3.1 in YAML and JSON, in reading order and in plain Chinese."""

from decimal import Decimal
from typing import Any

import orjson
import yaml
from flask import Flask

from service.web.enriching import enriched

# The order in which one reads an operation; what is not named here follows.
READING = ("operationId", "summary", "description", "tags", "parameters", "requestBody", "responses")
WHOLE = ("openapi", "info", "servers", "tags", "paths", "components")
INFO = ("title", "version", "description")
EXTENSION = "duizhao-contract"


class _Plain(yaml.SafeDumper):
    """Writes no anchors: a schema that is used twice is written twice or referred to by name."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - asked of every value
        """Nothing is an alias."""
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Several lines as they are, not with doubled line ends in quotation marks."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Plain.add_representer(str, _Plain.represent_str)


def contract_yaml(app: Flask) -> bytes:
    """The contract of an application as YAML; made once."""
    return _texts(app)["yaml"]


def contract_json(app: Flask) -> bytes:
    """The contract of an application as JSON; made once."""
    return _texts(app)["json"]


def _texts(app: Flask) -> dict[str, bytes]:
    if EXTENSION not in app.extensions:
        made = _readable(app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict())
        contract = enriched(made)
        text = yaml.dump(contract, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
        app.extensions[EXTENSION] = {"yaml": text.encode(), "json": orjson.dumps(contract)}
    texts: dict[str, bytes] = app.extensions[EXTENSION]
    return texts


def _readable(part: Any) -> Any:
    if isinstance(part, dict):
        order = (
            READING
            if "operationId" in part
            else WHOLE
            if "openapi" in part
            else INFO
            if "version" in part
            else ()
        )
        names = sorted(
            (name for name in part if part[name] != []),
            key=lambda name: order.index(name) if name in order else len(order),
        )
        # Statuses come as numbers and as words; JSON and YAML readers want words.
        return {str(name): _readable(part[name]) for name in names}
    if isinstance(part, list | tuple):
        return [_readable(each) for each in part]
    # A range of decimals; JSON Schema has numbers, and those of ours are whole.
    return int(part) if isinstance(part, Decimal) else part
