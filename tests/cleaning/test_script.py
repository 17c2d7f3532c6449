"""One script for all, one character for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cleaning import simplified


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("全縣選派第一書記", "全县选派第一书记"),
        ("乾淨的乾隆年間", "干净的乾隆年间"),  # words decide
        ("看著帶著連著,著名著作", "看着带着连着,著名著作"),
        ("回鄉后﹔戰斗力", "回乡后；战斗力"),  # mixtures of mainland pages
        ("「頭雁」『帶頭』", "“头雁”‘带头’"),
        ("２０１８年　１２．６％，ＧＤＰ＋", "2018年 12.6%，GDP+"),
        ("⼀⼈⼯⼾", "一人工户"),  # radicals, as PDF readers return them
        ("⻓⻅⻋⻔⻢⺠", "长见车门马民"),  # of which Unicode gives no Han
        ("全覆盖、余万、党建+", "全覆盖、余万、党建+"),  # simplified stays
        ("①②\u2028\r", "①②\n\n"),
        ("县\ud800", "县\ud800"),  # refused elsewhere; no crash here
        ("", ""),
    ],
)
def test_simplified(characters, expected):
    """Figures and words have one form whatever they came in."""
    assert simplified(characters) == expected


@given(st.text(max_size=60))
def test_as_many_characters(characters):
    """Places stay true for any text."""
    assert len(simplified(characters)) == len(characters)
