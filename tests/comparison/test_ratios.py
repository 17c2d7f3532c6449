"""Derived measures: which two figures belong together, and what their quotient may be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.comparison import derived_measures, needed, read_derivations
from service.comparison.intervals import interval
from service.comparison.ratios import divided
from service.errors import BadParameter
from service.observations import load_catalogue
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    THIRD_COUNTY,
    a_comparison,
    a_condition,
    a_measure,
    a_time,
    an_observation,
)

PAIRED, TEAMS = "households_per_paired_cadre", "work_teams_per_poor_village"


def households(value, region=COUNTY, **more):
    return an_observation(value, region, measure="paired_households", unit="户", **{"sentence": "s"} | more)


def cadres(value, region=COUNTY, **more):
    return an_observation(
        value, region, measure="paired_cadres", unit="人", **{"sentence": "s", "at": 100} | more
    )


def teams(value, region=COUNTY, **more):
    return an_observation(value, region, measure="work_teams", **more)


def the_row(*observations, derive=PAIRED, regions=(COUNTY, OTHER_COUNTY, THIRD_COUNTY)):
    return a_comparison(observations, regions=regions, measures=(), derive=(derive,)).rows[0]


def the_cell(*observations, derive=PAIRED):
    return the_row(*observations, derive=derive, regions=[COUNTY]).cells[0]


@pytest.mark.parametrize(
    ("above", "below", "value", "bound", "spread"),
    [
        # exact by exact, rounded to six digits
        ((19060, "eq", None), (3962, "eq", None), "4.8107", "eq", "4.8107"),
        ((80, "eq", None), (100, "eq", None), "0.8", "eq", "0.8"),
        ((2, "eq", None), (3, "eq", None), "0.666667", "eq", "0.666667"),
        # 5900余户 by 4800名
        ((5900, "gt", 6000), (4800, "eq", None), "1.22916", "gt", "[1.22916, 1.25)"),
        # 10484户 by 4000余名: more cadres, fewer households each
        ((10484, "eq", None), (4000, "gt", 5000), "2.621", "le", "[2.0968, 2.621]"),
        ((10, "ge", None), (5, "eq", None), "2", "ge", "[2, ∞)"),
        ((10, "eq", None), (5, "ge", None), "2", "le", "[0, 2]"),
        ((10, "ge", None), (5, "ge", None), "2", "approx", "[0, ∞)"),
        ((10, "le", None), (5, "eq", None), "2", "approx", "[0, 2]"),
        ((50, "gt", 60), (10, "gt", 20), "5", "approx", "[2.5, 6]"),
        ((0, "eq", None), (5, "eq", None), "0", "eq", "0"),
    ],
)
def test_quotient(above, below, value, bound, spread):
    """The bounds of the figures become bounds of the quotient, rounded outward."""
    one, other = (an_observation(number, bound=kind, upper=upper) for number, kind, upper in (above, below))

    found = divided(one, other)

    assert (str(found[0]), found[1], str(found[2])) == (value, bound, spread)


bounded = st.tuples(
    st.sampled_from(["eq", "ge", "le", "gt", "approx"]), st.integers(1, 500), st.integers(1, 300)
)


@given(bounded, bounded, st.fractions(0, 1), st.fractions(0, 1))
def test_every_true_quotient_is_inside(above, below, first, second):
    """Whatever values the two statements allow, their quotient is one that the derived figure allows."""
    sides = [
        an_observation(
            value,
            bound=bound,
            lower=max(1, value - more) if bound == "approx" else None,
            upper=value + more if bound in {"gt", "approx"} else None,
        )
        for bound, value, more in (above, below)
    ]
    value, _, spread = divided(*sides)
    true = []
    for side, share in zip(sides, (first, second), strict=True):
        allowed = interval(side)
        low, high = allowed.lower or Decimal(1), allowed.upper or Decimal(10_000)
        true.append(low + (high - low) * Decimal(share.numerator) / Decimal(share.denominator))

    quotient = true[0] / true[1]
    slack = Decimal("0.00001") if spread.is_point else Decimal(0)
    assert spread.lower is None or spread.lower <= quotient * (1 + slack)
    assert spread.upper is None or quotient <= spread.upper * (1 + slack)
    assert spread.lower is None or spread.lower <= value
    assert spread.upper is None or value <= spread.upper


def test_a_derived_cell():
    """It shows its operands, quotes both, and says how it came about."""
    one, other = households(19060, name="h"), cadres(3962, name="c", bound="gt", upper=4000)

    cell = the_cell(one, other)

    assert cell.derivation.name == PAIRED
    assert cell.derivation.operands == (one, other)
    assert cell.observation.evidence == (one.evidence[0], other.evidence[0])
    assert (cell.observation.unit, cell.observation.per) == ("户", "人")
    assert cell.observation.why == "19060户 / 3962人"
    assert cell.observation.id not in {"h", "c"}


def test_ranks_of_derived_figures():
    """Intervals of quotients are ordered as those of stated figures."""
    row = the_row(
        households(5900, bound="gt", upper=6000),
        cadres(4800),
        households(10484, OTHER_COUNTY),
        cadres(4000, OTHER_COUNTY, bound="gt", upper=5000),
        households(19060, THIRD_COUNTY),
        cadres(3962, THIRD_COUNTY),
    )

    assert row.ranks == ((THIRD_COUNTY,), (OTHER_COUNTY,), (COUNTY,))
    assert row.verdict == "comparable"


@pytest.mark.parametrize(
    "observations",
    [
        (households(19060),),  # one operand only
        (households(19060), cadres(3962, sentence="another")),  # nothing says that they belong together
        (households(19060), cadres(3962, document="another")),
        (households(19060), cadres(0)),
        (households(19060), cadres(3962, per="村")),
        (households(19060), cadres(3962, nature="target")),
        (households(19060, condition=a_condition()), cadres(3962)),
        (households(19060, scope="原"), cadres(3962)),  # before a change beside after it
        (households(19060, time=a_time("2016")), cadres(3962, time=a_time("2018"))),
        (households(600, scope="城关镇"), cadres(3962)),  # a town's households by the county's cadres
        # two groups of cadres, and nothing says whose the households are
        (households(19060), cadres(85), cadres(3962, at=50)),
    ],
)
def test_no_quotient(observations):
    """Figures that do not belong together give no quotient, and the gap says so."""
    assert the_cell(*observations).gap == "not_mentioned"


@pytest.mark.parametrize(
    "observations",
    [
        (households(19060, time=a_time("2016")), cadres(3962)),  # one of them dated: of one sentence
        (
            households(19060, scope="贫困户"),
            cadres(3962, scope="县直机关党员干部"),
        ),  # each names its own kind
        (households(600, scope="城关镇"), cadres(100, scope="城关镇")),
        (households(19060, scope="原"), cadres(3962, scope="原")),
    ],
)
def test_quotient_of_one_sentence(observations):
    """One sentence says that its figures belong together."""
    assert the_cell(*observations).observation is not None


def test_several_pairs_of_one_sentence():
    """As many of the one as of the other are paired in their order; two pairs contradict nothing."""
    figures = [
        cadres(800, at=0, scope="县直机关"),
        households(1600, at=20),
        cadres(500, at=40, scope="乡镇党员"),
        households(900, at=60),
    ]

    cell = the_cell(*figures)

    values = {str(one.value) for one in (cell.observation, *cell.others) if one}
    assert values == {"2", "1.8"}


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        ({}, {}, "1.15116"),
        # kinds that say no more than the measures do
        ({"scope": "驻村工作组"}, {"scope": "建档立卡贫困村"}, "1.15116"),
        ({"scope": "深度贫困村"}, {"scope": "深度贫困村"}, "1.15116"),
        ({"scope": "深度贫困村"}, {}, None),
        ({}, {"scope": "深度贫困村"}, None),
        ({"document": "another"}, {}, None),
        ({"scope": "原"}, {}, None),
    ],
)
def test_quotient_of_one_document(above, below, value):
    """Figures of two sentences are put together only when they cover the same."""
    cell = the_cell(teams(99, **above), an_observation(86, at=50, **below), derive=TEAMS)

    assert (cell.observation and str(cell.observation.value)) == value


def test_quotients_that_exclude_each_other():
    """Two documents that give other quotients are in conflict."""
    figures = [
        one
        for document, number in (("a", 99), ("b", 43))
        for one in (teams(number, document=document), an_observation(86, document=document))
    ]

    cell = the_cell(*figures, derive=TEAMS)

    assert (cell.gap, len(cell.others)) == ("conflict", 2)


def test_a_derived_gap():
    """A region that no document is about is not analysed."""
    row = a_comparison([], regions=[COUNTY], measures=(), derive=(PAIRED,), analysed=()).rows[0]

    assert row.cells[0].gap == "not_analysed"


def pay(value, region=COUNTY, per="人/年", **more):
    return an_observation(value, region, measure="pay", unit="元", per=per, **more)


def test_month_to_year():
    """On request a figure per month becomes one per year, marked; otherwise it stays out of the row."""
    figures = [pay(17000), pay(9000, OTHER_COUNTY), pay(400, THIRD_COUNTY, "人/月", bound="ge")]
    asked = {"regions": (COUNTY, OTHER_COUNTY, THIRD_COUNTY), "measures": [a_measure("pay", "元")]}

    plain = a_comparison(figures, **asked).rows[0]
    turned = a_comparison(figures, **asked, derive=("per_year",)).rows[0]

    assert plain.cells[2].gap == "not_comparable"
    assert (turned.per, turned.cells[2].observation.value, turned.cells[2].observation.bound) == (
        "人/年",
        Decimal(4800),
        "ge",
    )
    assert turned.cells[2].derivation.operands == (figures[2],)
    assert [cell.derivation for cell in turned.cells[:2]] == [None, None]


def test_total_to_village():
    """On request a total is divided by the villages of its sentence, where the row is per village."""
    figures = [
        an_observation(50000, COUNTY, measure="fund", unit="元", per="村"),
        an_observation(30000, OTHER_COUNTY, measure="fund", unit="元", per="村"),
        an_observation(8600000, THIRD_COUNTY, measure="fund", unit="元", sentence="s"),
        an_observation(86, THIRD_COUNTY, sentence="s", at=40),
    ]
    asked = {"regions": (COUNTY, OTHER_COUNTY, THIRD_COUNTY), "measures": [a_measure("fund", "元")]}

    row = a_comparison(figures, **asked, derive=("per_village",)).rows[0]

    assert (row.per, row.cells[2].observation.value) == ("村", Decimal(100000))
    assert row.ranks == ((THIRD_COUNTY,), (COUNTY,), (OTHER_COUNTY,))
    assert a_comparison(figures, **asked).rows[0].cells[2].gap == "not_comparable"


@pytest.mark.parametrize("asked", [("households",), (PAIRED, PAIRED), ("",)])
def test_refused(asked):
    """What cannot be derived is refused, with what can."""
    with pytest.raises(BadParameter) as refused:
        read_derivations(asked)

    assert refused.value.expected


def test_catalogue():
    """Every derived measure is made of measures that there are, under a name that none of them has."""
    known = {measure.id: measure for measure in load_catalogue().measures}

    for name, ratio in derived_measures().items():
        assert name not in known
        assert {ratio.numerator, ratio.denominator} <= set(known)
        assert ratio.measure.label_zh
        assert ratio.measure.label_en


def test_needed():
    """The figures of the operands are needed too."""
    assert needed((PAIRED, "per_year"), ("pay",)) == ("pay", "paired_households", "paired_cadres")
