"""Clocks that jump by a day, forth and back, under a service at work."""

import time
from pathlib import Path

import pytest

from service.corpus import Corpus
from service.settings import Settings
from tests.faults.running import command, running, served, text, until

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
pytestmark = pytest.mark.skipif(not LIBRARIES, reason="no libfaketime (Debian: faketime)")


def test_jumps(tmp_path: Path) -> None:
    """Requests, tokens, limits and leases outlive a clock that is a day ahead, then a day behind."""
    clock, settings = tmp_path / "clock", Settings(home=tmp_path / "home", seeds=None)
    clock.write_text("+0")
    corpus = Corpus.open(settings)
    _, secret = corpus.access.create("who writes", "write")
    variables = {
        "DUIZHAO_HOME": str(settings.home),
        "DUIZHAO_WORKERS": "1",
        "DUIZHAO_RATE": "600",
        "LD_PRELOAD": str(LIBRARIES[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    by = {"Authorization": f"Bearer {secret}", "Prefer": "respond-async"}
    jobs, received = [], []
    with (
        served(tmp_path / "log", **variables) as client,
        running(command("service.cli", "work", "--processes", "1"), tmp_path / "work", **variables) as worker,
    ):
        for number, jump in enumerate(("+0", "+1d", "-1d", "+0")):
            clock.write_text(jump)
            time.sleep(0.2)
            for place in range(3):
                answer = client.post("/v1/documents", json={"text": text(10 * number + place)}, headers=by)
                assert answer.status_code == 202, answer.text
                jobs.append(answer.headers["Location"])
            assert client.get("/v1/documents").status_code == 200
            assert "X-Request-Id" in client.get("/readyz").headers
        for job in jobs:
            until(
                lambda job=job: client.get(job).json()["state"] == "succeeded", 30, tmp_path / "work", worker
            )
        listed = client.get("/v1/documents").json()["documents"]
        received = [entry["received"][:10] for entry in listed]
    # The clock of the programs did jump.
    assert len(set(received)) == 3
    assert corpus.labour.counts() == (0, 0, 0, 0, 12)
    corpus.close()


@pytest.mark.parametrize("jump", ["+1d", "-1d"])
def test_leases_of_a_wrong_clock(jump: str, tmp_path: Path) -> None:
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
    words = ["faketime", "-f", jump, *command("service.cli")[:1], "-c", claim]
    with running(
        [*words, str(settings.home), corpus.edition], log, FAKETIME_DONT_FAKE_MONOTONIC="1"
    ) as process:
        assert process.wait(30) == 0
    assert log.read_text() == "5\n"

    done = list(corpus.labour.batch())
    assert len(done) + len(list(corpus.labour.batch())) == 5
    corpus.close()
