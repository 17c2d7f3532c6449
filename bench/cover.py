#!/usr/bin/env python3
"""How many figures three sentences carry: `cover=measures` beside textrank4zh's three sentences.

    python bench/cover.py

Of the five originals the figures are those of the gold in ../shared: a sentence carries one when its quote stands in it, both
simplified and without blanks. Of the bundled documents they are the figures that the service itself finds. Both sides read
the same clean text. `sentences=3` is shown with its characters; where these are more than the peer's, `characters=` of as
many as the peer took is counted instead, if it needs no more than three sentences.
"""

import json
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service import analysis  # noqa: E402
from service.analysis import Budget  # noqa: E402
from service.cleaning import clean, simplified  # noqa: E402
from service.corpus import Extract  # noqa: E402
from service.corpus.together import summary  # noqa: E402
from service.model import Analysis  # noqa: E402
from service.observations import load_catalogue, load_regions, observe  # noqa: E402

SHARED = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared"))
ORIGINALS = {"jian": "000", "guizhou": "001", "taiyuan": "002", "jinping": "003", "linxi": "004"}
SENTENCES = 3


class Carried(NamedTuple):
    """Figures that sentences carry, and the characters of these."""

    figures: int
    characters: int


def bare(text: str) -> str:
    """A text as quotes are compared: simplified, without blanks."""
    return re.sub(r"\s", "", simplified(text))


def carried(said: Sequence[str], quotes: Sequence[str]) -> Carried:
    """How many of the quotes stand in these sentences, each in one of them."""
    lines = [bare(each) for each in said]
    return Carried(sum(any(bare(quote) in line for line in lines) for quote in quotes), sum(map(len, lines)))


def theirs(text: str) -> list[str]:
    """textrank4zh's three sentences, with its default arguments."""
    import networkx

    networkx.from_numpy_matrix = networkx.from_numpy_array
    from textrank4zh import TextRank4Sentence

    ranker = TextRank4Sentence()
    ranker.analyze(text)
    return [each.sentence for each in ranker.get_key_sentences(SENTENCES, sentence_min_len=6)]


def ours(found: Analysis, most: int) -> list[str]:
    """Three sentences by `cover=measures`, of no more characters than these."""
    for budget in (Budget(sentences=SENTENCES), Budget(characters=most)):
        chosen = summary((found,), Extract(budget, cover="measures"), analysis.Lexicon()).sentences
        said = [sentence.quote for _, sentence in chosen]
        if len(said) <= SENTENCES and len(bare("".join(said))) <= most:
            return said
    return []


def rows(folder: Path, gold: dict[str, list[str]] | None) -> Iterator[tuple[str, int, Carried, Carried, int]]:
    """Of each document: its figures, what theirs and ours carry, and the characters of ours by sentences alone."""
    catalogue, regions = load_catalogue(), load_regions()
    for name, begins in ORIGINALS.items():
        source = next(folder.glob(f"{begins if gold else name}*.txt")).read_text(encoding="utf-8")
        text, masthead = clean(source)
        found = observe(analysis.analyse("", "", source, text, masthead), catalogue, regions, None)
        quotes = gold[name] if gold else [each.evidence[0].quote for each in found.observations]
        peer = carried(theirs(text.characters), quotes)
        free = summary((found,), Extract(Budget(sentences=SENTENCES), cover="measures"), analysis.Lexicon())
        length = len(bare("".join(each.quote for _, each in free.sentences)))
        yield name, len(quotes), peer, carried(ours(found, peer.characters), quotes), length


def table() -> Iterator[str]:
    """Lines of counts, a line for each document, and the ratio of the sums."""
    sets: dict[str, tuple[Path, dict[str, list[str]] | None]] = {"bundled": (ROOT / "seeds", None)}
    gold_file = SHARED / "gold" / "observations.jsonl"
    if gold_file.exists():
        gold: dict[str, list[str]] = {name: [] for name in ORIGINALS}
        for line in gold_file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            gold[one["doc"]].append(one["quote"])
        sets = {"originals": (SHARED / "seeds", gold)} | sets
    for label, (folder, quotes) in sets.items():
        yield f"{label:<12}{'figures':>9}{'textrank4zh':>20}{'cover=measures':>20}"
        sums = [0, 0]
        for name, count, peer, mine, free in rows(folder, quotes):
            sums = [sums[0] + peer.figures, sums[1] + mine.figures]
            shown = (f"{each.figures} in {each.characters}" for each in (peer, mine))
            note = f"   (sentences=3: {free} characters)" if free > peer.characters else ""
            yield f"{name:<12}{count:>9}" + "".join(f"{each:>20}" for each in shown) + note
        yield f"{'together':<12}{'':>9}{sums[0]:>20}{sums[1]:>20}   {sums[1] / (sums[0] or 1):.1f} times, goal >= 3"


def main() -> None:
    """Print the table."""
    import jieba

    warnings.simplefilter("ignore")
    jieba.setLogLevel(60)
    print("\n".join(table()))


if __name__ == "__main__":
    main()
