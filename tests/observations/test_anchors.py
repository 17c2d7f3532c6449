"""The cheap question before the dear one never keeps a template from a sentence that it fits."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from service.cleaning import clean
from service.observations import Catalogue
from service.observations.anchors import admits, needs_of, pairs_of
from service.observations.definitions import LETTERS
from service.observations.quantities import quantities
from service.observations.skeletons import skeleton
from service.text import Span

GOLD = Path(__file__).parent.parent / "gold"


@pytest.mark.parametrize(
    ("template", "needs"),
    [
        ("选派…第一书记{名}", [{"第一"}, {"选派"}]),
        ("(选派|派出)…{名}", [{"选派", "派出"}]),
        ("(共|合计)?{名}", []),  # optional
        ("(…村|驻村){名}", []),  # one alternative begins with anything
        ("(!选派)第一书记{名}", [{"第一"}]),  # what must not stand there is not needed
        ("<team>={支}", [{"工作", "帮扶"}]),
    ],
)
def test_needs(template: str, needs: list[set[str]]) -> None:
    """What a template cannot do without, that with the fewest alternatives first."""
    assert [set(need) for need in needs_of(template, {"team": "(?:工作队|帮扶队)"})] == needs


def test_nothing_that_fits_is_kept_out(catalogue: Catalogue) -> None:
    """Every template that fits a quantity of the gold's statements is admitted there."""
    rows = (GOLD / "statements.dev.jsonl").read_text("utf-8").splitlines()

    assert _kept_out(catalogue, [json.loads(row)["text"] for row in rows]) == []


def test_nothing_that_fits_is_kept_out_of_the_originals(catalogue: Catalogue, shared: Path) -> None:
    """The same on the original documents."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]

    assert _kept_out(catalogue, texts) == []


def _kept_out(catalogue: Catalogue, texts: Iterable[str]) -> list[tuple[str, str]]:
    kept, fitted = [], 0
    for text in texts:
        said = clean(text)[0].characters
        for start, line in _lines(said):
            bones = skeleton(
                said, Span(start, start + len(line)), quantities(said, start, start + len(line)), LETTERS
            )
            pairs = pairs_of(bones.characters)
            for at in bones.figures:
                letter = bones.characters[at]
                for definition in catalogue.definitions:
                    for template in (*definition.finds, *definition.refuses):
                        if letter in template.letters and template.fit(bones.characters, at):
                            fitted += 1
                            if not admits(template.needs, pairs):
                                kept.append((template.source, line))
    assert fitted > 100
    return kept


def _lines(text: str) -> Iterable[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)
