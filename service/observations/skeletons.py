"""A sentence reduced to what templates read: no white space, no quotation marks, one character a quantity.

text        安排 99 个驻村“工作组” (含 3 个…)
skeleton    安排▢驻村工作组（含▢…）          ▢ is the character of the unit 个
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.observations.anchors import pairs_of
from service.observations.quantities import Stated
from service.observations.templates import UnitLetters
from service.text import Span

_KEPT = re.compile(r"[^\s“”‘’「」『』\"'《》〈〉]+")
_HALF = str.maketrans(",;:!?()[]［］【】〔〕﹐﹑", "，；：！？（）（）（）（）（），、")
_INTO_TIME = re.compile(r"(?:在|于|截至|截止到?|自)\s?\Z")
# What is cited, and what only names: 《…的通知》, (以下简称“贫困人口”).
_TITLE = re.compile(r"《[^《》]{0,60}》|[（(](?:以下|下同|下称|简称)[^（）()]{0,30}[）)]")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence as templates read it.

    Attributes:
        characters: the skeleton.
        places: where each of its characters stands in the text; a quantity stands where its numeral begins.
        figures: index in the skeleton of each quantity, in order.
        stated: the quantities.
        pairs: its characters and their neighbouring pairs; see anchors.py.
    """

    characters: str
    places: tuple[int, ...]
    figures: tuple[int, ...]
    stated: tuple[Stated, ...]
    pairs: frozenset[str]

    def place(self, start: int, end: int) -> Span:
        """The range of the text behind `[start, end)` of the skeleton."""
        last = end - 1
        if last in self.figures:
            return Span(self._begin(start), self.stated[self.figures.index(last)].place.end)
        return Span(self._begin(start), self.places[last] + 1)

    def _begin(self, start: int) -> int:
        if start in self.figures:
            return self.stated[self.figures.index(start)].core.start
        return self.places[start]


def skeleton(
    text: str, sentence: Span, stated: Sequence[Stated], letters: UnitLetters, *, dropped: Sequence[Span] = ()
) -> Skeleton:
    """The skeleton of `text[sentence]` with these quantities, which stand in it in order.

    Args:
        dropped: ranges that templates do not see (expressions of time, which may stand anywhere), in order.
    """
    characters: list[str] = []
    places: list[int] = []
    figures: list[int] = []
    at = sentence.start
    titles = sorted(
        [
            *(Span(*m.span()) for m in _TITLE.finditer(text, *sentence)),
            *(_with_particle(text, d) for d in dropped),
        ]
    )
    for quantity in (*stated, None):
        end = quantity.core.start if quantity else sentence.end
        _plain(text, at, end, titles, characters, places)
        if quantity is not None:
            figures.append(len(places))
            characters.append(letters.of(quantity.unit))
            places.append(quantity.place.start)
            at = quantity.place.end
    said = "".join(characters)
    return Skeleton(said, tuple(places), tuple(figures), tuple(stated), pairs_of(said))


def _with_particle(text: str, time: Span) -> Span:
    """2014年底的 goes whole, so that 由2014年底的…减少到 reads 由…减少到; so does 在2017年."""
    before = _INTO_TIME.search(text, max(0, time.start - 3), time.start)
    return Span(before.start() if before else time.start, time.end + (text[time.end : time.end + 1] == "的"))


def _plain(
    text: str, start: int, end: int, titles: Sequence[Span], characters: list[str], places: list[int]
) -> None:
    for s, e in (*((max(s, start), min(e, end)) for s, e in titles if s < end and e > start), (end, end)):
        for kept in _KEPT.finditer(text, start, s):
            characters.append(kept[0].translate(_HALF))
            places.extend(range(*kept.span()))
        start = max(start, e)
