"""Words and their speech tags: the only module that speaks to jieba.

The words are exactly those of `jieba.posseg.cut` (0.42.1, with its hidden Markov model), found several times
faster: the way through the dictionary by rjieba where it is installed (the extra `fast`), by our own lattice
where not, with the same results; the runs of characters that no word covers by jieba's own tables.

jieba itself is never imported. Its import logs to stderr and warns; its dictionary is cached with marshal in
the shared temporary folder, where another user could put a dictionary of his own. Only its data files are
read.

Where the words differ from jieba's, on purpose: a run of unknown characters that is longer than any in a real
text, or holds more than two characters that the model does not know (`unknown.py`), is cut into its
characters, tagged as jieba tags them with the model off. jieba spends 8-16 ms on each such character: 60 kB
of them are 150 s.
"""

import importlib
import importlib.util
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from service.analysis.lattice import Lattice
from service.analysis.unknown import Tagged, UnknownWords
from service.errors import Misconfigured
from service.text import Span

# What jieba.posseg takes together into a block; every other character stands alone and is tagged x.
_BLOCK = "\u4e00-\u9fd5a-zA-Z0-9+#&._"
_BLOCKS = re.compile(f"([{_BLOCK}]+|\r\n)")
# All but these stand outside the blocks and are kept from rjieba: it joins % and - to their neighbours and
# tags ① and ５ as numerals. These it leaves alone, tagged x, as they should be.
_ODD = re.compile(f"([^{_BLOCK}\\s，。、：；？！“”‘’（）《》…—])")
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FD5
_HAN = re.compile("([\u4e00-\u9fd5]+)")
_LATIN = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
_TABLES = ("char_state_tab", "prob_start", "prob_trans", "prob_emit")
_LONE = re.compile("[1a]{2,}|a")


class Dictionary(Protocol):
    """The way through the dictionary, and what the dictionary says of one word."""

    def path(self, text: str) -> list[Tagged]:
        """Words and tags of a text; Latin letters and digits may stand alone or joined."""

    def has(self, word: str) -> bool:
        """Whether this is a word of the dictionary."""

    @property
    def singles(self) -> Mapping[str, str]:
        """The words of one character, with their tags."""


class _Quick:
    """rjieba: a compiled dictionary, the same words as jieba's."""

    def __init__(self) -> None:
        self._rjieba: Any = importlib.import_module("rjieba")
        # Asked here once, for rjieba guesses a tag for a character that is no word, where jieba says x.
        self.singles = {
            character: str(self._rjieba.tag(character, False)[0][1])
            for character in map(chr, range(_FIRST_HAN, _LAST_HAN + 1))
            if self._rjieba.has_word(character)
        }

    def path(self, text: str) -> list[Tagged]:
        words: list[Tagged] = []
        for place, part in enumerate(_ODD.split(text)):
            if place % 2:
                words.append((part, "x"))
            elif part:
                words += self._rjieba.tag(part, False)
        return words

    def has(self, word: str) -> bool:
        return bool(self._rjieba.has_word(word))


class _Plain:
    """jieba's dictionary, read by ourselves."""

    def __init__(self) -> None:
        with (_jieba() / "dict.txt").open(encoding="utf-8") as lines:
            self._lattice = Lattice(lines)
        self.has = self._lattice.__contains__
        self.singles = {
            character: self._lattice.tag(character)
            for character in map(chr, range(_FIRST_HAN, _LAST_HAN + 1))
            if character in self._lattice
        }

    def path(self, text: str) -> list[Tagged]:
        words: list[Tagged] = []
        for place, part in enumerate(_BLOCKS.split(text)):
            if not place % 2:
                words += [(character, "x") for character in part]
            elif part == "\r\n":
                words.append((part, "x"))
            else:
                words += self._lattice.path(part)
        return words


def words(text: str, own: tuple[str, ...] = ()) -> list[Tagged]:
    """Cut a text into words, in one pass.

    Args:
        text: simplified; any length.
        own: words of a user's, kept whole wherever they stand.

    Returns:
        Words and speech tags in order; the words joined are the text. Punctuation and blanks are tagged x.
    """
    found = cut(text, dictionary(), _unknown())
    return _kept_whole(text, found, own) if own else found


def _kept_whole(text: str, found: Sequence[Tagged], own: tuple[str, ...]) -> list[Tagged]:
    """The words with a user's own in the place of those that they lie over; what is left of these stays."""
    # Laid over jieba's words, not put into its dictionary: that belongs to all threads.
    places = [match.span() for match in _alternatives(own).finditer(text)]
    kept: list[Tagged] = []
    at = done = number = 0
    for word, tag in found:
        end = at + len(word)
        while number < len(places) and places[number][0] < end:
            start, stop = places[number]
            if start > max(at, done):
                kept.append((text[max(at, done) : start], tag))
            kept.append((text[start:stop], "nz"))
            done = stop
            number += 1
        if done <= at:
            kept.append((word, tag))
        elif done < end:
            kept.append((text[done:end], tag))
        at = end
    return kept


@cache
def _alternatives(own: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({word for word in own if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def cut(text: str, known: Dictionary, unknown: UnknownWords) -> list[Tagged]:
    """The same with the dictionary and the model given."""
    path, singles = known.path(text), known.singles
    kinds = "".join(
        "2" if len(word) > 1 and not (word.isascii() and word.isalnum())
        else "1" if word in singles
        else "a" if "\u4e00" <= word <= "\u9fd5" or word in "+#&._" or (word.isascii() and word.isalnum())
        else " "
        for word, _ in path
    )  # fmt: skip
    found: list[Tagged] = []
    done = 0
    for lone in _LONE.finditer(kinds):
        start, end = lone.span()
        found += path[done:start]
        run = "".join([word for word, _ in path[start:end]])
        found += _cut_lone(run, known, unknown)
        done = end
    found += path[done:]
    return found


def _cut_lone(run: str, known: Dictionary, unknown: UnknownWords) -> Iterator[Tagged]:
    """What becomes of characters that the way through the dictionary left alone, side by side."""
    if len(run) == 1:
        yield run, "x"  # a word of one character has its tag already and does not come here
        return
    if known.has(run):  # the dictionary knew it, and its characters are likelier apart
        yield from ((character, known.singles.get(character, "x")) for character in run)
        return
    for place, part in enumerate(_HAN.split(run)):
        if place % 2:
            yield from unknown.cut(part) or [(each, known.singles.get(each, "x")) for each in part]
        else:
            yield from ((piece, _latin_tag(piece)) for piece in _LATIN.split(part) if piece)


def _latin_tag(piece: str) -> str:
    if piece[0] in ".0123456789" and _LATIN.fullmatch(piece):
        return "m"
    return "eng" if piece[0].isalnum() else "x"


def by_place(
    found: Sequence[Tagged], starts: Sequence[int], places: Iterable[Span]
) -> list[Sequence[Tagged]]:
    """The words that stand in each of some places.

    Args:
        found, starts: the words of a text and where each begins.
        places: ranges of the text that cut no word but \\r\\n in two.
    """
    return [found[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in places]


@cache
def dictionary() -> Dictionary:
    """The dictionary, loaded once; rjieba's where it is installed."""
    return _Quick() if importlib.util.find_spec("rjieba") else _Plain()


@cache
def _unknown() -> UnknownWords:
    return UnknownWords(*map(_table, _TABLES))


def warm() -> None:
    """Load the dictionary and the model now; before a fork, so that the workers share them."""
    words("预热")


def fingerprint() -> str:
    """A hash of the data that decide how a text is cut."""
    files = (_jieba() / "dict.txt", *(_jieba() / "posseg" / f"{name}.py" for name in _TABLES))
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def _jieba() -> Path:
    """Where jieba is installed, without importing it."""
    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None:
        raise Misconfigured("jieba is not installed", expected="jieba 0.42.1")
    return Path(found.origin).parent


def _table(name: str) -> Any:
    """A table of jieba's model: a Python file that only assigns `P`."""
    spec = importlib.util.spec_from_file_location(f"_jieba_{name}", _jieba() / "posseg" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise Misconfigured(f"jieba's table {name} is missing", expected="jieba 0.42.1")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.P
