"""What callers say of a document: what is refused, and how it outranks what the text says of itself."""

import re
import unicodedata
from dataclasses import fields, replace
from datetime import date

from service.errors import BadParameter, UnsafeText
from service.model import Masthead, Said, Stated

_LONGEST = {"title": 300, "region": 100, "published": 10, "source": 300, "url": 2000}
_LONGEST_NAME = 255
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
# Control, format (bidi overrides, zero width), surrogate, private, unassigned; line and paragraph separators.
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def checked(said: Said) -> Said:
    """The same, tidied: white space around it gone, empty as good as unsaid.

    Raises:
        UnsafeText: characters that a label cannot have.
        BadParameter: too long, or no date, or no web address.
    """
    tidied = Said(**{each.name: _label(each.name, getattr(said, each.name)) for each in fields(Said)})
    if tidied.published is not None and not is_date(tidied.published):
        raise BadParameter(
            f"{tidied.published!r} is no date", parameter="published", expected="2019, 2019-12 or 2019-12-31"
        )
    if tidied.url is not None and not _URL.fullmatch(tidied.url):
        raise BadParameter(
            f"{tidied.url!r} is no web address", parameter="url", expected="an address with http or https"
        )
    return tidied


def is_date(text: str) -> bool:
    """Whether this is a date of ISO 8601 with the precision of a year, a month or a day."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = found.groups(default="1")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def label(name: str) -> str:
    """A name for people to know a document by: cut to length, without what a label cannot have."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unsafe(each) else each for each in name[:_LONGEST_NAME])


def outranking(said: Said, masthead: Masthead) -> Masthead:
    """The masthead with what was said in place of what was found; nothing that was said has a place."""
    return replace(
        masthead,
        title=Stated(said.title) if said.title else masthead.title,
        source=Stated(said.source) if said.source else masthead.source,
        published=Stated(said.published) if said.published else masthead.published,
    )


def _label(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    unsafe = next((each for each in text if _is_unsafe(each)), None)
    if unsafe is not None:
        raise UnsafeText(f"U+{ord(unsafe):04X} cannot stand in {name}", parameter=name)
    if len(text) > _LONGEST[name]:
        raise BadParameter(
            f"{name} has {len(text)} characters", parameter=name, expected=f"at most {_LONGEST[name]}"
        )
    return text.strip() or None


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _UNSAFE
