"""Our Blueprint: what every address does, as decorators, and how it stands in openapi.yaml.

@documents.route("/documents/<sha256:document>/summary")      name, tag, problems it may answer with
@documents.arguments(SummaryQuery)                            the loaded query
@documents.answer(SentencesSchema)                            304, kept bytes, formats
def show_document_summary(document, query): ...
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

import flask_smorest
import marshmallow as ma
from flask import Response

from service.reading import MEDIA_TYPES
from service.web.answers import Form, Format, give, json_format, tell
from service.web.api import PROBLEMS
from service.web.gates import gate_for, gates
from service.web.opening import settings
from service.web.query import Query, load_query
from service.web.received import NewDocumentSchema, SaidSchema, receive_document, receive_members
from service.web.repeated import once

View = Callable[..., Any]
SAID = frozenset(SaidSchema().fields)
V = TypeVar("V", bound=View)


class Blueprint(flask_smorest.Blueprint):
    """Addresses of one resource. A view is strict about its query; without `arguments`, about having none.

    A view takes the loaded query as `query` when it names it, and the arguments in the path by their names.
    """

    def route(self, rule: str, **options: Any) -> Callable[[V], V]:
        """Put a view at an address, under its own name as operationId."""
        register_route = super().route

        def decorator(view: V) -> V:
            strict = view if hasattr(view, "is_strict") else self.arguments(Query)(view)
            own = getattr(view, "_apidoc", {}).get("response", {}).get("responses", {})
            writes = bool(set(options.get("methods", ())) - {"GET", "HEAD"})
            possible = [404] if "<" in rule else []
            possible += [401, 403] if writes else []
            statuses = [status for status in (*possible, 422, 429, 503) if status not in own]
            responses = _responses(statuses) | {"default": {"$ref": "#/components/responses/Problem"}}
            about: dict[str, Any] = {"operationId": view.__name__, "responses": responses}
            # A token is asked for only where there are tokens, so an operation may do without.
            about["security"] = [{}, {"bearer": []}]
            register_route(rule, **options)(self.doc(**about)(strict))
            return view

        return decorator

    def arguments(self, schema: type[ma.Schema], **_: Any) -> Callable[[V], V]:
        """Load the query and hand it to the view."""
        loader = schema()

        def decorator(view: V) -> V:
            @wraps(view)
            def strict(**path: Any) -> Any:
                return _call(view, load_query(loader), path)

            parameters: list[Any] = [{"in": "query", "schema": loader}] if loader.fields else []
            parameters += ["IfNoneMatch"] if hasattr(view, "is_answer") else []
            parameters += getattr(view, "headers_read", ())
            strict._apidoc = getattr(view, "_apidoc", {}) | {"arguments": {"parameters": parameters}}  # type: ignore[attr-defined]
            strict.is_strict = True  # type: ignore[attr-defined]
            return cast(V, strict)

        return decorator

    def answer(
        self,
        schema: type[ma.Schema] | None,
        *,
        also: Sequence[Format] = (),
        first: Format | None = None,
        has_labels: bool = False,
        state: Callable[..., str] | None = None,
    ) -> Callable[[V], V]:
        """Answer a GET with what the view returns.

        Args:
            schema: of the JSON form; None for an answer that has none, which needs a `first` format.
            also: further formats.
            first: a format that comes before JSON.
            has_labels: whether the answer is in a language.
            state: the arguments in the path -> the state that the answer is of; None: that of the corpus.
        """
        json = json_format(schema()) if schema else None
        formats = tuple(each for each in (first, json, *also) if each is not None)
        form = Form(formats, has_labels, state)

        def decorator(view: V) -> V:
            @wraps(view)
            def given(query: Mapping[str, Any], **path: Any) -> Response:
                asked = {name: value for name, value in path.items() if name != "extension"}
                return give(form, query, path, lambda: _call(view, query, asked))

            given.takes_query = given.is_answer = True  # type: ignore[attr-defined]
            documented = given
            for each in reversed(formats):
                shown = schema if each is json else {"type": "string"}
                headers = {"ETag": {"$ref": "#/components/headers/ETag"}}
                documented = self.response(200, shown, content_type=each.media_type, headers=headers)(
                    documented
                )
            further: dict[int | str, Any] = {304: {"$ref": "#/components/responses/NotModified"}}
            return cast(
                V, self.doc(responses=further | _responses([406] if len(formats) > 1 else []))(documented)
            )

        return decorator

    def outcome(
        self,
        statuses: Mapping[int, str],
        schema: type[ma.Schema] | None = None,
        *,
        tag: Callable[[Any], str] | None = None,
    ) -> Callable[[V], V]:
        """Answer a request that computes or writes; the view returns a value, a status, a Location or None, or all
        of an answer.

        Args:
            statuses: what each status means.
            schema: of the body; None for no body.
            tag: what the view returned -> the tag of what is there now.
        """
        dumper = schema() if schema else None

        def decorator(view: V) -> V:
            @wraps(view)
            def told(query: Mapping[str, Any], **path: Any) -> Response:
                found = _call(view, query, path)
                if isinstance(found, Response):
                    return found
                value, status, location = found
                answer = tell(dumper, value, status, location, index=query.get("index", "codepoint"))
                if tag is not None:
                    answer.set_etag(tag(value))
                return answer

            told.takes_query = True  # type: ignore[attr-defined]
            documented = told
            for status, meaning in statuses.items():
                headers: dict[str, Any] = (
                    {"Location": {"schema": {"type": "string"}}} if status == 201 else {}
                )
                headers |= {"ETag": {"$ref": "#/components/headers/ETag"}} if tag else {}
                documented = self.response(status, schema, description=meaning, headers=headers)(documented)
            return cast(V, documented)

        return decorator

    def text(self, content_type: str) -> Callable[[V], V]:
        """Answer with the bytes that the view returns, of this moment and kept by nobody."""

        def decorator(view: V) -> V:
            @wraps(view)
            def shown(query: Mapping[str, Any], **path: Any) -> Response:
                answer = Response(_call(view, query, path), 200, content_type=content_type)
                answer.headers["Cache-Control"] = "no-store"
                return answer

            shown.takes_query = True  # type: ignore[attr-defined]
            media_type = content_type.partition(";")[0]
            return cast(V, self.response(200, {"type": "string"}, content_type=media_type)(shown))

        return decorator

    def repeatable(self, view: V) -> V:
        """Do a request with an Idempotency-Key once, and answer it again as often as it comes."""

        @wraps(view)
        def repeating(**given: Any) -> Response:
            limit = settings().max_batch if view.__name__.endswith("batch") else settings().max_body
            return once(lambda: cast(Response, view(**given)), limit)

        repeating.headers_read = ["IdempotencyKey", *getattr(view, "headers_read", ())]  # type: ignore[attr-defined]
        return cast(V, self.doc(responses=_responses([409]))(repeating))

    def deferrable(self, accepted: Mapping[int | str, Any]) -> Callable[[V], V]:
        """Document that a request may be answered with a job."""

        def decorator(view: V) -> V:
            view.headers_read = ["Prefer"]  # type: ignore[attr-defined]
            return cast(V, self.doc(responses=dict(accepted))(view))

        return decorator

    def conditional(self, view: V) -> V:
        """Document a change that asks for If-Match."""
        view.headers_read = ["IfMatch"]  # type: ignore[attr-defined]
        return cast(V, self.doc(responses=_responses([412, 428]))(view))

    def document_body(self, view: V) -> V:
        """Receive a document and hand it to the view as `received`; what the query says of it is for a plain text."""

        @wraps(view)
        def receiving(query: Mapping[str, str], **path: Any) -> Any:
            said = {name: value for name, value in query.items() if name in SAID}
            received = receive_document(said)
            # Only now: a body that drips in must not stand in the way of others.
            with gate_for(len(received.content)).passing():
                return _call(view, query, path | {"received": received})

        receiving.takes_query = True  # type: ignore[attr-defined]
        fields = {"file": {"type": "string", "format": "binary"}} | {
            name: {"type": "string"} for name in SaidSchema().fields
        }
        upload = {"type": "object", "required": ["file"], "properties": fields, "additionalProperties": False}
        content: dict[str, Any] = {
            "text/plain": {"schema": {"type": "string"}},
            **{
                each: {"schema": {"type": "string", "format": "binary"}}
                for each in MEDIA_TYPES
                if each != "text/plain"
            },
            "application/json": {"schema": NewDocumentSchema},
            "multipart/form-data": {"schema": upload},
        }
        return cast(V, self._with_body(content)(receiving))

    def json_body(self, schema: type[ma.Schema]) -> Callable[[V], V]:
        """Receive a JSON object and hand it to the view as `received`, as the schema reads it."""
        loader = schema()

        def decorator(view: V) -> V:
            @wraps(view)
            def receiving(**path: Any) -> Any:
                path.pop("query", None)
                received = receive_members(loader)
                with gates().working.passing():
                    return view(received=received, **path)

            receiving.takes_query = True  # type: ignore[attr-defined]
            return cast(V, self._with_body({"application/json": {"schema": schema}})(receiving))

        return decorator

    def said_body(self, view: V) -> V:
        """Document a body that says something of a document; the view reads it through `received`."""
        return cast(V, self._with_body({"application/json": {"schema": SaidSchema}})(view))

    def lines(self, media_type: str, schema: type[ma.Schema]) -> Callable[[V], V]:
        """Document a body of JSON lines, answered by lines."""

        def decorator(view: V) -> V:
            @wraps(view)
            def answering(query: Mapping[str, Any]) -> Any:  # noqa: ARG001 - it has none
                return view()

            answering.takes_query = True  # type: ignore[attr-defined]
            taken = self._with_body({media_type: {"schema": {"type": "string"}}})(answering)
            said = {"description": "A line for each line.", "content": {media_type: {"schema": schema}}}
            return cast(V, self.doc(responses={200: said})(taken))

        return decorator

    def _with_body(self, content: Mapping[str, Any]) -> Callable[[View], View]:
        body = {"required": True, "content": content}
        return cast(Callable[[View], View], self.doc(requestBody=body, responses=_responses([400, 413, 415])))


def _call(view: View, query: Mapping[str, Any], path: Mapping[str, Any]) -> Any:
    if getattr(view, "takes_query", False) or "query" in signature(view).parameters:
        return view(query=query, **path)
    return view(**path)


def _responses(statuses: Sequence[int]) -> dict[int | str, Any]:
    return {status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in statuses}
