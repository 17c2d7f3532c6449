"""What holds on every page: no barrier that axe finds, no page wider than its window, little to load."""

from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import opened

# A table with every verdict and most gaps; one more row would be looked at like these.
PATHS = (
    "/?measures=first_secretaries,village_funding,poverty_fund,inspection_groups&cell=poverty_fund:360821&with=words",
    "/?measures=first_secretaries&find=朝阳",
    "/documents",
    "/measures",
    "/read",
    "/regions/360821",
    "view",
)
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# In the dark only the colours are others.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LARGEST = 150_000


@pytest.fixture(scope="session")
def paths(site: str) -> tuple[str, ...]:
    """The pages, one of each kind."""
    document = httpx.get(f"{site}/v1/documents").json()["documents"][0]["id"]
    return tuple(path if path != "view" else f"/v1/documents/{document}/view" for path in PATHS)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_barrier(browser: Browser, site: str, paths: tuple[str, ...], locale: str) -> None:
    """axe finds nothing against WCAG 2.2 AA on any page, in both languages, light and dark."""
    found = {}
    with opened(browser, site, locale=locale, reduced_motion="reduce") as page:
        for path in paths:
            page.emulate_media(color_scheme="light")
            page.goto(path)
            # Everything folded is looked at, too.
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            found[path, "light"] = wrong(Axe().run(page, options=EVERYTHING).response)
            page.emulate_media(color_scheme="dark")
            found[path, "dark"] = wrong(page.evaluate("(options) => axe.run(options)", COLOURS))

    assert not {where: each for where, each in found.items() if each}


def wrong(result: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The rules that a page breaks, and the first elements that break them."""
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in result["violations"]]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_window(
    browser: Browser, site: str, paths: tuple[str, ...], width: int
) -> None:
    """Only tables scroll sideways, in frames of their own."""
    with opened(browser, site, viewport={"width": width, "height": 844}) as page:
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_first_view_is_light(browser: Browser, site: str) -> None:
    """All that the first page loads is under 150 KB."""
    sizes = {}
    with opened(browser, site) as page:
        page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
        page.goto("/", wait_until="networkidle")
        shown = page.evaluate(
            "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))"
            ".observe({type: 'largest-contentful-paint', buffered: true}))"
        )

    assert len(sizes) > 3
    assert sum(sizes.values()) < LARGEST
    # Generous, for a machine that runs other tests besides; bench/pages.py measures.
    assert shown < 3_000


def test_printed(browser: Browser, site: str) -> None:
    """On paper there are the table and its evidence, and no forms and menus."""
    with opened(browser, site) as page:
        page.goto("/?cell=poverty_fund:360821")
        page.emulate_media(media="print")

        expect(page.locator(".picking")).to_be_hidden()
        expect(page.locator(".top nav")).to_be_hidden()
        expect(page.locator(".cells")).to_be_visible()
        expect(page.locator("#evidence")).to_be_visible()
