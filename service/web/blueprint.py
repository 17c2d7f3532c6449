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

from service.web.answers import Form, Format, give, json_format, tell
from service.web.api import PROBLEMS
from service.web.query import Query, load_query
from service.web.received import NewDocumentSchema, SaidSchema, receive_document, receive_members

View = Callable[..., Any]
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
            statuses = [
                status for status in (404, 422, 503) if status not in own and (status != 404 or "<" in rule)
            ]
            responses = _responses(statuses) | {"default": {"$ref": "#/components/responses/Problem"}}
            register_route(rule, **options)(self.doc(operationId=view.__name__, responses=responses)(strict))
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
            strict._apidoc = getattr(view, "_apidoc", {}) | {"arguments": {"parameters": parameters}}  # type: ignore[attr-defined]
            strict.is_strict = True  # type: ignore[attr-defined]
            return cast(V, strict)

        return decorator

    def answer(
        self,
        schema: type[ma.Schema],
        *,
        also: Sequence[Format] = (),
        first: Format | None = None,
        has_labels: bool = False,
    ) -> Callable[[V], V]:
        """Answer a GET with what the view returns.

        Args:
            schema: of the JSON form.
            also: further formats.
            first: a format that comes before JSON.
            has_labels: whether the answer is in a language.
        """
        json = json_format(schema())
        formats = tuple(each for each in (first, json, *also) if each is not None)
        form = Form(formats, has_labels)

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

    def outcome(self, statuses: Mapping[int, str], schema: type[ma.Schema] | None = None) -> Callable[[V], V]:
        """Answer a request that computes or writes; the view returns a value, a status, a Location or None.

        Args:
            statuses: what each status means.
            schema: of the body; None for no body.
        """
        dumper = schema() if schema else None

        def decorator(view: V) -> V:
            @wraps(view)
            def told(query: Mapping[str, Any], **path: Any) -> Response:
                value, status, location = _call(view, query, path)
                return tell(dumper, value, status, location)

            told.takes_query = True  # type: ignore[attr-defined]
            documented = told
            for status, meaning in statuses.items():
                headers = {"Location": {"schema": {"type": "string"}}} if status == 201 else None
                documented = self.response(status, schema, description=meaning, headers=headers)(documented)
            return cast(V, documented)

        return decorator

    def document_body(self, view: V) -> V:
        """Receive a document and hand it to the view as `received`; the query speaks of a plain text only."""

        @wraps(view)
        def receiving(query: Mapping[str, str], **path: Any) -> Any:
            return view(received=receive_document(query), **path)

        receiving.takes_query = True  # type: ignore[attr-defined]
        fields = {"file": {"type": "string", "format": "binary"}} | {
            name: {"type": "string"} for name in SaidSchema().fields
        }
        upload = {"type": "object", "required": ["file"], "properties": fields, "additionalProperties": False}
        content: dict[str, Any] = {
            "text/plain": {"schema": {"type": "string"}},
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
                return view(received=receive_members(loader), **path)

            receiving.takes_query = True  # type: ignore[attr-defined]
            return cast(V, self._with_body({"application/json": {"schema": schema}})(receiving))

        return decorator

    def said_body(self, view: V) -> V:
        """Document a body that says something of a document; the view reads it through `received`."""
        return cast(V, self._with_body({"application/json": {"schema": SaidSchema}})(view))

    def _with_body(self, content: Mapping[str, Any]) -> Callable[[View], View]:
        body = {"required": True, "content": content}
        return cast(Callable[[View], View], self.doc(requestBody=body, responses=_responses([400, 413, 415])))


def _call(view: View, query: Mapping[str, Any], path: Mapping[str, Any]) -> Any:
    if getattr(view, "takes_query", False) or "query" in signature(view).parameters:
        return view(query=query, **path)
    return view(**path)


def _responses(statuses: Sequence[int]) -> dict[int | str, Any]:
    return {status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in statuses}
