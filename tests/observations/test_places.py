"""Names of regions in texts, and the region that a text is about."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model import MainRegion
from service.observations.places import mentions, resolve_mentions
from service.observations.regions import load_regions

REGIONS = load_regions()


def names(text: str) -> list[str]:
    return [mention.name for mention in mentions(text)]


def meant(text: str, main: str | None = None) -> list[str | None]:
    about = MainRegion(main, "stated") if main else None
    return [mention.adcode for mention in resolve_mentions(mentions(text), about)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("锦屏县选派干部", ["锦屏县"]),  # whole name
        ("近年来,锦屏坚持党建引领", ["锦屏"]),  # short name that is no word
        ("贵州省黔东南苗族侗族自治州锦屏县", ["贵州省", "黔东南苗族侗族自治州", "锦屏县"]),  # chain
        ("黔东南州和恩施州交流", ["黔东南州", "恩施州"]),  # short name of an autonomous prefecture
        ("内蒙古、广西、宁夏、西藏、新疆五个自治区", ["内蒙古", "广西", "宁夏", "西藏", "新疆"]),
        ("阿鲁科尔沁旗的牧民", ["阿鲁科尔沁旗"]),  # banner
        ("镇宁县召开会议", ["镇宁县"]),  # autonomous county as people say it
        ("青海省互助县的村庄", ["青海省", "互助县"]),  # its stem is a word, with its suffix it is none
        ("娄烦、阳曲两个贫困县", ["娄烦", "阳曲"]),  # enumeration with a level
        ("和平、连平两县", ["和平", "连平"]),  # words, given away by the level
        ("襄樊市当年", ["襄樊市"]),  # name of the past
    ],
)
def test_names_are_found(text: str, expected: list[str]) -> None:
    """Whole names, short names and enumerations are found, longest first."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "北京大学的专家",  # university
        "清华大学和中山大学",  # university
        "西安交通大学派出教师",  # with a field between
        "南京农业大学定点帮扶",
        "河南财经政法大学学报",
        "上海路旁的商店",  # street
        "南京东路步行街",  # street with a direction
        "贵州茅台酒",  # product
        "井冈蜜柚种植基地",  # no whole short name
        "云南白药",
        "北京时间8点",
        "深圳证券交易所上市",
        "北京冬奥会筹办",
        "内蒙古绿源牧业股份有限公司",  # company
        "遵义会议精神",  # event
        "延安精神永放光芒",
        "井冈山革命根据地",
        "锦屏镇党委",  # town
        "天池店乡、河北村党支部",  # village that is called as a province
        "锦屏沟村",  # village that is called as a county
        "永阳镇江南村",  # 镇江 across a boundary
        "太原街道办事处",  # subdistrict
        "贵州日报记者",  # newspaper
        "河南卫视播出",
        "新华社北京10月16日电",  # dateline
        "本报太原讯(通讯员)",
        "黄河南岸的村庄",  # river and bank
        "大河北岸",
        "推广东西部协作经验",  # split word
        "创新和谐社会治理",
        "公安机关与合作社的资源",  # words that are counties
        "党和政府关心群众",  # 和政
        "会同有关部门打通道路",  # 会同, 通道
        "搭建平台促和平",  # 建平, 和平
        "国内黄金价格",  # 内黄
        "开展大城市新兴产业试点",  # 大城, 新兴
        "示范县创建",  # 范县
        "健康县区建设",  # 康县
        "沿海城市与解放区",  # 海城市, 解放区
        "市和县分级负责",  # 和县
        "和平区域合作",  # 和平区
        "为长治久安打基础",
        "易地扶贫搬迁安置点",  # 迁安
        "记者张建平报道",  # name of a person
        "第一书记刘永胜说",
        "(某某师范学院 管理学院,广西 南宁 530299)",  # affiliation with its postcode
        "奥巴马访问",  # 巴马
        "佛罗里达州的选举",  # 达州
        "汪清县东光镇太平村村民"[3:],  # a village called as a district
        "乡镇安全生产",  # 镇安
        "赤壁之战",
        "增长速度明显提高",
        "阳光照进大山",
    ],
)
def test_no_places(text: str) -> None:
    """Names in other names, and words that are also names, are no regions."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市朝阳区和沈阳", ["110000", "110105", "210100"]),  # parent before
        ("北京朝阳的社区", ["110000", "110105"]),  # short parent before a short name that is a word
        ("辽宁省朝阳市", ["210000", "211300"]),
        ("朝阳区发布通报", [None]),  # two of this name
        ("长春市今年推进改造,朝阳区率先完成", ["220100", "220104"]),  # parent somewhere
        ("福州市鼓楼区与仓山区,鼓楼区", ["350100", "350102", "350104", "350102"]),
        ("台江区、鼓楼区同步推进", ["350103", "350102"]),  # sibling
        ("吉安县召开会议,吉安人民", ["360821", "360821"]),  # its whole name stands there
        ("吉安、遂川等县", ["360821", "360827"]),  # the level of the enumeration
        ("赣州、吉安两市", ["360700", "360800"]),
        ("海南的渔民", ["460000"]),  # the province, not the prefecture in Qinghai
        ("河南省和河南蒙古族自治县", ["410000", "632324"]),
        ("重庆市江北区", ["500000", "500105"]),  # ended, not the one in Ningbo
        ("太原市城区改造", ["140100"]),  # a part, no division of this name
        ("大同市城区", ["140200", "140213"]),  # a division of the past, behind its parent
    ],
)
def test_context_decides(text: str, expected: list[str | None]) -> None:
    """An ambiguous name is resolved by parents, siblings, whole names and levels, or stays open."""
    assert meant(text) == expected


def test_main_region_decides() -> None:
    """What the document is about settles a name that the text leaves open."""
    assert meant("朝阳区发布通报", "110000") == ["110105"]
    assert meant("朝阳区发布通报", "220100") == ["220104"]


def test_mention_has_its_place() -> None:
    """A mention carries its range and all that it can mean."""
    (mention,) = mentions("在吉安调研")

    assert (mention.start, mention.end, mention.name) == (1, 3, "吉安")
    assert mention.candidates == ("360800", "360821")
    assert not mention.is_full
    assert mention.adcode is None


@given(st.text(alphabet="山西省太原市娄烦县吉安朝阳区和平、等两个 :。镇江南北京大学", max_size=80))
def test_mentions_stand_where_they_say(text: str) -> None:
    """Whatever the text, ranges are in order, apart, and hold the name; every candidate is a region."""
    found = mentions(text)

    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(REGIONS.of(code) for mention in found for code in mention.candidates)
    assert len(resolve_mentions(found, None)) == len(found)
