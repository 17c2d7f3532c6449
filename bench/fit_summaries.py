#!/usr/bin/env python3
"""Fit the weights of sentences on the texts of ../shared/bench and write them to service/analysis/weights.toml.

    python bench/fit_summaries.py            five folds to see what to expect of other texts, then all of them
    python bench/fit_summaries.py --only-check

An evolution strategy (separable covariance, mirrored samples) climbs the mean R of the four sets less a penalty on the
squares of the weights; what is kept is the mean of its last steps, which lies in the middle of what is good. Chances are
drawn with a fixed seed: the same texts give the same weights.
"""

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from summaries import BENCH, BUDGETS, SLACK, analysed, items, scorer

from service.analysis import warm
from service.analysis.leads import lead
from service.analysis.passages import passage
from service.analysis.repetition import Said
from service.analysis.scores import _parts
from service.analysis.splitting import placed, units
from service.analysis.summaries import SHORTEST, _bare  # noqa: F401
from service.analysis.traits import NAMES, Unit, traits
from service.analysis.weights import FILE
from service.text import Span

Floats = NDArray[np.float64]
PENALTY = 0.03
GENERATIONS, SAMPLES, SPREAD = 70, 16, 0.25
FOLDS = 5
# Where the climb begins; what is not named begins at 0.
START = {
    "centrality": 0.6, "title": 0.9, "short": -0.9, "content": 0.4, "company": 0.3, "news_start": 1.8, "news_first": -0.7,
    "news_sentence": 0.5, "news_order": 0.4, "report_start": 0.7, "report_figures": -1.3, "speech_early": -0.6,
}  # fmt: skip


class Text(NamedTuple):
    """One document: what its units look like, how alike they are, and what they are worth."""

    key: str
    traits: Floats
    likeness: Floats
    lengths: NDArray[np.int64]
    said: list[str]
    reference: str


def text_of(item: dict[str, str]) -> Text | None:
    """The units of a document as the service makes them."""
    found = analysed(item)
    characters = found.text.characters
    read = passage(characters, found.masthead.title.value if found.masthead.title else "")
    whole = [place for _, place in placed(characters, units(characters))]
    told = [
        Unit(Span(place.start + lead(characters[place.start : place.end]), place.end), number)
        for number, place in enumerate(whole)
    ]
    parts = [part for unit in told for part in _parts(characters, unit)]
    if not parts:
        return None
    said = [characters[part.place.start : part.place.end] for part in parts]
    pairs = Said(said)
    likeness = np.array(
        [[pairs.likeness(one, other) for other in range(len(said))] for one in range(len(said))]
    )
    seen = traits(read, parts)
    long = [
        place
        for place, each in enumerate(said)
        if len(each.rstrip("?!;？！。；…”’」』）】》〉\"' ")) >= SHORTEST
    ] or range(len(said))
    keep = np.array(list(long))
    return Text(
        item["id"], seen[keep], likeness[np.ix_(keep, keep)], np.array([len(said[place]) for place in keep]),
        [said[place] for place in keep], item["summary"],
    )  # fmt: skip


class Fit:
    """The sets, and R of any weights on any part of them."""

    def __init__(self, limit: int | None = None) -> None:
        self.score = scorer(BENCH)
        found = {
            name: [text_of(item) for item in items(BENCH, f"summary_{name}*.jsonl", limit)]
            for name in BUDGETS
        }
        self.sets = {name: [text for text in texts if text] for name, texts in found.items()}
        self._known: dict[tuple[str, tuple[int, ...]], float] = {}

    def value(self, weights: Floats, fold: int | None, held: bool) -> list[float]:
        """Mean R of each set, over the texts of a fold or over all others; the last weight is the loss by likeness."""
        means = []
        for name, texts in self.sets.items():
            chosen = [text for at, text in enumerate(texts) if fold is None or (at % FOLDS == fold) == held]
            means.append(float(np.mean([self._r(text, weights, BUDGETS[name]) for text in chosen])))
        return means

    def _r(self, text: Text, weights: Floats, budget: int) -> float:
        chosen = self._walk(text, weights, budget)
        key = (text.key, chosen)
        if key not in self._known:
            self._known[key] = (
                100 * sum(self.score.rouge(text.reference, "".join(text.said[place] for place in chosen))) / 3
            )
        return self._known[key]

    @staticmethod
    def _walk(text: Text, weights: Floats, budget: int) -> tuple[int, ...]:
        worth = text.traits @ weights[:-1]
        if budget == 1:
            return (int(worth.argmax()),)
        loss = np.zeros(len(worth))
        waiting = np.ones(len(worth), dtype=bool)
        chosen: list[int] = []
        total = 0
        for _ in range(min(50, len(worth))):
            place = int(np.where(waiting, worth - max(0.0, weights[-1]) * loss, -np.inf).argmax())
            waiting[place] = False
            loss = np.maximum(loss, text.likeness[place])
            if not chosen or total + text.lengths[place] <= SLACK * budget:
                chosen.append(place)
                total += int(text.lengths[place])
            if total >= budget or not waiting.any():
                break
        return tuple(sorted(chosen))

    def climb(self, fold: int | None, seed: int) -> Floats:
        """The best weights for all texts but those of a fold."""
        chance = np.random.default_rng(seed)
        mean = np.array([*(START.get(name, 0.0) for name in NAMES), 1.0])
        spread, scales = SPREAD, np.ones(len(mean))
        best = SAMPLES // 2
        shares = np.log(best + 0.5) - np.log(np.arange(1, best + 1))
        shares /= shares.sum()
        kept = []
        for generation in range(GENERATIONS):
            steps = chance.standard_normal((SAMPLES // 2, len(mean)))
            steps = np.concatenate((steps, -steps))
            tried = mean + spread * np.sqrt(scales) * steps
            values = [
                np.mean(self.value(each, fold, held=False)) - PENALTY * (each[:-1] ** 2).sum()
                for each in tried
            ]
            order = np.argsort(-np.array(values))[:best]
            mean = shares @ tried[order]
            scales = 0.9 * scales + 0.1 * (shares @ steps[order] ** 2) * scales
            spread *= 0.985
            if generation > 0.6 * GENERATIONS:
                kept.append(mean)
        found: Floats = np.mean(kept, axis=0)
        return found


def shown(means: Sequence[float]) -> str:
    """The sets and their mean."""
    return (
        "  ".join(f"{name} {mean:.2f}" for name, mean in zip(BUDGETS, means, strict=True))
        + f"  mean {np.mean(means):.2f}"
    )


def written(part: str, table: dict[str, float], path: Path = FILE) -> None:
    """Put the weights of one part into the file, the others as they are."""
    known = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[part] = table
    lines = ["# Made by bench/fit_summaries.py and bench/fit_keywords.py; what each trait weighs in the sum."]
    for name in sorted(known):
        lines += ["", f"[{name}]", *(f"{trait} = {weight:.3f}" for trait, weight in known[name].items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Check by folds, fit on all, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only-check", action="store_true")
    parser.add_argument("--skip-check", action="store_true")
    asked = parser.parse_args()
    warm()
    fit = Fit()
    if not asked.skip_check:
        folds = []
        for fold in range(FOLDS):
            folds.append(fit.value(fit.climb(fold, seed=fold), fold, held=True))
            print(f"fold {fold}, held out: {shown(folds[-1])}", flush=True)
        print(f"held out: {shown([float(each) for each in np.mean(folds, axis=0)])}")
    if asked.only_check:
        return
    weights = np.mean([fit.climb(None, seed) for seed in (11, 12, 13)], axis=0)
    print(f"all texts: {shown(fit.value(weights, None, held=False))}; likeness costs {weights[-1]:.2f}")
    written("sentences", dict(zip(NAMES, weights[:-1].tolist(), strict=True)))


if __name__ == "__main__":
    main()
