"""Pieces in pages of another origin, in a real browser: the numbers of the API, no other request, nothing that runs.

One gunicorn serves documents that are as hostile as documents get; a second server is the page around the pieces.
"""

import contextlib
import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright import sync_api

from tests.browser.conftest import elsewhere
from tests.running import served

JIAN = "2017年，吉安县选派52名第一书记驻村。全县投入扶贫资金不低于3.2亿元。"
JINPING = "锦屏县选派61名第一书记驻村。2018年，锦屏县投入扶贫资金2亿元。"
ASKED = "measures=first_secretaries,poverty_fund&regions=360821,522628"
# What would run, if it were taken for anything but text; {} is what it would say.
RUNS = "alert(1)"
PAYLOADS = (
    f"<script>{RUNS}</script>",
    f"</title><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"<svg><script>{RUNS}</script></svg>",
    f"</text><script>{RUNS}</script><text>",
    f"</svg><img src=x onerror={RUNS}>",
    f"<![CDATA[<script>{RUNS}</script>]]>",
    f"]]><script>{RUNS}</script>",
    f"<!--><script>{RUNS}</script>",
    f'"><script>{RUNS}</script>',
    f"'><script>{RUNS}</script>",
    f'" onload="{RUNS}',
    f"' onmouseover='{RUNS}",
    f'" autofocus onfocus="{RUNS}" x="',
    f"` onerror=`{RUNS}",
    f"javascript:{RUNS}",
    f"JaVaScRiPt:{RUNS}",
    f"java\tscript:{RUNS}".replace("\t", "&Tab;"),
    f"data:text/html,<script>{RUNS}</script>",
    f"vbscript:{RUNS}",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    f"&#60;script&#62;{RUNS}&#60;/script&#62;",
    f"&quot;&gt;&lt;img src=x onerror={RUNS}&gt;",
    f"\\u003cscript\\u003e{RUNS}",
    f"\\x3cscript\\x3e{RUNS}",
    "{{7*7}}",
    "{% raw %}{{ config }}{% endraw %}",
    "{{ ''.__class__ }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    '{"expr": "alert(1)"}',
    '{"signal": "alert(1)"}',
    "datum['constructor']('alert(1)')()",
    f"<iframe srcdoc='<script>{RUNS}</script>'>",
    f"<a href=javascript:{RUNS}>点</a>",
    f"<math><mtext></p><style><img src=x onerror={RUNS}></style></mtext></math>",
    f"<details open ontoggle={RUNS}>",
    f"<base href=//evil.example/><script src=x>{RUNS}</script>",
    f"<style>@import 'javascript:{RUNS}';</style>",
    f"<foreignObject><body onload={RUNS}></foreignObject>",
    f"=cmd|'/c {RUNS}'!A1",
    f'@import url("javascript:{RUNS}")',
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with two plain documents, and one more for each payload in title, source and text."""
    home = tmp_path_factory.mktemp("embed")
    with served(home / "log", DUIZHAO_HOME=str(home / "store"), DUIZHAO_WORKERS="1") as client:
        for text, said in ((JIAN, "360821"), (JINPING, "522628")):
            assert client.post("/v1/documents", json={"text": text, "region": said}).status_code == 201
        yield str(client.base_url)


@pytest.fixture(scope="module")
def around(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Another origin: HTML -> the address of a page with it, under a policy that allows nothing inline."""
    folder = tmp_path_factory.mktemp("around")

    policy = f"default-src 'none'; script-src {base}; frame-src {base}; img-src {base}"
    with elsewhere(folder, Content_Security_Policy=policy) as address:

        def page(html: str) -> str:
            name = f"{len(list(folder.iterdir()))}.html"
            whole = f"<!DOCTYPE html><html lang=zh><meta charset=utf-8><title>外</title><body>{html}"
            (folder / name).write_text(whole, "utf-8")
            return f"{address}/{name}"

        yield page


class Watched:
    """A tab, and what a page must not do in it."""

    def __init__(self, browser: Any, base: str) -> None:
        self.page = browser.new_page(viewport={"width": 1000, "height": 800})
        self.base = base
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("dialog", self._dismiss)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def strangers(self) -> list[str]:
        """What was asked of others than the two servers here."""
        return [each for each in self.asked if not each.startswith(("http://127.0.0.1:", "data:", "about:"))]


@pytest.fixture
def tab(browser: Any, base: str) -> Iterator[Watched]:
    watched = Watched(browser, base)
    yield watched
    watched.page.close()


def numbers(base: str) -> dict[tuple[str, str], str]:
    """The figures of the API by measure and region."""
    found = httpx.get(f"{base}/v1/comparison?{ASKED}").json()
    return {
        (row["measure"], cell["region"]): cell["value"]
        for row in found["rows"]
        for cell in row["cells"]
        if cell["state"] == "value"
    }


def data_of(frame: Any) -> list[str]:
    """The exact figures that a table shows, row by row."""
    frame.wait_for_selector("table data")
    found: list[str] = frame.eval_on_selector_all("table data", "all => all.map(each => each.value)")
    return found


def until(is_so: Callable[[], Any], seconds: float = 15) -> None:
    """Wait for it; the pages allow no script to wait within them."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(sync_api.Error):
            if is_so():
                return
        assert time.monotonic() < end
        time.sleep(0.05)


def test_frame(tab: Watched, base: str, around: Callable[[str], str]) -> None:
    """A framed comparison shows the numbers of the API, and its height reaches the page around it."""
    html = f'<script src="{base}/embed/duizhao.js" defer></script>'
    html += f'<iframe src="{base}/embed/comparison?{ASKED}" width="600" height="40" title="t"></iframe>'
    tab.page.goto(around(html))
    frame = tab.page.frames[1]

    assert data_of(frame) == list(numbers(base).values()) == ["52", "61", "320000000", "200000000"]
    until(lambda: tab.page.evaluate("document.querySelector('iframe').offsetHeight > 120"))
    high = frame.evaluate("document.documentElement.scrollHeight")
    assert high == frame.evaluate("innerHeight")
    assert (tab.errors, tab.dialogs, tab.strangers) == ([], [], [])


def test_web_components(tab: Watched, base: str, around: Callable[[str], str]) -> None:
    """The elements show comparison and chart at their height; what stood in them was shown until then."""
    html = f"""<script src="{base}/embed/duizhao.js" defer></script>
    <duizhao-comparison measures="first_secretaries,poverty_fund" regions="360821,522628" lang="en" theme="dark">
    <a href="{base}/">fallback</a></duizhao-comparison>
    <duizhao-chart kind="dot" measures="poverty_fund" regions="360821,522628" theme="dark"></duizhao-chart>"""
    tab.page.goto(around(html))
    high = "e => e.every(each => each.shadowRoot.querySelector('iframe').offsetHeight > 100)"
    until(lambda: tab.page.eval_on_selector_all("duizhao-comparison, duizhao-chart", high))
    table, chart = sorted(tab.page.frames[1:], key=lambda frame: "/chart" in frame.url)

    assert data_of(table) == list(numbers(base).values())
    assert table.text_content("thead th") == "Measure"
    assert table.evaluate("document.documentElement.dataset.theme") == "dark"
    assert chart.evaluate("document.querySelector('img').naturalWidth") == 720
    assert "320000000" in chart.get_attribute("img", "alt")
    assert not tab.page.is_visible("text=fallback")
    titles = "all => all.map(each => each.shadowRoot.querySelector('iframe').title)"
    shown = tab.page.eval_on_selector_all("duizhao-comparison, duizhao-chart", titles)
    assert all("吉安县" in title for title in shown)
    tab.page.evaluate("document.querySelector('duizhao-comparison').setAttribute('regions', '360821')")
    until(lambda: len(data_of(table)) == 2)
    assert (tab.errors, tab.dialogs, tab.strangers) == ([], [], [])


def test_without_script(browser: Any, base: str, around: Callable[[str], str]) -> None:
    """Where no script runs, the picture inside the element is shown."""
    html = f"""<duizhao-chart measures="first_secretaries"><img alt="图"
    src="{base}/v1/charts/bar.png?measures=first_secretaries&scale=1"></duizhao-chart>"""
    page = browser.new_page(java_script_enabled=False)
    page.goto(around(html), wait_until="load")

    assert page.locator("img").bounding_box()["width"] == 720
    page.close()


def test_download_within(tab: Watched, base: str, around: Callable[[str], str]) -> None:
    """The data can be downloaded from within the frame, and are those of the table."""
    tab.page.goto(around(f'<iframe src="{base}/embed/comparison?{ASKED}" height="600" title="t"></iframe>'))
    frame = tab.page.frames[1]
    shown = data_of(frame)
    with tab.page.expect_download() as download:
        frame.click("text=CSV")
    text = Path(download.value.path()).read_text("utf-8-sig")

    assert [row["value"] for row in csv.DictReader(io.StringIO(text, newline=""))] == shown


def test_colours(tab: Watched, base: str) -> None:
    """No accessible name is missing and no text is too pale, in both themes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for piece in ("comparison", "chart", "digest", "evidence"):
        for theme in ("light", "dark"):
            tab.page.goto(f"{base}/embed/{piece}?{ASKED}&theme={theme}")
            found = axe.run(tab.page)
            assert found.violations_count == 0, (piece, theme, found.generate_report())


def test_nothing_of_a_document_runs(tab: Watched, base: str) -> None:
    """Markup, scripts, templates and addresses in titles, sources and texts are text wherever they are shown."""
    # A county for each payload, so that one page shows all of them.
    known = [
        region
        for parent in ("520300", "522300", "522600", "522700")
        for region in httpx.get(f"{base}/v1/regions?level=county&parent={parent}").json()["regions"]
    ]
    counties = [each for each in known if each["adcode"] != "522628"][: len(PAYLOADS)]
    for county, payload in zip(counties, PAYLOADS, strict=True):
        place = county["name"]
        text = f"{payload}。2018年，{place}选派52名第一书记驻村。脱贫攻坚工作队进驻各个贫困村帮扶群众。" * 2
        said = {"text": text, "title": payload, "source": payload, "region": county["adcode"]}
        added = httpx.post(f"{base}/v1/documents", json=said)
        assert added.status_code == 201, (payload, added.text)
    regions = ",".join(county["adcode"] for county in counties)
    asked = f"measures=first_secretaries&regions={regions}"
    for piece in ("comparison", "digest", "evidence", "chart"):
        _is_text(tab, f"{base}/embed/{piece}?{asked}")
    _is_text(tab, f"{base}/embed/evidence?{asked}")
    shown = " ".join(tab.page.inner_text("body").split())
    missing = [payload for payload in PAYLOADS if payload not in shown]
    assert missing == []
    for address in (
        f"/?{asked}",
        "/documents",
        f"/v1/charts/matrix.svg?{asked}",
        f"/v1/charts/dot.svg?{asked}",
    ):
        _is_text(tab, base + address)
    # Three titles stand under a picture.
    codes = [county["adcode"] for county in counties]
    for start in range(0, len(codes), 3):
        some = ",".join(codes[start : start + 3])
        _is_text(tab, f"{base}/v1/charts/bar.svg?measures=first_secretaries&regions={some}")
        drawn = "".join(tab.page.text_content("svg").split())
        assert [each for each in PAYLOADS[start : start + 3] if "".join(each[:20].split()) not in drawn] == []
    for address in (f"/v1/comparison.csv?{asked}", "/v1/observations.csv"):
        answer = httpx.get(base + address)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not [
            cell
            for row in csv.reader(io.StringIO(answer.text, newline=""))
            for cell in row
            if cell[:1] in {"=", "@"}
        ]

    assert tab.dialogs == []
    assert tab.strangers == []


# What must not have become of a text: elements, handlers, links to scripts.
BECOME = """(() => {
  const all = [...document.querySelectorAll('*')];
  const bad = 'script:not([src]), iframe, base, foreignObject, math, object, embed, [srcdoc]';
  const handlers = all.filter(e => [...e.attributes].some(a => a.name.startsWith('on')));
  const links = all.filter(e => /^(javascript|data|vbscript):/i.test((e.getAttribute('href') || '').trim()));
  return [...document.querySelectorAll(bad), ...handlers, ...links].map(e => e.outerHTML.slice(0, 200));
})()"""


def _is_text(tab: Watched, address: str) -> None:
    tab.errors.clear()
    answer = tab.page.goto(address, wait_until="load")

    assert answer.status == 200, (address, answer.text()[:500])
    assert tab.page.evaluate(BECOME) == [], address
    assert [each for each in tab.errors if "Content Security Policy" in each] == [], address
