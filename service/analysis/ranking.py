"""TextRank over words and sentences: the only module that speaks to textrank4zh.

textrank4zh 0.3 defines the ranking: its stop words, speech tags, graphs, similarity and PageRank. Its code is
not run: it segments a text six times, compares all sentences in pairs and imports networkx. The scores here
are the same, from one segmentation and sparse sums.

Source:
    Mihalcea and Tarau 2004, TextRank: Bringing Order into Texts; textrank4zh 0.3, util.py.
"""

import ast
import importlib.util
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from service.analysis.graphs import (
    ZERO,
    Floats,
    Graph,
    Places,
    SimilarityGraph,
    SparseGraph,
    length_logs,
    pagerank,
)
from service.analysis.unknown import Tagged
from service.errors import Misconfigured

WordFilter = Literal["no_filter", "no_stop_words", "all_filters"]

_SMALL = 300  # units up to which all pairs are held: 90 thousand numbers, quicker than the long way
_PAIRS = 500_000  # shared words over all pairs up to which they are counted one by one: 20 MB for a moment


class Rules(NamedTuple):
    """What textrank4zh ships: words that say nothing, and the speech tags of words that can be keywords."""

    stop_words: frozenset[str]
    tags: frozenset[str]


@cache
def rules() -> Rules:
    """The package's data files, read without importing the package: networkx costs 0.3 s at every start."""
    folder = _textrank4zh()
    lines = (folder / "stopwords.txt").read_text(encoding="utf-8", errors="ignore").splitlines()
    tags = next(
        ast.literal_eval(node.value)
        for node in ast.parse((folder / "util.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "allow_speech_tags"
    )
    return Rules(frozenset(line.strip() for line in lines), frozenset(tags))


def fingerprint() -> str:
    """A hash of the rules."""
    return sha256(repr([sorted(part) for part in rules()]).encode()).hexdigest()


def filtered(words: Iterable[Tagged], kept: WordFilter, *, lower: bool = False) -> list[str]:
    """The words of one unit that count: no signs, and what else the filter leaves out."""
    stop_words, tags = rules()
    if kept == "all_filters":
        found = [word for word, tag in words if tag in tags and tag != "x"]
    else:
        found = [word for word, tag in words if tag != "x"]
    if lower:
        found = [word.lower() for word in found]
    if kept == "no_filter":
        return found
    return [word for word in found if word not in stop_words]


def textrank_words(
    vertices: Iterable[Sequence[str]], edges: Iterable[Sequence[str]], window: int = 2
) -> tuple[tuple[str, float], ...]:
    """Rank words by the company they keep.

    Args:
        vertices: words that are ranked, unit by unit.
        edges: words whose neighbourhood counts, unit by unit; those that are no vertices keep others apart.
        window: neighbours are less than this many words apart; at least 2.

    Returns:
        Each word once with its score, best first; scores are together 1. Scores that are equal to 1e-12 stand
        in the order of the text (in the package, floating-point noise orders them).
    """
    number: dict[str, int] = {}
    for word in chain.from_iterable(vertices):
        number.setdefault(word, len(number))
    if not number:
        return ()
    size, reach = len(number), max(window, 2) - 1
    gap = (-1,) * reach
    row: list[int] = []
    for unit in edges:
        row += [number.get(word, -1) for word in unit]
        row += gap
    line = np.array(row, dtype=np.int64)
    keys = [np.empty(0, dtype=np.int64)]
    for distance in range(1, reach + 1):
        left, right = line[:-distance], line[distance:]
        both = (left >= 0) & (right >= 0)
        left, right = left[both], right[both]
        keys += (left * size + right, right * size + left)
    pairs = np.unique(np.concatenate(keys))
    scores = pagerank(SparseGraph(pairs // size, pairs % size, np.ones(len(pairs)), size))
    names = tuple(number)
    return tuple((names[place], float(scores[place])) for place in ranked(scores))


def textrank_sentences(words: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Score units by how much the others say the same.

    Two units are as similar as the number of distinct words that they share, divided by the sum of the
    logarithms of their lengths in words; a unit is similar to itself; two units of one word are not similar.

    Args:
        words: one list for each unit, in order; a list may be empty.

    Returns:
        As many scores in the same order, each above 0, together 1.
    """
    if not words:
        return ()
    number: dict[str, int] = {}
    held = [{number.setdefault(word, len(number)) for word in unit} for unit in words]
    sizes = np.array([len(unit) for unit in words])
    holders = np.repeat(np.arange(len(held)), [len(unit) for unit in held])
    words_held = np.fromiter(chain.from_iterable(map(sorted, held)), dtype=np.int64, count=len(holders))
    return tuple(pagerank(_similarities(holders, words_held, sizes)).tolist())


def ranked(scores: Floats) -> list[int]:
    """Places of the scores, highest first; equal to 1e-12 in their own order."""
    order: list[int] = np.argsort(-np.round(scores, 12), kind="stable").tolist()
    return order


def _similarities(sentences: Places, words: Places, lengths: Places) -> Graph:
    """The graph of all pairs; small ones are added up as the package does, to the last bit."""
    size = len(lengths)
    if not len(words):
        return SparseGraph(words, words, np.empty(0), size)
    held = np.bincount(words)
    pairs = int((held**2).sum())
    if size > _SMALL or pairs > _PAIRS:
        return SimilarityGraph(sentences, words, lengths)
    by_word = np.argsort(words, kind="stable")
    holders, others = sentences[by_word], held[words[by_word]]
    # Each holder of a word beside every holder of it: the places of a group counted from the group's first.
    first = np.repeat((np.cumsum(held) - held)[words[by_word]], others)
    within = np.arange(pairs) - np.repeat(np.cumsum(others) - others, others)
    shared = np.bincount(np.repeat(holders, others) * size + holders[first + within], minlength=size * size)
    logs = length_logs(lengths).ravel()
    weights = np.divide(shared, logs, out=np.zeros(size * size), where=logs >= ZERO)
    edges = np.flatnonzero(weights)
    return SparseGraph(edges // size, edges % size, weights[edges], size)


def _textrank4zh() -> Path:
    found = importlib.util.find_spec("textrank4zh")
    if found is None or found.origin is None:
        raise Misconfigured("textrank4zh is not installed", expected="textrank4zh 0.3")
    return Path(found.origin).parent
