#!/usr/bin/env python3
"""Make `service/analysis/frequencies.txt.gz`: how rare words are, in general and in the texts of ../shared/bench.

    python scripts/build_frequencies.py [--bench FOLDER]

A line is a word, its general rarity and its count of documents here, parted by blanks; 0 where one is not known. The
general rarity is the idf that jieba ships (jieba/analyse/idf.txt, MIT), in tenths; words of 11.0 and more are left out
and count as rarer than all that stand there. The first line holds the number of documents counted and the default. Only
counts leave the texts, of words in at least three of them. The same inputs give the same bytes.
"""

import argparse
import gzip
import importlib.util
import json
import os
from collections import Counter
from pathlib import Path

from service.analysis import words

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "service" / "analysis" / "frequencies.txt.gz"
COMMON = 110  # tenths; 83 thousand of 270 thousand words are below
DEFAULT = 125
FEWEST = 3  # documents; a word of one or two could tell who is in them


def general() -> dict[str, int]:
    """Words that jieba calls common enough, with their idf in tenths."""
    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None:
        raise SystemExit("jieba is not installed")
    lines = (Path(found.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    rarities = {
        word.lower(): round(float(idf) * 10)
        for word, idf in (line.split(" ") for line in lines if " " in line)
    }
    return {word: rarity for word, rarity in rarities.items() if rarity < COMMON}


def counted(bench: Path) -> tuple[Counter[str], int]:
    """In how many texts each word stands, and how many texts there are."""
    counts: Counter[str] = Counter()
    texts = 0
    for path in sorted(bench.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)
                text = f"{item.get('title') or ''}\n{item['text']}"
                counts.update(
                    {word.lower() for word, tag in words.words(text) if tag != "x" and len(word) > 1}
                )
                texts += 1
    return counts, texts


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--bench", type=Path, default=shared / "bench")
    rarities = general()
    counts, texts = counted(parser.parse_args().bench)
    kept = {word for word, count in counts.items() if count >= FEWEST and word.isalpha()}
    rows = [f"{texts} {DEFAULT}"]
    rows += [
        f"{word} {rarities.get(word, 0)} {counts[word] if word in kept else 0}"
        for word in sorted({*rarities, *kept})
    ]
    with TABLE.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(("\n".join(rows) + "\n").encode())
    print(f"{len(rows) - 1} words, {TABLE.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
