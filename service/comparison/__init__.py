"""The door of comparison: observations and a question in, measures x regions out.

    compare()        index the figures by measure and region, then for every row:
      cells.py       one figure or a gap with its reason
        choice.py    which of several figures stands in the cell
      basis.py       what the row's figures have in common, and the level they are compared at
      ranks.py       who stands above whom, as far as
        intervals.py what the bounds allow
      verdict.py     what must be read with care, and the word

Nothing is estimated, converted or carried forward: a cell holds a stated figure or says why it holds none.
The answer depends on the set of observations and mentions, never on their order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from service.comparison.basis import Shown, basis, main_level
from service.comparison.cells import Material, cell
from service.comparison.ranks import rankable, ranks
from service.comparison.verdict import reasons, verdict
from service.errors import UnknownMeasure, UnknownRegion
from service.model import Comparison, Measure, Mention, Observation, Question, Region, Row

__all__ = ["compare"]


def compare(
    question: Question,
    regions: Sequence[Region],
    measures: Sequence[Measure],
    observations: Iterable[Observation],
    mentions: Iterable[Mention],
    analysed: Collection[str],
) -> Comparison:
    """Put the measures of a question beside one another for its regions.

    Args:
        question: adcodes and ids, in the order of the answer.
        regions: at least those of the question, in any order.
        measures: at least those of the question, in any order.
        observations: of all documents that count, in any order; those not asked for are passed over.
        mentions: likewise.
        analysed: adcodes that are the main region of some analysed document.

    Returns:
        A row for each measure with a cell for each region, both in the order asked.

    Raises:
        UnknownRegion: when `regions` lacks one of the question.
        UnknownMeasure: when `measures` lacks one of the question.
    """
    columns = _columns(question, regions)
    figures: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
    for observation in observations:
        figures[observation.measure, observation.region].append(observation)
    words: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        words[mention.measure, mention.region].append(mention)

    rows = []
    for measure in _measures(question, measures):
        materials = (
            Material(
                region=region.adcode,
                unit=measure.unit,
                observations=tuple(figures.get((measure.id, region.adcode), ())),
                mentions=tuple(words.get((measure.id, region.adcode), ())),
                is_analysed=region.adcode in analysed,
            )
            for region in columns
        )
        rows.append(_row(measure, columns, materials))
    return Comparison(regions=columns, rows=tuple(rows))


def _row(measure: Measure, columns: Sequence[Region], materials: Iterable[Material]) -> Row:
    made = tuple(cell(material) for material in materials)
    cells = tuple(one for one, _ in made)
    conflicts = tuple(conflict for _, conflict in made if conflict is not None)
    shown = tuple(
        Shown(region, one.observation)
        for region, one in zip(columns, cells, strict=True)
        if one.observation is not None
    )
    common, level = basis(shown), main_level(shown)
    groups = ranks(rankable(shown, level)) if common.is_one else ()
    found = reasons(shown, conflicts, groups, level)
    return Row(
        measure=measure,
        unit=measure.unit,
        per=common.per,
        cells=cells,
        verdict=verdict(shown, common, level, found),
        reasons=found,
        ranks=tuple(tuple(one.region.adcode for one in group) for group in groups),
    )


def _columns(question: Question, regions: Sequence[Region]) -> tuple[Region, ...]:
    by_adcode = {region.adcode: region for region in regions}
    for adcode in question.regions:
        if adcode not in by_adcode:
            raise UnknownRegion(f"no region has the adcode {adcode!r}", parameter="regions")
    return tuple(by_adcode[adcode] for adcode in question.regions)


def _measures(question: Question, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    by_id = {measure.id: measure for measure in measures}
    for name in question.measures:
        if name not in by_id:
            raise UnknownMeasure(f"no measure is called {name!r}", parameter="measures")
    return tuple(by_id[name] for name in question.measures)
