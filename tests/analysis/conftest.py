"""The references: jieba with a cache of its own, textrank4zh with networkx's old name given back."""

from collections.abc import Callable
from typing import Any

import pytest

Tagged = tuple[str, str]


@pytest.fixture(scope="session")
def posseg(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Tagged]]:
    """jieba.posseg.cut as a list of words and tags."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    return lambda text: [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


@pytest.fixture(scope="session")
def textrank4zh(posseg: Callable[[str], list[Tagged]]) -> Any:
    """The package, as it works with networkx 2."""
    import networkx

    networkx.from_numpy_matrix = networkx.from_numpy_array
    import textrank4zh

    return textrank4zh


PHRASES = (
    "全县选派52名“第一书记”，实现贫困村全覆盖。",  # digits between Han
    "2018年，云岭县投入7.25亿元（其中专项3000万元），同比增长12.5%！",  # decimals, brackets, a percentage
    "卜小禾、欧阳闻笛、尉迟砚秋三人驻石磨沟村。",  # names that no dictionary has
    "干部吃住在村；每月不少于20天……群众满意",  # half a sentence at the end
    "推广“五步工作法”和“1+3+N”模式，用上GDP、WiFi与C++，AT&T、4S店、A股、T恤。",  # Latin in and out of words
    "他说：“大家来！”\r\n大家来了。\n\n　　第二段 有 空格\t和％、①、５、〇、km²。",  # blanks, odd signs
    "邮箱a.b_c@cn.org，网址http://x.cn/a?b=1;c=2#d",  # signs inside blocks
    "的了在是和与就不都了的在是",  # characters likelier alone than together
    "韡村的嵛山、翃里和𠮷家",  # characters outside the model, one of them outside the first plane
    "1万1万2万亿3千",  # short runs between digits
)


@pytest.fixture(params=PHRASES)
def phrase(request: pytest.FixtureRequest) -> str:
    """A phrase of our own for each construction that segmentation might get wrong."""
    text: str = request.param
    return text
