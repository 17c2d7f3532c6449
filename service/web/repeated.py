"""Idempotency-Key: a request that may be sent twice is done once, and answered twice with the same bytes."""

import re
from collections.abc import Callable
from hashlib import sha256

import orjson
from flask import Response, request

from service.web.access import holder
from service.web.body import read_body
from service.web.opening import corpus
from service.web.problems import BadIdempotencyKey, IdempotencyKeyInUse, IdempotencyKeyReused

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
# Printable ASCII: a UUID or any other word; quotation marks around it are part of it.
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT = ("Content-Type", "Location", "ETag", "Retry-After", "Preference-Applied")


def once(make: Callable[[], Response], limit: int) -> Response:
    """The answer of `make`; or, under a key that came before, the answer that was given then.

    Only what succeeded is remembered: after an error the request may be mended and sent again.

    Args:
        limit: bytes of a body at most.

    Raises:
        BadIdempotencyKey, IdempotencyKeyReused, IdempotencyKeyInUse: see there; what `make` raises.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return make()
    if not _KEY.fullmatch(key):
        raise BadIdempotencyKey(
            f"the key has {len(key)} characters, or others than visible ASCII",
            parameter=HEADER,
            expected="1 to 255 visible ASCII characters, such as a UUID",
        )
    asked = (request.method, request.full_path, request.headers.get("Content-Type", ""))
    digest = sha256("\n".join(asked).encode("utf-8", "surrogatepass") + b"\n" + read_body(limit)).hexdigest()
    repeats = corpus().repeats
    before = repeats.begin(key, holder(), digest)
    if before is not None:
        if before.digest != digest:
            raise IdempotencyKeyReused(
                "the key stands for another request", parameter=HEADER, expected="a key of its own"
            )
        if before.answer is None:
            raise IdempotencyKeyInUse(
                "the request with this key is still at work", parameter=HEADER, expected="trying again"
            )
        return _again(before.answer)
    try:
        answer = make()
    except BaseException:
        repeats.forget(key, holder())
        raise
    kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
    record = [answer.status_code, kept, answer.get_data().decode()]
    repeats.finish(key, holder(), orjson.dumps(record))
    return answer


def _again(record: bytes) -> Response:
    status, headers, body = orjson.loads(record)
    answer = Response(body.encode(), status, headers)
    answer.headers[REPLAYED] = "true"
    answer.headers["Cache-Control"] = "no-store"
    return answer
