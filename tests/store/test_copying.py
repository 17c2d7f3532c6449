"""A store is copied whole, in both directions, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from service.errors import Refused, StoreError, StoreOutdated
from service.model import Correction, Said
from service.store import Listing, Store, Token, Wanted, copy, migration
from service.store.schema import METADATA
from tests.store.conftest import EDITION, Place

Places = Callable[[], Place]


@pytest.fixture
def filled(store: Store, a_document, an_analysis) -> Store:
    """A store with something in most tables, and a document that is gone."""
    for number in range(3):
        document = a_document(f"全县选派\n{number}名第一书记。", said=Said(title="通知"))
        store.put(document, 10)
        store.save(an_analysis(document, ("52", "1E+3", "0.30")), document.said)
    for edition in ("f" * 64, EDITION):
        store.save(an_analysis(document, ("7",), edition=edition), document.said)
    page = store.observations(EDITION, Wanted(), 9, None)
    store.correct(Correction(page.items[0], "accepted", None, "好", "某", "2026-01-02T03:04:05Z"))
    store.add_token(Token("a" * 8, "a", "write", "a" * 64, "2026-01-02T03:04:05Z"))
    store.remove(document.id)
    return store


@pytest.fixture(params=["same", "other"])
def target(request: pytest.FixtureRequest, place: Place, places: Places, tmp_path: Path) -> Place:
    """A place for the copy: on the same kind of database, and on the other."""
    if request.param == "same":
        return places()
    if place.address:
        return Place(tmp_path / "other")
    server = request.getfixturevalue("postgres")
    return Place(tmp_path / "unused", server.address(server.database()))


def test_a_copy_is_the_same(filled: Store, place: Place, target: Place, a_document) -> None:
    """Answers, state and numbers are those of the store that was copied."""
    carried = copy(place.database(), target.database())
    copied = target.open()

    counts = {each.table: each.rows for each in carried}
    assert (counts["documents"], counts["corrections"], counts["tokens"]) == (2, 1, 1)
    for ask in (
        lambda store: store.mark(),
        lambda store: store.revision(),
        lambda store: store.entries(EDITION, Listing(), 9, None),
        lambda store: store.findings(EDITION, Wanted()),
        lambda store: store.corrections_about(None, None),
        lambda store: store.tokens(),
        lambda store: store.leading(EDITION, Wanted(measures=["first_secretaries"], regions=["360821"])),
    ):
        assert ask(copied) == ask(filled)
    for store in (filled, copied):
        store.put(a_document("以后的通知。"), 6)
    assert numbers(target) == numbers(place) == [1, 2, 4]
    target.close()


def numbers(place: Place) -> list[int]:
    with place.database().reading() as connection:
        return sorted(connection.execute(select(METADATA.tables["documents"].c.number)).scalars())


def test_only_into_an_empty_store(filled: Store, place: Place, places: Places, a_document) -> None:
    """What is there already is not touched, and says so."""
    target = places()
    target.open().put(a_document("在前的通知。"), 6)
    with pytest.raises(Refused) as caught:
        copy(place.database(), target.database())

    assert "documents" in caught.value.message
    assert len(target.open().entries(EDITION, Listing(), 9, None).items) == 1


def test_all_or_nothing(filled: Store, place: Place, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rows arrive otherwise than they were sent there is no copy."""
    target = places()
    harmed = target.database()
    harm = text("UPDATE documents SET title = 'x' WHERE number = 1")
    monkeypatch.setattr(type(harmed), "go_on", lambda _self, connection, _last: connection.execute(harm))
    with pytest.raises(StoreError) as caught:
        copy(place.database(), harmed)

    assert "documents" in caught.value.message
    assert target.open().entries(EDITION, Listing(), 9, None).items == ()


def test_an_older_source(place: Place, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that waits for its upgrade is not copied."""
    place.open()
    monkeypatch.setattr(migration, "HEAD", "9999")
    monkeypatch.setattr(migration, "STEPS", (*migration.STEPS, "9999"))
    with pytest.raises(StoreOutdated):
        copy(place.database(), places().database())
