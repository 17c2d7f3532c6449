"""Many documents in one request: NDJSON in, one result line per line, and a bad line never fails the rest."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import marshmallow as ma
import orjson
from flask import Response, request, stream_with_context

from service.corpus import JobError
from service.errors import DuizhaoError, Overloaded, UnsupportedMediaType
from service.web.blueprint import Blueprint
from service.web.body import content_type, parsed_json, read_body
from service.web.fields import Answer
from service.web.gates import gates
from service.web.jobs import ACCEPTED, accepted, is_deferred
from service.web.opening import corpus, settings
from service.web.problems import INTERNAL, Flaw, TooManyItems, ValidationFailed, deliberate, described
from service.web.received import document_of
from service.web.repeated import HEADER
from service.web.schemas import DOCUMENT_ID

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/x-ndjson"
MEDIA_TYPES = frozenset({MEDIA_TYPE, "application/ndjson", "application/jsonl"})
# Longer than any proxy waits for the next byte of an answer; what is left is to be sent again.
LONGEST = 60.0


class LineSchema(Answer):
    """What became of one line."""

    line = ma.fields.Integer(metadata={"description": "Its number in what was sent, from 1."})
    status = ma.fields.Integer(metadata={"description": "As POST /v1/documents would have answered."})
    document = ma.fields.String(allow_none=True, metadata=DOCUMENT_ID)
    problem = ma.fields.Dict(allow_none=True, metadata={"description": "As in Problem; null when it is in."})


def add_to(batches: Blueprint) -> None:
    """Put the address of batches into the resource of documents."""

    @batches.route("/documents/batch", methods=["POST"])
    @batches.repeatable
    @batches.deferrable(ACCEPTED)
    @batches.lines(MEDIA_TYPE, LineSchema)
    def add_batch() -> Response:
        """Add many documents: a JSON object as in POST /v1/documents on each line.

        One line of result for each line, in their order, as soon as it is done. A line that is refused stops no
        other. What is not done in a minute is answered with 503 and may be sent again. With 202 all that is not
        refused is stored, and analysed later: see the job, whose errors name the lines.
        """
        media_type, _ = content_type()
        if media_type not in MEDIA_TYPES:
            raise UnsupportedMediaType(
                f"the body is {media_type or 'of no media type'}",
                parameter="Content-Type",
                expected=MEDIA_TYPE,
            )
        # Lines of JSON end with LF and nothing else; U+2028 may stand within one.
        lines = [
            (number, line)
            for number, line in enumerate(read_body(settings().max_batch).split(b"\n"), 1)
            if line.strip()
        ]
        if not lines:
            raise ValidationFailed([Flaw("body", "has no line", "a JSON object on each line")])
        if len(lines) > settings().max_items:
            raise TooManyItems(
                f"the batch has {len(lines)} documents", expected=f"at most {settings().max_items}"
            )
        gate = gates().heavy
        if is_deferred():
            with gate.passing():
                return _deferred(lines)
        gate.enter()
        results = _results(lines)
        if HEADER in request.headers:
            # What is to be remembered must be whole first.
            try:
                return Response(b"".join(results), 200, content_type=MEDIA_TYPE)
            finally:
                gate.leave()
        answer = Response(stream_with_context(results), 200, content_type=MEDIA_TYPE)
        answer.call_on_close(gate.leave)
        return answer


def _deferred(lines: list[tuple[int, bytes]]) -> Response:
    until = time.monotonic() + LONGEST
    waiting, refused = [], []
    for number, line in lines:
        try:
            _check(until)
            waiting.append(corpus().later.read(**document_of(parsed_json(line))._asdict()))
        except Overloaded:
            # Nothing is kept yet: all of it may be sent again.
            raise
        except DuizhaoError as error:
            problem = deliberate(error)
            kind = str(problem["type"]).rpartition("/")[2]
            refused.append(JobError(number, None, kind, str(problem["detail"])))
    return accepted(waiting, refused)


def _results(lines: list[tuple[int, bytes]]) -> Iterator[bytes]:
    until = time.monotonic() + LONGEST
    for number, line in lines:
        yield orjson.dumps({"line": number, **_result(line, until)}) + b"\n"


def _result(line: bytes, until: float) -> dict[str, Any]:
    try:
        _check(until)
        received = document_of(parsed_json(line))
        added = corpus().add(
            received.content, media_type=received.media_type, charset=received.charset, said=received.said
        )
    except DuizhaoError as error:
        problem = deliberate(error)
        return {"status": problem["status"], "document": None, "problem": problem}
    except Exception as error:
        log.exception("unforeseen error", exc_info=error)
        problem = described(INTERNAL, "the request id finds this in the logs")
        return {"status": 500, "document": None, "problem": problem}
    return {"status": 201 if added.created else 200, "document": added.document.id, "problem": None}


def _check(until: float) -> None:
    if time.monotonic() > until:
        raise Overloaded("the batch took too long", expected="sending this line again")
