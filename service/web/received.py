"""A body -> what was sent: a document and what the caller says of it. Three media types, one outcome."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import marshmallow as ma
from werkzeug.http import parse_options_header

from service.errors import BadParameter, UnsafeText, UnsupportedMediaType
from service.model import Said
from service.web.body import charset_of, content_type, read_body, read_json
from service.web.multipart import parts_of
from service.web.problems import Flaw, MalformedMultipart, ValidationFailed
from service.web.query import flaws


class Received(NamedTuple):
    """A document as sent.

    Attributes:
        media_type, charset: as the caller says; None when left to the bytes.
        name: a label, such as a file's stem; may be empty.
    """

    content: bytes
    media_type: str | None
    charset: str | None
    name: str
    said: Said


def _line(longest: int, description: str) -> ma.fields.String:
    # Lengths, dates, addresses, unsafe characters: the corpus judges them, which the command line asks too.
    return ma.fields.String(allow_none=True, metadata={"description": description, "maxLength": longest})


class SaidSchema(ma.Schema):
    """What the caller says of a document; it outranks what is found in the text. null takes it back."""

    class Meta:
        """An unknown member is a misspelt one."""

        unknown = ma.RAISE

    title = _line(300, "Title of the document.")
    region = _line(100, "Adcode or name of the region that the document is about.")
    published = _line(10, "2019, 2019-12 or 2019-12-31.")
    source = _line(300, "Who published it.")
    url = _line(2000, "Where it was published; stored and shown, never fetched.")


class NewDocumentSchema(SaidSchema):
    """A document as JSON."""

    text = ma.fields.String(required=True, metadata={"description": "The text of the document, in Chinese."})

    @ma.pre_load
    def text_is_safe(self, data: Any, **_: Any) -> Any:
        """Refuse what could not even be stored as the bytes of a text."""
        text = data.get("text") if isinstance(data, dict) else None
        unsafe = re.search("[\x00\ud800-\udfff]", text) if isinstance(text, str) else None
        if unsafe:
            raise UnsafeText(
                f"U+{ord(unsafe[0]):04X} at {unsafe.start()} is no character of a text", parameter="text"
            )
        return data


_said, _document = SaidSchema(), NewDocumentSchema()


def receive_document(query: Mapping[str, str]) -> Received:
    """The document in the body of the current request.

    Args:
        query: what the query parameters say of it, for text/plain only.

    Raises:
        UnsupportedMediaType: none of the three media types.
        ValidationFailed, UnsafeText, BadParameter: see there; whatever `body` raises.
    """
    media_type, parameters = content_type()
    if query and media_type != "text/plain":
        raise BadParameter(
            "the query speaks of a document whose body speaks for itself",
            parameter=next(iter(query)),
            expected="the same member in the body",
        )
    match media_type:
        case "text/plain":
            charset = charset_of(parameters)
            return Received(read_body(), media_type, charset, "", Said(**query))
        case "application/json":
            members = _load(_document, read_json())
            content = members.pop("text").encode()
            return Received(content, "text/plain", "utf-8", "", Said(**members))
        case "multipart/form-data":
            return _from_parts(parameters.get("boundary", ""))
        case _:
            raise UnsupportedMediaType(
                f"the body is {media_type or 'of no media type'}",
                parameter="Content-Type",
                expected="text/plain, application/json or multipart/form-data",
            )


def receive_changes(before: Said) -> Said:
    """What the caller says now, by the JSON in this request's body: members left out stay as they were."""
    changes = _load(_said, read_json())
    kept = {name: getattr(before, name) for name in _said.fields}
    return Said(**kept | changes)


def _from_parts(boundary: str) -> Received:
    if not boundary:
        raise MalformedMultipart(
            "the media type names no boundary", parameter="Content-Type", expected="a boundary"
        )
    fields, files = parts_of(read_body(), boundary)
    upload = files.pop("file", None)
    if upload is None:
        raise ValidationFailed([Flaw("file", "is missing", "a part called file with a filename")])
    if files:
        raise ValidationFailed([Flaw(name, "is a file too many", "one file, called file") for name in files])
    said = Said(**_load(_said, fields))
    media_type, parameters = parse_options_header(upload.headers.get("Content-Type", ""))
    return Received(
        upload.content,
        media_type.lower() or None,
        charset_of(parameters),
        PurePosixPath(upload.filename.replace("\\", "/")).stem,
        said,
    )


def _load(schema: ma.Schema, members: Any) -> dict[str, Any]:
    if not isinstance(members, dict):
        raise ValidationFailed([Flaw("body", "is no object", f"an object with {', '.join(schema.fields)}")])
    unknown = [name for name in members if name not in schema.fields]
    if unknown:
        allowed = f"one of {', '.join(schema.fields)}"
        raise ValidationFailed([Flaw(name, "does not exist here", allowed) for name in unknown[:20]])
    try:
        loaded: dict[str, Any] = schema.load(members)
    except ma.ValidationError as error:
        raise ValidationFailed(flaws(error, schema.fields)) from error
    return loaded
