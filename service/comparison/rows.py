"""One row: from all that is known of a measure to cells, verdict and ranks.

alignment   which figures are near enough in time
basis       the denominator and nature that the row compares
cells       one figure or a gap for each region
ratios      on request, a figure of another denominator turned to the row's
verdict     what must be minded
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.comparison.alignment import chosen, spread
from service.comparison.basis import Basis, Shown, basis, main_level
from service.comparison.cells import Conflict, Material, Terms, cell
from service.comparison.derivations import PER_VILLAGE, PER_YEAR, VILLAGES, Ratio
from service.comparison.ranks import rankable, ranks
from service.comparison.ratios import Quotient, per_village, per_year, quotients
from service.comparison.verdict import Standings, reasons, verdict
from service.model import Alignment, Cell, Measure, Mention, Observation, Region, Row


@dataclass(frozen=True, slots=True)
class Known:
    """All figures and mentions of a corpus, by measure and region.

    Attributes:
        analysed: adcodes that are the main region of some analysed document.
    """

    figures: Mapping[tuple[str, str], Sequence[Observation]]
    mentions: Mapping[tuple[str, str], Sequence[Mention]]
    analysed: frozenset[str]

    def of(self, measure: str, region: str) -> tuple[Observation, ...]:
        """The figures of a measure and a region."""
        return tuple(self.figures.get((measure, region), ()))


@dataclass(frozen=True, slots=True)
class Manner:
    """How rows are made: the alignment, and the conversions asked for."""

    alignment: Alignment
    conversions: tuple[str, ...]


def stated_row(measure: Measure, columns: Sequence[Region], known: Known, manner: Manner) -> Row:
    """The row of a measure of the catalogue."""
    materials = [
        Material(
            region.adcode,
            known.of(measure.id, region.adcode),
            tuple(known.mentions.get((measure.id, region.adcode), ())),
            region.adcode in known.analysed,
        )
        for region in columns
    ]

    def converted(material: Material, terms: Terms) -> tuple[Quotient, ...]:
        return _converted(material, terms, known, manner.conversions)

    return _row(measure, columns, materials, manner.alignment, converted if manner.conversions else None)


def derived_row(ratio: Ratio, columns: Sequence[Region], known: Known, manner: Manner) -> Row:
    """The row of a derived measure; a region without a quotient has the gap of the operands."""
    made: defaultdict[str, tuple[Quotient, ...]] = defaultdict(tuple)
    materials = []
    for region in columns:
        operands = (known.of(ratio.numerator, region.adcode), known.of(ratio.denominator, region.adcode))
        made[region.adcode] = quotients(ratio, (*operands[0], *operands[1]))
        materials.append(
            Material(
                region.adcode,
                tuple(each.observation for each in made[region.adcode]),
                (),
                region.adcode in known.analysed or any(operands),
            )
        )
    row = _row(ratio.measure, columns, materials, manner.alignment, None, is_derived=True)
    return replace(row, cells=tuple(_with_operands(each, made[each.region]) for each in row.cells))


def _row(
    measure: Measure,
    columns: Sequence[Region],
    materials: Sequence[Material],
    alignment: Alignment,
    converted: "Converting | None",
    *,
    is_derived: bool = False,
) -> Row:
    of_unit = [[one for one in each.observations if one.unit == measure.unit] for each in materials]
    at = chosen(alignment, of_unit)
    open_terms = Terms(measure.unit, None, at, is_derived)
    near = {
        region: [one for one in own if open_terms.admit(one)]
        for region, own in zip(columns, of_unit, strict=True)
    }
    common = basis(near)
    terms = open_terms._replace(basis=common)
    made = [cell(material, terms) for material in materials]
    if converted is not None:
        made = [
            _turned(material, terms, one, converted) for material, one in zip(materials, made, strict=True)
        ]
    cells = tuple(one for one, _ in made)
    conflicts = tuple(conflict for _, conflict in made if conflict is not None)
    return _judged(measure, columns, cells, conflicts, terms, at.notation)


def _judged(
    measure: Measure,
    columns: Sequence[Region],
    cells: tuple[Cell, ...],
    conflicts: tuple[Conflict, ...],
    terms: Terms,
    aligned: str | None,
) -> Row:
    shown, stated = _standing(columns, cells, terms)
    level = main_level(shown)
    groups = ranks(rankable(shown, level))
    found = reasons(Standings(shown, stated, conflicts, level, groups))
    common: Basis | None = terms.basis
    return Row(
        measure=measure,
        unit=measure.unit,
        per=common.per if common else None,
        cells=cells,
        verdict=verdict(shown, level, found),
        reasons=found,
        ranks=tuple(tuple(one.region.adcode for one in group) for group in groups),
        nature=common.nature if common else None,
        aligned=aligned,
        spread=spread(one.observation for one in shown),
    )


def _standing(
    columns: Sequence[Region], cells: Sequence[Cell], terms: Terms
) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """The figures shown; and with them those that another denominator or nature kept out of an empty cell."""
    shown, stated = [], []
    for region, one in zip(columns, cells, strict=True):
        if one.observation is not None:
            shown.append(Shown(region, one.observation))
            stated.append(shown[-1])
        elif one.gap == "not_comparable":
            kept_out = next((other for other in one.others if terms.admit(other)), None)
            stated += [] if kept_out is None else [Shown(region, kept_out)]
    return tuple(shown), tuple(stated)


Made = tuple[Cell, Conflict | None]


# From a region's material and the row's terms to figures on these terms.
Converting = Callable[[Material, Terms], tuple[Quotient, ...]]


def _turned(material: Material, terms: Terms, before: Made, converted: Converting) -> Made:
    """The cell, filled by a conversion where stated figures left it not comparable."""
    if before[0].gap != "not_comparable":
        return before
    found = converted(material, terms)
    if not found:
        return before
    figures = tuple(each.observation for each in found)
    after, conflict = cell(replace(material, observations=figures), terms._replace(is_derived=True))
    if after.observation is None and conflict is None:
        return before
    operands = {operand.id for each in found for operand in each.derivation.operands}
    rest = tuple(other for other in before[0].others if other.id not in operands)
    after = replace(after, others=(*after.others, *rest))
    return _with_operands(after, found), conflict


def _converted(
    material: Material, terms: Terms, known: Known, conversions: tuple[str, ...]
) -> tuple[Quotient, ...]:
    found: list[Quotient] = []
    own = [one for one in material.observations if one.unit == terms.unit]
    if PER_YEAR in conversions:
        found += [each for one in own if (each := per_year(one)) is not None]
    if PER_VILLAGE in conversions:
        villages = [one for name in VILLAGES for one in known.of(name, material.region)]
        found += per_village(own, villages)
    return tuple(each for each in found if terms.fit(each.observation))


def _with_operands(one: Cell, made: Sequence[Quotient]) -> Cell:
    if one.observation is None:
        return one
    shown = one.observation
    return replace(
        one,
        derivation=next((each.derivation for each in made if each.observation.id == shown.id), None),
    )
