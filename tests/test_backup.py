"""A backup is the corpus of one moment, and put back it is the same corpus, to the byte."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

TEXT = "2017年，吉安县选派{}名第一书记驻村。全县投入扶贫资金3.2亿元。"


def run(home: Path, *arguments: str) -> str:
    found = CliRunner().invoke(main, arguments, env={"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": ""})
    assert found.exit_code == 0, found.output
    return found.stdout


def exported(home: Path) -> tuple[str, ...]:
    """Everything that can be exported."""
    return (
        run(home, "export", "observations"),
        run(home, "export", "observations", "--format", "csv"),
        run(home, "compare", "--format", "csv"),
        run(home, "compare", "--format", "json"),
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A corpus of ten documents."""
    files = tmp_path / "files"
    files.mkdir()
    for number in range(50, 60):
        (files / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    run(tmp_path / "home", "import", str(files))
    return tmp_path / "home"


def restored(copy: Path, into: Path) -> Path:
    into.mkdir()
    shutil.copy(copy, into / "duizhao.db")
    return into


def test_restored(home: Path, tmp_path: Path) -> None:
    """What is exported from the copy is what was exported before, also when the original is gone."""
    before = exported(home)

    assert run(home, "db", "backup", str(tmp_path / "copy.db")).startswith("10 documents")
    shutil.rmtree(home)

    assert exported(restored(tmp_path / "copy.db", tmp_path / "again")) == before
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_while_others_write(home: Path, tmp_path: Path) -> None:
    """A copy that is made during an import is whole: some documents are in it, and all of those are."""
    files = tmp_path / "more"
    files.mkdir()
    for number in range(100, 130):
        (files / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    command = [sys.executable, "-m", "service.cli", "import", str(files)]
    writer = threading.Thread(
        target=lambda: subprocess.run(
            command, env={"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": ""}, check=True, capture_output=True
        )
    )
    writer.start()
    counts = []
    while writer.is_alive() or not counts:
        copy = tmp_path / f"{len(counts)}.db"
        counts.append(int(run(home, "db", "backup", str(copy)).split()[0]))
    writer.join()

    assert counts == sorted(counts)
    assert all(10 <= count <= 40 for count in counts)
    middle = len(counts) // 2
    again = restored(tmp_path / f"{middle}.db", tmp_path / "again")
    assert len(run(again, "export", "observations").splitlines()) > 0


@pytest.mark.parametrize("database", ["", "postgresql://nobody@nowhere/none"])
def test_refused(tmp_path: Path, database: str) -> None:
    """No store, or one that is elsewhere, ends in a sentence, and leaves no file."""
    environ = {"DUIZHAO_HOME": str(tmp_path / "none"), "DUIZHAO_SEEDS": "", "DUIZHAO_DATABASE": database}
    found = CliRunner().invoke(main, ["db", "backup", str(tmp_path / "copy.db")], env=environ)

    assert found.exit_code != 0
    assert "Traceback" not in found.output
    assert not list(tmp_path.glob("copy*"))


def test_existing_file(home: Path, tmp_path: Path) -> None:
    """A file that is there is never written over."""
    (tmp_path / "copy.db").write_text("precious")
    found = CliRunner().invoke(
        main,
        ["db", "backup", str(tmp_path / "copy.db")],
        env={"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": ""},
    )

    assert found.exit_code != 0
    assert (tmp_path / "copy.db").read_text() == "precious"
