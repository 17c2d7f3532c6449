"""Clocks that jump by a day, forth and back, under a service at work."""

import shutil
import subprocess
from pathlib import Path

import pytest

from service.corpus import Corpus
from service.settings import Settings
from tests.running import command, running, served, text, until

pytestmark = pytest.mark.skipif(
    shutil.which("gcc") is None, reason="no gcc, which makes a clock that is wrong"
)
DAY = 86_400


class Clock:
    """A clock that can be set: for the processes that have its variables."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "offset"
        library = folder / "clock.so"
        source = Path(__file__).with_name("clock.c")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
        self.variables = {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(self._said)}

    def set(self, seconds: int) -> None:
        """Let it be so many seconds ahead."""
        other = self._said.with_name("other")
        other.write_text(str(seconds))
        other.rename(self._said)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """A clock that is right."""
    made = Clock(tmp_path)
    made.set(0)
    return made


def test_jumps(clock: Clock, tmp_path: Path) -> None:
    """Requests, tokens, limits and leases outlive a clock that is a day ahead, then a day behind."""
    settings = Settings(home=tmp_path / "home", seeds=None)
    corpus = Corpus.open(settings)
    _, secret = corpus.access.create("who writes", "write")
    variables = {"DUIZHAO_HOME": str(settings.home), "DUIZHAO_WORKERS": "1", "DUIZHAO_RATE": "600"}
    variables |= clock.variables
    by = {"Authorization": f"Bearer {secret}", "Prefer": "respond-async"}
    jobs = []
    with (
        served(tmp_path / "log", **variables) as client,
        running(command("service.cli", "work", "--processes", "1"), tmp_path / "work", **variables) as worker,
    ):
        for number, jump in enumerate((0, DAY, -DAY, 0)):
            clock.set(jump)
            for place in range(3):
                answer = client.post("/v1/documents", json={"text": text(10 * number + place)}, headers=by)
                assert answer.status_code == 202, answer.text
                jobs.append(answer.headers["Location"])
            assert client.get("/v1/documents").status_code == client.get("/readyz").status_code == 200
        for job in jobs:
            until(
                lambda job=job: client.get(job).json()["state"] == "succeeded", 30, tmp_path / "work", worker
            )
        listed = client.get("/v1/documents").json()["documents"]
    # The clock did jump.
    assert len({entry["received"][:10] for entry in listed}) == 3
    assert corpus.labour.counts() == (0, 0, 0, 0, 12)
    corpus.close()


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_leases_of_a_wrong_clock(jump: int, clock: Clock, tmp_path: Path) -> None:
    """What a process claimed under a wrong clock, and was killed over, is soon done by another one."""
    settings = Settings(home=tmp_path / "home", seeds=None)
    corpus = Corpus.open(settings)
    waiting = [corpus.later.read(text(number).encode(), media_type="text/plain") for number in range(5)]
    corpus.later.keep(waiting)
    claim = (
        "import sys; from pathlib import Path; from service.store import Store;"
        "store = Store.open(Path(sys.argv[1])); print(len(store.work.claim(sys.argv[2], 'other', 9)))"
    )
    log = tmp_path / "log"
    clock.set(jump)
    words = [*command("service.cli")[:1], "-c", claim, str(settings.home), corpus.edition]
    with running(words, log, **clock.variables) as process:
        assert process.wait(30) == 0
    assert log.read_text() == "5\n"

    assert len(list(corpus.labour.batch())) + len(list(corpus.labour.batch())) == 5
    corpus.close()
