"""Long sentences taken apart at commas, where each part can stand alone."""

import re
from collections.abc import Iterator

from service.text import Span

LONG = 60  # characters; a sentence of fewer stays whole
SHORTEST = 15  # characters of a part

_GOES_ON = re.compile("并|且|而|但|以及|从而|使|则|也|还|又|才|即|因而|进而|或|及|和|与")
_OPENING, _CLOSING = frozenset("“‘（(《【「"), frozenset("”’）)》】」")


def clauses(sentence: str) -> Iterator[Span]:
    """The parts of a sentence in order; together they are the sentence.

    A part ends behind a comma outside of quotes and brackets, where what follows does not lean on it (并, 而).
    """
    if len(sentence) <= LONG:
        yield Span(0, len(sentence))
        return
    start = depth = 0
    for place, character in enumerate(sentence, 1):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif (
            character in "，,"
            and not depth
            and min(place - start, len(sentence) - place) >= SHORTEST
            and not _GOES_ON.match(sentence, place)
            and not (character == "," and sentence[place].isdigit())
        ):
            yield Span(start, place)
            start = place
    yield Span(start, len(sentence))
