"""Two editions of the program over one store, as in a rolling upgrade."""

import subprocess
import threading
from pathlib import Path

import httpx

from service.corpus import Corpus
from service.settings import Settings
from tests.faults.running import ROOT, command, served, text

ADDRESSES = ("/v1/comparison", "/v1/observations", "/v1/documents?limit=500")


def test_side_by_side(tmp_path: Path) -> None:
    """What has one ETag has one body, whoever answers; after the change both programs show the newer edition."""
    home, words = tmp_path / "home", tmp_path / "words.txt"
    words.write_text("第一书记驻村\n")
    older = {"DUIZHAO_HOME": str(home), "DUIZHAO_WORKERS": "1"}
    newer = older | {"DUIZHAO_DICTIONARY": str(words)}
    corpus = Corpus.open(Settings(home=home, seeds=None))
    for number in range(30):
        corpus.add(text(number).encode(), media_type="text/plain")
    corpus.close()
    with served(tmp_path / "log1", **older) as first, served(tmp_path / "log2", **newer) as second:
        before = [edition(first), edition(second)]
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
        over.set()
        for thread in reading:
            thread.join()
        after = [edition(first), edition(second)]
        stale = [each.get(ADDRESSES[0]).headers.get("Duizhao-Stale") for each in (first, second)]
        tags = [{each.get(address).headers["ETag"] for address in ADDRESSES} for each in (first, second)]
        assert client_of_other_state(first, tags[0])

    assert (made.returncode, made.stdout) == (0, "30 analysed, 0 failed\n"), made.stderr
    # Started with the newer words, the second one has already renewed what was little enough, or shows the older.
    assert len(set(before)) == 1 or before[0] != before[1]
    assert len(set(after)) == 1
    assert stale[1] is None
    assert all(len(bodies) == 1 for bodies in seen.values())


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


def client_of_other_state(client: httpx.Client, tags: set[str]) -> bool:
    """Whether a tag of now is answered with 304."""
    return any(client.get(ADDRESSES[0], headers={"If-None-Match": tag}).status_code == 304 for tag in tags)
