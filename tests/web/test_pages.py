"""Pages about the service itself, and what stands around every answer."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, Server, a_client


def test_health_asks_no_store(tmp_path: Path) -> None:
    """A process lives even when its store cannot be opened; readiness says why it is not ready."""
    (tmp_path / "home").write_text("a file where the folder should be")
    client = a_client(tmp_path / "home")

    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["status"] == "unavailable"
    assert client.get("/v1/documents").status_code == 503


def test_ready(client: FlaskClient) -> None:
    """A service that is ready says what it stands on."""
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json["status"] == "ready"
    assert "sqlite" in answer.json["checks"]


def test_version(client: FlaskClient) -> None:
    """Which code, edition and revision answer."""
    answer = client.get("/version").json

    assert re.fullmatch("[0-9a-f]{64}", answer["edition"])
    assert answer["revision"] > 0


def test_way_in(client: FlaskClient) -> None:
    """The root is the explorer, and it leads to the documentation."""
    answer = client.get("/")

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert 'href="/docs"' in answer.text


def test_docs_come_from_here(client: FlaskClient) -> None:
    """The documentation page and all that it loads are served here; nothing may be loaded from elsewhere."""
    page = client.get("/docs")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)

    assert len(loaded) > 4
    assert all(address.startswith("/") for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline'; img" in page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert "validatorUrl: null" in client.get("/docs/docs.js").text


@pytest.mark.parametrize(
    "address", ["/v1/comparison", "/v1/nothing", "/docs", "/healthz", "/v1/comparison.csv"]
)
def test_around_every_answer(client: FlaskClient, address: str) -> None:
    """Every answer has a request id, and none is taken for what it is not."""
    answer = client.get(address)

    assert answer.headers["X-Request-Id"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_log_has_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each request is one line with its id, and no line has words of a document or of a query."""
    client = a_client(tmp_path)
    capsys.readouterr()
    answer = client.post("/v1/documents", json={"text": JIAN, "title": "题目"})
    client.get("/v1/comparison?regions=乌有县")
    log = capsys.readouterr().err

    assert answer.headers["X-Request-Id"] in log
    assert len(log.splitlines()) == 2
    assert log.isascii()


def test_served(server: Server) -> None:
    """gunicorn serves it as Procfile says, HEAD and all."""
    status, answer = server.raw(b"HEAD /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert status == 200
    assert answer.endswith(b"\r\n\r\n")
