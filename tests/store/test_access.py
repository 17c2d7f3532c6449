"""Tokens, requests that may be sent twice, and the mark of a state."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import Changed, NotFound, StoreFull
from service.model import Analysis, Document, Said
from service.store import Listing, Store, Token, Wanted
from service.store.days import days
from tests.store.conftest import EDITION, Place

MakeDocument = Callable[..., Document]
MakeAnalysis = Callable[..., Analysis]


def a_token(name: str = "a") -> Token:
    return Token(name * 8, name, "write", name * 64, "2026-01-02T03:04:05Z")


def test_token(store: Store) -> None:
    """A token is kept until it is revoked, and then still listed; what is seen is never old."""
    assert store.tokens() == ()
    store.add_token(a_token())
    assert store.tokens() == (a_token(),)
    store.revoke_token("a" * 8, "2026-02-02T03:04:05Z")
    store.revoke_token("a" * 8, "2027-02-02T03:04:05Z")

    assert [token.revoked for token in store.tokens()] == ["2026-02-02T03:04:05Z"]
    with pytest.raises(NotFound):
        store.revoke_token("b" * 8, "2026-02-02T03:04:05Z")


def test_request_sent_twice(store: Store) -> None:
    """The first is at work, then answered, and in the end forgotten."""
    stale = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")

    def begin(now: str, stale: tuple[str, str] = stale) -> object:
        found = store.begin_request("k" * 64, "d" * 64, now, stale)
        return found and found.answer

    assert store.begin_request("k" * 64, "d" * 64, "2026-01-02T03:00:00Z", stale) is None
    assert store.begin_request("k" * 64, "d" * 64, "2026-01-02T03:00:01Z", stale) is not None
    assert begin("2026-01-02T03:00:01Z") is None
    store.finish_request("k" * 64, b"done")
    assert begin("2026-01-02T03:00:02Z") == b"done"
    store.forget_request("k" * 64)  # only the unanswered are forgotten by their client
    assert begin("2026-01-02T03:00:03Z") == b"done"
    later = ("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")
    assert store.begin_request("k" * 64, "d" * 64, "2026-01-04T03:00:00Z", later) is None


def test_a_mark_is_of_one_state(
    store: Store, place: Place, places: Callable[[], Place], a_document: MakeDocument
) -> None:
    """Every write gives another mark, seen by every process, and a store made anew has another one too."""
    other = place.open()
    marks = [store.mark(), places().open().mark()]
    store.put(a_document(), 13)
    marks.append(other.mark())
    store.remove(a_document().id)
    marks.append(store.mark())

    assert len(set(marks)) == 4
    assert store.mark() == other.mark()
    assert (store.revision(), other.revision()) == (2, 2)


def test_changed_meanwhile(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """Who changes what another has changed is told, and nothing happens."""
    document = a_document(said=Said(title="一"))
    store.put(document, 13)

    with pytest.raises(Changed):
        store.amend(an_analysis(document), Said(title="三"), Said(title="二"))
    with pytest.raises(Changed):
        store.remove(document.id, Said(title="二"))
    store.amend(an_analysis(document), Said(title="三"), Said(title="一"))
    store.remove(document.id, Said(title="三"))


def test_no_room(tmp_path: Path, a_document: MakeDocument) -> None:
    """Where less is free than is to stay free nothing is taken, and reading goes on."""
    store = Store.open(tmp_path, min_free=shutil.disk_usage(tmp_path).total)

    with pytest.raises(StoreFull):
        store.put(a_document(), 13)
    assert store.entries(EDITION, Listing(), 9, None).items == ()


@pytest.mark.parametrize(("start", "end", "expected"), [
    ("2016", "2016", ("2016-01-01", "2016-12-31")),
    ("2018-02", "2018-02", ("2018-02-01", "2018-02-31")),
    ("2014", "2018-03-04", ("2014-01-01", "2018-03-04")),
    ("2013", None, ("2013-01-01", "9999-12-31")),      # left open
    (None, None, (None, None)),                        # undated
])  # fmt: skip
def test_days(start: str | None, end: str | None, expected: tuple[str | None, str | None]) -> None:
    """A period has a first and a last day."""
    assert days(start, end) == expected


@pytest.mark.parametrize(("since", "until", "count"), [
    ("2016", "2016", 1), ("2016-06", None, 1), (None, "2016-01-01", 1), ("2017", None, 0), (None, "2015-12", 0),
])  # fmt: skip
def test_times(
    store: Store,
    a_document: MakeDocument,
    an_analysis: MakeAnalysis,
    since: str | None,
    until: str | None,
    count: int,
) -> None:
    """Figures are found by the days that they hold at."""
    store.put(a_document(), 13)
    store.save(an_analysis(a_document()), Said())

    assert len(store.observations(EDITION, Wanted(since=since, until=until), 9, None).items) == count


def test_listing(store: Store, a_document: MakeDocument, an_analysis: MakeAnalysis) -> None:
    """Documents by words, dates and order, each once over all pages."""
    said = [
        Said("甲%", None, "2018"),
        Said("乙", None, "2018-03"),
        Said("丙", None, None),
        Said("丁", None, "2019"),
    ]
    for number, each in enumerate(said):
        store.put(a_document(f"全县{number}", said=each), 3)

    def titles(limit: int = 9, **asked: str) -> str:
        cursor, found = None, ""
        while True:
            page = store.entries(EDITION, Listing(**asked), limit, cursor)  # type: ignore[arg-type]
            found += "".join((entry.title or "")[0] for entry in page.items)
            cursor = page.next
            if cursor is None:
                return found

    assert titles(words="乙") == "乙"
    assert titles(words="%") == "甲"
    assert titles(published_from="2018-02", published_to="2018") == "乙"
    assert titles(published_from="2018") == "甲乙丁"
    assert titles(published_to="2018-03") == "甲乙"
    for limit in (1, 2, 9):
        assert titles(limit, sort="received") == "甲乙丙丁"
        assert titles(limit, sort="-received") == "丁丙乙甲"
        assert titles(limit, sort="published") == "丙甲乙丁"
        assert titles(limit, sort="-published") == "丁乙甲丙"
