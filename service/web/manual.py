"""How the service is asked: the contract, and a page to read and try it. Nothing comes from another host."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from service.errors import NotFound
from service.web.openapi import contract_json, contract_yaml

manual = Blueprint("manual", __name__)

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
OURS = Path(str(files("service.web"))) / "static"
# Files are named one by one, so that no address leads anywhere else.
FILES = {
    "docs.js": (OURS, "text/javascript; charset=utf-8"),
    "swagger-ui-bundle.js": (ASSETS, "text/javascript; charset=utf-8"),
    "swagger-ui.css": (ASSETS, "text/css; charset=utf-8"),
    "index.css": (ASSETS, "text/css; charset=utf-8"),
    "favicon-32x32.png": (ASSETS, "image/png"),
}
# No CDN and no inline script. Swagger UI writes style attributes and shows images as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@manual.get("/openapi.yaml")
def show_contract_yaml() -> BaseResponse:
    """The contract as YAML."""
    return _fresh(Response(contract_yaml(current_app), content_type="application/yaml; charset=utf-8"))


@manual.get("/openapi.json")
def show_contract_json() -> BaseResponse:
    """The contract as JSON."""
    return _fresh(Response(contract_json(current_app), content_type="application/json"))


@manual.get("/docs")
def show_docs() -> BaseResponse:
    """The contract as a page."""
    return _framed(_file(OURS / "docs.html"), "text/html; charset=utf-8")


@manual.get("/docs/<name>")
def show_asset(name: str) -> BaseResponse:
    """A file of that page: our start script, or one of Swagger UI's own."""
    if name not in FILES:
        raise NotFound(f"no file is called {name!r}", expected=" or ".join(FILES))
    folder, content_type = FILES[name]
    return _framed(_file(folder / name), content_type)


@cache
def _file(path: Path) -> bytes:
    return path.read_bytes()


def _fresh(answer: Response) -> Response:
    answer.add_etag()
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    answer.make_conditional(request)
    return answer


def _framed(content: bytes, content_type: str) -> Response:
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Security-Policy"] = POLICY
    return _fresh(answer)
