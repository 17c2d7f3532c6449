"""`min_confidence`: figures below it count as not stated, in lists and in comparisons."""

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, post


@pytest.fixture
def two_figures(fresh: FlaskClient) -> tuple[FlaskClient, str, float]:
    """A document with two figures of different confidence, and what lies between the two."""
    document = post(fresh, JIAN, region="360821")
    lower, higher = sorted(one["confidence"] for one in figures(fresh, "/v1/observations"))
    assert lower < higher
    return fresh, document, (lower + higher) / 2


def figures(client: FlaskClient, address: str) -> list[dict]:
    return client.get(address).json["observations"]


def test_lists(two_figures: tuple[FlaskClient, str, float]) -> None:
    """A list has the figures that are sure enough, in every format."""
    client, document, between = two_figures
    for address in ("/v1/observations", f"/v1/documents/{document}/observations"):
        (kept,) = figures(client, f"{address}?min_confidence={between}")

        assert kept["confidence"] > between
        assert len(figures(client, f"{address}?min_confidence=0")) == 2
        # A figure has at least its own confidence.
        assert kept in figures(client, f"{address}?min_confidence={kept['confidence']}")
        assert figures(client, f"{address}?min_confidence=1") == []
    rows = client.get(f"/v1/observations.csv?min_confidence={between}").text.splitlines()
    assert len(rows) == 1 + 1


def test_comparison(two_figures: tuple[FlaskClient, str, float]) -> None:
    """In a comparison and in its digest, an unsure figure is none."""
    client, _, between = two_figures
    compared = client.get(f"/v1/comparison?min_confidence={between}")
    posted = client.post("/v1/comparison", json={"min_confidence": between})

    assert compared.json["coverage"] == posted.json["coverage"] == {"cells": 2, "values": 1}
    assert client.get("/v1/comparison").json["coverage"] == {"cells": 2, "values": 2}
    assert compared.headers["ETag"] != client.get("/v1/comparison").headers["ETag"]
    assert client.get("/v1/comparison/summary?min_confidence=1").json["coverage"]["covered"] == 0


@pytest.mark.parametrize("value", [1.5, -1, "0.5", True, None, []])
def test_no_confidence(fresh: FlaskClient, value: object) -> None:
    """A body says it as a number from 0 to 1."""
    answer = fresh.post("/v1/comparison", json={"min_confidence": value})

    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, "min_confidence")
