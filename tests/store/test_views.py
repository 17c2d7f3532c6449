"""Views for programs that read tables show what answers show, after every write."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from service.model import Analysis, Correction, Document, Measure, Region, Wording
from service.store import Store
from tests.store.conftest import EDITION, Place

LATER = "f" * 64


@pytest.fixture
def kept(store: Store, a_document: Callable[..., Document], an_analysis: Callable[..., Analysis]) -> Analysis:
    """An analysis with two figures that exclude each other."""
    document = a_document()
    store.put(document, 10)
    analysis = an_analysis(document, ("52",))
    first = replace(analysis.observations[0], bound="eq", upper=Decimal(52))
    second = replace(first, id="b" * 16, value=Decimal("86.5"), lower=Decimal("86.5"), upper=Decimal("86.5"))
    apart = replace(second, evidence=(replace(first.evidence[0], spans=(second.evidence[0].spans[0],)),))
    found = replace(analysis, observations=(first, apart))
    store.save(found, document.said)
    return found


def rows(place: Place, view: str) -> list[dict[str, Any]]:
    query = text(f"SELECT * FROM {view} ORDER BY value")  # noqa: S608
    with place.database().reading() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]


def cell(place: Place) -> tuple[Any, ...]:
    """State, gap, value and review of the only cell."""
    (found,) = rows(place, "v_comparison")
    return found["state"], found["gap"], found["value"], found["review"]


def test_a_figure_is_a_row(store: Store, place: Place, kept: Analysis) -> None:
    """Values are numbers, times are words and dates, names are names; the columns are those of the export."""
    store.name(EDITION, [Region("360821", "吉安县", "county", "360800")], [
        Measure("first_secretaries", "dispatch", "第一书记人数", "First secretaries", "人", Wording("", ""), Wording("", ""))
    ])  # fmt: skip
    first, second = rows(place, "v_observations")

    assert (first["value"], float(second["value"])) == (52, 86.5)
    assert isinstance(first["value"], Decimal if place.address else float)
    assert (first["time"], first["begins"], first["ends"]) == ("2016", "2016", "2016")
    assert (first["region"], first["level"], first["label"]) == ("吉安县", "county", "第一书记人数")
    assert (first["quote"], first["start"], first["end"]) == ("选派52名", 2, 8)
    assert (first["document"], first["id"]) == (kept.document, kept.observations[0].id)


def test_a_cell_is_a_row(store: Store, place: Place, kept: Analysis) -> None:
    """Two figures that exclude each other are a gap; what a reader says of one of them counts at once."""
    first, second = kept.observations
    assert cell(place) == ("gap", "conflict", None, None)
    store.correct(a_correction(second, "rejected"))
    assert cell(place) == ("value", None, 52, None)
    assert [row["review"] for row in rows(place, "v_observations")] == [None, "rejected"]
    store.correct(
        a_correction(first, "edited", replace(first, value=Decimal(53), lower=Decimal(53), upper=None))
    )
    assert cell(place) == ("value", None, 53, "edited")
    store.correct(a_correction(first, "rejected"))
    assert rows(place, "v_comparison") == []
    store.uncorrect(first)
    assert cell(place) == ("value", None, 52, None)
    store.uncorrect(second)
    assert cell(place) == ("gap", "conflict", None, None)


def test_what_was_said_outlives_an_analysis(
    store: Store, place: Place, kept: Analysis, a_document: Callable[..., Document]
) -> None:
    """A correction counts in the views for the new analysis as well, under whatever id."""
    first, _ = kept.observations
    store.correct(
        a_correction(first, "edited", replace(first, value=Decimal(53), lower=Decimal(53), upper=None))
    )
    again = replace(kept, observations=(replace(first, id="c" * 16),))
    store.save(again, a_document().said)

    assert cell(place) == ("value", None, 53, "edited")
    assert [row["value"] for row in rows(place, "v_observations")] == [53]


def test_one_edition(store: Store, place: Place, kept: Analysis, a_document: Callable[..., Document]) -> None:
    """Only the edition that answers are of is seen; with a document goes all that views show of it."""
    later = replace(kept, edition=LATER, observations=kept.observations[:1])
    store.save(later, a_document().said)
    assert len(rows(place, "v_observations")) == 2
    store.show(LATER)
    assert [row["value"] for row in rows(place, "v_observations")] == [52]
    assert cell(place) == ("value", None, 52, None)
    store.remove(kept.document)

    assert (rows(place, "v_observations"), rows(place, "v_comparison")) == ([], [])


def a_correction(observation: Any, decision: Any, edited: Any = None) -> Correction:
    return Correction(observation, decision, edited, "note", "author", "2026-01-02T03:04:05Z")
