"""Whole observations: whose figure, when, of what part, per what; and repetitions merged."""

from decimal import Decimal

import pytest

from tests.observations.conftest import Observe

JINPING, LOUFAN, TAIYUAN = "522628", "140123", "140100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # both sides of a change are figures
        ("贫困发生率由18.3%下降到2.1%。", [("18.3", None), ("2.1", None)]),
        # the time of the change holds for its outcome, the time inside it for its origin
        ("2019年底,贫困发生率由2015年的18.3%下降到2.1%。", [("18.3", "2015"), ("2.1", "2019")]),
        # a time holds to the end of its sentence
        ("2019年,贫困发生率为2.1%。贫困发生率全州最低的一年是3.4%。", [("2.1", "2019"), ("3.4", None)]),
        # 较 holds for its own half alone
        ("2019年贫困发生率较2015年的18.3%下降到2.1%。", [("18.3", "2015"), ("2.1", "2019")]),
    ],
)
def test_time_governs_to_the_end_of_its_sentence(
    text: str, expected: list[tuple[str, str | None]], observed: Observe
) -> None:
    """Each figure has its own time."""
    assert [(str(o.value), o.time.notation) for o in observed(text)] == expected


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("全市选派第一书记157名。", TAIYUAN),
        ("娄烦县选派第一书记52名。", LOUFAN),  # a subject of its own
        ("太原市对娄烦县加大支持,全市选派第一书记157名。", TAIYUAN),  # an object is none
        ("娄烦县抓得早。全县选派第一书记52名。", LOUFAN),  # the topic of the paragraph
        ("太原市的娄烦县地处山区。\n全市选派第一书记157名。", TAIYUAN),  # a new paragraph
    ],
)
def test_region_of_a_figure(text: str, region: str, observed: Observe) -> None:
    """A figure belongs to the region that its sentence is about."""
    (found,) = observed(text, TAIYUAN)

    assert found.region == region


@pytest.mark.parametrize(
    "text",
    [
        "河口村现有建档立卡贫困户126户。",  # one village
        "在敦寨镇,帮扶干部86名与贫困户结对。",  # one township
        "全国共选派第一书记25万名。",  # the whole country
    ],
)
def test_figures_of_no_region(text: str, observed: Observe) -> None:
    """A village, a township or the whole country is no region here."""
    assert observed(text) == ()


def test_a_condition_is_kept_apart(observed: Observe) -> None:
    """What picks out the villages is a condition, not a figure of its own."""
    found = observed("每个集体经济收入8万元以下的行政村不低于15万元的工作经费。", TAIYUAN)

    assert [(o.measure, o.value, o.bound, o.per) for o in found] == [
        ("village_funding", Decimal(150000), "ge", "村")
    ]
    assert found[0].condition is not None
    assert (found[0].condition.value, found[0].condition.bound) == (Decimal(80000), "le")


def test_repetition_is_one_observation(observed: Observe) -> None:
    """A figure said again is one more mention, and may bring the time."""
    (found,) = observed("全县选派第一书记103名。\n2019年,103名第一书记吃住在村。")

    assert len(found.evidence) == 2
    assert found.time.notation == "2019"


def test_every_quote_is_verbatim(observed: Observe) -> None:
    """A quote is the source's own characters, in traditional script and over a line's end too."""
    source = "全縣選派第一書\n記103名,組建駐村工作隊77個。"
    for found in observed(source):
        for evidence in found.evidence:
            assert "".join(source[start:end] for start, end in evidence.spans) == evidence.quote
            assert evidence.quote in source.replace("\n", "")


def test_equal_texts_give_equal_observations(observed: Observe) -> None:
    """Same input, same ids."""
    text = "全县选派第一书记103名,驻村队员312名。"

    assert observed(text) == observed(text)
