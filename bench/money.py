"""Amounts of money in the originals: ours beside jionlp's extract_money, value, bound and denominator."""

import json
import re
import warnings
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

Key = tuple[Any, ...]

# What jionlp says of an amount -> our bound; a pair of numbers is what 余 leaves open.
_BOUNDS = {"accurate": "eq", "blur": "approx", "blur+": "gt", "blur-": "le"}


def compare(
    gold: Sequence[dict[str, Any]], found: Callable[[str], list[Key]], sources: dict[str, Path]
) -> str:
    """A table: of the gold amounts, how many have their value, bound and denominator right.

    Args:
        gold: the gold observations in 元.
        found: document text -> keys of our observations (region, measure, value, unit, per, bound, time).
        sources: document -> file.

    jionlp reads the quote of each gold figure, simplified; it gives no denominator.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jionlp
    ours = {
        doc: [k for k in found(path.read_text(encoding="utf-8")) if k[3] == "元"]
        for doc, path in sources.items()
    }
    rows = {"ours": [0, 0, 0], "jionlp": [0, 0, 0]}
    for g in gold:
        value = Decimal(str(g["value"]))
        mine = [k for k in ours[g["doc"]] if k[1] == g["measure"] and k[2] == value.normalize()]
        theirs = [
            _theirs(m) for m in jionlp.ner.extract_money(re.sub(r"\s", "", g["quote"]), with_parsing=True)
        ]
        _count(rows["ours"], [(k[2], k[5], k[4]) for k in mine], g, value)
        _count(rows["jionlp"], [t for t in theirs if t[0] == value], g, value)
    head = f"\nmoney: {len(gold)} amounts of the originals\n  {'':<8}{'value':>8}{'bound':>8}{'per':>8}"
    return "\n".join(
        [head, *(f"  {name:<8}" + "".join(f"{n:>8}" for n in counts) for name, counts in rows.items())]
    )


def _count(row: list[int], candidates: Sequence[Key], gold: dict[str, Any], value: Decimal) -> None:
    row[0] += any(c[0] == value for c in candidates)
    row[1] += any(c[1] == gold["bound"] for c in candidates)
    row[2] += any(c[2] == gold["per"] for c in candidates)


def _theirs(money: dict[str, Any]) -> Key:
    number, said = money["detail"]["num"], money["detail"]["definition"]
    if isinstance(number, list):
        return Decimal(number[0]), "gt", None
    return Decimal(number), _BOUNDS.get(said, said), None


def amounts(path: Path) -> list[dict[str, Any]]:
    """The gold observations in 元."""
    with path.open(encoding="utf-8") as lines:
        return [g for g in map(json.loads, lines) if g["unit"] == "元"]
