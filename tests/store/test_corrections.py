"""What readers say of figures, what editions changed, and the figures that decide a cell."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison import leading_of
from service.model import Correction, Observation
from service.store import Store, Wanted
from service.store.named import named, named_record
from service.text import Span
from tests.builders import a_condition, a_time, an_observation
from tests.store.conftest import EDITION

LATER = "f" * 64


@pytest.fixture
def kept(store, a_document, an_analysis):
    """A document with two figures, and its analysis."""
    document = a_document()
    store.put(document, 10)
    analysis = an_analysis(document, ("52", "86"))
    store.save(analysis, document.said)
    return document, analysis


def a_correction(observation, decision="accepted", edited=None):
    return Correction(observation, decision, edited, "note", "author", "2026-01-02T03:04:05Z")


def test_a_correction_comes_back(store: Store, kept) -> None:
    """What was said of a figure is there again, whole, and raises the revision."""
    _, analysis = kept
    first = analysis.observations[0]
    said = a_correction(first, "edited", replace(first, value=first.value + 1))
    before = store.revision()

    store.correct(said)

    assert store.corrections([first.id, "0" * 16]) == {first.id: said}
    assert store.corrections_about([first.measure], [first.region]) == {first.id: said}
    assert store.corrections_about(None, ["999999"]) == {}
    assert store.revision() > before
    store.uncorrect(first)
    assert store.corrections([first.id]) == {}


def test_the_last_word_counts(store: Store, kept) -> None:
    """Of two things said of one figure the later one stands."""
    _, analysis = kept
    first = analysis.observations[0]
    store.correct(a_correction(first))
    store.correct(a_correction(first, "rejected"))

    assert store.corrections([first.id])[first.id].decision == "rejected"


def test_corrections_follow_their_figure(store: Store, kept) -> None:
    """A figure that a later edition knows by another id keeps what was said of it."""
    document, analysis = kept
    first, second = analysis.observations
    apart = replace(second, evidence=(replace(second.evidence[0], spans=(Span(0, 2),)),))
    store.correct(a_correction(first))
    later = replace(analysis, edition=LATER, observations=(replace(first, id="a" * 16), apart))

    store.save(later, document.said)

    assert set(store.corrections(["a" * 16, first.id])) == {"a" * 16}


def test_corrections_go_with_their_document(store: Store, kept) -> None:
    """A removed document leaves nothing behind."""
    document, analysis = kept
    store.correct(a_correction(analysis.observations[0]))
    store.remove(document.id)

    assert store.corrections_about(None, None) == {}


def test_review_filter(store: Store, kept) -> None:
    """Figures are found by what was said of them."""
    _, analysis = kept
    first, second = analysis.observations
    store.correct(a_correction(first))

    def ids(review):
        return [one.id for one in store.observations(EDITION, Wanted(review=review), 9, None).items]

    assert (ids("accepted"), ids("none"), ids("rejected")) == ([first.id], [second.id], [])


def test_changes(store: Store, kept) -> None:
    """An analysis of another edition tells what became of the figures; the same edition again tells nothing."""
    document, analysis = kept
    first, second = analysis.observations
    store.save(analysis, document.said)
    assert store.changes(document.id) == ()

    store.save(replace(analysis, edition=LATER, observations=(replace(first, per="村"),)), document.said)

    (found,) = store.changes(document.id)
    assert (found.earlier, found.later) == (EDITION, LATER)
    assert {(change.kind, (change.before or change.after).id) for change in found.changes} == {
        ("changed", first.id),
        ("lost", second.id),
    }


def leading(store, measures=("first_secretaries",), regions=("360821",), edition=EDITION):
    return store.leading(edition, Wanted(measures=measures, regions=regions))[0]


def test_latest_follows_documents(store: Store, a_document, an_analysis) -> None:
    """The figures at hand are those that all documents together give, whatever comes and goes."""
    documents = [a_document(f"全县选派\n{number}名第一书记。") for number in (52, 53, 54)]
    for number, document in enumerate(documents):
        store.put(document, 10)
        store.save(an_analysis(document, (str(52 + number),)), document.said)

    def check():
        found = leading(store)
        every = store.findings(EDITION, Wanted(measures=["first_secretaries"], regions=["360821"]))[0]
        assert set(found.figures) == set(leading_of(every))
        assert set(found.listed.get(("first_secretaries", "360821"), ())) == {one.id for one in every}

    check()
    store.save(an_analysis(documents[0], ("60",)), documents[0].said)
    check()
    store.remove(documents[2].id)
    check()
    store.save(an_analysis(documents[1], ("9",), measure="work_teams"), documents[1].said)
    check()
    store.forget([documents[0].id])
    check()
    assert leading(store).figures == ()
    assert len(leading(store, ("work_teams",)).figures) == 1


def test_latest_of_other_editions(store: Store, kept) -> None:
    """Editions do not see one another's figures."""
    document, analysis = kept
    store.save(replace(analysis, edition=LATER, observations=analysis.observations[:1]), document.said)

    assert len(leading(store, edition=LATER).listed["first_secretaries", "360821"]) == 1
    assert len(leading(store).listed["first_secretaries", "360821"]) == 2
    store.forget_editions_but(LATER)
    assert leading(store).listed == {}


def test_counts(store: Store, kept) -> None:
    """How much there is, by measure and region."""
    stated, spoken, about = store.counts(EDITION, Wanted())

    assert stated == {("first_secretaries", "360821"): 2}
    assert spoken == {("work_teams", "360821"): 1}
    assert list(about) == ["360821"]


@given(
    st.builds(
        an_observation,
        st.decimals(0, 10**6, places=2),
        time=st.sampled_from([a_time(), a_time("2016"), a_time("2013", None)]),
        condition=st.sampled_from([None, a_condition()]),
        mentions=st.integers(1, 3),
    )
)
def test_named_records(observation) -> None:
    """A figure by the names of its fields comes back equal."""
    assert named(Observation, named_record(observation)) == observation
