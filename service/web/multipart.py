"""The parts of a multipart/form-data body, strictly: nothing replaced, nothing twice, few small fields."""

from typing import NamedTuple

from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from service.web.problems import Flaw, MalformedMultipart, PayloadTooLarge, ValidationFailed

# One file and five fields are all that is read; more are refused by name, a thousand are an attack.
MOST_PARTS = 100
# The longest field is an address of 2,000 characters.
LARGEST_FIELD = 64 * 1024


class Upload(NamedTuple):
    """A file as uploaded; the name is a label of the client's."""

    content: bytes
    filename: str
    headers: Headers


def parts_of(content: bytes, boundary: str) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and the files of a body, by name.

    Raises:
        MalformedMultipart: the parts cannot be told apart, or a field is not UTF-8.
        PayloadTooLarge: too many parts, or a field too large.
        ValidationFailed: a name twice.
    """
    parts: list[tuple[Field | File, bytes]] = []
    decoder = MultipartDecoder(boundary.encode("ascii", "replace"), max_parts=MOST_PARTS)
    try:
        decoder.receive_data(content)
        decoder.receive_data(None)
        part: Field | File | None = None
        held = bytearray()
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            match event:
                case Field() | File():
                    part, held = event, bytearray()
                case Data() if part is not None:
                    held += event.data
                    if isinstance(part, Field) and len(held) > LARGEST_FIELD:
                        raise PayloadTooLarge(
                            f"a field has at most {LARGEST_FIELD} bytes; files are parts with a filename"
                        )
                    if not event.more_data:
                        parts.append((part, bytes(held)))
    except RequestEntityTooLarge as error:
        raise PayloadTooLarge(f"a form has at most {MOST_PARTS} parts") from error
    except ValueError as error:
        raise MalformedMultipart(f"the parts cannot be told apart: {error}") from error
    if not isinstance(event, Epilogue):
        raise MalformedMultipart(
            "the last boundary is missing", expected="a body that ends with its boundary"
        )
    return _by_name(parts)


def _by_name(parts: list[tuple[Field | File, bytes]]) -> tuple[dict[str, str], dict[str, Upload]]:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part, content in parts:
        if not part.name:
            raise MalformedMultipart(
                "a part has no name", expected='Content-Disposition: form-data; name="…"'
            )
        if part.name in fields or part.name in files:
            raise ValidationFailed([Flaw(part.name, "is given twice", "each part once")])
        if isinstance(part, File):
            files[part.name] = Upload(content, part.filename, part.headers)
            continue
        try:
            fields[part.name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedMultipart(f"the field {part.name} is not UTF-8", expected="UTF-8") from error
    return fields, files
