"""What can be derived on request: the measures of derived.toml, and two conversions of denominators.

per_year      400元/人/月 -> 4800元/人/年      where a row is 人/年; a month is a twelfth of a year
per_village   860万元 and 86个村 of one sentence -> 10万元/村      where a row is 村
"""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

from service.errors import BadParameter
from service.model import Measure, Wording

PER_YEAR, PER_VILLAGE = "per_year", "per_village"
CONVERSIONS = (PER_YEAR, PER_VILLAGE)
# What a total is divided by: villages that the same sentence counts.
VILLAGES = ("poor_villages", "first_secretary_villages", "poor_villages_exited")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A derived measure; its id is that of `measure`. See the head of derived.toml for the rest."""

    measure: Measure
    numerator: str
    denominator: str
    per: str | None
    together: Literal["sentence", "document"]
    kinds: tuple[str, ...]

    @property
    def factor(self) -> int:
        """What the quotient is multiplied by."""
        return 100 if self.measure.unit == "%" else 1


_TOGETHER = {"sentence": "句", "document": "文献"}


@cache
def derived_measures() -> dict[str, Ratio]:
    """The derived measures by id, in the order of their file."""
    read = tomllib.loads(Path(__file__).with_name("derived.toml").read_text("utf-8"))
    return {
        id_: Ratio(
            measure=Measure(
                id_,
                "derived",
                table["label"]["zh"],
                table["label"]["en"],
                table["unit"],
                Wording(
                    f"{table['numerator']} / {table['denominator']}，出自同一{_TOGETHER[table['together']]}",
                    f"{table['numerator']} / {table['denominator']}, both of one {table['together']}",
                ),
                Wording("", ""),
            ),
            numerator=table["numerator"],
            denominator=table["denominator"],
            per=table.get("per"),
            together=table["together"],
            # The longest first: 贫困村 is taken out of 建档立卡贫困村 only when that is not there.
            kinds=tuple(sorted(table.get("kinds", ()), key=lambda kind: (-len(kind), kind))),
        )
        for id_, table in read.items()
    }


def names() -> tuple[str, ...]:
    """All that `derive` may name."""
    return (*derived_measures(), *CONVERSIONS)


def read_derivations(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The names themselves, when all are known and none stands twice.

    Raises:
        BadParameter: one is unknown, or named twice.
    """
    for place, name in enumerate(asked):
        if name not in names():
            near = get_close_matches(name, names(), n=2, cutoff=0.4) or names()
            raise BadParameter(
                f"nothing that can be derived is called {name!r}",
                parameter="derive",
                expected=" or ".join(near),
            )
        if name in asked[:place]:
            raise BadParameter(f"{name!r} is named twice", parameter="derive", expected="each one once")
    return asked


def needed(asked: tuple[str, ...], measures: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of all measures whose figures are needed: those asked for, and the operands."""
    found = dict.fromkeys(measures)
    for name in asked:
        if ratio := derived_measures().get(name):
            found |= dict.fromkeys((ratio.numerator, ratio.denominator))
        elif name == PER_VILLAGE:
            found |= dict.fromkeys(VILLAGES)
    return tuple(found)
