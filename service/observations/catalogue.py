"""The catalogue of measures: TOML files by group, loaded, checked and compiled."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from service.errors import Misconfigured, UnknownMeasure
from service.model import Measure, Wording
from service.observations.quantities import UNITS
from service.observations.templates import (
    Template,
    UnitLetters,
    alternatives,
    check,
    compile_phrase,
    compile_template,
)

LETTERS = UnitLetters(UNITS)
_KEYS = frozenset(
    "label unit counts does_not_count cues finds refuses beside per period enumerates governs yields timeless most whole speaks examples counterexamples".split()
)
_WHOLE = frozenset(("人", "人次", "户", "个", "件", "起"))  # counted one by one
_NEEDED = ("label", "unit", "counts", "finds")


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
    _by_letter: Mapping[str, tuple[tuple[Template, ...], tuple[Template, ...]]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        letters = {letter for template in self.finds for letter in template.letters}
        by_letter = {
            letter: (
                tuple(t for t in self.finds if letter in t.letters),
                tuple(t for t in self.refuses if letter in t.letters),
            )
            for letter in letters
        }
        object.__setattr__(self, "_by_letter", by_letter)

    def may_be(self, value: Decimal) -> bool:
        """Whether a figure of this measure can have this value: no half persons or villages, and no more than `most`."""
        if self.measure.unit in _WHOLE and value != value.to_integral_value():
            return False
        return self.most is None or value <= self.most

    def finding(self, letter: str) -> tuple[Template, ...]:
        """The templates whose figure may be of this letter of a skeleton."""
        return self._by_letter[letter][0] if letter in self._by_letter else ()

    def refusing(self, letter: str) -> tuple[Template, ...]:
        """The templates that may refuse a figure of this letter."""
        return self._by_letter[letter][1] if letter in self._by_letter else ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All measures, by group and in the order of their files.

    Attributes:
        fingerprint: SHA-256 of the files; part of the edition.
    """

    definitions: tuple[Definition, ...]
    fingerprint: str
    _known: Mapping[str, Measure] = field(init=False, repr=False, compare=False)
    _finding: tuple[tuple[Definition, Template], ...] = field(init=False, repr=False, compare=False)
    _by_pair: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    _anywhere: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {one.measure.id: one.measure for one in self.definitions}
        object.__setattr__(self, "_known", known)
        finding = tuple((one, template) for one in self.definitions for template in one.finds)
        # What few templates need, few sentences have: 第一 and 贫困 stand everywhere.
        usual = Counter(pair for _, template in finding for need in template.needs for pair in need)
        by_pair: dict[str, list[int]] = {}
        for place, (_, template) in enumerate(finding):
            for pair in min(template.needs, key=lambda need: sum(usual[one] for one in need), default=()):
                by_pair.setdefault(pair, []).append(place)
        anywhere = tuple(place for place, (_, template) in enumerate(finding) if not template.needs)
        object.__setattr__(self, "_finding", finding)
        object.__setattr__(self, "_by_pair", {pair: tuple(places) for pair, places in by_pair.items()})
        object.__setattr__(self, "_anywhere", anywhere)

    def admitted(
        self, characters: str, pairs: frozenset[str]
    ) -> tuple[tuple[Definition, list[Template]], ...]:
        """The definitions and their templates that may fit in these characters, in the order of the catalogue.

        Args:
            pairs: of these characters; see anchors.py.
        """
        # What a template needs leads to it: a sentence has few dozen pairs, the catalogue a thousand templates.
        found = set(self._anywhere)
        for pair in self._by_pair.keys() & pairs:
            found.update(self._by_pair[pair])
        by_measure: dict[str, tuple[Definition, list[Template]]] = {}
        for place in sorted(found):
            definition, template = self._finding[place]
            for need in template.needs:  # as `admits`, a hundred times a sentence
                if need.isdisjoint(pairs):
                    break
            else:
                by_measure.setdefault(definition.measure.id, (definition, []))[1].append(template)
        return tuple(
            one
            for one in by_measure.values()
            if not one[0].cues or any(cue in characters for cue in one[0].cues)
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures as people read them."""
        return tuple(self._known.values())

    def measure(self, name: str) -> Measure:
        """The measure of this id.

        Raises:
            UnknownMeasure: no measure has it; names the nearest ids.
        """
        if name in self._known:
            return self._known[name]
        near = get_close_matches(name, self._known, n=3)
        expected = f"one of {', '.join(near)}" if near else "an id of GET /v1/measures"
        raise UnknownMeasure(f"no measure is called {name!r}", parameter="measures", expected=expected)


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The measures of this package and those of a user's own file.

    Args:
        extra: a TOML file in the same language; a measure of an id that is there already replaces it.

    Raises:
        Misconfigured: the file cannot be read, or a definition is incomplete or misspelt.
    """
    folder = files("service.observations") / "measures"
    digest = hashlib.sha256()
    tables: dict[str, tuple[str, Mapping[str, Any]]] = {}
    words: Mapping[str, str] = {}
    sources = [(entry.name, entry.read_bytes()) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    sources.sort(key=lambda source: (source[0] != "words.toml", _ORDER.get(source[0], 99), source[0]))
    if extra is not None:
        try:
            sources.append((extra.name, extra.read_bytes()))
        except OSError as error:
            raise Misconfigured(
                f"catalogue file {extra}: {error.strerror}", parameter="DUIZHAO_MEASURES"
            ) from error
    for name, content in sources:
        digest.update(content)
        try:
            read = tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Misconfigured(f"catalogue file {name}: {error}", parameter=name) from error
        if name == "words.toml":
            words = alternatives(read)
        else:
            group = name.removesuffix(".toml")
            tables.update({id_: (group, table) for id_, table in read.items()})
    known = frozenset(tables)
    definitions = tuple(_definition(i, g, t, words, known) for i, (g, t) in tables.items())
    if extra is not None:  # those of the package are checked by its tests
        for definition in definitions:
            for template in (*definition.finds, *definition.refuses, *definition.timeless):
                check(template)
    return Catalogue(definitions, digest.hexdigest())


# Groups in the order in which a reader meets them.
_ORDER = {
    f"{group}.toml": place
    for place, group in enumerate(
        "dispatch funding pay poverty industry management organisation services results".split()
    )
}


def _wording(id_: str, table: Mapping[str, Any], key: str) -> Wording:
    """What one text says in both languages, or `zh` and `en` each in its own."""
    said = table.get(key, "")
    if isinstance(said, str):
        return Wording(said, said)
    try:
        return Wording(**said)
    except TypeError as error:
        raise Misconfigured(f"{key} of measure {id_!r} must say zh and en", parameter=id_) from error


def _definition(
    id_: str, group: str, table: Mapping[str, Any], words: Mapping[str, str], known: frozenset[str]
) -> Definition:
    if not isinstance(table, dict):
        raise Misconfigured(f"measure {id_!r} must be a table", parameter=id_)
    unknown, missing = sorted(set(table) - _KEYS), [key for key in _NEEDED if key not in table]
    if unknown or missing:
        what = f"has no {', '.join(missing)}" if missing else f"does not take {', '.join(unknown)}"
        raise Misconfigured(
            f"measure {id_!r} {what}", parameter=id_, expected=f"keys {', '.join(sorted(_KEYS))}"
        )
    if stray := sorted(set(table.get("beside", ())) - known):
        raise Misconfigured(f"measure {id_!r} stands beside unknown {', '.join(stray)}", parameter=id_)

    def templates(key: str) -> tuple[Template, ...]:
        return tuple(
            compile_template(source, words, LETTERS, within_item=key == "refuses")
            for source in table.get(key, ())
        )

    measure = Measure(
        id_,
        group,
        *_wording(id_, table, "label"),
        table["unit"],
        _wording(id_, table, "counts"),
        _wording(id_, table, "does_not_count"),
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
