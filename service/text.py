"""Text that remembers: characters, and where each of them stands in the source.

Every step between reading and observations cuts, joins, thins out or translates a `Text`; none of them rebuilds a
string by hand. So a range of a cleaned text can always be found again in the untouched original:

    source   "全县选派\\n52名第一书记"      Text after the lines were mended   "全县选派52名第一书记"
    locate(Span(2, 7))  ->  (Span(2, 4), Span(5, 8))          "选派" + "52名"
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A range `[start, end)` in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, and the runs of the source that they came from, in the order of the text.

    The runs together are as long as the characters: character `i` is, or is the translation of, the source character
    that the `i`-th place of the runs points to. Runs may stand in any order in the source (columns are reordered).
    """

    characters: str
    runs: tuple[Span, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ends = tuple(accumulate((end - start for start, end in self.runs), initial=0))
        if ends[-1] != len(self.characters):
            raise ValueError(f"{len(self.characters)} characters from runs of {ends[-1]}")
        object.__setattr__(self, "_starts", ends[:-1])

    @classmethod
    def of(cls, source: str) -> "Text":
        """The whole source as it stands."""
        return cls(source, (Span(0, len(source)),) if source else ())

    @classmethod
    def join(cls, parts: Iterable["Text"]) -> "Text":
        """The parts one after the other. What stands between them must be a part itself, cut from the source."""
        parts = tuple(parts)
        return cls(
            "".join(part.characters for part in parts), _merged(run for part in parts for run in part.runs)
        )

    def __len__(self) -> int:
        return len(self.characters)

    def __str__(self) -> str:
        return self.characters

    def cut(self, start: int, end: int) -> "Text":
        """The characters `[start, end)`; bounds outside the text are drawn in to it."""
        start, end = max(0, start), min(len(self), end)
        if start >= end:
            return Text("", ())
        return Text(self.characters[start:end], self.locate(Span(start, end)))

    def picked(self, spans: Iterable[Span]) -> "Text":
        """The characters of these ranges, one range after the other; as joining their cuts, but sooner.

        Args:
            spans: within the text; empty ones give nothing.
        """
        spans = [span for span in spans if span[0] < span[1]]
        characters = "".join([self.characters[start:end] for start, end in spans])
        return Text(characters, _merged(run for span in spans for run in self.locate(span)))

    def without(self, spans: Iterable[Span]) -> "Text":
        """The text less these spans of it, which may touch, overlap and stand in any order."""
        kept, at = [], 0
        for start, end in sorted(spans):
            if start > at:
                kept.append(Span(at, min(start, len(self))))
            at = max(at, end)
        kept.append(Span(at, len(self)))
        return self.picked(kept)

    def translated(self, table: Mapping[int, str] | str) -> "Text":
        """The same places with other characters.

        Args:
            table: the new characters, as many as there are; or code point -> one character, as `str.translate` takes.

        Raises:
            ValueError: when the translation is not one for one.
        """
        characters = table if isinstance(table, str) else self.characters.translate(table)
        if len(characters) != len(self.characters):
            raise ValueError(
                f"{len(self.characters)} characters translated to {len(characters)}, not one for one"
            )
        return Text(characters, self.runs)

    def locate(self, span: Span) -> tuple[Span, ...]:
        """The source spans of a range of this text, in the order of the text; neighbours are merged.

        Raises:
            ValueError: when the range is empty or not within the text.
        """
        start, end = span
        if not 0 <= start < end <= len(self.characters):
            raise ValueError(f"[{start}, {end}) is not a range of a text of {len(self)} characters")
        first = bisect_right(self._starts, start) - 1
        begins, stops = self.runs[first]
        shift = begins - self._starts[first]
        if end + shift <= stops:
            return (Span(start + shift, end + shift),)
        last = bisect_right(self._starts, end - 1) - 1
        found = list(self.runs[first : last + 1])
        found[-1] = Span(found[-1].start, found[-1].start + end - self._starts[last])
        found[0] = Span(found[0].start + start - self._starts[first], found[0].end)
        return tuple(found)


def quoted(source: str, spans: Sequence[Span]) -> str:
    """The characters of the source at these spans, joined: what a finding quotes."""
    return "".join(source[start:end] for start, end in spans)


def _merged(runs: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for run in runs:
        if merged and merged[-1].end == run.start:
            merged[-1] = Span(merged[-1].start, run.end)
        else:
            merged.append(run)
    return tuple(merged)
