#!/usr/bin/env python3
"""Fit the weights of keywords on the texts of ../shared/bench and write them to service/analysis/weights.toml.

    python bench/fit_keywords.py             five folds to see what to expect of other texts, then all of them
    python bench/fit_keywords.py --only-check

A softmax over the candidates of each text, climbed by L-BFGS: of abstracts a candidate is right when it is one of the
authors' keywords, of news as far as its pairs of characters are in the headline. No chance is involved.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from fit_summaries import FOLDS, written
from keywords import SETS
from numpy.typing import NDArray
from scipy.optimize import minimize
from summaries import BENCH, Item, analysed, items, scorer

from service.analysis import warm
from service.analysis.passages import passage
from service.analysis.phrases import NAMES, Candidates, candidates
from service.analysis.terms import whole

Floats = NDArray[np.float64]
SHARES = {"csl": 1.0, "headline": 0.06}  # of a right candidate: news have many, each right in part only
MOST = 5  # right candidates that count for a text
PENALTY = 3.0


class Text(NamedTuple):
    """One document: its candidates, and how right each is."""

    item: Item
    found: Candidates
    right: Floats


def text_of(item: Item, score: Any) -> Text:
    """The candidates of a document as the service finds them."""
    read = analysed(item)
    found = candidates(
        passage(read.text.characters, read.masthead.title.value if read.masthead.title else "")
    )
    if "keywords" in item:
        gold = {score.norm_kw(each) for each in item["keywords"]}
        right = [float(score.norm_kw(name) in gold) for name in found.names]
    else:
        headline = score._bigrams(item["summary"])
        pairs = [score._bigrams(name) for name in found.names]
        right = [len(each & headline) / (len(each) or 1) for each in pairs]
    return Text(item, found, np.array(right))


def fitted(texts: Sequence[tuple[str, Text]]) -> Floats:
    """Weights that make what is right likely to be drawn first, text by text."""
    texts = [each for each in texts if each[1].right.any()]
    seen = np.concatenate([text.found.traits for _, text in texts])
    scale = seen.std(0) + 1e-6
    scaled = (seen - seen.mean(0)) / scale
    wanted = np.concatenate(
        [SHARES[name] * min(MOST, text.right.sum()) * text.right / text.right.sum() for name, text in texts]
    )
    sizes = np.array([len(text.right) for _, text in texts])
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)
    totals = np.add.reduceat(wanted, starts)

    def loss(weights: Floats) -> tuple[float, Floats]:
        raw = scaled @ weights
        raw = raw - np.maximum.reduceat(raw, starts)[owner]
        odds = np.exp(raw)
        sums = np.add.reduceat(odds, starts)[owner]
        slope = scaled.T @ (wanted - odds / sums * totals[owner]) - PENALTY * weights
        return float(PENALTY / 2 * weights @ weights - (wanted * (raw - np.log(sums))).sum()), -slope

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: Floats = found.x / scale
    return weights


def value(texts: Sequence[tuple[str, Text]], weights: Floats, score: Any) -> dict[str, float]:
    """F1 at 5 of each set."""
    found: dict[str, list[float]] = {name: [] for name in SETS}
    for name, text in texts:
        raw = text.found.traits @ weights
        order = sorted(
            range(len(raw)), key=lambda place: (-round(float(raw[place]), 9), text.found.names[place])
        )
        # A title that the caller says has no place in the text, and what stands there alone is not answered.
        kept = [text.found.names[place] for place in whole(text.found, raw.tolist(), order[:60])]
        body = text.item["text"].lower() if text.item.get("title") else ""
        said = [word for word in kept if not body or word in body][:5]
        scored = score.eval_headline if name == "headline" else score.eval_keywords
        rows, _ = scored([text.item], [{"id": text.item["id"], "keywords": said}], [5])
        found[name] += rows["F@5"]
    return {name: float(np.mean(each)) for name, each in found.items()}


def main() -> None:
    """Check by folds, fit on all, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only-check", action="store_true")
    parser.add_argument("--skip-check", action="store_true")
    asked = parser.parse_args()
    warm()
    score = scorer(BENCH)
    texts = [(name, text_of(item, score)) for name, pattern in SETS.items() for item in items(BENCH, pattern)]
    if not asked.skip_check:
        folds = []
        for fold in range(FOLDS):
            weights = fitted([text for at, text in enumerate(texts) if at % FOLDS != fold])
            folds.append(value([text for at, text in enumerate(texts) if at % FOLDS == fold], weights, score))
        held = {name: round(float(np.mean([each[name] for each in folds])), 2) for name in SETS}
        print(f"held out: {held}", flush=True)
    if asked.only_check:
        return
    weights = fitted(texts)
    print(f"all texts: {value(texts, weights, score)}")
    written("keywords", dict(zip(NAMES, weights.tolist(), strict=True)))


if __name__ == "__main__":
    main()
