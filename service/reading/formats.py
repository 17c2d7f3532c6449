"""What a format of documents is: how it bids for bytes and how it reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from service.model import Source


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document that can be read.

    Attributes:
        media_type: as in Content-Type.
        bid: content and the media type that was said (lower case, no parameters) or None -> 0 when the
            format cannot read it, up to 1 when it certainly is this format. May raise UnsupportedMediaType
            when the bytes are recognised as something that no format reads.
        read: content and the encoding that was named or None -> the text.
    """

    media_type: str
    bid: Callable[[bytes, str | None], float]
    read: Callable[[bytes, str | None], Source]
