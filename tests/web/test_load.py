"""Whatever texts and loads come, each request ends in time and the health of the process is never in doubt."""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient

from service.corpus import analyst
from service.errors import BadParameter, DuizhaoError, Overloaded, TooComplex
from service.model import Analysis
from service.web.gates import Gate, gates_for
from service.web.kept import Kept
from tests.web.clients import JIAN, Server, a_client, post

CHANCE = random.Random(1)  # noqa: S311
RARE = [chr(code) for code in range(0x3400, 0x4DB0)]
BOMBS = {
    "random rare Han": "".join(CHANCE.choices(RARE, k=300_000)) + JIAN,
    "figures without an end": "1万1万" * 100_000 + JIAN,
    "one character": "黨" * 500_000 + JIAN,
    "sentences of one word": "好。" * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(server: Server, name: str) -> None:
    """A text that costs much ends within its budget, and others are answered meanwhile."""
    body = BOMBS[name].encode()
    head = f"POST /v1/analyses HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    others: list[float] = []
    done = Event()

    def ask() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            status, _ = server.raw(b"GET /v1/measures HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            others.append(time.perf_counter() - begun if status == 200 else 99.0)
            time.sleep(0.02)

    asking = Thread(target=ask)
    asking.start()
    begun = time.perf_counter()
    status, answer = server.raw(head.encode(), body, patience=20)
    done.set()
    asking.join()

    assert status in {200, 422}, answer[:300]
    assert status == 200 or b"/problems/" in answer
    # Ten seconds on a machine with nothing else to do; tests share theirs.
    assert time.perf_counter() - begun < 15
    assert sorted(others)[int(len(others) * 0.99)] < 1


def a_thing(make: object, seconds: int = 1) -> type[DuizhaoError] | None:
    try:
        analyst.apart(make, seconds)  # type: ignore[arg-type]
    except DuizhaoError as problem:
        return type(problem)
    return None


def spin() -> Analysis:
    while True:
        pass


def swell() -> Analysis:
    held = []
    while True:
        held.append(bytearray(100_000_000))


def sleep() -> Analysis:
    time.sleep(60)
    raise AssertionError


def refuse() -> Analysis:
    raise BadParameter("no", parameter="text")


@pytest.mark.parametrize(("make", "problem"), [
    (spin, TooComplex), (swell, TooComplex), (sleep, Overloaded), (refuse, BadParameter),
])  # fmt: skip
def test_child(make: object, problem: type[DuizhaoError]) -> None:
    """Whatever happens in the child, this process goes on, in time."""
    begun = time.perf_counter()

    # Time enough to tell a busy child from a busy machine.
    assert a_thing(make, 1 if make is sleep else 4) is problem
    assert time.perf_counter() - begun < 8


def test_child_dies() -> None:
    """A child that dies of something unforeseen says so."""

    def fail() -> Analysis:
        raise ZeroDivisionError("secret")

    with pytest.raises(RuntimeError, match="ZeroDivisionError") as caught:
        analyst.apart(fail, 5)
    assert "secret" not in str(caught.value)


def test_apart_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An analysis from a child is the analysis."""
    here = a_client(tmp_path).post("/v1/analyses", json={"text": JIAN}).data
    monkeypatch.setattr(analyst, "LONG", 1)

    assert a_client(tmp_path).post("/v1/analyses", json={"text": JIAN}).data == here


def test_too_complex_leaves_nothing(monkeypatch: pytest.MonkeyPatch, fresh: FlaskClient) -> None:
    """A text that cannot be analysed in time is refused, and is not there afterwards."""

    def never(*_: object) -> Analysis:
        raise TooComplex("too much", parameter="text")

    monkeypatch.setattr(analyst, "LONG", 1)
    monkeypatch.setattr(analyst, "apart", never)
    answer = fresh.post("/v1/documents", json={"text": JIAN})

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/text-too-complex")
    assert fresh.get("/v1/documents").json["documents"] == []


def test_gate() -> None:
    """So many run, so many wait, and the next is sent away at once."""
    gate, let_go = Gate(1, 1, 0.2), Event()

    def work(patience: float) -> str:
        begun = time.perf_counter()
        try:
            with gate.passing():
                let_go.wait(patience)
                return "done"
        except Overloaded:
            return f"{time.perf_counter() - begun:.1f}"

    with ThreadPoolExecutor(3) as pool:
        running = pool.submit(work, 5)
        time.sleep(0.05)
        waiting = pool.submit(work, 5)
        time.sleep(0.05)
        assert pool.submit(work, 5).result() == "0.0"
        assert waiting.result() == "0.2"
        let_go.set()
        assert running.result() == "done"
    assert gate.waiting == 0
    assert work(0) == "done"


@pytest.mark.parametrize("threads", [8, 32, 100])
def test_gates_leave_room(threads: int) -> None:
    """Whatever waits at the gates, a thread is left for health and for what is kept."""
    places = sum(gate._free._value + gate._room for gate in gates_for(threads))  # type: ignore[attr-defined]

    assert places < threads


def test_overload_is_a_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too much at once is answered in time with 503 and Retry-After; health and kept answers are not part of it."""
    client = a_client(tmp_path)
    post(client, JIAN)
    kept = client.get("/v1/observations")
    gates = client.application.extensions["duizhao-gates"]
    for gate in gates:
        monkeypatch.setattr(gate, "_patience", 0.05)
        while gate._free.acquire(blocking=False):
            pass
    made, sent = client.get("/v1/comparison"), client.post("/v1/analyses", json={"text": JIAN})

    assert [answer.status_code for answer in (made, sent)] == [503, 503]
    assert {answer.headers["Retry-After"] for answer in (made, sent)} == {"1"}
    assert made.json["type"] == "/problems/overloaded"
    assert client.get("/v1/observations").data == kept.data
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_no_stampede(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What many ask for at once is made once."""
    made: list[str] = []
    put = Kept.put

    def counted(self: Kept, tag: str, answer: object) -> None:
        made.append(tag)
        time.sleep(0.05)
        put(self, tag, answer)  # type: ignore[arg-type]

    monkeypatch.setattr(Kept, "put", counted)
    address = "/v1/comparison?regions=360821&measures=first_secretaries"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.application.test_client().get(address).data, range(8)))

    assert len(set(answers)) == 1
    assert len(made) == 1


def test_metrics(fresh: FlaskClient) -> None:
    """What was answered is counted by rule, never by path."""
    document = post(fresh, JIAN)
    for _ in range(3):
        fresh.get(f"/v1/documents/{document}")
    fresh.get("/v1/nothing")
    text = fresh.get("/metrics").text

    assert 'rule="/v1/documents/<sha256:document>",status="200"} 3.0' in text
    assert 'rule="none",status="404"} 1.0' in text
    assert 'duizhao_answers_total{from="kept"} 2.0' in text
    assert "duizhao_analysis_seconds_count 1.0" in text
    assert document not in text


def test_metrics_of_all_workers(server: Server) -> None:
    """A served installation counts over its processes."""
    for path in (b"/v1/measures", b"/metrics"):
        status, answer = server.raw(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert status == 200
    assert b'duizhao_requests_total{method="GET",rule="/v1/measures",status="200"}' in answer


def test_no_room(tmp_path: Path) -> None:
    """Where the disk is nearly full nothing is taken, and reading goes on."""
    document = post(a_client(tmp_path), JIAN)
    client = a_client(tmp_path, min_free=shutil.disk_usage(tmp_path).total)
    answer = client.post("/v1/documents", json={"text": f"{JIAN}又"})

    assert (answer.status_code, answer.json["type"]) == (507, "/problems/insufficient-storage")
    assert client.get(f"/v1/documents/{document}").status_code == 200
    assert client.post("/v1/analyses", json={"text": JIAN}).status_code == 200


READ_ONLY = """
import json, os, sys
from pathlib import Path
from service.settings import Settings
from service.web import create_app
home = Path(sys.argv[1])
# Another user may not be able to read this Python: all that is needed is loaded before.
other = create_app(Settings(home=home.parent / "other", seeds=None)).test_client()
other.post("/v1/documents", json={"text": sys.argv[2]})
[other.get(address) for address in ("/v1/documents", "/v1/comparison", "/readyz", "/v1/nothing")]
app = create_app(Settings(home=home, seeds=None))
for path in (home, *home.iterdir()):
    path.chmod(0o555 if path.is_dir() else 0o444)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
client = app.test_client()
found = [client.get("/v1/documents"), client.get("/v1/comparison"), client.post("/v1/documents", json={"text": sys.argv[2]}),
         client.get("/readyz"), client.get("/healthz")]
print(json.dumps([[answer.status_code, answer.json.get("type") or answer.json.get("checks")] for answer in found]))
"""


@pytest.fixture
def foreign() -> Iterator[Path]:
    """A store that another user may read and not write; pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        post(a_client(home), JIAN)
        Path(folder).chmod(0o755)
        yield home
        home.chmod(0o755)


def test_read_only(foreign: Path) -> None:
    """A store that cannot be written is read as ever; writes are 503, and /readyz says why."""
    root = Path(__file__).parent.parent.parent
    run = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(foreign), f"{JIAN}又"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    listed, compared, added, ready, alive = json.loads(run.stdout.splitlines()[-1])

    assert (listed[0], compared[0], alive[0]) == (200, 200, 200), run.stdout
    assert added == [503, "/problems/store-read-only"]
    assert ready[0] == 503
