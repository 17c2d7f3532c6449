"""A browser and the sites that it visits. What no page may ever do is watched on all of them: ask another host, open a
dialog, write an error, break the policy.

`site` has the bundled corpus; `page` is a window on it whose watch is looked at when the test ends.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.running import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing of the browser's own goes out, either.
QUIET = (
    "--no-sandbox --disable-gpu --disable-background-networking --no-first-run --disable-component-update "
    "--disable-sync"
).split()
VIOLATION = (
    "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective))"
)
Window = Callable[..., Page]


@dataclass
class Watch:
    """What happened in a window that ought not to."""

    hosts: set[str]
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Look at this window from now on."""
        page.on("request", self._asked)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.add_init_script(VIOLATION)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc not in self.hosts:
            self.outside.append(request.url)

    def check(self) -> None:
        """Nothing of it happened."""
        assert not self.outside
        assert not self.errors
        assert not self.dialogs


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with the bundled corpus, for reading only."""
    home = tmp_path_factory.mktemp("site")
    said = {"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": "bundled", "DUIZHAO_WORKERS": "1"}
    with served(home / "log", **said) as client:
        yield str(client.base_url)


@contextmanager
def elsewhere(folder: Path, **headers: str) -> Iterator[str]:
    """Another origin: the address at which the files of a folder are served, with these headers (Name_Of_It=value)."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing."""

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(browser: Browser, site: str, *, also: str = "", **options: object) -> Iterator[Page]:
    """A window on a site, watched; it may ask one more host. Options as Playwright names them."""
    usual = {"locale": "zh-CN", "base_url": site, "viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(**(usual | options))  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    watch = Watch({urlsplit(each).netloc for each in (site, also)})
    page = context.new_page()
    watch.over(page)
    yield page
    context.close()
    watch.check()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A window on the bundled corpus, in Chinese, with scripts."""
    with opened(browser, site) as window:
        yield window
