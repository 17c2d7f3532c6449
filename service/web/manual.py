"""How the service is asked: the contract, and a page to read and try it. Nothing comes from another host."""

from importlib.resources import files
from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, current_app, redirect, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from service.web.openapi import contract_json, contract_yaml

manual = Blueprint("manual", __name__)

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
OURS = Path(str(files("service.web"))) / "static"
# No CDN and no inline script. Swagger UI writes style attributes and shows images as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@manual.get("/")
def enter() -> BaseResponse:
    """The way in."""
    return redirect("/docs", 302)


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
    return _framed(send_from_directory(OURS, "docs.html"))


@manual.get("/docs/<path:asset>")
def show_asset(asset: str) -> BaseResponse:
    """A file of that page: our start script, or Swagger UI's own."""
    return _framed(send_from_directory(OURS if asset == "docs.js" else ASSETS, asset))


def _fresh(answer: Response) -> Response:
    answer.add_etag()
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    answer.make_conditional(request)
    return answer


def _framed(answer: BaseResponse) -> BaseResponse:
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
