"""How long a comparison out of a large store takes, beside the lookup of a single figure in the same run.

    python bench/comparison.py                       1,000,000 observations (minutes: the store is made first)
    python bench/comparison.py --observations 20000  fewer
    python bench/comparison.py --database postgres   on one of both databases alone
    python bench/comparison.py --smoke               shows that everything runs, not how fast it is

Wall clock and CPU time of this process, medians of seven. The store has every county of China, every measure of
the catalogue and as many documents as it takes, each with 25 figures of its county.
"""

import argparse
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service.comparison import compare, read_alignment, window  # noqa: E402
from service.model import Evidence, Measure, Observation, Period, Question, Region  # noqa: E402
from service.observations import load_catalogue, load_regions  # noqa: E402
from service.store import Store, Wanted, latest  # noqa: E402
from service.store.analyses import _where, figures_of  # noqa: E402
from service.store.bulk import add_rows  # noqa: E402
from service.store.flat import columns_of  # noqa: E402
from service.store.records import digest, finding_record  # noqa: E402
from service.store.schema import analyses, documents, observations  # noqa: E402
from service.text import Span  # noqa: E402

EDITION = "e" * 64
FIGURES = 25  # a document; the five originals have 20 to 30
REGIONS, MEASURES = 50, 40


def main() -> None:
    """Make a store, ask it, print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), help="on this one alone")
    parser.add_argument(
        "--home", type=Path, help="folder of the store; one that has figures already is asked as it is"
    )
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    asked = parser.parse_args()
    count = 2_000 if asked.smoke else asked.observations
    if asked.database != "postgres":
        print("SQLite")
        with tempfile.TemporaryDirectory() as folder:
            ask(Store.open(asked.home or Path(folder)), count)
    if asked.database != "sqlite" and not asked.home:
        from tests.postgres import Postgres

        print("PostgreSQL")
        server = Postgres(shared_buffers="1GB", max_wal_size="8GB")
        try:
            ask(Store.open(Path(), server.address()), count)
        finally:
            server.remove()


def ask(store: Store, count: int) -> None:
    """Measure a store, and close it."""
    try:
        measure(store, count)
    finally:
        store.close()


def measure(store: Store, count: int) -> None:
    """Fill the store unless it is filled, and print the figures."""
    regions = tuple(each for each in load_regions().named("", "county"))
    measures = load_catalogue().measures
    if not store.main_regions(EDITION):
        began = time.perf_counter()
        fill(store, count, regions, measures)
        report(f"making a store of {count} observations", time.perf_counter() - began, "s")
    columns, rows = regions[:REGIONS], measures[:MEASURES]
    question = Question(tuple(each.id for each in rows), tuple(each.adcode for each in columns))
    wanted = Wanted(measures=question.measures, regions=question.regions)

    def table() -> object:
        known, spoken, analysed = store.leading(EDITION, wanted)
        return compare(question, columns, rows, known.figures, spoken, frozenset(analysed))

    at = replace(question, alignment=read_alignment("at:2018", "P1Y"))

    def aligned() -> object:
        known, _, _ = store.leading(EDITION, wanted)
        near, spoken, analysed = store.findings(EDITION, replace(wanted, within=window(at.alignment)))
        figures = {each.id: each for each in (*known.figures, *near)}
        return compare(at, columns, rows, tuple(figures.values()), spoken, frozenset(analysed))

    def common() -> object:
        stated, spoken, analysed = store.findings(EDITION, wanted)
        shared = replace(question, alignment=read_alignment("common", None))
        return compare(shared, columns, rows, stated, spoken, frozenset(analysed))

    ids = [each.id for each in store.findings(EDITION, wanted)[0]]
    one, count = ids[0], len(ids)
    report(f"figures of {len(columns)} regions x {len(rows)} measures", count, "")
    # What is loaded by now is taken out of the collector's rounds, as the service does before its workers start.
    gc.collect()
    gc.freeze()
    timed("whether anything changed", store.mark)
    timed("the figures of the table, read", lambda: store.leading(EDITION, wanted))
    lookup = timed("one figure by its id", lambda: store.observation(EDITION, one))
    whole = timed(f"comparison {len(columns)} x {len(rows)} from the store", table)
    timed("the same at 2018 within a year", aligned)
    timed("the same at the commonest time, out of all figures", common)
    timed("counting what there is", lambda: store.counts(EDITION, wanted))
    report("comparison / one figure", whole / lookup, "times")
    report("comparison", whole * 1e3, "ms", "<= 100")


def timed(what: str, run: Callable[[], object]) -> float:
    """Seconds of wall clock, the median of seven; the CPU time is printed beside it."""
    walls, spent = [], []
    for _ in range(7):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        spent.append(time.process_time() - cpu)
    report(what, statistics.median(walls) * 1e3, "ms")
    report(f"{what}, CPU", statistics.median(spent) * 1e3, "ms")
    return statistics.median(walls)


def report(what: str, value: float, unit: str, goal: str = "") -> None:
    """One line: the figure, and its goal."""
    print(f"  {what:<58}{value:>10.4g} {unit:<9}{goal and 'goal ' + goal}")


def fill(store: Store, count: int, regions: tuple[Region, ...], measures: tuple[Measure, ...]) -> None:
    """Write documents with their figures straight into the tables: a save each would take an hour."""
    chance = random.Random(1)  # noqa: S311
    for start in range(0, count // FIGURES, 2_000):
        numbers = range(start + 1, min(start + 2_000, count // FIGURES) + 1)
        with store._database.writing() as connection:
            add_rows(connection, documents, [_document(number) for number in numbers])
            homes = {number: regions[number % len(regions)] for number in numbers}
            add_rows(connection, analyses, [_analysis(number, home.adcode) for number, home in homes.items()])
            add_rows(
                connection,
                observations,
                [
                    row
                    for number, home in homes.items()
                    for row in _rows(number, home.adcode, chance.sample(measures, FIGURES), chance)
                ],
            )
    with store._database.writing() as connection:
        names = {(EDITION, measure.id, region.adcode) for measure in measures for region in regions}
        latest.remake(connection, names, figures_of)


def _name(number: int) -> str:
    return f"{number:064x}"


def _document(number: int) -> dict[str, object]:
    return {
        "number": number,
        "id": _name(number),
        "content": b"",
        "media_type": "text/plain",
        "name": "",
        "characters": 3_000,
        "received": "2026-01-02T03:04:05Z",
    }


def _analysis(number: int, region: str) -> dict[str, object]:
    return {
        "document": number,
        "edition": EDITION,
        "region": region,
        "observations": FIGURES,
        "payload": b"",
        "digest": "",
    }


def _rows(
    number: int, region: str, chosen: list[Measure], chance: random.Random
) -> Iterator[dict[str, object]]:
    for place, each in enumerate(chosen):
        year = str(chance.randint(2012, 2020))
        # Documents agree on a year's figure, as most do.
        value = Decimal(sum(f"{each.id} {region} {year}".encode()) * 37 % 100_000)
        quote = f"全县共有{value}{each.unit}{each.label_zh}"
        sentence = f"{year}年,在县委、县政府的坚强领导下,经过各级各部门共同努力,{quote},取得了明显成效。" * 2
        figure = Observation(
            id=f"{number:010x}{place:06x}",
            document=_name(number),
            region=region,
            measure=each.id,
            value=value,
            unit=each.unit,
            per=None,
            bound="eq",
            lower=value,
            upper=value,
            nature="level",
            time=Period(f"{year}年", year, year, "stated"),
            scope=None,
            condition=None,
            confidence=0.9,
            evidence=(Evidence(quote, (Span(100 * place, 100 * place + len(quote)),), sentence, sentence),),
            why=each.label_zh,
        )
        record = finding_record(figure)
        yield {
            "document": number,
            "edition": EDITION,
            "place": place,
            "measure": each.id,
            "region": region,
            "id": figure.id,
            "nature": "level",
            "begins": f"{year}-01-01",
            "ends": f"{year}-12-31",
            **columns_of(figure),
            "payload": record,
            "digest": digest(figure.document, _where(EDITION, place, each.id, region), record),
        }


if __name__ == "__main__":
    main()
