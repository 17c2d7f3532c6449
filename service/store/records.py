"""What is computed, as bytes and back: JSON, compressed where it is long. Never pickle or marshal.

A dataclass becomes the list of its fields' values in their order, a decimal its own digits as text, so that
what comes back is equal to what went in. The reader is made once per class from its type hints:

    Span(3, 9)                                     [3, 9]
    Condition("5万元以下", "le", Decimal("50000"), "元")    ["5万元以下", "le", "50000", "元"]
"""

import hashlib
import types
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from service.model import Analysis, Mention, Observation
from service.text import Span

_Reader = Callable[[Any], Any]
_T = TypeVar("_T")


def analysis_record(analysis: Analysis) -> bytes:
    """An analysis without its observations and mentions, which have rows of their own."""
    hollow = [
        () if name in {"observations", "mentions"} else getattr(analysis, name) for name in _names(Analysis)
    ]
    # Level 1: a quarter larger than level 6, and several times as fast.
    return zlib.compress(orjson.dumps(hollow, default=_plain, option=_OPTION), 1)


def analysis_of(
    record: bytes, observations: tuple[Observation, ...], mentions: tuple[Mention, ...]
) -> Analysis:
    """The analysis of a record, with its observations and mentions."""
    hollow: Analysis = _reader(Analysis)(orjson.loads(zlib.decompress(record)))
    return replace(hollow, observations=observations, mentions=mentions)


def whole_record(analysis: Analysis) -> bytes:
    """An analysis with all that it holds, as one process hands it to another."""
    return orjson.dumps(analysis, default=_plain, option=_OPTION)


def analysis_from(record: bytes) -> Analysis:
    """The analysis of a whole record."""
    found: Analysis = _reader(Analysis)(orjson.loads(record))
    return found


def finding_record(finding: Observation | Mention) -> bytes:
    """One observation or mention."""
    return orjson.dumps(finding, default=_plain, option=_OPTION)


def observation_of(record: bytes) -> Observation:
    """The observation of a record."""
    return _read_observation(orjson.loads(record))


def observations_record(observations: tuple[Observation, ...]) -> bytes:
    """Several observations."""
    return orjson.dumps(observations, default=_plain, option=_OPTION)


def observations_of(record: bytes) -> list[Observation]:
    """The observations of a record of several."""
    return [_read_observation(values) for values in orjson.loads(record)]


def mention_of(record: bytes) -> Mention:
    """The mention of a record."""
    return _read_mention(orjson.loads(record))


def digest(document: str, edition: str, record: bytes) -> str:
    """The hash that a row of the cache carries; when the model has another shape, it is another one."""
    return hashlib.sha256(b"\n".join((_SHAPE, document.encode(), edition.encode(), record))).hexdigest()


_OPTION = orjson.OPT_PASSTHROUGH_DATACLASS


def _plain(value: Any) -> Any:
    """What orjson does not write itself: decimals, spans, dataclasses."""
    match value:
        case Decimal():
            return str(value)
        case Span():
            return [value.start, value.end]
    names = _NAMES.get(type(value)) or _NAMES.setdefault(type(value), _names(type(value)))
    return [getattr(value, name) for name in names]


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)


def _readers(kind: type[Any]) -> tuple[_Reader, ...]:
    hints = get_type_hints(kind)
    return tuple(_reader(hints[name]) for name in _names(kind))


def _reader(hint: Any) -> _Reader:
    """A function from the JSON value to a value of this type."""
    if hint in {str, int} or get_origin(hint) is Literal:
        return _same
    if hint in {Decimal, float}:
        return hint  # type: ignore[no-any-return]
    if hint is Span:
        return _span
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_reader(hint)
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return _tuple_reader(_reader(arguments[0]))
    if get_origin(hint) in {Union, types.UnionType} and len(arguments) == 2 and type(None) in arguments:
        (kind,) = (argument for argument in arguments if argument is not type(None))
        return _optional_reader(_reader(kind))
    raise TypeError(f"no record is known for {hint}")


def _same(value: Any) -> Any:
    return value


def _span(value: list[int]) -> Span:
    return Span(*value)


def _dataclass_reader(kind: type[_T]) -> Callable[[list[Any]], _T]:
    # Most values are as JSON has them: only the others are touched, which is half of the time of a comparison.
    touched = [(at, reader) for at, reader in enumerate(_readers(kind)) if reader is not _same]
    length = len(_names(kind))

    def read(values: list[Any]) -> _T:
        if len(values) != length:
            raise ValueError(f"{len(values)} values for the {length} fields of {kind.__name__}")
        for at, reader in touched:
            values[at] = reader(values[at])
        return kind(*values)

    return read


def _tuple_reader(one: _Reader) -> _Reader:
    if one is _same:
        return tuple
    return lambda values: tuple([one(value) for value in values])


def _optional_reader(one: _Reader) -> _Reader:
    if one is _same:
        return _same
    return lambda value: None if value is None else one(value)


def _shape(kind: type, seen: dict[str, str]) -> dict[str, str]:
    """Every dataclass that an analysis holds, with its fields and their types."""
    seen[kind.__name__] = ",".join(f"{name}:{get_type_hints(kind)[name]}" for name in _names(kind))
    waiting = [get_type_hints(kind)[name] for name in _names(kind)]
    while waiting:
        hint = waiting.pop()
        waiting.extend(get_args(hint))
        if isinstance(hint, type) and is_dataclass(hint) and hint.__name__ not in seen:
            _shape(hint, seen)
    return seen


_SHAPE = hashlib.sha256(orjson.dumps(_shape(Analysis, {}), option=orjson.OPT_SORT_KEYS)).digest()
_read_observation = _dataclass_reader(Observation)
_read_mention = _dataclass_reader(Mention)
