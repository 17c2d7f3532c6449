"""What a corpus of any size takes, and what comes to its limit first: `python bench/scale.py`.

The costs of one document are those that `bench/units.py` measures; everything else here is reckoned from them, or
simulated where a figure cannot be had on one machine (`kept_share`). docs/scale.md shows these tables.
"""

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
COUNTIES, MEASURES = 2_850, 47  # of today
WORKDAY = 8 * 3600  # seconds in which a day's documents come in
YEARS = 20


@dataclass(frozen=True, slots=True)
class Units:
    """The cost of one document of 1,500 characters with 13 figures, as `bench/units.py` printed it.

    Attributes:
        source, analysis, figures: bytes in the store, indexes included; analyses are packed already.
        cell: bytes of the newest figures of one measure and region.
        analysing, keeping: CPU seconds; keeping is the part that writers do one after another.
    """

    source: int = 4_900
    analysis: int = 8_200
    figures: int = 19_600
    cell: int = 3_000
    analysing: float = 0.021
    keeping: float = 0.013


@dataclass(frozen=True, slots=True)
class Prices:
    """What is paid, in any currency; put your own in. The defaults are the middle of public clouds' lists in euros."""

    core_hour: float = 0.04
    disk_month: float = 0.10  # a gigabyte of a database's disk
    object_month: float = 0.02  # a gigabyte of an object store


UNITS, PRICES = Units(), Prices()


def store_bytes(documents: int, units: Units = UNITS) -> int:
    """Bytes of a store of so many documents with one edition; twice the analyses and figures while a new one is made."""
    cells = min(documents * 5, COUNTIES * MEASURES)
    return documents * (units.source + units.analysis + units.figures) + cells * units.cell


def core_hours(documents: int, units: Units = UNITS) -> float:
    """Core hours to analyse and keep all of them once, as after an upgrade."""
    return documents * (units.analysing + units.keeping) / 3600


def documents_a_second(cores: int, units: Units = UNITS, batch: int = 1) -> float:
    """Documents that so many cores analyse and keep.

    Args:
        batch: documents of one transaction. What a transaction costs beside its rows, half of `keeping`, is shared.
    """
    keeping = units.keeping / 2 + units.keeping / 2 / batch
    return min(cores / (units.analysing + keeping), 1 / keeping)


def decades() -> Iterator[str]:
    """A table: each size with its store, its work and its cost."""
    yield "| documents | store | analysing all again | on 4 cores | on 32 cores | a month, 20 % of one new edition |"
    yield "| --: | --: | --: | --: | --: | --: |"
    for size in SIZES:
        hours, room = core_hours(size), store_bytes(size)
        month = (
            room / 1e9 * PRICES.disk_month
            + hours * 0.2 * PRICES.core_hour
            + _cores(size) * 730 * PRICES.core_hour
        )
        yield (
            f"| {size:,} | {_bytes(room)} | {hours:,.1f} core hours | {_time(size / documents_a_second(4))} "
            f"| {_time(size / documents_a_second(32, batch=100))} | {month:,.0f} € |"
        )


def parts() -> Iterator[str]:
    """A table: what the store of the largest corpus consists of."""
    yield "| part | a document | of 50 million |"
    yield "| --- | --: | --: |"
    for name, size in (
        ("source", UNITS.source),
        ("analysis", UNITS.analysis),
        ("figures with their indexes", UNITS.figures),
    ):
        yield f"| {name} | {size / 1000:.1f} kB | {_bytes(size * SIZES[-1])} |"
    cells = COUNTIES * MEASURES * UNITS.cell
    yield f"| newest figures of each cell, at most {COUNTIES * MEASURES:,} | | {_bytes(cells)} |"


def writers() -> Iterator[str]:
    """A table: documents a second by cores, one by one and in batches."""
    yield "| cores | one by one | batches of 100 |"
    yield "| --: | --: | --: |"
    for cores in (1, 2, 4, 8, 16, 32, 64):
        yield f"| {cores} | {documents_a_second(cores):,.0f} | {documents_a_second(cores, batch=100):,.0f} |"


def caching() -> Iterator[str]:
    """A table: the share of questions that are answered from what is kept, by how often something is written."""
    yield "| documents | new ones in a working hour | kept for all regions together | kept by region |"
    yield "| --: | --: | --: | --: |"
    for size in SIZES:
        gap = WORKDAY * 365 * YEARS / size
        together, apart = kept_share(gap, by_region=False), kept_share(gap, by_region=True)
        yield f"| {size:,} | {3600 / gap:,.1f} | {together:.0%} | {apart:.0%} |"


def kept_share(
    gap: float, *, by_region: bool, rate: float = 20.0, asked: int = 20_000, events: int = 40_000
) -> float:
    """The share of questions whose answer is kept and still true, simulated.

    Questions come by chance, some far more often than others (Zipf). Writes come by chance too, each about one
    county; a question is about five.

    Args:
        gap: seconds between two writes, on average.
        by_region: whether a write makes only the answers about its county untrue, or all of them.
        rate: questions a second.
        asked: different questions.
    """
    chance = random.Random(1)  # noqa: S311
    weights = list(accumulate(1 / place for place in range(1, asked + 1)))
    about = [tuple(chance.randrange(COUNTIES) for _ in range(5)) for _ in range(asked)]
    made: dict[int, float] = {}
    written: dict[int, float] = {}
    now, hits = 0.0, 0
    last, next_write = 0.0, chance.expovariate(1 / gap)
    for number in range(2 * events):
        now += chance.expovariate(rate)
        while next_write < now:
            last, written[chance.randrange(COUNTIES)] = next_write, next_write
            next_write += chance.expovariate(1 / gap)
        question = bisect_left(weights, chance.random() * weights[-1])
        stale = max((written.get(each, 0.0) for each in about[question]), default=0.0) if by_region else last
        if made.get(question, -1.0) >= stale:
            hits += number >= events  # the first half only fills what is kept
        else:
            made[question] = now
    return hits / events


def _cores(documents: int) -> int:
    """Cores that serve and take in what is new: two at least."""
    return max(2, round(documents / 5_000_000) * 4)


def _bytes(size: float) -> str:
    for unit in ("MB", "GB"):
        size /= 1e6 if unit == "MB" else 1e3
        if size < 1000:
            return f"{size:,.0f} {unit}"
    return f"{size / 1000:,.1f} TB"


def _time(seconds: float) -> str:
    for name, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:,.1f} {name}"
    return f"{seconds:.0f} s"


def main() -> None:
    """Print all tables."""
    tables: Iterable[Iterator[str]] = (decades(), parts(), writers(), caching())
    print("\n\n".join("\n".join(table) for table in tables))


if __name__ == "__main__":
    main()
