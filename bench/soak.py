"""Minutes at a fixed rate of requests while documents come in; then three times as many requests as can be answered.

    python bench/soak.py                ten minutes, and overload
    python bench/soak.py --short        half a minute, and overload

Requests are sent when their time has come, whether or not those before them are answered (open loop), and their
latency counts from then. Of ten, six ask for what is mostly kept, three for a comparison that nobody asked for
before, and one sends a document; one of four documents is removed again at once. Memory is what the processes of
the server have of their own (PSS), second by second; the first minute begins after a warming up, in which 1,000
documents came in, as many different answers were made as are kept, and more was asked at once than can be answered.
In half a minute that cannot be: then memory is told and not judged.

Overload is three times the rate at which new comparisons are answered by one client after another per process.
"""

import argparse
import itertools
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service.observations import load_regions  # noqa: E402
from tests.running import begin, children, command, end, free_port, text, until  # noqa: E402

CLIENTS = 64
WORKERS = 2


class Answer(NamedTuple):
    """What became of a request: when it was due, its latency in seconds, its status; 0 for none."""

    due: float
    latency: float
    status: int


def main() -> None:
    """Ask, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--rate", type=float, help="requests a second; 12, and 6 in the short form")
    asked = parser.parse_args()
    seconds = asked.seconds or (30 if asked.short else 600)
    rate = asked.rate or (6 if asked.short else 12)
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), free_port()
        address = f"http://127.0.0.1:{port}"
        log = home / "log"
        process = begin(
            command("service.cli", "serve", "--port", str(port)),
            log,
            DUIZHAO_HOME=str(home / "store"),
            DUIZHAO_WORKERS=str(WORKERS),
            DUIZHAO_SEEDS="bundled",
        )
        try:
            until(lambda: httpx.get(f"{address}/readyz").status_code == 200, 60, log, process)
            good = soak(address, process.pid, seconds, rate) & overload(address, asked.short)
        finally:
            end(process)
    sys.exit(0 if good else 1)


class Questions:
    """Requests, each a little different from those before it."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.refused = Counter[str]()
        self._numbers = itertools.count()
        there = [each["adcode"] for each in client.get("/v1/regions").json()["regions"]]
        self._regions = ",".join(there[:5])
        # What comes in is about others, a hundred and more, as in a corpus of a province.
        self._counties = [each.name for each in load_regions().named("") if each.level == "county"][::20]
        first = client.get("/v1/documents").json()["documents"][0]["id"]
        self._usual = (
            "/",
            f"/v1/comparison?regions={self._regions}",
            "/v1/documents?limit=50",
            "/v1/observations?limit=20",
            "/v1/measures",
            f"/v1/documents/{first}/summary",
        )

    def mixed(self, number: int) -> int:
        """One of the requests of a soak."""
        kind = number % 10
        if kind == 0:
            return self.document(number)
        if kind in {1, 4, 7}:
            return self.new()
        return self._get(self._usual[(2, 3, 5, 6, 8, 9).index(kind)])

    def new(self) -> int:
        """A comparison that nobody asked for before."""
        days = next(self._numbers)
        return self._get(f"/v1/comparison?tolerance=P{days % 9_000 + 1}D&regions={self._regions}")

    def document(self, number: int) -> int:
        """A document, which is removed again now and then."""
        said = text(number, self._counties[number // 10 % len(self._counties)])
        answer = self._client.post("/v1/documents", json={"text": said})
        if answer.status_code == 201 and number % 40 == 0:
            removed = self._client.delete(f"/v1/documents/{answer.json()['id']}", headers={"If-Match": "*"})
            return removed.status_code
        return answer.status_code

    def _get(self, address: str) -> int:
        answer = self._client.get(address)
        if answer.status_code != 200:
            self.refused[f"{answer.status_code} for {address.partition('?')[0]}"] += 1
        return answer.status_code


def open_loop(ask: Callable[[int], int], rate: float, seconds: float) -> list[Answer]:
    """Send so many requests a second, for so many seconds; what became of each."""
    due: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()
    answers: list[Answer] = []

    def work() -> None:
        while (one := due.get()) is not None:
            number, moment = one
            try:
                status = ask(number)
            except httpx.TransportError:
                status = 0
            answers.append(Answer(moment, time.monotonic() - moment, status))

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        moment = began + number / rate
        time.sleep(max(0, moment - time.monotonic()))
        due.put((number, moment))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return answers


def soak(address: str, process: int, seconds: int, rate: float) -> bool:
    """The fixed rate; whether nothing failed and memory stayed as it was."""
    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS, keepalive_expiry=3)
    # Below the five seconds that the server keeps a connection, so that none is used as it closes.
    with httpx.Client(base_url=address, timeout=30, limits=limits) as client:
        questions = Questions(client)
        is_long = seconds >= 180
        if is_long:
            # Documents for the pages of the database that each connection keeps, more at once than can be answered
            # for the memory that each thread has, as many answers as are kept, and as many of the usual ones again:
            # the two places where answers are kept (`Front`, `Kept`) hold the same ones at first, and others later.
            for number in range(0, 10_000, 10):
                questions.document(number + 10**8 + 1)
            open_loop(lambda _: questions.new(), 2 * measured(questions, 40), 20)
            open_loop(lambda number: questions.mixed(number + 2 * 10**8), 3 * rate, 100)
            questions.refused.clear()
        warm = open_loop(lambda number: questions.mixed(number + 10**7), rate, 30 if is_long else 5)
        memory: list[tuple[float, float]] = []
        over = threading.Event()

        def measure() -> None:
            while not over.wait(1):
                memory.append((time.monotonic(), own_memory(process)))

        measuring = threading.Thread(target=measure)
        measuring.start()
        answers = open_loop(questions.mixed, rate, seconds)
        over.set()
        measuring.join()
    window = min(60, seconds / 3)
    first = statistics.mean(size for moment, size in memory if moment < memory[0][0] + window)
    last = statistics.mean(size for moment, size in memory if moment > memory[-1][0] - window)
    statuses = Counter(each.status for each in answers)
    failed = sum(number for status, number in statuses.items() if status >= 500 or not status)
    print(f"{seconds} s at {rate:g} requests a second, after {len(warm)} of these for warming up")
    print(f"  answers                  {shown(statuses)}")
    print(f"  5xx, or no answer        {failed}")
    for what, number in questions.refused.most_common():
        print(f"    {number} × {what}")
    print(f"  latency                  {latencies(answers)}")
    print(
        f"  memory                   {first:.1f} MB in the first {window:.0f} s, {last:.1f} MB in the last: {last / first - 1:+.1%}"
    )
    return failed == 0 and (not is_long or abs(last / first - 1) < 0.05)


def overload(address: str, short: bool) -> bool:
    """Three times what can be answered; whether it was refused in time, and was over soon after."""
    limits = httpx.Limits(
        max_connections=2 * CLIENTS, max_keepalive_connections=2 * CLIENTS, keepalive_expiry=3
    )
    with httpx.Client(base_url=address, timeout=30, limits=limits) as client:
        questions = Questions(client)
        capacity = measured(questions, 3 if short else 10)
        health: list[Answer] = []
        over = threading.Event()

        def watch() -> None:
            with httpx.Client(base_url=address, timeout=30) as own:
                while not over.wait(0.1):
                    began = time.monotonic()
                    health.append(Answer(began, 0, own.get("/healthz").status_code))
                    health[-1] = health[-1]._replace(latency=time.monotonic() - began)

        watching = threading.Thread(target=watch)
        watching.start()
        answers = open_loop(lambda _: questions.new(), 3 * capacity, 5 if short else 20)
        over.set()
        watching.join()
        began = time.monotonic()
        recovered = None
        while recovered is None and time.monotonic() - began < 30:
            found = open_loop(lambda _: questions.new(), capacity / 3, 1)
            if all(each.status == 200 and each.latency < 1 for each in found):
                recovered = time.monotonic() - began
    statuses = Counter(each.status for each in answers)
    refused = [each for each in answers if each.status in {429, 503}]
    print(f"overload: {3 * capacity:.0f} requests a second where {capacity:.0f} can be answered")
    print(f"  answers                  {shown(statuses)}")
    print(f"  latency of the refused   {latencies(refused)}")
    print(f"  latency of the answered  {latencies([each for each in answers if each.status == 200])}")
    print(f"  /healthz meanwhile       {latencies(health)}")
    print(f"  recovered after          {'never' if recovered is None else f'{recovered:.1f} s'}")
    is_known = set(statuses) <= {200, 429, 503} and {each.status for each in health} == {200}
    return is_known and recovered is not None and recovered < 10


def measured(questions: Questions, seconds: float) -> float:
    """New comparisons a second that are answered to as many clients as there are processes."""
    until_then = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < until_then:
            done.append(questions.new())

    done: list[int] = []
    threads = [threading.Thread(target=ask) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done.count(200) / seconds


def own_memory(process: int) -> float:
    """MB of a process and its children; what several share is counted once."""
    total = 0
    for each in (process, *children(process)):
        try:
            said = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pss:"))
    return total / 1024


def latencies(answers: list[Answer]) -> str:
    """Percentiles in milliseconds."""
    if not answers:
        return "none"
    ordered = sorted(each.latency * 1_000 for each in answers)
    at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.99)}
    return f"median {at[0.5]:.0f} ms, p99 {at[0.99]:.0f} ms, longest {ordered[-1]:.0f} ms"


def shown(statuses: Counter[int]) -> str:
    """Statuses and how many of each."""
    return ", ".join(f"{number} × {status or 'none'}" for status, number in sorted(statuses.items()))


if __name__ == "__main__":
    main()
