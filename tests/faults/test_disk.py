"""Disks and files that do not do what they should: full, locked by somebody else, without power."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import psycopg
import pysqlite3.dbapi2
import pytest

from bench import power
from service.corpus import Corpus, verify
from service.settings import Settings
from tests.postgres import Postgres
from tests.running import command, served, text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "duizhao-test", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_full(small_disk: Path, tmp_path: Path) -> None:
    """A full disk refuses with 507, goes on answering, and takes documents when there is room again."""
    home = small_disk / "home"
    with served(
        tmp_path / "log", DUIZHAO_HOME=str(home), DUIZHAO_MIN_FREE="0", DUIZHAO_WORKERS="1"
    ) as client:
        kept = [add(client, text(number)).json()["id"] for number in range(3)]
        filler = small_disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 150_000))
        answers = [add(client, text(number) * 40) for number in range(100, 140)]
        statuses = [answer.status_code for answer in answers]
        kept += [answer.json()["id"] for answer in answers if answer.status_code == 201]

        assert set(statuses) <= {201, 507}
        assert statuses[-1] == 507
        assert answers[-1].json()["type"] == "/problems/insufficient-storage"
        for address in ("/v1/documents", "/v1/comparison", f"/v1/documents/{kept[0]}", "/healthz"):
            assert client.get(address).status_code == 200
        filler.unlink()
        kept.append(add(client, text(500)).json()["id"])
        assert client.get("/readyz").status_code == 200
        there = {entry["id"] for entry in client.get("/v1/documents?limit=500").json()["documents"]}
        assert set(kept) <= there
    assert [damage for one in verify(Settings(home=home, seeds=None)) for damage in one.damages] == []


def add(client: httpx.Client, said: str) -> httpx.Response:
    return client.post("/v1/documents", json={"text": said})


@contextmanager
def sqlite_held(home: Path) -> Iterator[None]:
    """Hold the write lock of a store."""
    file = pysqlite3.dbapi2.connect(home / "duizhao.db", isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    yield
    file.execute("ROLLBACK")
    file.close()


@contextmanager
def postgres_held(address: str) -> Iterator[None]:
    """Hold the rows that every writer changes."""
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE documents, state IN EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_locked(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """While somebody else holds the lock, writing is 503 in the time that is said, and reading goes on."""
    home, variables = tmp_path / "home", {"DUIZHAO_WORKERS": "1"}
    held: AbstractContextManager[None] = sqlite_held(home)
    if database == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        variables["DUIZHAO_DATABASE"] = server.address(server.database())
        held = postgres_held(variables["DUIZHAO_DATABASE"])
    with served(tmp_path / "log", DUIZHAO_HOME=str(home), **variables) as client:
        assert add(client, text(1)).status_code == 201
        with held:
            assert client.get("/v1/documents").status_code == 200
            assert client.get("/v1/comparison").status_code == 200
            began = time.monotonic()
            refused = add(client, text(2))
            assert time.monotonic() - began < 7
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
            assert refused.json()["type"] == "/problems/store-busy"
        assert add(client, text(2)).status_code == 201


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_power(journal: str, tmp_path: Path) -> None:
    """What an import has named is there after a loss of power at any point; `bench/power.py` tries more of them."""
    if shutil.which("gcc") is None:
        pytest.skip("no gcc, which makes the library that remembers what was written")
    program = (
        command("service.cli") if journal == "wal" else [sys.executable, "-W", "ignore", "-c", power.OLDER]
    )
    home = tmp_path / "import"
    home.mkdir()
    records = tuple(power.imported(power.compiled(tmp_path), home, 40, program))
    assert sum(record.kind == "A" for record in records) == 40

    found = power.broken_off(records, 20, random.Random(1), tmp_path)  # noqa: S311
    assert (found.losing, found.broken, found.problems) == (0, 0, ())
    overlooked = tuple(record for record in records if record.kind not in "SD")
    assert power.broken_off(overlooked, 4, random.Random(1), tmp_path).bad > 0  # noqa: S311


def test_read_by_another_program(tmp_path: Path) -> None:
    """A program that reads for minutes keeps no writer away."""
    corpus = Corpus.open(Settings(home=tmp_path / "home", seeds=None))
    corpus.add(text(1).encode(), media_type="text/plain")
    file = pysqlite3.dbapi2.connect(tmp_path / "home" / "duizhao.db", isolation_level=None)
    file.execute("BEGIN")
    (before,) = file.execute("SELECT count(*) FROM documents").fetchone()

    assert corpus.add(text(2).encode(), media_type="text/plain").created
    assert file.execute("SELECT count(*) FROM documents").fetchone() == (before,)
    file.close()
    corpus.close()
