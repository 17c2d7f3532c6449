"""What is on a page, to take along: the call of the API, files, pictures, and pieces for other pages."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.comparison import derived_measures
from service.web.explorer.frame import address, spoken

# Stands for where the service answers: a kept page must not depend on the name that it was asked by.
BASE = "$BASE"


class Taking(NamedTuple):
    """Addresses of one thing.

    Attributes:
        api: of the JSON.
        files: names and addresses.
        pictures: likewise.
        embed: HTML for another page; empty where there is no such piece.
    """

    api: str
    files: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, str], ...] = ()
    embed: str = ""

    @property
    def curl(self) -> str:
        """The call, for a shell."""
        return f"curl -s '{BASE}{self.api}'"


def comparison(query: Mapping[str, str], measures: Sequence[str], regions: Sequence[str]) -> Taking:
    """A table to take along.

    Args:
        query: the terms of the page's address.
        measures, regions: what the page shows; they are named, so that the answer stays the same question.
    """
    stated = [name for name in measures if name not in derived_measures()]
    asked = {"measures": ",".join(stated), "regions": ",".join(regions)}
    asked |= {
        name: value for name, value in query.items() if name in {"align", "tolerance", "derive", "sort"}
    }
    drawn = {name: value for name, value in asked.items() if name != "sort"} | spoken()
    return Taking(
        address("/v1/comparison", asked),
        (
            ("CSV", address("/v1/comparison.csv", asked | {"bom": "1"})),
            ("XLSX", address("/v1/comparison.xlsx", asked)),
            ("NDJSON", address("/v1/comparison.ndjson", asked)),
            ("ZIP", address("/v1/comparison.zip", asked)),
        ),
        tuple(
            (f"{kind}.{form}", address(f"/v1/charts/{kind}.{form}", drawn))
            for kind in ("bar", "dot", "matrix")
            for form in ("png", "svg")
        ),
        iframe(address("/embed/comparison", drawn)),
    )


def document(identity: str) -> Taking:
    """A document to take along."""
    asked = {"document": identity}
    return Taking(
        f"/v1/documents/{identity}",
        (
            ("TXT", f"/v1/documents/{identity}/text"),
            ("CSV", address("/v1/observations.csv", asked | {"bom": "1"})),
            ("XLSX", address("/v1/observations.xlsx", asked)),
        ),
    )


def region(adcode: str) -> Taking:
    """What is known of a region, to take along."""
    asked = {"region": adcode}
    return Taking(
        f"/v1/regions/{adcode}",
        (
            ("CSV", address("/v1/observations.csv", asked | {"bom": "1"})),
            ("XLSX", address("/v1/observations.xlsx", asked)),
            ("JSON", address("/v1/observations", asked)),
        ),
        (("matrix.png", address("/v1/charts/matrix.png", {"regions": adcode} | spoken())),),
        iframe(address("/embed/comparison", {"regions": adcode} | spoken())),
    )


def iframe(path: str) -> str:
    """HTML that shows a piece in another page."""
    shown = path.replace("&", "&amp;")
    return (
        f'<iframe src="{BASE}{shown}" width="100%" height="480" loading="lazy" title="duizhao 对照"></iframe>'
    )
