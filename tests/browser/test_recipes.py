"""The recipes of docs/recipes.md as their readers would follow them: each is done, looked at and photographed.

The photographs in docs/pictures/ are these: `make pictures` takes them anew. Otherwise they are taken into the test's
own folder and thrown away.
"""

import csv
import os
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.conftest import elsewhere, opened
from tests.running import ROOT

RECIPES = (ROOT / "docs" / "recipes.md").read_text("utf-8")
EXAMPLE = "http://127.0.0.1:8000"
PACKAGES = ROOT / "tests" / "contract" / "node_modules"
VEGA = ("vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js", "vega-embed/build/vega-embed.min.js")
SHEETS = shutil.which("soffice")


def recipe(heading: str, language: str) -> str:
    """The code of this language under a heading of docs/recipes.md."""
    under = RECIPES.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", under, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder for photographs."""
    folder = Path(os.environ.get("PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def reader(browser: Browser, site: str, tmp_path: Path) -> Iterator[Page]:
    """A window on a page of another origin, index.html of the test's own folder."""
    (tmp_path / "favicon.ico").touch()
    with elsewhere(tmp_path) as address, opened(browser, address, also=site) as page:
        yield page


def piece(page: Page, name: str) -> Frame:
    """The piece of this name when it is there; a frame in a closed root is found by its address alone."""
    for _ in range(100):
        found = [frame for frame in page.frames if f"/embed/{name}" in frame.url]
        if found:
            found[0].wait_for_load_state("networkidle")
            return found[0]
        page.wait_for_timeout(100)
    raise AssertionError(name)


def test_dashboard(reader: Page, site: str, tmp_path: Path, pictures: Path) -> None:
    """The page of three pieces, word for word, shows the figures of the API, a picture and sentences."""
    html = recipe("A dashboard of three pieces", "html").replace(EXAMPLE, site)
    (tmp_path / "index.html").write_text(html, "utf-8")
    reader.set_viewport_size({"width": 1000, "height": 1000})
    reader.goto("/index.html")
    table, chart, digest = (piece(reader, name) for name in ("comparison", "chart", "digest"))

    asked = f"{site}/v1/comparison?measures=first_secretaries,work_teams&regions=360821,522628"
    cells = [cell for row in httpx.get(asked).json()["rows"] for cell in row["cells"]]
    shown = table.eval_on_selector_all("table data", "all => all.map(each => each.value)")
    assert shown == [cell["value"] for cell in cells if cell["state"] == "value"]
    assert (
        chart.wait_for_selector("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
        >= 700
    )
    assert "第一书记" in digest.inner_text("body")
    reader.wait_for_function("document.querySelector('body > iframe').offsetHeight != 400")
    reader.screenshot(path=pictures / "dashboard.png", full_page=True)


@pytest.mark.skipif(
    not PACKAGES.joinpath(VEGA[2]).exists(), reason="npm ci --prefix tests/contract was not run"
)
def test_vega(reader: Page, site: str, tmp_path: Path, pictures: Path) -> None:
    """The specification, drawn by Vega itself in a page of another origin, has a bar for each value."""
    for path in VEGA:
        shutil.copy(PACKAGES / path, tmp_path)
    code = recipe("Observable, Vega", "js").replace(EXAMPLE, site)
    code = re.sub(r'import embed from "npm:vega-embed";', "const embed = vegaEmbed;", code)
    scripts = "".join(f'<script src="{Path(path).name}"></script>' for path in VEGA)
    page = f"<!DOCTYPE html><html lang=zh><meta charset=utf-8><body>{scripts}<script type=module>"
    page += f"const display = (element) => document.body.appendChild(element);\n{code}</script>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    reader.set_viewport_size({"width": 800, "height": 400})
    reader.goto("/index.html")

    reader.locator(".vega-embed").locator("canvas, svg").first.wait_for()
    reader.screenshot(path=pictures / "vega.png", full_page=True)


@pytest.mark.skipif(SHEETS is None, reason="LibreOffice Calc is not installed")
def test_sheet(page: Page, site: str, tmp_path: Path, pictures: Path) -> None:
    """The workbook opens in a spreadsheet program, with the figures of the API."""
    asked = f"{site}/v1/comparison.xlsx?measures=first_secretaries,work_teams"
    book = tmp_path / "spreadsheet.xlsx"
    book.write_bytes(httpx.get(asked).content)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for kind in (every_sheet, "png"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            str(SHEETS),
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(book),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    with (tmp_path / "spreadsheet-观测值.csv").open(encoding="utf-8") as sheet:
        opened_rows = list(csv.DictReader(sheet))
    rows = list(csv.DictReader(httpx.get(asked.replace(".xlsx", ".csv")).text.splitlines()))
    assert [row["value"] for row in opened_rows] == [row["value"] for row in rows]
    assert [row["quote"] for row in opened_rows] == [row["quote"] for row in rows]
    paper = b64encode((tmp_path / "spreadsheet.png").read_bytes()).decode()
    page.set_content(f'<body style="margin: 0"><img src="data:image/png;base64,{paper}">')
    page.screenshot(path=pictures / "sheet.png", clip={"x": 50, "y": 55, "width": 940, "height": 150})
