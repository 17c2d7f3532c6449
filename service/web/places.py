"""Spans for readers that count in UTF-16, as JavaScript, Java and C# do.

A character outside the first plane (𠀀, many rare place names) is one code point and two units of UTF-16. An
offset grows by the number of such characters before it.
"""

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from flask import g

from service.corpus import Corpus
from service.web.opening import corpus

# A list of places is small: a document has some such characters, or none.
MOST_DOCUMENTS = 2_000
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class AstralPlaces:
    """Where the characters outside the first plane stand in each document; content never changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: str, held: Corpus) -> tuple[int, ...]:
        """Offsets in code points, ascending."""
        with self._lock:
            known = self._known.get(document)
        if known is None:
            known = astral(held.source(document))
            with self._lock:
                self._known[document] = known
                if len(self._known) > MOST_DOCUMENTS:
                    self._known.popitem(last=False)
        return known


def astral(source: str) -> tuple[int, ...]:
    """Where characters outside the first plane stand in a text."""
    return tuple(found.start() for found in _ASTRAL.finditer(source))


_places = AstralPlaces()


def places_of(document: str) -> tuple[int, ...]:
    """Where characters outside the first plane stand in a document, stored or of this request."""
    passing = g.get("sources", {}).get(document)
    return astral(passing) if passing is not None else _places.of(document, corpus())


def utf16_place() -> Callable[[str, int], int]:
    """Document and offset in code points -> offset in units of UTF-16; usable after the request, too."""
    held = corpus()

    def place(document: str, offset: int) -> int:
        return offset + bisect_left(_places.of(document, held), offset)

    return place


def in_utf16(shown: Any, document: str | None = None) -> Any:
    """An answer with every span in units of UTF-16, and `index` saying so.

    Args:
        shown: as it was dumped.
        document: whose spans stand in it, until a member says of whom the members beside it are.
    """
    if isinstance(shown, list):
        return [in_utf16(each, document) for each in shown]
    if not isinstance(shown, dict):
        return shown
    document = shown.get("document") or (shown.get("id") if "masthead" in shown else None) or document
    return {
        name: "utf16"
        if name == "index"
        else _moved(each, places_of(str(document)))
        if name == "spans" and each
        else in_utf16(each, document)
        for name, each in shown.items()
    }


def _moved(spans: Any, places: Sequence[int]) -> Any:
    if isinstance(spans, list):
        return [_moved(each, places) for each in spans]
    return spans + bisect_left(places, spans)
