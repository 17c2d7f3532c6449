"""From a value of the model to its wire form, by the fields of a schema and without their detours.

marshmallow asks each field of each object anew how it is to be read and written; here that is decided once for a
schema. What is not known here goes marshmallow's own way, so that the result is the same.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import marshmallow as ma

Write = Callable[[Any], Any]

_PLAIN = frozenset({ma.fields.String, ma.fields.Integer, ma.fields.Float, ma.fields.Boolean})
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


class Member(NamedTuple):
    """How a member of an answer is written.

    Attributes:
        name: of the attribute or the key of the object.
        key: of the answer.
        is_plain: strings, numbers and truths are as they are.
        write: from the value of the attribute, which is not null; None: only the field can write it.
        write_whole: from the object; else None.
    """

    name: str
    key: str
    field: ma.fields.Field[Any]
    is_plain: bool
    write: Write | None
    write_whole: Write | None


def members(schema: ma.Schema) -> tuple[Member, ...]:
    """The members of a schema's answers, in its order."""
    return tuple(_member(name, field) for name, field in schema.dump_fields.items())


def written(plan: tuple[Member, ...], obj: Any) -> dict[str, Any]:
    """The wire form of a dict or a dataclass."""
    is_dict = isinstance(obj, dict)
    shown = {}
    for name, key, field, is_plain, write, write_whole in plan:
        if write_whole is not None:
            shown[key] = write_whole(obj)
            continue
        value = obj.get(name, ma.missing) if is_dict else getattr(obj, name, ma.missing)
        if is_plain and type(value) in _AS_THEY_ARE:
            shown[key] = value
        elif write is not None and value is not None and value is not ma.missing:
            shown[key] = write(value)
        else:
            value = field.serialize(name, obj, accessor=attribute)
            if value is not ma.missing:
                shown[key] = value
    return shown


def attribute(obj: Any, name: str, default: Any = ma.missing) -> Any:
    """A member of a dict or a dataclass; nothing here is found by a path, which is what costs in marshmallow."""
    return obj.get(name, default) if isinstance(obj, dict) else getattr(obj, name, default)


def _member(name: str, field: ma.fields.Field[Any]) -> Member:
    key, is_plain = field.data_key or name, type(field) in _PLAIN
    if field.attribute is not None:
        return Member(name, key, field, is_plain=False, write=None, write_whole=None)
    whole = field.serialize_func if type(field) is ma.fields.Function else None
    return Member(name, key, field, is_plain, _write(field), whole)


def _write(field: Any) -> Write | None:
    """How a field writes a value that is not null; None: not known here."""
    if type(field) is ma.fields.List:
        each = _item(field.inner)
        return None if each is None else lambda values: [each(value) for value in values]
    if type(field) is ma.fields.Nested:
        one: Write | None = getattr(field.schema, "one", None)
        if one is not None and (field.many or field.schema.many):
            return lambda values: [one(value) for value in values]
        return one
    found: Write | None = getattr(field, "write", None)
    return found


def _item(field: Any) -> Write | None:
    """How a field writes an item of a list, which may be null."""
    if type(field) in _PLAIN:
        return lambda value: value if type(value) in _AS_THEY_ARE else field._serialize(value, None, None)
    write = _write(field)
    return None if write is None else lambda value: None if value is None else write(value)
