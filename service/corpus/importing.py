"""Importing: many files, by several processes side by side; what is known already is passed over.

Nothing is remembered of an import but the documents themselves: one that was broken off is begun again from the
start, and passes what it finds there in half a millisecond a file.
"""

import os
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from service.corpus.corpus import Corpus
from service.corpus.crew import Crew, Lost, Voice
from service.corpus.labour import PATIENCE, TOGETHER
from service.errors import DuizhaoError
from service.model import Said
from service.settings import Settings
from service.store import Brought

# A number in the pipe that the processes take their files from; reads of its size never split one.
_NUMBER = struct.Struct("=I")
# Numbers that wait in the pipe; enough that no process ever waits, and far below what a pipe holds.
_AHEAD = 1_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        region: adcode of what it is about; None for none, or while it is not analysed.
        problem: why it failed.
    """

    outcome: Literal["created", "known", "failed"]
    region: str | None = None
    problem: str | None = None


class Importer:
    """Keeps files, several in one transaction: each waits for the disk.

    Args:
        analysed: whether they are analysed before they are kept, or left to workers.
    """

    def __init__(self, corpus: Corpus, said: Said, analysed: Literal["now", "later"]) -> None:
        self._corpus = corpus
        self._said = said
        self._analysed = analysed
        self._ready: list[tuple[int, Brought]] = []
        self._since = time.monotonic()

    def take(self, number: int, file: Path) -> Iterator[tuple[int, Imported]]:
        """Read a file; numbers and outcomes of those that are done with now, this one or earlier ones.

        What fails is told, never raised.
        """
        try:
            content = file.read_bytes()
            entry = self._corpus.known(content, self._said)
            if entry is not None:
                yield number, Imported("known", entry.region)
            else:
                one = self._corpus.read(content, file.stem, self._said, self._analysed)
                self._ready.append((number, one))
        except OSError as problem:
            yield number, Imported("failed", problem=problem.strerror or str(problem))
        except DuizhaoError as problem:
            yield number, Imported("failed", problem=problem.message)
        except Exception as problem:  # noqa: BLE001 - one bad file never stops the rest
            name = type(problem).__name__
            yield number, Imported("failed", problem=f"{name} inside duizhao, please report it: {problem}")
        if time.monotonic() - self._since > TOGETHER:
            yield from self.rest()

    def rest(self) -> Iterator[tuple[int, Imported]]:
        """Keep what is read; numbers and outcomes of these files."""
        ready, self._ready = self._ready, []
        try:
            created = self._corpus.bring([one for _, one in ready])
            for (number, one), is_new in zip(ready, created, strict=True):
                main = one.analysis.region if one.analysis else None
                yield number, Imported("created" if is_new else "known", main.adcode if main else None)
        except DuizhaoError as problem:
            for number, _ in ready:
                yield number, Imported("failed", problem=problem.message)
        self._since = time.monotonic()


def import_here(
    corpus: Corpus, files: Sequence[Path], said: Said, analysed: Literal["now", "later"]
) -> Iterator[tuple[int, Imported]]:
    """Keep files in this process; as `import_files`."""
    importer = Importer(corpus, said, analysed)
    for number, file in enumerate(files):
        yield from importer.take(number, file)
    yield from importer.rest()


def import_files(
    settings: Settings, files: Sequence[Path], said: Said, analysed: Literal["now", "later"], processes: int
) -> Iterator[tuple[int, Imported]]:
    """Keep files by several processes; the corpus must not be open in this one.

    Yields:
        The place of each file in `files` and what became of it, in the order in which they are done.
    """
    left = list(range(len(files)))
    while left:
        told = set()
        for number, one in _round(settings, files, left, said, analysed, processes):
            told.add(number)
            yield number, one
        # A process that ended took along what it had not kept yet; the file that it ended over is told.
        left = [number for number in left if number not in told]


def _round(
    settings: Settings,
    files: Sequence[Path],
    numbers: Sequence[int],
    said: Said,
    analysed: Literal["now", "later"],
    processes: int,
) -> Iterator[tuple[int, Imported]]:
    reading, writing = os.pipe()
    queue = _Queue(writing, numbers)

    def duty(voice: Voice, _lost: Sequence[Lost]) -> None:
        queue.close()
        corpus = Corpus.open(settings)
        corpus.labour.confine()
        importer = Importer(corpus, said, analysed)

        def tell(done: Iterator[tuple[int, Imported]]) -> None:
            for number, one in done:
                voice.end([number, one.outcome, one.region, one.problem])

        while not voice.is_stopping and (packed := os.read(reading, _NUMBER.size)):
            (number,) = _NUMBER.unpack(packed)
            voice.begin(str(number))
            tell(importer.take(number, files[number]))
        tell(importer.rest())
        corpus.close()

    # A file is read and analysed, each within its own limits.
    patience = (settings.budget + settings.max_seconds) * PATIENCE
    crew = Crew(duty, processes, patience)
    try:
        for name, told in crew.run(queue.fill):
            queue.taken += 1
            if isinstance(told, Lost):
                yield int(name), Imported("failed", problem=told.problem)
            else:
                number, *rest = told
                yield number, Imported(*rest)
    finally:
        queue.close()
        os.close(reading)


class _Queue:
    """Numbers, put into a pipe little by little."""

    def __init__(self, writing: int, numbers: Sequence[int]) -> None:
        self._writing: int | None = writing
        self._numbers = numbers
        self._next = 0
        self.taken = 0

    def fill(self) -> None:
        """Put in some more; close the pipe when all are in."""
        if self._writing is None:
            return
        until = min(len(self._numbers), self.taken + _AHEAD)
        if until > self._next:
            os.write(self._writing, b"".join(map(_NUMBER.pack, self._numbers[self._next : until])))
            self._next = until
        if self._next == len(self._numbers):
            self.close()

    def close(self) -> None:
        """Put in nothing more."""
        if self._writing is not None:
            os.close(self._writing)
            self._writing = None


def in_order(done: Iterator[tuple[int, Imported]], tell: Callable[[int, Imported], None]) -> Iterator[None]:
    """Tell of each file as soon as all before it were told of; one step for each file that is done."""
    waiting: dict[int, Imported] = {}
    following = 0
    for number, one in done:
        waiting[number] = one
        while following in waiting:
            tell(following, waiting.pop(following))
            following += 1
        yield
