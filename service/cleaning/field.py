"""A piece of what stands around an article: what it is and where it stands."""

from typing import Literal, NamedTuple

from service.text import Span

Kind = Literal["title", "source", "author", "published", "issue", "journal", "dateline", "heading", "other"]


class Field(NamedTuple):
    """A piece of a masthead: what it is, its value tidied, and where it stands in the source."""

    kind: Kind
    value: str
    spans: tuple[Span, ...]
