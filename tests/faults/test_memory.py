"""Little memory: the process that needs too much ends, and those around it live."""

from pathlib import Path

import pytest

from service.corpus import Corpus
from service.settings import Settings
from tests.running import command, running, text

pytestmark = pytest.mark.skipif(not Path("/usr/bin/prlimit").exists(), reason="no prlimit")


def a_long_text(characters: int) -> str:
    """Sentences that no other is like."""
    return "".join(
        f"第{each}村的驻村干部走访了{each * 7}户群众，了解生产生活情况。" for each in range(characters // 32)
    )


def test_too_little_for_one(tmp_path: Path) -> None:
    """A document that needs more memory than there is ends its process three times and is given up; others are done."""
    settings = Settings(home=tmp_path / "home", seeds=None)
    corpus = Corpus.open(settings)
    texts = [*(text(number) for number in range(5)), a_long_text(900_000)]
    waiting = [corpus.later.read(each.encode(), media_type="text/plain") for each in texts]
    job = corpus.later.keep(waiting).id
    log = tmp_path / "log"
    words = [
        "prlimit",
        "--as=400000000",
        *command("service.cli", "work", "--processes", "1", "--until-empty"),
    ]
    with running(words, log, DUIZHAO_HOME=str(settings.home)) as process:
        assert process.wait(60) == 0, log.read_text()

    found = corpus.later.job(job)
    assert (found.state, found.done) == ("failed", 6), log.read_text()
    (error,) = found.errors
    assert error.document == found.documents[-1]
    assert error.detail == "it took more memory than there is for one"
    corpus.close()
