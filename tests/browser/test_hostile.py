"""Documents that would like to be more than text: shown as text, on every page, with nothing run and nothing loaded."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import opened
from tests.running import served

PAYLOADS = (
    "<script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover=alert(1) x='",
    "</textarea><iframe src=javascript:alert(1)>",
    "{{7*7}}${7*7}{%raw%}",
    "<a href=javascript:alert(1)>点我</a>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "<!--><script>alert(1)</script>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<base href=//x.example><link rel=stylesheet href=//x.example/x.css>",
    "]]><svg/onload=alert(1)>",
)
TURNING = "第一书记\u202e名43派选县全\u202c。零宽\u200b字符。"
LONG = "长" * 10_000
RUNNING = "main :is(script, style, svg, math, iframe, object, embed, base, link, img:not(picture img)), [onload], [onerror]"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """A site with one document for each payload, in title and text, and their ids."""
    home = tmp_path_factory.mktemp("hostile")
    with served(home / "log", DUIZHAO_HOME=str(home), DUIZHAO_WORKERS="1") as client:
        texts = [
            (
                each,
                f"2018年，吉安县选派第一书记{number + 20}名{each}驻村。全县投入扶贫资金{number + 2}亿元。{each}\n{TURNING}",
            )
            for number, each in enumerate(PAYLOADS)
        ]
        texts.append(("长" * 300, f"2018年，锦屏县选派第一书记61名。{LONG}"))
        answers = [
            client.post("/v1/documents", json={"title": title, "text": text, "region": "360821"})
            for title, text in texts
        ]
        assert {answer.status_code for answer in answers} == {201}
        yield str(client.base_url), [answer.json()["id"] for answer in answers]


def test_nothing_runs(browser: Browser, hostile: tuple[str, list[str]]) -> None:
    """Lists, tables, evidence and originals show every payload as the characters that it is."""
    address, documents = hostile
    with opened(browser, address, viewport={"width": 390, "height": 844}) as page:
        for path in (
            "/",
            "/?cell=first_secretaries:360821",
            "/documents",
            "/regions/360821",
            "/?find=%3Csvg%20onload=alert(1)%3E",
        ):
            page.goto(path)
            assert not page.locator(RUNNING).count(), path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        page.goto("/documents")
        shown = page.locator("main").text_content() or ""
        assert all(payload in shown for payload in PAYLOADS)
        for document in documents:
            page.goto(f"/v1/documents/{document}/view")
            assert not page.locator(RUNNING).count()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            source = httpx.get(f"{address}/v1/documents/{document}/text").text
            seen = page.locator("#source").text_content() or ""
            assert seen == "".join(each for each in source if each not in "\u202e\u202c\u200b")


def test_steering_characters_are_shown_by_their_codes(
    browser: Browser, hostile: tuple[str, list[str]]
) -> None:
    """What would turn the text around, or hide in it, stands there to be seen."""
    address, documents = hostile
    with opened(browser, address) as page:
        page.goto(f"/v1/documents/{documents[0]}/view")
        codes = page.locator("#source .code").evaluate_all("all => all.map((each) => each.dataset.code)")

    assert codes == ["U+202E", "U+202C", "U+200B"]


def test_pasted_payloads(browser: Browser, hostile: tuple[str, list[str]]) -> None:
    """A text that is only passing through is no more than text, either."""
    address, _ = hostile
    with opened(browser, address) as page:
        page.goto("/read")
        page.get_by_label("正文").fill(
            "\n".join(
                f"2018年，吉安县选派第一书记{at + 20}名，驻村帮扶贫困群众。{each}"
                for at, each in enumerate(PAYLOADS)
            )
        )
        page.get_by_role("button", name="读").click()
        page.locator("#source mark").first.wait_for()

        assert not page.locator(RUNNING).count()
        assert "<script>alert(1)</script>" in (page.locator("#source").text_content() or "")


def test_policy(hostile: tuple[str, list[str]]) -> None:
    """No page lets anything in from elsewhere, or run that is no file of ours, or be framed."""
    address, documents = hostile
    for path in ("/", "/documents", f"/v1/documents/{documents[-1]}/view"):
        policy = httpx.get(address + path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
