"""From what a view returns to bytes: the formats of an address, which one is wanted, rendering once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

import marshmallow as ma
import orjson
from flask import Response, current_app, request

from service.web.fields import language
from service.web.gates import gates
from service.web.kept import Kept, Rendered
from service.web.metrics import metrics
from service.web.opening import corpus
from service.web.places import in_utf16
from service.web.problems import NotAcceptable
from service.web.questions import written
from service.web.validators import holds_anything, is_held, mark, tag_of

EXTENSION = "duizhao-kept"
# A write between reading the revision and the answer is rare; three in a row mean a store under heavy import.
TRIES = 3


class Format(NamedTuple):
    """A form of an answer.

    Attributes:
        extension: as in an address, without its dot.
        media_type: as in Accept and Content-Type, without parameters.
        content_type: as in Content-Type.
        render: what the view returned and the loaded query -> the body.
        filename: under which a browser keeps it; empty to show it.
        gate: the one that is passed while it is made.
        stream: in place of `render`, the same piece by piece; such an answer is not kept. Its pieces are made after the
            request is over: what they need of it is to be asked before.
    """

    extension: str
    media_type: str
    content_type: str
    render: Callable[[Any, Mapping[str, Any]], bytes]
    filename: str = ""
    stream: Callable[[Any, Mapping[str, Any]], Iterable[bytes]] | None = None
    gate: Literal["reading", "drawing"] = "reading"


# In the environment of a request: the state that a kept answer is of, and its rule; see `front`.
MARK = "duizhao.mark"


def json_format(schema: ma.Schema) -> Format:
    """JSON as the schema says, members in its order."""

    def render(value: Any, query: Mapping[str, Any]) -> bytes:
        shown = schema.dump(value)
        return orjson.dumps(in_utf16(shown) if query.get("index") == "utf16" else shown)

    return Format("json", "application/json", "application/json", render)


class Form(NamedTuple):
    """How an address answers.

    Attributes:
        formats: the first is given to those who have no preference.
        has_labels: whether the answer has labels in a language.
        state: the arguments in the path -> a word for the state that the answer is of; None: of the corpus.
    """

    formats: Sequence[Format]
    has_labels: bool = False
    state: Callable[..., str] | None = None


def give(form: Form, query: Mapping[str, Any], path: Mapping[str, Any], make: Callable[[], Any]) -> Response:
    """The answer to a GET: nothing but a 304 for those who have it, kept bytes where there are, else made.

    Args:
        query: the loaded query, defaults included.
        path: the arguments in the path; `extension` chooses the format.
        make: computes what is rendered.

    Raises:
        Overloaded: it is not kept, and too much is at work.
    """
    chosen = _chosen(form.formats, path.get("extension"))
    varies = ["Accept"] if len(form.formats) > 1 and "extension" not in path else []
    varies += ["Accept-Language"] if form.has_labels else []
    shape = (chosen.media_type, language() if form.has_labels else "")
    question = {name: written(value) for name, value in query.items()}
    # Before anything is asked of the corpus: what is made after this moment is of this state or a later one.
    mark_now = corpus().mark()

    def tag_now() -> str:
        state = corpus().mark() if form.state is None else form.state(**path)
        return tag_of(state, corpus().edition, question, shape)

    tag = tag_now()
    if is_held(tag):
        metrics().came("unchanged")
        return mark(Response(status=304), tag, varies)
    if chosen.stream is not None:
        with gates().reading.passing():
            pieces = chosen.stream(make(), query)
        metrics().came("made")
        answer = Response(pieces, 200, content_type=chosen.content_type)
        following = None
    else:
        tag, rendered = _rendered(tag, tag_now, lambda: _render(chosen, make(), query), chosen.gate)
        answer = Response(rendered.body, 200, content_type=chosen.content_type)
        following = rendered.next
        request.environ[MARK] = (mark_now, request.url_rule.rule if request.url_rule else "")
    if holds_anything():
        return mark(Response(status=304), tag, varies)
    if form.has_labels:
        answer.headers["Content-Language"] = language()
    if following is not None:
        address = urlencode(request.args.to_dict() | {"cursor": following})
        answer.headers["Link"] = f'<{request.path}?{address}>; rel="next"'
    if chosen.filename:
        answer.headers["Content-Disposition"] = f'inline; filename="{chosen.filename}"'
    return mark(answer, tag, varies)


def _render(chosen: Format, value: Any, query: Mapping[str, Any]) -> Rendered:
    following = value.get("next") if isinstance(value, dict) else None
    return Rendered(chosen.render(value, query), following)


def _rendered(
    tag: str, tag_now: Callable[[], str], render: Callable[[], Rendered], gate: str
) -> tuple[str, Rendered]:
    kept: Kept = current_app.extensions[EXTENSION]
    rendered = kept.get(tag)
    if rendered is not None:
        metrics().came("kept")
        return tag, rendered
    with getattr(gates(), gate).passing(), kept.making(tag):
        # Whoever waited for the same answer finds it now.
        rendered = kept.get(tag)
        tries = TRIES
        while rendered is None:
            made, before, tag = render(), tag, tag_now()
            tries -= 1
            # A write in the meantime: these bytes may be of either state, so they are made once more.
            if tag == before:
                kept.put(tag, made)
            if tag == before or not tries:
                rendered = made
    metrics().came("made")
    return tag, rendered


def tell(
    schema: ma.Schema | None,
    value: Any,
    status: int,
    location: str | None = None,
    *,
    index: Literal["codepoint", "utf16"] = "codepoint",
) -> Response:
    """The answer to a request that computes or writes: never kept by anyone."""
    shown = None if schema is None else schema.dump(value)
    body = b"" if schema is None else orjson.dumps(in_utf16(shown) if index == "utf16" else shown)
    answer = Response(body, status, content_type="application/json" if body else None)
    answer.headers["Cache-Control"] = "no-store"
    if not body:
        answer.headers.pop("Content-Type", None)
    if location is not None:
        answer.headers["Location"] = location
    return answer


def _chosen(formats: Sequence[Format], extension: str | None) -> Format:
    if extension is not None:
        return next(each for each in formats if each.extension == extension)
    if len(formats) == 1 or "Accept" not in request.headers:
        return formats[0]
    offered = [each.media_type for each in formats]
    best = request.accept_mimetypes.best_match(offered)
    if best is None:
        raise NotAcceptable(
            "none of the accepted formats is made here", parameter="Accept", expected=", ".join(offered)
        )
    return formats[offered.index(best)]
