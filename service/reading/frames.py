"""What two processes of this room say to each other: an object of JSON on a line, and as many bytes as it says."""

import json
import socket
import time
from typing import Any

_STEP = 1 << 20


class Line:
    """One end of a socket between two processes; ends with `EOFError` when the other end is closed."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._heard = bytearray()

    def say(self, told: dict[str, Any], content: bytes = b"") -> None:
        """Send an object with these bytes behind it."""
        self.end.sendall(json.dumps(told | {"bytes": len(content)}).encode() + b"\n")
        self.end.sendall(content)

    def hear(self, until: float | None = None) -> tuple[dict[str, Any], bytes]:
        """The next object and the bytes behind it.

        Args:
            until: by the monotonic clock; None waits for ever.

        Raises:
            EOFError: the other end was closed before the end of them.
            TimeoutError: they did not come in time.
        """
        while (end := self._heard.find(b"\n")) < 0:
            self._more(until)
        told: dict[str, Any] = json.loads(self._heard[:end])
        del self._heard[: end + 1]
        while len(self._heard) < told["bytes"]:
            self._more(until)
        content = bytes(self._heard[: told["bytes"]])
        del self._heard[: told["bytes"]]
        return told, content

    def _more(self, until: float | None) -> None:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.end.settimeout(left)
        piece = self.end.recv(_STEP)
        if not piece:
            raise EOFError
        self._heard += piece
