"""Comparisons as pictures: what stands in a specification, and what comes out of the pen."""

import json
import os
import struct
import time
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from typing import Any
from xml.etree import ElementTree

import pytest

from service.errors import BadParameter, Overloaded, UnsupportedMediaType
from service.presentation import Cited, Drawing, Look, Pen, amounts, chart, charts_drawing, credit
from service.presentation.charts_look import FONTS, cut, room, wrapped
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    THIRD_COUNTY,
    a_comparison,
    a_measure,
    a_mention,
    a_time,
    an_observation,
)

KINDS = ("bar", "dot", "matrix")


@pytest.fixture(scope="module")
def pen() -> Iterator[Pen]:
    # Looked for, not loaded: what draws has no place in this process.
    if find_spec("vl_convert") is None:
        pytest.skip("the extra charts is not installed")
    made = Pen()
    yield made
    made.close()


def records(part: Any) -> Iterator[dict[str, Any]]:
    """Every record of a specification's data that is about a region."""
    if isinstance(part, dict):
        values = part.get("data", {}).get("values", []) if isinstance(part.get("data"), dict) else []
        yield from (each for each in values if "state" in each)
        for name, each in part.items():
            if name != "data":
                yield from records(each)
    elif isinstance(part, list):
        for each in part:
            yield from records(each)


def drawn(comparison: Any, kind: str = "bar", **look: Any) -> dict[str, Any]:
    return chart(kind, comparison, Look(**look), ("来源：《题》。",))  # type: ignore[arg-type]


def test_figures_are_exact() -> None:
    """Data have digits as stated; what is read is written with 万 where nothing is lost, signs before it."""
    spec = drawn(a_comparison([an_observation(43000), an_observation(170000, OTHER_COUNTY, bound="ge")]))
    found = {
        each["adcode"]: (each["value"], each["bound"], each["upper"], each["amount"])
        for each in records(spec)
    }

    assert found == {COUNTY: ("43000", "eq", "43000", "4.3万"), OTHER_COUNTY: ("170000", "ge", None, "≥17万")}


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        (["43000", "8542"], ["4.3万", "8542"], ["43,000", "8542"]),
        (["723000000", "35000000"], ["7.23亿", "3500万"], ["723 million", "35 million"]),
        # One that would need a third decimal keeps all of them in digits.
        (["44584", "2803200"], ["44,584", "2,803,200"], ["44,584", "2,803,200"]),
        (["12.60", "7.75"], ["12.60", "7.75"], ["12.60", "7.75"]),
        (["-30000"], ["-3万"], ["-30,000"]),
    ],
)
def test_amounts(values: list[str], zh: list[str], en: list[str]) -> None:
    """Figures of a row are written in one way, and never rounded."""
    figures = [
        an_observation(value, code) for value, code in zip(values, (COUNTY, OTHER_COUNTY), strict=False)
    ]
    row = a_comparison(figures).rows[0]

    assert [*amounts(row, "zh").values()] == zh
    assert [*amounts(row, "en").values()] == en
    assert [cell.observation.value for cell in row.cells if cell.observation] == [
        Decimal(each) for each in values
    ]


def test_bounds() -> None:
    """A bound without an end is an open end, one with an end a whisker, 不超过 a dashed frame."""
    figures = [
        an_observation(10, COUNTY, bound="ge"),
        an_observation(10, OTHER_COUNTY, bound="gt", upper=20),
        an_observation(10, THIRD_COUNTY, bound="le"),
    ]
    spec = drawn(a_comparison(figures, regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY]))
    found = {each["adcode"]: (each["open"], each["whisker"], each["bound"]) for each in records(spec)}

    assert found == {
        COUNTY: (True, False, "ge"),
        OTHER_COUNTY: (False, True, "gt"),
        THIRD_COUNTY: (False, False, "le"),
    }
    assert "箭头" in " ".join(spec["title"]["text"])


@pytest.mark.parametrize("kind", KINDS)
def test_gaps_have_their_reason(kind: str) -> None:
    """Each gap is drawn with its reason, in words or by a sign of the key."""
    compared = a_comparison(
        [an_observation(86)],
        regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY, PREFECTURE],
        mentions=[a_mention(OTHER_COUNTY)],
        analysed=[COUNTY, OTHER_COUNTY, THIRD_COUNTY],
    )
    gaps = {each["adcode"]: each["gap"] for each in records(drawn(compared, kind))}
    text = json.dumps(drawn(compared, kind), ensure_ascii=False)

    assert gaps == {
        COUNTY: None,
        OTHER_COUNTY: "no_number",
        THIRD_COUNTY: "not_mentioned",
        PREFECTURE: "not_analysed",
    }
    assert all(word in text for word in ("无数字", "未提及", "无文献"))


def test_dates() -> None:
    """Every figure has its date; in dots, also the same figure at other times."""
    figures = [
        an_observation(40, COUNTY, time=a_time("2016"), document="a"),
        an_observation(83, COUNTY, time=a_time("2018-08"), document="b"),
        an_observation(90, OTHER_COUNTY),
    ]
    bars = {each["adcode"]: each["date"] for each in records(drawn(a_comparison(figures)))}
    dots = json.dumps(drawn(a_comparison(figures), "dot"), ensure_ascii=False)

    assert bars == {COUNTY: "2018-08", OTHER_COUNTY: "未注明"}
    assert '"date": "2016", "is_shown": false' in dots


def test_levels_stand_apart() -> None:
    """Levels have sections of their own, with scales of their own where one would hide the other."""
    figures = [an_observation(8542, PROVINCE), an_observation(61), an_observation(103, OTHER_COUNTY)]
    spec = drawn(a_comparison(figures, regions=[PROVINCE, COUNTY, OTHER_COUNTY]))
    (panel,) = spec["vconcat"]

    assert [view["title"]["text"] for view in panel["vconcat"]] == ["省级（另用刻度）", "县级（另用刻度）"]
    assert [len(view["data"]["values"]) for view in panel["vconcat"]] == [1, 2]
    assert "各级刻度不同" in " ".join(spec["title"]["text"])


def test_verdict() -> None:
    """The verdict stands under the title, and what is not comparable is hollow."""
    alone = drawn(a_comparison([an_observation(86)], regions=[COUNTY]))
    (panel,) = alone["vconcat"]
    bars = [each for each in panel["vconcat"][0]["layer"] if each["mark"].get("type") == "rect"]

    assert panel["title"]["subtitle"] == ["○ 不可比：来源单一", "单位：个，时间均未注明"]
    assert bars[0]["mark"]["fill"] == Look().colours.paper
    assert "空心：不可比。" in " ".join(alone["title"]["text"])


def test_arrangement() -> None:
    """As asked, or the highest first and gaps at the end."""
    figures = [an_observation(5), an_observation(9, THIRD_COUNTY)]
    compared = a_comparison(figures, regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY])

    assert [each["adcode"] for each in records(drawn(compared))] == [COUNTY, OTHER_COUNTY, THIRD_COUNTY]
    by_value = [each["adcode"] for each in records(drawn(compared, arrange="value"))]
    assert by_value == [THIRD_COUNTY, COUNTY, OTHER_COUNTY]


def test_nothing_is_loaded() -> None:
    """Data are inline, and no expression is taken from a text."""
    hostile = an_observation(5, scope='{"expr": "alert(1)"}', quote="<script>")
    text = json.dumps([drawn(a_comparison([hostile]), kind) for kind in KINDS])

    assert '"url"' not in text
    assert '"expr":' not in text
    assert "signal" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_too_much(kind: str) -> None:
    """More than a picture shows is refused, and it is said what would be right."""
    measures = [a_measure(f"m{number}") for number in range(70)]
    regions = [f"{code}" for code in range(360821, 360821 + 150)]
    with pytest.raises(BadParameter) as refused:
        drawn(a_comparison([], regions=regions, measures=measures), kind)

    assert refused.value.parameter in {"measures", "regions", "width"}
    assert refused.value.expected


def test_nothing_at_all(pen: Pen) -> None:
    """No rows are a picture that says so."""
    for kind in KINDS:
        svg = pen.draw(drawn(a_comparison([], measures=[]), kind), Drawing("svg")).decode()
        assert "没有任何数字" in svg


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [300, 720])
def test_svg(pen: Pen, kind: str, width: int) -> None:
    """As wide as asked, its text is text in a Chinese font, it says what it shows, and equal ones are equal bytes."""
    figures = [
        an_observation(43000, bound="ge", scope="<b>&贫困村"),
        an_observation(86, OTHER_COUNTY, time=a_time("2016")),
    ]
    spec = drawn(a_comparison(figures, regions=[COUNTY, OTHER_COUNTY, THIRD_COUNTY]), kind, width=width)
    svg = pen.draw(spec, Drawing("svg"))
    root = ElementTree.fromstring(svg.decode())  # noqa: S314 - our own picture

    assert root.get("width") == str(width)
    assert root.get("role") == "img"
    assert root.get("lang") == "zh-Hans"
    assert "贫困村数" in str(root.get("aria-label"))
    texts = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("贫困村数" in text for text in texts) or kind == "matrix"
    assert FONTS.partition(",")[0].strip('"') in svg.decode()
    assert pen.draw(spec, Drawing("svg")) == svg


def test_png(pen: Pen) -> None:
    """A PNG has the pixels asked for; Chinese is drawn, not boxes: other characters, other pixels."""
    one, other = (
        pen.draw(
            drawn(a_comparison([an_observation(86)], measures=[a_measure(label=label)]), width=320),
            Drawing("png", 2),
        )
        for label in ("贫困村数", "选派人口")
    )

    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", one[16:20]) == (640,)
    # Boxes for missing characters would be the same four times.
    assert one != other


def test_png_of_too_many_pixels(pen: Pen) -> None:
    """A picture of more pixels than anyone looks at is refused before it is drawn."""
    measures = [a_measure(f"m{number}") for number in range(60)]
    spec = drawn(a_comparison([], measures=measures), width=1800)
    with pytest.raises(BadParameter) as refused:
        pen.draw(spec, Drawing("png", 4))

    assert refused.value.parameter == "scale"
    assert pen.draw(drawn(a_comparison([]), width=1800), Drawing("png", 4)).startswith(b"\x89PNG")


def test_pen_survives_its_process(pen: Pen) -> None:
    """A process that died, or that belongs to the parent of a fork, is replaced."""
    spec = drawn(a_comparison([an_observation(86)]))
    before = pen.draw(spec, Drawing("svg"))
    process = pen._process
    assert process is not None
    process.kill()
    process.wait()

    assert pen.draw(spec, Drawing("svg")) == before
    child = os.fork()
    if child == 0:
        os._exit(0 if Pen.draw(pen, spec, Drawing("svg")) == before else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert pen.draw(spec, Drawing("svg")) == before


def test_pen_has_no_more_patience_than_said(pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that hangs is ended, and the next picture is drawn by another."""
    spec = drawn(a_comparison([an_observation(86)]))
    hanging = Pen(patience=0.3)
    with monkeypatch.context() as patched:
        patched.setattr(charts_drawing, "START", "import time; time.sleep(60)")
        begun = time.monotonic()
        with pytest.raises(Overloaded):
            hanging.draw(spec, Drawing("svg"))
        assert time.monotonic() - begun < 5
    assert hanging._process is None
    hanging._patience = 20
    assert hanging.draw(spec, Drawing("svg")).startswith(b"<svg")
    hanging.close()


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error names it."""
    monkeypatch.setattr(charts_drawing, "PACKAGES", ("no_such_package",))
    with pytest.raises(UnsupportedMediaType) as refused:
        Pen().draw({}, Drawing("svg"))

    assert "charts" in refused.value.message
    assert "duizhao[charts]" in str(refused.value.expected)


def test_credit() -> None:
    """The source line names the first documents, says how many there are, and the state of the corpus."""
    cited = [Cited("题" * 50, "2018-03"), Cited("二\u202e", None)]

    assert credit(cited, 5, 7, "zh") == (
        "来源：《" + "题" * 36 + "…》(2018-03)、《二 》等 5 篇文献。",
        "duizhao 语料版次 7",
    )
    assert credit([], 0, 7, "en") == ("duizhao corpus revision 7",)


def test_room() -> None:
    """A Chinese character takes an em; what does not fit is cut with a sign, or wrapped at a stop."""
    assert room("贫困村", 10) == 30
    assert cut("贫困村的数量", 10, 45) == "贫困村…"
    assert cut("贫", 10, 5) == ""
    assert wrapped(["来源：《甲》、", "《乙》。"], 10, 75) == ("来源：《甲》、", "《乙》。")
    assert wrapped(["字" * 100], 10, 100, lines=2) == ("字" * 10, "字" * 9 + "…")
