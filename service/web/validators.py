"""ETag, If-None-Match, Cache-Control and Vary: a client that has the answer must not cost a computation."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Response, request

import service
from service.web.opening import corpus, settings

_CODING = re.compile(r"(?:-{1,2}|;)(?:gzip|br|zstd|deflate)$")


@cache
def code_edition() -> str:
    """A hash of the code: a new version may give an answer another form under the same revision."""
    package = Path(service.__file__).parent
    shaping = {".py", ".html", ".css", ".js"}
    files = sorted(file for file in package.rglob("*") if file.suffix in shaping)
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def tag_of(
    state: str, edition: str, question: Mapping[str, str], form: Sequence[str], path: str | None = None
) -> str:
    """The strong tag of an answer, without its quotation marks.

    Args:
        state: of the corpus, or of that part of it that the answer shows.
        edition: of the analyses.
        question: the loaded query in its canonical form; its order does not matter.
        form: what else shapes the bytes: format and language.
        path: of the address; None for that of the current request.

    Returns:
        64 hexadecimal digits.
    """
    asked = [f"{name}={question[name]}" for name in sorted(question)]
    pieces = [code_edition(), state, edition, path or request.path, *form, *asked]
    # Lengths, so that no value can pass for the border between two.
    return sha256(
        "".join(f"{len(piece)}:{piece}" for piece in pieces).encode("utf-8", "surrogatepass")
    ).hexdigest()


def is_held(tag: str) -> bool:
    """Whether the client says that it holds the answer with this tag, in a list and weakly too."""
    said = request.if_none_match
    if said.star_tag or not said:
        return False
    return said.contains_weak(tag) or tag in {bare(each) for each in said.as_set(include_weak=True) if each}


def bare(tag: str) -> str:
    """A tag without what a server that compresses hangs on it: abc-gzip, abc;br, abc--zstd."""
    return _CODING.sub("", tag)


def holds_anything() -> bool:
    """Whether the client says `If-None-Match: *`; true of an answer that exists, so it must be made first."""
    return request.if_none_match.star_tag


def mark(answer: Response, tag: str, varies: Sequence[str]) -> Response:
    """Give an answer, a 304 too, its tag, its lifetime and what it varies by."""
    age = settings().max_age
    answer.set_etag(tag)
    lifetime = f"max-age={age}, stale-while-revalidate={age}" if age else "max-age=0, must-revalidate"
    is_open = settings().reading == "open"
    answer.headers["Cache-Control"] = f"{'public' if is_open else 'private'}, {lifetime}"
    names = [*varies] if is_open else [*varies, "Authorization"]
    if corpus().awaited:
        answer.headers["Duizhao-Stale"] = corpus().edition
    if names:
        answer.headers["Vary"] = ", ".join(names)
    return answer
