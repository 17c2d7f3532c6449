"""Specifications -> SVG and PNG, drawn in a process of its own.

The library holds V8: it hangs in a process that was forked after its first use, keeps some 100 MB, and could take
a worker with it. So a worker never loads it; it keeps one process that draws, asks it one picture at a time, and
ends it when it takes too long.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple
from weakref import finalize

from service.errors import BadParameter, Overloaded, UnsupportedMediaType

PACKAGES = ("vl_convert", "pylopdf_fonts_zh_cn")
ROOT = Path(__file__).parents[2]
START = "from service.presentation.charts_pen import serve; serve()"
# Seconds; the largest picture that is drawn takes five on a machine with nothing else to do.
PATIENCE = 20.0
# A PNG of more pixels is of no use and takes four bytes for each.
MOST_PIXELS = 32_000_000


class Drawing(NamedTuple):
    """A picture that is wanted.

    Attributes:
        scale: pixels of a PNG for each of the specification.
        language: of the words in it; by it a browser chooses the forms of characters.
    """

    form: Literal["svg", "png"]
    scale: int = 1
    language: str = "zh"


class Pen:
    """Draws; safe to use from several threads and across forks."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def draw(self, spec: Mapping[str, Any], wanted: Drawing) -> bytes:
        """A specification as SVG or PNG; equal ones give equal bytes.

        Raises:
            UnsupportedMediaType: the extra `charts` is not installed here.
            BadParameter: a PNG of too many pixels.
            Overloaded: it took too long.
        """
        check_packages()
        if wanted.form == "png":
            # Before anything is drawn, as far as can be told; the exact size is known after.
            _check_size(_width(spec), _height(spec), wanted.scale)
        order = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).encode()
        with self._lock:
            svg = self._asked(order, Drawing("svg"))
            if wanted.form == "svg":
                return _described(svg.decode(), spec, wanted.language).encode()
            _check_size(*_size(svg[:400].decode("utf-8", "replace")), wanted.scale)
            return self._asked(svg, wanted)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, order: bytes, wanted: Drawing) -> bytes:
        # Twice: it may have ended by itself between two orders.
        for _ in range(2):
            process = self._running()
            answer = _exchange(process, order, wanted, time.monotonic() + self._patience)
            if answer is None:
                self._end()
                continue
            word, body = answer
            if word == "drawn":
                return body
            self._end()
            if word == "late":
                break
            raise RuntimeError(f"{body.decode()} in drawing")
        raise Overloaded("the picture could not be drawn in time", expected="trying again, or fewer regions")

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork the process belongs to the parent: a child starts its own and leaves that one alone.
        if self._owner != os.getpid():
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _started()
            # Also when nobody closes: it must not outlive what it draws for.
            finalize(self, _ended, self._process, self._owner)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _ended(process, self._owner)


def _ended(process: subprocess.Popen[bytes], owner: int) -> None:
    if owner != os.getpid():
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def check_packages() -> None:
    """See that pictures can be drawn here.

    Raises:
        UnsupportedMediaType: the extra is not installed; names it.
    """
    if any(find_spec(name) is None for name in PACKAGES):
        raise UnsupportedMediaType(
            "drawing needs the extra `charts`, which is not installed here",
            parameter="extension",
            expected="an installation with duizhao[charts], or json",
        )


def _started() -> subprocess.Popen[bytes]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DUIZHAO_", "PYTHON"))
    }
    return subprocess.Popen(  # noqa: S603  our own interpreter and code
        [sys.executable, "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What it says of a picture may quote documents, and those have no place in a log.
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment | {"PYTHONPATH": os.pathsep.join((str(ROOT), *filter(None, sys.path)))},
    )


def _exchange(
    process: subprocess.Popen[bytes], order: bytes, wanted: Drawing, until: float
) -> tuple[str, bytes] | None:
    """The word and the body of the answer; `late` when the time is over, None when the process is gone."""
    if process.stdin is None or process.stdout is None:
        return None
    head = {"form": wanted.form, "scale": wanted.scale, "length": len(order)}
    sending = memoryview(json.dumps(head).encode() + b"\n" + order)
    heard, end = bytearray(), -1
    inward, outward = process.stdin.fileno(), process.stdout.fileno()
    while end < 0 or len(heard) < end:
        readable, writable, _ = select.select(
            [outward], [inward] if sending else [], [], max(0.0, until - time.monotonic())
        )
        if not readable and not writable:
            return "late", b""
        if writable:
            try:
                # No more than a pipe takes at once, or the write would wait without end.
                sending = sending[os.write(inward, sending[: select.PIPE_BUF]) :]
            except BrokenPipeError:
                return None
        if readable:
            piece = os.read(outward, 1 << 20)
            if not piece:
                return None
            heard += piece
            line = heard.find(b"\n")
            if end < 0 <= line:
                end = line + 1 + int(heard[:line].rpartition(b" ")[2])
    word, _, body = bytes(heard).partition(b" ")
    return word.decode(), body.partition(b"\n")[2]


def _size(svg: str) -> tuple[int, int]:
    width, height = (int(svg.partition(f'{name}="')[2].partition('"')[0]) for name in ("width", "height"))
    return width, height


def _height(part: Any) -> int:
    """At least so many pixels is a view high: its parts without what stands around them."""
    if not isinstance(part, Mapping):
        return 0
    return int(part.get("height", 0)) + sum(_height(each) for each in part.get("vconcat", ()))


def _width(part: Mapping[str, Any]) -> int:
    return max([int(part.get("width", 0)), *(_width(each) for each in part.get("vconcat", ()))])


def _check_size(width: int, height: int, scale: int) -> None:
    if width * height * scale * scale > MOST_PIXELS:
        raise BadParameter(
            f"a picture of {width * scale} x {height * scale} pixels",
            parameter="scale",
            expected=f"at most {MOST_PIXELS} pixels: a smaller scale, or fewer regions or measures",
        )


def _described(svg: str, spec: Mapping[str, Any], language: str) -> str:
    """The picture with its description, for those who hear it."""
    lang = "zh-Hans" if language == "zh" else language
    about = escape(str(spec.get("description", "")))
    return svg.replace("<svg ", f'<svg role="img" lang="{lang}" aria-label="{about}" ', 1)
