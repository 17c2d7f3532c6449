"""The address is the state: what `/` may be asked, and where a form leads that a browser sends field by field.

The parameters of a comparison are those of /v1/comparison, so that one address becomes the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from service.errors import AmbiguousRegion, UnknownRegion
from service.web.explorer.frame import address
from service.web.opening import corpus
from service.web.query import Choice, Count, Words
from service.web.questions import SpokenQuery, TermsQuery

# What a comparison is asked with; the rest is about how it is looked at.
TERMS = ("measures", "regions", "within", "level", "align", "tolerance", "derive", "sort")
ORDER = (*TERMS, "show", "cursor", "columns", "cell", "with", "find", "lang")
# Fields with a box or a line for each value.
REPEATED = frozenset({"measures", "regions"})


class HomeQuery(SpokenQuery, TermsQuery):
    """A comparison, and how it is looked at."""

    sort = Words("Id of a row; - before it: the highest first.")
    cursor = Words("Where the rows begin.")
    columns = Count(1, 500, "Which page of the regions, when there are many.", load_default=1)
    show = Choice(("all",), "`all`: rows with a figure of one region only, too.")
    cell = Words("measure:adcode of the cell whose evidence is open.", longest=80)
    part = Choice(("words",), "What is shown besides.", data_key="with")
    find = Words("The name of a region to add.", longest=60)


def settled() -> str | None:
    """Where to go from an address as a form makes it; None when the address is as it should be."""
    given = {name: [each for each in values if each.strip()] for name, values in request.args.lists()}
    found: dict[str, str] = {}
    for name, values in given.items():
        if name in REPEATED and values:
            found[name] = ",".join(dict.fromkeys(",".join(values).replace("，", ",").split(",")))
        elif values:
            found[name] = values[0]
    if "at" in found:
        found["align"] = f"at:{found.pop('at')}"
    added = _named(found.get("find"))
    if added is not None:
        del found["find"]
        shown = found.get("regions") or ",".join(_all_regions())
        found["regions"] = ",".join(dict.fromkeys([*shown.split(","), added]))
    # All boxes ticked are no choice; who names them all in one parameter means these, whatever is added later.
    if len(given.get("regions", ())) > 1 and found["regions"].split(",") == _all_regions():
        del found["regions"]
    if found == {name: ",".join(values) for name, values in request.args.lists()}:
        return None
    return address("/", {name: found[name] for name in sorted(found, key=_place)})


def _named(name: str | None) -> str | None:
    """The region that is to be added; None when there is none to add, or the name leads to none or to several."""
    if name is None:
        return None
    try:
        return str(corpus().regions.resolve(name).adcode)
    except (UnknownRegion, AmbiguousRegion):
        return None


def _all_regions() -> list[str]:
    return [region.adcode for region in corpus().regions_of_corpus()]


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def kept(query: Mapping[str, Any], *without: str, **changed: Any) -> dict[str, str]:
    """The parameters of this page as an address has them, some left out, some otherwise.

    Args:
        without: names that the next page does not have.
        changed: names with their new values; None leaves one out.
    """
    now = {name: _text(query.get("part" if name == "with" else name)) for name in ORDER if name != "lang"}
    now |= {name: _text(value) for name, value in changed.items()}
    # The first page of the regions has no number.
    now["columns"] = "" if now["columns"] == "1" else now["columns"]
    return {name: value for name, value in now.items() if value and name not in without}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
