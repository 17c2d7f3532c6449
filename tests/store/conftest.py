"""A store of its own for each test, on each database, and small documents with their analyses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from service.model import (
    Analysis,
    Document,
    Evidence,
    Keyword,
    MainRegion,
    Masthead,
    Mention,
    Observation,
    Period,
    Said,
    Sentence,
    Stated,
)
from service.store import Store
from service.store.databases import database_of
from service.store.engine import Database
from service.store.migration import HEAD
from service.store.schema import METADATA
from service.text import Span, Text
from tests.postgres import Postgres

EDITION = "e" * 64
SOURCE = "全县选派\n52名第一书记。"


class Place:
    """Where a store is, or can be made."""

    def __init__(self, home: Path, address: str = "") -> None:
        self.home, self.address = home, address
        self._opened: list[Store | Database] = []

    def open(self, **how: Any) -> Store:
        """The store; closed when the test is over, unless it was before."""
        store = Store.open(self.home, self.address, **how)
        self._opened.append(store)
        return store

    def database(self) -> Database:
        """The database of the store."""
        database = database_of(self.home, self.address)
        self._opened.append(database)
        return database

    def harm(self, statement: str) -> None:
        """Let another hand than ours change rows; what databases write differently stands in braces."""
        words = {"bytes": "x'e5'", "payload_of_53": "replace(CAST(payload AS TEXT), '52', '53')"}
        if self.address:
            words = {
                "bytes": r"'\xe5'",
                "payload_of_53": "convert_to(replace(convert_from(payload, 'UTF8'), '52', '53'), 'UTF8')",
            }
        with self.database().writing() as connection:
            connection.exec_driver_sql(statement.format_map(words))

    def close(self) -> None:
        """Close all that was opened."""
        for each in self._opened:
            each.close()


class Shelf:
    """Databases with an empty store: to empty one that was used takes a fifth of the time that a new one does."""

    def __init__(self, server: Postgres, unused: Path) -> None:
        self._server, self._unused = server, unused
        self._free: list[str] = []

    def take(self) -> str:
        """The name of a database."""
        if not self._free:
            name = self._server.database()
            Store.open(self._unused, self._server.address(name)).close()
            return name
        name = self._free.pop()
        tables = ", ".join(table.name for table in METADATA.sorted_tables)
        self._server.ask(f"TRUNCATE {tables} RESTART IDENTITY", name)
        self._server.ask("INSERT INTO state VALUES ('mark', md5(random()::text))", name)
        return name

    def put(self, name: str) -> None:
        """Give it back."""
        if self._server.ask("SELECT max(version_num) FROM alembic_version", name) == [(HEAD,)]:
            self._free.append(name)


@pytest.fixture(scope="session")
def shelf(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The databases of all tests."""
    return Shelf(postgres, tmp_path_factory.mktemp("unused"))


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Make places for stores, on each database there is."""
    made: list[Place] = []
    taken: list[str] = []

    def make() -> Place:
        address = ""
        if request.param == "postgres":
            taken.append(request.getfixturevalue("shelf").take())
            address = request.getfixturevalue("postgres").address(taken[-1])
        made.append(Place(tmp_path / f"home{len(made)}", address))
        return made[-1]

    yield make
    for place in made:
        place.close()
    for name in taken:
        request.getfixturevalue("shelf").put(name)


@pytest.fixture
def place(places: Callable[[], Place]) -> Place:
    """A place for a new store."""
    return places()


@pytest.fixture(params=["sqlite", "postgres"])
def fresh_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place where nothing is yet, not even a table."""
    if request.param == "sqlite":
        return Place(tmp_path / "home")
    server: Postgres = request.getfixturevalue("postgres")
    return Place(tmp_path / "home", server.address(server.database()))


@pytest.fixture
def store(place: Place) -> Store:
    """A new store."""
    return place.open()


@pytest.fixture
def a_document() -> Callable[..., Document]:
    """Make documents."""

    def make(content: str = SOURCE, name: str = "notice", said: Said = Said()) -> Document:  # noqa: B008
        raw = content.encode()
        return Document(sha256(raw).hexdigest(), raw, "text/plain", name, said, "2026-01-02T03:04:05Z")

    return make


@pytest.fixture
def an_analysis() -> Callable[..., Analysis]:
    """Make analyses of documents: one sentence, one keyword, a mention, and an observation for each value."""

    def make(
        document: Document,
        values: Sequence[str] = ("52",),
        region: str = "360821",
        measure: str = "first_secretaries",
        edition: str = EDITION,
    ) -> Analysis:
        source = document.content.decode()
        spans = (Span(2, 4), Span(5, 8))
        evidence = Evidence("选派52名", spans, source, source.replace("\n", ""))
        mention = Mention(document.id, region, "work_teams", evidence)
        observations = tuple(
            Observation(
                id=sha256(f"{document.id} {number} {value}".encode()).hexdigest()[:16],
                document=document.id,
                region=region,
                measure=measure,
                value=Decimal(value),
                unit="人",
                per=None,
                bound="ge",
                lower=Decimal(value),
                upper=None,
                nature="level",
                time=Period("2016年", "2016", "2016", "stated"),
                scope=None,
                condition=None,
                confidence=0.9,
                evidence=(evidence,),
                why="第一书记",
            )
            for number, value in enumerate(values)
        )
        joined = Text(source.replace("\n", ""), (Span(0, 4), Span(5, len(source))))
        return Analysis(
            document=document.id,
            edition=edition,
            source=source,
            text=joined,
            masthead=Masthead(title=Stated("选派", (Span(2, 4),))),
            sentences=(Sentence(source, joined.characters, joined.runs, Span(0, len(joined)), 0.5),),
            keywords=(Keyword("书记", 0.25, 1, ((Span(9, 11),),)),),
            region=MainRegion(region, "title"),
            regions=(region,),
            observations=observations,
            mentions=(replace(mention),),
        )

    return make
