"""The process that draws: a specification in and SVG out, or SVG in and PNG out, again and again.

Run as `python -c "from service.presentation.charts_pen import serve; serve()"`. Between two orders it ends by itself
when it has grown too large or nobody asks; its owner then starts another.
"""

import json
import os
import resource
import select
import sys
from pathlib import Path
from typing import Any, BinaryIO

# V8 and resvg take 100 MB; what they grow by drawing large pictures is given back by ending.
LARGEST = 400 * 1024 * 1024
# Seconds without an order.
IDLE = 300
# Seconds of computing for one order; a picture that takes more than the owner's patience is not awaited any more.
BUDGET = 30


def serve() -> None:
    """Draw until the input ends, the process has grown too large, or nobody asks."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - only here: the service itself never loads them
    import vl_convert  # noqa: PLC0415

    # Whatever the libraries print must not stand in an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    vl_convert.register_font_directory(str(Path(pylopdf_fonts_zh_cn.sans_path()).parent))
    orders = sys.stdin.buffer
    while _size() < LARGEST and select.select([orders], [], [], IDLE)[0]:
        head = orders.readline()
        if not head:
            return
        used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + BUDGET, resource.RLIM_INFINITY))
        _answer(answers, *_drawn(vl_convert, json.loads(head), orders))


def _drawn(vl_convert: Any, order: dict[str, Any], orders: BinaryIO) -> tuple[bytes, bytes]:
    said = orders.read(order["length"]).decode()
    try:
        if order["form"] == "png":
            drawn = vl_convert.svg_to_png(said, scale=order["scale"])
        else:
            # No address may be loaded; the data are inline.
            drawn = vl_convert.vegalite_to_svg(said, allowed_base_urls=[]).encode()
    except Exception as error:  # noqa: BLE001 - the owner raises it
        return b"failed", type(error).__name__.encode()
    return b"drawn", drawn


def _answer(answers: BinaryIO, word: bytes, body: bytes) -> None:
    answers.write(b"%s %d\n" % (word, len(body)) + body)
    answers.flush()


def _size() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
