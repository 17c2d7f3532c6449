"""Whatever a client gets wrong is a 4xx that names the problem in time, and leaves nothing behind.

The last part of `type` is stable. A row has several types where several are right, and which it is depends on
a guess at the encoding.
"""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.clients import Server, a_client

TEXT = "2017年，吉安县选派52名第一书记驻村。全县投入扶贫资金3.2亿元，帮扶贫困户五千余户。"
# A wrong byte order shows in some dozen characters, not in a line.
LONGER = (
    TEXT
    + "各乡镇成立工作领导小组，定期召开会议，研究解决村里的困难和问题，逐户落实帮扶措施，确保按时完成任务。"
    * 2
)
POST = "/v1/documents"
PLAIN, JSON = "text/plain", "application/json"
BOUNDARY = "multipart/form-data; boundary=b"
SUMMARY = f"/v1/documents/{'0' * 64}/summary"


def members(**further: Any) -> bytes:
    return json.dumps({"text": TEXT} | further).encode()


def part(disposition: str, content: bytes) -> bytes:
    return b"--b\r\nContent-Disposition: form-data; " + disposition.encode() + b"\r\n\r\n" + content + b"\r\n"


FILE = part('name="file"; filename="a.txt"', TEXT.encode())

HTTP = [
    ("TRACE", POST, 405, "method-not-allowed"),
    ("PUT", "/v1/comparison", 405, "method-not-allowed"),
    ("GET", "/v1/nothing", 404, "not-found"),
    ("GET", "/v1/documents/", 404, "not-found"),
    ("GET", "/v1/documents/..%2f..%2fetc%2fpasswd", 404, "not-found"),
    ("GET", "/v1/documents/%00", 404, "not-found"),
    ("GET", f"/v1/documents/{'0' * 64}", 404, "not-found"),
    ("DELETE", f"/v1/documents/{'0' * 64}", 404, "not-found"),
    ("GET", f"/v1/documents/{'A' * 64}", 404, "not-found"),
    ("GET", "/v1/observations/0123456789abcdef", 404, "not-found"),
    ("GET", "/v1/regions/999999", 404, "not-found"),
    ("GET", "/v1/regions/９９９９９９", 404, "not-found"),
    ("GET", "/v1/regions/999999/summary", 404, "not-found"),
    ("GET", "/v1/measures/no_such_measure", 404, "not-found"),
    ("GET", "/v1/comparison.xml", 404, "not-found"),
    ("GET", "/docs/../docs.py", 404, "not-found"),
]

QUERY = [
    # Numbers are written in the digits 0-9 and are in their range.
    *((f"{SUMMARY}?sentences={value}", "bad-parameter") for value in (
        "abc", "-1", "0", "51", "1e3", "%D9%A3", "%EF%BC%95", "1_0", "9" * 21, "", "%2B5", "5%20", "5.0",
    )),
    (f"{SUMMARY}?ratio=0", "bad-parameter"),
    (f"{SUMMARY}?ratio=1.01", "bad-parameter"),
    (f"{SUMMARY}?ratio=NaN", "bad-parameter"),
    (f"{SUMMARY}?ratio=1e-1", "bad-parameter"),
    (f"{SUMMARY}?ratio=.", "bad-parameter"),
    (f"{SUMMARY}?characters=0", "bad-parameter"),
    # One budget, not two.
    (f"{SUMMARY}?sentences=3&ratio=0.2", "bad-parameter"),
    (f"{SUMMARY}?order=best", "bad-parameter"),
    ("/v1/comparison?regions=360821&regions=522628", "duplicate-parameter"),
    ("/v1/comparison?regions=" + ",".join(str(100000 + n) for n in range(10_000)), "bad-parameter"),
    ("/v1/comparison?regions=", "bad-parameter"),
    ("/v1/comparison?regions=360821,,522628", "bad-parameter"),
    ("/v1/comparison?regions=360821,%E5%90%89%E5%AE%89%E5%8E%BF", "bad-parameter"),
    ("/v1/comparison?regions=%ff%fe,%b9%f3", "bad-parameter"),
    ("/v1/comparison?regions=a'%20OR%201=1--,b", "unknown-region"),
    ("/v1/comparison?regions=999999", "unknown-region"),
    ("/v1/comparison?measures=no_such_measure", "unknown-measure"),
    ("/v1/comparison?region=360821", "unknown-parameter"),
    ("/v1/comparison?bom=yes", "bad-parameter"),
    ("/v1/measures?limit=3", "unknown-parameter"),
    ("/healthz?verbose=1", "unknown-parameter"),
    ("/v1/documents?limit=501", "bad-parameter"),
    ("/v1/documents?cursor=%00", "bad-parameter"),
    ("/v1/documents?cursor=nonsense!", "bad-parameter"),
    ("/v1/documents?region=%E4%B9%8C%E6%9C%89%E5%8E%BF", "unknown-region"),
    ("/v1/regions?level=village", "bad-parameter"),
    ("/v1/regions?parent=999999", "unknown-region"),
    ("/v1/observations?nature=odd", "bad-parameter"),
    ("/v1/observations?document=1", "bad-parameter"),
    ("/v1/observations?measure=no_such_measure", "unknown-measure"),
    ("/v1/observations?within=999999", "unknown-region"),
    *((f"{address}?min_confidence={value}", "bad-parameter")
      for address in ("/v1/observations", f"/v1/documents/{'0' * 64}/observations", "/v1/comparison")
      for value in ("1.1", "-0.1", "half", "", "1e-1", "%EF%BC%90")),
    ("/v1/comparison/coverage?min_confidence=0.5", "unknown-parameter"),
    ("/v1/observations?" + "&".join(f"p{n}=1" for n in range(101)), "bad-parameter"),
]  # fmt: skip

BODIES = [
    # media
    (None, TEXT.encode(), 415, "unsupported-media-type"),
    ("application/x-www-form-urlencoded", b"text=1", 415, "unsupported-media-type"),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 415, "unsupported-media-type"),
    ("application/json; charset=gbk", members(), 415, "unsupported-media-type"),
    (PLAIN, b"x" * (2 * 1024 * 1024 + 1), 413, "payload-too-large"),
    (PLAIN, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", 422, "undecodable-text"),
    (PLAIN, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 415, "unsupported-media-type"),
    (PLAIN, b"", 422, "validation-failed"),
    # json
    (JSON, b"", 400, "malformed-json"),
    (JSON, b'{"title":', 400, "malformed-json"),
    (JSON, b"NaN", 400, "malformed-json"),
    (JSON, b'{"text": Infinity}', 400, "malformed-json"),
    (JSON, b'{"title":"a","title":"b","text":"c"}', 400, "malformed-json"),
    (JSON, b"[" * 20_000, 400, "malformed-json"),
    (JSON, b'{"a":' * 100 + b"1" + b"}" * 100, 400, "malformed-json"),
    (JSON, b'{"text": ' + b"1" * 5_000 + b"}", 400, "malformed-json"),
    (JSON, b'{"text": "a"} {}', 400, "malformed-json"),
    (JSON, b"{'text': 'a'}", 400, "malformed-json"),
    (JSON, '{"text":"中文"}'.encode("utf-16-le"), 400, "undecodable-text"),
    (JSON, b'{"text":"\xc0\xaf"}', 400, "undecodable-text"),
    (JSON, b'{"text":"\xed\xa0\x80"}', 400, "undecodable-text"),
    (JSON, b'{"text":"' + TEXT.encode() + b'","title":1e999}', 422, "validation-failed"),
    (JSON, b"[]", 422, "validation-failed"),
    (JSON, b"null", 422, "validation-failed"),
    (JSON, b"{}", 422, "validation-failed"),
    (JSON, b'{"text": 1}', 422, "validation-failed"),
    (JSON, b'{"text": null}', 422, "validation-failed"),
    (JSON, members(is_admin=True), 422, "validation-failed"),
    (JSON, members(published="2021-13-45"), 422, "validation-failed"),
    (JSON, members(published="２０２１"), 422, "validation-failed"),
    (JSON, members(url="javascript:alert(1)"), 422, "validation-failed"),
    (JSON, members(title="长" * 301), 422, "validation-failed"),
    (JSON, members(region="乌有县"), 422, "unknown-region"),
    (JSON, members(region="朝阳区"), 422, "ambiguous-region"),
    (JSON, members(**{f"m{n}": n for n in range(30_000)}), 422, "validation-failed"),
    # text
    (JSON, b'{"text": "\\ud800"}', 422, "unsafe-text"),
    (JSON, members(text=f"{TEXT}\x00"), 422, "unsafe-text"),
    (JSON, members(text=f"{TEXT}\uffff"), 422, "unsafe-text"),
    (JSON, members(text=f"{TEXT}\x1b[31m"), 422, "unsafe-text"),
    (JSON, members(region="吉安县\x00"), 422, "unsafe-text"),
    (JSON, members(region="吉\u200b安县"), 422, "unsafe-text"),
    (JSON, members(title="\x1b[31m"), 422, "unsafe-text"),
    (JSON, members(title="a\u202eb"), 422, "unsafe-text"),
    (JSON, members(title="a\r\nX-Injected: 1"), 422, "unsafe-text"),
    (JSON, b'{"text":"' + TEXT.encode() + b'","title":"\\udfff"}', 422, "unsafe-text"),
    (JSON, members(text=" \n\t　"), 422, "validation-failed"),
    (PLAIN, b"The county sent fifty-two first secretaries to its villages last year.", 422, "not-chinese"),
    (PLAIN, TEXT.encode("gbk").decode("latin-1").encode(), 422, "mojibake-suspected unsafe-text"),
    (PLAIN, TEXT.encode().decode("gbk", "replace").encode(), 422, "mojibake-suspected unsafe-text"),
    (
        JSON,
        members(text=LONGER.encode("utf-16-le").decode("utf-16-be", "replace")),
        422,
        "mojibake-suspected unsafe-text not-chinese",
    ),
    (PLAIN, (TEXT + "�" * 5).encode(), 422, "mojibake-suspected"),
    # encoding
    ("text/plain; charset=utf-8", TEXT.encode("gb18030"), 422, "undecodable-text"),
    (
        "text/plain; charset=big5",
        TEXT.encode("gb18030"),
        422,
        "undecodable-text mojibake-suspected unsafe-text",
    ),
    (
        "text/plain; charset=gb18030",
        TEXT.encode(),
        422,
        "undecodable-text mojibake-suspected unsafe-text",
    ),
    ("text/plain; charset=gb18030", TEXT.encode("gb18030") + b"\x81\x30\x81", 422, "undecodable-text"),
    ("text/plain; charset=utf-7", TEXT.encode("utf-7"), 415, "unsupported-charset"),
    ("text/plain; charset=rot13", b"a", 415, "unsupported-charset"),
    ("text/plain; charset=idna", b"a", 415, "unsupported-charset"),
    ("text/plain; charset=unicode_escape", b"a", 415, "unsupported-charset"),
    ("text/plain; charset*=utf-8''a%00b", b"a", 415, "unsupported-charset"),
    # upload
    ("multipart/form-data", FILE + b"--b--\r\n", 400, "malformed-multipart"),
    (BOUNDARY, FILE, 400, "malformed-multipart"),
    (BOUNDARY, b"nothing", 400, "malformed-multipart"),
    (BOUNDARY, part('name="title"', b"\xff") + FILE + b"--b--\r\n", 400, "malformed-multipart"),
    (BOUNDARY, part('filename="a.txt"', TEXT.encode()) + b"--b--\r\n", 400, "malformed-multipart"),
    (BOUNDARY, part('name="title"', b"a") + b"--b--\r\n", 422, "validation-failed"),
    (BOUNDARY, FILE + FILE + b"--b--\r\n", 422, "validation-failed"),
    (BOUNDARY, part('name="is_admin"', b"1") + FILE + b"--b--\r\n", 422, "validation-failed"),
    (BOUNDARY, part('name="a"', b"1") * 1_001 + FILE + b"--b--\r\n", 413, "payload-too-large"),
    (BOUNDARY, part('name="title"', b"x" * 600_000) + FILE + b"--b--\r\n", 413, "payload-too-large"),
]


def in_time(client: FlaskClient, method: str, address: str, **request: Any) -> Any:
    begun = time.perf_counter()
    answer = client.open(address, method=method, **request)
    assert time.perf_counter() - begun < 2
    return answer


def is_problem(answer: Any, status: int, types: str) -> None:
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, answer.json["status"]) == (status, status), answer.json
    assert answer.json["type"].rpartition("/")[2] in types.split(), answer.json
    assert len(answer.data) < 8_000
    for flaw in answer.json.get("errors", ()):
        assert set(flaw) == {"parameter", "detail", "expected"}


@pytest.mark.parametrize(("method", "address", "status", "type_"), HTTP)
def test_address(client: FlaskClient, method: str, address: str, status: int, type_: str) -> None:
    """What stands nowhere, or cannot be done there, is 404 or 405."""
    answer = in_time(client, method, address)

    is_problem(answer, status, type_)
    assert (status == 405) == ("Allow" in answer.headers)


@pytest.mark.parametrize(("address", "type_"), QUERY)
def test_query(client: FlaskClient, address: str, type_: str) -> None:
    """A query that is not understood to the letter is refused, and what would be right is said."""
    answer = in_time(client, "GET", address)

    is_problem(answer, 422, type_)
    assert answer.json["errors"][0]["parameter"]


@pytest.mark.parametrize("address", [POST, "/v1/analyses"])
@pytest.mark.parametrize(("content_type", "body", "status", "type_"), BODIES)
def test_body(
    client: FlaskClient, address: str, content_type: str | None, body: bytes, status: int, type_: str
) -> None:
    """A body that cannot be read, or is refused, is a 4xx, and nothing of it is kept."""
    before = client.get("/version").json["revision"]

    answer = in_time(client, "POST", address, data=body, content_type=content_type)

    is_problem(answer, status, type_)
    assert client.get("/version").json["revision"] == before


@pytest.mark.parametrize(("encoding", "body", "status", "type_"), [
    ("br", TEXT.encode(), 415, "unsupported-content-encoding"),
    ("deflate", TEXT.encode(), 415, "unsupported-content-encoding"),
    ("identity, gzip", TEXT.encode(), 415, "unsupported-content-encoding"),
    ("gzip", TEXT.encode(), 400, "bad-content-encoding"),
    ("gzip", gzip.compress(TEXT.encode())[:-5], 400, "bad-content-encoding"),
    ("gzip", gzip.compress(TEXT.encode()) + b"more", 400, "bad-content-encoding"),
    ("gzip", gzip.compress(b"x" * 200 * 1024 * 1024, 9), 413, "payload-too-large"),
])  # fmt: skip
def test_compressed_body(client: FlaskClient, encoding: str, body: bytes, status: int, type_: str) -> None:
    """Only gzip is unpacked, whole, and never beyond the limit."""
    headers = {"Content-Encoding": encoding}

    answer = in_time(client, "POST", POST, data=body, content_type=PLAIN, headers=headers)

    is_problem(answer, status, type_)


def test_one_character_too_many(tmp_path: Path) -> None:
    """The limit of characters is exact."""
    client = a_client(tmp_path, max_characters=len(TEXT))

    assert client.post("/v1/analyses", data=TEXT.encode(), content_type=PLAIN).status_code == 200
    is_problem(
        client.post("/v1/analyses", data=f"{TEXT}多".encode(), content_type=PLAIN), 422, "text-too-large"
    )


def test_one_byte_too_many(tmp_path: Path) -> None:
    """The limit of bytes is exact."""
    client = a_client(tmp_path, max_body=len(TEXT.encode()))

    assert client.post("/v1/analyses", data=TEXT.encode(), content_type=PLAIN).status_code == 200
    is_problem(
        client.post("/v1/analyses", data=f"{TEXT}!".encode(), content_type=PLAIN), 413, "payload-too-large"
    )


def test_accept_that_nothing_meets(client: FlaskClient) -> None:
    """An address with several formats refuses those who take none of them."""
    is_problem(client.get("/v1/comparison", headers={"Accept": "image/png"}), 406, "not-acceptable")


ODD = [
    TEXT + "\u202e\u200b\u2066",  # bidi and zero width inside a text stay where they are
    TEXT + "🀄𠀀",  # outside the first plane
    "全县投入扶贫资金" * 7_500,  # 60,000 characters without a full stop
    "好。" * 20_000,  # 20,000 sentences of one word
    "{{7*7}} %s ${jndi:ldap://a} <script>alert(1)</script> '; DROP TABLE documents;--" + TEXT,
    "1万1万" * 5_000 + TEXT,
    TEXT.replace("。", "。\r\n"),
]


@pytest.mark.parametrize("text", ODD)
def test_odd_and_accepted(fresh: FlaskClient, text: str) -> None:
    """What is odd and no mistake is stored in time, to the last character."""
    begun = time.perf_counter()
    answer = fresh.post(POST, json={"text": text, "title": "{{7*7}} %s ${jndi:a} <script>"})

    assert answer.status_code == 201, answer.json
    assert time.perf_counter() - begun < 10
    assert fresh.get(answer.json["links"]["text"]).data == text.encode()
    assert answer.json["title"] == "{{7*7}} %s ${jndi:a} <script>"


def test_error_flood_is_short(client: FlaskClient) -> None:
    """30,000 unknown members are not sent back."""
    body = members(**{f"m{n}": n for n in range(30_000)})

    assert len(client.post(POST, data=body, content_type=JSON).json["errors"]) <= 20


@pytest.mark.parametrize(("address", "near"), [
    ("/v1/comparison?region=360821", "regions"),
    ("/v1/comparison?measure=pay", "measures"),
    ("/v1/documents?limits=1", "limit"),
    (f"{SUMMARY}?sentence=1", "sentences"),
])  # fmt: skip
def test_misspelt_parameter(client: FlaskClient, address: str, near: str) -> None:
    """A misspelt parameter is answered with the one that was meant."""
    assert near in client.get(address).json["errors"][0]["expected"].split(" or ")


# What no client library would send goes over a socket to gunicorn; without a type it is gunicorn's answer.
HEAD = b"POST /v1/documents HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
GET = b"GET /v1/comparison HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CONTENT = ("全县投入资金。" * 5).encode()[:90]
LARGE = ("全县投入资金。" * 150_000).encode()
PIECES = [LARGE[at : at + 50_000] for at in range(0, len(LARGE), 50_000)]
LARGE_CHUNKS = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in PIECES) + b"0\r\n\r\n"

FRAMING = [
    (HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, ""),
    (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nab", 400, ""),
    (HEAD + b"Content-Length: +2\r\n\r\nab", 400, ""),
    (HEAD + "Content-Length: ２\r\n\r\nab".encode(), 400, ""),
    (HEAD + b"Transfer-Encoding: xchunked\r\n\r\nab", 501, ""),
    (CHUNKED + b"-2\r\nab\r\n0\r\n\r\n", 400, "bad-framing"),
    (CHUNKED + b"2;a=\rb\r\nab\r\n0\r\n\r\n", 400, "bad-framing"),
    (CHUNKED + b"2\r\nabcd\r\n0\r\n\r\n", 400, "bad-framing"),
    (CHUNKED + b"6\r\n\xe5\x85\xa8\xe5\x8e\xbf\r\n0\r\n", 400, "bad-framing"),
    (CHUNKED + b"50\r\n\xe5\x85\xa8", 400, "incomplete-body bad-framing"),
    (HEAD + b"Content-Length: 500\r\n\r\n0123456789", 400, "incomplete-body"),
    (HEAD + b"Content-Length: 500\r\n\r\n" + CONTENT, 400, "incomplete-body"),
    (CHUNKED + LARGE_CHUNKS, 413, "payload-too-large"),
    (HEAD + b"Content-Length: 10485760\r\n\r\n" + b"a" * 10_485_760, 413, "payload-too-large"),
    (HEAD + b"Content-Length: 99999999999999\r\n\r\nab", 413, "payload-too-large"),
    (GET + b"X-Odd: a\x00b\r\n\r\n", 400, ""),
    (GET + b"Host: b\r\n\r\n", 400, ""),
    (GET.replace(b"comparison", "comparison?regions=贵州".encode()) + b"\r\n", 400, ""),
    (GET.replace(b"comparison", b"comparison?regions=" + b"1" * 5_000) + b"\r\n", 414, ""),
    (GET + b"".join(b"X-%d: a\r\n" % n for n in range(101)) + b"\r\n", 431, ""),
    (HEAD + b"Content-Length: 2\r\nExpect: 200-maybe\r\n\r\nab", 417, ""),
]


@pytest.mark.parametrize(("request_", "status", "type_"), FRAMING)
def test_framing(server: Server, request_: bytes, status: int, type_: str) -> None:
    """A request that is not framed as HTTP is refused in time, and no half of it is kept."""
    begun = time.perf_counter()
    found, answer = server.raw(request_, close=True)

    assert found == status, answer[:500]
    assert time.perf_counter() - begun < 2
    assert not type_ or any(f"/problems/{each}".encode() in answer for each in type_.split()), answer[-500:]
    _, documents = server.raw(b"GET /v1/documents HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert b'"documents":[]' in documents


def test_chunked_body_is_read(server: Server) -> None:
    """A chunked body within the limit is a body like any other."""
    content = "吉安县选派52名第一书记。".encode()
    request_ = CHUNKED.replace(b"documents", b"analyses") + f"{len(content):x}\r\n".encode() + content
    status, answer = server.raw(request_ + b"\r\n0\r\n\r\n")

    assert status == 200, answer
