"""`/read`: a text or a file in, what it says out; nothing is stored."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from flask import Response, g, request
from werkzeug.http import parse_options_header

from service.errors import DuizhaoError, UnsupportedMediaType
from service.model import Said
from service.web.body import charset_of, content_type, read_body
from service.web.explorer.frame import TYPE, Page, page, pages, refused
from service.web.explorer.original import page_of
from service.web.fields import language
from service.web.gates import gate_for
from service.web.multipart import parts_of
from service.web.opening import corpus
from service.web.problems import Flaw, Forbidden, ValidationFailed
from service.web.query import load_query
from service.web.questions import SpokenQuery
from service.web.received import Received

FIELDS = ("title", "region", "published")
_spoken = SpokenQuery()


@pages.get("/read")
@page(SpokenQuery)
def show_form(query: Mapping[str, Any]) -> Page:  # noqa: ARG001 - it has only the language
    """The form."""
    return Page("read.html", {"given": {}, "is_read": False})


@pages.post("/read")
def read_text() -> Response:
    """What a text says, as a page. Nothing is stored."""
    try:
        load_query(_spoken)
        # A page of somebody else's must not make a reader's browser work for it.
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise Forbidden("the form was sent by a page of another site", expected="the form of /read")
        received = _received()
        with gate_for(len(received.content)).passing():
            found = corpus().analyse(
                received.content,
                media_type=received.media_type,
                charset=received.charset,
                name=received.name,
                said=received.said,
            )
            g.sources = {found.document: found.source}
            answer = Response(page_of(found).encode("utf-8", "replace"), 200, content_type=TYPE)
    except DuizhaoError as error:
        return refused(error)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = language()
    return answer


def _received() -> Received:
    media_type, parameters = content_type()
    if media_type != "multipart/form-data":
        raise UnsupportedMediaType(
            f"the body is {media_type or 'of no media type'}",
            parameter="Content-Type",
            expected="multipart/form-data",
        )
    fields, files = parts_of(read_body(), parameters.get("boundary", ""))
    unknown = [name for name in (*fields, *files) if name not in {"text", "file", *FIELDS}]
    if unknown:
        raise ValidationFailed([Flaw(name, "does not exist here", "text or file") for name in unknown[:20]])
    said = Said(**{name: fields[name].strip() for name in FIELDS if fields.get(name, "").strip()})
    upload = files.get("file")
    # A browser sends an empty part for a file that was not chosen.
    if upload is not None and (upload.content or upload.filename):
        kind, about = parse_options_header(upload.headers.get("Content-Type", ""))
        stem = PurePosixPath(upload.filename.replace("\\", "/")).stem
        is_known = kind and kind != "application/octet-stream"
        return Received(upload.content, kind.lower() if is_known else None, charset_of(about), stem, said)
    # Forms send every line with a carriage return that nobody wrote.
    text = fields.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise ValidationFailed([Flaw("text", "is empty", "a text, or a file")])
    return Received(text.encode("utf-8", "surrogatepass"), "text/plain", "utf-8", "", said)
