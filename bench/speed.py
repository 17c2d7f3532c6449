"""How fast an analysis is, beside textrank4zh in the same run.

    python bench/speed.py                     all figures beside their goals (minutes: the peer is slow)
    python bench/speed.py --only growth       one of: ranking, analysis, growth, worker
    python bench/speed.py --smoke             small and quick: shows that everything runs, not how fast it is

CPU time of the process, medians, ours and the peer's runs in turn. Absolute figures move by 40 % from machine
to machine; the ratios are what counts. What we keep of runs of characters between texts is forgotten before
each run of ours.
"""

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service import analysis  # noqa: E402
from service.analysis import words  # noqa: E402
from service.cleaning import clean, simplified  # noqa: E402
from service.model import Analysis  # noqa: E402

Run = Callable[[], object]


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=FIGURES, help="one figure instead of all")
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    asked = parser.parse_args()
    analysis.warm()
    observing()
    settle()
    for name, figure in FIGURES.items():
        if asked.only in (None, name):
            print(f"\n{name}")
            figure(smoke=asked.smoke)


def originals(*, smoke: bool) -> list[str]:
    """The original documents where this machine has them, else the bundled ones."""
    shared = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared")) / "seeds"
    folder = shared if shared.is_dir() else ROOT / "seeds"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return [text[:800] for text in texts[:2]] if smoke else texts


def report(what: str, value: float, unit: str, goal: str = "") -> None:
    """One line: the figure, and its goal."""
    print(f"  {what:<58}{value:>10.4g} {unit:<9}{goal and 'goal ' + goal}")


def medians(runs: dict[str, Run], times: int) -> dict[str, float]:
    """CPU seconds of each run; the runs take turns, so that a slow minute meets all of them."""
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(times):
        for name in list(runs) if turn % 2 else reversed(list(runs)):
            words._unknown().cut.cache_clear()  # type: ignore[attr-defined]
            before = time.process_time()
            runs[name]()
            spent[name].append(time.process_time() - before)
    return {name: statistics.median(each) for name, each in spent.items()}


def analysed(source: str, method: analysis.Method = "default") -> Analysis:
    """Cleaned and analysed, without observations."""
    text, masthead = clean(source)
    return analysis.analyse("", "", source, text, masthead, method=method)


def whole(source: str) -> Analysis:
    """The full analysis, as the service makes it."""
    return observing()(analysed(source))


def observing() -> Callable[[Analysis], Analysis]:
    """The observations of an analysis, by a catalogue and regions that are loaded once."""
    if not _observing:
        from service.observations import load_catalogue, load_regions, observe

        catalogue, regions = load_catalogue(), load_regions()
        _observing.append(lambda found: observe(found, catalogue, regions, None))
    return _observing[0]


_observing: list[Callable[[Analysis], Analysis]] = []


def peer() -> Callable[[str], None]:
    """textrank4zh's two analyzers with their default arguments, as they run on networkx 2."""
    warnings.simplefilter("ignore")
    import jieba
    import networkx

    networkx.from_numpy_matrix = networkx.from_numpy_array
    jieba.setLogLevel(60)
    from textrank4zh import TextRank4Keyword, TextRank4Sentence

    def both(text: str) -> None:
        TextRank4Keyword().analyze(text)
        TextRank4Sentence().analyze(text)

    both("预热。")
    settle()
    return both


def settle() -> None:
    """Take what is loaded out of the collector's rounds, as the service does before its workers start."""
    gc.collect()
    gc.freeze()


def ranking(*, smoke: bool) -> None:
    """Reach 1: sentences and keywords by textrank of a clean text, and all documents as they are."""
    both, times = peer(), 1 if smoke else 7
    ours_whole = theirs_whole = 0.0
    for number, source in enumerate(originals(smoke=smoke), 1):
        text, masthead = clean(source)
        spent = medians(
            {
                "theirs": lambda: both(text.characters),  # noqa: B023
                "ours": lambda: analysis.analyse("", "", source, text, masthead, method="textrank"),  # noqa: B023
            },
            times,
        )
        report(f"document {number}, {len(text)} characters, ours", spent["ours"] * 1e3, "ms")
        report(f"document {number}, textrank4zh / ours", spent["theirs"] / spent["ours"], "times", ">= 20")
        # A traditional text costs the package half a minute: once is enough.
        once = 1 if simplified(source) != source else times
        ours_whole += medians({"ours": lambda: analysed(source, "textrank")}, times)["ours"]  # noqa: B023
        theirs_whole += medians({"theirs": lambda: both(source)}, once)["theirs"]  # noqa: B023
    report("all documents as they are, ours with cleaning", ours_whole * 1e3, "ms")
    report("all documents as they are, textrank4zh / ours", theirs_whole / ours_whole, "times", ">= 100")


def full(*, smoke: bool) -> None:
    """Reach 2: clean, segment, rank, keywords and observations; and what each stage costs."""
    both, times = peer(), 1 if smoke else 7
    observe = observing()
    for number, source in enumerate(originals(smoke=smoke), 1):
        text, masthead = clean(source)
        found = analysis.analyse("", "", source, text, masthead)
        spent = medians(
            {
                "theirs": lambda: both(text.characters),  # noqa: B023
                "whole": lambda: whole(source),  # noqa: B023
                "clean": lambda: clean(source),  # noqa: B023
                "words": lambda: words.words(text.characters),  # noqa: B023
                "observe": lambda: observe(found),  # noqa: B023
            },
            times,
        )
        report(f"document {number}, full analysis", spent["whole"] * 1e3, "ms")
        report(f"document {number}, textrank4zh / ours", spent["theirs"] / spent["whole"], "times", ">= 10")
        report(f"document {number}, cleaning / analysis", spent["clean"] / spent["whole"], "", "<= 0.2")
        report(f"document {number}, observing / segmentation", spent["observe"] / spent["words"], "", "<= 1")


def growth(*, smoke: bool) -> None:
    """Reach 3: cost a character over the length, the longest text, and texts made to be dear."""
    texts = "".join(originals(smoke=smoke))
    observing()
    sizes = (5_000, 20_000) if smoke else (10_000, 50_000, 200_000, 1_000_000)
    short = sizes[0] if smoke else 50_000  # a fixed cost still shows at 10,000
    longest = {}
    for name, run in (("cleaning", clean), ("analysis", analysed), ("full analysis", whole)):
        each = {}
        for size in sizes:
            text = (texts * (size // len(texts) + 1))[:size]
            each[size] = medians({"ours": lambda: run(text)}, 1 if smoke else 3)["ours"] / size  # noqa: B023
            report(f"{name}, {size} characters, a character", each[size] * 1e6, "µs")
        report(
            f"{name}, a character at {sizes[-1]} / at {short}",
            each[sizes[-1]] / each[short],
            "times",
            "<= 1.5",
        )
        longest[name] = each[sizes[-1]]
        report(f"{name}, {sizes[-1]} characters", each[sizes[-1]] * sizes[-1], "s", "<= 10")
    report(
        "cleaning / full analysis, the longest", longest["cleaning"] / longest["full analysis"], "", "<= 0.2"
    )
    text = (texts * (sizes[-1] // len(texts) + 1))[: sizes[-1]]
    alone = subprocess.run(
        [sys.executable, "-c", ALONE], input=text, capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    report(
        f"memory at its peak, {sizes[-1]} characters in a process of their own", float(alone), "MB", "<= 500"
    )
    for what, text in dear(1 if not smoke else 50).items():
        spent = medians({"ours": lambda: whole(text)}, 1)["ours"]  # noqa: B023
        report(f"{what}, {len(text)} characters", spent * 1e3 / len(text), "ms each", "<= 0.5")


def dear(part: int) -> dict[str, str]:
    """Texts that cost jieba or a careless ranking most; a part of each."""
    chance = random.Random(1)  # noqa: S311
    han = [chr(code) for code in range(0x4E00, 0x9FD6)]
    rare = han[8_000:]
    return {
        "黨 again and again": "黨" * 1_000,
        "random Han without a stop": "".join(chance.choices(han, k=333_333 // part)),
        "random rare Han, two by two": "村，".join(
            "".join(chance.choices(rare, k=2)) for _ in range(50_000 // part)
        ),
        "one character": "村" * (1_000_000 // part),
        "1万 again and again": "1万" * (500_000 // part),
        "sentences of one word": "村庄\n" * (300_000 // part),
        "signs alone": "％①" * (500_000 // part),
        "stops alone": "。\n" * (500_000 // part),
        "a year that nobody named": "当年建成的合作社，" * (100_000 // part),
    }


def worker(*, smoke: bool) -> None:
    """Reach 7: a fresh process until it is ready, and its memory after 1 M characters in pieces."""
    pieces = 3 if smoke else 100
    source = "".join(originals(smoke=smoke))
    text = (source * (10_000 * pieces // len(source) + 1))[: 10_000 * pieces]
    started = time.perf_counter()
    said = subprocess.run(
        [sys.executable, "-c", WORKER], input=text, capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    report("a worker starts, works and ends, wall clock", time.perf_counter() - started, "s")
    report("import and warm, CPU", float(said[0]), "s", "<= 1.5")
    report("memory when ready", float(said[1]), "MB")
    report(f"memory after {pieces} texts of 10,000 characters", float(said[2]), "MB", "<= 200")


READY = """
import re, sys, time
from pathlib import Path
from service import analysis
from service.cleaning import clean
from service.observations import load_catalogue, load_regions, observe
analysis.warm()
catalogue, regions = load_catalogue(), load_regions()
def peak():
    # Not ru_maxrss: a process inherits that of the one that started it.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
"""

ALONE = f"""{READY}
everything = sys.stdin.read()
text, masthead = clean(everything)
observe(analysis.analyse("", "", everything, text, masthead), catalogue, regions, None)
print(peak())
"""

WORKER = f"""{READY}
print(time.process_time(), peak())
everything = sys.stdin.read()
for start in range(0, len(everything), 10_000):
    text, masthead = clean(everything[start : start + 10_000])
    found = analysis.analyse("", "", everything[start : start + 10_000], text, masthead)
    observe(found, catalogue, regions, None)
print(peak())
"""

FIGURES: dict[str, Any] = {"ranking": ranking, "analysis": full, "growth": growth, "worker": worker}

if __name__ == "__main__":
    main()
