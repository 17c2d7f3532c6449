"""Every definition keeps what its examples promise."""

from decimal import Decimal
from pathlib import Path

import pytest

from service.errors import Misconfigured, UnknownMeasure
from service.model import Analysis, Masthead
from service.observations import Regions, load_catalogue, observe, problems
from service.observations.definitions import Definition
from service.text import Text
from tests.observations.conftest import Observe

DEFINITIONS = load_catalogue().definitions


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.measure.id)
def test_examples(definition: Definition, observed: Observe) -> None:
    """What an example states is found with its value, denominator and bound."""
    assert definition.examples, "a definition without an example promises nothing"
    for example in definition.examples:
        found = [o for o in observed(example["text"]) if o.measure == definition.measure.id]
        values = {(o.value, o.unit) for o in found}

        assert (Decimal(str(example["value"])), definition.measure.unit) in values, example["text"]
        stated = next(o for o in found if o.value == Decimal(str(example["value"])))
        assert stated.per == example.get("per", stated.per), example["text"]
        assert stated.bound == example.get("bound", stated.bound), example["text"]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.measure.id)
def test_counterexamples(definition: Definition, observed: Observe) -> None:
    """What looks alike and is something else is not counted."""
    assert definition.counterexamples
    for counterexample in definition.counterexamples:
        measures = {o.measure for o in observed(counterexample["text"])}

        assert definition.measure.id not in measures, counterexample["text"]


def test_the_measures_of_the_gold(shared: Path) -> None:
    """Ids, groups, labels and units are those of the gold's own list."""
    import csv

    with (shared / "gold" / "measures.csv").open(encoding="utf-8") as file:
        listed = {
            (r["id"], r["group"], r["label_zh"], r["label_en"], r["unit"]) for r in csv.DictReader(file)
        }

    assert {(m.id, m.group, m.label_zh, m.label_en, m.unit) for m in load_catalogue().measures} == listed


def test_unknown_measure_names_the_nearest() -> None:
    """A misspelt id is answered with what was probably meant."""
    with pytest.raises(UnknownMeasure) as refused:
        load_catalogue().measure("first_secretary")

    assert "first_secretaries" in (refused.value.expected or "")


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """A user's file adds measures of another field, and changes the fingerprint."""
    own = tmp_path / "education.toml"
    own.write_text(
        """
        [schools]
        label = {zh = "学校数", en = "Schools"}
        unit = "所"
        counts = {zh = "学校", en = "schools"}
        finds = ["{所}…学校"]
        """,
        encoding="utf-8",
    )

    catalogue = load_catalogue(own)

    assert catalogue.measure("schools").group == "education"
    assert catalogue.measure("schools").counts.told("en") == "schools"
    assert catalogue.fingerprint != load_catalogue().fingerprint


def test_cues_narrow(tmp_path: Path, regions: Regions) -> None:
    """Where a definition has cues, a sentence without one of them states nothing of it."""
    own = tmp_path / "education.toml"
    table = (
        '[schools]\nlabel = {zh = "学校数", en = "Schools"}\nunit = "所"\ncounts = ""\nfinds = ["建{所}"]\n'
    )
    analysis = Analysis("", "", text := "全县建12所。", Text.of(text), Masthead(), (), ())

    def counted(file: str) -> list[int]:
        own.write_text(file, encoding="utf-8")
        found = observe(analysis, load_catalogue(own), regions, "522628").observations
        return [int(one.value) for one in found]

    assert counted(table) == [12]
    assert counted(table + 'cues = ["学校"]') == []


def test_the_file_of_the_manual(regions: Regions) -> None:
    """What docs/measures.md shows is found by its own examples."""
    catalogue = load_catalogue(Path(__file__).parent.parent.parent / "docs" / "education.toml")

    assert catalogue.measure("schools_renovated").group == "education"
    assert problems(catalogue, regions) == ()


@pytest.mark.parametrize(
    ("key", "said", "named"),
    [
        ("unit", None, "has no unit"),
        ("find", '["{名}"]', "does not take find"),  # misspelt
        ("unit", "3", "unit of measure 'sheep' must be a text"),
        ("finds", '"羊{名}"', "must be a list of texts"),
        ("finds", "[3]", "must be a list of texts"),
        ("finds", '["第一书记"]', "must have one figure"),
        ("finds", '["{名}<nobody>"]', "nobody"),
        ("finds", '["(羊{名}"]', "missing \\)"),
        ("finds", '["羊{斛}"]', "no quantity has the unit '斛'"),
        ("speaks", '["羊{名}"]', "no figure"),
        ("speaks", '["(羊"]', "missing \\)"),
        ("beside", '["goats"]', "goats"),
        ("counts", '{zh = "羊"}', "zh and en"),
        ("most", '"viel"', "must be a number"),
        ("enumerates", '"no"', "true or false"),
        ("examples", '[{text = "羊3名"}]', "a text and a value"),
        ("counterexamples", "[{}]", "a text"),
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, key: str, said: str | None, named: str) -> None:
    """The message names what is wrong with a definition."""
    own = tmp_path / "own.toml"
    table = {"label": '"羊"', "unit": '"头"', "counts": '""', "finds": '["羊{名}"]', key: said}
    lines = [f"{name} = {value}" for name, value in table.items() if value is not None]
    own.write_text("\n".join(["[sheep]", *lines]), encoding="utf-8")

    with pytest.raises(Misconfigured, match=named):
        load_catalogue(own)


def test_a_file_that_is_no_toml_stops_the_start(tmp_path: Path) -> None:
    """The message names the file."""
    own = tmp_path / "own.toml"
    own.write_text("[sheep", encoding="utf-8")

    with pytest.raises(Misconfigured, match=r"own\.toml"):
        load_catalogue(own)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.measure.id)
def test_every_template_can_be_read(definition: Definition) -> None:
    """Templates are compiled when first needed; here all of them are."""
    definition.check({one.measure.id for one in DEFINITIONS})
