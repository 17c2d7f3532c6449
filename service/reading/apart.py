"""Read in a process of its own: with its own memory and time, so that no document takes the service with it."""

import importlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from service import errors
from service.errors import DuizhaoError, UndecodableText
from service.reading.formats import Limits, too_large

_ROOT = Path(__file__).parents[2]
_START = "import sys; from service.reading.apart import serve; serve()"
_MEMORY = 1536 * 1024 * 1024  # bytes of address space; Python and PDFium alone take 300 MB of it
_GRACE = 5.0  # seconds beyond the limit for the start


def read_apart(function: str, content: bytes, limits: Limits) -> str:
    """What a function of bytes and limits makes, found by `module:name`, or the error that it raises.

    Raises:
        TooLarge: it took too long.
        UndecodableText: the process ended without an answer, as native code does on damaged input.
    """
    order = json.dumps({"function": function, "limits": asdict(limits)}).encode()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DUIZHAO_", "PYTHON"))
    }
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and code; the content is only its input
            [sys.executable, "-c", _START],
            input=order + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds + _GRACE,
            env=environment | {"PYTHONPATH": os.pathsep.join((str(_ROOT), *filter(None, sys.path)))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_large(
            f"content that takes longer than {limits.seconds:g} seconds", limits.seconds
        ) from error
    kind, _, answer = done.stdout.partition(b"\n")
    if done.returncode or not kind:
        raise UndecodableText(
            "the document cannot be read: it is damaged, or unpacks to too much",
            parameter="body",
            expected="a whole document",
        )
    if kind == b"text":
        return answer.decode("utf-8", "surrogatepass")
    told = json.loads(answer)
    raised: type[DuizhaoError] = getattr(errors, kind.decode())
    raise raised(told["message"], parameter=told["parameter"], expected=told["expected"])


def serve() -> None:
    """The other side: one order on standard input, one answer on standard output."""
    order = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    limits = Limits(**order["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    seconds = int(limits.seconds + _GRACE)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, name = order["function"].partition(":")
    try:
        answer = b"text\n" + getattr(importlib.import_module(module), name)(content, limits).encode(
            "utf-8", "surrogatepass"
        )
    except DuizhaoError as error:
        told = {"message": error.message, "parameter": error.parameter, "expected": error.expected}
        answer = type(error).__name__.encode() + b"\n" + json.dumps(told).encode()
    sys.stdout.buffer.write(answer)
