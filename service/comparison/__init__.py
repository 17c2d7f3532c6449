"""The door of comparison: observations and a question in, measures x regions out.

    compare()          index the figures by measure and region, then a row for every measure:
      rows.py          the row, from
        alignment.py   the figures that are near enough in time
        basis.py       the denominator and nature that it compares, and the level
        cells.py       one figure or a gap with its reason
          choice.py    which of several figures stands in the cell
        ratios.py      on request, quotients of two figures of one document (derived.toml)
        ranks.py       who stands above whom, as far as
          intervals.py what the bounds allow
        verdict.py     what must be read with care, and the word
    pair_verdicts()        the same verdict for two regions of a row
    ordered()          the regions by their figures in one row
    digest_of()        sentences that cover most of the table within a number of characters
    findings()         figures that can be checked against one another
    leading_of()       the few of many figures that decide a cell
    standing_alone()   what stands in the cell of a region that is asked for alone
    differences()      figures gained, lost and changed between two editions

Nothing is estimated or carried forward: a cell holds a stated figure, one derived of stated ones on request and
marked so, or says why it holds none. The answer depends on the set of observations and mentions, never on their
order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from service.comparison.alignment import read_alignment, window
from service.comparison.changes import differences
from service.comparison.consistency import findings
from service.comparison.derivations import CONVERSIONS, derived_measures, needed, read_derivations
from service.comparison.digest import Told, digest_of, told
from service.comparison.leading import leading_of, listed_of, standing_alone
from service.comparison.pairs import pair_verdicts
from service.comparison.rows import Known, Manner, derived_row, stated_row
from service.comparison.sorting import ordered
from service.errors import UnknownMeasure, UnknownRegion
from service.model import Comparison, Measure, Mention, Observation, Question, Region

__all__ = [
    "Told",
    "compare",
    "derived_measures",
    "differences",
    "digest_of",
    "findings",
    "leading_of",
    "listed_of",
    "needed",
    "ordered",
    "pair_verdicts",
    "read_alignment",
    "read_derivations",
    "standing_alone",
    "told",
    "window",
]


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
        observations: of all documents that count, in any order; those not asked for are passed over. For what is
            derived, those of all measures that `needed` names.
        mentions: likewise.
        analysed: adcodes that are the main region of some analysed document.

    Returns:
        A row for each measure and then one for each derived measure, with a cell for each region, all in the
        order asked.

    Raises:
        UnknownRegion: when `regions` lacks one of the question.
        UnknownMeasure: when `measures` lacks one of the question.
        BadParameter: when `derive` names something unknown.
    """
    columns = _columns(question, regions)
    known = _known(observations, mentions, analysed)
    derive = read_derivations(question.derive)
    manner = Manner(question.alignment, tuple(name for name in derive if name in CONVERSIONS))
    stated = (stated_row(measure, columns, known, manner) for measure in _measures(question, measures))
    derived = (
        derived_row(derived_measures()[name], columns, known, manner)
        for name in derive
        if name in derived_measures()
    )
    return Comparison(columns, (*stated, *derived), question.alignment)


def _known(
    observations: Iterable[Observation], mentions: Iterable[Mention], analysed: Collection[str]
) -> Known:
    figures: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
    for observation in observations:
        figures[observation.measure, observation.region].append(observation)
    words: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        words[mention.measure, mention.region].append(mention)
    return Known(figures, words, frozenset(analysed))


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
