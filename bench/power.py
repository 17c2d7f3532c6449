"""Losses of power at points of an import: what was not synced is gone, and what was acknowledged must not be.

    python bench/power.py               600 points of each import, some minutes
    python bench/power.py --short       40 points of each

A preloaded library (power.c, made by gcc) writes down every change to the files of the store, in order, and this
program when a document was acknowledged. Then the disk is built as a loss of power at a point may leave it: what was
written before the last sync of a file is there. What came later is gone at every second point; at the others any
part of it is there: of each write any of its sectors, of new and removed names any number from the first on.
Half of the points are just behind an acknowledgement.

Three imports are broken off so: by `duizhao import`, over HTTP, and by `duizhao import` in the journal mode of an
older SQLite. In the end all syncs of one of them are overlooked: that must lose documents, or nothing was tried.
"""

import argparse
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from service.corpus import Corpus, verify  # noqa: E402
from service.errors import StoreError  # noqa: E402
from service.settings import Settings  # noqa: E402
from tests.running import command, served, text  # noqa: E402

HEAD = struct.Struct("=cQQI")
# What a disk writes whole.
SECTOR = 512
# As `service.store.sqlite` does on a SQLite whose write-ahead log is not to be trusted.
OLDER = """
import service.store.sqlite
service.store.sqlite.journal_for = lambda version: "delete"
from service.cli import main
main(prog_name="duizhao")
"""


class Record(NamedTuple):
    """A change; see power.c. Of kind A: the document that the data names was acknowledged."""

    kind: str
    inode: int
    offset: int
    data: bytes


def main() -> None:
    """Break off, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    points, documents = (40, 60) if asked.short else (600, 400)
    if shutil.which("gcc") is None:
        print("not tried: there is no gcc on this machine")
        return
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - private folders are made in it
    good, records = True, ()
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        library = compiled(Path(folder))
        ways = {
            "duizhao import": lambda home: imported(library, home, documents, command("service.cli")),
            "HTTP": lambda home: sent(library, home, documents // 2),
            "duizhao import, older SQLite": lambda home: imported(
                library, home, documents // 2, [sys.executable, "-W", "ignore", "-c", OLDER]
            ),
        }
        for name, way in ways.items():
            home = Path(folder) / "first"
            home.mkdir()
            records = tuple(way(home))
            shutil.rmtree(home)
            found = broken_off(records, points, random.Random(asked.seed), Path(folder))  # noqa: S311
            tell(name, records, found)
            good &= not (found.losing or found.broken)
        overlooked = tuple(each for each in records if each.kind not in "SD")
        control = broken_off(overlooked, points // 10, random.Random(asked.seed), Path(folder))  # noqa: S311
    print(
        f"control, all syncs overlooked: documents lost or store broken at {control.bad} of {points // 10} points"
    )
    sys.exit(0 if good and control.bad else 1)


def compiled(folder: Path) -> Path:
    """The library that writes changes down."""
    library = folder / "power.so"
    source = Path(__file__).with_name("power.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
    return library


class Journal:
    """What is written down of a run, acknowledgements among it."""

    def __init__(self, library: Path, home: Path) -> None:
        (home / "store").mkdir()
        self.path = home / "changes"
        self.variables = {
            "DUIZHAO_HOME": str(home / "store"),
            "DUIZHAO_MIN_FREE": "0",
            "LD_PRELOAD": str(library),
            "POWER_FOLDER": str(home / "store"),
            "POWER_LOG": str(self.path),
        }
        self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def acknowledged(self, said: str) -> None:
        """Write down that the document of this text is acknowledged."""
        name = sha256(said.encode()).hexdigest().encode()
        os.write(self._handle, HEAD.pack(b"A", 0, 0, len(name)) + name)

    def records(self) -> Iterator[Record]:
        """All that happened, in order."""
        os.close(self._handle)
        content, at = self.path.read_bytes(), 0
        while at < len(content):
            kind, inode, offset, length = HEAD.unpack_from(content, at)
            at += HEAD.size + length
            yield Record(kind.decode(), inode, offset, content[at - length : at])


def imported(library: Path, home: Path, documents: int, program: list[str]) -> Iterator[Record]:
    """Changes of an import of files; what it names on its output is acknowledged."""
    journal, files = Journal(library, home), home / "files"
    files.mkdir()
    for number in range(documents):
        (files / f"{number:06}.txt").write_text(text(number))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUIZHAO_")}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*program, "import", "--jobs", "2", str(files)],
            cwd=ROOT,
            env=kept | {"DUIZHAO_SEEDS": ""} | journal.variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    with process:
        for line in process.stdout or ():
            if line[:6].isdigit():
                journal.acknowledged(text(int(line[:6])))
    if process.returncode != 0:
        raise RuntimeError((home / "log").read_text())
    return journal.records()


def sent(library: Path, home: Path, documents: int) -> Iterator[Record]:
    """Changes while documents are sent one after the other; every second one is analysed later, by nobody."""
    journal = Journal(library, home)
    with served(home / "log", **journal.variables, DUIZHAO_WORKERS="1") as client:
        for number in range(documents):
            later = {"Prefer": "respond-async"} if number % 2 else {}
            answer = client.post("/v1/documents", json={"text": text(number)}, headers=later)
            if answer.status_code not in {201, 202}:
                raise RuntimeError(answer.text)
            journal.acknowledged(text(number))
    return journal.records()


class File:
    """A file: what the disk surely has of it, and what was written since its last sync."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.open: list[Record] = []

    def sync(self) -> None:
        """Let the disk have all of it."""
        for record in self.open:
            change(self.kept, record)
        self.open = []

    def after_loss(self, chance: random.Random, share: float) -> bytes:
        """What a loss of power leaves: of each change since the last sync this share, more or less."""
        content = bytearray(self.kept)
        for record in self.open if share else ():
            if record.kind == "T":
                if chance.random() < share:
                    change(content, record)
                continue
            for start in range(0, len(record.data), SECTOR):
                piece = record.data[start : start + SECTOR]
                if chance.random() < share:
                    change(content, Record("W", 0, record.offset + start, piece))
        return bytes(content)


def change(content: bytearray, record: Record) -> None:
    """Do to a file what a record says."""
    length = record.offset + len(record.data)
    if len(content) < length:
        content.extend(bytes(length - len(content)))
    if record.kind == "T":
        del content[record.offset :]
    else:
        content[record.offset : length] = record.data


class Disk:
    """The folder of a store on a disk that has a memory of its own."""

    def __init__(self) -> None:
        self._files: dict[int, File] = {}
        self._kept: dict[str, File] = {}
        # Names since the last sync of the folder: what each led to before is not looked at any more.
        self._open: list[tuple[str, File | None]] = []

    def apply(self, record: Record) -> None:
        """Take a change."""
        match record.kind:
            case "C":
                self._files[record.inode] = File()
                self._open.append((record.data.decode(), self._files[record.inode]))
            case "W" | "T":
                self._files[record.inode].open.append(record)
            case "S":
                file = self._files[record.inode]
                file.sync()
                # With a new file its name is kept, and with that what became of the name before.
                mine = {name for name, named in self._open if named is file}
                for name, named in [each for each in self._open if each[0] in mine]:
                    self._name(name, named)
                self._open = [each for each in self._open if each[0] not in mine]
            case "D":
                for pair in self._open:
                    self._name(*pair)
                self._open = []
            case "U":
                self._open.append((record.data.decode(), None))
            case "R":
                raise NotImplementedError("nothing here exchanges names")

    def after_loss(self, chance: random.Random, share: float) -> dict[str, bytes]:
        """Names and contents as a loss of power leaves them."""
        names: dict[str, File | None] = dict(self._kept)
        names |= dict(self._open[: chance.randint(0, len(self._open)) if share else 0])
        return {name: file.after_loss(chance, share) for name, file in names.items() if file is not None}

    def _name(self, name: str, file: File | None) -> None:
        if file is None:
            self._kept.pop(name, None)
        else:
            self._kept[name] = file


class Found(NamedTuple):
    """What points of an import show.

    Attributes:
        losing: points at which acknowledged documents are lost.
        broken: points at which the store cannot be opened, is not whole, or takes nothing more.
        lost: documents, over all points.
    """

    points: int
    losing: int
    broken: int
    lost: int
    problems: tuple[str, ...]

    @property
    def bad(self) -> int:
        """Points that lose or break, at most all."""
        return min(self.points, self.losing + self.broken)


def broken_off(records: tuple[Record, ...], points: int, chance: random.Random, folder: Path) -> Found:
    """Lose power at points of what happened."""
    behind = [place + 1 for place, record in enumerate(records) if record.kind == "A"]
    where = sorted(
        chance.choice(behind) if each % 2 else chance.randint(1, len(records)) for each in range(points)
    )
    disk, done, acknowledged = Disk(), 0, set[str]()
    losing = broken = lost = 0
    problems: list[str] = []
    for number, point in enumerate(where):
        for record in records[done:point]:
            if record.kind == "A":
                acknowledged.add(record.data.decode())
            else:
                disk.apply(record)
        done = max(done, point)
        share = 0.0 if number % 2 else chance.choice([0.1, 0.5, 0.9])
        home = folder / "after"
        home.mkdir()
        for name, content in disk.after_loss(chance, share).items():
            (home / name).write_bytes(content)
        gone, problem = judged(home, acknowledged, number)
        shutil.rmtree(home)
        losing, lost, broken = losing + bool(gone), lost + gone, broken + bool(problem)
        problems += [problem] if problem else []
    return Found(points, losing, broken, lost, tuple(problems))


def judged(home: Path, acknowledged: set[str], number: int) -> tuple[int, str]:
    """How many acknowledged documents a store has lost, and what is wrong with it else."""
    settings = Settings(home=home, seeds=None, min_free=0)
    try:
        damages = [damage for one in verify(settings) for damage in one.damages]
        corpus = Corpus.open(settings)
        try:
            there, cursor = set[str](), None
            while True:
                page = corpus.documents(limit=500, cursor=cursor)
                there |= {entry.id for entry in page.items}
                cursor = page.next
                if cursor is None:
                    break
            if number % 20 == 0:
                corpus.add(text(10**6 + number).encode(), media_type="text/plain")
        finally:
            corpus.close()
    except StoreError as problem:
        return len(acknowledged), f"{problem.message}"
    return len(acknowledged - there), "; ".join(each.problem for each in damages)


def tell(name: str, records: tuple[Record, ...], found: Found) -> None:
    """Print what was found."""
    syncs = sum(record.kind in "SD" for record in records)
    written = sum(len(record.data) for record in records if record.kind == "W")
    acknowledged = sum(record.kind == "A" for record in records)
    print(
        f"{name:30} {acknowledged} acknowledged, {len(records)} changes of {written >> 20} MB, {syncs} syncs\n"
        f"    losses of power {found.points}   lose acknowledged documents at {found.losing} ({found.lost} in all)"
        f"   store broken at {found.broken}"
    )
    for problem in sorted(set(found.problems))[:5]:
        print(f"    {problem}")


if __name__ == "__main__":
    main()
