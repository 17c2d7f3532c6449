"""Writing so that it can be tried again, and so that nobody overwrites what they did not see."""

import json
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient

from service.corpus import Corpus
from tests.web.clients import ANY, JIAN, JINPING, a_client, post

BATCH = "/v1/documents/batch"
LINES = "application/x-ndjson"


def lines(answer: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.data.splitlines()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_if_match(fresh: FlaskClient, method: str) -> None:
    """Who changes a document says which state they saw; another document's changes are no matter."""
    address = f"/v1/documents/{post(fresh, JIAN)}"
    tag = fresh.get(address).headers["ETag"]

    def change(**headers: str) -> tuple[int, str]:
        answer = fresh.open(
            address, method=method, json={"title": "题"} if method == "PATCH" else None, headers=headers
        )
        return answer.status_code, answer.json["type"].rpartition("/")[2] if answer.status_code > 399 else ""

    assert change() == (428, "precondition-required")
    assert change(**{"If-Match": '"other"'}) == (412, "precondition-failed")
    assert change(**{"If-Match": f"W/{tag}"}) == (412, "precondition-failed")
    post(fresh, JINPING)
    assert change(**{"If-Match": f'"other", {tag}'})[0] in {200, 204}
    assert change(**{"If-Match": tag})[0] in {404, 412}


def test_tags_of_writes(fresh: FlaskClient) -> None:
    """What a write answers with can be changed at once, without reading it first."""
    added = fresh.post("/v1/documents", json={"text": JIAN})
    address = added.headers["Location"]

    assert added.headers["ETag"] == fresh.get(address).headers["ETag"]
    amended = fresh.patch(address, json={"title": "题"}, headers={"If-Match": added.headers["ETag"]})
    assert amended.headers["ETag"] == fresh.get(address).headers["ETag"] != added.headers["ETag"]
    utf16 = fresh.get(f"{address}?index=utf16").headers["ETag"]
    assert fresh.delete(address, headers={"If-Match": utf16}).status_code == 204


def test_lost_update(fresh: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who saw the same state and write at once: one of them is told."""
    address = f"/v1/documents/{post(fresh, JIAN)}"
    tag = fresh.get(address).headers["ETag"]
    amend, statuses = Corpus.amend, []

    def slowly(self: Corpus, *given: object) -> object:
        monkeypatch.setattr(Corpus, "amend", amend)
        other = a_client(tmp_path)
        statuses.append(other.patch(address, json={"title": "二"}, headers={"If-Match": tag}).status_code)
        return amend(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Corpus, "amend", slowly)
    statuses.append(fresh.patch(address, json={"title": "一"}, headers={"If-Match": tag}).status_code)

    assert statuses == [200, 412]
    assert fresh.get(address).json["title"] == "二"


def test_idempotency_key(fresh: FlaskClient) -> None:
    """A request that is sent again is answered again, byte for byte, and done once."""
    key = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first = fresh.post("/v1/documents", json={"text": JIAN}, headers=key)
    revision = fresh.get("/version").json["revision"]
    again = fresh.post("/v1/documents", json={"text": JIAN}, headers=key)

    assert (first.status_code, again.status_code, again.data) == (201, 201, first.data)
    assert [again.headers[name] for name in ("Location", "ETag")] == [
        first.headers[name] for name in ("Location", "ETag")
    ]
    assert (again.headers["Idempotency-Replayed"], "Idempotency-Replayed" in first.headers) == ("true", False)
    assert fresh.get("/version").json["revision"] == revision
    other = fresh.post("/v1/documents", json={"text": JINPING}, headers=key)
    assert (other.status_code, other.json["type"]) == (422, "/problems/idempotency-key-reused")


@pytest.mark.parametrize("key", ["x" * 300, "", "键", "a b"])
def test_bad_idempotency_key(fresh: FlaskClient, key: str) -> None:
    """A key that cannot be one is refused, and nothing is done."""
    answer = fresh.post(
        "/v1/documents", json={"text": JIAN}, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/bad-idempotency-key")
    assert fresh.get("/v1/documents").json["documents"] == []


def test_refused_request_may_be_mended(fresh: FlaskClient) -> None:
    """An error is not remembered: the request may be sent again under its key."""
    key = {"Idempotency-Key": "k1"}

    assert fresh.post("/v1/documents", json={"text": "no"}, headers=key).status_code == 422
    assert fresh.post("/v1/documents", json={"text": JIAN}, headers=key).status_code == 201


def test_batch(fresh: FlaskClient) -> None:
    """A line for each line, in their order; a bad one stops no other."""
    body = "\n".join(
        [json.dumps({"text": JIAN, "title": "一"}), '{"text": ', "", json.dumps({"text": "no"}), json.dumps({"text": JINPING}),
         json.dumps({"text": JIAN})]
    ) + "\n"  # fmt: skip
    answer = fresh.post(BATCH, data=body.encode(), content_type=LINES)
    results = lines(answer)

    assert (answer.status_code, answer.mimetype) == (200, LINES)
    assert [(each["line"], each["status"]) for each in results] == [
        (1, 201), (2, 400), (4, 422), (5, 201), (6, 200),
    ]  # fmt: skip
    assert results[1]["problem"]["type"] == "/problems/malformed-json"  # type: ignore[index]
    assert results[0]["document"] == results[4]["document"]
    assert len(fresh.get("/v1/documents").json["documents"]) == 2


@pytest.mark.parametrize(("body", "content_type", "status", "type_"), [
    (b"{}\n" * 3, LINES, 413, "too-many-items"),
    (b"x" * 2_000, LINES, 413, "payload-too-large"),
    (b"\n \n", LINES, 422, "validation-failed"),
    (b"[]", "application/json", 415, "unsupported-media-type"),
    (b"", None, 415, "unsupported-media-type"),
])  # fmt: skip
def test_bad_batch(tmp_path: Path, body: bytes, content_type: str | None, status: int, type_: str) -> None:
    """A batch that is none, or too large, is refused as a whole."""
    client = a_client(tmp_path, max_items=2, max_batch=1_000)
    answer = client.post(BATCH, data=body, content_type=content_type)

    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{type_}")


def test_batch_with_a_key(fresh: FlaskClient) -> None:
    """A batch, too, is done once under a key."""
    key = {"Idempotency-Key": "k1"}
    body = json.dumps({"text": JIAN}).encode()
    answers = [fresh.post(BATCH, data=body, content_type=LINES, headers=key) for _ in range(2)]

    assert answers[0].data == answers[1].data
    assert lines(answers[1])[0]["status"] == 201


def test_one_document_from_many_at_once(fresh: FlaskClient) -> None:
    """The same document from several clients at once is one document."""
    statuses: list[int] = []
    threads = [
        Thread(
            target=lambda: statuses.append(
                fresh.application.test_client().post("/v1/documents", json={"text": JIAN}).status_code
            )
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, 200, 200, 201]
    assert fresh.delete(f"/v1/documents/{post(fresh, JIAN)}", headers=ANY).status_code == 204
