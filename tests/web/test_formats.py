"""Every format says the same; spans count as asked; nothing in a sheet is a formula."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from tests.web.clients import JIAN, JINPING, a_client, post

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RARE = "𠮷𠮷县与" + JIAN + "另有𠀀村参加。" + JINPING


def sheets(content: bytes) -> tuple[list[str], str]:
    """Names of the sheets of a workbook, and all of its texts."""
    with ZipFile(BytesIO(content)) as book:
        names = book.read("xl/workbook.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    return [piece.split('"')[0] for piece in names.split('sheet name="')[1:]], texts


@pytest.mark.parametrize("extension", ["json", "csv", "ndjson", "xlsx"])
def test_observations_by_extension_and_accept(client: FlaskClient, extension: str) -> None:
    """An extension and Accept lead to the same bytes."""
    by_name = client.get(f"/v1/observations.{extension}")
    by_accept = client.get("/v1/observations", headers={"Accept": by_name.mimetype})

    assert (by_name.status_code, by_accept.status_code) == (200, 200)
    assert by_name.data == by_accept.data
    assert "Accept" in by_accept.headers["Vary"]
    head = client.head(f"/v1/observations.{extension}")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", by_name.headers["ETag"])


def test_flat_rows_say_what_json_says(client: FlaskClient) -> None:
    """CSV and NDJSON have a row for each figure, under the same names."""
    listed = client.get("/v1/observations").json["observations"]
    rows = list(csv.DictReader(StringIO(client.get("/v1/observations.csv").text, newline="")))
    lines = [json.loads(line) for line in client.get("/v1/observations.ndjson").text.splitlines()]

    assert [row["id"] for row in rows] == [line["id"] for line in lines] == [each["id"] for each in listed]
    assert [row["value"] for row in rows] == [each["value"] for each in listed]
    assert [str(line["value"]) for line in lines] == [each["value"] for each in listed]
    assert [line["quote"] for line in lines] == [each["evidence"][0]["quote"] for each in listed]
    assert [[line["start"], line["end"]] for line in lines] == [
        [each["evidence"][0]["spans"][0][0], each["evidence"][0]["spans"][-1][1]] for each in listed
    ]
    assert client.get("/v1/observations.csv?bom=1").data.startswith(b"\xef\xbb\xbf")


def test_flat_rows_do_not_turn_pages(client: FlaskClient) -> None:
    """Without a limit all rows come at once; with one, a page."""
    assert len(client.get("/v1/observations.ndjson?limit=1").text.splitlines()) == 1
    assert len(client.get("/v1/observations.ndjson").text.splitlines()) == 3


@pytest.mark.parametrize(("query", "count"), [
    ("from=2018", 1), ("to=2017", 1), ("from=2017&to=2018", 2), ("from=2019", 0),
])  # fmt: skip
def test_observations_by_time(client: FlaskClient, query: str, count: int) -> None:
    """Figures by the days that they hold at."""
    dated = client.get(f"/v1/observations?{query}").json["observations"]

    assert (
        len({each["measure"] + each["region"]["adcode"] for each in dated if each["time"]["start"]}) >= count
    )
    assert all(each["time"]["start"] for each in dated)


@pytest.mark.parametrize("query", ["from=18", "to=2018-13", "from=2018-1"])
def test_no_date(client: FlaskClient, query: str) -> None:
    """What is no date is refused by name."""
    answer = client.get(f"/v1/observations?{query}")

    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, query.partition("=")[0])


def test_comparison_workbook(client: FlaskClient) -> None:
    """Three sheets: the table, its figures, and what they mean; the same bytes each time."""
    answer = client.get("/v1/comparison.xlsx")
    names, texts = sheets(answer.data)

    assert answer.mimetype == SHEET
    assert names == ["对照表", "观测值", "说明"]
    assert all(word in texts for word in ("第一书记人数", "吉安县", "无数字", "not_mentioned"))
    assert client.get("/v1/comparison.xlsx?index=codepoint").data == answer.data
    assert sheets(client.get("/v1/observations.xlsx").data)[0] == ["观测值", "说明"]


def test_comparison_package(client: FlaskClient) -> None:
    """A package explains itself: CSV, what its columns are, what its words mean."""
    with ZipFile(BytesIO(client.get("/v1/comparison.zip").data)) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    metadata = json.loads(files["metadata.json"])

    assert set(files) == {"README.md", "comparison.csv", "measures.csv", "metadata.json"}
    assert files["comparison.csv"] == client.get("/v1/comparison.csv").text
    for table in metadata["tables"]:
        header = next(csv.reader(StringIO(files[table["url"]])))
        assert [column["name"] for column in table["tableSchema"]["columns"]] == header
    assert client.get("/version").json["edition"] in files["README.md"]


def test_comparison_lines(client: FlaskClient) -> None:
    """A cell a line, gaps included, with numbers as numbers."""
    lines = [json.loads(line) for line in client.get("/v1/comparison.ndjson").text.splitlines()]
    rows = list(csv.DictReader(StringIO(client.get("/v1/comparison.csv").text, newline="")))

    assert [list(line) for line in lines] == [list(row) for row in rows]
    assert {type(line["value"]) for line in lines if line["state"] == "value"} <= {int, float}


def test_formulas_are_text(fresh: FlaskClient) -> None:
    """Whatever stands in a document reaches a sheet as text."""
    post(fresh, "＝1+1，2017年，吉安县选派52名第一书记驻村。", title="=HYPERLINK(1)", region="360821")

    assert sheets(fresh.get("/v1/observations.xlsx").data)[0]
    assert sheets(fresh.get("/v1/comparison.xlsx").data)[0]


ADDRESSES = (
    "/v1/documents/{id}",
    "/v1/documents/{id}/sentences",
    "/v1/documents/{id}/summary",
    "/v1/documents/{id}/keywords",
    "/v1/documents/{id}/observations",
    "/v1/observations",
    "/v1/regions/360821/summary",
    "/v1/comparison",
)


def quoted(part: object, found: list[tuple[str, list[list[int]]]]) -> list[tuple[str, list[list[int]]]]:
    """Every quote of an answer with its spans."""
    if isinstance(part, dict):
        text = part.get("quote") or (part.get("value") if "bound" not in part else None)
        if "spans" in part and part["spans"] and isinstance(text, str):
            found.append((text, part["spans"]))
        for each in part.values():
            quoted(each, found)
    if isinstance(part, list):
        for each in part:
            quoted(each, found)
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_utf16(tmp_path: Path, address: str) -> None:
    """With index=utf16 spans lead to the same words in a text that counts as JavaScript does."""
    client = a_client(tmp_path)
    document = post(client, RARE, region="360821")
    answer = client.get(f"{address.format(id=document)}?index=utf16").json
    units = RARE.encode("utf-16-le")

    assert answer["index"] == "utf16"
    places = quoted(answer, [])
    for text, spans in places:
        read = b"".join(units[2 * start : 2 * end] for start, end in spans).decode("utf-16-le")
        assert read == text
    assert places or address.endswith(("{id}", "keywords"))
    plain = client.get(address.format(id=document)).json
    assert plain["index"] == "codepoint"
    assert plain != answer or not places


def test_utf16_of_what_is_not_stored(client: FlaskClient) -> None:
    """An analysis that nobody keeps counts as asked, too."""
    answer = client.post("/v1/analyses?index=utf16", json={"text": RARE}).json
    units = RARE.encode("utf-16-le")
    places = quoted(answer, [])

    assert places
    for text, spans in places:
        assert b"".join(units[2 * start : 2 * end] for start, end in spans).decode("utf-16-le") == text


def test_utf16_in_rows(tmp_path: Path) -> None:
    """Flat rows count as asked."""
    client = a_client(tmp_path)
    post(client, RARE, region="360821")
    one, other = (
        json.loads(client.get(f"/v1/observations.ndjson?index={index}").text.splitlines()[0])
        for index in ("codepoint", "utf16")
    )

    assert other["start"] - one["start"] == 2


def test_documents_by_words_dates_and_order(client: FlaskClient) -> None:
    """Documents are found by their title and listed in the order that is asked for."""

    def titles(query: str) -> list[str | None]:
        return [each["title"] for each in client.get(f"/v1/documents?{query}").json["documents"]]

    assert titles("q=选派") == ["吉安县选派第一书记"]
    assert titles("q=%25") == []
    assert titles("published_from=2018&published_to=2018-03") == ["吉安县选派第一书记"]
    assert titles("sort=-received") == titles("")[::-1]
    assert titles("sort=published")[-1] == "吉安县选派第一书记"
    assert client.get("/v1/documents?published_from=x").status_code == 422
