"""Regions as clients name them: by adcode in paths, by adcode or name in queries."""

from service.errors import AmbiguousRegion, NotFound, UnknownRegion
from service.model import Region
from service.web.opening import corpus


def adcode_of(named: str | None, parameter: str) -> str | None:
    """The adcode of a region in a query; None when none was named.

    Raises:
        UnknownRegion, AmbiguousRegion: naming the parameter.
    """
    if named is None:
        return None
    try:
        found: Region = corpus().regions.resolve(named)
    except (UnknownRegion, AmbiguousRegion) as error:
        error.parameter = parameter
        raise
    return found.adcode


def region_at(adcode: str) -> Region:
    """The region of a path.

    Raises:
        NotFound: no region has this adcode.
    """
    region: Region | None = corpus().regions.of(adcode)
    if region is None:
        raise NotFound(f"no region has the adcode {adcode}", expected="an adcode that /v1/regions lists")
    return region
