"""The one reader of bodies. A test looks that no other module touches the request's data, form or stream.

Frameworks hand a truncated upload on as a whole document, and cut a chunked body silently at their limit.
Here a body is all that was announced and no more than the limit, or an error.
"""

import codecs
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

from flask import g, request
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug.http import parse_options_header

from service.errors import IncompleteBody, MalformedJson, UnsupportedCharset, UnsupportedMediaType
from service.web.opening import settings
from service.web.problems import (
    BadContentEncoding,
    BadFraming,
    PayloadTooLarge,
    UndecodableBody,
    UnsupportedContentEncoding,
)

# A document is one level deep; the limit is generous and far below Python's own for recursion.
DEEPEST = 32
# 10^39 is more than any figure in yuan; Python turns longer digit strings to integers in quadratic time.
LONGEST_INTEGER = 40
_STEP = 64 * 1024
_CHARSET = re.compile(r"[A-Za-z0-9._:+-]{1,40}")


def content_type() -> tuple[str, dict[str, str]]:
    """The media type of the body in small letters, empty for none, and its parameters."""
    media_type, parameters = parse_options_header(request.headers.get("Content-Type", ""))
    return media_type.strip().lower(), parameters


def charset_of(parameters: dict[str, str]) -> str | None:
    """The encoding that a media type names; None when it names none.

    Raises:
        UnsupportedCharset: what is named cannot be the name of an encoding.
    """
    charset = parameters.get("charset")
    if charset is not None and not _CHARSET.fullmatch(charset):
        raise UnsupportedCharset(
            f"no encoding is called {charset!r}", parameter="charset", expected="utf-8 or gb18030"
        )
    return charset


def read_body(limit: int | None = None) -> bytes:
    """The whole body, unpacked; read once, and the same when it is asked for again.

    Args:
        limit: bytes at most, packed and unpacked; None for the limit of a document.

    Raises:
        UnsupportedContentEncoding: it is compressed by something other than gzip.
        BadContentEncoding: it is said to be gzip and is not, or not whole.
        PayloadTooLarge: more bytes than allowed, announced, sent or unpacked.
        IncompleteBody: fewer bytes than announced.
        BadFraming: chunks that are not framed as RFC 9112 says.
    """
    if "body" not in g:
        g.body = _read_body(settings().max_body if limit is None else limit)
    content: bytes = g.body
    return content


def _read_body(limit: int) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise UnsupportedContentEncoding(
            f"the body has the content encoding {encoding!r}",
            parameter="Content-Encoding",
            expected="gzip or identity",
        )
    content = _sent(limit)
    return _unpacked(content, limit) if encoding.endswith("gzip") else content


def _unpacked(content: bytes, limit: int) -> bytes:
    # Never more than one byte above the limit is unpacked, whatever 200 kB would become.
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(content, limit + 1)
    except zlib.error as error:
        raise BadContentEncoding("the body is no gzip", parameter="Content-Encoding") from error
    if len(plain) > limit:
        raise _too_large(limit)
    if not unpacking.eof or unpacking.unused_data:
        raise BadContentEncoding(
            "the gzip does not end where the body ends",
            parameter="Content-Encoding",
            expected="one whole gzip",
        )
    return plain


def _sent(limit: int) -> bytes:
    environ = request.environ
    read: Callable[[int], bytes] = environ["wsgi.input"].read
    try:
        # A server that marks the end of the input itself has taken the chunks apart.
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and environ.get(
            "wsgi.input_terminated"
        ):
            return _up_to(read, limit)
        announced = request.content_length or 0
        if announced > limit:
            raise _too_large(limit)
        content = _exactly(read, announced)
    except NoMoreData as error:
        raise IncompleteBody("the connection ended within the body", expected="the whole body") from error
    except ParseException as error:
        raise BadFraming(f"the chunks of the body cannot be read: {type(error).__name__}") from error
    except OSError as error:
        raise IncompleteBody("the connection broke within the body", expected="the whole body") from error
    if len(content) < announced:
        raise IncompleteBody(
            f"{len(content)} bytes came, {announced} were announced",
            parameter="Content-Length",
            expected="as many bytes as announced",
        )
    return content


def read_json() -> Any:
    """The body as JSON, strictly: RFC 8259 and nothing that two parsers would read differently.

    Raises:
        UnsupportedMediaType: another media type, or a charset other than UTF-8.
        UndecodableBody: not UTF-8.
        MalformedJson: no JSON, a member named twice, NaN, an integer or a nesting without measure.
    """
    media_type, parameters = content_type()
    if media_type != "application/json":
        raise UnsupportedMediaType(
            f"the body is {media_type or 'of no media type'}",
            parameter="Content-Type",
            expected="application/json",
        )
    if codecs_name(parameters.get("charset", "utf-8")) != "utf-8":
        raise UnsupportedMediaType(
            f"JSON in {parameters['charset']!r}",
            parameter="Content-Type",
            expected="application/json in UTF-8",
        )
    return parsed_json(read_body())


def codecs_name(charset: str) -> str | None:
    """Python's name of an encoding; None for what is none."""
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None


def parsed_json(content: bytes) -> Any:
    """Bytes as JSON; see `read_json`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UndecodableBody(
            f"byte {error.start} of the body is not UTF-8", expected="JSON in UTF-8"
        ) from error
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise MalformedJson(
            f"{error.msg} at line {error.lineno} column {error.colno}", expected="a JSON document"
        ) from error
    except RecursionError:
        raise _too_deep() from None
    _check_depth(value)
    return value


def _up_to(read: Callable[[int], bytes], limit: int) -> bytes:
    content = bytearray()
    # One byte more than the limit tells "as large as allowed" from "cut off".
    while len(content) <= limit and (piece := read(min(_STEP, limit + 1 - len(content)))):
        content += piece
    if len(content) > limit:
        raise _too_large(limit)
    return bytes(content)


def _exactly(read: Callable[[int], bytes], length: int) -> bytes:
    content = bytearray()
    while len(content) < length and (piece := read(min(_STEP, length - len(content)))):
        content += piece
    return bytes(content)


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"a body has at most {limit} bytes", expected=f"at most {limit} bytes")


def _too_deep() -> MalformedJson:
    return MalformedJson(f"more than {DEEPEST} levels of nesting", expected=f"at most {DEEPEST} levels")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise MalformedJson(f"the member {twice[:100]!r} is named twice", expected="each member once")
    return members


def _constant(name: str) -> float:
    raise MalformedJson(f"{name} is no JSON", expected="a number, or null")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_INTEGER:
        raise MalformedJson(
            f"an integer of {len(digits)} digits", expected=f"integers of at most {LONGEST_INTEGER} digits"
        )
    return int(digits)


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return
    raise _too_deep()
