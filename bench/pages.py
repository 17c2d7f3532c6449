"""How fast the pages are seen, beside a bare static page of the same words in the same browser, in one run.

    python bench/pages.py             seven rounds in alternating order, about a minute
    python bench/pages.py --smoke     one round: shows that everything runs, not how fast it is

Largest contentful paint and bytes of the first view, medians over the rounds; each in a window without a cache. The
store holds the bundled corpus. Needs Chromium.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.running import served

SEEDED = {"DUIZHAO_SEEDS": "bundled", "DUIZHAO_WORKERS": "1"}
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --no-first-run --disable-component-update --disable-sync"
PAINT = (
    "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))"
    ".observe({type: 'largest-contentful-paint', buffered: true}))"
)


class Silent(SimpleHTTPRequestHandler):
    """Files of a folder, without a log."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    rounds = 1 if parser.parse_args().smoke else 7
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "log", DUIZHAO_HOME=f"{folder}/store", **SEEDED) as client,
        sync_playwright() as playwright,
    ):
        browser, ours = (
            playwright.chromium.launch(executable_path=chromium, args=QUIET.split()),
            str(client.base_url),
        )
        with bare(browser, ours, Path(folder)) as plain:
            pages = {"the explorer": f"{ours}/", "bare static page": plain}
            seen: dict[str, list[tuple[float, int]]] = {name: [] for name in pages}
            for address in pages.values():
                view(browser, address)
            for turn in range(rounds):
                for name in list(pages) if turn % 2 else reversed(list(pages)):
                    seen[name].append(view(browser, pages[name]))
        browser.close()
    paint = {name: statistics.median(each for each, _ in found) for name, found in seen.items()}
    for name, found in seen.items():
        size = statistics.median(each for _, each in found)
        print(f"{name:28} {paint[name]:8.0f} ms to the largest paint {size / 1000:8.1f} kB")
    size = statistics.median(each for _, each in seen["the explorer"])
    print(f"{'largest paint':28} {paint['the explorer']:8.0f} ms  goal < 1000")
    print(f"{'first view':28} {size / 1000:8.1f} kB  goal < 150")


def view(browser: Browser, address: str) -> tuple[float, int]:
    """Milliseconds to the largest paint, and the bytes of all bodies, in a window of its own."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(address, wait_until="networkidle")
    shown = float(page.evaluate(PAINT))
    context.close()
    return shown, sum(sizes)


@contextmanager
def bare(browser: Browser, ours: str, folder: Path) -> Iterator[str]:
    """A page of the same words without style and script, as a file."""
    page = browser.new_page()
    page.goto(ours)
    words = page.evaluate("document.querySelector('main').innerText")
    page.close()
    plain = folder / "plain"
    plain.mkdir()
    text = words.replace("&", "&amp;").replace("<", "&lt;")
    (plain / "index.html").write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title>bare</title><pre>{text}</pre>"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(plain)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


if __name__ == "__main__":
    main()
