"""What could be a keyword: words and sequences of words, and what can be seen of each.

A candidate begins and ends with a telling word. In a text of more than 1,000 characters it must stand twice: what a
long text is about it says again, and the work stays linear in the text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.analysis.frequencies import rarities, seen_rarities
from service.analysis.graphs import Floats, Places
from service.analysis.passages import Passage, small
from service.analysis.unknown import Tagged

LONGEST = 5  # words
MOST_CHARACTERS = 14
_ONCE = 1_000  # characters of a text in which once is enough
_SPARSE = 20_000  # words for each further time that a candidate must stand in a long text
_NEAR = 200.0  # characters from the start in which its pull falls to a third
_SHORT_TEXT, _LONG_TEXT = 300, 600  # characters: abstracts below, news and reports above

# What ends a sentence, opens and closes a quotation.
_SIGNS = (frozenset("。！？；.!?;\n"), frozenset('“《"「'), frozenset('”》"」'))

_LETTER = re.compile("[\u4e00-\u9fffa-z]")

# What a trait is stands in `candidates`; the second half counts in long texts, as far as they are long.
_OF_ALL = (
    *(
        "count",
        "title",
        "early",
        "two_words",
        "many_words",
        "length",
        "two_characters",
        "rarity",
        "left",
        "right",
    ),
    *("apart", "noun", "stop_inside", "quoted", "once", "seen_rarity", "weight", "at_end"),
)
_OF_LONG = (
    *(
        "count",
        "title",
        "one_word",
        "two_words",
        "three_words",
        "many_words",
        "length",
        "two_characters",
        "right",
    ),
    *("apart", "cohesion", "least_cohesion", "once", "spread", "in_first"),
)
NAMES = (*_OF_ALL, *(f"long_{name}" for name in _OF_LONG))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates in no promised order, none twice.

    Attributes:
        names: in small letters.
        words: how many words each has.
        counts: how often each stands in the title and the text.
        traits: a row for each, a column for each of NAMES.
    """

    names: tuple[str, ...]
    words: Places
    counts: Places
    traits: Floats


class _Line:
    """Title and text as one line of words, with what is known of each word."""

    def __init__(self, passage: Passage) -> None:
        stop: list[Tagged] = [("。", "x")] if passage.title else []
        tagged = [*passage.title, *stop, *passage.tagged]
        self.size = len(tagged)
        self.title = len(passage.title) + len(stop)
        # By word and tag: a text has few pairs of them, however long it is.
        kinds: dict[Tagged, int] = {}
        by_kind = np.array([kinds.setdefault(pair, len(kinds)) for pair in tagged], dtype=np.int64)
        words = [small(word) for word, _ in kinds]
        tags = [tag for _, tag in kinds]
        pairs = tuple(zip(words, tags, strict=True))
        self.spelt = [words[kind] for kind in by_kind.tolist()]
        number: dict[str, int] = {}
        numbers = [number.setdefault(word, len(number)) for word in words]
        self.ids = np.array(numbers, dtype=np.int64)[by_kind]
        self.starts = np.append(
            0, np.cumsum(np.array([len(word) for word in words], dtype=np.int64)[by_kind])
        )
        stop_words = passage.stop_words
        self.loose = _each(tag[0] in "xuecp" and tag != "eng" for tag in tags)[by_kind]
        self.said = _each(is_said(word, tag) for word, tag in pairs)[by_kind]
        self.empty = _each(word in stop_words or is_empty(word, tag) for word, tag in pairs)[by_kind]
        self.noun = _each(tag[0] == "n" or tag in {"vn", "eng", "l", "j"} for tag in tags)[by_kind]
        self.stops = _each(word in stop_words for word in number)[self.ids]
        self.rarity, self.seen = rarities(number)[self.ids], seen_rarities(number)[self.ids]
        self.counts = np.bincount(self.ids)[self.ids]
        ends, self.opens, self.closes = (
            _each(word in signs for word in number)[self.ids] for signs in _SIGNS
        )
        self.sentence = np.append(0, np.cumsum(ends)[:-1])


def _each(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_)


def candidates(passage: Passage) -> Candidates:
    """Find the candidates of a text and its title."""
    if not (passage.tagged or passage.title):
        return Candidates((), np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, len(NAMES))))
    line = _Line(passage)
    least = 2 + line.size // _SPARSE
    least = 1 if len(passage.text) <= _ONCE else least
    codes, open_ = line.ids, line.said
    found: list[tuple[Places, Places, Places]] = []
    for length in range(1, LONGEST + 1):
        if length > 1:
            size = line.size - length + 1
            if size <= 0:
                break
            # The sequence one word longer: numbered anew, so that the numbers stay small.
            pairs = codes[:size] * np.int64(line.size + 1) + line.ids[length - 1 :]
            _, codes = np.unique(pairs, return_inverse=True)
            open_ = open_[:size] & line.said[length - 1 :]
        counts = np.bincount(codes)[codes]
        size = len(codes)
        open_ = open_ & (counts >= least)
        if not open_.any():
            break
        characters = line.starts[length:] - line.starts[:size]
        wanted = (
            open_
            & ~line.empty[:size]
            & ~line.empty[length - 1 :]
            & (characters >= 2)
            & (characters <= MOST_CHARACTERS)
        )
        at = np.flatnonzero(wanted)
        # Numbers of one length are below those of the next: all lengths are looked at as one.
        found.append((at, codes[at] + length * np.int64(line.size), np.full(len(at), length)))
    if not any(len(at) for at, _, _ in found):
        return Candidates((), np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, len(NAMES))))
    at, codes, lengths = (np.concatenate(each) for each in zip(*found, strict=True))
    return _seen(line, at, codes, lengths, len(passage.text))


def _seen(line: _Line, at: Places, codes: Places, lengths: Places, characters: int) -> Candidates:
    """The candidates that stand at these words, each with its number and length, and their traits."""
    _, first, group, counts = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    size = len(first)
    words = lengths[first]
    begin, end = at[first], at[first] + words
    before, after = at - 1, at + lengths
    at_start, at_end = (at == 0) | (at == line.title), (after == line.size) | (after == line.title)
    next_ = np.minimum(after, line.size - 1)
    left = np.where(at_start, -1 - at, line.ids[before])
    right = np.where(at_end, -1 - at, line.ids[next_])
    apart = (at_start | line.loose[before]) * 1.0 + (at_end | line.loose[next_])
    quoted = ~at_start & ~at_end & line.opens[before] & line.closes[next_]
    sums = np.concatenate(([0.0], np.cumsum(line.rarity)))
    seen = np.concatenate(([0.0], np.cumsum(line.seen)))
    stops = np.concatenate(([0], np.cumsum(line.stops)))
    rarity = (sums[end] - sums[begin]) / words / 10
    of_body = at >= line.title
    body = int(line.starts[-1] - line.starts[line.title]) or 1
    first_place = np.full(size, float(body))
    np.minimum.at(first_place, group[of_body], line.starts[at[of_body]] - line.starts[line.title])
    titled = np.bincount(group, weights=after <= line.title, minlength=size) > 0
    sentence = line.sentence[at]
    last = int(line.sentence[-1])
    opening = int(line.sentence[line.title]) if line.title < line.size else last
    sentences = np.bincount(
        np.unique(group[of_body] * np.int64(last + 1) + sentence[of_body]) // (last + 1), minlength=size
    )
    most, least = _around(line, begin, words)
    cohesion, least_cohesion = (np.where(words > 1, counts / each, 1.0) for each in (most, least))
    length = line.starts[end] - line.starts[begin]
    count = np.log(counts)
    once = (counts == 1) & (words > 1)
    by_words = [words == number for number in (1, 2, 3)]
    many = words > 3
    short = np.minimum(length, 8) / 8
    pair = length == 2
    apart = np.bincount(group, weights=apart, minlength=size) / counts / 2
    right_ = _entropy(group, right, size)
    of_all = (
        *(count, titled, np.exp(-first_place / _NEAR), by_words[1], many, short, pair, rarity),
        *(_entropy(group, left, size), right_, apart, line.noun[end - 1], stops[end] > stops[begin]),
        np.bincount(group, weights=quoted, minlength=size) / counts,
        *(once, (seen[end] - seen[begin]) / words / 5, np.log1p(counts) * rarity),
        np.bincount(group, weights=of_body & (sentence >= last - 1), minlength=size) > 0,
    )
    of_long = (
        *(count, titled, *by_words, many, short, pair, right_, apart, cohesion, least_cohesion, once),
        sentences / (last - opening + 1),
        np.bincount(group, weights=of_body & (sentence == opening), minlength=size) > 0,
    )
    spelt = line.spelt
    names = ["".join(spelt[start:stop]) for start, stop in zip(begin.tolist(), end.tolist(), strict=True)]
    return _once_each(names, words, counts, of_all, of_long, characters)


def _around(line: _Line, begin: Places, words: Places) -> tuple[Places, Places]:
    """How often the commonest and the rarest word of each candidate stand in the line."""
    most = least = line.counts[begin]
    for step in range(1, LONGEST):
        inside = words > step
        here = line.counts[np.minimum(begin + step, line.size - 1)]
        most = np.where(inside, np.maximum(most, here), most)
        least = np.where(inside, np.minimum(least, here), least)
    return most, least


def _entropy(group: Places, neighbours: Places, size: int) -> Floats:
    """How many different neighbours each group has, as the entropy of their shares."""
    order = np.lexsort((neighbours, group))
    group, neighbours = group[order], neighbours[order]
    new = np.ones(len(group), dtype=bool)
    new[1:] = (group[1:] != group[:-1]) | (neighbours[1:] != neighbours[:-1])
    starts = np.flatnonzero(new)
    runs = np.diff(np.append(starts, len(group)))
    owners = group[starts]
    shares = runs / np.bincount(group, minlength=size)[owners]
    return np.bincount(owners, weights=-shares * np.log(shares), minlength=size).astype(np.float64)


def _once_each(
    names: Sequence[str],
    words: Places,
    counts: Places,
    of_all: Sequence[NDArray[Any]],
    of_long: Sequence[NDArray[Any]],
    characters: int,
) -> Candidates:
    """All candidates; of names that are spelt from words in two ways the one with fewer words is kept."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name, place)
    kept = np.fromiter(places.values(), dtype=np.int64)
    long = min(1.0, max(0.0, (characters - _SHORT_TEXT) / (_LONG_TEXT - _SHORT_TEXT)))
    weight = _OF_ALL.index("weight")
    traits = np.column_stack((*of_all, *of_long)).astype(np.float64)[kept]
    traits[:, weight] /= traits[:, weight].max() or 1
    traits[:, len(_OF_ALL) :] *= long
    return Candidates(tuple(places), words[kept], counts[kept], traits)


def is_said(word: str, tag: str) -> bool:
    """Whether a word may stand in a keyword at all: it has letters."""
    return tag != "x" and _LETTER.search(word) is not None


def is_empty(word: str, tag: str) -> bool:
    """Function words, numerals and measure words neither begin nor end a keyword."""
    if tag == "eng":  # GDP; its letter is that of an interjection
        return False
    return tag[0] in "uecpymfrq" or (tag[0] == "d" and len(word) == 1)
