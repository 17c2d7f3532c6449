"""The article comes out clean, with its masthead, and every character keeps its place."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cleaning import clean, simplified
from service.text import quoted

BODY = "全县选派52名第一书记到村任职,投入帮扶资金3.2亿元,完成了年度任务。"
LINES = st.sampled_from(
    [
        BODY,
        f"    {BODY}",
        "党建促脱贫",
        "",
        "  ",
        "返回首页",
        "- 12 -",
        "来源: 县委宣传部 2021-06-02",
        "(責編:某某)",
        "投入资金      用于产业      全县",
        "全縣選派",
        "poverty-",
        "Alleviation of",
        "\u3000\u3000第一書記﹔「頭雁」",
        "吉\u200b安县",
    ]
)


def bare(characters: str) -> str:
    return "".join(characters.split())


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", "\f"])), max_size=14))
def test_every_character_keeps_its_place(lines):
    """A clean character is the simplified character of its place; a blank or line feed stands for white space."""
    source = "".join(line + end for line, end in lines)

    text, masthead = clean(source)

    for here, there in zip(text.characters, quoted(source, text.runs), strict=True):
        assert here == there or (here.isspace() and there.isspace()) or here == simplified(there)
    for stated in (masthead.title, masthead.source, masthead.author, masthead.published):
        assert stated is None or stated.spans
        assert stated is None or all(0 <= start < end <= len(source) for start, end in stated.spans)
    assert text.characters == text.characters.strip("\n")


def originals(folder):
    """Document ids with their sources, in the order of the gold."""
    rows = [json.loads(line) for line in (folder / "gold/regions.jsonl").read_text().splitlines()]
    files = sorted((folder / "seeds").glob("*.txt"))
    return [(row, path.read_bytes().decode()) for row, path in zip(rows, files, strict=True)]


def test_originals(shared):
    """The five originals: their mastheads are found, and nothing that surrounds them is left."""
    for row, source in originals(shared):
        text, masthead = clean(source)
        found = {
            name: stated.value if (stated := getattr(masthead, name)) else None
            for name in ("title", "source", "author", "published")
        }

        assert found == {name: row[name] for name in found}
        for boilerplate in row["boilerplate"]:
            assert bare(simplified(boilerplate)) not in bare(text.characters)


def test_places_in_the_originals(shared):
    """Columns and traditional characters included, every character of an original keeps its place."""
    for _, source in originals(shared):
        text, _ = clean(source)

        for here, there in zip(text.characters, quoted(source, text.runs), strict=True):
            # A word that decides on a character may be parted by a line break: then one of its forms is right.
            assert here == there or here == simplified(there) or not there.isascii()


def test_columns_of_the_original(shared):
    """The spread of the magazine reads as the article does."""
    (source,) = (source for row, source in originals(shared) if row["doc"] == "linxi")

    text, _ = clean(source)

    assert bare(text.characters) == bare((shared / "gold/linxi.txt").read_text())


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends):
    """Line ends of any system part paragraphs, as line feeds."""
    assert clean(f"{BODY}{ends}{BODY}{ends}")[0].characters == f"{BODY}\n{BODY}"


@pytest.mark.parametrize(
    "source",
    [
        "一" * 300_000,  # one line
        ("县" + " " * 3) * 75_000,
        " " * 300_000 + "县",
        "全县   选派第一书记到村里面去   到村任职三年\n" * 12_000,  # gaps that are no gutters
        "2018" * 75_000,
        "(" * 300_000,
        "来源:" * 100_000,
        "记者" * 100 + "\n" + BODY,
    ],
)
def test_linear(source):
    """No text makes a pattern search on and on."""
    text, _ = clean(source)

    assert len(text) <= len(source)


def test_nothing_but_furniture():
    """An article of nothing is an empty text, not an error."""
    assert clean("返回首页\n- 1 -\n")[0].characters == ""
    assert clean("")[0].characters == ""


def test_no_superfluous_white_space():
    """Paragraphs neither begin nor end with white space, and no paragraph is empty."""
    text, _ = clean(f"党建促脱贫\n\n\n   {BODY}  \n \n\t{BODY}\n\n")

    assert not re.search(r"\s\n|\n\s", text.characters)
