"""Bodies are read in one place, and whatever good form they come in is the same document."""

import ast
import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import service.web
from tests.web.clients import JIAN

ROOM = Path(service.web.__file__).parent
READERS = {"data", "form", "files", "json", "stream", "values", "get_data", "get_json", "input_stream"}


@pytest.mark.parametrize("module", sorted(ROOM.glob("*.py")), ids=lambda module: module.name)
def test_one_reader(module: Path) -> None:
    """Only body.py reads bodies: every other way cuts them or believes half of them."""
    tree = ast.parse(module.read_text("utf-8"))
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "request"
    }
    assert not read & READERS
    assert module.name == "body.py" or "wsgi.input" not in module.read_text("utf-8")


def multipart(
    content: bytes, filename: str = "吉安.txt", media_type: str = "", **fields: str
) -> dict[str, object]:
    file = (BytesIO(content), filename, media_type) if media_type else (BytesIO(content), filename)
    return {"data": {"file": file} | fields, "content_type": "multipart/form-data"}


UTF_8 = JIAN.encode()
GB = JIAN.encode("gb18030")


@pytest.mark.parametrize(("request_", "charset"), [
    ({"data": UTF_8, "content_type": "text/plain"}, "utf-8"),
    ({"data": UTF_8, "content_type": "text/plain; charset=utf-8"}, "utf-8"),
    ({"data": UTF_8, "content_type": 'TEXT/PLAIN; Charset="UTF-8"'}, "utf-8"),
    ({"data": b"\xef\xbb\xbf" + UTF_8, "content_type": "text/plain"}, "utf-8"),
    ({"data": GB, "content_type": "text/plain; charset=gb18030"}, "gb18030"),
    ({"data": GB, "content_type": "text/plain; charset=GBK"}, "gb"),
    ({"data": GB, "content_type": "text/plain"}, "gb18030"),        # found, and the answer says which
    ({"json": {"text": JIAN}}, "utf-8"),
    ({"data": b'\xef\xbb\xbf{"text": "' + UTF_8 + b'"}', "content_type": "application/json"}, "utf-8"),
    (multipart(UTF_8), "utf-8"),
    (multipart(GB, media_type="text/plain; charset=gb18030"), "gb18030"),
    (multipart(UTF_8, media_type="application/octet-stream"), "utf-8"),
])  # fmt: skip
def test_forms_of_one_document(fresh: FlaskClient, request_: dict[str, object], charset: str) -> None:
    """A text is the same text however it is sent."""
    answer = fresh.post("/v1/documents", **request_)

    assert answer.status_code == 201, answer.json
    assert answer.json["media_type"].startswith(f"text/plain; charset={charset}")
    assert fresh.get(answer.json["links"]["text"]).text == JIAN


def test_identity(fresh: FlaskClient) -> None:
    """The id of a document is the SHA-256 of its bytes, so text/plain and JSON give one document."""
    plain = fresh.post("/v1/documents", data=UTF_8, content_type="text/plain")
    again = fresh.post("/v1/documents", json={"text": JIAN})

    assert plain.json["id"] == again.json["id"] == hashlib.sha256(UTF_8).hexdigest()
    assert (plain.status_code, again.status_code) == (201, 200)


@pytest.mark.parametrize(
    "filename", ["../../../../tmp/x", "CON", "a\tb.txt", "a\0b", "x" * 5_000, "C:\\文件\\x.txt", ".txt"]
)
def test_filename_is_a_label(fresh: FlaskClient, filename: str) -> None:
    """A file name is shown, and leads nowhere."""
    answer = fresh.post("/v1/documents", **multipart(UTF_8, filename))

    assert answer.status_code == 201, answer.json
    assert len(answer.json["name"]) <= 255
    assert not set(answer.json["name"]) & set("/\\\t\0")


@pytest.mark.parametrize("request_", [
    {"json": {"text": JIAN, "title": "题", "region": "锦屏", "published": "2018-03", "url": "https://a.example/b"}},
    {
        "data": UTF_8,
        "content_type": "text/plain",
        "query_string": {"title": "题", "region": "锦屏", "published": "2018-03"},
    },
    multipart(UTF_8, title="题", region="锦屏", published="2018-03"),
])  # fmt: skip
def test_what_the_caller_says(fresh: FlaskClient, request_: dict[str, object]) -> None:
    """What is said of a document outranks what is found in it, in every form of sending it."""
    answer = fresh.post("/v1/documents", **request_).json

    assert (answer["title"], answer["published"]) == ("题", "2018-03")
    assert (answer["region"]["adcode"], answer["region_basis"]) == ("522628", "stated")
    assert answer["masthead"]["title"] == {"value": "题", "spans": []}


def test_query_speaks_of_plain_text_only(client: FlaskClient) -> None:
    """A JSON body says itself what the query would say."""
    answer = client.post("/v1/analyses?region=360821", json={"text": JIAN})

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad-parameter")
