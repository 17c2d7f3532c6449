"""Summaries keep their budget, say nothing twice and follow the text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.analysis import Budget, summarise
from service.errors import BadParameter
from service.model import Sentence
from service.text import Span


def a_sentence(text, score=0.1):
    return Sentence(text, text, (Span(0, len(text)),), Span(0, len(text)), score)


def the(*rows):
    return [a_sentence(text, score) for text, score in rows]


@pytest.mark.parametrize(
    ("given_", "parameter"),
    [
        ({}, "sentences"),  # none at all
        ({"sentences": 3, "characters": 100}, "characters"),  # two at once
        ({"sentences": 0}, "sentences"),
        ({"sentences": 51}, "sentences"),
        ({"characters": 0}, "characters"),
        ({"ratio": Decimal(0)}, "ratio"),
        ({"ratio": Decimal("1.01")}, "ratio"),
        ({"ratio": Decimal("NaN")}, "ratio"),  # neither above 0 nor below
    ],
)
def test_a_wrong_budget_names_its_parameter(given_, parameter):
    """Exactly one budget, within its range."""
    with pytest.raises(BadParameter) as caught:
        Budget(**given_)

    assert caught.value.parameter == parameter
    assert caught.value.expected


TEXT = the(
    ("全县选派干部驻村帮扶。", 0.2),
    ("产业项目带动农户增收。", 0.4),
    ("村集体收入逐年提高。", 0.1),
    ("饮水安全问题全部解决。", 0.3),
)


@pytest.mark.parametrize(
    ("budget", "chosen"),
    [
        (Budget(sentences=2), [1, 3]),  # the best two, in the order of the text
        (Budget(sentences=50), [0, 1, 2, 3]),  # more than there are
        (Budget(characters=22), [1, 3]),  # as many as fit
        (Budget(characters=21), [1, 2]),  # a shorter one where the next best does not fit
        (Budget(characters=9), []),  # not even one fits
        (Budget(ratio=Decimal("0.3")), [1, 3]),  # a share of the sentences, rounded up
        (Budget(ratio=Decimal(1)), [0, 1, 2, 3]),
    ],
)
def test_the_best_within_the_budget(budget, chosen):
    """Best scores first, shown in the order of the text."""
    assert summarise(TEXT, budget) == tuple(TEXT[place] for place in chosen)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("全县选派干部驻村。", 0.1), ("全县选派干部驻村。", 0.3)], [1]),  # said twice word for word
        ([("全县选派干部驻村", 0.1), ("全县选派干部，驻村！", 0.3)], [1]),  # but for the signs
        (
            [("全县共选派干部驻村帮扶", 0.3), ("本报讯：全县共选派干部驻村帮扶，成效好。", 0.1)],
            [0],
        ),  # within a longer one
        ([("2016年全县选派52名干部。", 0.3), ("2017年全县选派86名干部。", 0.1)], [0, 1]),  # other figures
        ([("甲县产业发展势头良好", 0.3), ("村集体收入逐年提高。", 0.1)], [0, 1]),  # nothing in common
    ],
)
def test_nothing_is_said_twice(rows, expected):
    """Of sentences that say the same only the best is taken."""
    sentences = the(*rows)

    assert summarise(sentences, Budget(sentences=5)) == tuple(sentences[place] for place in expected)


def test_short_sentences_only_when_there_are_no_others():
    """A heading of five characters is no summary, unless there is nothing else."""
    heading, sentence = the(("工作开展情况"[:5] + "。", 0.9), ("全县选派干部驻村帮扶。", 0.1))

    assert summarise([heading, sentence], Budget(sentences=1)) == (sentence,)
    assert summarise([heading], Budget(sentences=1)) == (heading,)
    assert summarise([], Budget(sentences=1)) == ()


@given(
    st.lists(st.tuples(st.text(st.sampled_from("甲乙丙丁12。"), min_size=1, max_size=30), st.floats(0, 1))),
    st.integers(1, 200),
)
def test_a_summary_never_exceeds_its_characters(rows, characters):
    """The budget holds for the quotes together, and the sentences come from the text in its order."""
    sentences = the(*rows)
    summary = summarise(sentences, Budget(characters=characters))

    assert sum(len(sentence.quote) for sentence in summary) <= characters
    places = [next(at for at, one in enumerate(sentences) if one is sentence) for sentence in summary]
    assert places == sorted(set(places))


def test_a_text_of_one_repeated_template_costs_little():
    """Ten thousand sentences that differ in a word are compared with a few others, not with all."""
    sentences = [a_sentence(f"关于{chr(0x4E00 + place)}村的工作情况报告。") for place in range(10_000)]

    assert len(summarise(sentences, Budget(ratio=Decimal(1)))) > 0
