"""Sentences that cover a comparison."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from service.comparison import Told, digest_of, told
from service.model import Analysis, Evidence, Masthead, Sentence
from service.text import Span, Text
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    THIRD_COUNTY,
    a_comparison,
    a_measure,
    a_mention,
    an_observation,
)

COUNTIES = (COUNTY, OTHER_COUNTY, THIRD_COUNTY)
VILLAGES, PAY = a_measure(), a_measure("pay", "元")


def a_sentence(quote, start=0):
    span = Span(start, start + len(quote))
    return Sentence(quote, quote, (span,), span, 0.1)


def a_told(quote, region=COUNTY, measures=("poor_villages",), observations=(), document="d"):
    return Told(region, document, a_sentence(quote), frozenset(measures), frozenset(observations))


def quotes(extracts):
    return [extract.sentence.quote for extract in extracts]


def test_common_and_apart():
    """What several regions tell of is common; what one alone tells of, or stands highest in, sets it apart."""
    comparison = a_comparison(
        [
            an_observation(5, COUNTY, name="a"),
            an_observation(5, OTHER_COUNTY, name="b"),
            an_observation(400, COUNTY, measure="pay", unit="元", name="c"),
        ],
        regions=COUNTIES,
        measures=[VILLAGES, PAY],
    )

    found = digest_of(
        comparison,
        [
            a_told("全县有5个贫困村。", COUNTY, observations="a"),
            a_told("我县有5个贫困村。", OTHER_COUNTY, observations="b"),
            a_told("每月补贴400元。", COUNTY, ["pay"], observations="c"),
        ],
        100,
    )

    (theme,) = found.themes
    assert quotes(theme.common) == ["全县有5个贫困村。", "我县有5个贫困村。"]
    assert quotes(theme.apart) == ["每月补贴400元。"]
    assert (found.covered, found.of, found.characters) == (3, 3, 27)


def test_the_highest_is_apart():
    """The region that alone stands highest is set apart by it."""
    comparison = a_comparison(
        [an_observation(9, COUNTY, name="a"), an_observation(5, OTHER_COUNTY, name="b")], regions=COUNTIES
    )

    (theme,) = digest_of(
        comparison,
        [
            a_told("九个贫困村。", COUNTY, observations="a"),
            a_told("五个贫困村。", OTHER_COUNTY, observations="b"),
        ],
        100,
    ).themes

    assert quotes(theme.apart) == ["九个贫困村。"]
    assert quotes(theme.common) == ["五个贫困村。"]


def test_the_sentence_of_the_cell():
    """Of two sentences the one whose figure is shown is told, though it is longer."""
    comparison = a_comparison([an_observation(9, COUNTY, name="a")], regions=[COUNTY])

    found = digest_of(
        comparison,
        [a_told("其中3个。", observations="x"), a_told("全县共有9个。", observations="a")],
        10,
    )

    assert [quotes(theme.common) + quotes(theme.apart) for theme in found.themes] == [["全县共有9个。"]]


def test_nothing_twice():
    """A sentence that covers nothing new is not taken."""
    comparison = a_comparison([an_observation(9, COUNTY, name="a")], regions=[COUNTY])

    found = digest_of(
        comparison, [a_told("全县9个。", observations="a"), a_told("9个贫困村。", observations="a")], 1000
    )

    assert found.characters == 5


def test_a_long_sentence_that_covers_all():
    """The greedy choice by length would take the short one and leave no room for all the rest."""
    comparison = a_comparison([], regions=COUNTIES, measures=[VILLAGES, PAY])
    long = "九" * 20

    found = digest_of(
        comparison,
        [
            a_told("短。", measures=["pay"]),
            a_told(long),
            a_told(long, measures=["pay", "poor_villages"]),
        ],
        20,
    )

    assert (found.covered, found.characters) == (2, 20)


def test_nothing_fits():
    """A budget that no sentence fits in gives an empty digest that says what it lacks."""
    found = digest_of(a_comparison([]), [a_told("全县有五个贫困村。")], 3)

    assert (found.themes, found.characters, found.covered, found.of) == ((), 0, 0, 1)


sentences = st.lists(
    st.builds(
        a_told,
        st.text("村", min_size=1, max_size=9),
        st.sampled_from(COUNTIES),
        st.sets(st.sampled_from(["poor_villages", "pay"]), min_size=1),
    ),
    max_size=6,
)


@given(sentences, st.integers(1, 25))
def test_budget_and_bound(candidates, budget):
    """Never longer than the budget, and never less than the greedy choice is proved to reach."""
    comparison = a_comparison([], regions=COUNTIES, measures=[VILLAGES, PAY])

    found = digest_of(comparison, candidates, budget)

    assert found.characters <= budget
    assert found.characters == sum(
        len(extract.sentence.quote) for theme in found.themes for extract in (*theme.common, *theme.apart)
    )
    best = max(
        len({(measure, each.region) for each in some for measure in each.measures})
        for size in range(len(candidates) + 1)
        for some in combinations(candidates, size)
        if sum(len(each.sentence.quote) for each in some) <= budget
    )
    assert found.covered >= best * 0.316


def test_told():
    """A figure and a mention belong to the sentence that their quote ends in, whole with its place."""
    source = "全县有贫困村。其中86个村,第一书记全覆盖。"
    first, second = a_sentence(source[:7]), a_sentence(source[7:], 7)
    village = an_observation(86, quote="贫困村。其中86个", at=3, name="v")
    mention = a_mention(measure="pay", at=13)
    other = an_observation(9, OTHER_COUNTY, at=8)
    elsewhere = an_observation(9, measure="nothing", at=8)
    analysis = Analysis(
        "d", "e", source, Text.of(source), Masthead(), (first, second), (),
        observations=(village, other, elsewhere), mentions=(mention,),
    )  # fmt: skip

    assert told(analysis, {"poor_villages", "pay"}, {COUNTY}) == (
        Told(COUNTY, "d", second, frozenset({"poor_villages", "pay"}), frozenset({"v"})),
    )


def test_told_outside_sentences():
    """A quote that stands in no sentence, such as a headline, is told by none."""
    source = "贫困村86个\n全县有贫困村。"
    analysis = Analysis(
        "d", "e", source, Text.of(source), Masthead(), (a_sentence(source[7:], 7),), (),
        observations=(an_observation(86, quote="贫困村86个"),),
    )  # fmt: skip

    assert told(analysis, {"poor_villages"}, {COUNTY}) == ()
    assert isinstance(analysis.observations[0].evidence[0], Evidence)
