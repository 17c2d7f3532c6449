#!/usr/bin/env python3
"""How right the figures are, against gold: `bench/quality.py [--only NAME,…] [--list] [--smoke]`.

    originals    the five original documents, by the gold of ../shared (skipped without it)
    bundled      the bundled documents, which state the same figures in other words
    summaries, keywords  extracts of public texts beside their peers' (minutes; only when asked for)
    cover        figures that three sentences carry, beside textrank4zh's three (only when asked for)
    dev, held, fresh    short texts of tests/gold (see its README); documents: its long ones; pages: as web pages say it;
                        reports: in the register of reports and news
    reading      main region, date and title of the bundled documents in every form (bench/reading.py)

A figure is right at the level `figure` when region, measure, value and unit are, at `full` when per and bound are too, at
`dated` when the time is too. `--smoke` checks the floors only and prints one line a set.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import money

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import reading as forms
from service.cleaning import clean
from service.model import Analysis, Stated
from service.observations import load_catalogue, load_regions, observe

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared"))
LEVELS = {"figure": 4, "full": 6, "dated": 7}  # how many of a key's parts must agree
# What each set must keep; a change that sinks below is a bug. Set a little under what was last printed.
FLOORS = {
    "originals": 0.97,
    "bundled": 0.94,
    "dev": 0.95,
    "held": 0.94,
    "fresh": 0.96,
    "documents": 0.91,
    "pages": 0.76,
    "reports": 0.95,
}
EXTRACTS = ("summaries", "keywords", "cover")  # sets without a floor, beside their peers
ORIGINALS = {"jian": "000", "guizhou": "001", "taiyuan": "002", "jinping": "003", "linxi": "004"}

Key = tuple[Any, ...]


@dataclass
class Scored:
    """Counts of one set: gold, predicted and right figures by level, and by measure at the level `figure`."""

    gold: int = 0
    predicted: int = 0
    right: Counter[str] = field(default_factory=Counter)
    by_measure: dict[str, Counter[str]] = field(default_factory=dict)
    empty: int = 0
    alarmed: int = 0
    lines: list[str] = field(default_factory=list)

    def f1(self, level: str) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right[level] / ((self.gold + self.predicted) or 1)

    def add(self, name: str, text: str, gold: list[dict[str, Any]], found: list[Key]) -> None:
        """Compare the figures of one text."""
        self.gold += len(gold)
        self.predicted += len(found)
        if not gold:
            self.empty += 1
            self.alarmed += bool(found)
        for level, parts in LEVELS.items():
            left = Counter(key[:parts] for key in found)
            for g in gold:
                key = next((k for k in keys_of(g) if left[k[:parts]] > 0), None)
                if key is not None:
                    left[key[:parts]] -= 1
                    self.right[level] += 1
                if level == "figure":
                    counted = self.by_measure.setdefault(g["measure"], Counter())
                    counted.update(gold=1, right=key is not None, predicted=key is not None)
                    if key is None:
                        self.lines.append(f"  missed  {name} {keys_of(g)[0]} | {text[:160]}")
            if level == "figure":
                for key in left.elements():
                    self.by_measure.setdefault(key[1], Counter()).update(predicted=1)
                    self.lines.append(f"  alarm   {name} {key} | {text[:160]}")
            elif level == "dated" and left.total() and self.lines is not None:
                self.lines.extend(f"  detail? {name} {key} | {text[:160]}" for key in left.elements())


def keys_of(gold: dict[str, Any]) -> list[Key]:
    """The keys that count as right for a gold figure, its own first."""
    time = gold.get("time")
    if isinstance(time, str) and time.endswith("/"):
        time += ".."
    measures = [gold["measure"], *gold.get("accept", ())]
    value = Decimal(str(gold["value"])).normalize()
    return [(gold["region"], m, value, gold["unit"], gold.get("per"), gold["bound"], time) for m in measures]


def observed(source: str, region: str | None = None, published: str | None = None) -> list[Key]:
    """The keys of the figures found in a text."""
    text, masthead = clean(source)
    if published:
        masthead = type(masthead)(masthead.title, masthead.source, masthead.author, Stated(published))
    analysis = observe(Analysis("", "", source, text, masthead, (), ()), CATALOGUE, REGIONS, region)
    return [
        (
            o.region_named or getattr(REGIONS.of(o.region), "name", o.region), o.measure, o.value.normalize(), o.unit, o.per, o.bound,
            o.time.notation,
        )
        for o in analysis.observations
    ]  # fmt: skip


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def documents(folder: Path, names: dict[str, str]) -> Scored | None:
    """Score five documents by the shared gold."""
    gold_file = SHARED / "gold" / "observations.jsonl"
    if not gold_file.exists() or not folder.is_dir():
        return None
    gold = list(jsonl(gold_file))
    scored = Scored()
    for name, begins in names.items():
        source = next(folder.glob(f"{begins}*.txt")).read_text(encoding="utf-8")
        scored.add(name, "", [g for g in gold if g["doc"] == name], observed(source))
    return scored


def statements(path: Path) -> Scored | None:
    """Score the short texts of a file."""
    if not path.exists():
        return None
    scored = Scored()
    for item in jsonl(path):
        found = observed(item["text"], item.get("region"), item.get("published"))
        scored.add(item["id"], item["text"], item["expected"], found)
    return scored


def money_table() -> str:
    """Our amounts beside jionlp's; says so where the originals are not on this machine."""
    gold = SHARED / "gold" / "observations.jsonl"
    if not gold.exists():
        return "money: skipped, the originals are not on this machine"
    sources = {name: next((SHARED / "seeds").glob(f"{begins}*.txt")) for name, begins in ORIGINALS.items()}
    return money.compare(money.amounts(gold), observed, sources)


def show(name: str, scored: Scored, *, listed: bool) -> None:
    """Print a set's table."""
    print(f"\n{name}: {scored.gold} gold, {scored.predicted} found")
    for level in LEVELS:
        precision, recall = (
            scored.right[level] / (scored.predicted or 1),
            scored.right[level] / (scored.gold or 1),
        )
        print(f"  {level:<8}F1 {scored.f1(level):.3f}  precision {precision:.3f}  recall {recall:.3f}")
    if scored.empty:
        print(
            f"  texts with nothing to find: {scored.empty}, with a false alarm: {scored.alarmed} ({scored.alarmed / scored.empty:.1%})"
        )
    for measure, counted in sorted(scored.by_measure.items()):
        f1 = 2 * counted["right"] / ((counted["gold"] + counted["predicted"]) or 1)
        print(f"    {measure:<26}{counted['gold']:>5} gold{counted['predicted']:>5} found   F1 {f1:.3f}")
    if listed:
        print("\n".join(scored.lines))


def extracts(name: str, *, peers: bool) -> Iterator[str]:
    """The table of one of EXTRACTS, beside its peers'; the material of most is public texts of ../shared/bench."""
    import cover
    import keywords
    import summaries

    if name == "cover":
        keywords.quieted()
        yield from cover.table()
        return
    if not (SHARED / "bench" / "score.py").exists():
        yield "  skipped, its material is not on this machine"
        return
    keywords.quieted()
    limit = None if peers else 20
    if name == "keywords":
        namers = {"duizhao": keywords.ours, **(keywords.PEERS if peers else {})}
        yield from keywords.table(SHARED / "bench", namers, limit)
    else:
        rankers = summaries.OURS | (summaries.PEERS if peers else {})
        yield from summaries.table(SHARED / "bench", rankers, limit)


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the sets asked for; 1 when one is below its floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="comma-separated sets")
    parser.add_argument("--list", action="store_true", help="print each miss and false alarm")
    parser.add_argument("--smoke", action="store_true", help="one line a set")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    sets = {
        "originals": lambda: documents(SHARED / "seeds", ORIGINALS),
        "bundled": lambda: documents(ROOT / "seeds", {name: name for name in ORIGINALS}),
        "dev": lambda: statements(ROOT / "tests" / "gold" / "statements.dev.jsonl"),
        "held": lambda: statements(ROOT / "tests" / "gold" / "statements.held.jsonl"),
        "fresh": lambda: statements(ROOT / "tests" / "gold" / "statements.fresh.jsonl"),
        "documents": lambda: statements(ROOT / "tests" / "gold" / "documents.jsonl"),
        "pages": lambda: statements(ROOT / "tests" / "gold" / "pages.jsonl"),
        "reports": lambda: statements(ROOT / "tests" / "gold" / "reports.jsonl"),
    }
    below = 0
    if asked.only == "money" or not (asked.only or asked.smoke):
        print(money_table())
        if asked.only:
            return 0
    for name in asked.only.split(",") if asked.only else (*sets, "reading"):
        if name == "reading":
            print("\nreading: documents that are right, by form" if not asked.smoke else "reading:")
            below |= forms.main(["--smoke"] if asked.smoke else ["--list"] if asked.list else [])
            continue
        if name in EXTRACTS:
            print(f"\n{name}")
            print("\n".join(extracts(name, peers=not asked.smoke)))
            continue
        scored = sets[name]()
        if scored is None:
            print(f"{name}: skipped, its material is not on this machine")
            continue
        if asked.smoke:
            print(f"{name}: figure F1 {scored.f1('figure'):.3f} (floor {FLOORS[name]})")
        else:
            show(name, scored, listed=asked.list)
        if scored.f1("figure") < FLOORS[name]:
            print(f"{name}: figure F1 is below its floor {FLOORS[name]}", file=sys.stderr)
            below = 1
    return below


CATALOGUE, REGIONS = load_catalogue(), load_regions()

if __name__ == "__main__":
    raise SystemExit(main())
