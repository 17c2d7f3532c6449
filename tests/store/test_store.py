"""Documents and analyses go in whole and come out whole, and every write raises the revision."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from service.errors import BadParameter, NotFound, SourceDamaged
from service.model import Analysis, Document, Said
from service.store import CacheDamaged, Listing, Store, Wanted
from tests.store.conftest import EDITION, Place

OTHER = "f" * 64

MakeDocument = Callable[..., Document]
MakeAnalysis = Callable[..., Analysis]


def test_document_comes_back(store: Store, a_document: MakeDocument) -> None:
    """A document is kept byte for byte with all that was said of it."""
    said = Said("通知", "吉安县", "2019-12", "县委", "https://example.org/a")
    document = a_document("全县\r\n选派\u3000书记", said=said)

    assert store.put(document, 8)
    assert store.document(document.id) == document


def test_known_content_changes_nothing(store: Store, a_document: MakeDocument) -> None:
    """The same content again is the same document, under its first name."""
    document = a_document()
    store.put(document, 8)
    before = store.revision()

    assert not store.put(replace(document, name="other"), 8)
    assert store.document(document.id).name == "notice"
    assert store.revision() == before


def test_listed_before_it_is_analysed(
    store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis
) -> None:
    """A document is listed as soon as it is stored; its analysis appears whole."""
    document = a_document(said=Said(region="360821"))
    store.put(document, 13)
    waiting = store.entry(document.id, EDITION)
    store.save(an_analysis(document, ["52", "3"]), document.said)
    done = store.entry(document.id, EDITION)

    assert (waiting.analysed, waiting.observations, waiting.region) == (False, 0, "360821")
    assert (done.analysed, done.observations, done.title) == (True, 2, "选派")


def test_analysis_comes_back(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """An analysis is the same after it was stored, also when it replaced another."""
    document = a_document()
    store.put(document, 13)
    for values in (["52", "0.30", "1E+3"], ["7"]):
        analysis = an_analysis(document, values)
        assert store.save(analysis, document.said)
        assert repr(store.analysis(document.id, EDITION)) == repr(analysis)


def test_editions_stand_apart(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """An analysis of another edition is not seen, and can be dropped without harm."""
    document = a_document()
    store.put(document, 13)
    store.save(an_analysis(document), document.said)

    assert store.analysis(document.id, OTHER) is None
    assert store.missing(OTHER) == store.outdated(OTHER, 9) == (document.id,)
    assert store.missing(EDITION) == store.outdated(EDITION, 9) == ()
    assert store.observations(OTHER, Wanted(), 9, None).items == ()
    assert store.forget_editions_but(OTHER) == 1
    assert store.missing(EDITION) == (document.id,)
    assert store.outdated(EDITION, 9) == ()


@pytest.mark.parametrize("write", ["put", "save", "amend", "remove"])
def test_every_write_raises_the_revision(
    store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis, write: str
) -> None:
    """No state of the corpus has the revision of another."""
    document = a_document()
    if write != "put":
        store.put(document, 13)
    before = store.revision()
    match write:
        case "put":
            store.put(document, 13)
        case "save":
            store.save(an_analysis(document), document.said)
        case "amend":
            store.amend(an_analysis(document), Said(title="新"))
        case _:
            store.remove(document.id)

    assert store.revision() == before + 1


def test_amend_replaces_both(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """What was said and the analysis change in one moment."""
    document = a_document()
    store.put(document, 13)
    store.save(an_analysis(document, region="360821"), document.said)
    store.amend(an_analysis(document, ["9"], region="522628"), Said(title="新", region="522628"))

    entry = store.entry(document.id, EDITION)
    assert (entry.region, entry.title) == (
        "522628",
        "选派",
    )  # the title is the analysis's, which has the said one
    assert store.document(document.id).said == Said(title="新", region="522628")
    assert store.main_regions(EDITION) == ("522628",)


def test_an_analysis_of_what_is_no_longer_said(
    store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis
) -> None:
    """An analysis that was begun before an amendment, or a removal, is not kept."""
    document = a_document()
    store.put(document, 13)
    store.amend(an_analysis(document, ["9"]), Said(title="新"))
    revision = store.revision()

    assert not store.save(an_analysis(document, ["52"]), document.said)
    assert store.revision() == revision
    store.remove(document.id)
    assert not store.save(an_analysis(document), document.said)


def test_remove_leaves_nothing(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """With a document goes all that was computed from it."""
    document = a_document()
    store.put(document, 13)
    store.save(an_analysis(document), document.said)
    store.remove(document.id)

    assert store.entries(EDITION, Listing(), 9, None).items == ()
    assert store.findings(EDITION, Wanted()) == ((), (), ())
    for ask in (store.document, store.remove):
        with pytest.raises(NotFound):
            ask(document.id)


def test_pages(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """Pages give every item once and in order, also when documents come and go in between."""
    documents = [a_document(f"全县选派\n书记{number}名第一。") for number in range(5)]
    for document in documents:
        store.put(document, 13)
        store.save(an_analysis(document, ["1", "2", "3"]), document.said)
    listed = []
    cursor = None
    while True:
        page = store.entries(EDITION, Listing(), 2, cursor)
        listed += [entry.id for entry in page.items]
        if (cursor := page.next) is None:
            break
        if len(listed) == 2:
            store.remove(documents[1].id)

    assert listed == [document.id for document in documents]

    first = store.observations(EDITION, Wanted(), 4, None)
    second = store.observations(EDITION, Wanted(), 500, first.next)
    assert [each.document for each in first.items] == [documents[0].id] * 3 + [documents[2].id]
    assert len(second.items) == 8
    assert second.next is None


@pytest.mark.parametrize("cursor", ["", "x", "MS4x", "4pyT", "é", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"])
def test_foreign_cursor(store: Store, cursor: str) -> None:
    """A cursor that was never given out is refused: nothing, nonsense, of another list, a sign, too large."""
    with pytest.raises(BadParameter) as caught:
        store.entries(EDITION, Listing(), 9, cursor)

    assert caught.value.parameter == "cursor"


def test_asking_by_index(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """Measure, region, document and nature narrow what comes back, and mentions follow."""
    one, two = a_document("甲县选派\n五名第一书记。"), a_document("乙县选派\n六名第一书记。")
    for document, region, measure in (
        (one, "360821", "first_secretaries"),
        (two, "522628", "village_funding"),
    ):
        store.put(document, 13)
        store.save(an_analysis(document, ["1", "2"], region, measure), document.said)

    def found(wanted: Wanted) -> set[str]:
        return {each.document for each in store.findings(EDITION, wanted)[0]}

    assert found(Wanted()) == {one.id, two.id}
    assert found(Wanted(measures=["village_funding"])) == {two.id}
    assert found(Wanted(regions=["360821"])) == {one.id}
    assert found(Wanted(regions=[])) == set()
    assert found(Wanted(document=two.id)) == {two.id}
    assert found(Wanted(nature="target")) == set()
    stated, spoken, analysed = store.findings(EDITION, Wanted(measures=["work_teams"], regions=["522628"]))
    assert (stated, [each.document for each in spoken]) == ((), [two.id])
    assert analysed == ("360821", "522628")
    assert store.about(EDITION, "522628") == (two.id,)
    assert store.entries(EDITION, Listing(region="522628"), 9, None).items[0].id == two.id
    assert store.measures_stated(EDITION) == ("first_secretaries", "village_funding")
    (first, _), _, _ = store.findings(EDITION, Wanted(document=one.id))
    assert store.observation(EDITION, first.id) == first
    assert store.observation(EDITION, "0" * 16) is None


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE analyses SET payload = {bytes}",
        "UPDATE analyses SET observations = 7",
        "UPDATE observations SET region = '110000'",
        "UPDATE observations SET payload = {payload_of_53}",
        "DELETE FROM observations",
        "UPDATE mentions SET measure = 'village_funding'",
    ],
)
def test_harmed_cache_is_not_believed(
    place: Place, store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis, harm: str
) -> None:
    """Rows of the cache that were changed by another hand are found out, and can be replaced."""
    document = a_document()
    store.put(document, 13)
    analysis = an_analysis(document)
    store.save(analysis, document.said)
    place.harm(harm)

    with pytest.raises(CacheDamaged) as caught:
        store.analysis(document.id, EDITION)

    assert caught.value.documents == (document.id,)
    store.save(analysis, document.said)
    assert store.analysis(document.id, EDITION) == analysis


def test_harmed_source(place: Place, store: Store, a_document: MakeDocument) -> None:
    """Bytes that no longer have their hash are not given out; the rest works."""
    document, other = a_document(), a_document("别的文章。")
    store.put(document, 13)
    store.put(other, 5)
    place.harm("UPDATE documents SET content = {bytes} WHERE number = 1")

    with pytest.raises(SourceDamaged):
        store.document(document.id)
    assert store.document(other.id) == other


def test_first_loading(store: Store, a_document: MakeDocument) -> None:
    """A store is loaded once in its life, unless the loading was broken off."""
    with pytest.raises(RuntimeError), store.first_loading() as wanted:  # noqa: PT012 - breaks off half way
        store.put(a_document(), 13)
        raise RuntimeError
    with store.first_loading() as again:
        pass
    store.remove(a_document().id)
    with store.first_loading() as emptied:
        pass

    assert (wanted, again, emptied) == (True, True, False)


def test_check_says_what_it_stands_on(store: Store, place: Place) -> None:
    """The versions that matter for durability are told, and what is not as it should be."""
    found = store.check()

    assert found["store"] == "ok"
    if place.address:
        assert found["postgresql"] >= "14"
        assert found["durability"].startswith("synchronous_commit=on, but fsync=off")
    else:
        assert (found["journal"], found["sqlite"] >= "3.51.3") == ("wal", True)


WRITER = """
import sys
from hashlib import sha256
from pathlib import Path
from service.model import Document, Said
from service.store import Store
store = Store.open(Path(sys.argv[1]), sys.argv[3])
for number in range(40):
    content = f"{sys.argv[2]} {number}".encode()
    id = sha256(content).hexdigest()
    store.put(Document(id, content, "text/plain", "", Said(), "2026-01-02T03:04:05Z"), 9)
    print(id, flush=True)
    if number == 20 and sys.argv[2] == "killed":
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_writers_of_several_processes(place: Place, store: Store) -> None:
    """Writers wait for one another; what was acknowledged is there, also when its writer was killed."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place.home), name, place.address],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "killed")
    ]
    acknowledged = [line for process in running for line in process.communicate(timeout=60)[0].split()]

    assert len(acknowledged) == 40 + 40 + 21
    assert {entry.id for entry in store.entries(EDITION, Listing(), 500, None).items} == set(acknowledged)
    assert store.revision() == len(acknowledged)
