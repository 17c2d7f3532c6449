"""Summaries and keywords by what may be asked of them: manner, method, cover, kind, contrast."""

import pytest
from flask.testing import FlaskClient

from tests.web.clients import ANY, a_client, post


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
        ("sentences=0", "sentences"),
        ("characters=0", "characters"),
        ("ratio=0", "ratio"),
        ("headline=yes", "headline"),
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


TWO_COUNTIES = (
    "吉安县选派52名第一书记驻村。吉安县发展养蜂产业，养蜂大户带动养蜂，养蜂合作社增收。",
    "锦屏县选派86名第一书记驻村。锦屏县发展茶叶产业，茶叶大户带动茶叶，茶叶合作社增收。",
)
TITLED = f"吉安县第一书记带动养蜂产业\n{TWO_COUNTIES[0]}\n村民说，日子越过越好。"
# The first as another paper printed it.
REPRINT = "本报讯 吉安县共选派52名第一书记驻村。养蜂合作社的蜂蜜卖到了外省。"


@pytest.fixture(name="corpus", scope="module")
def _corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, list[str]]:
    """Two counties, and one of them in another paper's words."""
    client = a_client(tmp_path_factory.mktemp("extracts"))
    texts = (*TWO_COUNTIES, REPRINT)
    regions = ("360821", "522628", "360821")
    days = ("2017-03-01", "2018-03-01", "2019-03-01")
    return client, [
        post(client, text, region=region, published=day)
        for text, region, day in zip(texts, regions, days, strict=True)
    ]


def test_what_sets_each_region_apart(corpus: tuple[FlaskClient, list[str]]) -> None:
    """Flat, region by region, with counts of each side; the regions as they were asked for."""
    client, _ = corpus
    found = client.get("/v1/comparison/keywords?regions=锦屏县,360821&limit=3").json
    first = {each["region"]: each for each in reversed(found["keywords"])}

    assert [(each["adcode"], each["documents"]) for each in found["regions"]] == [
        ("522628", 1),
        ("360821", 2),
    ]
    assert [each["region"] for each in found["keywords"]] == sorted(
        (each["region"] for each in found["keywords"]), reverse=True
    )
    assert (first["522628"]["word"], first["522628"]["count"], first["522628"]["others"]) == ("茶叶", 4, 0)
    assert (first["360821"]["word"], first["360821"]["count"], first["360821"]["others"]) == ("养蜂", 5, 0)
    assert client.get("/v1/comparison/keywords").json["keywords"]
    assert client.get("/v1/comparison/keywords?within=520000").status_code == 422  # one region of the corpus
    alone = client.get("/v1/comparison/keywords?within=520000&contrast=corpus").json
    assert {each["region"] for each in alone["keywords"]} == {"522628"}


def test_a_selection_does_not_say_a_thing_twice(corpus: tuple[FlaskClient, list[str]]) -> None:
    """Of two documents that state the same only one is quoted; each sentence is verbatim in its document."""
    client, ids = corpus
    found = client.get(f"/v1/documents/summary?documents={ids[2]},{ids[0]}&sentences=50").json

    assert found["documents"] == 2
    assert sum("52名第一书记" in each["quote"] for each in found["sentences"]) == 1
    assert [each["document"] for each in found["sentences"]] == sorted(
        (each["document"] for each in found["sentences"]), key=[ids[2], ids[0]].index
    )
    for each in found["sentences"]:
        source = client.get(f"/v1/documents/{each['document']}/text").text
        assert "".join(source[start:end] for start, end in each["spans"]) == each["quote"]


def test_a_selection_by_the_filters_of_the_list(corpus: tuple[FlaskClient, list[str]]) -> None:
    """Region and dates pick the same documents as in /v1/documents; a selection of none has nothing to say."""
    client, ids = corpus

    assert client.get("/v1/documents/keywords").json["documents"] == 3
    assert client.get("/v1/documents/keywords?region=吉安县").json["documents"] == 2
    since = client.get("/v1/documents/summary?published_from=2018&published_to=2018-12&sentences=1").json
    assert since["documents"] == 1
    assert {each["document"] for each in since["sentences"]} == {ids[1]}
    covered = client.get("/v1/documents/summary?region=360821&cover=measures").json["coverage"]
    assert covered["carried"] == covered["observations"] > 0
    words = client.get("/v1/documents/keywords?region=360821&limit=5&kind=word").json["keywords"]
    assert len(words) == 5
    nothing = client.get("/v1/documents/summary?q=无此题").json
    assert (nothing["documents"], nothing["sentences"]) == (0, [])


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        (f"documents={'0' * 64}", 404, "0" * 64),  # no such document
        ("documents=abc", 404, "abc"),  # no id at all
        ("documents=", 422, "documents"),
        ("documents={0},{0}", 422, "documents"),  # one twice
        ("documents={0}&region=360821", 422, "documents"),  # named and picked out
        ("region=无此县", 422, "region"),
        ("published_from=2018-13", 422, "published_from"),
        ("document={0}", 422, "documents"),  # misspelt
    ],
)
def test_a_wrong_selection_is_named(
    corpus: tuple[FlaskClient, list[str]], query: str, status: int, said: str
) -> None:
    """A 404 that says which documents there are not, a 422 that says which parameter is wrong."""
    client, ids = corpus
    for kind in ("summary", "keywords"):
        answer = client.get(f"/v1/documents/{kind}?{query.format(*ids)}")

        assert answer.status_code == status
        assert said in answer.text


def test_a_text_within_a_budget(client: FlaskClient) -> None:
    """What a stored document may be asked, a text that is not stored may be asked too, and the answer is the same."""
    text = TITLED
    asked = "characters=40&unit=clause&headline=with&order=rank"
    stateless = client.post(f"/v1/analyses?{asked}&keywords=5&kind=word", json={"text": text}).json
    fresh = post(client, text)
    kept = client.get(f"/v1/documents/{fresh}/summary?{asked}").json["sentences"]
    words = client.get(f"/v1/documents/{fresh}/keywords?limit=5&kind=word").json["keywords"]
    client.delete(f"/v1/documents/{fresh}", headers=ANY)

    assert stateless["summary"] == kept
    assert stateless["keywords"] == words
    assert 0 < sum(len(each["quote"]) for each in kept) <= 40
    plain = client.post(
        "/v1/analyses?cover=measures&title=甲乙", data=text.encode(), content_type="text/plain"
    )
    assert plain.json["coverage"] == {"carried": 1, "observations": 1}


def test_the_title_may_be_a_sentence(client: FlaskClient) -> None:
    """Where the text states it, and only when it is asked for; verbatim, the first in the order of the text."""
    text = TITLED
    without, given = (
        client.post(f"/v1/analyses?headline={each}", json={"text": text}).json for each in ("without", "with")
    )
    said = client.post("/v1/analyses?headline=with", json={"text": TWO_COUNTIES[0], "title": "题"}).json

    assert given["masthead"]["title"]["value"] == "吉安县第一书记带动养蜂产业"
    assert given["summary"][0]["quote"] == "吉安县第一书记带动养蜂产业"
    assert given["summary"][0]["spans"] == [[0, 13]]
    assert [each["quote"] for each in given["summary"][1:]] == [each["quote"] for each in without["summary"]]
    assert "题" not in {each["quote"] for each in said["summary"]}  # it stands nowhere


@pytest.mark.parametrize(
    "text",
    [
        "云岭县选派第一书记。",  # one sentence
        "云岭县选派第一书记驻村帮扶贫困户发展产业",  # no end at all
        "工作概况\n主要做法\n下一步打算\n",  # only headings
        "全县选派干部驻村帮扶。" * 10_000,  # equal sentences
        "Party building helps villages. 党建促脱贫 in 2018, with 52 cadres (第一书记).",  # mixed
    ],
)
def test_odd_texts_have_an_answer(client: FlaskClient, text: str) -> None:
    """Whatever the budget: never more than it, always verbatim, nothing twice."""
    budgets = ("", "sentences=1", "characters=5", "characters=100", "ratio=0.5", "unit=clause")
    for budget in budgets if len(text) < 10_000 else budgets[:1]:
        answer = client.post(f"/v1/analyses?{budget}", json={"text": text})

        assert answer.status_code == 200
        quotes = [each["quote"] for each in answer.json["summary"]]
        assert len(set(quotes)) == len(quotes)
        assert quotes or budget == "characters=5"
        if budget.startswith("characters"):
            assert sum(map(len, quotes)) <= int(budget.partition("=")[2])
        for each in answer.json["summary"]:
            assert "".join(text[start:end] for start, end in each["spans"]) == each["quote"]


def test_a_text_without_chinese_is_refused(client: FlaskClient) -> None:
    """English alone is a 422 that says what is wanted, not a summary of nothing."""
    answer = client.post("/v1/analyses", json={"text": "Party building helps villages. " * 20})

    assert answer.status_code == 422
    assert answer.json["type"].endswith("not-chinese")
