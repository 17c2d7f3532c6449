"""Pieces for other people's pages: comparison, chart, digest and evidence as pages to be framed.

Each stands on its own: styles and scripts of ours only, nothing written into the page, and it tells the page around
it how high it is. Who may frame it is a setting.
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, g, render_template, request

from service.errors import DuizhaoError
from service.web.answers import Form, Format, give
from service.web.charts import KINDS
from service.web.embed_pieces import Piece, chart_piece, comparison_piece, digest_piece, evidence_piece
from service.web.fields import LANGUAGES, language
from service.web.opening import settings
from service.web.problems import deliberate
from service.web.query import Choice, Query, Words, load_query
from service.web.questions import ComparisonQuery, DigestQuery, SpokenQuery

embed = Blueprint("embed", __name__)
embed_files = Blueprint("embed_files", __name__)

TYPE = "text/html; charset=utf-8"
THEMES = ("light", "dark", "auto")
FOLDER = files("service.web") / "static" / "embed"
FILES = {
    "duizhao.js": "text/javascript; charset=utf-8",
    "frame.js": "text/javascript; charset=utf-8",
    "embed.css": "text/css; charset=utf-8",
}


class PieceQuery(SpokenQuery):
    """How a piece looks."""

    theme = Choice(THEMES, "`auto`: as the reader's system has it.", load_default="light")


class ComparisonPieceQuery(PieceQuery, ComparisonQuery):
    """A comparison as a table."""


class ChartPieceQuery(PieceQuery, ComparisonQuery):
    """A comparison as a picture."""

    kind = Choice(KINDS, "Which picture.", load_default="bar")


class DigestPieceQuery(PieceQuery, DigestQuery):
    """A comparison in sentences."""


class EvidencePieceQuery(PieceQuery, ComparisonQuery):
    """What figures rest on: those of a comparison, or one."""

    observation = Words("Id of one figure, in place of a comparison.", longest=16)


# What may be asked of each piece, and what makes it.
PIECES: Mapping[str, tuple[type[Query], Callable[[Mapping[str, Any]], Piece]]] = {
    "comparison": (ComparisonPieceQuery, comparison_piece),
    "chart": (ChartPieceQuery, chart_piece),
    "digest": (DigestPieceQuery, digest_piece),
    "evidence": (EvidencePieceQuery, evidence_piece),
}


def policy() -> str:
    """What a piece may load and who may frame it."""
    origins = settings().embed
    around = "*" if origins == ("*",) else " ".join(["'self'", *origins]) if origins else "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors {around}"
    )


def _framed(view: Callable[[], Response]) -> Callable[[], Response]:
    """Give a piece its policy; an error is a piece too, or the page around it would show a broken frame."""

    @wraps(view)
    def shown() -> Response:
        try:
            answer = view()
        except DuizhaoError as error:
            answer = _refused(error)
        answer.headers["Content-Security-Policy"] = policy()
        return answer

    return shown


def _refused(error: DuizhaoError) -> Response:
    said = deliberate(error)
    status = int(str(said["status"]))
    if status >= 500 and status != 503:
        raise error
    lang = request.args.get("lang", "")
    if lang in LANGUAGES:
        g.language = lang
    detail = error.message if status < 500 else str(said["title"])
    values = {"detail": detail, "expected": error.expected or "", "theme": _theme()}
    answer = Response(render_template("embed/problem.html", **values), status, content_type=TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = language()
    if status in {429, 503}:
        answer.headers["Retry-After"] = "1"
    return answer


def _theme() -> str:
    given = request.args.get("theme", "")
    return given if given in THEMES else THEMES[0]


def _page(name: str) -> Callable[[], Response]:
    schema, make = PIECES[name]
    loader = schema()

    def render(piece: Piece, query: Mapping[str, Any]) -> bytes:
        return _written(piece, query).encode("utf-8", "replace")

    form = Form((Format("html", "text/html", TYPE, render),), has_labels=True)

    def show() -> Response:
        query = load_query(loader)
        return give(form, query, {}, lambda: make(query))

    return show


def _written(piece: Piece, query: Mapping[str, Any]) -> str:
    # The address without its host: a kept page must not depend on the name that it was asked by.
    here = request.full_path.rstrip("?")
    return render_template(
        f"embed/{piece.template}",
        **piece.values,
        title=piece.title,
        download=piece.download,
        explorer=piece.explorer,
        theme=query["theme"],
        oembed=f"/oembed?url={quote(here, safe='')}",
    )


for _name in PIECES:
    embed.add_url_rule(f"/embed/{_name}", _name, _framed(_page(_name)), methods=["GET"])


@embed_files.get("/embed/<any('duizhao.js', 'frame.js', 'embed.css'):name>")
def show_file(name: str) -> Response:
    """A script or a style of the pieces, for pages of any origin."""
    answer = Response(_bytes(name), content_type=FILES[name])
    answer.add_etag()
    answer.headers["Cache-Control"] = "public, max-age=300, must-revalidate"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.make_conditional(request)
    return answer


@cache
def _bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
