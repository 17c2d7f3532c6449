"""What stands around every answer: who may embed it, which pages may read it, how often the client may ask."""

from collections.abc import Mapping

from flask import Flask, Response, current_app, g, request

from service.settings import Settings
from service.web.access import client, is_unlimited
from service.web.opening import settings
from service.web.problems import TooManyRequests
from service.web.rates import Rates

EXTENSION = "duizhao-rates"
METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS"
ASKED = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, "
    "X-Request-Id"
)
SHOWN = (
    "Content-Disposition, Content-Language, Duizhao-Stale, ETag, Idempotency-Replayed, Link, Location, "
    "Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
)
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# Each header costs every answer 3 µs in gunicorn; these mean something to pages alone.
OF_PAGES: Mapping[str, str] = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# For everything that is no page: nothing in it is to run or to load, and nobody frames it.
POLICY = "default-src 'none'; frame-ancestors 'none'"
# For pages: files of ours and nothing written into the page; nobody frames them but who says so itself.
POLICY_OF_PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def rates() -> Rates:
    """The counts of the current application."""
    held: Rates = current_app.extensions[EXTENSION]
    return held


def count() -> None:
    """Count this request; TooManyRequests."""
    # Not health and documentation: a monitor must hear from a service that has enough of everybody else.
    if not rates().limit or is_unlimited() or not _costs():
        return
    standing = rates().spend(client())
    g.standing = standing
    if standing.retry:
        raise TooManyRequests(
            f"more than {rates().limit} requests in a minute",
            retry=standing.retry,
            expected="asking less often",
        )


def _costs() -> bool:
    """Whether the request asks the corpus: the API and the pages over it."""
    return request.path.startswith("/v1/") or request.blueprint in {"explorer", "embed", "oembed"}


def surround(answer: Response) -> Response:
    """Give an answer its headers."""
    headers = answer.headers
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if answer.mimetype == "text/html":
        for name, value in OF_PAGES.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", POLICY_OF_PAGES)
    headers.setdefault("Content-Security-Policy", POLICY)
    if "standing" in g:
        for name, value in rates().headers(g.standing).items():
            headers[name] = value
    _share(answer)
    return answer


def _share(answer: Response) -> None:
    """CORS: which pages may read the answer, never with the reader's cookies or passwords."""
    origins, headers = settings().cors, answer.headers
    if not origins:
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
    if origins == ("*",):
        headers["Access-Control-Allow-Origin"] = "*"
    else:
        answer.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin not in origins:
            return
        headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = SHOWN
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        headers["Access-Control-Allow-Methods"] = METHODS
        headers["Access-Control-Allow-Headers"] = ASKED
        headers["Access-Control-Max-Age"] = "86400"


def register(app: Flask) -> None:
    """Do this around every request."""
    app.extensions[EXTENSION] = Rates(settings_of(app).rate)
    app.before_request(count)
    app.after_request(surround)


def settings_of(app: Flask) -> Settings:
    """The settings of an application that is being made."""
    with app.app_context():
        return settings()
