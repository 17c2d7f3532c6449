"""The commands that look after the store."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.corpus import Corpus
from service.settings import Settings
from tests.postgres import Postgres
from tests.web.clients import JIAN


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["db", *arguments], env={"DUIZHAO_SEEDS": "", **environment})
    return result.exit_code, result.output


def test_copy(tmp_path: Path, postgres: Postgres) -> None:
    """From a folder to a server and back: the same answers, and an account of what was copied."""
    address, home, back = postgres.address(postgres.database()), tmp_path / "home", tmp_path / "back"
    corpus = Corpus.open(Settings(home=home, seeds=None))
    corpus.add(JIAN.encode(), media_type="text/plain")
    corpus.close()

    code, told = run("copy", "--from", str(home), DUIZHAO_DATABASE=address)
    assert (code, "1  documents" in told) == (0, True), told
    assert run("copy", "--from", str(home), "--to", address)[0] == 2  # no longer empty
    code, again = run("copy", "--from", address, "--to", str(back))
    assert (code, again) == (0, told)
    marks = []
    for settings in (Settings(home=home), Settings(home=back), Settings(database=address)):
        opened = Corpus.open(settings)
        marks.append((opened.mark(), opened.observations(limit=9).items))
        opened.close()
    assert marks[0] == marks[1] == marks[2]


@pytest.mark.parametrize("arguments", [
    (),
    ("--to", "mysql://u:s3cret@localhost/d"),
    ("--to", "postgresql://u:s3cret@127.0.0.1:1/d"),
])  # fmt: skip
def test_mistakes(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """One line that says what is wrong, without the password."""
    code, told = run("copy", "--from", str(tmp_path / "home"), *arguments)

    assert (code, told.count("\n"), "s3cret" in told) == (2, 1, False), told


def test_upgrade(tmp_path: Path, postgres: Postgres) -> None:
    """A new database is brought to the schema of the program."""
    address = postgres.address(postgres.database())

    code, told = run("upgrade", DUIZHAO_DATABASE=address, DUIZHAO_HOME=str(tmp_path))
    assert (code, told.startswith("the store has schema ")) == (0, True)
