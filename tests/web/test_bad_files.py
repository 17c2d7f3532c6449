"""Whatever a file is made of, its answer comes in time, says why it is not read, and nothing of it is kept.

Bodies may be large here, as where newspapers are collected; what reading may cost are the limits of the settings.
"""

import io
import json
import random
import resource
import time
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.reading.files import (
    LINES,
    LOCKED,
    TYPE,
    WORD,
    a_bomb,
    a_document,
    a_pdf,
    entities,
    many_parts,
    with_body,
    words,
    written,
)
from tests.web.clients import JIAN, a_client

PDF, HTML, PLAIN, JSON = "application/pdf", "text/html", "text/plain", "application/json"
PAGE = "<html><body><h1>吉安县选派第一书记</h1><p>{}</p></body></html>"
SECONDS = 10
MEGABYTE = 1024 * 1024


def an_archive(name: str, content: bytes, levels: int) -> bytes:
    """An archive in an archive, so many levels deep."""
    for _ in range(levels):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        name, content = "inner.zip", target.getvalue()
    return content


def rare(count: int) -> str:
    """Han that hardly any text has."""
    chance = random.Random(1)  # noqa: S311
    return "".join(chr(chance.randrange(0x7000, 0x9FA5)) for _ in range(count))


NOISE = random.Random(1).randbytes(200_000)  # noqa: S311
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
FILES = {
    "PDF with a password": (PDF, lambda: a_pdf(words(*LINES), trailer=LOCKED), 422, "document-protected"),
    "PDF cut off": (PDF, lambda: a_pdf(words(*LINES))[:300], 422, "undecodable-text"),
    "PDF of noise": (PDF, lambda: b"%PDF-1.7\n" + NOISE, 422, "undecodable-text"),
    "PDF of pictures": (PDF, lambda: a_pdf("0 0 m 100 100 l S"), 422, "no-text-layer"),
    "PDF with a script": (PDF, lambda: a_pdf(words(*LINES), catalogue=SCRIPT), 422, "active-content"),
    "PDF of 500 pages": (PDF, lambda: a_pdf(*[words(*LINES)] * 500), 422, "text-too-large"),
    "PDF in English": (PDF, lambda: a_pdf(words(*LINES)), 422, "not-chinese"),
    "PDF in name": (PDF, JIAN.encode, 422, "undecodable-text"),
    "DOCX that is a bomb": (TYPE, a_bomb, 413, "document-too-large"),
    "DOCX of 2,100 parts": (TYPE, many_parts, 413, "document-too-large"),
    "DOCX of 70 MB": (TYPE, lambda: with_body(b"<a/>", **{"word/a.bin": bytes(70_000_000)}), 413, "document-too-large"),
    "DOCX with entities": (TYPE, entities, 422, "undecodable-text"),
    "DOCX with a password": (TYPE, lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), 422, "document-protected"),
    "DOC": (TYPE, lambda: COMPOUND + "WordDocument".encode("utf-16-le"), 415, "unsupported-media-type"),
    "DOCX cut off": (TYPE, lambda: written(a_document(JIAN))[:-2000], 422, "undecodable-text"),
    "DOCX without text": (TYPE, lambda: written(a_document()), 422, "validation-failed"),
    "archive": (None, lambda: an_archive("a.txt", JIAN.encode(), 1), 415, "unsupported-media-type"),
    "archive in an archive": (None, lambda: an_archive("a.txt", bytes(10_000_000), 5), 415, "unsupported-media-type"),
    "archive called DOCX": (TYPE, lambda: an_archive("a.txt", bytes(10_000_000), 3), 422, "undecodable-text"),
    "HTML of 20 MB": (HTML, lambda: PAGE.format("县" * 7_000_000).encode(), 413, "document-too-large"),
    "HTML of 2,000,000 characters": (HTML, lambda: PAGE.format("全县选派" * 500_000).encode(), 422, "text-too-large"),
    "HTML without text": (HTML, lambda: b"<html><body><img src=a></body></html>", 422, "validation-failed"),
    "HTML with a noncharacter": (HTML, lambda: PAGE.format(JIAN + "&#xFFFE;").encode(), 422, "unsafe-text"),
    "XML with entities": ("application/xml", lambda: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 415, "unsupported-media-type"),
    "XML called text": (PLAIN, lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 415, "unsupported-media-type"),
    "NUL": (PLAIN, f"{JIAN}\0{JIAN}".encode, 422, "unsafe-text"),
    "lone surrogate": (PLAIN, lambda: f"{JIAN}\ud800".encode("utf-8", "surrogatepass"), 422, "undecodable-text"),
    "lone surrogate in JSON": (JSON, lambda: json.dumps({"text": f"{JIAN}\ud800"}).encode(), 422, "unsafe-text"),
    "direction marks in a title": (JSON, lambda: json.dumps({"text": JIAN, "title": "a\u202eb"}).encode(), 422, "unsafe-text"),
    "zero width in a region": (JSON, lambda: json.dumps({"text": JIAN, "region": "吉\u200b安县"}).encode(), 422, "unsafe-text"),
    "nothing but zero width": (PLAIN, ("\u200b" * 1000).encode, 422, "not-chinese"),
    "one line of 5 MB": (PLAIN, ("全县选派第一书记到村任职" * 150_000).encode, 422, "text-too-large"),
    "1 MB of rare characters": (PLAIN, lambda: rare(350_000).encode(), 422, "mojibake-suspected"),
}  # fmt: skip


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A service that takes bodies of 64 MB."""
    return a_client(tmp_path_factory.mktemp("roomy"), max_body=64 * MEGABYTE, min_free=0)


@pytest.mark.parametrize("address", ["/v1/documents", "/v1/analyses"])
@pytest.mark.parametrize("name", FILES)
def test_refused(roomy: FlaskClient, name: str, address: str) -> None:
    """Each ends in time, in little memory here, in a problem that names the reason; the next is served."""
    media_type, made, status, type_ = FILES[name]
    content = made()
    before, memory = roomy.get("/version").json["revision"], peak()
    begun = time.perf_counter()

    answer = roomy.post(address, data=content, content_type=media_type or PLAIN)

    assert time.perf_counter() - begun < SECONDS
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{type_}"), answer.json
    assert answer.json["detail"]
    assert peak() - memory < 200 * MEGABYTE
    assert roomy.get("/version").json["revision"] == before
    assert roomy.get("/v1/documents").json["documents"] == []


def peak() -> int:
    """The most memory that this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("text", [
    JIAN + "\u202e\u2066" + JIAN,  # direction marks
    "\u200b".join(JIAN),  # zero width
    JIAN + ("全县选派第一书记到村任职" * 5_000),  # a line of 60,000 characters
])  # fmt: skip
def test_odd_and_read(fresh: FlaskClient, text: str) -> None:
    """What is only odd is read; the figures are those of the text without it."""
    answer = fresh.post("/v1/analyses", json={"text": text})

    assert answer.status_code == 200
    assert "52" in {each["value"] for each in answer.json["observations"]}


def test_rare_characters_are_no_bomb(fresh: FlaskClient) -> None:
    """1 MB of a text with more rare characters than common ones is answered in time."""
    body: dict[str, Any] = {"text": "，".join((JIAN, *(rare(60) + JIAN for _ in range(3_000))))[:330_000]}
    begun = time.perf_counter()

    answer = fresh.post("/v1/analyses", json=body)

    assert time.perf_counter() - begun < SECONDS
    assert answer.status_code in {200, 422}, answer.json


def test_limits_are_settings(tmp_path: Any) -> None:
    """What a file may cost is set where the service is."""
    client = a_client(tmp_path, max_pages=2, max_markup=2000, max_parts=3)

    for media_type, content, status in (
        (PDF, a_pdf(*[words(*LINES)] * 3), 422),
        (HTML, PAGE.format(JIAN * 40).encode(), 413),
        (TYPE, with_body(f"<w:document {WORD}/>".encode()), 413),
    ):
        answer = client.post("/v1/analyses", data=content, content_type=media_type)
        assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (status, "body"), answer.json
        assert answer.json["errors"][0]["expected"].startswith("at most")
