"""Pages of a list, and the cursor that says where the next one begins."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from service.errors import BadParameter

T = TypeVar("T")

# Numbers of rows have 32 bits; a larger one, which nobody was given, is beyond all of them.
_LAST = 2**31 - 1
_KEY = re.compile(rb"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_DATED_KEY = re.compile(rb"[0-9-]{0,10}\.[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, in its order.

    Attributes:
        next: the cursor of the page after this one; None on the last page. Opaque: its form may change.
    """

    items: tuple[T, ...]
    next: str | None


def page(
    rows: Sequence[Any], limit: int, key: Callable[[Any], Sequence[int | str]], item: Callable[[Any], T]
) -> Page[T]:
    """A page of rows that were asked for one above the limit.

    Args:
        key: row -> the numbers and dates that the list is ordered by.
        item: row -> what the page holds.
    """
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(tuple(item(row) for row in rows), _cursor(key(rows[-1])) if more else None)


def _cursor(key: Sequence[int | str]) -> str:
    return urlsafe_b64encode(".".join(str(number) for number in key).encode()).decode().rstrip("=")


def position(cursor: str | None, length: int) -> tuple[int, ...]:
    """The key of the last row before the page; zeros below every row for the first page.

    Args:
        length: how many numbers the list is ordered by.

    Raises:
        BadParameter: no cursor of such a list.
    """
    if cursor is None:
        return (-1,) * length
    found = _read(cursor)
    if not _KEY.fullmatch(found) or found.count(b".") != length - 1:
        raise _none_of_ours()
    return tuple(min(int(number), _LAST) for number in found.split(b"."))


def dated_position(cursor: str) -> tuple[str, int]:
    """The key of the last row before the page, in a list that is ordered by date and number.

    Raises:
        BadParameter: no cursor of such a list.
    """
    found = _read(cursor)
    if not _DATED_KEY.fullmatch(found):
        raise _none_of_ours()
    date, _, number = found.decode("ascii").partition(".")
    return date, min(int(number), _LAST)


def _read(cursor: str) -> bytes:
    try:
        return urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        return b""


def _none_of_ours() -> BadParameter:
    return BadParameter(
        "the cursor is none that was given out", parameter="cursor", expected="`next` of a page"
    )
