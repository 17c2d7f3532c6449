"""The comparison as it goes over the wire."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, post

QUESTION = "/v1/comparison?measures=first_secretaries,poverty_fund&regions=360821,锦屏"


def test_shape(client: FlaskClient) -> None:
    """Measures by regions in the order asked, each cell a value or a gap with its reason."""
    answer = client.get(QUESTION).json
    first, fund = answer["rows"]

    assert [region["adcode"] for region in answer["regions"]] == ["360821", "522628"]
    assert [row["measure"] for row in answer["rows"]] == ["first_secretaries", "poverty_fund"]
    assert first["cells"][0]["state"] == "value"
    assert (first["cells"][0]["value"], first["cells"][0]["time"]["start"]) == ("52", "2017")
    assert first["cells"][1] | {"evidence": None} == {
        "region": "522628",
        "state": "gap",
        "gap": "no_number",
        "others": [],
        "evidence": None,
    }
    assert first["cells"][1]["evidence"][0]["quote"] in "锦屏县实现第一书记驻村全覆盖。"
    assert [cell["bound"] for cell in fund["cells"]] == ["eq", "ge"]
    assert [Decimal(cell["value"]) for cell in fund["cells"]] == [320_000_000, 200_000_000]
    assert fund["cells"][1]["upper"] is None
    assert answer["coverage"] == {"cells": 4, "values": 3}
    assert answer["index"] == "codepoint"
    assert answer["revision"] == client.get("/version").json["revision"]


def test_cell_opens_to_its_observation(client: FlaskClient) -> None:
    """What a cell shows is what its observation says."""
    for row in client.get(QUESTION).json["rows"]:
        for cell in row["cells"]:
            if cell["state"] == "gap":
                continue
            observation = client.get(f"/v1/observations/{cell['observation']}").json
            shared = cell.keys() & observation.keys() - {"region"}
            assert {name: cell[name] for name in shared} == {name: observation[name] for name in shared}
            assert observation["region"]["adcode"] == cell["region"]


def test_dates_that_differ_have_their_spread(fresh: FlaskClient) -> None:
    """A row whose dates differ says from when to when."""
    post(fresh, "2016年，吉安县选派52名第一书记驻村。", region="360821")
    post(fresh, "2019年，锦屏县选派30名第一书记驻村。", region="522628")
    (row,) = fresh.get("/v1/comparison?measures=first_secretaries").json["rows"]
    (dates,) = [reason for reason in row["reasons"] if reason["code"] == "dates_differ"]

    assert (dates["from"], dates["to"], dates["regions"]) == ("2016", "2019", ["360821", "522628"])
    assert row["verdict"] == "with_care"
    assert row["ranks"] == [["360821"], ["522628"]]


def test_question_by_default(client: FlaskClient, fresh: FlaskClient) -> None:
    """Left out means all of the corpus, and a corpus without documents is an answer."""
    answer = client.get("/v1/comparison").json

    assert {region["adcode"] for region in answer["regions"]} == {"360821", "522628"}
    assert all(cell["state"] in {"value", "gap"} for row in answer["rows"] for cell in row["cells"])
    assert fresh.get("/v1/comparison").json["coverage"] == {"cells": 0, "values": 0}


@pytest.mark.parametrize(("address", "headers"), [
    ("/v1/comparison.csv", {}),
    ("/v1/comparison", {"Accept": "text/csv"}),
    ("/v1/comparison", {"Accept": "application/json;q=0.5, text/csv"}),
])  # fmt: skip
def test_csv(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    """CSV by extension or by Accept, one record for each cell."""
    answer = client.get(f"{address}?{QUESTION.partition('?')[2]}", headers=headers)
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))

    assert answer.mimetype == "text/csv"
    assert len(rows) == 4
    assert {row["state"] for row in rows} == {"value", "gap"}
    assert not answer.text.startswith("\ufeff")


def test_bom(client: FlaskClient) -> None:
    """Excel reads UTF-8 only with a byte order mark."""
    assert client.get("/v1/comparison.csv?bom=1").data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("accept", "label"), [
    (None, "第一书记人数"),
    ("zh-CN,zh;q=0.9,en;q=0.8", "第一书记人数"),
    ("en-GB", "First secretaries dispatched"),
    ("fr", "第一书记人数"),
])  # fmt: skip
def test_language(client: FlaskClient, accept: str | None, label: str) -> None:
    """Labels are in the language that the client reads; ids never change."""
    headers = {"Accept-Language": accept} if accept else {}
    answers = [
        client.get(address, headers=headers) for address in (QUESTION, "/v1/measures/first_secretaries")
    ]

    assert answers[0].json["rows"][0]["label"] == answers[1].json["label"] == label
    assert all("Accept-Language" in answer.headers["Vary"] for answer in answers)
    assert {answer.headers["Content-Language"] for answer in answers} == {
        "en" if "en-" in (accept or "") else "zh"
    }


def test_region_by_any_name(client: FlaskClient) -> None:
    """A region is the same by code, full name and short name."""
    answers = [client.get(f"/v1/comparison?regions={name}").json for name in ("522628", "锦屏县", "锦屏")]

    assert answers[0] == answers[1] == answers[2]


def test_formula_in_a_title(fresh: FlaskClient) -> None:
    """A title that a spreadsheet would run is kept as it is said and never reaches a cell as a formula."""
    document = post(fresh, JIAN, title='=HYPERLINK("http://x","a")')

    assert fresh.get(f"/v1/documents/{document}").json["title"].startswith("=")
    cells = [cell for row in csv.reader(StringIO(fresh.get("/v1/comparison.csv").text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
