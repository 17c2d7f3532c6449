"""How rare words are: in general, and in news, minutes, reports and abstracts (`scripts/build_frequencies.py`)."""

import gzip
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_TABLE = Path(__file__).parent / "frequencies.txt.gz"
_TENTHS = 10.0
_FEWEST = 2  # documents that any word is taken to stand in: one more would say less than chance


class Frequencies(NamedTuple):
    """The table.

    Attributes:
        general: word -> rarity in tenths; words that are not there have the rarity `unlisted`.
        seen: word -> documents that hold it, out of `documents`.
    """

    general: dict[str, int]
    seen: dict[str, int]
    documents: int
    unlisted: int


@cache
def frequencies() -> Frequencies:
    """The table, read once; 0.1 s and 12 MB."""
    lines = gzip.decompress(_TABLE.read_bytes()).decode().splitlines()
    documents, unlisted = map(int, lines[0].split(" "))
    general: dict[str, int] = {}
    seen: dict[str, int] = {}
    for line in lines[1:]:
        word, rarity, count = line.split(" ")
        if rarity != "0":
            general[word] = int(rarity)
        if count != "0":
            seen[word] = int(count)
    return Frequencies(general, seen, documents, unlisted)


def rarities(words: Iterable[str]) -> NDArray[np.float64]:
    """The inverse document frequency of each word, 2 to 13, natural logarithm."""
    table = frequencies()
    general, unlisted = table.general, table.unlisted
    return np.array([general.get(word, unlisted) for word in words], dtype=np.float64) / _TENTHS


def seen_rarities(words: Iterable[str]) -> NDArray[np.float64]:
    """The same by the texts that were counted here, 0 to 7: 研究 is common in abstracts, 记者 in news."""
    table = frequencies()
    seen = table.seen
    counts = np.array([seen.get(word, _FEWEST) for word in words], dtype=np.float64)
    return np.log(table.documents / counts)


def fingerprint() -> str:
    """A hash of the table."""
    return sha256(_TABLE.read_bytes()).hexdigest()
