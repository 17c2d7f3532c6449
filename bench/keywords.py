#!/usr/bin/env python3
"""How good keywords are, beside their peers, on the public texts of ../shared/bench.

    python bench/keywords.py [--peers] [--bench FOLDER] [--limit N]

F1 at 3, 5 and 10 by ../shared/bench/score.py, with the 95 % interval at 5. `csl`: abstracts with titles against their
authors' keywords; `headline`: bodies of news against their headlines. One configuration for both.
"""

import argparse
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from summaries import BENCH, Item, analysed, items, scorer

Namer = Callable[[Item], Sequence[str]]
SETS = {"csl": "keywords_csl*.jsonl", "headline": "summary_xinhua_head*.jsonl"}
ASKED = 10


def ours(item: Item) -> Sequence[str]:
    """Words and phrases as the service answers by default."""
    return [keyword.word for keyword in analysed(item).keywords[:ASKED]]


def _whole(item: Item) -> str:
    return f"{item.get('title') or ''}\n{item['text']}"


def jieba_tfidf(item: Item) -> Sequence[str]:
    """jieba's TF-IDF."""
    import jieba.analyse

    found: list[str] = jieba.analyse.extract_tags(_whole(item), topK=ASKED)
    return found


def jieba_textrank(item: Item) -> Sequence[str]:
    """jieba's TextRank."""
    import jieba.analyse

    found: list[str] = jieba.analyse.textrank(_whole(item), topK=ASKED)
    return found


def textrank4zh(item: Item) -> Sequence[str]:
    """textrank4zh's keywords, small letters as the scores ask."""
    import networkx

    networkx.from_numpy_matrix = networkx.from_numpy_array
    from textrank4zh import TextRank4Keyword

    ranker = TextRank4Keyword()
    ranker.analyze(_whole(item), lower=True, window=2)
    return [each.word for each in ranker.get_keywords(ASKED, word_min_len=2)]


def jionlp(item: Item) -> Sequence[str]:
    """JioNLP's phrases."""
    import jionlp

    found: list[str] = jionlp.keyphrase.extract_keyphrase(_whole(item), top_k=ASKED)
    return found


PEERS: dict[str, Namer] = {
    "jieba tf-idf": jieba_tfidf,
    "jieba textrank": jieba_textrank,
    "textrank4zh": textrank4zh,
    "jionlp": jionlp,
}


def scores(
    score: Any, name: str, found: Sequence[Item], predictions: Sequence[Item]
) -> dict[str, list[float]]:
    """Precision, recall and F1 of each document."""
    scored = score.eval_headline if name == "headline" else score.eval_keywords
    rows, _ = scored(found, predictions, [3, 5, 10])
    values: dict[str, list[float]] = rows
    return values


def table(bench: Path, namers: dict[str, Namer], limit: int | None = None) -> Iterator[str]:
    """Lines of scores, a line for each namer, a column for each set."""
    score = scorer(bench)
    sets = {name: items(bench, pattern, limit) for name, pattern in SETS.items()}
    yield f"{'F1 at 3 / 5 / 10':<18}" + "".join(f"{name:>40}" for name in sets)
    for name, namer in namers.items():
        cells = []
        for each, found in sets.items():
            rows = scores(score, each, found, [{"id": item["id"], "keywords": namer(item)} for item in found])
            low, high = score.interval(rows["F@5"], 1000) or (0.0, 0.0)
            means = " / ".join(f"{score.mean(rows[f'F@{at}']):.2f}" for at in (3, 5, 10))
            cells.append(f"{means} [{low:.1f}, {high:.1f}]")
        yield f"{name:<18}" + "".join(f"{cell:>40}" for cell in cells)


def quieted() -> None:
    """Keep jieba's notes from the terminal and its cache out of the shared folder."""
    import jieba

    warnings.simplefilter("ignore")
    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = tempfile.mkdtemp(prefix=f"jieba-{os.getpid()}-")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--peers", action="store_true", help="score the peers as well")
    parser.add_argument("--limit", type=int, help="documents of each set")
    asked = parser.parse_args()
    if asked.peers:
        quieted()
    for line in table(asked.bench, {"duizhao": ours, **(PEERS if asked.peers else {})}, asked.limit):
        print(line, flush=True)


if __name__ == "__main__":
    main()
