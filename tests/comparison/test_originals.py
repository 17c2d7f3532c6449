"""What the comparison says of the five original documents."""

import pytest

from service.comparison import compare, derived_measures, digest_of, findings, pair_verdicts, told
from service.corpus import Pipeline
from service.model import Analysis, Comparison, Question, Said
from service.presentation import statement

JIAN, JINPING, LINXI, TAIYUAN, GUIZHOU = "360821", "522628", "150424", "140100", "520000"
PAIRED = "households_per_paired_cadre"


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load(None)


@pytest.fixture(scope="module")
def analyses(shared, pipeline) -> tuple[Analysis, ...]:
    files = sorted((shared / "seeds").glob("*.txt"))
    return tuple(pipeline.analysed(file.read_bytes(), None, None, Said()) for file in files)


@pytest.fixture(scope="module")
def comparison(analyses, pipeline) -> Comparison:
    """All measures and derived measures over the five regions."""
    regions = tuple(
        pipeline.regions.of(adcode) for adcode in sorted({each.region.adcode for each in analyses})
    )
    measures = pipeline.catalogue.measures
    question = Question(
        tuple(measure.id for measure in measures),
        tuple(region.adcode for region in regions),
        derive=tuple(derived_measures()),
    )
    observations = [one for each in analyses for one in each.observations]
    mentions = [one for each in analyses for one in each.mentions]
    return compare(question, regions, measures, observations, mentions, set(question.regions))


def row_of(comparison, name):
    return next(row for row in comparison.rows if row.measure.id == name)


def cells_of(comparison, name):
    return {cell.region: cell for cell in row_of(comparison, name).cells}


def test_floors_are_not_set_beside_a_standard(comparison):
    """太原's floors for villages of one kind never stand beside 吉安's standard without a word about it."""
    row = row_of(comparison, "village_funding")
    cells = {cell.region: cell for cell in row.cells}
    floors = {str(one.value) for one in (cells[TAIYUAN].observation, *cells[TAIYUAN].others) if one}
    (pair,) = pair_verdicts(row, comparison.regions, {TAIYUAN, JIAN})

    assert {"170000", "200000"} <= floors
    assert {"definition_differs", "scope_differs"} & {reason.code for reason in row.reasons}
    assert {"definition_differs", "scope_differs"} & {reason.code for reason in pair.reasons}
    assert pair.verdict == "not_comparable"


def test_a_province_is_never_ranked_among_counties(comparison):
    """贵州 stands apart from the counties in every row where one of them is ranked."""
    counties = {JIAN, JINPING, LINXI}
    ranked = [{adcode for group in row.ranks for adcode in group} for row in comparison.rows]

    assert any(counties & each for each in ranked)
    assert not any(GUIZHOU in each and counties & each for each in ranked)


def test_full_coverage_is_no_number(comparison):
    """吉安 speaks of its first secretaries without a number, and the sentence stands in the cell."""
    cell = cells_of(comparison, "first_secretaries")[JIAN]

    assert cell.gap == "no_number"
    assert any("第一书记驻村全覆盖" in mention.evidence.quote for mention in cell.mentions)


def test_households_per_cadre(comparison):
    """锦屏 > 林西 > 吉安, with the bounds of 余 on either side of the fraction."""
    row = row_of(comparison, PAIRED)
    cells = {cell.region: cell for cell in row.cells}
    intervals = {
        adcode: (str(one.lower), str(one.upper))
        for adcode in (JINPING, LINXI, JIAN)
        if (one := cells[adcode].observation)
    }

    assert row.ranks == ((JINPING,), (LINXI,), (JIAN,))
    assert intervals == {JINPING: ("4.8107", "4.8107"), LINXI: ("2.0968", "2.621"), JIAN: ("1.22916", "1.25")}
    assert all(len(cells[adcode].observation.evidence) == 2 for adcode in intervals)
    assert "锦屏县4.8107" in statement(row, comparison.regions, "zh")


def test_what_can_be_checked_agrees(analyses):
    """83 of 86 villages left the list, and 52 of 94 is 55.3 %."""
    found = {
        (each.kind, each.stated, each.computed, each.agrees)
        for analysis in analyses
        for each in findings(analysis.observations)
    }

    assert ("part", "83", "86", True) in found
    assert ("share", "55.3%", "52 / 94 = 55.3%", True) in found
    assert not [each for each in found if not each[3]]


def test_digest(comparison, analyses):
    """Verbatim sentences of every region within the budget, each found at its place in its source."""
    measures = {row.measure.id for row in comparison.rows}
    regions = {region.adcode for region in comparison.regions}
    sentences = [each for analysis in analyses for each in told(analysis, measures, regions)]
    sources = {analysis.document: analysis.source for analysis in analyses}

    found = digest_of(comparison, sentences, 1200)

    extracts = [each for theme in found.themes for each in (*theme.common, *theme.apart)]
    assert {each.region for each in extracts} == regions
    assert found.characters <= 1200
    assert found.covered / found.of >= 0.5
    for each in extracts:
        places = each.sentence.spans
        assert "".join(sources[each.document][start:end] for start, end in places) == each.sentence.quote
