"""The use cases, over a real store, with documents of two sentences."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from service.analysis import Budget
from service.corpus import Corpus, Extract
from service.errors import (
    AmbiguousRegion,
    BadParameter,
    DuizhaoError,
    Misconfigured,
    NotChinese,
    NotFound,
    SourceDamaged,
    TooLarge,
    UndecodableText,
    UnknownMeasure,
    UnknownRegion,
    UnsafeText,
)
from service.model import Said
from service.settings import Settings
from service.text import quoted

JIAN = "吉安县选派52名第一书记到村任职。\n全县共有贫困村86个，群众反映良好。"
JINPING = "锦屏县选派61名第一书记到村任职。\n全县的驻村工作队实现全覆盖。"
NOWHERE = "山上的茶树长得很好。\n孩子们在树下读书。"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store of its own, and no bundled documents."""
    return Settings(home=tmp_path / "home", seeds=None)


@pytest.fixture
def corpus(settings: Settings) -> Iterator[Corpus]:
    """An empty corpus."""
    opened = Corpus.open(settings)
    yield opened
    opened.close()


def add(corpus: Corpus, text: str, said: Said = Said()) -> str:  # noqa: B008 - frozen
    """Add a text; its id."""
    return corpus.add(text.encode(), media_type="text/plain", said=said).document.id


# Coming in


def test_add(corpus: Corpus) -> None:
    """A document comes in whole: kept, analysed, its figures at their places."""
    added = corpus.add(JIAN.encode(), media_type="text/plain", name="notice")

    assert added.created
    assert corpus.document(added.document.id).content == JIAN.encode()
    assert corpus.analysis(added.document.id) == added.analysis
    assert [(each.measure, each.value) for each in added.analysis.observations][:1] == [
        ("first_secretaries", Decimal(52))
    ]
    for observation in added.analysis.observations:
        for evidence in observation.evidence:
            assert quoted(JIAN, evidence.spans) == evidence.quote
    entry = corpus.entry(added.document.id)
    assert (entry.name, entry.region, entry.analysed, entry.characters) == (
        "notice",
        "360821",
        True,
        len(JIAN),
    )
    assert entry.observations == len(added.analysis.observations) >= 1


def test_add_again(corpus: Corpus) -> None:
    """The same content is the same document, and nothing is written."""
    first = corpus.add(JIAN.encode(), media_type="text/plain", name="notice")
    revision = corpus.revision()
    second = corpus.add(JIAN.encode(), media_type=None, name="other", said=Said(title="别的"))

    assert not second.created
    assert (second.document, second.analysis) == (first.document, first.analysis)
    assert corpus.revision() == revision


def test_analyse_keeps_nothing(corpus: Corpus) -> None:
    """What is only analysed gives the same analysis and leaves the corpus as it was."""
    analysis = corpus.analyse(JIAN.encode(), media_type="text/plain")

    assert corpus.revision() == 0
    assert corpus.add(JIAN.encode(), media_type="text/plain").analysis == analysis


def test_what_is_said_outranks_the_text(corpus: Corpus) -> None:
    """Title, region, date and source of the caller stand before those of the text, without a place."""
    said = Said(title=" 通知 ", region="锦屏县", published="2019-12", source="县委")
    added = corpus.add(JIAN.encode(), media_type="text/plain", said=said)
    masthead = added.analysis.masthead

    assert masthead.title is not None
    assert (masthead.title.value, masthead.title.spans) == ("通知", ())
    assert masthead.published is not None
    assert masthead.published.value == "2019-12"
    assert added.analysis.region is not None
    assert (added.analysis.region.adcode, added.analysis.region.basis) == ("522628", "stated")
    entry = corpus.entry(added.document.id)
    assert (entry.title, entry.region, entry.published) == ("通知", "522628", "2019-12")


def test_a_text_without_a_region(corpus: Corpus) -> None:
    """No region is an answer: the document is kept, and no figure is given to anybody."""
    analysis = corpus.analysis(add(corpus, NOWHERE + "派出3名第一书记。"))

    assert analysis.region is None
    assert analysis.observations == ()
    assert len(analysis.sentences) == 3


@pytest.mark.parametrize(
    ("content", "said", "error"),
    [
        (b"", Said(), BadParameter),
        (" \n\u3000".encode(), Said(), BadParameter),
        (b"The village has 52 secretaries.", Said(), NotChinese),
        ("选派\x00书记".encode(), Said(), DuizhaoError),
        (b"\xff\xfe\xfa\xfb" * 9, Said(), DuizhaoError),
        (("全县选派书记。" * 20).encode(), Said(), TooLarge),
        (JIAN.encode(), Said(region="无此县"), UnknownRegion),
        (JIAN.encode(), Said(region="鼓楼区"), AmbiguousRegion),
        (JIAN.encode(), Said(region="吉\u200b安县"), UnsafeText),
        (JIAN.encode(), Said(title="标\r\n题"), UnsafeText),
        (JIAN.encode(), Said(title="\u202e标题"), UnsafeText),
        (JIAN.encode(), Said(title="题" * 301), BadParameter),
        (JIAN.encode(), Said(published="2021-13-45"), BadParameter),
        (JIAN.encode(), Said(published="２０２１"), BadParameter),
        (JIAN.encode(), Said(url="javascript:alert(1)"), BadParameter),
    ],
)
def test_refused(settings: Settings, content: bytes, said: Said, error: type[DuizhaoError]) -> None:
    """What is refused leaves nothing behind."""
    corpus = Corpus.open(replace(settings, max_characters=100))
    with pytest.raises(error):
        corpus.add(content, media_type=None, said=said)

    assert corpus.revision() == 0
    assert corpus.documents().items == ()
    corpus.close()


def test_a_charset_that_was_named(corpus: Corpus) -> None:
    """Bytes of another encoding are read again as they were read first, and the answer says which it was."""
    added = corpus.add(JIAN.encode("gb18030"), media_type="text/plain", charset="gb18030")
    amended = corpus.amend(added.document.id, Said(title="新"))

    assert added.document.media_type == "text/plain; charset=gb18030"
    assert corpus.analysis(amended.id).source == JIAN
    with pytest.raises(UndecodableText):
        corpus.add(JIAN.encode("gb18030")[:-1] + b"!", media_type="text/plain", charset="utf-8")


def test_a_byte_order_mark(corpus: Corpus) -> None:
    """A byte order mark is no character of the text, the first time and again."""
    added = corpus.add(b"\xef\xbb\xbf" + JIAN.encode(), media_type=None)
    corpus.amend(added.document.id, Said(title="新"))

    assert added.analysis.source == corpus.analysis(added.document.id).source == JIAN


# Changing


def test_amend(corpus: Corpus) -> None:
    """What is said later replaces what was said, and the figures follow."""
    document = add(corpus, JIAN, Said(title="旧", source="县委"))
    entry = corpus.amend(document, Said(region="522628"))

    assert entry.region == "522628"
    assert corpus.document(document).said == Said(region="522628")
    # Only the region said is of interest: the text itself names 吉安县.
    assert corpus.regions_of_corpus()[0].adcode == "522628"
    with pytest.raises(UnknownRegion):
        corpus.amend(document, Said(region="无此县"))
    assert corpus.document(document).said == Said(region="522628")


def test_remove(corpus: Corpus) -> None:
    """A removed document is nowhere."""
    document = add(corpus, JIAN)
    observation = corpus.observations().items[0].id
    corpus.remove(document)

    assert corpus.documents().items == corpus.observations().items == corpus.regions_of_corpus() == ()
    for ask in (corpus.document, corpus.entry, corpus.analysis, corpus.remove):
        with pytest.raises(NotFound):
            ask(document)
    with pytest.raises(NotFound):
        corpus.observation(observation)
    with pytest.raises(NotFound):
        corpus.observations(document=document)


# The cache


def test_a_restart_finds_the_cache(corpus: Corpus, settings: Settings) -> None:
    """Another process gives the same answers, and writes nothing for them."""
    document = add(corpus, JIAN)
    revision, analysis = corpus.revision(), corpus.analysis(document)
    corpus.close()
    again = Corpus.open(settings)

    assert again.analysis(document) == analysis
    assert again.compare(again.question(None, None)).rows
    assert again.stale() == ()
    assert again.revision() == revision
    again.close()


@pytest.mark.parametrize("ask", ["analysis", "entry", "compare", "observations", "region", "documents"])
def test_stale_is_made_again(corpus: Corpus, settings: Settings, ask: str) -> None:
    """What another edition computed is never shown: whoever asks first has it made again."""
    document = add(corpus, JIAN)
    before = corpus.analysis(document)
    _alter(
        settings,
        "UPDATE analyses SET edition = 'old'",
        "UPDATE observations SET edition = 'old'",
        "UPDATE mentions SET edition = 'old'",
    )
    assert corpus.stale() == (document,)

    match ask:
        case "analysis":
            assert corpus.analysis(document) == before
        case "entry":
            assert corpus.entry(document).analysed
        case "compare":
            assert corpus.compare(corpus.question(None, None)).rows
        case "observations":
            assert corpus.observations().items == before.observations
        case "region":
            assert corpus.extracts.keywords_of_region("360821", 5)
        case _:
            assert [entry.analysed for entry in corpus.documents().items] == [True]
    assert corpus.stale() == ()


def test_reanalyse(corpus: Corpus, settings: Settings) -> None:
    """Reanalysing makes what is missing, says what cannot be made, and drops what is old."""
    good, bad, current = add(corpus, JIAN), add(corpus, JINPING), add(corpus, NOWHERE)
    _alter(
        settings,
        f"DELETE FROM analyses WHERE document = (SELECT number FROM documents WHERE id = '{good}')",  # noqa: S608
        f"DELETE FROM analyses WHERE document = (SELECT number FROM documents WHERE id = '{bad}')",  # noqa: S608
        f"UPDATE documents SET content = x'e590' WHERE id = '{bad}'",  # noqa: S608
    )
    done = dict(corpus.reanalyse())

    assert done[good] is None
    assert "no longer" in (done[bad] or "")
    assert current not in done
    assert corpus.stale() == (bad,)
    with pytest.raises(SourceDamaged):
        corpus.analysis(bad)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE observations SET payload = x'5b5d'",
        "DELETE FROM observations",
        "UPDATE analyses SET digest = 'x'",
    ],
)
def test_harmed_cache_is_made_again(corpus: Corpus, settings: Settings, harm: str) -> None:
    """Rows of the cache that another hand changed are not believed."""
    document = add(corpus, JIAN)
    before = corpus.analysis(document)
    _alter(settings, harm)

    assert corpus.analysis(document) == before
    _alter(settings, harm.replace("DELETE FROM observations", "UPDATE observations SET measure = 'pay'"))
    assert corpus.observations().items == before.observations


# Asking


def test_question(corpus: Corpus) -> None:
    """Names become adcodes, and nothing asks for all of the corpus."""
    add(corpus, JIAN)
    add(corpus, JINPING)
    every = corpus.question(None, None)

    assert every.regions == ("360821", "522628")
    assert "first_secretaries" in every.measures
    asked = corpus.question(["village_funding", "first_secretaries"], ["锦屏县", "360821"])
    assert (asked.measures, asked.regions) == (("village_funding", "first_secretaries"), ("522628", "360821"))


@pytest.mark.parametrize(
    ("measures", "regions", "error", "parameter"),
    [
        (["no_such"], None, UnknownMeasure, None),
        (["first_secretaries", "first_secretaries"], None, BadParameter, "measures"),
        ([], None, BadParameter, "measures"),
        (None, [], BadParameter, "regions"),
        (None, ["360821", "吉安县"], BadParameter, "regions"),  # one region under two names
        (None, ["无此县"], UnknownRegion, None),
        (None, ["a' OR 1=1--"], UnknownRegion, None),
        (None, ["鼓楼区"], AmbiguousRegion, None),
        (None, ["360821"] * 501, BadParameter, "regions"),
    ],
)
def test_question_refused(
    corpus: Corpus,
    measures: list[str] | None,
    regions: list[str] | None,
    error: type[DuizhaoError],
    parameter: str | None,
) -> None:
    """A question that cannot be meant is refused, and the parameter is named."""
    with pytest.raises(error) as caught:
        corpus.question(measures, regions)

    assert parameter in {None, caught.value.parameter}


def test_compare(corpus: Corpus) -> None:
    """Cells hold stated figures or say why they hold none."""
    add(corpus, JIAN)
    add(corpus, JINPING)
    question = corpus.question(["first_secretaries", "village_funding"], ["吉安县", "锦屏县", "林西县"])
    figures, empty = corpus.compare(question).rows

    assert [cell.observation and cell.observation.value for cell in figures.cells] == [
        Decimal(52),
        Decimal(61),
        None,
    ]
    assert [cell.gap for cell in figures.cells] == [None, None, "not_analysed"]
    assert [cell.gap for cell in empty.cells] == ["not_mentioned", "not_mentioned", "not_analysed"]
    assert corpus.compare(question) == corpus.compare(question)


def test_observations_are_narrowed(corpus: Corpus) -> None:
    """Each filter takes names where people use names."""
    jian, jinping = add(corpus, JIAN), add(corpus, JINPING)

    def found(**wanted: str) -> set[str]:
        return {each.document for each in corpus.observations(**wanted).items}  # type: ignore[arg-type]

    assert found() == found(measure="first_secretaries") == {jian, jinping}
    assert found(region="锦屏县") == found(within="贵州省") == found(document=jinping) == {jinping}
    assert found(within="360800", measure="first_secretaries") == {jian}
    assert found(region="360821", within="贵州省") == found(nature="target") == set()
    for wanted in ({"measure": "no_such"}, {"region": "无此县"}, {"nature": "great"}, {"document": "0" * 64}):
        with pytest.raises(DuizhaoError):
            found(**wanted)


def test_pages(corpus: Corpus) -> None:
    """A list is the same in pages of one as at once."""
    for text in (JIAN, JINPING, NOWHERE):
        add(corpus, text)
    pages = [corpus.documents(limit=1)]
    while pages[-1].next:
        pages.append(corpus.documents(limit=1, cursor=pages[-1].next))

    assert [page.items[0] for page in pages] == list(corpus.documents().items)
    assert len(corpus.documents(region="吉安县").items) == 1
    for limit in (0, -1, 501):
        with pytest.raises(BadParameter):
            corpus.documents(limit=limit)
        with pytest.raises(BadParameter):
            corpus.observations(limit=limit)


def test_summaries_and_keywords(corpus: Corpus) -> None:
    """Of one document, and of all that are about a region."""
    first = add(corpus, JIAN)
    second = add(corpus, JIAN.replace("52", "53"))
    (best,) = corpus.extracts.summary(first, Budget(sentences=1))

    assert best.quote in JIAN
    assert corpus.extracts.keywords(first, 2) == corpus.analysis(first).keywords[:2]
    every = corpus.extracts.of_region("360821", Extract(Budget(sentences=50))).sentences
    assert {document for document, _ in every} == {first, second}
    assert [document for document, _ in every] == sorted(
        (document for document, _ in every), key=[first, second].index
    )
    for document, sentence in every:
        assert quoted(corpus.analysis(document).source, sentence.spans) == sentence.quote
    words = corpus.extracts.keywords_of_region("360821", 3)
    assert len(words) == 3
    assert all(word.spans == () and word.count >= 2 for word in words)
    assert corpus.extracts.of_region("150424", Extract(Budget(sentences=1))).sentences == ()
    assert corpus.extracts.keywords_of_region("150424", 3) == ()
    with pytest.raises(NotFound):
        corpus.extracts.of_region("999999", Extract(Budget(sentences=1)))


def test_check(corpus: Corpus) -> None:
    """What the corpus stands on is told."""
    found = corpus.check()

    assert {"store", "schema", "sqlite", "journal", "dictionary", "edition"} <= set(found)
    assert found["edition"] == corpus.edition


# The bundled corpus

SEED = """
import sys
from pathlib import Path
from service.corpus import Corpus
from service.settings import Settings
print(Corpus.open(Settings(home=Path(sys.argv[1]), seeds=Path(sys.argv[2]))).seed())
"""


def test_seeding_by_two_processes(tmp_path: Path) -> None:
    """Two processes that start at once load the bundled corpus once, and a bad file stops nobody."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate((JIAN, JINPING, NOWHERE, "no Chinese at all")):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    command = [sys.executable, "-c", SEED, str(tmp_path / "home"), str(folder)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]
    counts = sorted(int(process.communicate(timeout=60)[0]) for process in running)

    assert counts == [0, 3]
    corpus = Corpus.open(Settings(home=tmp_path / "home", seeds=folder))
    assert [entry.name for entry in corpus.documents().items] == ["0", "1", "2"]
    assert all(entry.analysed for entry in corpus.documents().items)
    for entry in corpus.documents().items:
        corpus.remove(entry.id)
    assert corpus.seed() == 0  # once emptied, it stays empty
    corpus.close()


def test_seeding_after_an_import(corpus: Corpus, settings: Settings, tmp_path: Path) -> None:
    """A store that holds documents is not added to."""
    add(corpus, JIAN)
    (tmp_path / "one.txt").write_text(JINPING, encoding="utf-8")
    again = Corpus.open(replace(settings, seeds=tmp_path))

    assert again.seed() == 0
    again.close()


def test_seeding_from_nowhere(settings: Settings, tmp_path: Path) -> None:
    """A folder that is not there is a mistake in the settings; none is none."""
    for folder in (None, tmp_path / "nowhere"):
        corpus = Corpus.open(replace(settings, seeds=folder))
        if folder is None:
            assert corpus.seed() == 0
        else:
            with pytest.raises(Misconfigured):
                corpus.seed()
        corpus.close()


def test_the_bundled_corpus(settings: Settings, bundled: Path) -> None:
    """A first start has the five bundled regions."""
    corpus = Corpus.open(replace(settings, seeds=bundled))

    assert corpus.seed() == 5
    assert [region.adcode for region in corpus.regions_of_corpus()] == [
        "140100", "150424", "360821", "520000", "522628",
    ]  # fmt: skip
    corpus.close()


def test_the_originals(corpus: Corpus, shared: Path) -> None:
    """The original documents are about their regions, and every finding stands where it says."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        analysis = corpus.add(path.read_bytes(), media_type=None, name=path.stem).analysis
        findings = [(each.spans, each.quote) for each in analysis.sentences] + [
            (evidence.spans, evidence.quote) for each in analysis.observations for evidence in each.evidence
        ]
        assert len(findings) > 20
        assert all(quoted(analysis.source, spans) == quote for spans, quote in findings)

    assert [entry.region for entry in corpus.documents().items] == [
        "360821", "520000", "140100", "522628", "150424",
    ]  # fmt: skip


ADD = """
import os, signal, sys
from pathlib import Path
from service.corpus import Corpus
from service.settings import Settings
corpus = Corpus.open(Settings(home=Path(sys.argv[1]), seeds=None))
for number in range(12):
    added = corpus.add(f"吉安县选派{number}名第一书记到村任职。".encode(), media_type=None)
    print(added.created, flush=True)
    if sys.argv[2:] == ["killed"] and number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_adding_by_two_processes(tmp_path: Path, settings: Settings) -> None:
    """Two processes that add the same documents make each of them once."""
    command = [sys.executable, "-c", ADD, str(settings.home)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [line for process in running for line in process.communicate(timeout=60)[0].split()]
    corpus = Corpus.open(settings)

    assert sorted(answers) == ["False"] * 12 + ["True"] * 12
    assert [entry.analysed for entry in corpus.documents().items] == [True] * 12
    corpus.close()


def test_a_killed_process_loses_nothing(settings: Settings) -> None:
    """What was acknowledged before a kill is there; sending everything again makes nothing twice."""
    command = [sys.executable, "-c", ADD, str(settings.home)]
    killed = subprocess.run([*command, "killed"], capture_output=True, text=True, timeout=60, check=False)
    again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    corpus = Corpus.open(settings)

    assert killed.stdout.split() == ["True"] * 8
    assert again.stdout.split() == ["False"] * 8 + ["True"] * 4
    assert len(corpus.documents().items) == 12
    corpus.close()


def test_a_document_whose_analysis_never_came(corpus: Corpus, settings: Settings) -> None:
    """A process that died between source and analysis leaves a document that is analysed when asked for."""
    document = add(corpus, JIAN)
    _alter(settings, "DELETE FROM analyses")

    assert [entry.analysed for entry in corpus.documents().items] == [False]
    assert corpus.stale() == (document,)
    assert not corpus.add(JIAN.encode(), media_type=None).created
    assert corpus.entry(document).analysed


def _alter(settings: Settings, *statements: str) -> None:
    with sqlite3.connect(settings.home / "duizhao.db") as connection:
        if "DELETE FROM analyses" in statements[0]:
            connection.execute("PRAGMA foreign_keys = ON")
        for statement in statements:
            connection.execute(statement)
    connection.close()
