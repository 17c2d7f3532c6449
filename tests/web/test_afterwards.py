"""Answers from the front are counted and logged, each of them, a moment later where workers share the counts."""

import io
import json
import logging
import sys
import time
from pathlib import Path

import pytest

from service.web.afterwards import MOMENT, WHOLE, Afterwards, Answered
from service.web.metrics import SHARED, Metrics


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> None:
    """As in a service, requests are logged."""
    caplog.set_level(logging.INFO, "service")


class Pieces(io.StringIO):
    """Keeps what is written in one go apart."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        """Keep it."""
        self.pieces.append(text)
        return len(text)


def an_answer(number: int, status: int = 200, source: str = "kept") -> Answered:
    return Answered("/v1/measures", status, source, 512, 0.002, f"{number:032x}", 0.0)


@pytest.mark.parametrize("is_worker", [True, False])
def test_nothing_is_lost(
    is_worker: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each answer has its line and its count, in the order of the answers."""
    metrics = Metrics()
    if is_worker:
        monkeypatch.setenv(SHARED, str(tmp_path))
    afterwards = Afterwards(metrics)
    monkeypatch.delenv(SHARED, raising=False)
    for number in range(100):
        afterwards.note(an_answer(number))
    afterwards.note(an_answer(100, 304, "unchanged"))
    text = metrics.text().decode()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [line["request_id"] for line in lines] == [f"{number:032x}" for number in range(101)]
    assert lines[-1] | {"request_id": ""} == {
        "time": "1970-01-01T00:00:00Z", "level": "info", "event": "request answered", "request_id": "",
        "method": "GET", "rule": "/v1/measures", "status": 304, "bytes": 512, "ms": 2.0,
    }  # fmt: skip
    assert 'duizhao_requests_total{method="GET",rule="/v1/measures",status="200"} 100.0' in text
    assert 'duizhao_answers_total{from="unchanged"} 1.0' in text
    assert 'duizhao_request_seconds_bucket{le="0.001",rule="/v1/measures"} 0.0' in text
    assert 'duizhao_request_seconds_bucket{le="0.0025",rule="/v1/measures"} 101.0' in text
    assert 'duizhao_request_seconds_count{rule="/v1/measures"} 101.0' in text


def test_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody needs to ask for it; lines are whole in each write, so that workers never mix theirs."""
    written = Pieces()
    monkeypatch.setenv(SHARED, str(tmp_path))
    monkeypatch.setattr(sys, "stderr", written)
    afterwards = Afterwards(Metrics())
    monkeypatch.delenv(SHARED)
    for number in range(100):
        afterwards.note(an_answer(number))
    until = time.monotonic() + 20 * MOMENT
    while len("".join(written.pieces).splitlines()) < 100 and time.monotonic() < until:
        time.sleep(MOMENT / 5)

    assert len("".join(written.pieces).splitlines()) == 100
    assert all(len(piece) <= WHOLE and piece.endswith("\n") for piece in written.pieces)
