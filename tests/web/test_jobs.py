"""Jobs over HTTP: kept at once, analysed later by whoever works, told of meanwhile, called off."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.corpus import Corpus
from service.settings import Settings
from tests.web.clients import JIAN, JINPING, a_client, post

ASYNC = {"Prefer": "respond-async"}
LINES = "application/x-ndjson"


@pytest.fixture
def queued(tmp_path: Path) -> FlaskClient:
    """A service that analyses nothing itself."""
    return a_client(tmp_path, analyse="queued")


def work(home: Path) -> None:
    """Do what waits."""
    corpus = Corpus.open(Settings(home=home, seeds=None))
    list(corpus.reanalyse())
    corpus.close()


def test_later(queued: FlaskClient, tmp_path: Path) -> None:
    """A document is kept at once; its job ends when a worker was there, and what it says is the same as ever."""
    answer = queued.post("/v1/documents", json={"text": JIAN, "title": "题"})
    job = answer.headers["Location"]
    (document,) = answer.json["documents"]
    address = f"/v1/documents/{document}"

    assert (answer.status_code, answer.headers["Retry-After"], answer.json["state"]) == (202, "1", "queued")
    assert queued.get(job).json == answer.json
    waiting = queued.get(address)
    assert (waiting.json["analysed"], waiting.json["title"], waiting.json["masthead"]) == (False, "题", None)
    compared = queued.get("/v1/comparison?measures=first_secretaries&regions=360821").json
    assert compared["rows"][0]["cells"][0]["gap"] == "not_analysed"
    work(tmp_path)
    over = queued.get(job)
    assert (over.json["state"], over.json["done"], "Retry-After" in over.headers) == ("succeeded", 1, False)
    analysed = queued.get(address)
    assert analysed.json["analysed"]
    assert analysed.headers["ETag"] != waiting.headers["ETag"]
    compared = queued.get("/v1/comparison?measures=first_secretaries&regions=360821").json
    assert compared["rows"][0]["cells"][0]["value"] == "52"
    again = queued.post("/v1/documents", json={"text": JIAN})
    assert (again.status_code, again.json) == (200, analysed.json)


@pytest.mark.parametrize(
    ("prefer", "status"),
    [("respond-async", 202), ("wait=10, Respond-Async; x=y", 202), ("return=minimal", 201), ("", 201)],
)
def test_preference(fresh: FlaskClient, prefer: str, status: int) -> None:
    """One request may be answered with a job where others are not."""
    answer = fresh.post("/v1/documents", json={"text": JIAN}, headers={"Prefer": prefer})

    applied = "respond-async" if status == 202 else None
    assert (answer.status_code, answer.headers.get("Preference-Applied")) == (status, applied)


def test_what_is_asked_of_it_is_computed(queued: FlaskClient) -> None:
    """What a document says is computed for the one who asks before a worker was there."""
    answer = queued.post("/v1/documents", json={"text": JIAN})
    (document,) = answer.json["documents"]

    assert queued.get(f"/v1/documents/{document}/summary?sentences=1").json["sentences"]
    assert queued.get(answer.headers["Location"]).json["state"] == "succeeded"


def test_batch(fresh: FlaskClient, tmp_path: Path) -> None:
    """Of a batch all that is not refused is kept; the job names the lines that were."""
    lines = [
        json.dumps({"text": JIAN}),
        '{"text":',
        json.dumps({"text": "hello"}),
        json.dumps({"text": JINPING}),
    ]
    answer = fresh.post("/v1/documents/batch", data="\n".join(lines), content_type=LINES, headers=ASYNC)

    def told(found: Any) -> tuple[str, int, int]:
        return found.json["state"], found.json["done"], found.json["total"]

    assert (answer.status_code, told(answer)) == (202, ("queued", 2, 4))
    assert [(each["line"], each["type"]) for each in answer.json["errors"]] == [
        (2, "/problems/malformed-json"),
        (3, "/problems/not-chinese"),
    ]
    work(tmp_path)
    assert told(fresh.get(answer.headers["Location"])) == ("failed", 4, 4)
    assert [each["analysed"] for each in fresh.get("/v1/documents").json["documents"]] == [True, True]


def test_sent_twice(fresh: FlaskClient) -> None:
    """With an Idempotency-Key the same job is answered; without, another one for the same document."""
    key = ASYNC | {"Idempotency-Key": "one"}
    first = fresh.post("/v1/documents", json={"text": JIAN}, headers=key)
    again = fresh.post("/v1/documents", json={"text": JIAN}, headers=key)
    other = fresh.post("/v1/documents", json={"text": JIAN}, headers=ASYNC)

    assert (again.data, again.headers["Location"]) == (first.data, first.headers["Location"])
    assert other.status_code == 202
    assert other.headers["Location"] != first.headers["Location"]
    assert other.json["documents"] == first.json["documents"]


def test_refused_at_once(queued: FlaskClient) -> None:
    """What is not accepted is refused when it is sent, not later in a job."""
    assert queued.post("/v1/documents", json={"text": "hello"}).status_code == 422
    assert queued.post("/v1/documents", json={"text": JIAN, "region": "无此县"}).status_code == 422
    assert queued.get("/v1/documents").json["documents"] == []


def test_cancel(queued: FlaskClient, tmp_path: Path) -> None:
    """What has not begun is called off; the document stays, and is analysed when it is sent again."""
    answer = queued.post("/v1/documents", json={"text": JIAN})
    job = answer.headers["Location"]
    cancelled = queued.delete(job)

    assert (cancelled.status_code, cancelled.json["state"], cancelled.json["done"]) == (200, "cancelled", 1)
    assert queued.get(job).json == cancelled.json
    assert "Retry-After" not in cancelled.headers
    corpus = Corpus.open(Settings(home=tmp_path, seeds=None))
    assert list(corpus.labour.batch()) == []
    again = queued.post("/v1/documents", json={"text": JIAN}).headers["Location"]
    assert len(list(corpus.labour.batch())) == 1
    corpus.close()
    assert queued.get(again).json["state"] == "succeeded"


def test_no_such_job(client: FlaskClient) -> None:
    """A job that never was, or is forgotten."""
    for method in ("GET", "DELETE"):
        answer = client.open("/v1/jobs/0123", method=method)
        assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


def test_counts(queued: FlaskClient) -> None:
    """How much waits stands in /readyz and in /metrics."""
    post_later = queued.post("/v1/documents", json={"text": JIAN})

    assert post_later.status_code == 202
    said = queued.get("/readyz").json["checks"]["work"]
    assert said == "1 pending, 0 leased, 0 failed, 0 cancelled, 0 analysed"
    counted = queued.get("/metrics").text
    assert 'duizhao_documents{state="pending"} 1.0' in counted
    assert 'duizhao_documents{state="leased"} 0.0' in counted


def test_older_edition(tmp_path: Path) -> None:
    """Answers of the edition before say so, until a worker has made all of them anew."""
    before = a_client(tmp_path)
    post(before, JIAN)
    address = "/v1/comparison?measures=first_secretaries&regions=360821"
    compared = before.get(address)
    words = tmp_path / "words.txt"
    words.write_text("第一书记驻村\n")
    after = a_client(tmp_path, analyse="queued", dictionary=words)
    stale = after.get(address)

    assert stale.json["rows"] == compared.json["rows"]
    assert stale.headers["Duizhao-Stale"] == stale.json["edition"] == compared.json["edition"]
    version = after.get("/version").json
    assert (version["edition"], version["awaited"] is None) == (compared.json["edition"], False)
    corpus = Corpus.open(Settings(home=tmp_path, seeds=None, dictionary=words))
    list(corpus.reanalyse())
    corpus.close()
    renewed = after.get(address)
    assert "Duizhao-Stale" not in renewed.headers
    assert renewed.json["edition"] == version["awaited"]
    assert renewed.headers["ETag"] != stale.headers["ETag"]
