"""Dataclasses as JSON by the names of their fields, for rows that outlive the shape of the model.

The cache writes values by their places, which is shorter, and is made again when the model changes. What readers
said cannot be made again: a field that is gone is passed over, and a new one has its default.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from service.errors import StoreError
from service.text import Span

T = TypeVar("T")


def named_record(value: object) -> bytes:
    """A dataclass, or a tuple of them, as JSON; a decimal is its own digits."""
    return orjson.dumps(value, default=_plain)


def named(kind: type[T], record: bytes) -> T:
    """The dataclass of a record.

    Raises:
        StoreError: it has not what the class needs.
    """
    try:
        return _read(kind, orjson.loads(record))  # type: ignore[no-any-return]
    except (TypeError, ValueError, KeyError, ArithmeticError) as problem:
        raise StoreError(f"a row of the store cannot be read as {kind.__name__}") from problem


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    raise TypeError(f"no record is known for {type(value)}")


def _read(hint: Any, value: Any) -> Any:
    if hint is Decimal:
        return Decimal(value)
    if hint is Span:
        return Span(*value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass(hint, value)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        one = arguments[0]
        return tuple(_read(one, each) for each in value)
    if origin in {Union, types.UnionType}:
        kind = next(argument for argument in arguments if argument is not type(None))
        return None if value is None else _read(kind, value)
    return value


def _dataclass(kind: type[Any], value: dict[str, Any]) -> Any:
    hints, make = get_type_hints(kind), _maker(kind)
    given = {}
    for field in fields(kind):
        if field.name in value:
            given[field.name] = _read(hints[field.name], value[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return make(**given)


def _maker(kind: type[Any]) -> Callable[..., Any]:
    return kind
