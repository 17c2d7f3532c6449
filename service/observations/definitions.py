"""How the figures of a measure are told, and how a table of a catalogue file says it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from service.errors import Misconfigured
from service.model import Measure, Wording
from service.observations.quantities import UNITS
from service.observations.templates import (
    Template,
    UnitLetters,
    check,
    compile_phrase,
    compile_template,
)

LETTERS = UnitLetters(UNITS)
_WHOLE = frozenset(("人", "人次", "户", "个", "件", "起"))  # counted one by one


@dataclass(frozen=True, slots=True)
class Definition:
    """How the figures of a measure are told.

    Attributes:
        cues: where there are any, one of them stands in every sentence that states the measure.
        finds: where its figure stands; refuses: where a figure stands that is not its own.
        beside: measures that may take the same figure too.
        per: the denominator it always has (村, 人, 户, 周), None for totals; `人|户` takes the one stated.
        period: of the denominator where none is stated (a gain in income is one of a year).
        enumerates: a further figure after 、 belongs to it as well.
        governs: its verb governs a list: 召回第一书记6名、驻村队员11名 is two of it, whatever the second would be alone.
        yields: a part (其中) of a figure of another measure is that measure's: 搬迁10万人,其中贫困人口8万人.
        timeless: its figures take no time from the sentence (the list before the exits).
        most: more than this no figure can be: 15.5亿元 is no standard of one village. None is any.
        whole: words that name the whole and so are no scope.
        speaks: phrases that speak of the measure without a number (第一书记驻村全覆盖).
    """

    measure: Measure
    cues: tuple[str, ...]
    finds: tuple[Template, ...]
    refuses: tuple[Template, ...]
    beside: frozenset[str]
    per: str | None
    period: str | None
    enumerates: bool
    governs: bool
    yields: bool
    timeless: tuple[Template, ...]
    most: Decimal | None
    whole: frozenset[str]
    speaks: tuple[re.Pattern[str], ...]
    examples: tuple[Mapping[str, Any], ...]
    counterexamples: tuple[Mapping[str, Any], ...]
    _refusing: Mapping[str, tuple[Template, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        letters = {letter for template in self.refuses for letter in template.letters}
        refusing = {letter: tuple(one for one in self.refuses if letter in one.letters) for letter in letters}
        object.__setattr__(self, "_refusing", refusing)

    def may_be(self, value: Decimal) -> bool:
        """Whether a figure of this measure can have this value: no half persons or villages, and no more than `most`."""
        if self.measure.unit in _WHOLE and value != value.to_integral_value():
            return False
        return self.most is None or value <= self.most

    def refusing(self, letter: str) -> tuple[Template, ...]:
        """The templates that may refuse a figure of this letter of a skeleton."""
        return self._refusing.get(letter, ())

    def check(self, known: Collection[str]) -> None:
        """Compile all templates now, which is otherwise done when a sentence first needs them.

        Args:
            known: the ids of all measures of the catalogue.

        Raises:
            Misconfigured: a template is no regular expression, or `beside` names a measure that nobody knows.
        """
        for template in (*self.finds, *self.refuses, *self.timeless):
            check(template)
        if stray := sorted(one for one in self.beside if one not in known):
            raise Misconfigured(
                f"measure {self.measure.id!r} stands beside unknown {', '.join(stray)}",
                parameter=self.measure.id,
            )


class _Kind(NamedTuple):
    """What the value of a key must be; floats are read as decimals."""

    name: str
    holds: Callable[[Any], bool]


_TEXT = _Kind("a text", lambda said: isinstance(said, str))
_TEXTS = _Kind("a list of texts", lambda said: isinstance(said, list) and all(map(_TEXT.holds, said)))
_FLAG = _Kind("true or false", lambda said: isinstance(said, bool))
_NUMBER = _Kind("a number", lambda said: isinstance(said, int | Decimal) and not isinstance(said, bool))
_WORDING = _Kind(
    "one text, or zh and en",
    lambda said: (
        _TEXT.holds(said)
        or (isinstance(said, dict) and said.keys() == {"zh", "en"} and all(map(_TEXT.holds, said.values())))
    ),
)
_TABLES = _Kind(
    "a list of tables with a text",
    lambda said: (
        isinstance(said, list) and all(isinstance(one, dict) and _TEXT.holds(one.get("text")) for one in said)
    ),
)
_EXAMPLES = _Kind(
    "a list of tables with a text and a value",
    lambda said: _TABLES.holds(said) and all(_NUMBER.holds(one.get("value")) for one in said),
)
_KEYS: Mapping[str, _Kind] = {
    "label": _WORDING,
    "unit": _TEXT,
    "counts": _WORDING,
    "does_not_count": _WORDING,
    "cues": _TEXTS,
    "finds": _TEXTS,
    "refuses": _TEXTS,
    "beside": _TEXTS,
    "per": _TEXT,
    "period": _TEXT,
    "enumerates": _FLAG,
    "governs": _FLAG,
    "yields": _FLAG,
    "timeless": _TEXTS,
    "most": _NUMBER,
    "whole": _TEXTS,
    "speaks": _TEXTS,
    "examples": _EXAMPLES,
    "counterexamples": _TABLES,
}
_NEEDED = ("label", "unit", "counts", "finds")


def definition_of(id_: str, group: str, table: object, words: Mapping[str, str]) -> Definition:
    """The definition that a table of a catalogue file gives.

    Args:
        id_: of the measure; `group`: the name of its file.
        words: the lists that a template may name, as `templates.alternatives` gives them.

    Raises:
        Misconfigured: a key is missing, misspelt or of another kind, or a template cannot be read.
    """
    if not isinstance(table, dict):
        raise Misconfigured(f"measure {id_!r} must be a table", parameter=id_)
    unknown, missing = sorted(table.keys() - _KEYS), [key for key in _NEEDED if key not in table]
    if unknown or missing:
        what = f"has no {', '.join(missing)}" if missing else f"does not take {', '.join(unknown)}"
        raise Misconfigured(
            f"measure {id_!r} {what}", parameter=id_, expected=f"keys {', '.join(sorted(_KEYS))}"
        )
    for key, said in table.items():
        if not _KEYS[key].holds(said):
            raise Misconfigured(
                f"{key} of measure {id_!r} must be {_KEYS[key].name}", parameter=id_, expected=_KEYS[key].name
            )

    def templates(key: str) -> tuple[Template, ...]:
        return tuple(
            compile_template(source, words, LETTERS, within_item=key == "refuses")
            for source in table.get(key, ())
        )

    measure = Measure(
        id_,
        group,
        *_wording(table["label"]),
        table["unit"],
        _wording(table["counts"]),
        _wording(table.get("does_not_count", "")),
    )
    return Definition(
        measure,
        tuple(table.get("cues", ())),
        templates("finds"),
        templates("refuses"),
        frozenset(table.get("beside", ())),
        table.get("per"),
        table.get("period"),
        table.get("enumerates", False),
        table.get("governs", False),
        table.get("yields", False),
        templates("timeless"),
        Decimal(table["most"]) if "most" in table else None,
        frozenset(table.get("whole", ())),
        tuple(compile_phrase(source, words) for source in table.get("speaks", ())),
        tuple(table.get("examples", ())),
        tuple(table.get("counterexamples", ())),
    )


def _wording(said: str | Mapping[str, str]) -> Wording:
    """What one text says in both languages, or `zh` and `en` each in its own."""
    return Wording(said, said) if isinstance(said, str) else Wording(**said)
