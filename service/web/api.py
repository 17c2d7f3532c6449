"""Our Api: the contract and the answers to errors, with names that do not depend on the version of Python."""

from collections.abc import Mapping
from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask
from werkzeug.routing import BaseConverter

from service.web.fields import Answer, OneOf
from service.web.problems import MEDIA_TYPE, register

# The names of HTTPStatus differ between versions of Python (422), so the contract has names of its own.
PROBLEMS = {
    400: ("BadRequest", "The request cannot be parsed."),
    401: ("Unauthenticated", "A token is needed, and none that holds was sent."),
    403: ("Forbidden", "The token is for less than this."),
    404: ("NotFound", "Nothing stands at this address."),
    406: ("NotAcceptable", "None of the accepted formats is made here."),
    409: ("InUse", "The first request with this Idempotency-Key is still at work."),
    412: ("PreconditionFailed", "It is no longer as it was seen; read it again."),
    413: ("PayloadTooLarge", "More bytes than the limit."),
    415: ("UnsupportedMediaType", "A media type, charset or content encoding that is not read."),
    422: ("Refused", "Parsed and refused; `errors` names each parameter and what would be right."),
    428: ("PreconditionRequired", "Say in If-Match which state of it you saw."),
    429: ("TooManyRequests", "More requests in a minute than one client may make; see `Retry-After`."),
    503: ("Unavailable", "There is no answer now; `Retry-After` says when to try again."),
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
        self.spec.components.parameter(
            "IfMatch",
            "header",
            {
                "name": "If-Match",
                "required": True,
                "description": "The ETag of the document as it was seen, or *.",
                "schema": {"type": "string"},
            },
        )
        self.spec.components.parameter(
            "IdempotencyKey",
            "header",
            {
                "name": "Idempotency-Key",
                "description": "A word of the client's, such as a UUID: sent again with it, the request is done once.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
            },
        )
        self.spec.components.parameter(
            "Prefer",
            "header",
            {
                "name": "Prefer",
                "description": "`respond-async`: answer with a job, as soon as the documents are kept.",
                "schema": {"type": "string"},
            },
        )
        self.spec.components.security_scheme(
            "bearer",
            {
                "type": "http",
                "scheme": "bearer",
                "description": "A token of `duizhao token create`: for read, write or admin. "
                "Without any token writing is open; reading is open unless the settings close it.",
            },
        )

    def _register_pagination_header(self) -> None:
        """Pages are in the body and in Link; no header of our own."""


def _forms(converter: Any, field: ma.fields.Field[Any], **_: Any) -> dict[str, Any]:
    forms = field.forms if isinstance(field, OneOf) else ()
    return {"anyOf": [converter.resolve_nested_schema(form) for form in forms]} if forms else {}
