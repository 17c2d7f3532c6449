"""Who may ask what: bearer tokens, where there are any; and who is asking, for limits and keys.

Reading is open unless the settings close it; writing is open until the first token is made. A token is sent in
the header `Authorization: Bearer …` and nowhere else: addresses end up in logs.
"""

from ipaddress import IPv6Address, ip_address

from flask import Flask, g, request

from service.web.opening import corpus, settings
from service.web.problems import Forbidden, Unauthenticated

# What is asked before one has a token: is it alive, and how is it spoken to.
OPEN = frozenset({"pages.show_health", "pages.show_readiness"})
FREE = ("manual.", "assets.", "embed_files.")
# They compute and store nothing.
READING_POSTS = frozenset({"analyses.analyse_text", "comparison.compare_posted", "explorer.read_text"})
METRICS = "pages.show_metrics"
RANKS = {"read": 0, "write": 1, "admin": 2}
LONGEST_SECRET = 512


def holder() -> str:
    """Whose request this is: the id of the token that allowed it; empty when none was needed."""
    return str(g.get("holder", ""))


def is_unlimited() -> bool:
    """Whether the request was allowed by a token of an administrator."""
    return bool(g.get("is_unlimited", False))


def client() -> str:
    """What the limits count: an IPv4 address, or the network of an IPv6 address, which one client has whole."""
    address = request.remote_addr or ""
    hops = settings().proxies
    if hops:
        named = [piece.strip() for piece in request.headers.get("X-Forwarded-For", "").split(",")]
        # Each proxy adds the address that it sees; what stands before those of ours anybody may have written.
        address = named[-hops] if len(named) >= hops and named[-hops] else address
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)


def authorise() -> None:
    """See that this request may be made.

    Raises:
        Unauthenticated: a token is needed, and none that holds was sent.
        Forbidden: the token is for less.
    """
    needed = _needed()
    if needed is None:
        return
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Unauthenticated("a token is needed here", expected="Authorization: Bearer <token>")
    token = corpus().access.holder(secret.strip()[:LONGEST_SECRET])
    if token is None:
        raise Unauthenticated("the token is unknown, revoked or expired", expected="a token that holds")
    if RANKS[token.role] < RANKS[needed]:
        raise Forbidden(f"the token is for {token.role}", expected=f"a token for {needed}")
    g.holder = token.id
    g.is_unlimited = token.role == "admin"


def _needed() -> str | None:
    endpoint = request.endpoint
    if endpoint is None or request.method == "OPTIONS" or endpoint in OPEN or endpoint.startswith(FREE):
        return None
    if request.method in {"GET", "HEAD"} or endpoint in READING_POSTS:
        if settings().reading == "open":
            return None
        return "admin" if endpoint == METRICS else "read"
    return "write" if settings().reading == "token" or corpus().access.is_configured else None


def register(app: Flask) -> None:
    """Ask this of every request."""
    app.before_request(authorise)
