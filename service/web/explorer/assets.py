"""Styles and scripts of the pages: named one by one, under addresses that change when their bytes do."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response, request

from service.errors import NotFound

assets = Blueprint("assets", __name__)

FOLDER = files("service.web") / "static"
STYLE, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
FILES = {
    "look.css": STYLE,
    "explorer.css": STYLE,
    "explorer.js": SCRIPT,
    "parts.js": SCRIPT,
    "picking.js": SCRIPT,
    "original.js": SCRIPT,
    "reading.js": SCRIPT,
    "copying.js": SCRIPT,
    "mark.svg": "image/svg+xml",
}


def asset(name: str) -> str:
    """The address of a file of the pages; it holds for these bytes only, so it may be kept for ever."""
    return f"/static/{name}?v={_tag(name)}"


@assets.get("/static/<name>")
def show_file(name: str) -> Response:
    """A style or a script."""
    if name not in FILES:
        raise NotFound(f"no file is called {name!r}", expected=" or ".join(FILES))
    answer = Response(_bytes(name), content_type=FILES[name])
    answer.set_etag(_tag(name))
    # Modules load one another by their bare names, which are asked for again each time.
    is_named = request.args.get("v") == _tag(name)
    kept = "public, max-age=31536000, immutable" if is_named else "public, max-age=0, must-revalidate"
    answer.headers["Cache-Control"] = kept
    answer.make_conditional(request)
    return answer


@cache
def _bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def _tag(name: str) -> str:
    return sha256(_bytes(name)).hexdigest()[:16]
