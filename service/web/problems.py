"""Errors -> answers of application/problem+json (RFC 9457): one table, one shape.

The last part of `type` is stable and made for programs; `detail` and `errors` are for people. An error that
nobody foresaw shows a request id and nothing of itself.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from service import errors
from service.errors import DuizhaoError
from service.web.trail import request_id

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# An answer to 30,000 unknown members names the first of them; more help nobody and cost bandwidth.
MOST_ERRORS = 20
# Long enough for any honest value; a name of 2 MB is not sent back.
LONGEST_DETAIL = 500
# StoreBusy ends within the busy timeout of the store, 5 s; one second later is a fair guess.
RETRY_AFTER = "1"
# Problems that name the parameter, header or member that was wrong.
FLAWED = frozenset({400, 406, 409, 413, 415, 422, 428})


class Flaw(NamedTuple):
    """One thing that was wrong: which parameter or member, what about it, and what would be right."""

    parameter: str
    detail: str
    expected: str | None = None


class Flawed(DuizhaoError):
    """A request with several things wrong at once.

    Attributes:
        flaws: at least one.
    """

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        first = flaws[0]
        super().__init__(
            f"{first.parameter}: {first.detail}", parameter=first.parameter, expected=first.expected
        )
        self.flaws = tuple(flaws)


class BadFraming(errors.Malformed):
    """The chunks of the body are not framed as RFC 9112 says."""


class MalformedMultipart(errors.Malformed):
    """The parts of a multipart/form-data body cannot be told apart."""


class UndecodableBody(errors.UndecodableText):
    """JSON in another encoding than UTF-8: it cannot be parsed, so this is no refusal."""


class PayloadTooLarge(errors.TooLarge):
    """A body, a part or a number of parts above a limit."""


class UnsupportedContentEncoding(errors.Unsupported):
    """A compressed body."""


class NotAcceptable(DuizhaoError):
    """None of the formats that the client accepts is made here."""


class NotOffered(DuizhaoError):
    """A form of an answer that a standard knows and this service does not make."""


class BadParameters(Flawed, errors.Refused):
    """Query parameters with values that they cannot have."""


class UnknownParameter(Flawed, errors.Refused):
    """Query parameters that do not exist here: ignored, they would make a wrong answer with status 200."""


class DuplicateParameter(Flawed, errors.Refused):
    """A query parameter that is given twice."""


class ValidationFailed(Flawed, errors.Refused):
    """Members of a body that are missing, unknown or have values that they cannot have."""


class Unauthenticated(DuizhaoError):
    """A token is needed, and none that holds was sent."""


class Forbidden(DuizhaoError):
    """The token is for less than this."""


class PreconditionRequired(DuizhaoError):
    """A change without a word on which state was seen."""


class BadIdempotencyKey(errors.Malformed):
    """An Idempotency-Key that cannot be one."""


class IdempotencyKeyReused(errors.Refused):
    """An Idempotency-Key that stands for another request."""


class IdempotencyKeyInUse(DuizhaoError):
    """An Idempotency-Key whose first request is not answered yet."""


class TooManyItems(errors.TooLarge):
    """A batch of more documents than the settings allow."""


class BadContentEncoding(errors.Malformed):
    """A compressed body that cannot be unpacked."""


class TooManyRequests(DuizhaoError):
    """More requests of one client than the settings allow.

    Attributes:
        retry: seconds until it may ask again.
    """

    def __init__(self, message: str, *, retry: int, expected: str) -> None:
        super().__init__(message, expected=expected)
        self.retry = retry


class Kind(NamedTuple):
    """How a class of errors is answered."""

    status: int
    type: str
    title: str


INTERNAL = Kind(500, "internal-error", "Something went wrong here")

KINDS: Mapping[type[DuizhaoError], Kind] = {
    errors.Malformed: Kind(400, "malformed", "The request cannot be parsed"),
    errors.IncompleteBody: Kind(400, "incomplete-body", "Fewer bytes came than were announced"),
    errors.MalformedJson: Kind(400, "malformed-json", "The body is no JSON document"),
    BadFraming: Kind(400, "bad-framing", "The body is not framed correctly"),
    MalformedMultipart: Kind(400, "malformed-multipart", "The parts of the body cannot be told apart"),
    UndecodableBody: Kind(400, "undecodable-text", "The bytes are not UTF-8"),
    BadContentEncoding: Kind(400, "bad-content-encoding", "The body cannot be unpacked"),
    BadIdempotencyKey: Kind(400, "bad-idempotency-key", "The Idempotency-Key cannot be one"),
    Unauthenticated: Kind(401, "unauthenticated", "A token is needed"),
    Forbidden: Kind(403, "forbidden", "The token is for less than this"),
    errors.NotFound: Kind(404, "not-found", "Nothing stands at this address"),
    NotAcceptable: Kind(406, "not-acceptable", "No accepted format is made here"),
    IdempotencyKeyInUse: Kind(409, "idempotency-key-in-use", "The first request with this key is at work"),
    errors.Changed: Kind(412, "precondition-failed", "It is no longer as it was seen"),
    TooManyItems: Kind(413, "too-many-items", "The batch has too many documents"),
    PayloadTooLarge: Kind(413, "payload-too-large", "The body is too large"),
    errors.TooManyBytes: Kind(413, "document-too-large", "The document has too many bytes"),
    errors.Unsupported: Kind(415, "unsupported", "This kind of input is not read"),
    errors.UnsupportedMediaType: Kind(415, "unsupported-media-type", "This media type is not read"),
    errors.UnsupportedCharset: Kind(415, "unsupported-charset", "This character encoding is not read"),
    UnsupportedContentEncoding: Kind(415, "unsupported-content-encoding", "Compressed bodies are not read"),
    errors.UndecodableText: Kind(422, "undecodable-text", "The bytes are no text in their encoding"),
    errors.TooLarge: Kind(422, "text-too-large", "The text is too long"),
    errors.Refused: Kind(422, "refused", "The request was understood and is not accepted"),
    errors.BadParameter: Kind(422, "bad-parameter", "A parameter has a value that it cannot have"),
    BadParameters: Kind(422, "bad-parameter", "A parameter has a value that it cannot have"),
    UnknownParameter: Kind(422, "unknown-parameter", "A parameter does not exist here"),
    DuplicateParameter: Kind(422, "duplicate-parameter", "A parameter is given twice"),
    ValidationFailed: Kind(422, "validation-failed", "The body does not have the form that is read here"),
    errors.UnknownRegion: Kind(422, "unknown-region", "No region has this code or name"),
    errors.AmbiguousRegion: Kind(422, "ambiguous-region", "Several regions have this name"),
    errors.UnknownMeasure: Kind(422, "unknown-measure", "No measure has this id"),
    errors.UnsafeText: Kind(422, "unsafe-text", "The text holds characters that no document has"),
    errors.NotChinese: Kind(422, "not-chinese", "The text is not Chinese"),
    errors.MojibakeSuspected: Kind(422, "mojibake-suspected", "The text was decoded with a wrong encoding"),
    errors.NoTextLayer: Kind(422, "no-text-layer", "The pages are pictures without text"),
    errors.ActiveContent: Kind(422, "active-content", "The document has a program in it"),
    errors.ProtectedDocument: Kind(422, "document-protected", "The document opens only with a password"),
    errors.TooComplex: Kind(422, "text-too-complex", "The text cannot be analysed in the time that it has"),
    IdempotencyKeyReused: Kind(422, "idempotency-key-reused", "The key stands for another request"),
    PreconditionRequired: Kind(428, "precondition-required", "Say which state of it you saw"),
    TooManyRequests: Kind(429, "too-many-requests", "You asked too often"),
    errors.Misconfigured: Kind(500, "misconfigured", "The service is not set up correctly"),
    errors.SourceDamaged: Kind(500, "source-damaged", "The stored document is damaged"),
    NotOffered: Kind(501, "not-offered", "This form of the answer is not made here"),
    errors.StoreError: Kind(503, "store-unavailable", "The store could not do what was asked"),
    errors.StoreUnavailable: Kind(503, "store-unavailable", "The store could not do what was asked"),
    errors.StoreBusy: Kind(503, "store-busy", "Another writer holds the store"),
    errors.StoreOutdated: Kind(503, "store-outdated", "The store waits to be upgraded"),
    errors.StoreReadOnly: Kind(503, "store-read-only", "The store can be read and not written"),
    errors.Overloaded: Kind(503, "overloaded", "There is too much else to do"),
    errors.StoreFull: Kind(507, "insufficient-storage", "There is no room for more"),
}


def kind_of(error: DuizhaoError) -> Kind:
    """How this error is answered: by its class, else by the nearest class above it."""
    # What the corpus says of a title that came in a body is about a member, not about a query parameter.
    in_body = request.method in {"POST", "PATCH"} and error.parameter not in request.args
    if type(error) is errors.BadParameter and in_body:
        return KINDS[ValidationFailed]
    return next((KINDS[above] for above in type(error).__mro__ if above in KINDS), INTERNAL)


def described(kind: Kind, detail: str, flaws: Sequence[Flaw] = ()) -> dict[str, object]:
    """The members of a problem; strings are made safe to be JSON and drawn in to a readable length."""
    body: dict[str, object] = {
        "type": f"/problems/{kind.type}",
        "title": kind.title,
        "status": kind.status,
        "detail": _shown(detail),
        "instance": quote(request.path),
        "request_id": request_id(),
    }
    if flaws:
        body["errors"] = [
            {
                "parameter": _shown(flaw.parameter),
                "detail": _shown(flaw.detail),
                "expected": flaw.expected and _shown(flaw.expected),
            }
            for flaw in flaws[:MOST_ERRORS]
        ]
    return body


def problem(
    kind: Kind, detail: str, flaws: Sequence[Flaw] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """An answer of this kind."""
    answer = Response(orjson.dumps(described(kind, detail, flaws)), kind.status, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.extend(headers or {})
    return answer


def deliberate(error: DuizhaoError) -> dict[str, object]:
    """The members of the problem for an error of `service.errors` or of this room."""
    kind = kind_of(error)
    flaws = error.flaws if isinstance(error, Flawed) else ()
    if not flaws and error.parameter is not None and kind.status in FLAWED:
        flaws = (Flaw(error.parameter, error.message, error.expected),)
    detail = error.message if not error.expected else f"{error.message}; expected: {error.expected}"
    return described(kind, detail, flaws)


def answer_deliberate(error: DuizhaoError) -> Response:
    """The problem for an error of `service.errors` or of this room."""
    kind = kind_of(error)
    if kind.status >= 500 and kind.status != 501:
        log.error("request failed", exc_info=error)
    answer = Response(orjson.dumps(deliberate(error)), kind.status, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    match error:
        case Unauthenticated():
            answer.headers["WWW-Authenticate"] = 'Bearer realm="duizhao"'
        case Forbidden():
            answer.headers["WWW-Authenticate"] = 'Bearer realm="duizhao", error="insufficient_scope"'
        case TooManyRequests():
            answer.headers["Retry-After"] = str(error.retry)
        case _ if kind.status == 503 or isinstance(error, IdempotencyKeyInUse):
            answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def answer_http(error: HTTPException) -> Response | HTTPException:
    """The problem for what the framework refuses; redirects pass."""
    status = error.code or 500
    if status < 400:
        return error
    phrase = HTTPStatus(status).phrase
    kind = INTERNAL if status >= 500 else Kind(status, phrase.lower().replace(" ", "-"), phrase)
    kind = KINDS[errors.NotFound] if status == 404 else kind
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    if "Allow" in kept:
        kept["Allow"] = ", ".join(sorted(kept["Allow"].split(", ")))
    match status:
        case 404:
            detail = "nothing stands at this address; /docs lists the addresses there are"
        case 405:
            detail = f"{request.method} is not possible here; expected: {kept.get('Allow', 'another method')}"
        case _:
            detail = error.description or phrase
    return problem(kind, detail, headers=kept)


def answer_unforeseen(error: Exception) -> Response:
    """The problem for an error that nobody foresaw: logged, and nothing of it shown."""
    log.error("unforeseen error", exc_info=error)
    return problem(INTERNAL, f"the request id {request_id()} finds this in the logs")


def register(app: Flask) -> None:
    """Let the application answer every error with a problem."""
    app.register_error_handler(DuizhaoError, answer_deliberate)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_unforeseen)


def _shown(text: str) -> str:
    safe = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return safe if len(safe) <= LONGEST_DETAIL else f"{safe[:LONGEST_DETAIL]}…"
