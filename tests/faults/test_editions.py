"""Two editions of the program over one store, as in a rolling upgrade."""

import subprocess
import threading
import time
from pathlib import Path

import httpx

from service.corpus import Corpus
from service.settings import Settings
from tests.running import ROOT, command, served, text

ADDRESSES = ("/v1/comparison", "/v1/observations", "/v1/documents?limit=500")


def test_side_by_side(tmp_path: Path) -> None:
    """What has one ETag has one body, whoever answers; after the change both programs show the newer edition."""
    home, words = tmp_path / "home", tmp_path / "words.txt"
    words.write_text("第一书记驻村\n")
    older = {"DUIZHAO_HOME": str(home), "DUIZHAO_WORKERS": "1"}
    newer = older | {"DUIZHAO_DICTIONARY": str(words), "DUIZHAO_ANALYSE": "queued"}
    corpus = Corpus.open(Settings(home=home, seeds=None))
    for number in range(30):
        corpus.add(text(number).encode(), media_type="text/plain")
    corpus.close()
    with served(tmp_path / "log1", **older) as first, served(tmp_path / "log2", **newer) as second:
        before = [edition(first), edition(second)]
        marked = second.get(ADDRESSES[0]).headers["Duizhao-Stale"]
        over, seen = threading.Event(), dict[tuple[str, str], set[str]]()
        reading = [threading.Thread(target=read, args=(each, over, seen)) for each in (first, second)]
        for thread in reading:
            thread.start()
        made = subprocess.run(
            command("service.cli", "reanalyse"),
            cwd=ROOT,
            env=newer | {"DUIZHAO_SEEDS": "", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        time.sleep(0.5)
        over.set()
        for thread in reading:
            thread.join()
        after = [edition(first), edition(second)]
        last = [[each.get(address) for address in ADDRESSES] for each in (first, second)]

    assert (made.returncode, made.stdout) == (0, "30 analysed, 0 failed\n"), made.stderr
    # One edition for both, before and after, and said to be the older one by the newer program.
    assert before == [marked, marked]
    assert after[0] == after[1] != before[0]
    assert [answer.text for answer in last[0]] == [answer.text for answer in last[1]]
    assert "Duizhao-Stale" not in last[1][0].headers
    assert all(len(bodies) == 1 for bodies in seen.values())
    assert len(seen) >= 2 * len(ADDRESSES)


def read(client: httpx.Client, over: threading.Event, seen: dict[tuple[str, str], set[str]]) -> None:
    """Ask again and again."""
    while not over.is_set():
        for address in ADDRESSES:
            answer = client.get(address)
            assert answer.status_code == 200
            seen.setdefault((address, answer.headers["ETag"]), set()).add(answer.text)


def edition(client: httpx.Client) -> str:
    """The edition that answers are of."""
    return str(client.get("/version").json()["edition"])
