"""Every deliberate error. Knows no HTTP: `web.api` maps each class to a status and a problem type.

DuizhaoError                     trying again as it is helps only where said
├── Malformed                    cannot be parsed
│   ├── IncompleteBody           fewer bytes than announced; sending it again helps
│   ├── MalformedJson
│   └── UndecodableText          bytes that are not the text they claim to be
├── TooLarge                     more than a limit of the settings
│   └── TooManyBytes             of the document as sent, or unpacked
├── Unsupported
│   ├── UnsupportedMediaType
│   └── UnsupportedCharset
├── Refused                      parsed, and not accepted; names the parameter
│   ├── BadParameter
│   ├── UnknownRegion
│   ├── AmbiguousRegion
│   ├── UnknownMeasure
│   ├── UnsafeText               control characters, lone surrogates, NUL
│   ├── NotChinese
│   ├── MojibakeSuspected
│   ├── NoTextLayer              a PDF of pictures of pages
│   ├── ActiveContent            a document with a program in it
│   └── ProtectedDocument        opens only with a password
├── NotFound                     no such document, observation, region at this address
├── Misconfigured                settings or catalogue; the start stops
└── StoreError
    ├── StoreBusy                trying again in a moment helps
    ├── StoreUnavailable         the database does not answer; trying again in some seconds helps
    ├── StoreFull                no room left on the disk; reading goes on
    ├── StoreReadOnly            reading goes on
    ├── StoreOutdated            the schema is older than the code: `duizhao db upgrade`
    └── SourceDamaged            the stored bytes no longer have their hash
"""


class DuizhaoError(Exception):
    """What went wrong, in words for the person who asked.

    Attributes:
        parameter: the parameter, field or file that was wrong, if one was.
        expected: what would have been right, if it can be said in a few words.
    """

    def __init__(self, message: str, *, parameter: str | None = None, expected: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter
        self.expected = expected


class Malformed(DuizhaoError):
    """What was sent cannot be parsed."""


class IncompleteBody(Malformed):
    """Fewer bytes came than were announced."""


class MalformedJson(Malformed):
    """The body is no JSON document as RFC 8259 defines it, or names a member twice."""


class UndecodableText(Malformed):
    """The bytes are no text in the encoding that they claim, or in any that is read."""


class TooLarge(DuizhaoError):
    """More than a limit of the settings allows."""


class TooManyBytes(TooLarge):
    """More bytes than are read, as they came or unpacked."""


class Unsupported(DuizhaoError):
    """A kind of input that is not read."""


class UnsupportedMediaType(Unsupported):
    """A media type that no reader takes."""


class UnsupportedCharset(Unsupported):
    """An encoding that is not read."""


class Refused(DuizhaoError):
    """Parsed, and not accepted."""


class BadParameter(Refused):
    """A parameter has a value that it cannot have."""


class UnknownRegion(Refused):
    """No region has this adcode or name."""


class AmbiguousRegion(Refused):
    """Several regions have this name; `expected` lists them."""


class UnknownMeasure(Refused):
    """No measure of the catalogue has this id."""


class UnsafeText(Refused):
    """Text with characters that no document has: NUL, lone surrogates, control characters."""


class NotChinese(Refused):
    """A text without Chinese in it."""


class MojibakeSuspected(Refused):
    """A text that was decoded with the wrong encoding before it came here."""


class NoTextLayer(Refused):
    """A document whose pages are pictures: there are no characters in it to read."""


class ActiveContent(Refused):
    """A document with a program in it, such as a script in a PDF."""


class ProtectedDocument(Refused):
    """A document that opens only with a password."""


class TooComplex(Refused):
    """A text that cannot be analysed within the time and the memory that one text has."""


class Changed(DuizhaoError):
    """What was to be changed is no longer as the caller knew it; reading it again helps."""


class Overloaded(DuizhaoError):
    """There is too much else to do; trying again in a moment helps."""


class NotFound(DuizhaoError):
    """Nothing stands at this address."""


class Misconfigured(DuizhaoError):
    """A setting or a catalogue file is wrong; the start stops."""


class StoreError(DuizhaoError):
    """The store could not do what was asked."""


class StoreBusy(StoreError):
    """Another writer holds the store; trying again in a moment helps."""


class StoreUnavailable(StoreError):
    """The database does not answer; trying again in some seconds helps."""


class StoreFull(StoreError):
    """There is no room left for more; what is stored can be read."""


class StoreReadOnly(StoreError):
    """The store can be read and not written."""


class StoreOutdated(StoreError):
    """The schema of the store is older than the code."""


class SourceDamaged(StoreError):
    """The stored bytes of a document no longer have the hash that is their name."""
