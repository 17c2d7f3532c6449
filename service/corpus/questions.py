"""What is asked, in names of the caller -> ids and adcodes, or a refusal that says what would be right."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

from service.corpus.said import is_date
from service.errors import BadParameter
from service.model import Decision, Nature, Region
from service.observations import Catalogue, Regions

MOST_COLUMNS = 500  # regions or measures of one comparison
MOST_ITEMS = 500  # items of one page


def measure_ids(names: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The measures named, in their order.

    Raises:
        UnknownMeasure, BadParameter: unknown, twice, none at all, or too many.
    """
    _check_number(names, "measures")
    return _each_once(tuple(catalogue.measure(name).id for name in names), names, "measures")


def adcodes(names: Sequence[str], regions: Regions) -> tuple[str, ...]:
    """The regions named by adcode or name, in their order.

    Raises:
        UnknownRegion, AmbiguousRegion, BadParameter: unknown, ambiguous, twice, none at all, or too many.
    """
    _check_number(names, "regions")
    return _each_once(tuple(regions.resolve(name).adcode for name in names), names, "regions")


def every_adcode(regions: Sequence[Region]) -> tuple[str, ...]:
    """The adcodes of all regions of a corpus, for a question that names none.

    Raises:
        BadParameter: they are too many for one table; some must be named.
    """
    if len(regions) > MOST_COLUMNS:
        raise BadParameter(
            f"the corpus has {len(regions)} regions",
            parameter="regions",
            expected=f"at most {MOST_COLUMNS} named",
        )
    return tuple(region.adcode for region in regions)


def page_size(limit: int, most: int = MOST_ITEMS) -> int:
    """The limit, when it is one.

    Raises:
        BadParameter: less than 1 or more than allowed.
    """
    if not 1 <= limit <= most:
        raise BadParameter(f"limit is {limit}", parameter="limit", expected=f"1 to {most}")
    return limit


def date_named(date: str | None, parameter: str) -> str | None:
    """The date, when it is one; None for None.

    Raises:
        BadParameter: no date of ISO 8601 at the precision of a year, a month or a day.
    """
    if date is not None and not is_date(date):
        raise BadParameter(
            f"{date!r} is no date", parameter=parameter, expected="2019, 2019-12 or 2019-12-31"
        )
    return date


def nature_named(name: str | None) -> Nature | None:
    """The nature of this name; None for None.

    Raises:
        BadParameter: no nature is called so.
    """
    for nature in get_args(Nature):
        if nature == name:
            return nature  # type: ignore[no-any-return]
    if name is None:
        return None
    raise BadParameter(
        f"no nature is called {name!r}", parameter="nature", expected=", ".join(get_args(Nature))
    )


def review_named(name: str | None) -> str | None:
    """A decision of a reader, or `none` for figures that nobody judged; None for None.

    Raises:
        BadParameter: no decision is called so.
    """
    known = (*get_args(Decision), "none")
    if name is not None and name not in known:
        raise BadParameter(f"no decision is called {name!r}", parameter="review", expected=", ".join(known))
    return name


def confidence_named(value: Decimal | None) -> Decimal | None:
    """The least confidence that figures may have; None for None.

    Raises:
        BadParameter: it is not from 0 to 1.
    """
    if value is not None and not 0 <= value <= 1:
        raise BadParameter(
            f"no figure has a confidence of {value}",
            parameter="min_confidence",
            expected="a decimal from 0 to 1",
        )
    return value


def _check_number(names: Sequence[str], parameter: str) -> None:
    if not names:
        raise BadParameter(f"no {parameter} are named", parameter=parameter, expected="at least one")
    if len(names) > MOST_COLUMNS:
        raise BadParameter(
            f"{len(names)} {parameter} are named", parameter=parameter, expected=f"at most {MOST_COLUMNS}"
        )


def _each_once(found: tuple[str, ...], names: Sequence[str], parameter: str) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for one, name in zip(found, names, strict=True):
        if one in seen:
            raise BadParameter(
                f"{seen[one]!r} and {name!r} are the same", parameter=parameter, expected="each one once"
            )
        seen[one] = name
    return found
