"""Tokens, limits and what browsers are told: who may ask, how often, from which page."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.corpus import Corpus
from service.settings import Settings
from service.store import Store
from service.web.rates import Rates
from tests.web.clients import ANY, JIAN, a_client, post


def a_corpus(home: Path) -> Corpus:
    return Corpus.open(Settings(home=home, seeds=None))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def made(home: Path, role: str) -> str:
    corpus = a_corpus(home)
    return corpus.access.create("a", role)[1]  # type: ignore[arg-type]


def test_open_until_the_first_token(fresh: FlaskClient, tmp_path: Path) -> None:
    """Without any token all may write; with the first one only its holder; revoking it does not open again."""
    post(fresh, JIAN)
    token, secret = a_corpus(tmp_path).access.create("a", "write")
    refused = fresh.post("/v1/documents", json={"text": JIAN})

    assert (refused.status_code, refused.json["type"]) == (401, "/problems/unauthenticated")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert fresh.post("/v1/documents", json={"text": JIAN}, headers=bearer(secret)).status_code == 200
    assert fresh.get("/v1/documents").status_code == 200
    assert fresh.post("/v1/analyses", json={"text": JIAN}).status_code == 200
    a_corpus(tmp_path).access.revoke(token.id)
    assert fresh.post("/v1/documents", json={"text": JIAN}, headers=bearer(secret)).status_code == 401


@pytest.mark.parametrize(("header", "status", "type_"), [
    (None, 401, "unauthenticated"),
    ("Bearer", 401, "unauthenticated"),
    ("Bearer ", 401, "unauthenticated"),
    ("Bearer wrong", 401, "unauthenticated"),
    ("Bearer clé", 401, "unauthenticated"),
    ("Bearer " + "x" * 100_000, 401, "unauthenticated"),
    ("Basic {write}", 401, "unauthenticated"),
    ("{write}", 401, "unauthenticated"),
    ("Bearer {expired}", 401, "unauthenticated"),
    ("Bearer {write}x", 401, "unauthenticated"),
    ("Bearer {read}", 403, "forbidden"),
    ("bearer {write}", 200, ""),
    ("Bearer {admin}", 200, ""),
])  # fmt: skip
def test_token(tmp_path: Path, header: str | None, status: int, type_: str) -> None:
    """A write needs a token that holds and that is for writing."""
    client = a_client(tmp_path)
    document = post(client, JIAN)
    secrets = {role: made(tmp_path, role) for role in ("read", "write", "admin")}
    store = Store.open(tmp_path)
    _, secrets["expired"] = a_corpus(tmp_path).access.create("b", "write", datetime.now(UTC).date())
    with store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE tokens SET expires = '2020-01-01T00:00:00Z' WHERE name = 'b'")
    headers = {"Authorization": header.format(**secrets)} if header else {}
    answers = [
        client.post("/v1/documents", json={"text": JIAN}, headers=headers),
        client.patch(f"/v1/documents/{document}", json={"title": "题"}, headers=headers | ANY),
    ]

    assert [answer.status_code for answer in answers] == [status] * 2
    if type_:
        assert {answer.json["type"] for answer in answers} == {f"/problems/{type_}"}
        assert all(secret not in answer.text for answer in answers for secret in secrets.values())


def test_closed_reading(tmp_path: Path) -> None:
    """Where reading is closed every answer needs a token, none may be shared, and health stays open."""
    client = a_client(tmp_path, reading="token")
    read, admin = made(tmp_path, "read"), made(tmp_path, "admin")
    answer = client.get("/v1/measures", headers=bearer(read))

    assert client.get("/v1/measures").status_code == 401
    assert (answer.status_code, "Authorization" in answer.headers["Vary"]) == (200, True)
    assert answer.headers["Cache-Control"].startswith("private")
    assert client.get("/v1/measures").status_code == 401
    assert client.get("/metrics", headers=bearer(read)).status_code == 403
    assert client.get("/metrics", headers=bearer(admin)).status_code == 200
    assert all(client.get(address).status_code == 200 for address in ("/healthz", "/readyz", "/openapi.json"))


def test_closed_pages(tmp_path: Path) -> None:
    """Where reading is closed a page says so as a page does, in the reader's language."""
    client = a_client(tmp_path, reading="token")

    for path in ("/", "/measures", "/documents", "/regions/360821"):
        answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert (answer.status_code, answer.mimetype) == (401, "text/html")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "a token is needed here" in answer.text


def test_secrets_are_not_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the store nor the log ever has a secret."""
    client = a_client(tmp_path)
    secret = made(tmp_path, "write")
    client.post("/v1/documents", json={"text": JIAN}, headers=bearer(secret))
    client.get("/v1/documents")

    assert secret not in capsys.readouterr().err
    assert not [file for file in tmp_path.iterdir() if secret.encode() in file.read_bytes()]


def test_time_says_nothing(tmp_path: Path) -> None:
    """A secret that is nearly right takes as long as one that is not right at all."""
    corpus = a_corpus(tmp_path)
    secret = corpus.access.create("a", "write")[1]
    guesses = {"near": secret[:-1] + "x", "far": "x" * len(secret)}
    spent: dict[str, list[float]] = {name: [] for name in guesses}
    for _ in range(300):
        for name, guess in guesses.items():
            begun = time.perf_counter()
            assert corpus.access.holder(guess) is None
            spent[name].append(time.perf_counter() - begun)
    near, far = (statistics.median(each) for each in spent.values())

    # Medians of 300 differ by a few per cent for the scheduler's sake.
    assert 0.7 < near / far < 1.4


def test_rate(tmp_path: Path) -> None:
    """A client that asks too often is told when to come back; health is not counted."""
    client = a_client(tmp_path, rate=3)
    answers = [client.get("/v1/measures") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == [
        "r=2",
        "r=1",
        "r=0",
        "r=0",
        "r=0",
    ]
    assert answers[0].headers["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert 0 < int(answers[3].headers["Retry-After"]) <= 20
    assert answers[3].json["type"] == "/problems/too-many-requests"
    assert client.get("/healthz").status_code == 200
    other = client.get("/v1/measures", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert other.status_code == 200


@pytest.mark.parametrize(("proxies", "forwarded", "seen"), [
    (0, ["1.1.1.1", "2.2.2.2"], 1),                     # nobody in front: the header is a stranger's word
    (1, ["1.1.1.1", "2.2.2.2"], 2),
    (1, ["9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1"], 1),   # only what our proxy added counts
    (1, ["2001:db8::1", "2001:db8::2"], 1),             # one network is one client
    (2, ["1.1.1.1", "2.2.2.2"], 1),
])  # fmt: skip
def test_whose_request(tmp_path: Path, proxies: int, forwarded: list[str], seen: int) -> None:
    """Behind proxies of ours a client is who they say it is."""
    client = a_client(tmp_path, rate=1, proxies=proxies)
    answers = [client.get("/v1/measures", headers={"X-Forwarded-For": each}) for each in forwarded]

    assert [answer.status_code for answer in answers] == [200, 200 if seen == 2 else 429]


def test_rates_are_regained() -> None:
    """What was asked is worked off as time goes by, and never more than the limit is saved up."""
    rates = Rates(6_000)
    used = sum(rates.spend("a").retry == 0 for _ in range(6_100))
    assert 6_000 <= used <= 6_020
    time.sleep(0.1)

    assert sum(rates.spend("a").retry == 0 for _ in range(100)) in range(8, 30)
    assert rates.spend("b").remaining >= 5_990


@pytest.mark.parametrize(("cors", "origin", "allowed"), [
    (("*",), "https://a.example", "*"),
    (("https://a.example",), "https://a.example", "https://a.example"),
    (("https://a.example",), "https://b.example", None),
    ((), "https://a.example", None),
])  # fmt: skip
@pytest.mark.parametrize("address", ["/v1/measures", "/v1/comparison.csv", "/v1/nothing"])
def test_cors(tmp_path: Path, cors: tuple[str, ...], origin: str, allowed: str | None, address: str) -> None:
    """Pages of the origins in the settings may read every format and every problem, without credentials."""
    client = a_client(tmp_path, cors=cors)
    plain = client.get(address, headers={"Origin": origin})
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    preflight = client.options("/v1/documents", headers=asked)

    for answer in (plain, client.get(address, headers={"Origin": origin}), preflight):
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert ("Origin" in answer.headers.get("Vary", "")) == (cors == ("https://a.example",))
    assert ("Access-Control-Allow-Methods" in preflight.headers) == bool(allowed)
    assert not allowed or "ETag" in plain.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "address", ["/v1/measures", "/v1/comparison.zip", "/v1/nothing", "/healthz", "/docs"]
)
def test_headers_around(client: FlaskClient, address: str) -> None:
    """Nothing is sniffed, framed, or told to others; twice, since the second comes from another place."""
    for _ in range(2):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
