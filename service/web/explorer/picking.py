"""What may be picked: regions by name and by province, measures by group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from service.model import Measure, Region
from service.web.explorer.frame import to
from service.web.explorer.state import kept
from service.web.fields import label
from service.web.opening import corpus

# More boxes are no choice; whoever has more regions goes by province or by name.
MOST_BOXES = 60
MOST_CANDIDATES = 12


class Box(NamedTuple):
    """A region or a measure that may be ticked; `stated` is in how many regions a measure has figures."""

    value: str
    label: str
    is_picked: bool
    stated: int = 0


class Province(NamedTuple):
    """A province, how many regions of the corpus lie in it, and the address that shows these."""

    name: str
    regions: int
    address: str
    is_picked: bool


class Measures(NamedTuple):
    """A group of measures, and the address that shows it alone."""

    group: str
    boxes: tuple[Box, ...]
    address: str
    picked: int


class Picking(NamedTuple):
    """The form.

    Attributes:
        regions: those that may be ticked; not all there are where there are very many.
        candidates: regions with the name that was looked for, when it leads to several, with the address to add each.
        missed: the name that leads nowhere.
    """

    regions: tuple[Box, ...]
    provinces: tuple[Province, ...]
    candidates: tuple[tuple[str, str], ...]
    missed: str
    measures: tuple[Measures, ...]
    is_own_choice: bool


def picking(
    chosen: Sequence[Region], measures: Sequence[Measure], counts: Mapping[str, int], query: Mapping[str, Any]
) -> Picking:
    """The form as this page fills it.

    Args:
        chosen: the regions of the question.
        measures: those that the corpus has figures of.
        counts: how many of the regions have a figure, by measure.
    """
    candidates = _candidates(query, chosen)
    picked = set(query.get("measures") or ())
    return Picking(
        regions=_regions(chosen),
        provinces=_provinces(query),
        candidates=candidates,
        missed=query.get("find", "") if not candidates else "",
        measures=tuple(
            _measures(group, tuple(some), picked, counts, query)
            for group, some in groupby(measures, lambda each: each.group)
        ),
        is_own_choice=bool(picked),
    )


def _regions(chosen: Sequence[Region]) -> tuple[Box, ...]:
    codes = {region.adcode for region in chosen}
    known = corpus().regions_of_corpus()
    others = [region for region in known if region.adcode not in codes] if len(known) <= MOST_BOXES else []
    ticked = [Box(region.adcode, region.name, True) for region in chosen[:MOST_BOXES]]
    return (*ticked, *(Box(region.adcode, region.name, False) for region in others))


def _provinces(query: Mapping[str, Any]) -> tuple[Province, ...]:
    known = corpus().regions
    codes = Counter(f"{region.adcode[:2]}0000" for region in corpus().regions_of_corpus())
    found = ((code, count, known.of(code)) for code, count in sorted(codes.items()))
    return tuple(
        Province(
            region.name,
            count,
            to("/", kept(query, "regions", "cell", "columns", "find", within=code)),
            query.get("within") == code,
        )
        for code, count, region in found
        if region is not None
    )


def _candidates(query: Mapping[str, Any], chosen: Sequence[Region]) -> tuple[tuple[str, str], ...]:
    name = query.get("find")
    if name is None:
        return ()
    codes = [region.adcode for region in chosen]
    return tuple(
        (
            corpus().regions.path(region.adcode),
            to("/", kept(query, "find", "within", "cell", regions=[*codes, region.adcode])),
        )
        for region in corpus().regions.named(name)[:MOST_CANDIDATES]
        if region.adcode not in codes
    )


def _measures(
    group: str,
    some: Sequence[Measure],
    picked: set[str],
    counts: Mapping[str, int],
    query: Mapping[str, Any],
) -> Measures:
    boxes = tuple(Box(each.id, label(each), each.id in picked, counts.get(each.id, 0)) for each in some)
    alone = to("/", kept(query, "cell", "cursor", "show", measures=[each.id for each in some]))
    return Measures(group, boxes, alone, sum(box.is_picked for box in boxes))
