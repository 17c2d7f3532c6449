"""What is sent in -> a document that can be kept, or a refusal."""

from datetime import UTC, datetime

from service.corpus.pipeline import Pipeline, identity
from service.corpus.said import label
from service.model import Document, Said, Source


def received(
    pipeline: Pipeline,
    content: bytes,
    *,
    media_type: str | None,
    charset: str | None = None,
    name: str = "",
    said: Said = Said(),  # noqa: B008 - frozen
) -> tuple[Document, Source]:
    """The document, and the text that is read in it.

    Raises:
        Malformed, Unsupported, TooLarge, Refused: it is not accepted.
    """
    source, said = pipeline.read(content, media_type, charset), pipeline.checked(said)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Document(identity(content), content, _media_type(source), label(name), said, now), source


def _media_type(source: Source) -> str:
    # With the encoding, since the bytes must be read the same way when they are analysed again.
    return f"{source.media_type}; charset={source.charset}" if source.charset else source.media_type
