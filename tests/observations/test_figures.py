"""Whole observations: whose figure, when, of what part, per what; and repetitions merged."""

from decimal import Decimal

import pytest

from service.cleaning import clean
from service.model import Analysis
from service.observations import Catalogue, Regions, refused
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
        # what is compared is no time of the outcome
        ("2018年选派第一书记64名,比2017年增加驻村干部12名。", [("64", "2018"), ("12", "2018")]),
        # what changes next changes between the same years
        (
            "贫困人口从2014年底的8400人减少到2019年底的210人,贫困发生率由9.6%降至0.3%。",
            [("8400", "2014"), ("210", "2019"), ("9.6", "2014"), ("0.3", "2019")],
        ),
        (
            "到2019年底,贫困人口由2014年的8400人减少到210人,贫困发生率由9.6%降至0.3%。",
            [("8400", "2014"), ("210", "2019"), ("9.6", "2014"), ("0.3", "2019")],
        ),
        ("自2014年开展“千干帮千户”行动以来,减贫6100人。", [("6100", "2014/..")]),
        # 当年 is the year that was named
        ("2016年,县里出台意见。当年底,减贫6100人。", [("6100", "2016")]),
        # brackets date the figure before them alone
        ("贫困户4310户(2014年),驻村工作队72支。", [("4310", "2014"), ("72", None)]),
        # what is there now, and what two years come to together, is of neither
        ("2017年贫困发生率降至3.1%,现有贫困村72个。", [("3.1", "2017"), ("72", None)]),
        (
            "2016年脱贫4100人,加上2015年脱贫2300人,累计脱贫6400人。",
            [("4100", "2016"), ("2300", "2015"), ("6400", None)],
        ),
        ("2014年的时候,全县有贫困户4310户。", [("4310", "2014")]),
        ("自2018年6月,全县选派第一书记64名。", [("64", "2018-06/..")]),
        ("新华社贵阳12月11日电 锦屏县选派第一书记64名。", [("64", None)]),
        # both times of a change behind its first figure
        ("贫困人口8400人，2014年的2100户，2018年底下降到210人。", [("8400", "2014"), ("210", "2018")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each one's, no number of the region
        ("每村选派第一书记1名、工作队员3名。", []),
        ("各村选派2名第一书记，全县共选派4名第一书记。", [("first_secretaries", 4)]),
        # the verb around a list has all of it
        (
            "对6名第一书记、11名驻村队员予以召回。",
            [("cadres_replaced", 6), ("cadres_replaced", 11)],
        ),
        # a part is of what it is a part of
        (
            "全县搬迁2.1万人，其中贫困人口1.8万人。",
            [("relocated_population", 21_000), ("relocated_population", 18_000)],
        ),
        # no figure says how many
        ("上千名第一书记进村。", []),
        ("五六十名第一书记进村。", []),
        ("选派3至5名第一书记。", []),
        # which villages, not how many households; a slogan; half a person, at the broken end of a page
        ("向有80户以上贫困户的村选派第一书记12名。", [("first_secretaries", 12)]),
        ("实现选派第一书记“五个全覆盖”。", []),
        ("全县选派第一书记12名，贫困人口由1.36", [("first_secretaries", 12)]),
        # no standard of one village is as large as that
        ("建立村级运转经费保障制度，今年预算安排12.6亿元。", []),
        # what a word is short for stands aside
        (
            "3.2万农村贫困人口（以下简称“贫困人口”）脱贫，退出省定重点村18个。",
            [("poverty_reduction", 32_000), ("poor_villages_exited", 18)],
        ),
    ],
)
def test_what_a_number_counts(text: str, expected: list[tuple[str, int]], observed: Observe) -> None:
    """A list, a part and a standard for each are told from the region's own number."""
    assert [(o.measure, int(o.value)) for o in observed(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is named beside the subject, not as one
        ("娄烦县等17个县选派第一书记520名。", [TAIYUAN]),
        ("研讨会在娄烦县举行，会上说，选派第一书记41名。", [TAIYUAN]),
        ("娄烦县某某药业公司送来药品，选派第一书记44名。", [TAIYUAN]),
        ("根据《娄烦县第一书记管理办法》，选派第一书记41名。", [TAIYUAN]),
        # a parent in passing leaves the subject where it was
        ("娄烦县不是太原市最穷的县，选派第一书记44名。", [LOUFAN]),
        # one region after the other, the noun said once
        ("太原市选派第一书记157名、娄烦县52名、阳曲县31名。", [TAIYUAN, LOUFAN, "140122"]),
        ("国家级贫困县，太原市有3个，吕梁市有6个。", [TAIYUAN, "141100"]),
        # where a township lies is said of it
        ("敦寨镇地处娄烦县，有贫困户48户。", []),
        # what somebody says is no deed of theirs; who is helped has the villages
        ("他说，全市选派第一书记157名。", [TAIYUAN]),
        ("阳泉市对口帮扶娄烦县的12个贫困村。", [LOUFAN]),
    ],
)
def test_whose_figure(text: str, expected: list[str], observed: Observe) -> None:
    """The subject of a sentence has its figures, whatever else is named in it."""
    assert [o.region for o in observed(text, TAIYUAN)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "锦屏县抓脱贫。\n云水村有贫困户48户，村干部早出晚归。",  # a village begins the sentence
        "敦寨镇抓党建\n来源：锦屏县委组织部 2018-05-04\n\n选派第一书记12名。",  # a township is in the title
        "他结对帮扶21户贫困户。",  # a person's own
        "位于清水江边的一个小村，有贫困户48户。\n三年来，队员走访1100人次。",  # the story of a village
        "暴雨过后，全县紧急转移1.2万人，集中安置8600人。",  # no relocation
        "全国贫困发生率降到1.7%。锦屏县贫困发生率降到1.7%。",  # the country's, said again
    ],
)
def test_not_the_region_s_own(text: str, observed: Observe) -> None:
    """What a village, a township, a person or the whole country has is not the region's."""
    assert observed(text) == ()


def test_a_figure_of_the_title_alone(observed: Observe) -> None:
    """The title's figure counts where the text states none of its measure; otherwise the title rounds."""
    title, source = "锦屏县选派60名第一书记驻村帮扶", "来源：黔东南日报 2018-05-04"
    (said,) = observed(f"{title}\n{source}\n\n山路上多了年轻的身影。干部们走村入户，摸清底数。")
    (stated,) = observed(f"{title}\n{source}\n\n入夏以来，全县选派第一书记64名。")

    assert (said.value, said.evidence[0].quote) == (60, "60名第一书记")
    assert stated.value == 64


def test_the_time_of_a_list(observed: Observe) -> None:
    """截至 at the beginning of a sentence holds for all that it lists; a figure's own time goes before."""
    found = observed(
        "截至2018年底，全县有贫困村72个、贫困户4310户。2017年选派第一书记61名，2018年增加到75名。"
    )

    assert [(int(o.value), o.time.notation) for o in found] == [
        (72, "2018"),
        (4310, "2018"),
        (61, "2017"),
        (75, "2018"),
    ]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全县召回不称职的驻村干部12名。", ["不称职的驻村干部"]),  # not what was done to them
        ("合作社带动贫困户2300户。", ["贫困户"]),
        ("各类扶贫资金共3.2亿元。", ["扶贫资金"]),
        ("组建脱贫攻坚工作队64支、帮扶工作队员192名。", ["脱贫攻坚工作队", "帮扶工作队员"]),
        ("抽调优秀干部186名，组成工作队62支。", ["优秀干部", "工作队"]),  # what follows is another clause
        ("全县帮扶工作队62支，队员186名。", ["帮扶工作队", "队员"]),
        ("约谈干部12人、问责8人。", ["约谈干部", "问责"]),  # here what was done is the kind
        ("选派第一书记64名。", [None]),  # the whole
    ],
)
def test_a_scope_is_a_noun(text: str, scopes: list[str | None], observed: Observe) -> None:
    """What tells a figure from its siblings are the words of what is counted."""
    assert [one.scope for one in observed(text)] == scopes


def test_refusals_have_their_reasons(catalogue: Catalogue, regions: Regions) -> None:
    """What could have been counted and was not is named with the reason."""
    text = (
        "每村选派3名第一书记。选派三五名第一书记。上千名第一书记进村。选派一名第一书记。云水村有贫困户48户。"
        "走访有80户以上贫困户的村。贫困发生率为120%。"
    )
    body, masthead = clean(text)
    found = refused(Analysis("d", "e", text, body, masthead, (), ()), catalogue, regions, JINPING)

    reasons = {one.quote: one.reason for one in found}
    assert reasons == {
        "3名": "each",
        "三五名": "range",
        "上千名": "vague",
        "一名": "article",
        "48户": "subject: local",
        "80户以上": "criterion",
        "120%": "120 cannot be",
    }
