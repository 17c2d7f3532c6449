"""Which region a document is about, and all that it speaks of."""

import json

import pytest

from service.errors import AmbiguousRegion, UnknownRegion
from service.model import MainRegion
from service.observations.regions import load_regions
from service.observations.survey import survey

REGIONS = load_regions()


@pytest.mark.parametrize(
    ("title", "text", "expected", "basis"),
    [
        ("锦屏:党建领航", "近年来,全县上下齐心。", "522628", "title"),  # short name and colon
        ("贵州锦屏抓党建促脱贫", "全县选派干部。", "522628", "title"),  # province before a county
        ("太原:强基层", "山西省太原市委提出要求。娄烦、阳曲两个贫困县先行。", "140100", "title"),
        ("贵州:抓党建", "全省选派干部。锦屏县、黎平县、榕江县等县推进。", "520000", "title"),
        ("吉安县抓党建纪实", "吉安县地处江西省中部。全县有贫困村。", "360821", "title"),
        (
            "吉安推进乡村振兴",
            "全县上下行动,县委书记带头,全县投入资金。",
            "360821",
            "title",
        ),  # level says which
        ("吉安推进乡村振兴", "全市上下行动,市委书记带头,我市投入资金。", "360800", "title"),
        ("朝阳区推进基层治理", "北京市要求各区落实。全区行动。", "110105", "title"),  # parent in the text
        (
            "贵州一个贫困县的变化",
            "锦屏县全县动员,县委带头,全县脱贫,锦屏县摘帽。",
            "522628",
            "frequency",
        ),  # 全县
        ("上海浦东:家门口服务", "浦东新区推进服务。", "310115", "title"),
        (
            "杭州富阳与锦屏结对",
            "锦屏县派出干部。锦屏县获得资金。锦屏县产业兴旺。",
            "522628",
            "title",
        ),  # two in the title
        (None, "林西县在推进中坚持党建引领。林西县选派干部。", "150424", "only"),
        (None, "江西省吉安县推进改革。全县行动。", "360821", "only"),  # its province is no rival
        (None, "平顺县位于山西省。全县行动。山西支持,山西肯定,山西推广,县委落实。", "140425", "only"),
        (
            None,
            "全省12个县脱贫。贵州省安排资金。锦屏县、黎平县、榕江县、从江县受益。贵州省委要求。",
            "520000",
            "frequency",
        ),
        (
            None,
            "威宁县、赫章县、织金县接受帮扶。毕节市召开会议,全市部署。毕节市委要求。",
            "520500",
            "frequency",
        ),
        (
            None,
            "以贵州省锦屏县为例,分析做法。已有研究讨论了江苏、浙江和山东。",
            "522628",
            "frequency",
        ),  # research
        (None, "延边州出台办法。全州选派干部,州委督导。珲春市、汪清县落实。", "222400", "frequency"),
        (None, "准格尔旗推进帮扶。全旗有嘎查村,旗委部署。", "150622", "only"),
        (None, "东西部协作中,福建省和宁夏回族自治区结对。福建出资,宁夏承接。", None, None),  # nobody leads
        (None, "河南、四川、贵州、云南等省安排资金。", None, None),  # a list of provinces
        (
            None,
            "根据《四川省选派办法》,娄烦县制定细则,县委督导,全县落实,我县推进。",
            "140123",
            "frequency",
        ),  # whose rule it is, not whom it is about
        (
            None,
            "吴忠市红寺堡区、同心县推进。",
            "640300",
            "frequency",
        ),  # what the items of a list have in common
        (
            None,
            "我市抓党建。全市选派干部,市委部署。吕梁市、方山县、临县落实。北京来的专家到场。",
            "141100",
            "frequency",
        ),
        (None, "研讨会在北京举行。", None, None),  # of the capital more is asked
        (None, "各地推进乡村振兴。", None, None),  # nothing named
        (None, "各地推进乡村振兴。" * 80 + "专家来自贵州。", None, None),  # one passing mention
        ("朝阳区启动改造", "全区投入资金。", None, None),  # two of this name, never guessed
    ],
)
def test_main_region(title: str | None, text: str, expected: str | None, basis: str | None) -> None:
    """Title first, then what the text speaks of most, at the level that it speaks at."""
    main, codes, _ = survey(title, None, text, None, REGIONS)

    assert (main and main.adcode, main and main.basis) == (expected, basis)
    assert codes[:1] == ((expected,) if expected else codes[:1])
    assert len(set(codes)) == len(codes)


def test_masthead_decides_where_no_title_does() -> None:
    """The office that issued a document says whose it is; a newspaper only where the text speaks at its level."""
    text = "我县召开动员会,全县行动。"

    issued, _, _ = survey("召开动员会", "锦屏县委组织部", text, None, REGIONS)
    printed, _, _ = survey("召开动员会", "贵州日报", text, None, REGIONS)
    at_home, _, _ = survey("召开动员会", "贵州日报", "我省召开动员会,全省行动。", None, REGIONS)

    assert issued == MainRegion("522628", "masthead")
    assert printed is None
    assert at_home == MainRegion("520000", "masthead")


def test_where_something_came_from_is_no_subject() -> None:
    """从…引来 names a region in passing; 从…获悉 names the one that the text is about."""
    brought, _, _ = survey(None, None, "从浙江引来大棚西瓜,贫困户有58户。", None, REGIONS)
    heard, _, _ = survey(None, None, "记者日前从锦屏县获悉,贫困户有58户。", None, REGIONS)

    assert brought is None
    assert heard == MainRegion("522628", "only")


def test_caller_outranks_the_text() -> None:
    """What the caller says wins over title and text, and is checked."""
    main, codes, _ = survey("锦屏:党建领航", None, "锦屏县。", "江西吉安县", REGIONS)

    assert (main, codes) == (MainRegion("360821", "stated"), ("360821", "522628"))
    with pytest.raises(UnknownRegion):
        survey(None, None, "锦屏县。", "没有县", REGIONS)
    with pytest.raises(AmbiguousRegion):
        survey(None, None, "锦屏县。", "朝阳区", REGIONS)


def test_all_regions_main_first() -> None:
    """The regions spoken of come after the main one, by first place, each once."""
    _, codes, _ = survey("太原:强基层", None, "山西省太原市。阳曲县和娄烦县,阳曲县。", None, REGIONS)

    assert codes == ("140100", "140000", "140122", "140123")


def test_originals(shared) -> None:
    """The main region of the five original documents is the one that people gave them."""
    opencc = pytest.importorskip("opencc").OpenCC("t2s")
    lines = (shared / "gold/regions.jsonl").read_text(encoding="utf-8")
    gold = {row["doc"]: row for row in map(json.loads, lines.splitlines())}
    files = sorted((shared / "seeds").glob("*.txt"))
    for doc, path in zip(("jian", "guizhou", "taiyuan", "jinping", "linxi"), files, strict=True):
        text = opencc.convert(path.read_text(encoding="utf-8"))
        main, codes, _ = survey(gold[doc]["title"], gold[doc]["source"], text, None, REGIONS)
        others = {region["adcode"] for region in gold[doc].get("other_regions", ())}

        assert main is not None
        assert main.adcode == gold[doc]["adcode"]
        assert others <= set(codes)
