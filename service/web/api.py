"""Our Api and Blueprint: what every address does, as decorators, and how it stands in openapi.yaml.

@documents.route("/documents/<sha256:document>/summary")      name, tag, problems it may answer with
@documents.arguments(SummaryQuery)                            the loaded query as the first argument
@documents.answer(SummarySchema)                              304, kept bytes, formats
def show_document_summary(query, document): ...
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

import flask_smorest
import marshmallow as ma
from flask import Flask, Response
from werkzeug.routing import BaseConverter

from service.web.answers import Form, Format, give, json_format, tell
from service.web.fields import Answer, OneOf
from service.web.problems import MEDIA_TYPE, register
from service.web.query import Query, Several, load_query
from service.web.received import NewDocumentSchema, SaidSchema, receive_document

View = Callable[..., Any]
V = TypeVar("V", bound=View)

# The names of HTTPStatus differ between versions of Python (422), so the contract has names of its own.
PROBLEMS = {
    400: ("BadRequest", "The request cannot be parsed."),
    404: ("NotFound", "Nothing stands at this address."),
    406: ("NotAcceptable", "None of the accepted formats is made here."),
    413: ("PayloadTooLarge", "More bytes than the limit."),
    415: ("UnsupportedMediaType", "A media type, charset or content encoding that is not read."),
    422: ("Refused", "Parsed and refused; `errors` names each parameter and what would be right."),
    503: ("Unavailable", "The store cannot answer now; `Retry-After` says when to try again."),
}


class FlawSchema(Answer):
    """One thing that was wrong."""

    parameter = ma.fields.String()
    detail = ma.fields.String()
    expected = ma.fields.String(allow_none=True, metadata={"description": "What would be right."})


class ProblemSchema(ma.Schema):
    """A problem as in RFC 9457. The last part of `type` is stable and made for programs."""

    type = ma.fields.String(required=True, metadata={"pattern": "^/problems/[a-z-]+$"})
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True, metadata={"minimum": 400, "maximum": 599})
    detail = ma.fields.String(required=True)
    instance = ma.fields.String(required=True, metadata={"description": "The path that was asked."})
    request_id = ma.fields.String(
        required=True, metadata={"description": "As in X-Request-Id and in the logs."}
    )
    errors = ma.fields.List(ma.fields.Nested(FlawSchema))

    class Meta:
        """Documents no limit to the members."""

        unknown = ma.EXCLUDE


def _converter(name: str, pattern: str) -> type[BaseConverter]:
    # An address that cannot be is a 404 by routing; no store is asked for an id with a NUL in it.
    return type(name, (BaseConverter,), {"regex": pattern, "part_isolating": True})


CONVERTERS = {
    "sha256": _converter("Sha256", "[0-9a-f]{64}"),
    "observation": _converter("ObservationId", "[0-9a-f]{16}"),
    "adcode": _converter("Adcode", "[0-9]{6}"),
    "measure": _converter("MeasureId", "[a-z][a-z0-9_]{0,63}"),
}


class Api(flask_smorest.Api):
    """The application's contract and its errors, both ours: problems, and no names that depend on Python."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def init_app(self, app: Flask, *, spec_kwargs: Mapping[str, Any] | None = None) -> None:
        """Set the application up: converters of paths, the contract, the answers to errors."""
        app.url_map.converters |= CONVERTERS
        for converter in CONVERTERS.values():
            self.register_converter(converter, lambda each: {"type": "string", "pattern": f"^{each.regex}$"})
        super().init_app(app, spec_kwargs=spec_kwargs)
        self.ma_plugin.converter.add_attribute_function(_forms)
        self.ma_plugin.converter.add_parameter_attribute_function(_separated)

    def _register_error_handlers(self) -> None:
        register(self._app)

    def _register_responses(self) -> None:
        self.spec.components.schema("Problem", schema=ProblemSchema)
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for name, description in PROBLEMS.values():
            self.spec.components.response(name, {"description": description, "content": content})
        self.spec.components.response("Problem", {"description": "Any other problem.", "content": content})
        self.spec.components.response("NotModified", {"description": "The client has this answer."})

    def _register_etag_headers(self) -> None:
        self.spec.components.header(
            "ETag", {"description": "Of revision, edition and canonical query.", "schema": {"type": "string"}}
        )
        self.spec.components.parameter(
            "IfNoneMatch", "header", {"name": "If-None-Match", "schema": {"type": "string"}}
        )

    def _register_pagination_header(self) -> None:
        """Pages are in the body and in Link; no header of our own."""


class Blueprint(flask_smorest.Blueprint):
    """Addresses of one resource. Every view is strict about its query, one without `arguments` about having none.

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
        """Answer a request that computes or writes. The view returns a value, a status, and a Location or None.

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

    def said_body(self, view: V) -> V:
        """Document a body that says something of a document; the view reads it through `received`."""
        return cast(V, self._with_body({"application/json": {"schema": SaidSchema}})(view))

    def _with_body(self, content: Mapping[str, Any]) -> Callable[[View], View]:
        body = {"required": True, "content": content}
        return cast(Callable[[View], View], self.doc(requestBody=body, responses=_responses([400, 413, 415])))


def _forms(converter: Any, field: ma.fields.Field[Any], **_: Any) -> dict[str, Any]:
    forms = field.forms if isinstance(field, OneOf) else ()
    return {"anyOf": [converter.resolve_nested_schema(form) for form in forms]} if forms else {}


def _separated(_: Any, field: ma.fields.Field[Any], **__: Any) -> dict[str, Any]:
    return {"style": "form", "explode": False} if isinstance(field, Several) else {}


def _call(view: View, query: Mapping[str, Any], path: Mapping[str, Any]) -> Any:
    if getattr(view, "takes_query", False) or "query" in signature(view).parameters:
        return view(query=query, **path)
    return view(**path)


def _responses(statuses: Sequence[int]) -> dict[int | str, Any]:
    return {status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in statuses}
