"""Query parameters, strictly: unknown ones, double ones and numbers in other digits than 0-9 are refused."""

# ruff: noqa: ARG002 - marshmallow hands its hooks more than each of them needs

import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn
from urllib.parse import parse_qsl

import marshmallow as ma
from flask import request

from service.web.problems import (
    BadParameters,
    DuplicateParameter,
    Flaw,
    UnknownParameter,
)

_DIGITS = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{0,3}(?:\.[0-9]{1,9})?")


class Count(ma.fields.Integer):
    """A whole number in a range, in the digits 0-9."""

    def __init__(self, least: int, most: int, description: str, **options: Any) -> None:
        # Not "a number": the range is what the client needs to know, and it is documented by the validator.
        self.expected = f"a whole number from {least} to {most}"
        super().__init__(
            validate=ma.validate.Range(least, most, error=self.expected),
            metadata={"description": description},
            **options,
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        # int() would take ５, ٣, 1_0, +5 and blanks.
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise ma.ValidationError(f"{value!r} is not {self.expected}")
        return int(value)


class Ratio(ma.fields.Decimal):
    """A share above 0 and up to 1, as a plain decimal."""

    expected = "a decimal above 0 and up to 1"

    def __init__(self, description: str) -> None:
        super().__init__(
            validate=ma.validate.Range(Decimal(0), Decimal(1), min_inclusive=False, error=self.expected),
            metadata={"description": description, "type": "number", "exclusiveMinimum": 0},
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not value or value == "." or not _DECIMAL.fullmatch(value):
            raise ma.ValidationError(f"{value!r} is not {self.expected}")
        return Decimal(value)


class Share(ma.fields.Decimal):
    """A decimal from 0 to 1."""

    expected = "a decimal from 0 to 1"

    def __init__(self, description: str) -> None:
        super().__init__(
            validate=ma.validate.Range(Decimal(0), Decimal(1), error=self.expected),
            metadata={"description": description, "type": "number"},
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not value or value == "." or not _DECIMAL.fullmatch(value):
            raise ma.ValidationError(f"{value!r} is not {self.expected}")
        return Decimal(value)


class Words(ma.fields.String):
    """Words of the client's own: an id, a name, a cursor; never empty, never longer than any that exists."""

    def __init__(self, description: str, *, longest: int = 100, **options: Any) -> None:
        self.expected = f"1 to {longest} characters"
        super().__init__(
            validate=ma.validate.Length(1, longest, error=self.expected),
            metadata={"description": description},
            **options,
        )


class Choice(ma.fields.String):
    """One of a closed set."""

    def __init__(self, choices: tuple[str, ...], description: str, **options: Any) -> None:
        self.expected = f"one of {', '.join(choices)}"
        super().__init__(
            validate=ma.validate.OneOf(choices, error=self.expected),
            metadata={"description": description},
            **options,
        )


class Several(ma.fields.Field[tuple[str, ...]]):
    """Several ids or names, separated by commas; also the full-width comma that a Chinese keyboard gives."""

    def __init__(self, description: str, *, most: int = 10_000) -> None:
        self.expected = "ids, names or words separated by commas"
        self.most = most
        # Text and not a list: generated clients would send a list as one parameter many times.
        super().__init__(metadata={"description": description, "type": "string", "minLength": 1})

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> tuple[str, ...]:
        pieces = tuple(piece.strip() for piece in re.split("[,，]", value))
        if not all(pieces):
            raise ma.ValidationError("is empty, or has nothing between two commas")
        if len(pieces) > self.most:
            raise ma.ValidationError(f"has more than {self.most}")
        return pieces


class Query(ma.Schema):
    """The base of all query schemas; on its own, a query without any parameter."""

    class Meta:
        """No parameter is passed over."""

        unknown = ma.RAISE


def load_query(schema: ma.Schema) -> Any:
    """The parameters of the current request as the schema reads them.

    Raises:
        BadParameters, UnknownParameter, DuplicateParameter: see there.
    """
    given: dict[str, str] = {}
    for name, value in _pairs():
        if name in given:
            raise DuplicateParameter(
                [Flaw(name, "is given twice", "once; several values are separated by commas")]
            )
        given[name] = value
    return _loaded(schema, given)


def _loaded(schema: ma.Schema, given: Mapping[str, str]) -> Any:
    known = tuple(field.data_key or name for name, field in schema.fields.items())
    for name in given:
        if name not in known:
            near = get_close_matches(name[:100], known, n=3, cutoff=0.5)
            raise UnknownParameter([Flaw(name, "does not exist here", " or ".join(near) or _among(known))])
    try:
        return schema.load(given)
    except ma.ValidationError as error:
        raise BadParameters(flaws(error, schema.fields)) from error


def flaws(error: ma.ValidationError, fields: Mapping[str, ma.fields.Field[Any]]) -> list[Flaw]:
    """What marshmallow found wrong, in the order of the schema's fields and then of the names."""
    messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
    known = {field.data_key or name: field for name, field in fields.items()}
    order = {name: place for place, name in enumerate(known)}
    return [
        Flaw(name, _first(messages[name]), getattr(known.get(name), "expected", None))
        for name in sorted(messages, key=lambda name: (order.get(name, len(order)), name))
    ]


def _first(message: Any) -> str:
    while not isinstance(message, str):
        message = next(iter(message.values() if isinstance(message, dict) else message))
    return message


def _pairs() -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            request.query_string.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100
        )
    except UnicodeDecodeError:
        _refuse("is not UTF-8", "UTF-8, percent-encoded")
    except ValueError:
        _refuse("has more than 100 parameters", "at most 100 parameters")


def _refuse(detail: str, expected: str) -> NoReturn:
    raise BadParameters([Flaw("query", detail, expected)])


def _among(known: tuple[str, ...]) -> str:
    return f"one of {', '.join(known)}" if known else "no parameters at all"
