"""Pages, PDFs and DOCX files are documents like any text, as a body and as a part of a form."""

import io
import random
import time

import pytest
from flask.testing import FlaskClient

from bench.forms import articles, file, page

JIAN, *_ = articles()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    + (b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>")
)


@pytest.mark.parametrize(("media_type", "make"), [("text/html", page), (DOCX, file)])
def test_body(fresh: FlaskClient, media_type: str, make) -> None:  # type: ignore[no-untyped-def]
    """A file is sent as it is, with its media type."""
    added = fresh.post("/v1/documents?region=360821", data=make(JIAN).content, content_type=media_type)

    assert added.status_code == 201, added.json
    assert added.json["title"] == JIAN.title
    assert added.json["media_type"].partition(";")[0] == media_type
    assert added.json["region"]["adcode"] == "360821"


def test_upload(fresh: FlaskClient) -> None:
    """The bytes of an uploaded file say what it is."""
    upload = (io.BytesIO(file(JIAN).content), "a.pdf", "application/octet-stream")
    added = fresh.post("/v1/documents", data={"file": upload}, content_type="multipart/form-data")

    assert (added.status_code, added.json["media_type"]) == (201, DOCX)


@pytest.mark.parametrize(
    ("media_type", "content", "type_"),
    [
        ("application/pdf", NO_TEXT, "no-text-layer"),
        ("application/pdf", b"%PDF-1.7", "undecodable-text"),
        (DOCX, b"PK\x03\x04", "undecodable-text"),
        (
            "text/html",
            b"<html><script>var a = 1;</script></html>",
            "bad-parameter validation-failed undecodable-text",
        ),
    ],
)
def test_refused(fresh: FlaskClient, media_type: str, content: bytes, type_: str) -> None:
    """What is no readable document is a 422 that names the reason, and nothing is stored."""
    answer = fresh.post("/v1/documents", data=content, content_type=media_type)

    assert answer.status_code == 422
    assert answer.json["type"].rpartition("/")[2] in type_.split()
    assert fresh.get("/v1/documents").json["documents"] == []


def test_rare_characters(fresh: FlaskClient) -> None:
    """A megabyte of rare characters is answered in time."""
    chance = random.Random(1)  # noqa: S311
    rare = "".join(map(chr, chance.choices(range(0x3400, 0x4DB0), k=340_000)))
    before = time.monotonic()
    answer = fresh.post("/v1/analyses", data=rare.encode(), content_type="text/plain")

    assert answer.status_code in {200, 422}
    assert time.monotonic() - before < 10
