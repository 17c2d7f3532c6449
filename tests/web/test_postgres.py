"""The service on PostgreSQL as it is served: a server that is gone at the start, comes, and is killed under load."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.corpus import Corpus
from service.settings import Settings
from tests.postgres import Postgres
from tests.running import served, until
from tests.web.clients import JIAN, JINPING

TABLE = "/v1/comparison?measures=first_secretaries&regions=360821,522628"


@pytest.fixture(scope="module")
def durable() -> Iterator[Postgres]:
    """A server that may be killed and loses nothing."""
    server = Postgres()
    yield server
    server.remove()


def add(client: httpx.Client, text: str) -> httpx.Response:
    return client.post("/v1/documents", json={"text": text})


def test_server_that_comes_and_goes(durable: Postgres, tmp_path: Path) -> None:
    """503 with its reason while the server is away, and after it as before, without a restart of ours."""
    log, address = tmp_path / "log", durable.address()
    durable.stop()
    with served(log, DUIZHAO_DATABASE=address) as client:
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert "does not answer" in ready.json()["checks"]["store"]
        assert client.get("/healthz").status_code == 200
        refused = client.get("/v1/documents")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert refused.json()["type"] == "/problems/store-unavailable"

        durable.start()
        until(lambda: client.get("/readyz").status_code == 200, 10, log)
        assert add(client, JIAN).status_code == 201
        assert add(client, JINPING).status_code == 201
        first, second = client.get(TABLE).json()["rows"][0]["cells"]
        assert ("observation" in first, second.get("gap")) == (True, "no_number")

        acknowledged, answers = under_load(client, durable)
        assert set(answers) <= {200, 201, 503}
        assert answers[503] > 0
        assert until(lambda: client.get(TABLE).status_code == 200, 10, log) < 5
        assert all(add(client, text).status_code == 200 for text in acknowledged)  # known: nothing was lost
        assert client.get("/readyz").json()["checks"]["durability"] == "synchronous_commit=on"
    corpus = Corpus.open(Settings(database=address, seeds=None))
    asked = corpus.question(["first_secretaries"], ["360821", "522628"])
    assert corpus.compare(asked).rows[0].cells[1].gap == "no_number"
    assert len(corpus.documents(limit=500).items) >= len(acknowledged) + 2
    corpus.close()


def under_load(client: httpx.Client, server: Postgres) -> tuple[list[str], Counter[int]]:
    """Kill and start the server while it is read and written; what was acknowledged, and all statuses."""
    acknowledged, answers, stop = list[str](), Counter[int](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            answers[client.get(TABLE).status_code] += 1

    def write() -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            text = f"吉安县第{number}批选派{number + 20}名第一书记驻村开展帮扶工作。"
            status = add(client, text).status_code
            answers[status] += 1
            if status in {200, 201}:
                acknowledged.append(text)

    threads = [threading.Thread(target=each) for each in (read, read, write)]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    server.stop()
    time.sleep(0.3)
    server.start()
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert acknowledged
    return acknowledged, answers
