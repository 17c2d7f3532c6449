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
    """Of a batch the first line, whose schema the contract has; else all lines, which are text to it."""
    text = response.content.decode()
    return json.loads(text.split("\n")[0]) if response.request.url.endswith("/batch") else text


@schemathesis.hook
def filter_case(_context: Any, case: Any) -> bool:
    """Leave out what gunicorn answers before us, and values of which a line of JSON cannot be a wrong one."""
    # 4094 bytes a request line; above, 414 with a page of gunicorn's own, see tests/web/test_bad_input.py.
    if len(case.as_transport_kwargs().get("url", "")) + len(str(case.query or "")) * 4 > 3_500:
        return False
    return not (case.media_type == "application/x-ndjson" and not isinstance(case.body, str))
