#!/usr/bin/env python3
"""How good summaries are, beside their peers, on the public texts of ../shared/bench.

    python bench/summaries.py [--peers] [--bench FOLDER] [--limit N]

Scores are those of ../shared/bench/score.py: R, the mean of character-level ROUGE-1, 2 and L, with its 95 % interval. One
configuration for all sets; the same budget for everyone: the ranking is walked down, the first span is always taken, a
further one while the total stays within 1.15 of the budget, until the budget is reached; shown in the order of the text.
Ours are what POST /v1/analyses?unit=clause&headline=with&order=rank&sentences=50 answers for the text and its title; below it
what is answered without these parameters, and what `characters=` gives at 1.15 of the budget. Any file `summary_<set>*.jsonl` of the folder is scored, so that a held-out half can be put in the place of this one.
"""

import argparse
import importlib.util
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service import analysis  # noqa: E402
from service.analysis import Budget, Manner  # noqa: E402
from service.cleaning import clean  # noqa: E402
from service.corpus import Extract  # noqa: E402
from service.corpus.said import outranking  # noqa: E402
from service.corpus.together import summary  # noqa: E402
from service.model import Analysis, Said  # noqa: E402

BENCH = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared")) / "bench"
BUDGETS = {
    "cail_news": 140,
    "vcsum": 145,
    "cfb_report": 80,
    "xinhua_head": 1,
}  # characters; 1 is a single span
SLACK = 1.15

Item = dict[str, Any]
Ranked = Sequence[tuple[int, str]]  # where a span stands and its characters, best first
Ranker = Callable[[Item], Ranked]


def scorer(bench: Path) -> ModuleType:
    """The shared definitions of all scores."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None or not (bench / "score.py").exists():
        raise FileNotFoundError(f"{bench / 'score.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def items(bench: Path, pattern: str, limit: int | None = None) -> list[Item]:
    """The objects of the first file of this pattern."""
    path = next(iter(sorted(bench.glob(pattern))), None)
    if path is None:
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()][:limit]


def analysed(item: Item) -> Analysis:
    """An analysis of a text as the service makes it, under its title if it has one."""
    text, masthead = clean(item["text"])
    return analysis.analyse(
        "", "", item["text"], text, outranking(Said(title=item.get("title") or None), masthead)
    )


def asked(item: Item, wanted: Extract) -> Ranked:
    """The sentences that the service answers with."""
    found = summary((analysed(item),), wanted, analysis.Lexicon())
    return [(each.spans[0].start, each.quote) for _, each in found.sentences]


def ours(extent: str = "clause", method: str = "default", headline: str = "with") -> Ranker:
    """Our ranking, as far as any of the budgets reaches."""
    wanted = Extract(Budget(sentences=50), Manner(order="rank"), method, extent, headline=headline)  # type: ignore[arg-type]
    return lambda item: asked(item, wanted)


def within(extent: str = "clause", headline: str = "with") -> Ranker:
    """What fits into the characters of the budget, as the service chooses; for the budget of one span the best one."""

    def rank(item: Item) -> Ranked:
        most = BUDGETS[item["set"]]
        budget = Budget(sentences=1) if most == 1 else Budget(characters=int(most * SLACK))
        chosen = asked(item, Extract(budget, extent=extent, headline=headline))  # type: ignore[arg-type]
        return [(0, "".join(said for _, said in chosen))]

    return rank


def walked(ranked: Ranked, budget: int) -> str:
    """The summary that a ranking gives within a budget."""
    if budget == 1:
        return ranked[0][1] if ranked else ""
    chosen: list[tuple[int, str]] = []
    total = 0
    for place, said in ranked:
        if not chosen or total + len(said) <= SLACK * budget:
            chosen.append((place, said))
            total += len(said)
        if total >= budget:
            break
    return "".join(said for _, said in sorted(chosen))


# Peers, each as its own documentation calls it ---------------------------------------------------------------------


def _found(text: str, said: Iterable[str]) -> Ranked:
    return [(max(0, text.find(each)), each) for each in said if each.strip()]


def lead(item: Item) -> Ranked:
    """The sentences from the start."""
    places = analysis.sentence_places(item["text"])
    return [(start, item["text"][start:end]) for start, end in places]


def snownlp(item: Item) -> Ranked:
    """SnowNLP's summary: clauses between commas."""
    from snownlp import SnowNLP

    return _found(item["text"], SnowNLP(item["text"]).summary(50))


def sumy(item: Item) -> Ranked:
    """sumy's LexRank over its Chinese tokenizer."""
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    document = PlaintextParser.from_string(item["text"], Tokenizer("chinese")).document
    summarizer = LexRankSummarizer()
    words = [summarizer._to_words_set(sentence) for sentence in document.sentences]
    if not words:
        return []
    counts, rarities = summarizer._compute_tf(words), summarizer._compute_idf(words)
    matrix = summarizer._create_matrix(words, summarizer.threshold, counts, rarities)
    scores = summarizer.power_method(matrix, summarizer.epsilon)
    order = sorted(range(len(words)), key=lambda place: -scores[place])
    return _found(item["text"], (str(document.sentences[place]) for place in order))


def textrank4zh(item: Item) -> Ranked:
    """textrank4zh with its default arguments."""
    import networkx

    networkx.from_numpy_matrix = networkx.from_numpy_array
    from textrank4zh import TextRank4Sentence

    ranker = TextRank4Sentence()
    ranker.analyze(item["text"])
    return [(each.index, each.sentence) for each in ranker.get_key_sentences(50, sentence_min_len=6)]


def jionlp(item: Item) -> Ranked:
    """JioNLP's summary of the budget's length: it gives no ranking."""
    import jionlp

    said = jionlp.summary.extract_summary(item["text"], summary_length=BUDGETS[item["set"]])
    return [(0, said)]


PEERS: dict[str, Ranker] = {
    "lead": lead,
    "snownlp": snownlp,
    "sumy": sumy,
    "textrank4zh": textrank4zh,
    "jionlp": jionlp,
}


def measured(score: ModuleType, found: Sequence[Item], ranker: Ranker, budget: int) -> list[float]:
    """R of each document."""
    predictions = [{"id": item["id"], "summary": walked(ranker(item), budget)} for item in found]
    rows, _ = score.eval_summary(found, predictions)
    values: list[float] = rows["R"]
    return values


def table(bench: Path, rankers: dict[str, Ranker], limit: int | None = None) -> Iterator[str]:
    """Lines of scores, a line for each ranker, a column for each set."""
    score = scorer(bench)
    sets = {name: items(bench, f"summary_{name}*.jsonl", limit) for name in BUDGETS}
    for name, found in sets.items():
        for item in found:
            item["set"] = name
    yield f"{'':<24}" + "".join(f"{name:>24}" for name in sets) + f"{'mean':>9}"
    for name, ranker in rankers.items():
        cells, means = [], []
        for each, found in sets.items():
            values = measured(score, found, ranker, BUDGETS[each])
            low, high = score.interval(values, 1000) or (0.0, 0.0)
            means.append(score.mean(values))
            cells.append(f"{means[-1]:>9.2f} [{low:>5.1f}, {high:>5.1f}]")
        yield f"{name:<24}" + "".join(f"{cell:>24}" for cell in cells) + f"{sum(means) / len(means):>9.2f}"


OURS: dict[str, Ranker] = {
    "duizhao": ours(),
    "duizhao, characters=": within(),
    "duizhao, whole sentences": ours("sentence", headline="without"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--peers", action="store_true", help="score the peers as well; minutes")
    parser.add_argument("--limit", type=int, help="documents of each set")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    rankers = {
        **OURS,
        "duizhao, textrank": ours("sentence", "textrank", "without"),
        **(PEERS if asked.peers else {}),
    }
    for line in table(asked.bench, rankers, asked.limit):
        print(line, flush=True)


if __name__ == "__main__":
    main()
