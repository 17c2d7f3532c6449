"""Fields of the wire form that marshmallow does not have: exact figures, places, regions, labels."""

# ruff: noqa: ARG002 - marshmallow hands its hooks more than each of them needs

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, get_args

import marshmallow as ma
from flask import g, request
from marshmallow.decorators import PRE_DUMP

from service.model import Level, Measure, Region
from service.presentation import digits
from service.text import Span
from service.web.dumping import Member, attribute, members, written
from service.web.opening import corpus

LANGUAGES = ("zh", "en")
SPANS = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    "description": "Ranges [start, end) in code points of the source, in the order of the text.",
}


def language() -> str:
    """The language of the labels in this answer, by Accept-Language; Chinese when nothing else fits."""
    if "language" not in g:
        g.language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    return str(g.language)


def label(measure: Measure) -> str:
    """The name of a measure in the language of this answer."""
    return measure.label_en if language() == "en" else measure.label_zh


class Answer(ma.Schema):
    """The base of all schemas of answers: every member is always there, and a later version may have more."""

    class Meta:
        """Documents no limit to the members."""

        unknown = ma.EXCLUDE

    _plan: tuple[Member, ...] | None = None

    def on_bind_field(self, _: str, field_obj: ma.fields.Field[Any]) -> None:
        """Document the member as one that is always there."""
        field_obj.required = True

    def one(self, value: Any) -> dict[str, Any]:
        """The wire form of one value, as `dump` gives it."""
        for name, many, _ in self._hooks[PRE_DUMP]:
            value = value if many else getattr(self, name)(value, many=False)
        return self._serialize(value)  # type: ignore[no-any-return]

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        if self._plan is None:
            self._plan = members(self)
        return [written(self._plan, each) for each in obj] if many else written(self._plan, obj)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """A member of a dict or a dataclass."""
        return attribute(obj, attr, default)


class Figure(ma.fields.Field[Decimal]):
    """An exact decimal as a string of its digits: JSON's numbers become binary floats nearly everywhere."""

    def __init__(self, description: str, **options: Any) -> None:
        metadata = {"description": description, "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
        super().__init__(metadata=metadata, **options)

    def write(self, value: Decimal) -> str:
        """Its digits."""
        return digits(value)

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else digits(value)


class Spans(ma.fields.Field[tuple[Span, ...]]):
    """Places in the source as lists of [start, end]."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata=SPANS, **options)

    def write(self, value: tuple[Span, ...]) -> list[list[int]]:
        """Lists of [start, end]."""
        return [[start, end] for start, end in value]

    def _serialize(
        self, value: tuple[Span, ...] | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> list[list[int]]:
        return [[start, end] for start, end in value or ()]


class Occurrences(ma.fields.Field[tuple[tuple[Span, ...], ...]]):
    """The places of each occurrence of a word."""

    def __init__(self) -> None:
        super().__init__(
            metadata={"type": "array", "items": SPANS, "description": "One list of spans per occurrence."}
        )

    def _serialize(
        self, value: tuple[tuple[Span, ...], ...] | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> list[list[list[int]]]:
        return [[[start, end] for start, end in spans] for spans in value or ()]


class Index(ma.fields.Constant[str]):
    """How spans count: in Unicode code points unless `index=utf16` was asked, never in bytes."""

    def __init__(self) -> None:
        super().__init__(
            "codepoint",
            metadata={"type": "string", "enum": ["codepoint", "utf16"], "description": "What spans count."},
        )


class RegionSchema(Answer):
    """An administrative division of China."""

    adcode = ma.fields.String(metadata={"pattern": "^[0-9]{6}$", "description": "GB/T 2260 code."})
    name = ma.fields.String()
    level = ma.fields.String(validate=ma.validate.OneOf(get_args(Level)))


class InRegion(ma.fields.Nested):
    """An adcode shown as its region; null for none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RegionSchema, **options)

    # marshmallow itself names the first argument otherwise in Field and in Nested.
    def _serialize(  # type: ignore[override]
        self, nested_obj: Any, attr: str | None, obj: Any, **kwargs: Any
    ) -> dict[str, str] | None:
        found = nested_obj
        region = found if isinstance(found, Region) else found and corpus().regions.of(found)
        return {"adcode": region.adcode, "name": region.name, "level": region.level} if region else None


class Label(ma.fields.Function):
    """The name of a measure in the language of the answer."""

    def __init__(self) -> None:
        super().__init__(
            label, metadata={"type": "string", "description": "In the language of Accept-Language: zh, en."}
        )


class Told(ma.fields.Function):
    """A wording in the language of the answer."""

    def __init__(self, member: str, description: str) -> None:
        super().__init__(
            lambda value: getattr(value, member).told(language()),
            metadata={
                "type": "string",
                "description": f"{description} In the language of Accept-Language: zh, en.",
            },
        )


class OneOf(ma.fields.Field[Any]):
    """A value that has one of several forms.

    Attributes:
        forms: a schema of each, in the order of the contract.
    """

    def __init__(self, choose: Callable[[Any], ma.Schema], forms: Sequence[ma.Schema]) -> None:
        super().__init__()
        self.choose, self.forms = choose, forms
        self.write: Callable[[Any], Any] = _chosen(choose)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return self.choose(value).dump(value)


def _chosen(choose: Callable[[Any], ma.Schema]) -> Callable[[Any], Any]:
    def write(value: Any) -> Any:
        schema = choose(value)
        return schema.one(value) if isinstance(schema, Answer) else schema.dump(value)

    return write
