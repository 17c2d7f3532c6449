"""Settings: one frozen object, built from the environment at the edge and handed in.

Nothing below `corpus` sees it; there, values are arguments. A misspelt name stops the start: a setting that is
silently ignored is found out months later.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from service.errors import Misconfigured

PREFIX = "DUIZHAO_"
# Read by the tests to find the original documents; harmless in an environment that also runs the service.
FOREIGN = frozenset({"DUIZHAO_SHARED"})

_PACKAGE = Path(__file__).parent
_INTEGER = re.compile(r"[0-9]{1,12}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,255}")


def bundled_seeds() -> Path:
    """The folder of the bundled corpus: inside the package in a wheel, beside it in a working copy."""
    inside = _PACKAGE / "seeds"
    return inside if inside.is_dir() else _PACKAGE.parent / "seeds"


def _whole(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        # Not int(): it takes 1_0, ５ and surrounding blanks, which nobody means in a setting.
        if not _INTEGER.fullmatch(text) or int(text) < least:
            raise ValueError(f"a whole number of at least {least}")
        return int(text)

    return whole


def _folder(text: str) -> Path:
    if not text:
        raise ValueError("the path of a folder")
    return Path(text).expanduser()


def _folder_or_none(text: str) -> Path | None:
    return _folder(text) if text else None


def _database(text: str) -> str:
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("postgresql://user:password@host/name, or nothing for the embedded store")
    return text


def _seeds(text: str) -> Path | None:
    return bundled_seeds() if text == "bundled" else _folder_or_none(text)


def _broker(text: str) -> str:
    if text and not text.startswith(("redis://", "rediss://", "amqp://", "amqps://")):
        raise ValueError("redis://host:6379/0 or amqp://user:password@host, or nothing")
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def one(text: str) -> str:
        if text not in words:
            raise ValueError(" or ".join(words))
        return text

    return one


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(piece.strip() for piece in text.split(",") if piece.strip())
    if origins != ("*",) and not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError("* or origins such as https://example.org, separated by commas")
    return origins


class Variable(NamedTuple):
    """A row of the table of settings.

    Attributes:
        name: as in the environment.
        default: what holds when the variable is not set, as one would write it there.
        help: one line for people.
        field: the attribute of `Settings`.
        read: text -> value; raises ValueError with what would be right.
    """

    name: str
    default: str
    help: str
    field: str
    read: Callable[[str], Any]


VARIABLES = (
    Variable("DUIZHAO_HOME", "var", "folder of the embedded store", "home", _folder),
    Variable(
        "DUIZHAO_DATABASE",
        "",
        "address of a PostgreSQL server that has the store: `postgresql://user:password@host/name`; "
        "empty for the embedded store",
        "database",
        _database,
    ),
    Variable(
        "DUIZHAO_SEEDS",
        "bundled",
        "folder of texts that a new store begins with; empty for none",
        "seeds",
        _seeds,
    ),
    Variable("DUIZHAO_MAX_BODY", "2097152", "bytes of a request body at most", "max_body", _whole(1)),
    Variable("DUIZHAO_MAX_BATCH", "16777216", "bytes of the body of a batch at most", "max_batch", _whole(1)),
    Variable("DUIZHAO_MAX_ITEMS", "500", "documents of a batch at most", "max_items", _whole(1)),
    Variable(
        "DUIZHAO_MAX_CHARACTERS", "1000000", "characters of a text at most", "max_characters", _whole(1)
    ),
    Variable("DUIZHAO_MAX_MARKUP", "8388608", "bytes of an HTML page at most", "max_markup", _whole(1)),
    Variable("DUIZHAO_MAX_PAGES", "400", "pages of a PDF at most", "max_pages", _whole(1)),
    Variable("DUIZHAO_MAX_PARTS", "2000", "files in a DOCX at most", "max_parts", _whole(1)),
    Variable(
        "DUIZHAO_MAX_UNPACKED",
        "67108864",
        "bytes that a DOCX, or the objects of a PDF, unpack to at most",
        "max_unpacked",
        _whole(1),
    ),
    Variable(
        "DUIZHAO_MAX_SECONDS",
        "20",
        "seconds that reading an HTML page, PDF or DOCX may take",
        "max_seconds",
        _whole(1),
    ),
    Variable(
        "DUIZHAO_MAX_MEMORY",
        "1073741824",
        "bytes of memory that reading an HTML page, PDF or DOCX may take",
        "max_memory",
        _whole(1),
    ),
    Variable("DUIZHAO_MEASURES", "", "a TOML file of further measures", "measures", _folder_or_none),
    Variable(
        "DUIZHAO_DICTIONARY",
        "",
        "a text file of words that segmentation keeps whole, one a line",
        "dictionary",
        _folder_or_none,
    ),
    Variable(
        "DUIZHAO_STOPWORDS",
        "",
        "a text file of words that are no keywords, one a line",
        "stopwords",
        _folder_or_none,
    ),
    Variable("DUIZHAO_MAX_AGE", "0", "seconds that an answer may be reused unasked", "max_age", _whole(0)),
    Variable("DUIZHAO_WORKERS", "2", "processes that answer", "workers", _whole(1)),
    Variable("DUIZHAO_THREADS", "32", "requests that one process answers at a time", "threads", _whole(1)),
    Variable("DUIZHAO_BUDGET", "9", "seconds that the analysis of one text may take", "budget", _whole(1)),
    Variable(
        "DUIZHAO_ANALYSE",
        "now",
        "when a document is analysed: `now`, or `queued` for `duizhao work`",
        "analyse",
        _one_of("now", "queued"),
    ),
    Variable(
        "DUIZHAO_BROKER",
        "",
        "Redis or RabbitMQ for workers of Celery: `redis://host:6379/0`, `amqp://user:password@host`",
        "broker",
        _broker,
    ),
    Variable(
        "DUIZHAO_READING",
        "open",
        "who may read: `open` for all, `token` for holders of a token",
        "reading",
        _one_of("open", "token"),
    ),
    Variable(
        "DUIZHAO_CORS", "*", "origins whose pages may ask from a browser; empty for none", "cors", _origins
    ),
    Variable(
        "DUIZHAO_EMBED", "*", "origins whose pages may frame the embeds; empty for none", "embed", _origins
    ),
    Variable("DUIZHAO_RATE", "6000", "requests of one client in a minute; 0 for no limit", "rate", _whole(0)),
    Variable(
        "DUIZHAO_PROXIES",
        "0",
        "proxies in front that name the client in X-Forwarded-For",
        "proxies",
        _whole(0),
    ),
    Variable(
        "DUIZHAO_MIN_FREE",
        "268435456",
        "bytes that stay free on the disk: below, nothing is stored",
        "min_free",
        _whole(0),
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; each field is a row of `VARIABLES`.

    Attributes:
        home: folder of the embedded store; made when absent.
        database: address of a server that has the store instead; empty for none.
        seeds: folder loaded into a store that never held a document; None for an empty start.
        max_body: bytes.
        max_characters: code points of a text.
        max_markup, max_pages, max_parts, max_unpacked, max_seconds, max_memory: what reading one document may
            cost; see `service.reading.Limits`.
        measures: a user's own catalogue file beside the shipped one.
        dictionary, stopwords: files of a user's own words.
        max_age: seconds, for `Cache-Control`.
        max_batch, max_items: bytes and documents of a batch.
        budget: seconds; see `service.corpus`.
        cors, embed: origins; ("*",) for all, () for none.
        rate: requests a minute; 0 for no limit.
        min_free: bytes.
    """

    home: Path = Path("var")
    # It may have a password in it.
    database: str = field(default="", repr=False)
    seeds: Path | None = field(default_factory=bundled_seeds)
    max_body: int = 2 * 1024 * 1024
    max_characters: int = 1_000_000
    max_markup: int = 8 * 1024 * 1024
    max_pages: int = 400
    max_parts: int = 2000
    max_unpacked: int = 64 * 1024 * 1024
    max_seconds: int = 20
    max_memory: int = 1024 * 1024 * 1024
    measures: Path | None = None
    dictionary: Path | None = None
    stopwords: Path | None = None
    max_age: int = 0
    workers: int = 2
    threads: int = 32
    max_batch: int = 16 * 1024 * 1024
    max_items: int = 500
    budget: int = 9
    analyse: str = "now"
    broker: str = ""
    reading: str = "open"
    cors: tuple[str, ...] = ("*",)
    embed: tuple[str, ...] = ("*",)
    rate: int = 6_000
    proxies: int = 0
    min_free: int = 256 * 1024 * 1024

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Settings as the environment says, defaults where it says nothing.

        Raises:
            Misconfigured: a name that begins with DUIZHAO_ and is no setting, or a value that cannot be.
        """
        known = {variable.name for variable in VARIABLES}
        for name in sorted(environ):
            if name.startswith(PREFIX) and name not in known | FOREIGN:
                near = get_close_matches(name, known, n=1)
                raise Misconfigured(
                    f"no setting is called {name}",
                    parameter=name,
                    expected=near[0] if near else "a name that `duizhao settings` lists",
                )
        return cls(**{variable.field: _value(variable, environ) for variable in VARIABLES})


def _value(variable: Variable, environ: Mapping[str, str]) -> Any:
    text = environ.get(variable.name, variable.default)
    try:
        return variable.read(text)
    except ValueError as problem:
        # Of an address, which may have a password in it, nothing is said.
        what = f"is {text!r}" if variable.read is not _database else "is no address that is known"
        raise Misconfigured(
            f"{variable.name} {what}", parameter=variable.name, expected=str(problem)
        ) from problem


def settings_table() -> str:
    """The settings as a Markdown table, for README."""
    rows = [
        f"| `{name}` | {f'`{default}`' if default else 'none'} | {help_} |"
        for name, default, help_, _, _ in VARIABLES
    ]
    return "\n".join(["| variable | default | meaning |", "| --- | --- | --- |", *rows])
