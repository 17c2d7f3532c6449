"""The catalogue of measures: TOML files by group, loaded, checked and compiled."""

import hashlib
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
from service.model import Measure
from service.observations.anchors import admits
from service.observations.definitions import Definition, definition_of
from service.observations.templates import Template, alternatives


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
            if admits(template.needs, pairs):
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
    listed = (folder / "words.toml").read_bytes()
    groups = [(entry.name, entry.read_bytes()) for entry in folder.iterdir() if entry.name in _ORDER]
    groups.sort(key=lambda group: _ORDER[group[0]])
    if extra is not None:
        try:
            groups.append((extra.name, extra.read_bytes()))
        except OSError as error:
            raise Misconfigured(
                f"catalogue file {extra}: {error.strerror}", parameter="DUIZHAO_MEASURES"
            ) from error
    words = alternatives(_tables("words.toml", listed))
    digest = hashlib.sha256(listed)
    definitions: dict[str, Definition] = {}
    for name, content in groups:
        digest.update(content)
        group = name.removesuffix(".toml")
        read = [definition_of(id_, group, table, words) for id_, table in _tables(name, content).items()]
        definitions.update({one.measure.id: one for one in read})
    if extra is not None:  # those of the package are checked by its tests
        for one in read:
            one.check(definitions.keys())
    return Catalogue(tuple(definitions.values()), digest.hexdigest())


def _tables(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"catalogue file {name}: {error}", parameter=name) from error


# Groups in the order in which a reader meets them.
_ORDER = {
    f"{group}.toml": place
    for place, group in enumerate(
        "dispatch funding pay poverty industry management organisation services results".split()
    )
}
