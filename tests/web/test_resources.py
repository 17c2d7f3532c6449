"""Regions, measures and observations: found, filtered, shown."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(("query", "adcodes"), [
    ("q=锦屏", {"522628"}),
    ("q=360821", {"360821"}),
    ("q=贵州省&level=province", {"520000"}),
    ("q=贵州省&level=county", set()),
    ("parent=山西省&level=prefecture&q=太原", {"140100"}),
])  # fmt: skip
def test_finding_regions(client: FlaskClient, query: str, adcodes: set[str]) -> None:
    """A name leads to its region."""
    assert {region["adcode"] for region in client.get(f"/v1/regions?{query}").json["regions"]} == adcodes


def test_ambiguous_name_is_a_result(client: FlaskClient) -> None:
    """A name that several regions have leads to all of them."""
    found = client.get("/v1/regions?q=朝阳区").json["regions"]

    assert len(found) > 1
    assert len(client.get("/v1/regions?q=朝阳区&limit=1").json["regions"]) == 1


def test_children_of_a_region(client: FlaskClient) -> None:
    """A parent alone lists what belongs to it."""
    found = client.get("/v1/regions?parent=360800").json["regions"]

    assert {region["parent"] for region in found} == {"360800"}
    assert "360821" in {region["adcode"] for region in found}


def test_region(client: FlaskClient) -> None:
    """A region leads to what is said of it."""
    region = client.get("/v1/regions/360821").json

    assert (region["name"], region["level"], region["parent"]) == ("吉安县", "county", "360800")
    assert all(client.get(address).status_code == 200 for address in region["links"].values())


def test_region_summary(client: FlaskClient) -> None:
    """Sentences of all documents about a region name their document."""
    sentences = client.get("/v1/regions/360821/summary?sentences=1&order=rank").json["sentences"]

    assert len(sentences) == 1
    assert client.get(f"/v1/documents/{sentences[0]['document']}").status_code == 200
    assert client.get("/v1/regions/110000/summary").json["sentences"] == []


def test_region_keywords(client: FlaskClient) -> None:
    """Keywords of all documents about a region have counts."""
    keywords = client.get("/v1/regions/360821/keywords?limit=3").json["keywords"]

    assert len(keywords) == 3
    assert all(keyword["count"] >= 1 for keyword in keywords)


def test_measures(client: FlaskClient) -> None:
    """The catalogue says what counts and what does not, in the language asked for."""
    measures = client.get("/v1/measures").json["measures"]
    first = next(measure for measure in measures if measure["id"] == "first_secretaries")

    assert first == client.get("/v1/measures/first_secretaries").json
    assert first["unit"] == "人"
    english = client.get("/v1/measures/first_secretaries", headers={"Accept-Language": "en"}).json
    assert first["counts"].startswith("本地区")
    assert english["counts"].startswith("persons")


@pytest.mark.parametrize(("query", "count"), [
    ("", 3),
    ("measure=first_secretaries", 1),
    ("region=锦屏", 1),
    ("within=江西省", 2),
    ("within=360821", 2),
    ("within=110000", 0),
    ("nature=target", 0),
    ("measure=poverty_fund&limit=1", 1),
])  # fmt: skip
def test_filters(client: FlaskClient, query: str, count: int) -> None:
    """Filters narrow, and narrow together."""
    assert len(client.get(f"/v1/observations?{query}").json["observations"]) == count


def test_observation_of_document(client: FlaskClient) -> None:
    """A document's figures are the same by either way, and each has an address."""
    document = client.get("/v1/documents?region=360821").json["documents"][0]
    of_document = client.get(document["links"]["observations"]).json["observations"]
    filtered = client.get(f"/v1/observations?document={document['id']}").json["observations"]

    assert of_document == filtered
    assert [client.get(f"/v1/observations/{each['id']}").json for each in filtered] == filtered


def test_pages_of_observations(client: FlaskClient) -> None:
    """Paging shows every figure once, in the same order."""
    whole = [each["id"] for each in client.get("/v1/observations").json["observations"]]
    cursor, seen = "", []
    while cursor is not None:
        page = client.get(f"/v1/observations?limit=1{cursor and f'&cursor={cursor}'}").json
        seen += [each["id"] for each in page["observations"]]
        cursor = page["next"]

    assert seen == whole


def test_values_are_exact_strings(client: FlaskClient) -> None:
    """Figures go out as the digits that they are."""
    (fund,) = client.get("/v1/observations?measure=poverty_fund&region=522628").json["observations"]

    assert (fund["value"], fund["lower"], fund["upper"]) == ("200000000", "200000000", None)
