"""Words whose characters were set apart come together; blanks that mean something stay."""

import pytest

from service.cleaning import clean


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "近 日 , 某 县 召 开 表 彰 会 , 4 8 名 优 秀 干 部 受 奖 。",
            "近日,某县召开表彰会,48名优秀干部受奖。",
        ),
        (
            "全县投入 12.6 亿 元 , 实 施 村 级 项目 30 个。",
            "全县投入 12.6亿元,实施村级项目 30 个。",
        ),  # a part only
        ("２ ０ １ ６ 年 度 增 收 工 作", "2016年度增收工作"),
        ("2016 2017 年 两 年 增 收", "2016 2017年两年增收"),  # two numbers stay two
        ("报酬 0.9 万元 / 年,补贴 3 万元。", "报酬 0.9 万元 / 年,补贴 3 万元。"),
        ("全县辖 3 镇 6 乡 2 场 。", "全县辖 3 镇 6 乡 2 场 。"),  # blanks around figures
        ("各镇 1 2 3 4 5 6 7", "各镇 1 2 3 4 5 6 7"),  # a row of a table
        ("记者 张 三 李 四 王 五到村采访。", "记者 张 三 李 四 王 五到村采访。"),  # names
        ("产业 就业 教育 医疗 住房", "产业 就业 教育 医疗 住房"),  # a list of words
        ("全縣個(gè)別村(zhèn cūn)有路(km)。", "全县个别村有路(km)。"),  # readings of characters
    ],
)
def test_blanks(said, expected):
    """Only blanks between the characters of words go."""
    assert clean(said)[0].characters == expected
