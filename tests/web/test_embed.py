"""Pieces for other pages: what they show, who may frame them, and what oEmbed makes of an address."""

import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.corpus import Corpus
from service.settings import Settings
from service.web import create_app
from service.web.charts import EXTENSION as PEN
from tests.web.clients import a_client

ASKED = "measures=first_secretaries,poverty_fund&regions=360821,522628"
PIECES = ("comparison", "chart", "digest", "evidence")
ORIGIN = "http://localhost"


@pytest.mark.parametrize("piece", PIECES)
def test_pieces(client: FlaskClient, piece: str) -> None:
    """Each piece stands on its own: styles and scripts of ours, nothing written into the page."""
    answer = client.get(f"/embed/{piece}?{ASKED}")
    policy = answer.headers["Content-Security-Policy"]

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.endswith("frame-ancestors *")
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", answer.text)
    assert not re.search(r'(?:src|href)="(?!/)', answer.text)
    assert "吉安县" in answer.text


def test_values(client: FlaskClient) -> None:
    """The table has the exact digits of the API, and says why a cell is empty."""
    compared = client.get(f"/v1/comparison?{ASKED}").json
    said = [cell["value"] for row in compared["rows"] for cell in row["cells"] if cell["state"] == "value"]
    answer = client.get(f"/embed/comparison?{ASKED}")

    assert re.findall(r'<data value="([^"]+)">', answer.text) == said
    assert 'class="gap no_number">无数字：“' in answer.text
    assert "/v1/comparison.csv?" in answer.text


def test_tags(client: FlaskClient) -> None:
    """A piece is kept and tagged as every other answer, whatever name the service was asked by."""
    first = client.get(f"/embed/comparison?{ASKED}", headers={"Host": "one.example"})
    other = client.get(f"/embed/comparison?{ASKED}", headers={"Host": "two.example"})
    held = client.get(f"/embed/comparison?{ASKED}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == other.data
    assert held.status_code == 304
    assert "frame-ancestors *" in held.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [("", "zh", "指标"), ("&lang=en", "zh", "Measure"), ("&lang=zh", "en", "指标"), ("", "en", "Measure")],
)
def test_languages(client: FlaskClient, query: str, language: str, word: str) -> None:
    """A piece is in the language of its address, else of the reader."""
    answer = client.get(f"/embed/comparison?{ASKED}{query}", headers={"Accept-Language": language})

    assert f">{word}</th>" in answer.text


@pytest.mark.parametrize(
    ("said", "ancestors"),
    [
        ((), "'none'"),
        (("*",), "*"),
        (("https://a.example", "https://b.example"), "'self' https://a.example https://b.example"),
    ],
)
def test_who_may_frame(tmp_path: Path, said: tuple[str, ...], ancestors: str) -> None:
    """Who may frame a piece is a setting; an error is framed like a piece."""
    client = a_client(tmp_path, embed=said)
    for address in ("/embed/evidence", "/embed/comparison?regions=乌有县"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert policy.rpartition("frame-ancestors ")[2] == ancestors


def test_setting() -> None:
    """The setting takes origins, or all, or none."""
    read = lambda text: Settings.from_environment({"DUIZHAO_EMBED": text}).embed  # noqa: E731

    assert (read("*"), read(""), read("https://a.example")) == (("*",), (), ("https://a.example",))
    assert Settings().embed == ("*",)


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/embed/comparison?regions=乌有县", 422, "乌有县"),
        ("/embed/chart?kind=pie", 422, "kind"),
        ("/embed/digest?characters=0", 422, "characters"),
        ("/embed/evidence?observation=0123456789abcdef", 404, "0123456789abcdef"),
        ("/embed/comparison?colour=red", 422, "colour"),
        ("/embed/comparison?theme=pink&lang=en", 422, "light, dark, auto"),
    ],
)
def test_refused(client: FlaskClient, address: str, status: int, word: str) -> None:
    """What cannot be shown is said in the piece, with what would be right."""
    answer = client.get(address)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert word in answer.text


def test_evidence_of_a_figure(client: FlaskClient) -> None:
    """One figure has a piece of its own, with its sentence and the way to its place in the original."""
    figure = client.get("/v1/observations?region=360821&measure=first_secretaries").json["observations"][0]
    answer = client.get(f"/embed/evidence?observation={figure['id']}")

    assert "<mark>" in answer.text
    assert f"/v1/documents/{figure['document']}/view#o={figure['id']}" in answer.text


@pytest.mark.parametrize("name", ["duizhao.js", "frame.js", "embed.css"])
def test_files(client: FlaskClient, name: str) -> None:
    """Scripts and styles may be used by pages of any origin, and come from here alone."""
    answer = client.get(f"/embed/{name}")

    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not re.search(r"https?://(?!duizhao\.example)", answer.text)
    held = client.get(f"/embed/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert held.status_code == 304


def test_reading_with_tokens(tmp_path: Path) -> None:
    """Where reading needs a token, pieces do; their files are no secret."""
    client = a_client(tmp_path, reading="token")

    assert client.get("/embed/comparison").status_code == 401
    assert client.get("/oembed?url=/embed/comparison").status_code == 401
    assert client.get("/embed/duizhao.js").status_code == 200


@pytest.mark.parametrize("piece", PIECES)
def test_oembed(client: FlaskClient, piece: str) -> None:
    """An address of a piece becomes a frame of it, as wide and as high as there is room."""
    url = quote(f"{ORIGIN}/embed/{piece}?{ASKED}&lang=en", safe="")
    found = client.get(f"/oembed?url={url}&maxwidth=500&maxheight=300&format=json").json

    assert (found["version"], found["type"], found["width"], found["height"]) == ("1.0", "rich", 500, 300)
    source = re.search(r'src="([^"]+)"', found["html"])
    assert source is not None
    address = source[1].replace("&amp;", "&")
    assert address.startswith(f"{ORIGIN}/embed/{piece}?measures=")
    assert client.get(address.removeprefix(ORIGIN)).status_code == 200


def test_oembed_of_the_explorer(client: FlaskClient) -> None:
    """The explorer's address becomes the comparison that it shows."""
    url = quote(f"/?{ASKED}&show=all&cell=first_secretaries:360821", safe="")
    found = client.get(f"/oembed?url={url}").json

    assert f"{ORIGIN}/embed/comparison?measures=first_secretaries,poverty_fund" in found["html"]
    assert "show" not in found["html"]


def test_discovery(client: FlaskClient) -> None:
    """Pieces and the explorer name their oEmbed address, and it is answered."""
    for page in (f"/embed/comparison?{ASKED}", "/?regions=360821"):
        found = re.search(r'type="application/json\+oembed" href="([^"]+)"', client.get(page).text)
        assert found is not None
        assert client.get(found[1].replace("&amp;", "&")).json["type"] == "rich"


@pytest.mark.parametrize(
    ("query", "status", "type_"),
    [
        ("url=https://other.example/embed/chart", 404, "not-found"),
        ("url=http://localhost:81/embed/chart", 404, "not-found"),
        ("url=/docs", 404, "not-found"),
        ("url=/embed/duizhao.js", 404, "not-found"),
        ("url=/embed/../v1/observations", 404, "not-found"),
        ("url=//other.example/embed/chart", 422, "bad-parameter"),
        ("url=http://user:secret@localhost/embed/chart", 422, "bad-parameter"),
        ("url=javascript:alert(1)", 422, "bad-parameter"),
        ("url=file:///embed/chart", 422, "bad-parameter"),
        ("url=http://[::1/embed/chart", 422, "bad-parameter"),
        ("url=http://localhost:x/embed/chart", 422, "bad-parameter"),
        ("url=%2Fembed%2Fchart%3Fkind%3Dpie", 422, "bad-parameter"),
        ("url=%2Fembed%2Fchart%3Fa%3D1%26a%3D2", 422, "bad-parameter"),
        ("url=%2Fembed%2Fchart%3Fregions%3D%25ff", 422, "bad-parameter"),
        ("url=%2Fembed%2Fchart%3Fregions%3Dx", 422, "unknown-region"),
        ("url=/embed/chart&format=xml", 501, "not-offered"),
        ("url=/embed/chart&format=yaml", 422, "bad-parameter"),
        ("url=/embed/chart&maxwidth=0", 422, "bad-parameter"),
        ("", 422, "missing-parameter bad-parameter"),
    ],
)
def test_oembed_refused(client: FlaskClient, query: str, status: int, type_: str) -> None:
    """Only addresses of this service become pieces, and nothing is fetched; the rest is a clear problem."""
    answer = client.get(f"/oembed?{query}")

    assert answer.status_code == status, answer.text
    assert answer.json["type"].rpartition("/")[2] in type_.split()


def test_oembed_is_safe_html(client: FlaskClient) -> None:
    """What stands in an address is no HTML in the piece."""
    url = quote('/embed/chart?regions=360821&lang=en"><script>alert(1)</script>', safe="")
    assert client.get(f"/oembed?url={url}").status_code == 422
    url = quote('/?regions=360821&x="><script>', safe="")
    assert "<script" not in client.get(f"/oembed?url={url}").json["html"]


def test_recipes(tmp_path: Path) -> None:
    """Every address that docs/recipes.md names is answered, by a service with the bundled corpus."""
    page = (Path(__file__).parent.parent.parent / "docs" / "recipes.md").read_text("utf-8")
    addresses = re.findall(r"http://127\.0\.0\.1:8000(/[^\s`\"<>)]+)", page)
    app = create_app(Settings(home=tmp_path))
    Corpus.open(Settings(home=tmp_path)).seed()
    client = app.test_client()
    can_draw = find_spec("vl_convert") is not None

    assert len(addresses) > 15
    for address in addresses:
        if can_draw or (".svg" not in address and ".png" not in address):
            answer = client.get(address, headers={"Host": "127.0.0.1:8000"})
            assert answer.status_code == 200, (address, answer.text)
    app.extensions[PEN].close()
