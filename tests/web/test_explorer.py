"""The pages of the explorer, over HTTP: addresses, tags, languages, refusals. What a browser does: tests/browser."""

import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.web import explorer
from service.web.explorer.words import WORDS
from tests.web.clients import JIAN, JINPING, a_client, post

PAGES = ("/", "/?cell=poverty_fund:360821", "/documents", "/measures", "/read", "/regions/360821")
TAIHU = "2018年，太湖县选派第一书记87名。"


def view_of(client: FlaskClient) -> str:
    """The address of an original."""
    return f"/v1/documents/{client.get('/v1/documents').json['documents'][0]['id']}/view"


def cells(page: str) -> list[str]:
    """The figure, or the reason of the gap, in each cell of a table."""
    found = re.findall(r'<td class="cell[^"]*">(.*?)</td>', page, re.DOTALL)
    shown = [
        re.search(
            r'<span class="(?:figure|gap [a-z_]+)">(.*?)(?:</span>)?(?:</a>|<span class="aside|$)', each
        )
        for each in found
    ]
    return [re.sub(r"<[^>]+>", "", each[1]).strip() if each else "" for each in shown]


def test_table(client: FlaskClient) -> None:
    """Figures with their bounds and dates, gaps with their reasons, and a verdict at the end of the row."""
    page = client.get("/?measures=first_secretaries,poverty_fund&regions=360821,522628").text

    assert cells(page) == ["52", "无数字", "3.2亿", "≥2亿"]
    assert "2018" in page
    assert re.findall(r'<td class="verdict"><span class="badge (\w+)"', page) == [
        "not_comparable",
        "with_care",
    ]


def test_cell(client: FlaskClient) -> None:
    """An open cell says the figure exactly, quotes its sentence, and leads to the characters in the original."""
    page = client.get("/?measures=poverty_fund&cell=poverty_fund:522628").text
    (figure,) = client.get("/v1/observations?measure=poverty_fund&region=522628").json["observations"]

    assert "不少于 200000000" in page
    assert f"<mark>{figure['evidence'][0]['quote']}</mark>" in page
    assert f'href="{figure["evidence"][0].get("view", view_path(figure))}"' in page


def view_path(figure: dict[str, str]) -> str:
    """The address of a figure in its original."""
    return f"/v1/documents/{figure['document']}/view#o={figure['id']}"


def test_gap_is_explained(client: FlaskClient) -> None:
    """A gap opens to what was said without a number."""
    page = client.get("/?measures=first_secretaries&cell=first_secretaries:522628").text

    assert "提到了，但没有给出数字" in page
    assert "实现第一书记驻村全覆盖" in re.sub("<[^>]+>", "", page)
    assert "/view#m=" in page


@pytest.mark.parametrize(
    "query", ["", "?derive=per_village", "?derive=first_secretaries_per_poor_village", "?lang=en&show=all"]
)
def test_what_is_taken_along_is_what_is_shown(client: FlaskClient, query: str) -> None:
    """The call, the files and the pieces are of the rows of the page."""
    page = client.get(f"/{query}").text
    call = re.search(r"curl -s &#39;\$BASE(/v1/comparison[^&]*(?:&amp;[^&]+)*)&#39;", page)

    assert call
    answer = client.get(unescape(call[1]))
    assert answer.status_code == 200
    assert len(answer.json["rows"]) == page.count('<td class="verdict">')
    for kind in ("csv", "xlsx"):
        (address,) = re.findall(rf'href="(/v1/comparison\.{kind}[^"]*)"', page)
        assert client.get(unescape(address)).status_code == 200


@pytest.mark.parametrize(("sent", "address"), [
    # A form sends a parameter for each box, and empty lines.
    ("regions=360821&regions=522628&measures=work_teams&align=&find=", "/?measures=work_teams"),
    ("regions=522628&find=%E5%90%89%E5%AE%89%E5%8E%BF&at=", "/?regions=522628,360821"),
    ("measures=a&measures=b&at=2018", "/?measures=a,b&align=at:2018"),
    ("regions=360821%EF%BC%8C110000", "/?regions=360821,110000"),
])  # fmt: skip
def test_address_is_canonical(client: FlaskClient, sent: str, address: str) -> None:
    """What a form sends becomes the one address of that state."""
    answer = client.get(f"/?{sent}")

    assert (answer.status_code, answer.headers.get("Location")) == (303, address)


def test_ambiguous_name(client: FlaskClient) -> None:
    """A name that several regions have is answered with all of them, each a link that adds it."""
    page = client.get("/?find=" + quote("朝阳"))

    assert page.status_code == 200
    assert "北京市朝阳区" in page.text
    assert "regions=360821,522628,110105" in page.text


@pytest.mark.parametrize(("address", "status", "said"), [
    ("/?regions=nowhere", 422, "nowhere"),
    ("/?regoins=360821", 422, "regions"),
    ("/?measures=no_such", 422, "no_such"),
    ("/?cell=first_secretaries:110000", 422, "measure:adcode"),
    ("/?cell=nothing", 422, "measure:adcode"),
    ("/?columns=9", 422, "columns"),
    ("/?align=at:never", 422, "align"),
    ("/?lang=fr", 422, "zh, en"),
    ("/?regions=%ff%fe", 422, "UTF-8"),
    ("/regions/999999", 404, "999999"),
    ("/documents?region=nowhere", 422, "nowhere"),
    ("/documents?cursor=nonsense", 422, "cursor"),
    ("/measures?measure=x", 422, "lang"),
])  # fmt: skip
def test_refusals_are_pages(client: FlaskClient, address: str, status: int, said: str) -> None:
    """A mistake is a page that names it and says what would be right, with the status of the API."""
    answer = client.get(address)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert said in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_tags_and_languages(client: FlaskClient) -> None:
    """Pages have strong tags, say what they vary by, and are in the language of the address before that of the reader."""
    for address in (*PAGES, view_of(client)):
        plain = client.get(address)
        held = client.get(address, headers={"If-None-Match": plain.headers["ETag"]})
        english = client.get(address, headers={"Accept-Language": "en"})
        mark = "&" if "?" in address else "?"
        chosen = client.get(f"{address}{mark}lang=en")

        assert (plain.status_code, held.status_code) == (200, 304), address
        assert plain.headers["ETag"].startswith('"')
        assert "Accept-Language" in plain.headers["Vary"]
        assert plain.headers["Content-Language"] == "zh"
        assert english.headers["Content-Language"] == chosen.headers["Content-Language"] == "en"
        assert '<html lang="en">' in chosen.text
        assert len({each.headers["ETag"] for each in (plain, english, chosen)}) == 3


def test_pages_hold_the_policy(client: FlaskClient) -> None:
    """No page has a script or a style written into it, and none lets anything in but files of ours."""
    for address in (*PAGES, "/?find=a", "/?regions=nowhere", view_of(client)):
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(
            r"<style|\sstyle=|\son[a-z]+=|<script(?! type=\"module\" src=\"/static/)", answer.text
        )
        loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text)
        assert all(client.get(each).status_code == 200 for each in loaded)


def test_files_are_kept_for_ever_under_their_own_address(client: FlaskClient) -> None:
    """The address of a style names its bytes; another address of it is asked for again, and others do not exist."""
    page = client.get("/").text
    (address,) = re.findall(r'href="(/static/look\.css[^"]+)"', page)

    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert "must-revalidate" in client.get("/static/look.css").headers["Cache-Control"]
    assert client.get("/static/docs.html").status_code == 404
    assert client.get("/static/../app.py").status_code == 404


def test_read_a_text(client: FlaskClient) -> None:
    """A form with a text, or with a file, is answered with what it says; nothing is stored."""
    before = client.get("/version").json["revision"]
    pasted = client.post("/read", data={"text": TAIHU}, content_type="multipart/form-data")
    file = (io.BytesIO(TAIHU.encode("gb18030")), "通报.txt", "text/plain")
    sent = client.post("/read", data={"file": file, "text": ""}, content_type="multipart/form-data")

    for answer in (pasted, sent):
        assert answer.status_code == 200
        assert "太湖县" in answer.text
        assert 'title="第一书记人数"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/version").json["revision"] == before


@pytest.mark.parametrize(("body", "kind", "headers", "status"), [
    ({"text": "  "}, "multipart/form-data", {}, 422),
    ({"text": "no Chinese in this one"}, "multipart/form-data", {}, 422),
    ({"text": TAIHU, "published": "yesterday"}, "multipart/form-data", {}, 422),
    ({"text": TAIHU, "colour": "red"}, "multipart/form-data", {}, 422),
    ({"text": "长" * 30_000}, "multipart/form-data", {}, 413),
    ({"text": TAIHU}, "application/x-www-form-urlencoded", {}, 415),
    ({"text": TAIHU}, "multipart/form-data", {"Sec-Fetch-Site": "cross-site"}, 403),
])  # fmt: skip
def test_read_refuses(
    client: FlaskClient, body: dict[str, str], kind: str, headers: dict[str, str], status: int
) -> None:
    """What cannot be read is refused on a page, as the API refuses it."""
    answer = client.post("/read", data=body, content_type=kind, headers=headers)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")


def test_no_documents(fresh: FlaskClient) -> None:
    """An empty corpus says how to begin."""
    assert "/v1/documents" in fresh.get("/").text
    assert fresh.get("/measures").status_code == 200
    assert "没有这样的文献" in fresh.get("/documents").text


def test_many_regions(fresh: FlaskClient) -> None:
    """A table of more regions than fit has pages; its verdicts are about all of them."""
    codes = [
        region["adcode"] for region in fresh.get("/v1/regions?parent=360000&level=prefecture").json["regions"]
    ]
    for number, code in enumerate(codes):
        post(fresh, f"2018年，全市选派第一书记{number + 100}名。", region=code)
    first = fresh.get("/?measures=first_secretaries")
    second = fresh.get("/?measures=first_secretaries&columns=2")

    assert len(codes) == 11
    assert (len(cells(first.text)), len(cells(second.text))) == (8, 3)
    assert "columns=2" in first.text
    assert fresh.get("/?measures=first_secretaries&sort=-first_secretaries").status_code == 200


def test_reading_by_token(tmp_path: Path) -> None:
    """Where reading is closed, pages are closed like the API; their files are nobody's secret."""
    client = a_client(tmp_path, reading="token")

    assert client.get("/").status_code == 401
    assert client.get("/static/look.css").status_code == 200


def test_original_shows_what_was_received(fresh: FlaskClient) -> None:
    """Line ends, markup and characters that steer: the text of the page is the text of the document."""
    text = f"{JIAN}\r\n<b>{JINPING}</b>\u202e\n"
    document = post(fresh, text)
    page = fresh.get(f"/v1/documents/{document}/view").text

    assert "&lt;b&gt;" in page
    assert "&#13;\n" in page
    assert '<span class="code" data-code="U+202E"></span>' in page
    assert "\u202e" not in page


def test_every_word_is_there_in_both_languages_and_used() -> None:
    """Templates name words that exist, and none is left over; a missing one would be an empty place on a page."""
    folder = Path(explorer.__file__).parent
    pages = [*(folder.parent / "templates" / "explorer").glob("*.html"), *folder.glob("*.py")]
    text = "".join(file.read_text("utf-8") for file in pages if file.name != "words.py")
    named = set(re.findall(r"\bw\.([a-z_0-9]+)", text)) | set(
        re.findall(r"\[[\"']([a-z_0-9]+)[\"']\]", text)
    ) & set(WORDS)
    made = {name for name in WORDS if name.startswith(("gap_", "level_")) or name in {"source", "author"}}

    assert named <= set(WORDS)
    assert not set(WORDS) - named - made
    assert all(chinese and english for chinese, english in WORDS.values())
