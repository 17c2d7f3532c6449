"""The trail of a request: its id in every answer, one line of JSON in the log, and no text of a document."""

import logging
import re
import sys
import time
import traceback
from uuid import uuid4

import orjson
from flask import Flask, Response, g, has_request_context, request

from service.web.metrics import metrics

log = logging.getLogger(__name__)

# All rooms log below the package, so this one has the form of all their lines.
ROOT = "service"
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})
REFUSALS = {401: "token", 403: "token", 429: "rate", 503: "overload", 507: "room"}

# What a proxy may hand on; anything else could write lines of its own into the log.
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def request_id() -> str:
    """The id of the current request: the proxy's where it gave a usable one, else of our own making."""
    if "request_id" not in g:
        g.request_id = given_id(request.headers.get("X-Request-Id", "")) or uuid4().hex
    return str(g.request_id)


def given_id(given: str) -> str | None:
    """The id that a proxy gave, when it is usable."""
    return given if _GIVEN_ID.fullmatch(given) else None


def ascii_only(text: str, longest: int = 300) -> str:
    """The text drawn in, with `?` for what is not ASCII: an exception may quote a document, a log may not."""
    return text.encode("ascii", "replace").decode("ascii")[:longest]


class JsonLines(logging.Formatter):
    """A record as one line: time, level, event, request id, `extra`, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": ascii_only(record.getMessage()),
        }
        if has_request_context():
            line["request_id"] = request_id()
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["message"] = ascii_only(str(error))
            line["frames"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return orjson.dumps(line, default=str).decode()


class _Stderr(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error as it is at the time of the line: tests and servers exchange it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def register(app: Flask) -> None:
    """Give every answer of the application its id and its line in the log."""
    parent = logging.getLogger(ROOT)
    if not any(isinstance(handler, _Stderr) for handler in parent.handlers):
        handler = _Stderr()
        handler.setFormatter(JsonLines())
        parent.addHandler(handler)
        parent.setLevel(logging.INFO)

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = request_id()
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        # The rule, not the path or the query: those are the client's words.
        rule, method = request.url_rule.rule if request.url_rule else None, ascii_only(request.method, 16)
        note(method, rule, answer.status_code, answer.content_length, seconds, request_id())
        known = method if method in METHODS else "other"
        metrics().answered(known, rule, answer.status_code, seconds)
        if answer.status_code in REFUSALS:
            metrics().refused.labels(REFUSALS[answer.status_code]).inc()
        return answer


def note(method: str, rule: str | None, status: int, size: int | None, seconds: float, given: str) -> None:
    """Log a request that was answered."""
    members = {"method": method, "rule": rule, "status": status, "bytes": size}
    log.info("request answered", extra=members | {"ms": round(seconds * 1000, 1), "request_id": given})
