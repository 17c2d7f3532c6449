"""A document from its first to its last request."""

import pytest
from flask.testing import FlaskClient

from tests.web.clients import ANY, JIAN, JINPING, post


def test_life_of_a_document(fresh: FlaskClient) -> None:
    """Added once, known the second time, shown, amended, removed."""
    added = fresh.post("/v1/documents", data=JIAN.encode(), content_type="text/plain")
    address = added.headers["Location"]

    assert (added.status_code, address) == (201, added.json["links"]["self"])
    assert fresh.post("/v1/documents", data=JIAN.encode(), content_type="text/plain").status_code == 200
    assert fresh.get(address).json == added.json
    assert fresh.patch(address, json={"title": "题"}, headers=ANY).json["title"] == "题"
    assert fresh.get(address).json["title"] == "题"
    assert fresh.delete(address, headers=ANY).status_code == 204
    assert fresh.get(address).status_code == 404
    assert fresh.delete(address, headers=ANY).status_code == 404


def test_document(client: FlaskClient) -> None:
    """What a document says of itself and how much was found in it."""
    (entry,) = client.get("/v1/documents?region=吉安县").json["documents"]
    shown = client.get(entry["links"]["self"]).json

    assert shown.items() >= entry.items()
    assert (shown["title"], shown["published"]) == ("吉安县选派第一书记", "2018-03-01")
    assert shown["region"] == {"adcode": "360821", "name": "吉安县", "level": "county"}
    assert shown["counts"]["sentences"] == 2
    assert shown["counts"]["observations"] == shown["observations"] == 2
    assert shown["characters"] == len(JIAN)


def test_every_place_leads_to_its_quote(client: FlaskClient) -> None:
    """The source at the spans is the quote, for sentences, keywords and figures."""
    for entry in client.get("/v1/documents").json["documents"]:
        links = entry["links"]
        source = client.get(links["text"]).text

        def at(spans: list[list[int]], source: str = source) -> str:
            return "".join(source[start:end] for start, end in spans)

        for part in ("sentences", "summary"):
            answer = client.get(links[part]).json
            assert answer["index"] == "codepoint"
            assert [at(each["spans"]) for each in answer["sentences"]] == [
                each["quote"] for each in answer["sentences"]
            ]
        for keyword in client.get(links["keywords"]).json["keywords"]:
            assert {at(spans) for spans in keyword["spans"]} == {keyword["word"]}
            assert keyword["count"] == len(keyword["spans"])
        found = client.get(links["observations"]).json
        for evidence in [each for one in found["observations"] for each in one["evidence"]] + [
            mention["evidence"] for mention in found["mentions"]
        ]:
            assert at(evidence["spans"]) == evidence["quote"]
            assert evidence["index"] == "codepoint"


def test_text(client: FlaskClient) -> None:
    """The text as such, or as JSON for those who ask for it."""
    links = client.get("/v1/documents?region=360821").json["documents"][0]["links"]
    plain = client.get(links["text"])
    json = client.get(links["text"], headers={"Accept": "application/json"})

    assert plain.content_type == "text/plain; charset=utf-8"
    assert plain.text == json.json["text"] == JIAN
    assert json.json["view"] == "raw"
    assert client.get(f"{links['text']}?view=clean").status_code == 200


@pytest.mark.parametrize(("query", "most"), [
    ("", 5), ("sentences=1", 1), ("characters=30", 1), ("ratio=0.5", 1), ("ratio=1", 2), ("sentences=50", 2),
])  # fmt: skip
def test_summary_keeps_its_budget(client: FlaskClient, query: str, most: int) -> None:
    """A summary is not longer than asked."""
    links = client.get("/v1/documents?region=360821").json["documents"][0]["links"]
    answer = client.get(f"{links['summary']}?{query}")

    assert 0 < len(answer.json["sentences"]) <= most


def test_summary_order(client: FlaskClient) -> None:
    """Sentences come as they stand in the source, or the best first."""
    links = client.get("/v1/documents?region=360821").json["documents"][0]["links"]
    source, rank = (
        client.get(f"{links['summary']}?order={order}").json["sentences"] for order in ("source", "rank")
    )

    assert [each["spans"] for each in source] == sorted(each["spans"] for each in source)
    assert [each["score"] for each in rank] == sorted((each["score"] for each in rank), reverse=True)


def test_amending(fresh: FlaskClient) -> None:
    """Members left out stay, null takes back, and figures follow the region."""
    address = f"/v1/documents/{post(fresh, JIAN, title='题', published='2018')}"
    fresh.patch(address, json={"region": "522628"}, headers=ANY)
    amended = fresh.get(address).json

    assert (amended["title"], amended["region"]["adcode"]) == ("题", "522628")
    back = fresh.patch(address, json={"region": None, "published": None}, headers=ANY).json
    assert (back["title"], back["region"]["adcode"], back["published"]) == ("题", "360821", None)


@pytest.mark.parametrize(("members", "type_"), [
    ({"text": "新"}, "validation-failed"),
    ({"published": "18"}, "validation-failed"),
    ({"region": "乌有县"}, "unknown-region"),
    ([], "validation-failed"),
])  # fmt: skip
def test_amending_wrongly(fresh: FlaskClient, members: object, type_: str) -> None:
    """What cannot be said of a document changes nothing."""
    address = f"/v1/documents/{post(fresh, JIAN)}"
    before = fresh.get(address).json
    answer = fresh.patch(address, json=members, headers=ANY)

    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{type_}")
    assert fresh.get(address).json == before


def test_amending_takes_json(fresh: FlaskClient) -> None:
    """PATCH has one media type."""
    address = f"/v1/documents/{post(fresh, JIAN)}"

    answer = fresh.patch(address, data=b"title=a", content_type="text/plain", headers=ANY)

    assert answer.status_code == 415


def test_pages(fresh: FlaskClient) -> None:
    """Every document stands on exactly one page, and the way to the next is in the body and in Link."""
    ids = {post(fresh, text) for text in (JIAN, JINPING, JIAN + JINPING)}
    address, seen = "/v1/documents?limit=2", []
    while address:
        page = fresh.get(address)
        seen += [entry["id"] for entry in page.json["documents"]]
        link = page.headers.get("Link", "")
        assert (page.json["next"] is None) == (not link)
        address = link[1:].partition(">")[0]

    assert len(seen) == 3
    assert set(seen) == ids


def test_stateless_analysis(fresh: FlaskClient) -> None:
    """All that a text says, and nothing stored."""
    answer = fresh.post(
        "/v1/analyses?published=2018-03-01", data=JIAN.encode(), content_type="text/plain"
    ).json

    assert answer["region"]["adcode"] == "360821"
    assert answer["summary"]
    assert answer["keywords"]
    assert {one["measure"]: one["value"] for one in answer["observations"]}["first_secretaries"] == "52"
    assert fresh.get("/v1/documents").json["documents"] == []


def test_text_without_a_region(fresh: FlaskClient) -> None:
    """A text that speaks of no region is an answer, not an error."""
    answer = fresh.post("/v1/documents", json={"text": "今天下午召开了一次会议，大家讨论了很久。"})

    assert answer.status_code == 201
    assert (answer.json["region"], answer.json["region_basis"]) == (None, None)
