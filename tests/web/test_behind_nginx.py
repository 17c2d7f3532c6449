"""deploy/nginx.conf keeps slow clients away from the service: tried with nginx itself."""

import contextlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.web.clients import JIAN, Server

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
SLOW = 512
HEAD = b"Host: a\r\nConnection: close\r\n"

pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="no nginx: apt-get install nginx-light")


def test_slow_clients(server: Server, tmp_path: Path) -> None:
    """512 clients that drip their headers do not make a good one wait a tenth of a second."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = CONFIGURATION.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    said = said.replace("listen 8080", f"listen 127.0.0.1:{port}")
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(said.replace("http {", "http {\naccess_log off;\n" + places))
    process = subprocess.Popen(
        [
            *(NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")),
            *("-g", f"daemon off; pid {tmp_path}/pid;"),
        ],
    )
    try:
        proxy = Server(port)
        assert wait_for(proxy), (tmp_path / "errors").read_text()
        with contextlib.ExitStack() as slow:
            dripping = [
                slow.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
                for _ in range(SLOW)
            ]
            for each in dripping:
                each.sendall(b"GET /v1/measures HTTP/1.1\r\nHost: a\r\nX-Dri")
            seconds = [asked(proxy) for _ in range(40)]
            for each in dripping:
                each.sendall(b"p")
            seconds += [asked(proxy) for _ in range(40)]
        posted = JIAN.encode()
        head = b"POST /v1/analyses HTTP/1.1\r\n" + HEAD + b"Content-Type: text/plain\r\n"
        status, answer = proxy.raw(head + b"Content-Length: %d\r\n\r\n" % len(posted), posted, patience=20)

        # A machine that is busy with other tests has slow moments of its own.
        assert sorted(seconds)[len(seconds) * 9 // 10] < 0.1
        assert status == 200, answer
    finally:
        process.terminate()
        process.wait(10)


def asked(proxy: Server) -> float:
    """Seconds to an answer."""
    begun = time.perf_counter()
    status, answer = proxy.raw(b"GET /v1/measures HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert status == 200, answer[:500]
    return time.perf_counter() - begun


def wait_for(proxy: Server) -> bool:
    """Whether the proxy answers in time."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if proxy.raw(b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n")[0] == 200:
                return True
        time.sleep(0.1)
    return False
