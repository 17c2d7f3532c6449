"""In front of Flask: a GET that was answered before, in a state that still holds, is answered again at once.

Flask's own way from a request to the kept bytes costs as much again as gunicorn does. Here stand whole answers
under what was asked, word for word; each holds as long as the mark of the corpus is the one that it was made at.
Whoever needs a token, or has a preference that is not kept, goes the usual way.
"""

import random
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from flask import Flask

from service.errors import DuizhaoError
from service.web import metrics as metering
from service.web import surroundings
from service.web.afterwards import Afterwards, Answered
from service.web.answers import MARK
from service.web.opening import EXTENSION, Opening
from service.web.rates import Rates
from service.web.trail import given_id

# Answers of one process; their bytes together are bounded by LARGEST_SUM.
MOST = 1_000
LARGEST_SUM = 32 * 1024 * 1024
# Of this moment or of this client.
PASSING = frozenset({"x-request-id", "ratelimit", "ratelimit-policy"})
Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]


class Whole(NamedTuple):
    """An answer as it went out.

    Attributes:
        mark: of the state that it holds in.
        rule: under which its address is counted.
    """

    mark: str
    tag: str
    rule: str
    headers: Headers
    bare: Headers
    body: bytes


class Front:
    """The WSGI application in front of that of Flask."""

    def __init__(self, app: Flask) -> None:
        self._app = app.wsgi_app
        self._opening: Opening = app.extensions[EXTENSION]
        self._rates: Rates = app.extensions[surroundings.EXTENSION]
        self._afterwards = Afterwards(app.extensions[metering.EXTENSION])
        settings = self._opening.settings
        # Per client or per page that asks, an answer differs in its headers.
        self._is_plain = settings.reading == "open" and settings.cors in {(), ("*",)} and not settings.proxies
        self._kept: OrderedDict[Key, Whole] = OrderedDict()
        self._mark = ""  # of all that is kept
        self._sum = 0
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if not self._is_plain or environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        key = (
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        )
        whole = self._kept.get(key)
        if whole is not None:
            begun = time.perf_counter()
            answer = self._again(whole, environ, start_response, begun)
            if answer is not None:
                return answer
        return self._asked(key, environ, start_response)

    def _again(
        self, whole: Whole, environ: dict[str, Any], start_response: Callable[..., Any], begun: float
    ) -> Sequence[bytes] | None:
        held = environ.get("HTTP_IF_NONE_MATCH")
        if held is not None and held != f'"{whole.tag}"':
            return None
        try:
            if self._opening.corpus().mark() != whole.mark:
                return None
        except DuizhaoError:
            return None
        further: Headers = []
        if self._rates.limit:
            standing = self._rates.spend(environ.get("REMOTE_ADDR", ""))
            if standing.retry:
                return None
            further += self._rates.headers(standing).items()
        given = environ.get("HTTP_X_REQUEST_ID")
        # Reseeded by Python in every child of a fork; an id need be no secret.
        request_id = (given and given_id(given)) or f"{random.getrandbits(128):032x}"
        further.append(("X-Request-Id", request_id))
        if held is None:
            status, source, body = 200, "kept", whole.body
            start_response("200 OK", whole.headers + further)
        else:
            status, source, body = 304, "unchanged", b""
            start_response("304 NOT MODIFIED", whole.bare + further)
        seconds = time.perf_counter() - begun
        self._afterwards.note(
            Answered(whole.rule, status, source, len(body), seconds, request_id, time.time())
        )
        return [body]

    def _asked(
        self, key: Key, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        begun: list[Any] = []

        def started(status: str, headers: Headers, *rest: Any) -> Any:
            begun[:] = [status, headers]
            return start_response(status, headers, *rest)

        pieces = self._app(environ, started)
        if MARK not in environ or not begun or not begun[0].startswith("200"):
            return pieces
        # One piece: an answer that is kept is rendered whole.
        body = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
        self._keep(key, environ, begun[1], body)
        return [body]

    def _keep(self, key: Key, environ: dict[str, Any], headers: Headers, body: bytes) -> None:
        mark, rule = environ[MARK]
        lasting = [(name, value) for name, value in headers if name.lower() not in PASSING]
        tag = next((value for name, value in lasting if name.lower() == "etag"), '""').strip('"')
        about_body = {"content-type", "content-length"}
        bare = [(name, value) for name, value in lasting if name.lower() not in about_body]
        if len(body) * 8 > LARGEST_SUM or len(key[1]) > 4_000:
            return
        with self._lock:
            if mark != self._mark:  # nothing of another state is ever answered again
                self._kept.clear()
                self._mark, self._sum = mark, 0
            before = self._kept.pop(key, None)
            self._sum += len(body) - (len(before.body) if before else 0)
            self._kept[key] = Whole(mark, tag, rule, lasting, bare, body)
            while self._sum > LARGEST_SUM or len(self._kept) > MOST:
                _, oldest = self._kept.popitem(last=False)
                self._sum -= len(oldest.body)
