"""A body -> what was sent: a document and what the caller says of it. Three media types, one outcome."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, NamedTuple, get_args

import marshmallow as ma
from werkzeug.http import parse_options_header

from service.errors import BadParameter, UnsafeText, UnsupportedMediaType
from service.model import Bound, Decision, Level, Nature, Period, Said
from service.reading import MEDIA_TYPES
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


class Digits(ma.fields.Field[Decimal]):
    """An exact decimal as a string of its digits, as figures are answered."""

    expected = "a string of digits such as 52 or 12.6"

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:  # noqa: ARG002
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,30}(?:\.[0-9]{1,12})?", value):
            raise ma.ValidationError(f"{str(value)[:100]!r} is not {self.expected}")
        return Decimal(value)


class Confidence(ma.fields.Field[Decimal]):
    """A number of JSON from 0 to 1."""

    expected = "a number from 0 to 1"

    def __init__(self) -> None:
        super().__init__(metadata={"type": "number", "minimum": 0, "maximum": 1})

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:  # noqa: ARG002
        if type(value) not in {int, float} or not 0 <= value <= 1:
            raise ma.ValidationError(f"{str(value)[:100]!r} is not {self.expected}")
        return Decimal(str(value))


def _period(time: dict[str, Any] | None) -> Period:
    if time is None:
        return Period()
    start, end = time["start"], time["end"]
    for day in (start, end):
        if day is not None and not re.fullmatch("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", day):
            raise ma.ValidationError({"time": [f"{day!r} is not 2019, 2019-12 or 2019-12-31"]})
    return Period(start if end in {start, None} else f"{start}/{end}", start, end, "stated")


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


def _names(description: str) -> ma.fields.List[str]:
    return ma.fields.List(ma.fields.String(), metadata={"description": description})


class QuestionSchema(ma.Schema):
    """A comparison asked for in a body; members as the parameters of GET /v1/comparison."""

    class Meta:
        """An unknown member is a misspelt one."""

        unknown = ma.RAISE

    measures = _names("Ids of measures.")
    regions = _names("Adcodes or names.")
    within = ma.fields.String()
    level = ma.fields.String(validate=ma.validate.OneOf(get_args(Level)))
    align = ma.fields.String()
    tolerance = ma.fields.String()
    derive = _names("Derived measures and conversions.")
    min_confidence = Confidence()
    sort = ma.fields.String()
    limit = ma.fields.Integer(strict=True, validate=ma.validate.Range(1, 500))
    cursor = ma.fields.String()


class StatedTimeSchema(ma.Schema):
    """When a figure holds, as a reader says."""

    class Meta:
        """An unknown member is a misspelt one."""

        unknown = ma.RAISE

    start = ma.fields.String(required=True)
    end = ma.fields.String(allow_none=True, load_default=None)


class FigureSchema(ma.Schema):
    """What of a figure is otherwise, as a reader says; members left out stay as they were found."""

    class Meta:
        """An unknown member is a misspelt one."""

        unknown = ma.RAISE

    value = Digits()
    lower = Digits(allow_none=True)
    upper = Digits(allow_none=True)
    bound = ma.fields.String(validate=ma.validate.OneOf(get_args(Bound)))
    per = ma.fields.String(allow_none=True)
    nature = ma.fields.String(validate=ma.validate.OneOf(get_args(Nature)))
    scope = ma.fields.String(allow_none=True)
    time = ma.fields.Nested(StatedTimeSchema, allow_none=True)

    @ma.post_load
    def period(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The time as a period; null is none."""
        if "time" in data:
            data["time"] = _period(data["time"])
        return data


class CorrectionSchema(ma.Schema):
    """What a reader says of a figure; a decision of null takes back what was said."""

    class Meta:
        """An unknown member is a misspelt one."""

        unknown = ma.RAISE

    decision = ma.fields.String(
        required=True, allow_none=True, validate=ma.validate.OneOf(get_args(Decision))
    )
    figure = ma.fields.Nested(FigureSchema)
    note = ma.fields.String(load_default="")
    author = ma.fields.String(load_default="")


_said, _document = SaidSchema(), NewDocumentSchema()


def receive_document(query: Mapping[str, str]) -> Received:
    """The document in the body of the current request.

    Args:
        query: what the query parameters say of it, for a body that is the document itself.

    Raises:
        UnsupportedMediaType: no document, JSON or form.
        ValidationFailed, UnsafeText, BadParameter: see there; whatever `body` raises.
    """
    media_type, parameters = content_type()
    if query and media_type not in MEDIA_TYPES:
        raise BadParameter(
            "the query speaks of a document whose body speaks for itself",
            parameter=next(iter(query)),
            expected="the same member in the body",
        )
    match media_type:
        case _ if media_type in MEDIA_TYPES:
            charset = charset_of(parameters)
            return Received(read_body(), media_type, charset, "", Said(**query))
        case "application/json":
            return document_of(read_json())
        case "multipart/form-data":
            return _from_parts(parameters.get("boundary", ""))
        case _:
            raise UnsupportedMediaType(
                f"the body is {media_type or 'of no media type'}",
                parameter="Content-Type",
                expected=f"{', '.join(MEDIA_TYPES)}, application/json or multipart/form-data",
            )


def document_of(value: Any) -> Received:
    """The document that a JSON value is; raises ValidationFailed, UnsafeText."""
    members = _load(_document, value)
    content = members.pop("text").encode()
    return Received(content, "text/plain", "utf-8", "", Said(**members))


def receive_members(schema: ma.Schema) -> dict[str, Any]:
    """The JSON object in this request's body, as the schema reads it.

    Raises:
        ValidationFailed: no object, unknown members, values that they cannot have; whatever `body` raises.
    """
    return _load(schema, read_json())


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
