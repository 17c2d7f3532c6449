"""Comparisons on their terms, the digest, coverage, checks, reviews and changes over HTTP."""

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, JINPING, post

PAIRS = "2018年，全县共安排{}名干部结对帮扶{}户贫困户。"


@pytest.fixture
def paired(fresh: FlaskClient) -> FlaskClient:
    """Two counties whose cadres are paired with households."""
    post(fresh, "吉安县" + PAIRS.format(1000, 2500), region="360821")
    post(fresh, "锦屏县" + PAIRS.format(800, 3200), region="522628")
    return fresh


def the_row(client: FlaskClient, address: str) -> dict:
    (row,) = client.get(address).json["rows"]
    return row


def test_alignment(fresh: FlaskClient) -> None:
    """Figures near enough to a time, the time and the dates really used beside them."""
    post(fresh, "2016年，吉安县选派52名第一书记驻村。", region="360821")
    post(fresh, "2019年，锦屏县选派30名第一书记驻村。", region="522628")
    base = "/v1/comparison?measures=first_secretaries"

    exact = the_row(fresh, f"{base}&align=at:2016")
    wide = the_row(fresh, f"{base}&align=at:2016&tolerance=P3Y")

    assert [cell["state"] for cell in exact["cells"]] == ["value", "gap"]
    assert exact["cells"][1]["gap"] == "not_comparable"
    assert (exact["aligned"], exact["spread"]) == ("2016", {"first": "2016", "last": "2016", "undated": 0})
    assert wide["spread"] == {"first": "2016", "last": "2019", "undated": 0}
    assert fresh.get(f"{base}&align=at:2016&tolerance=P3Y").json["alignment"] == {
        "kind": "at", "at": "2016", "tolerance": "P3Y",
    }  # fmt: skip


def test_derived(paired: FlaskClient) -> None:
    """A derived figure names its operands, which have addresses; it has none itself."""
    row = the_row(paired, "/v1/comparison?derive=households_per_paired_cadre")

    assert [cell["value"] for cell in row["cells"]] == ["2.5", "4"]
    assert row["ranks"] == [["522628"], ["360821"]]
    for cell in row["cells"]:
        assert cell["observation"] is None
        assert cell["derived"]["name"] == "households_per_paired_cadre"
        operands = [paired.get(f"/v1/observations/{id_}").json for id_ in cell["derived"]["operands"]]
        assert [one["measure"] for one in operands] == ["paired_households", "paired_cadres"]
    assert "锦屏县4(2018" in row["statement"]


def test_posted(paired: FlaskClient) -> None:
    """The same question in a body has the same answer."""
    asked = {"measures": ["paired_cadres"], "regions": ["锦屏", "360821"], "align": "at:2018"}
    address = "/v1/comparison?measures=paired_cadres&regions=522628,360821&align=at:2018"

    assert paired.post("/v1/comparison", json=asked).json == paired.get(address).json


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"regions": [f"{100000 + number}" for number in range(10_000)]}, "regions"),
        ({"regions": ["360821", "吉安县"]}, "regions"),
        ({"regions": []}, "regions"),
        ({"regions": "360821"}, "regions"),
        ({"measures": ["nothing"]}, "measures"),
        ({"region": ["360821"]}, "region"),
        ({"align": "at:2018/2016"}, "align"),
        ({"tolerance": "two years"}, "tolerance"),
        ({"derive": ["nothing"]}, "derive"),
        ({"limit": 0}, "limit"),
        ({"within": "贵州省", "regions": ["522628"]}, "within"),
        ({"level": "county"}, "level"),
        ({"sort": "nothing"}, "sort"),
        ({"cursor": "nothing"}, "cursor"),
    ],
)
def test_refused(client: FlaskClient, body: dict, parameter: str) -> None:
    """A question that cannot be is a 422 that names the parameter."""
    answer = client.post("/v1/comparison", json=body)

    assert answer.status_code == 422
    assert [flaw["parameter"] for flaw in answer.json["errors"]] == [parameter]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/comparison?align=oldest",
        "/v1/comparison?align=at:2018-13",
        "/v1/comparison?tolerance=P0Y",
        "/v1/comparison?derive=nothing",
        "/v1/comparison?sort=nothing",
        "/v1/comparison/summary?characters=0",
        "/v1/comparison/coverage?align=latest",
    ],
)
def test_refused_addresses(client: FlaskClient, address: str) -> None:
    """So is one in an address."""
    assert client.get(address).status_code == 422


def test_within_and_level(paired: FlaskClient) -> None:
    """The counties of a province, without naming them."""
    answer = paired.get("/v1/comparison?measures=paired_cadres&within=贵州&level=county").json

    assert [region["adcode"] for region in answer["regions"]] == ["522628"]


def test_rows_page_by_page(paired: FlaskClient) -> None:
    """All rows come, each once, with the regions in one order."""
    whole = paired.get("/v1/comparison?sort=-paired_cadres").json
    assert [region["adcode"] for region in whole["regions"]] == ["360821", "522628"]
    rows, cursor = [], ""
    while cursor is not None:
        answer = paired.get(
            f"/v1/comparison?sort=-paired_cadres&limit=1{cursor and '&cursor=' + cursor}"
        ).json
        assert answer["regions"] == whole["regions"]
        rows += answer["rows"]
        cursor = answer["next"]

    assert rows == whole["rows"]
    assert len(rows) > 1


def test_digest(client: FlaskClient) -> None:
    """Verbatim sentences with their places, the reach, and the rows in words."""
    answer = client.get("/v1/comparison/summary?characters=200").json
    extracts = [each for theme in answer["themes"] for each in (*theme["common"], *theme["apart"])]

    assert {each["region"] for each in extracts} == {"360821", "522628"}
    for each in extracts:
        source = client.get(f"/v1/documents/{each['document']}/text").text
        assert "".join(source[start:end] for start, end in each["spans"]) == each["quote"]
    assert answer["coverage"]["characters"] == sum(len(each["quote"]) for each in extracts) <= 200
    assert answer["coverage"]["covered"] == answer["coverage"]["cells"]
    assert any("吉安县52" in each["statement"] for each in answer["statements"])


def test_coverage(client: FlaskClient) -> None:
    """Which cells there are at all."""
    cells = client.get("/v1/comparison/coverage?measures=first_secretaries,poverty_fund,poor_villages").json[
        "cells"
    ]

    assert {(each["measure"], each["region"]): each["state"] for each in cells} == {
        ("first_secretaries", "360821"): "figures",
        ("first_secretaries", "522628"): "no_number",
        ("poverty_fund", "360821"): "figures",
        ("poverty_fund", "522628"): "figures",
        ("poor_villages", "360821"): "not_mentioned",
        ("poor_villages", "522628"): "not_mentioned",
    }


def test_pairs(paired: FlaskClient) -> None:
    """Two regions have a verdict of their own."""
    (pair,) = paired.get("/v1/comparison/pairs?measures=paired_cadres").json["pairs"]

    assert (pair["regions"], pair["measure"]) == (["360821", "522628"], "paired_cadres")
    assert pair["verdict"] in {"comparable", "with_care"}


def test_consistency(fresh: FlaskClient) -> None:
    """A share that is not that of its numbers is shown as conflicting, and nothing is corrected."""
    post(fresh, "吉安县94名被提拔重用干部中有52名来自扶贫一线，占提拔比例的65.3%。", region="360821")
    found = fresh.get("/v1/comparison/consistency?regions=360821&measures=cadres_promoted").json["findings"]

    assert [(each["kind"], each["agrees"], each["computed"]) for each in found] == [
        ("share", False, "52 / 94 = 55.3%")
    ]


def test_ratios(client: FlaskClient) -> None:
    """What can be derived is listed, in the language asked for."""
    found = client.get("/v1/ratios", headers={"Accept-Language": "en"}).json["ratios"]

    assert {"id", "label", "unit", "per", "numerator", "denominator", "together"} == set(found[0])
    assert "Households per paired cadre" in {each["label"] for each in found}


def one_observation(client: FlaskClient, measure: str = "first_secretaries") -> dict:
    return client.get(f"/v1/observations?measure={measure}").json["observations"][0]


def test_edited(fresh: FlaskClient) -> None:
    """An edited figure stands beside the machine's, and comparisons go by it."""
    post(fresh, JIAN, region="360821")
    found = one_observation(fresh)
    said = {
        "decision": "edited",
        "figure": {"value": "53", "time": {"start": "2018"}},
        "note": "数错",
        "author": "甲",
    }

    answer = fresh.patch(f"/v1/observations/{found['id']}", json=said)

    assert answer.status_code == 200
    assert answer.json["value"] == "52"
    assert answer.json["review"]["figure"]["value"] == "53"
    assert answer.json["review"]["figure"]["lower"] == "53"
    assert (answer.json["review"]["note"], answer.json["review"]["author"]) == ("数错", "甲")
    cell = the_row(fresh, "/v1/comparison?measures=first_secretaries")["cells"][0]
    assert (cell["value"], cell["time"]["start"], cell["review"]) == ("53", "2018", "edited")
    assert cell["evidence"] == found["evidence"]


def test_rejected_and_taken_back(fresh: FlaskClient) -> None:
    """A rejected figure is left out until the rejection is taken back."""
    post(fresh, JIAN, region="360821")
    address = f"/v1/observations/{one_observation(fresh)['id']}"
    question = "/v1/comparison?measures=first_secretaries"

    fresh.patch(address, json={"decision": "rejected"})
    assert the_row(fresh, question)["cells"][0]["gap"] == "not_mentioned"
    assert len(fresh.get("/v1/observations?review=rejected").json["observations"]) == 1
    assert fresh.patch(address, json={"decision": None}).json["review"] is None
    assert the_row(fresh, question)["cells"][0]["value"] == "52"


def test_review_filter(fresh: FlaskClient) -> None:
    """Figures by what was said of them; `none` for those not yet judged."""
    post(fresh, JIAN, region="360821")
    accepted = one_observation(fresh)["id"]
    fresh.patch(f"/v1/observations/{accepted}", json={"decision": "accepted"})

    def ids(review: str) -> list[str]:
        return [each["id"] for each in fresh.get(f"/v1/observations?review={review}").json["observations"]]

    assert ids("accepted") == [accepted]
    assert accepted not in ids("none")
    assert len(ids("none")) > 0
    assert ids("edited") == []


def test_review_survives_an_amendment(fresh: FlaskClient) -> None:
    """What was said of a figure stays when its document is analysed anew."""
    document = post(fresh, JIAN, region="360821")
    found = one_observation(fresh)
    fresh.patch(f"/v1/observations/{found['id']}", json={"decision": "accepted", "note": "对"})

    fresh.patch(f"/v1/documents/{document}", json={"title": "题"})

    assert one_observation(fresh)["review"]["note"] == "对"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"decision": "maybe"},
        {"decision": "edited"},
        {"decision": "edited", "figure": {}},
        {"decision": "accepted", "figure": {"value": "5"}},
        {"decision": "edited", "figure": {"value": 5}},
        {"decision": "edited", "figure": {"value": "５"}},
        {"decision": "edited", "figure": {"value": "5", "lower": "9"}},
        {"decision": "edited", "figure": {"measure": "poor_villages"}},
        {"decision": "edited", "figure": {"time": {"start": "2018", "end": "2016"}}},
        {"decision": "edited", "figure": {"time": {"start": "18"}}},
        {"decision": "accepted", "note": "长" * 2001},
        {"decision": "accepted", "author": "\x07"},
    ],
)
def test_reviews_refused(fresh: FlaskClient, body: dict) -> None:
    """What cannot be said of a figure is refused, and nothing is kept."""
    post(fresh, JINPING, region="522628")
    found = one_observation(fresh, "poverty_fund")

    assert fresh.patch(f"/v1/observations/{found['id']}", json=body).status_code == 422
    assert one_observation(fresh, "poverty_fund")["review"] is None


def test_review_of_nothing(client: FlaskClient) -> None:
    """No figure, no review."""
    assert client.patch("/v1/observations/0123456789abcdef", json={"decision": "accepted"}).status_code == 404


def test_no_changes_yet(client: FlaskClient) -> None:
    """A document that one edition analysed has no changes."""
    document = client.get("/v1/documents").json["documents"][0]["id"]

    assert client.get(f"/v1/documents/{document}/changes").json["editions"] == []
    assert client.get(f"/v1/documents/{'0' * 64}/changes").status_code == 404
