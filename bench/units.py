"""What one document costs: `python bench/units.py [--documents 600] [--smoke]`.

Articles are made from paragraphs of the bundled corpus, each about another county and with other figures, and kept
in an embedded store as the service keeps them. Bytes are those of the database file by table, seconds those of this
process. `bench/scale.py` reckons with what is printed here.
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import pysqlite3.dbapi2

from service.analysis import warm
from service.cleaning import clean
from service.corpus import Corpus, Pipeline
from service.model import Said
from service.settings import Settings, bundled_seeds

_FIGURE = re.compile(r"(?<![\d年月.])[1-9]\d{1,3}(?![\d年月日.])")
_LENGTH = 1500  # characters: an article of a county's own site or paper
_TABLES = {
    "sources": ("documents",),
    "analyses": ("analyses",),
    "figures": ("observations", "mentions"),
    "latest": ("latest", "listed"),
}


def articles(count: int) -> Iterator[tuple[str, str]]:
    """Articles and the adcode of the county that each is about."""
    chance = random.Random(1)  # noqa: S311
    pipeline = Pipeline.load(None)
    counties = pipeline.regions.named("县", level="county")
    paragraphs = [
        paragraph
        for path in sorted(bundled_seeds().glob("*.txt"))
        for paragraph in clean(path.read_text(encoding="utf-8"))[0].characters.split("\n")
    ]
    for _ in range(count):
        county = chance.choice(counties)
        said, start = f"{county.name}抓党建促脱贫", chance.randrange(len(paragraphs))
        while len(said) < _LENGTH:
            said += "\n" + paragraphs[start % len(paragraphs)]
            start += 1
        yield _FIGURE.sub(lambda found: str(int(found[0]) + chance.randrange(9)), said), county.adcode


def timed(run: Callable[[], object], times: int = 1) -> float:
    """Seconds of this process, the median of so many runs."""
    spent = []
    for _ in range(times):
        before = time.process_time()
        run()
        spent.append(time.process_time() - before)
    return statistics.median(spent)


def bytes_by_part(path: Path) -> dict[str, int]:
    """Bytes of each part of the store with its indexes: what the file is smaller by without it."""
    connection = pysqlite3.dbapi2.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("VACUUM")
    found, before = {}, path.stat().st_size
    try:
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        for name, tables in reversed(_TABLES.items()):
            for table in tables:
                connection.execute(f"DROP TABLE {table}")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")
            found[name], before = before - path.stat().st_size, path.stat().st_size
    finally:
        connection.close()
    return found


def packed(path: Path) -> float:
    """The share of its size that an analysis has when it is packed by zlib."""
    connection = pysqlite3.dbapi2.connect(path)
    try:
        payloads = [content for (content,) in connection.execute("SELECT payload FROM analyses LIMIT 50")]
    finally:
        connection.close()
    return statistics.mean(len(zlib.compress(each)) / len(each) for each in payloads)


def main() -> None:
    """Print the cost of one document, and of questions at two sizes of the corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    asked = parser.parse_args()
    count = 20 if asked.smoke else asked.documents
    warm()
    made = list(articles(count))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), seeds=None, min_free=0)
        corpus = Corpus.open(settings)
        spent, size = 0.0, 0
        for part in (made[: count // 4], made[count // 4 :]):
            spent += timed(lambda: kept(corpus, part))  # noqa: B023
            size += len(part)
            questions(corpus, size)
        pipeline = Pipeline.load(None)
        alone = timed(lambda: [pipeline.analysed(text.encode(), None, None, Said()) for text, _ in made[:50]])
        print(f"  {'CPU of an analysis':<46}{alone / len(made[:50]) * 1e3:>10.2f} ms")
        print(f"  {'CPU of a document read, analysed and kept':<46}{spent / count * 1e3:>10.2f} ms")
        corpus.close()
        path = Path(folder) / "duizhao.db"
        print(f"  {'an analysis packed by zlib':<46}{100 * packed(path):>10.1f} %")
        print(f"  {'bytes of a source':<46}{statistics.mean(len(text.encode()) for text, _ in made):>10.0f}")
        for name, size in bytes_by_part(path).items():
            print(f"  {f'bytes of {name} in the store, a document':<46}{size / count:>10.0f}")


def kept(corpus: Corpus, part: list[tuple[str, str]]) -> None:
    """Add documents one by one, as requests do."""
    for text, region in part:
        corpus.add(text.encode(), media_type="text/plain", said=replace(Said(), region=region))


def questions(corpus: Corpus, size: int) -> None:
    """What is asked most, at this size of the corpus."""
    regions = [each.adcode for each in corpus.regions_of_corpus()][:5]
    asked = corpus.question(measures=None, regions=regions)
    rows = {
        "comparison of 5 regions, all measures": lambda: corpus.compare(asked),
        "the newest documents": lambda: corpus.documents(limit=50),
        "observations of a region": lambda: corpus.observations(region=regions[0], limit=50),
    }
    for name, run in rows.items():
        print(f"  {f'{name}, of {size}':<46}{timed(run, 5) * 1e3:>10.2f} ms")


if __name__ == "__main__":
    main()
