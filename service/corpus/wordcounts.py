"""How often each document says each word, kept in this process: what stands in a text never changes."""

import zlib
from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable
from threading import Lock

LARGEST_SUM = 32 * 1024 * 1024  # bytes; some 8 kB for a document of 3,000 characters


class WordCounts:
    """The counts of the documents asked for last, up to a number of bytes together.

    A document's id is the hash of its content, so that nothing here is ever stale within one edition.
    """

    def __init__(self, largest_sum: int = LARGEST_SUM) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._largest_sum = largest_sum
        self._sum = 0
        self._lock = Lock()

    def of(self, document_id: str, count: Callable[[], Counter[str]]) -> Counter[str]:
        """The counts of a document; `count` makes them where they are not kept."""
        with self._lock:
            packed = self._kept.get(document_id)
            if packed is not None:
                self._kept.move_to_end(document_id)
        if packed is not None:
            return _unpacked(packed)
        counts = count()
        packed = _packed(counts)
        with self._lock:
            self._sum += len(packed) - len(self._kept.pop(document_id, b""))
            self._kept[document_id] = packed
            while self._sum > self._largest_sum:
                _, oldest = self._kept.popitem(last=False)
                self._sum -= len(oldest)
        return counts


def _packed(counts: Counter[str]) -> bytes:
    # The strings of a thousand documents as Python holds them would take 200 MB.
    numbers = array("I", counts.values()).tobytes()
    return zlib.compress(len(numbers).to_bytes(4, "big") + numbers + "\n".join(counts).encode(), 1)


def _unpacked(packed: bytes) -> Counter[str]:
    said = zlib.decompress(packed)
    end = 4 + int.from_bytes(said[:4], "big")
    numbers = array("I")
    numbers.frombytes(said[4:end])
    # A word has letters only, never the end of a line; and an empty text has no words.
    return Counter(dict(zip(said[end:].decode().split("\n"), numbers, strict=False)))
