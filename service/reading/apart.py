"""Read in a process of its own: with its own memory and time, so that no document takes the service with it."""

import logging
import time
from dataclasses import asdict

from service import errors
from service.errors import DuizhaoError, UndecodableText
from service.model import Source
from service.reading.formats import Limits, too_slow
from service.reading.readers import Answer, ask

log = logging.getLogger(__name__)

GRACE = 5.0  # seconds beyond the limit, for a machine that is busy


def read_apart(content: bytes, media_type: str, charset: str | None, limits: Limits) -> Source:
    """What the format of this media type reads in the bytes.

    Raises:
        DuizhaoError: whatever the format raises.
        TooComplex: it took more time or memory than one document has.
        UndecodableText: the process ended without an answer, as native code does on damaged input.
        Overloaded: the machine has no room for another process.
    """
    order = {"media_type": media_type, "charset": charset, "limits": asdict(limits)}
    begun = time.monotonic()
    answer = ask(order, content, limits.seconds + GRACE)
    if answer is not None:
        return _heard(answer, media_type)
    if time.monotonic() - begun >= limits.seconds:
        raise too_slow(limits)
    raise _damaged()


def _heard(answer: Answer, media_type: str) -> Source:
    told, content = answer
    if told["kind"] == Source.__name__:
        return Source(content.decode("utf-8", "surrogatepass"), media_type, told["charset"])
    kind = getattr(errors, told["kind"], None)
    if isinstance(kind, type) and issubclass(kind, DuizhaoError):
        raise kind(told["message"], parameter=told["parameter"], expected=told["expected"])
    log.warning("reading failed", extra={"media_type": media_type, "kind": told["kind"]})
    raise _damaged()


def _damaged() -> UndecodableText:
    return UndecodableText(
        "the document cannot be read: it is damaged", parameter="body", expected="a whole document"
    )
