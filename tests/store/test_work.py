"""Leases and jobs: who analyses which document, what became of it, and what is never lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from service.errors import NotFound
from service.model import Analysis, Document, Said
from service.store import Job, JobError, Store
from tests.store.conftest import EDITION, SOURCE

Documents = Callable[..., Document]
Analyses = Callable[..., Analysis]


@pytest.fixture
def three(store: Store, a_document: Documents) -> tuple[Document, ...]:
    """Three documents that wait."""
    made = tuple(a_document(SOURCE.replace("52", str(number))) for number in range(51, 54))
    for one in made:
        store.put(one, 12)
    return made


def claim(store: Store, holder: str, limit: int = 10, **how: object) -> list[str]:
    """Ids of what a holder takes."""
    return [name for _, name in store.work.claim(EDITION, holder, limit, **how)]  # type: ignore[arg-type]


def counts(store: Store) -> tuple[int, ...]:
    """Documents that wait, are held, were given up and called off."""
    return tuple(store.work.counts(EDITION))[:4]


def test_claim(store: Store, three: tuple[Document, ...], an_analysis: Analyses) -> None:
    """Each document is with one holder, in the order of arrival; an analysis ends the lease."""
    first, second, third = (one.id for one in three)

    assert store.work.waiting(EDITION, 2) == (first, second)
    assert claim(store, "one", 2) == [first, second]
    assert claim(store, "other") == [third]
    assert claim(store, "other") == []
    assert counts(store) == (0, 3, 0, 0)
    store.save(an_analysis(three[0]), Said())
    store.work.release("one")
    assert claim(store, "other") == [second]
    assert counts(store) == (0, 2, 0, 0)


def test_claim_some(store: Store, three: tuple[Document, ...]) -> None:
    """Some of all: by their ids, and those that came after a number."""
    first, second, third = (one.id for one in three)
    ((number, _),) = store.work.claim(EDITION, "one", 10, among=[second, "of no document"])

    assert claim(store, "other", after=number) == [third]
    assert claim(store, "other") == [first]


def test_lease_ends(store: Store, three: tuple[Document, ...]) -> None:
    """What a dead holder had is free after a while; what a living one renews is not."""
    store.work.seconds = 0
    claim(store, "dead")
    store.work.seconds = 60

    assert claim(store, "living", 1) == [three[1].id]
    store.work.renew("living")
    assert counts(store) == (2, 1, 0, 0)
    assert claim(store, "other") == [three[2].id]


def test_clock_set_back(store: Store, three: tuple[Document, ...]) -> None:
    """A lease that ends later than any lease can was made by a clock that was wrong: it holds nobody up."""
    store.work.seconds = 86_400
    claim(store, "before the clock was set back")
    store.work.seconds = 60

    first, second, third = (one.id for one in three)
    assert claim(store, "after") + claim(store, "after") == [second, third, first]


def test_poison(store: Store, three: tuple[Document, ...]) -> None:
    """A document that ends its process is taken last and alone, and given up at the third time; others go on."""
    first, second, third = (one.id for one in three)

    assert claim(store, "one") == [first, second, third]
    assert not store.work.lost(EDITION, "one", second, "it took more memory than there is for one")
    assert claim(store, "two") == [first, third]
    assert claim(store, "three") == [second]
    assert not store.work.lost(EDITION, "three", second, "it took more memory than there is for one")
    assert claim(store, "four") == [second]
    assert store.work.lost(EDITION, "four", second, "it took more memory than there is for one")
    assert claim(store, "five") == []
    assert counts(store) == (0, 2, 1, 0)
    assert store.work.left(EDITION)
    store.work.again(EDITION)
    assert claim(store, "six") == [second]


def test_poison_that_takes_all_with_it(store: Store, three: tuple[Document, ...]) -> None:
    """Where nobody is left to tell, the first that a dead holder had not finished is the one it ended over."""
    store.work.seconds = 0
    taken = [claim(store, f"holder {number}") for number in range(4)]

    first, second, third = (one.id for one in three)
    assert taken == [[first, second, third], [second, third], [third], [first]]
    assert [claim(store, f"later {number}") for number in range(6)] == [
        [second],
        [third],
        [first],
        [second],
        [third],
        [],
    ]
    assert counts(store) == (0, 0, 3, 0)


def test_given_up_by_an_analysis(store: Store, three: tuple[Document, ...], an_analysis: Analyses) -> None:
    """Whoever analyses a document in spite of all ends the matter."""
    store.work.fail(EDITION, three[0].id, "too long")

    assert counts(store) == (2, 0, 1, 0)
    store.save(an_analysis(three[0]), Said())
    assert counts(store) == (2, 0, 0, 0)


def test_amended_meanwhile(store: Store, three: tuple[Document, ...], an_analysis: Analyses) -> None:
    """An analysis of what is no longer said of a document is not kept; those beside it are."""
    claim(store, "one")
    amended = replace(three[0], said=Said(title="题"))
    store.amend(an_analysis(three[0]), amended.said)
    store.forget([three[0].id])

    assert store.work.save([(an_analysis(one), one) for one in three]) == (three[0].id,)
    assert store.missing(EDITION) == (three[0].id,)


def job_of(store: Store, documents: tuple[Document, ...], *refused: JobError) -> str:
    """The id of a job."""
    return store.work.keep([(one, 12) for one in documents], refused, EDITION)


def test_job(store: Store, a_document: Documents, an_analysis: Analyses) -> None:
    """A job goes from queued over running to its end as its documents do; none of it is written twice."""
    one, other = a_document(SOURCE.replace("52", "51")), a_document()
    made = job_of(store, (one, other))

    def now() -> Job:
        return store.work.job(made, EDITION)

    assert (now().state, now().done, now().total) == ("queued", 0, 2)
    assert now().documents == (one.id, other.id)
    claim(store, "holder")
    assert (now().state, now().done) == ("running", 0)
    store.save(an_analysis(one), Said())
    store.work.release("holder")
    assert (now().state, now().done) == ("running", 1)
    store.save(an_analysis(other), Said())
    assert (now().state, now().done, now().errors) == ("succeeded", 2, ())
    store.remove(other.id)
    assert (now().state, now().done, now().total) == ("succeeded", 2, 2)


def test_job_of_which_some_fails(store: Store, a_document: Documents, an_analysis: Analyses) -> None:
    """What was refused and what was given up is told, and the job is over when the rest is done."""
    one, other = a_document(SOURCE.replace("52", "51")), a_document()
    refused = JobError(3, None, "not-chinese", "no Chinese")
    made = job_of(store, (one, other), refused)

    assert store.work.job(made, EDITION).state == "queued"
    store.work.fail(EDITION, one.id, "too long")
    store.save(an_analysis(other), Said())
    found = store.work.job(made, EDITION)
    assert (found.state, found.done, found.total) == ("failed", 3, 3)
    assert found.errors == (refused, JobError(None, one.id, "analysis-failed", "too long"))


def test_errors_are_few(store: Store) -> None:
    """Of many errors a job tells the first twenty."""
    refused = [JobError(line, None, "not-chinese", "no Chinese") for line in range(1, 31)]
    found = store.work.job(job_of(store, (), *refused), EDITION)

    assert (found.state, found.done, len(found.errors)) == ("failed", 30, 20)


def test_cancel(store: Store, a_document: Documents, an_analysis: Analyses) -> None:
    """What has not begun is called off, what is at work is finished, and the documents stay."""
    one, other = a_document(SOURCE.replace("52", "51")), a_document()
    made = job_of(store, (one, other))
    claim(store, "holder", 1)

    assert store.work.cancel(made, EDITION).state == "running"
    store.save(an_analysis(one), Said())
    found = store.work.job(made, EDITION)
    assert (found.state, found.done) == ("cancelled", 2)
    assert claim(store, "holder") == []
    assert store.document(other.id) == other
    # Sent again, it is wanted again; the job that was cancelled stays so.
    again = job_of(store, (other,))
    assert store.work.job(again, EDITION).state == "queued"
    assert store.work.job(made, EDITION).state == "cancelled"
    assert claim(store, "holder") == [other.id]


def test_cancel_what_others_want(store: Store, a_document: Documents) -> None:
    """What another job waits for as well is not called off with the first."""
    one = a_document()
    first, second = job_of(store, (one,)), job_of(store, (one,))
    store.work.cancel(first, EDITION)

    assert store.work.job(second, EDITION).state == "queued"
    assert claim(store, "holder") == [one.id]


def test_cancel_what_is_over(store: Store, a_document: Documents, an_analysis: Analyses) -> None:
    """A job that is over stays as it is; one that never was is not found."""
    one = a_document()
    made = job_of(store, (one,))
    store.save(an_analysis(one), Said())

    assert store.work.cancel(made, EDITION).state == "succeeded"
    with pytest.raises(NotFound):
        store.work.cancel("0" * 32, EDITION)
    with pytest.raises(NotFound):
        store.work.job("0" * 32, EDITION)
