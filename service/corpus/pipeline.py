"""Bytes -> Analysis: read, check, clean, analyse, observe. Pure but for the data files, and without a store.

read()        bytes       -> Source             what the characters are
check_text()                                    whether they can be analysed at all
clean()       characters  -> Text + Masthead    the article, and what stands around it
analyse()     Text        -> Analysis           sentences and keywords, ranked
observe()     Analysis    -> Analysis           region, observations, mentions
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from service import analysis as room
from service.analysis import Lexicon
from service.cleaning import clean
from service.corpus import said as saying
from service.model import Analysis, Said, Source
from service.observations import (
    Catalogue,
    Refusal,
    Regions,
    load_catalogue,
    load_regions,
    observe,
    problems,
    refused,
)
from service.reading import Limits, check_text, read

_SERVICE = Path(__file__).parent.parent
# What stands between the bytes and an analysis; the rooms above only keep it and show it.
_SHAPING = (
    *("model.py", "text.py", "reading", "cleaning", "analysis", "observations"),
    *("corpus/pipeline.py", "corpus/said.py"),
)
_SHAPING_PACKAGES = ("OpenCC", "trafilatura", "lxml", "pypdfium2", "python-docx")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The rooms from reading to observations, with the data they work by.

    Attributes:
        edition: 64 hexadecimal digits, a hash of all that shapes an analysis: code, dictionary, measures and
            regions. Equal editions give equal analyses of equal bytes.
        dictionary: a hash of the words that the segmentation knows.
        limits: what reading one document may cost.
        lexicon: a user's own words.
    """

    catalogue: Catalogue
    regions: Regions
    edition: str
    dictionary: str
    limits: Limits
    lexicon: Lexicon

    @classmethod
    def load(
        cls,
        measures: Path | None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        lexicon: Lexicon = Lexicon(),  # noqa: B008 - frozen
    ) -> "Pipeline":
        """The pipeline with the shipped measures and, if there is one, a user's file of more.

        Loaded once per process, and shared over a fork: all workers of a service have one edition, also when
        the user's file changes while they run.

        Raises:
            Misconfigured: the catalogue is wrong.
        """
        return _loaded(measures, limits, lexicon)

    def read(self, content: bytes, media_type: str | None, charset: str | None) -> Source:
        """The text of a document that can be analysed.

        Raises:
            Malformed, Unsupported: the bytes are not read.
            Refused, TooLarge: they are, and the text is not accepted.
        """
        source = read(content, media_type, charset, self.limits)
        check_text(source.characters, self.limits.characters)
        return source

    def checked(self, said: Said) -> Said:
        """What was said of a document, tidied; the region stands as it was given.

        Raises:
            Refused: a part of it cannot be, or the region is unknown or ambiguous.
        """
        tidied = saying.checked(said)
        if tidied.region is not None:
            self.regions.resolve(tidied.region)
        return tidied

    def analyse(self, document: str, source: Source, said: Said) -> Analysis:
        """The whole analysis of a text; `said` is as `checked` gave it.

        Args:
            document: the id that the analysis and its observations name.
        """
        text, found = clean(source.characters)
        masthead = saying.outranking(said, found)
        analysis = room.analyse(document, self.edition, source.characters, text, masthead, self.lexicon)
        region = said.region and self.regions.resolve(said.region).adcode
        observed: Analysis = observe(analysis, self.catalogue, self.regions, region)
        return observed

    def analysed(self, content: bytes, media_type: str | None, charset: str | None, said: Said) -> Analysis:
        """From bytes to the analysis at once, for those who keep nothing; raises what its parts raise."""
        source, said = self.read(content, media_type, charset), self.checked(said)
        return self.analyse(identity(content), source, said)

    def refused(self, analysis: Analysis, said: Said) -> tuple[Refusal, ...]:
        """The figures of an analysed text that were not counted, and why."""
        region = said.region and self.regions.resolve(said.region).adcode
        return refused(analysis, self.catalogue, self.regions, region)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the catalogue; empty when all is well."""
        return problems(self.catalogue, self.regions)


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} absent"


def identity(content: bytes) -> str:
    """The id of a document: the SHA-256 of its content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@cache
def _loaded(measures: Path | None, limits: Limits, lexicon: Lexicon) -> Pipeline:
    catalogue, regions = load_catalogue(measures), load_regions()
    dictionary = room.fingerprint(lexicon)
    parts = (_code_edition(), dictionary, catalogue.fingerprint, regions.fingerprint)
    edition = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return Pipeline(catalogue, regions, edition, dictionary, limits, lexicon)


@cache
def _code_edition() -> str:
    # A hash of the files and not a number in the code: nobody can forget to raise it. 10 ms, once a process.
    # What others read with and by: their versions. Those of jieba and textrank4zh are in the analysis's fingerprint.
    found = hashlib.sha256("\n".join(map(_version, _SHAPING_PACKAGES)).encode())
    for name in _SHAPING:
        path = _SERVICE / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in {".py", ".toml", ".csv", ".txt"}:
                found.update(file.relative_to(_SERVICE).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
