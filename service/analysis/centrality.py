"""How much a sentence says of what the others say: LexRank over rare words, without ever holding all pairs."""

from collections.abc import Sequence

import numpy as np

from service.analysis.frequencies import rarities
from service.analysis.graphs import Floats

_DAMPING = 0.85
_STEPS = 30  # 0.85 to the 30th is 0.8 %


def centrality(words: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
    """Score sentences by the rare words that they share.

    Args:
        words: the telling words of each sentence; a list may be empty.

    Returns:
        Two scores for each sentence, the highest of each 1 (or all 0): the share of a walk from sentence to sentence,
        and the sum of its similarities to all others. The similarity of two sentences is the cosine of their sets of
        words, each word weighed by its rarity.

    Source:
        Erkan and Radev 2004, LexRank; with each word once in a sentence and no threshold.
    """
    size = len(words)
    number: dict[str, int] = {}
    held = [sorted({number.setdefault(word, len(number)) for word in sentence}) for sentence in words]
    counts = np.array([len(sentence) for sentence in held], dtype=np.int64)
    rows = np.repeat(np.arange(size), counts)
    columns = np.array([word for sentence in held for word in sentence], dtype=np.int64)
    weights = rarities(number)[columns] if number else np.empty(0)
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=size))
    weights = weights / lengths[rows] if len(weights) else weights
    own = (counts > 0).astype(np.float64)

    def shared(given: Floats) -> Floats:
        by_word = np.bincount(columns, weights=weights * given[rows], minlength=len(number))
        received: Floats = np.bincount(rows, weights=weights * by_word[columns], minlength=size) - own * given
        return np.maximum(received, 0)

    degrees = shared(np.ones(size)) if number else np.zeros(size)
    degrees[degrees < 1e-9] = 0  # what is left of 1 - 1
    lonely = degrees == 0
    inverse = np.divide(1.0, degrees, out=np.zeros(size), where=~lonely)
    scores = np.full(size, 1.0 / (size or 1))
    for _ in range(_STEPS):
        given = shared(scores * inverse) if number else np.zeros(size)
        scores = _DAMPING * (given + scores[lonely].sum() / size) + (1 - _DAMPING) / size
    return _of_highest(scores), _of_highest(degrees)


def _of_highest(scores: Floats) -> Floats:
    highest = scores.max(initial=0.0)
    return scores / highest if highest > 0 else scores
