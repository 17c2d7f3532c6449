"""Weighted graphs and PageRank over them, as networkx computes it, in numpy alone.

scipy would do the same sums and cost every worker 0.2 s and 30 MB at its start.
"""

from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

ALPHA = 0.85
TOLERANCE = 1e-6  # for each node, over the sum of all changes
STEPS = 100
ZERO = 1e-12  # sums of logarithms below it, of two lengths of one word, give no similarity
_NOISE = 1e-15  # of the greatest eigenvalue: what a 64-bit float cannot tell from nothing


class Graph(Protocol):
    """Symmetric weights between nodes 0 .. size - 1.

    Attributes:
        dangling: True for nodes without any weight, their own included.
    """

    size: int
    dangling: NDArray[np.bool_]

    def flow(self, held: Floats) -> Floats:
        """What each node receives when every node gives what it holds, by its weights, to its neighbours."""


class SparseGraph:
    """A graph of few edges, each held by itself."""

    def __init__(self, rows: Places, columns: Places, weights: Floats, size: int) -> None:
        """Take the edges in both directions, by rows and then columns, none twice."""
        self.size = size
        sums = np.bincount(rows, weights=weights, minlength=size)
        self.dangling = sums == 0
        inverse = np.divide(1.0, sums, out=np.zeros(size), where=~self.dangling)
        self._rows, self._columns, self._shares = rows, columns, inverse[rows] * weights

    def flow(self, held: Floats) -> Floats:
        """See `Graph`; added in the order of the rows, as scipy does: the same floats to the last bit."""
        given = held[self._rows] * self._shares
        return np.bincount(self._columns, weights=given, minlength=self.size).astype(np.float64, copy=False)


class SimilarityGraph:
    """All pairs of sentences, never held: linear in the text.

    Similarity is shared words by a function of the two lengths: S = (B Bᵀ) * F[length, length], with B the
    incidence of words in sentences. F over the distinct lengths is small and of numerical rank 10-20,
    F = V L Vᵀ, so that S x = Σ_k  L_k D_k B Bᵀ D_k x  with  D_k = diag(V[length, k]).
    """

    def __init__(self, sentences: Places, words: Places, lengths: Places) -> None:
        """Take the incidence and the lengths.

        Args:
            sentences, words: sentence i holds word w; by sentences, no pair twice.
            lengths: words of each sentence, repeats counted.
        """
        self.size = len(lengths)
        distinct, group = np.unique(lengths[lengths > 0], return_inverse=True)
        logs = length_logs(distinct)
        weights = np.divide(1.0, logs, out=np.zeros_like(logs), where=logs >= ZERO)
        values, vectors = np.linalg.eigh(weights)
        strong = np.abs(values) > _NOISE * np.abs(values).max()
        # Sentences without words take no part in the sums: reduceat knows no empty groups.
        self._filled = np.flatnonzero(lengths)
        place = np.cumsum(lengths > 0) - 1
        self._left = vectors[:, strong][group]
        self._right = self._left * values[strong]
        self._words = words
        self._sentence_starts = np.flatnonzero(np.diff(sentences, prepend=-1))
        by_word = np.argsort(words, kind="stable")
        self._sentences_by_word = place[sentences[by_word]]
        self._word_starts = np.flatnonzero(np.diff(words[by_word], prepend=-1))
        self.dangling = self._without_weight(sentences, words, lengths)
        sums = self._product(np.ones(self.size))
        self._inverse = np.divide(1.0, sums, out=np.zeros(self.size), where=~self.dangling)

    def flow(self, held: Floats) -> Floats:
        """See `Graph`."""
        return self._product(held * self._inverse)

    def _product(self, held: Floats) -> Floats:
        given = self._left * held[self._filled, None]
        by_word = np.add.reduceat(given[self._sentences_by_word], self._word_starts, axis=0)
        by_sentence = np.add.reduceat(by_word[self._words], self._sentence_starts, axis=0)
        received = np.zeros(self.size)
        received[self._filled] = (self._right * by_sentence).sum(axis=1)
        return received

    @staticmethod
    def _without_weight(sentences: Places, words: Places, lengths: Places) -> NDArray[np.bool_]:
        # Told by counting, for a sum of floats is never quite 0:
        # a sentence of one word that only such sentences hold.
        longer = np.bincount(words, weights=lengths[sentences] > 1) > 0
        dangling: NDArray[np.bool_] = lengths <= 1
        dangling[sentences[longer[words]]] = False
        return dangling


def length_logs(lengths: Places) -> Floats:
    """log a + log b for every two lengths in words; a length of 0 counts as 1."""
    # math.log, as textrank4zh: numpy's differs in the last bit.
    logs = np.array([log(length or 1) for length in lengths.tolist()])
    sums: Floats = logs[:, None] + logs
    return sums


def pagerank(graph: Graph) -> Floats:
    """Score nodes by the scores of their neighbours.

    Returns:
        One score for each node, each above 0, together 1; empty for no nodes.

    Source:
        networkx 3, _pagerank_scipy with its default arguments; 0.85 to the 100th is below the tolerance, so
        that it always ends in time.
    """
    size = graph.size
    if not size:
        return np.empty(0)
    even = np.repeat(1.0 / size, size)
    scores = even
    for _ in range(STEPS):
        before = scores
        scores = ALPHA * (graph.flow(before) + sum(before[graph.dangling]) * even) + (1 - ALPHA) * even
        if np.absolute(scores - before).sum() < size * TOLERANCE:
            break
    return scores
