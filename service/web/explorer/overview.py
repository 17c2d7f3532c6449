"""The corpus at a glance: how much there is, and which groups of measures have figures of which regions."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from service.model import Coverage, Region
from service.web.explorer.frame import to
from service.web.explorer.state import kept
from service.web.opening import corpus

# Counted one by one up to here; above, "more than".
MOST_COUNTED = 500


class Share(NamedTuple):
    """How many measures of a group have figures of a region; `heat` is 0 for none, 4 for all."""

    stated: int
    of: int
    heat: int


class Band(NamedTuple):
    """One group over the regions; its address shows its measures alone."""

    group: str
    address: str
    shares: tuple[Share, ...]


class Overview(NamedTuple):
    """Counts of the whole corpus.

    Attributes:
        is_more: whether there are more documents than were counted.
        figures: None where not all regions were counted.
    """

    documents: int
    is_more: bool
    regions: int
    measures: int
    figures: int | None
    bands: tuple[Band, ...]


def overview(found: Coverage, shown: Sequence[Region], query: Mapping[str, Any]) -> Overview:
    """What there is.

    Args:
        found: of all measures that have figures, and the regions of the page.
        shown: the regions that the table shows.
    """
    page = corpus().documents(limit=MOST_COUNTED)
    known = corpus().regions_of_corpus()
    return Overview(
        documents=len(page.items),
        is_more=page.next is not None,
        regions=len(known),
        measures=len(found.measures),
        figures=sum(map(sum, found.figures)) if len(found.regions) == len(known) else None,
        bands=bands(found, shown, query),
    )


def bands(found: Coverage, shown: Sequence[Region], query: Mapping[str, Any]) -> tuple[Band, ...]:
    """How much of each group of measures has figures of each region."""
    places = [at for at, region in enumerate(found.regions) if region in shown]
    rows: dict[str, list[int]] = {}
    for at, measure in enumerate(found.measures):
        rows.setdefault(measure.group, []).append(at)
    return tuple(
        Band(
            group,
            to("/", kept(query, "cell", "cursor", "show", measures=[found.measures[at].id for at in some])),
            tuple(_share([found.figures[at][place] for at in some]) for place in places),
        )
        for group, some in rows.items()
    )


def _share(counts: Sequence[int]) -> Share:
    stated = sum(count > 0 for count in counts)
    return Share(stated, len(counts), -(-4 * stated // len(counts)))
