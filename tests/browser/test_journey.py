"""The whole way: open, pick, read a cell, open its source, change the language, take the table, paste a text."""

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened

PASTED = "兴国县脱贫攻坚情况\n2018年，兴国县选派第一书记132名，投入扶贫资金不低于1.5亿元。\n全县贫困村全部派驻了工作队。"
MARKED = """(id) => {
  const places = {};
  for (const mark of document.querySelectorAll(`mark[data-o="${id}"]`)) {
    places[mark.dataset.n] = (places[mark.dataset.n] ?? "") + mark.textContent;
  }
  return Object.values(places);
}"""


def asked(page: Page) -> dict[str, str]:
    """The parameters of the address that a window is at."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def figures(site: str, **query: str) -> list[Any]:
    """Figures of the API."""
    return list(httpx.get(f"{site}/v1/observations", params=query | {"limit": "500"}).json()["observations"])


def test_pick_read_open(page: Page, site: str) -> None:
    """Regions and measures picked become an address; a cell opens its sentence, and that the original's characters."""
    page.goto("/")
    page.get_by_label("太原市").uncheck()
    page.get_by_text("选指标").first.click()
    page.get_by_label("扶贫资金投入").check()
    page.get_by_label("贫困村数", exact=False).first.check()
    page.get_by_role("button", name="对照").click()

    page.wait_for_url(re.compile("measures=poverty_fund,poor_villages"))
    assert asked(page)["regions"] == "150424,360821,520000,522628"
    assert page.locator(".cells thead th").count() == 6

    page.locator('[id="poverty_fund:360821"]').click()
    panel = page.locator("#evidence")
    expect(panel).to_be_focused()
    (figure,) = figures(site, measure="poverty_fund", region="360821")
    expect(panel.locator("mark").first).to_have_text(figure["evidence"][0]["quote"])
    expect(panel).to_contain_text(figure["value"])
    assert asked(page)["cell"] == "poverty_fund:360821"

    panel.get_by_role("link", name="看原文").first.click()
    page.wait_for_url(re.compile(f"/view#o={figure['id']}"))
    assert "".join(page.locator("#source .is-there").all_text_contents()) == figure["evidence"][0]["quote"]
    expect(page.locator("#source .is-there").first).to_be_in_viewport()


def test_every_figure_is_marked_where_it_stands(page: Page, site: str) -> None:
    """In each original the marks of each figure, joined, are its quotes, and nothing else of the text is changed."""
    for entry in httpx.get(f"{site}/v1/documents").json()["documents"]:
        page.goto(f"/v1/documents/{entry['id']}/view")
        text = httpx.get(f"{site}/v1/documents/{entry['id']}/text").text
        found = figures(site, document=entry["id"])

        assert page.locator("#source").text_content() == text
        assert found
        for each in found:
            assert page.evaluate(MARKED, each["id"]) == [one["quote"] for one in each["evidence"]]


def test_language_stays_in_the_address(page: Page) -> None:
    """The switch keeps what is on the page, and links carry the language on."""
    page.goto("/?measures=first_secretaries&cell=first_secretaries:522628")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile("lang=en"))

    assert page.locator("html").get_attribute("lang") == "en"
    assert asked(page)["cell"] == "first_secretaries:522628"
    expect(page.locator("#evidence")).to_contain_text("First secretaries dispatched")
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    assert asked(page)["lang"] == "en"


def test_take_the_table(page: Page, tmp_path: Path) -> None:
    """The CSV of the page has a row for each of its cells; the call of the API is for this very table."""
    page.goto("/?measures=first_secretaries,work_teams&regions=360821,522628")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV").click()
    downloading.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == page.locator(".cells td.cell").count() == 4
    call = page.locator(".take code").first.text_content() or ""
    address = re.search(r"'(http[^']+)'", call)
    assert address
    assert len(httpx.get(address[1]).json()["rows"]) == 2


def test_paste_a_text(page: Page, site: str) -> None:
    """A pasted text is analysed in place: what is marked is what the API finds, and nothing is stored."""
    before = httpx.get(f"{site}/version").json()["revision"]
    page.goto("/read")
    page.get_by_label("正文").fill(PASTED)
    page.get_by_role("button", name="读").click()
    expect(page.locator("#result")).to_be_focused()
    found = httpx.post(
        f"{site}/v1/analyses", content=PASTED.encode(), headers={"Content-Type": "text/plain"}
    ).json()["observations"]

    assert len(found) == 2
    for each in found:
        assert page.evaluate(MARKED, each["id"]) == [one["quote"] for one in each["evidence"]]
    assert page.locator("#source").text_content() == PASTED
    page.get_by_label("正文").fill("   ")
    assert httpx.get(f"{site}/version").json()["revision"] == before


def test_upload_what_cannot_be_read(browser: Browser, site: str) -> None:
    """A refusal is said on the page, beside the form that stays as it is."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    page.goto("/read")
    page.get_by_label("正文").fill("This text is not Chinese at all, and no figure can be found in it.")
    page.get_by_role("button", name="读").click()

    expect(page.locator("#problem")).to_contain_text("Chinese")
    expect(page.get_by_label("正文")).not_to_be_empty()
    context.close()


def test_keyboard_alone(page: Page) -> None:
    """Skip to the content, add a region out of the list of names, open a cell, leave it: without a mouse."""
    page.goto("/?measures=first_secretaries,work_teams&regions=360821,522628")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    while page.evaluate("document.activeElement.id") != "find":
        page.keyboard.press("Tab")
    page.keyboard.type("贵州")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("贵州省")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("regions=360821,522628,520000"))

    cell = page.locator('[id="work_teams:522628"]')
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    expect(page.locator("#evidence")).to_be_hidden()
    page.go_back()
    expect(page.locator("#evidence")).to_be_visible()


def test_words_come_when_seen(page: Page) -> None:
    """What takes longer is fetched once one comes near it."""
    page.goto("/")
    page.locator("#words").scroll_into_view_if_needed()

    expect(page.locator("#words .word").first).to_be_visible()


@pytest.mark.parametrize("path", ["/?cell=poverty_fund:360821", "/documents", "/measures", "/regions/360821"])
def test_reads_without_scripts(browser: Browser, site: str, path: str) -> None:
    """Everything is there for reading when no script runs."""
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto(path)
        expect(page.locator("main")).to_contain_text("扶贫资金投入" if "docu" not in path else "吉安县")


def test_the_way_without_scripts(browser: Browser, site: str) -> None:
    """Form, evidence, original and pasting work without a script; the figure stands out by its fragment alone."""
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto("/?measures=first_secretaries,poverty_fund")
        page.get_by_label("添加地区").fill("安化县")
        page.get_by_role("button", name="对照").click()
        assert asked(page)["regions"].split(",")[-1] == "430923"
        page.locator('[id="poverty_fund:522628"]').click()
        page.get_by_role("link", name="看原文").first.click()
        found = asked_figure(page)
        assert page.locator("#source :target").get_attribute("data-o") == found
        page.goto("/read")
        page.get_by_label("正文").fill(PASTED)
        page.get_by_role("button", name="读").click()
        assert page.locator("#source").text_content() == PASTED


def asked_figure(page: Page) -> str:
    """The id of the figure that the fragment names."""
    return urlsplit(page.url).fragment.removeprefix("o=")
