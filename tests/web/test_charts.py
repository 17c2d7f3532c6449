"""Pictures over HTTP: formats, tags, languages, limits, and that drawing disturbs nothing else."""

import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.presentation import charts_drawing
from service.web.charts import EXTENSION
from tests.web.clients import a_client, post

pytestmark = pytest.mark.skipif(find_spec("vl_convert") is None, reason="the extra charts is not installed")

ASKED = "measures=first_secretaries,poverty_fund&regions=360821,522628"
KINDS = ("bar", "dot", "matrix")


@pytest.fixture(scope="module", autouse=True)
def _ended(client: FlaskClient) -> Iterator[None]:
    yield
    client.application.extensions[EXTENSION].close()


@pytest.mark.parametrize("kind", KINDS)
def test_formats(client: FlaskClient, kind: str) -> None:
    """Each picture is there as SVG, PNG and specification, under the question of the comparison."""
    svg = client.get(f"/v1/charts/{kind}.svg?{ASKED}")
    png = client.get(f"/v1/charts/{kind}.png?{ASKED}&width=400&scale=3")
    spec = client.get(f"/v1/charts/{kind}.json?{ASKED}")

    assert (svg.status_code, svg.mimetype) == (200, "image/svg+xml")
    assert (png.status_code, png.mimetype) == (200, "image/png")
    assert struct.unpack(">I", png.data[16:20]) == (1200,)
    assert spec.json["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert "第一书记人数" in spec.json["description"]
    assert "default-src 'none'" in svg.headers["Content-Security-Policy"]
    assert client.head(f"/v1/charts/{kind}.svg?{ASKED}").data == b""


def test_values_are_those_of_the_comparison(client: FlaskClient) -> None:
    """A specification holds the figures of the API, digit for digit."""
    compared = client.get(f"/v1/comparison?{ASKED}").json
    said = [
        (cell["region"], cell["value"])
        for row in compared["rows"]
        for cell in row["cells"]
        if cell["state"] == "value"
    ]
    spec = client.get(f"/v1/charts/bar.json?{ASKED}").json
    shown = [
        (record["adcode"], record["value"])
        for panel in spec["vconcat"]
        for view in panel["vconcat"]
        for record in view["data"]["values"]
        if record["state"] == "value"
    ]

    assert shown == said


def test_tags(client: FlaskClient) -> None:
    """Equal questions have equal bytes and a strong tag; who has them gets 304; another look is another tag."""
    first = client.get(f"/v1/charts/bar.svg?{ASKED}")
    again = client.get(f"/v1/charts/bar.svg?{ASKED}")
    held = client.get(f"/v1/charts/bar.svg?{ASKED}", headers={"If-None-Match": first.headers["ETag"]})
    others = {
        client.get(f"/v1/charts/{rest}").headers["ETag"]
        for rest in (
            f"bar.svg?{ASKED}&theme=dark",
            f"bar.svg?{ASKED}&width=500",
            f"dot.svg?{ASKED}",
            f"bar.json?{ASKED}",
        )
    }

    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.headers["ETag"].startswith('"')
    assert (held.status_code, held.data) == (304, b"")
    assert len(others | {first.headers["ETag"]}) == 5


def test_new_documents_make_new_pictures(fresh: FlaskClient) -> None:
    """A picture is never older than the corpus."""
    before = fresh.get("/v1/charts/bar.json?measures=first_secretaries&regions=360821")
    post(fresh, "2017年，吉安县选派52名第一书记驻村。")
    after = fresh.get("/v1/charts/bar.json?measures=first_secretaries&regions=360821")

    assert before.headers["ETag"] != after.headers["ETag"]
    assert "52" not in before.text.partition('"config"')[0].partition('"vconcat"')[2]
    assert '"value":"52"' in after.text


@pytest.mark.parametrize(
    ("headers", "more", "word"),
    [
        ({}, "", "第一书记人数"),
        ({"Accept-Language": "en"}, "", "First secretaries"),
        # An image in a page cannot set headers.
        ({"Accept-Language": "zh"}, "&lang=en", "First secretaries"),
    ],
)
def test_languages(client: FlaskClient, headers: dict[str, str], more: str, word: str) -> None:
    """Labels are in the language of the header, or of the address."""
    answer = client.get(f"/v1/charts/bar.svg?{ASKED}{more}", headers=headers)

    assert word in answer.text
    assert answer.headers["Content-Language"] == ("zh" if word == "第一书记人数" else "en")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("regions=乌有县", "region"),
        (f"{ASKED}&width=10", "width"),
        (f"{ASKED}&scale=9", "scale"),
        (f"{ASKED}&theme=pink", "theme"),
        (f"{ASKED}&spec={{}}", "spec"),
        (f"{ASKED}&lang=fr", "lang"),
    ],
)
def test_refused(client: FlaskClient, query: str, parameter: str) -> None:
    """What cannot be is a 422 that names the parameter; a specification is taken from nobody."""
    answer = client.get(f"/v1/charts/bar.svg?{query}")

    assert answer.status_code == 422
    assert parameter in answer.json["errors"][0]["parameter"]
    assert answer.json["errors"][0]["expected"]


def test_unknown_picture(client: FlaskClient) -> None:
    """There are three kinds of picture in three formats."""
    assert client.get("/v1/charts/pie.svg").status_code == 404
    assert client.get("/v1/charts/bar.pdf").status_code == 404
    assert client.post("/v1/charts/bar.svg", json={}).status_code == 405


def test_missing_extra(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra a picture is a problem that names it, and the specification is there all the same."""
    monkeypatch.setattr(charts_drawing, "PACKAGES", ("no_such_package",))
    answer = client.get(f"/v1/charts/bar.svg?{ASKED}&width=431")

    assert answer.status_code == 415
    assert "duizhao[charts]" in answer.json["errors"][0]["expected"]
    assert client.get(f"/v1/charts/bar.json?{ASKED}&width=431").status_code == 200


def test_overload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures wait at a gate of their own: the rest of the service answers while they are drawn."""
    client = a_client(tmp_path)
    gate = client.application.extensions["duizhao-gates"].drawing
    monkeypatch.setattr(gate, "_patience", 0.05)
    with gate.passing():
        answer = client.get("/v1/charts/bar.svg?regions=360821&measures=first_secretaries")
        other = client.get("/v1/comparison?regions=360821&measures=first_secretaries")

    assert (answer.status_code, other.status_code) == (503, 200)
    assert "Retry-After" in answer.headers


def test_analyses_go_on_beside_pictures(fresh: FlaskClient) -> None:
    """A long text is analysed in a fork of the worker, after it has drawn; the worker never holds what draws."""
    drawn = fresh.get("/v1/charts/bar.svg?regions=360821&measures=first_secretaries")
    long = "2017年，吉安县选派52名第一书记驻村。" + "各级干部深入村组走访群众。" * 2_000
    answer = fresh.post("/v1/analyses", json={"text": long, "region": "360821"})
    again = fresh.get("/v1/charts/bar.svg?regions=360821&measures=first_secretaries&width=500")

    assert (drawn.status_code, answer.status_code, again.status_code) == (200, 200, 200)
    assert answer.json["observations"][0]["value"] == "52"
    assert "vl_convert" not in sys.modules
    fresh.application.extensions[EXTENSION].close()
