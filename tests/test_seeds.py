"""The bundled corpus says what the original documents say, in its own words, and is as hard to read.

The first two parts need the originals and their gold (the `shared` fixture) and are skipped without them.
"""

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest

# The bundled document, and how the file name of its original begins.
ORIGINALS = {"jian": "000", "guizhou": "001", "taiyuan": "002", "jinping": "003", "linxi": "004"}

# How a unit of the gold may be counted in a text.
COUNTERS = {
    "人": "人(?!次)|名|位",
    "人次": "人次",
    "户": "户",
    "个": "个|处|支",
    "件": "件",
    "起": "起",
    "元": "元",
    "%": "",
    "公里": "公里",
    "天": "天",
}
# What says the bound: before the number and after it.
BOUNDS = {
    "eq": ("", ""),
    "ge": ("(?:不少于|不能少于|不得少于|不低于)", ""),
    "gt": ("", "以上"),
    "approx": ("[近约]有?", ""),
}
# Small numbers that are spelled: the poor counties and the days of a week.
SPELLED = {("个", 2): "两", ("天", 2): "两", ("天", 5): "五"}


@cache
def simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """Simplified, without white space, commas and brackets of one width."""
    text = re.sub(r"\s+", "", simplified().convert(text))
    return text.translate(str.maketrans("，；：（）﹔", ",;:();"))


def written(value: float, unit: str) -> tuple[str, ...]:
    """How a value of the gold may stand: in digits, in 万, in 亿, or spelled (43000 -> 43000, 4.3万, …)."""
    if (unit, value) in SPELLED:
        return (SPELLED[unit, value],)
    large = (f"{value / scale:.10g}{word}" for word, scale in (("万", 10**4), ("亿", 10**8)))
    return (f"{value:.10g}", *large)


def pattern(observation: dict[str, Any]) -> re.Pattern[str]:
    """The number as stated: its bound, its digits not cut out of a longer number, its counter."""
    before, after = BOUNDS[observation["bound"]]
    counter = f"(?:{COUNTERS[observation['unit']]})"
    forms = []
    for form in written(observation["value"], observation["unit"]):
        digits, step = re.escape(form.rstrip("万亿")), form[len(form.rstrip("万亿")) :]
        percent = "%" if observation["unit"] == "%" else ""
        whole = rf"{before}(?<![\d.]){digits}(?![\d.]){percent}"
        if observation["bound"] == "gt":
            forms.append(rf"{whole}(?:[余多]{step}{counter}|{step}[余多]{counter}|{step}{counter}{after})")
        else:
            forms.append(rf"{whole}{step}{counter}")
    return re.compile("|".join(forms))


def original(shared: Path, name: str) -> str:
    """An original as plain text; of the magazine spread also the article taken out of its columns."""
    (path,) = (shared / "seeds").glob(f"{ORIGINALS[name]}*.txt")
    text = path.read_text(encoding="utf-8")
    gold = shared / "gold" / f"{name}.txt"
    return plain(gold.read_text(encoding="utf-8") + text if gold.exists() else text)


def article(bundled: Path, name: str) -> str:
    """A bundled document as it stands."""
    return (bundled / f"{name}.txt").read_text(encoding="utf-8")


def columns(row: str) -> tuple[int, ...]:
    """Where the runs of a row start that stand at least three spaces apart."""
    return tuple(match.start() for match in re.finditer(r"(?:^|(?<=   ))\S", row))


def reading_order(text: str) -> str:
    """The rows of a spread, cut at wide gaps and put one column under the other, without white space.

    Enough to find figures that wrap at the edge of a column; the product does it properly.
    """
    pieces: dict[int, list[str]] = {}
    edges = (0, 40, 100, 160)  # between the columns of the bundled spread
    for row in text.split("\n"):
        for match in re.finditer(r"\S(?:.*?\S)??(?=\s{3}|$)", row):
            pieces.setdefault(sum(match.start() >= edge for edge in edges), []).append(match[0])
    return plain("".join("".join(lines) for _, lines in sorted(pieces.items())))


@pytest.mark.parametrize("name", ORIGINALS)
def test_every_gold_figure_is_stated(shared: Path, bundled: Path, name: str) -> None:
    """Each figure of the originals stands in our document, with its unit and its bound."""
    text = reading_order(article(bundled, name)) if name == "linxi" else plain(article(bundled, name))
    with (shared / "gold" / "observations.jsonl").open(encoding="utf-8") as lines:
        gold = [row for row in map(json.loads, lines) if row["doc"] == name]
    assert gold
    missing = [(row["measure"], row["value"], row["bound"]) for row in gold if not pattern(row).search(text)]
    assert missing == []


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_other_numbers_stay_as_distractors(shared: Path, bundled: Path, name: str) -> None:
    """Numbers that are no figure of a measure (slogans, offices, articles) are carried over as well."""
    (path,) = (shared / "seeds").glob(f"{ORIGINALS[name]}*.txt")
    numbers = re.compile(r"\d[\d.]*\d")
    lines = path.read_text(encoding="utf-8").strip().split("\n")
    # Short lines are mastheads: an hour of publication, an issue.
    body = "\n".join(line for line in lines if len(line.strip()) > 60)
    missing = set(numbers.findall(body)) - set(numbers.findall(article(bundled, name)))
    assert missing <= ({"29"} if name == "linxi" else set())  # the number of a page


@pytest.mark.parametrize("name", ORIGINALS)
@pytest.mark.parametrize("other", ORIGINALS)
def test_no_sentence_is_carried_over(shared: Path, bundled: Path, name: str, other: str) -> None:
    """No run of more than 20 characters of an original stands in ours: 20 leaves room for names and dates."""
    theirs, ours = original(shared, other), plain(article(bundled, name))
    ours += reading_order(article(bundled, name)) if name == "linxi" else ""
    length = 21
    runs = {theirs[at : at + length] for at in range(len(theirs) - length + 1)}
    assert [
        ours[at : at + length] for at in range(len(ours) - length + 1) if ours[at : at + length] in runs
    ] == []
    # Shorter ones are no sentences but labels: (责编:…).
    sentences = (sentence for sentence in re.split(r"[。!?;]", theirs) if len(sentence) > 8)
    assert [sentence for sentence in sentences if sentence in ours] == []


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_corpus_is_clean_utf8(bundled: Path, name: str) -> None:
    """A document is as long as a page of news, without a byte order mark and without control characters."""
    text = article(bundled, name)
    assert 2000 < len(plain(text)) < 4000
    assert not text.startswith("\ufeff")
    assert {character for character in text if unicodedata.category(character) == "Cc"} <= {"\n"}


def test_only_the_five_are_bundled(bundled: Path) -> None:
    """Every file of the folder is a document, for all of it is loaded into an empty store."""
    assert {path.name for path in bundled.iterdir()} == {f"{name}.txt" for name in ORIGINALS}


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        # a source, a date and an hour on one line
        ("jian", r"(?m)^来源: 吉安县委宣传部 2021-06-02 \d\d:\d\d \S+$"),
        # a byline
        ("jian", r"(?m)^□ \S+$"),
        # spaces inside a figure
        ("jian", r"0\.9 万元 / 年"),
        # a note on the author at the end
        ("jian", r"\n\[ 作者简介 \][^\n]+\s*\Z"),
        # paragraphs that a dash opens
        ("guizhou", r"(?m)^——"),
        # sub-headings alone on a line, without a full stop
        ("guizhou", r"(?m)^[^\n。]{8,24}$"),
        # a section line, then the title
        ("taiyuan", r"\A[^\n。]+\n\n太原:[^\n。]+\n"),
        # a byline in traditional characters
        ("taiyuan", r"(?m)^本報記者"),
        # a date before its source
        ("taiyuan", r"2017年11月14日\d\d:\d\d\s+來源:人民網-人民日報"),
        # the small semicolon of the mainland's traditional pages
        ("taiyuan", "﹔"),
        # full-width indents
        ("taiyuan", r"(?m)^\u3000\u3000\S"),
        # the editor's line at the end
        ("taiyuan", r"\n\(責編:[^\n]+\)\s*\Z"),
        # what leads to other pages
        ("jinping", r"\A返回首页\n文章检索\n"),
        # labels of a search form
        ("jinping", r"(?m)^关键字: 标 题: 作 者:$"),
        # an issue
        ("jinping", r"3777期.*24368版"),
        # a date behind its label
        ("jinping", r"(?m)^正文 发布时间:2018-10-16$"),
        # a dateline inside the first paragraph
        ("jinping", r"(?m)^\s*本报讯\([^\n)]+\)\S"),
        # the name of a layout file
        ("linxi", r"\APage \d+ - \S+\.indd\nP\. \d+\n"),
        # an issue in the footer
        ("linxi", r"2019 年第 12 期  \d+"),
        # an editor under the last column
        ("linxi", r"(?m) 责任编辑:\S+$"),
        # a row of page numbers
        ("linxi", r"(?m)^(?: +\d\d){4,}$"),
    ],
)
def test_the_hard_places_are_there(bundled: Path, name: str, feature: str) -> None:
    """Each document keeps the kind of line that made its original hard."""
    assert re.search(feature, article(bundled, name))


def test_guizhou_is_undated(bundled: Path) -> None:
    """No line of it gives a date or a source, so that 今年 stays open."""
    assert not re.search(r"来源|\d{4}年\d|\d{4}-\d\d", article(bundled, "guizhou"))


def test_taiyuan_is_in_traditional_characters(bundled: Path) -> None:
    """One character in five is traditional, yet 后 and 干 are as on the mainland's pages."""
    text = article(bundled, "taiyuan")
    assert sum(a != b for a, b in zip(text, simplified().convert(text), strict=True)) > len(text) / 5
    assert "后" in text
    assert "後" in text
    assert "干部" in text


def test_linxi_stands_in_columns(bundled: Path) -> None:
    """Rows hold up to four columns, that start at several rows and, within a column, at several places."""
    rows = [columns(row) for row in article(bundled, "linxi").split("\n")[5:-3]]
    counts = Counter(map(len, rows))
    assert counts[3] > 10
    assert counts[4] > 10
    assert rows[1][0] > 60  # the left page starts lower
    assert min(row[0] for row in rows if row) < 20
    narrow, wide = {row[0] for row in rows[1:10]}, {row[1] for row in rows if len(row) == 4}
    assert narrow.isdisjoint(wide)
