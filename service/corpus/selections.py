"""Selections of documents: ids, or the filters of their list -> ids, or a refusal that says what would be right."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.corpus import questions
from service.errors import BadParameter, NotFound
from service.observations import Regions
from service.store import Listing

_ID = re.compile("[0-9a-f]{64}")
_SHOWN = 20  # ids that one message names


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents: named by their ids, or all that the rest picks out.

    Attributes:
        documents: ids; None unless they are named.
        region: adcode or name of what they are about.
        words: that the title or the name has in it.
        published_from, published_to: ISO 8601, both inclusive.
    """

    documents: Sequence[str] | None = None
    region: str | None = None
    words: str | None = None
    published_from: str | None = None
    published_to: str | None = None


def listing(selection: Selection, regions: Regions) -> Listing:
    """The list whose filters a selection has.

    Raises:
        UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
        BadParameter: no date of ISO 8601.
    """
    return Listing(
        region=None if selection.region is None else regions.resolve(selection.region).adcode,
        words=selection.words,
        published_from=questions.date_named(selection.published_from, "published_from"),
        published_to=questions.date_named(selection.published_to, "published_to"),
    )


def named(selection: Selection, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The ids that a selection names, in their order.

    Raises:
        NotFound: ids that no document has; it names them.
        BadParameter: one stands there twice, or beside a filter.
    """
    ids = selection.documents or ()
    if selection != Selection(selection.documents):
        raise BadParameter(
            "documents are either named or picked out",
            parameter="documents",
            expected="ids without region, q, published_from and published_to",
        )
    if len(set(ids)) < len(ids):
        twice = next(each for each, count in Counter(ids).items() if count > 1)
        raise BadParameter(f"{twice!r} is named twice", parameter="documents", expected="each one once")
    unknown = [each for each in ids if not (_ID.fullmatch(each) and is_known(each))]
    if unknown:
        raise NotFound(
            f"no document has the id {', '.join(map(repr, unknown[:_SHOWN]))}",
            parameter="documents",
            expected="ids that /v1/documents lists",
        )
    return tuple(ids)


def narrowed_by(selection: Selection) -> str:
    """The parameter that would make a selection smaller."""
    return "documents" if selection.documents is not None else "published_from"


def check_number(ids: Sequence[str], most: int, parameter: str) -> None:
    """Refuse to read too much for one answer.

    Raises:
        BadParameter: there are more documents than that.
    """
    if len(ids) > most:
        raise BadParameter(
            f"more than {most} documents are to be read",
            parameter=parameter,
            expected=f"at most {most} documents together",
        )
