"""What schemathesis does not know by itself: how lines of JSON are written and read."""

import json
from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def write_lines(_context: Any, value: Any) -> Any:
    """Text as it is; anything else as one line."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.deserializer("application/x-ndjson")
def read_lines(_context: Any, response: Any) -> Any:
    """The first line, as the schema has it; an empty batch has none."""
    lines = response.content.decode().splitlines()
    return json.loads(lines[0]) if lines else {}
