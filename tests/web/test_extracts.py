"""Summaries and keywords by what may be asked of them: manner, method, cover, kind, contrast."""

import pytest
from flask.testing import FlaskClient


@pytest.fixture(name="links")
def _links(client: FlaskClient) -> dict[str, str]:
    links: dict[str, str] = client.get("/v1/documents?region=360821").json["documents"][0]["links"]
    return links


@pytest.mark.parametrize(
    "query",
    [
        "diversity=0",
        "diversity=1",
        "focus=第一书记,经费",
        "method=textrank",
        "unit=clause",
        "cover=measures",
        "cover=measures&characters=40",
    ],
)
def test_every_manner_has_an_answer(client: FlaskClient, links: dict[str, str], query: str) -> None:
    """Quotes stay verbatim in whatever way sentences are chosen, of a document and of its region."""
    source = client.get(links["text"]).text
    for address in (links["summary"], "/v1/regions/360821/summary"):
        answer = client.get(f"{address}?{query}")

        assert answer.status_code == 200
        for each in answer.json["sentences"] if address == links["summary"] else ():
            assert "".join(source[start:end] for start, end in each["spans"]) == each["quote"]


def test_coverage_is_told(client: FlaskClient, links: dict[str, str]) -> None:
    """How many figures the sentences state, out of how many; only when it was asked for."""
    covered = client.get(f"{links['summary']}?cover=measures&sentences=50").json["coverage"]
    stated = client.get(links["observations"]).json["observations"]

    assert covered == {"carried": len(stated), "observations": len(stated)}
    assert client.get(links["summary"]).json["coverage"] is None


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("focus=", "focus"),  # empty
        ("focus=甲,,乙", "focus"),  # nothing between two commas
        ("diversity=1.1", "diversity"),
        ("diversity=nan", "diversity"),
        ("order=best", "order"),
        ("method=lsa", "method"),
        ("cover=all", "cover"),
        ("cover=measures&focus=甲", "focus"),  # they exclude one another
        ("method=textrank&unit=clause", "unit"),
        ("sentences=3&characters=100", "characters"),  # two budgets
    ],
)
def test_what_cannot_be_is_named(
    client: FlaskClient, links: dict[str, str], query: str, parameter: str
) -> None:
    """A 422 that says which parameter is wrong."""
    answer = client.get(f"{links['summary']}?{query}")

    assert answer.status_code == 422
    assert parameter in {error.get("parameter") or error.get("name") for error in answer.json["errors"]}


def test_kinds_of_keywords(client: FlaskClient, links: dict[str, str]) -> None:
    """Words alone, phrases alone, textrank's words."""
    for kind in ("word", "phrase"):
        found = client.get(f"{links['keywords']}?kind={kind}").json["keywords"]
        assert {each["kind"] for each in found} <= {kind}
    assert {each["kind"] for each in client.get(f"{links['keywords']}?method=textrank").json["keywords"]} == {
        "word"
    }
    assert client.get(f"{links['keywords']}?kind=sentence").status_code == 422


def test_contrast(client: FlaskClient) -> None:
    """What sets a region apart has counts and an effect; a region is not set against itself."""
    found = client.get("/v1/regions/360821/keywords?contrast=corpus").json

    assert found["keywords"] == []
    assert all(each["effect"] > 0 and each["count"] >= 2 for each in found["contrast"])
    assert client.get("/v1/regions/360821/keywords").json["contrast"] is None
    assert client.get("/v1/regions/360821/keywords?contrast=360821").status_code == 422
    assert client.get("/v1/regions/360821/keywords?contrast=无此县").status_code == 422
    assert client.get("/v1/regions/360821/keywords?contrast=corpus&kind=word").status_code == 422
