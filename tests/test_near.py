"""A comparison at a time is made of few of the figures there are, and is the one that all of them would make."""

from dataclasses import replace

import pytest

from service.comparison import compare
from service.corpus import Asked, Corpus
from service.model import Cell, Comparison
from service.settings import Settings
from service.store import Wanted

SAID = (
    "2015年，吉安县选派40名第一书记驻村。",
    "2016年，吉安县选派45名第一书记驻村。",
    "2018年8月，吉安县选派52名第一书记驻村。",
    "2018年，锦屏县选派60名第一书记驻村。",
    "2018年，锦屏县选派61名第一书记驻村。",
    "2013年以来，阿鲁科尔沁旗选派70名第一书记驻村。",
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Figures of several years."""
    address = ""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        address = server.address(server.database())
    made = Corpus.open(Settings(home=tmp_path_factory.mktemp("near"), database=address, seeds=None))
    for text in SAID:
        made.add(text.encode(), media_type="text/plain")
    yield made
    made.close()


def shown(comparison: Comparison) -> list[object]:
    """What stands in the cells, without the figures that do not."""

    def bare(cell: Cell) -> Cell:
        return replace(cell, others=(), further=())

    return [replace(row, cells=tuple(map(bare, row.cells))) for row in comparison.rows]


@pytest.mark.parametrize("tolerance", [None, "P30D", "P1Y", "P3Y"])
@pytest.mark.parametrize(
    "at", ["2014", "2015", "2016-12-31", "2018", "2018-08", "2018-09", "2015/2018", "2030"]
)
def test_near(corpus: Corpus, at: str, tolerance: str | None) -> None:
    """Whatever the time and the tolerance."""
    asked = Asked(
        ["first_secretaries"], ["360821", "522628", "150421"], align=f"at:{at}", tolerance=tolerance
    )
    question = corpus.comparisons.question(asked)
    wanted = Wanted(measures=question.measures, regions=question.regions)
    stated, spoken, analysed = corpus._store.findings(corpus.edition, wanted)
    regions = [corpus.regions.resolve(adcode) for adcode in question.regions]
    measures = [corpus.catalogue.measure(name) for name in question.measures]
    of_all = compare(question, regions, measures, stated, spoken, frozenset(analysed))

    assert len(stated) == len(SAID)
    assert shown(corpus.comparisons.compare(question)) == shown(of_all)
