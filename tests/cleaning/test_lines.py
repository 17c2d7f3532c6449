"""Wrapped lines become paragraphs, and lines that are paragraphs stay so."""

import pytest

from service.cleaning import clean

LONG = "全县选派第一书记到村任职,投入帮扶资金,建成了一批产业园区,贫困群众的收入一年比一年多,"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # wrapped to a width, paragraphs indented
        (
            "    全县选派52名第一书记到村任职,投入资\n金3.2亿元,建成园区12处,带动贫困人口\n2035户增收,完成了任务。\n"
            "    各乡镇都有专班。\n    年底前完成任务。",
            "全县选派52名第一书记到村任职,投入资金3.2亿元,建成园区12处,带动贫困人口2035户增收,完成了任务。\n"
            "各乡镇都有专班。\n年底前完成任务。",
        ),
        # a sentence broken once in a text that is not wrapped
        (f"全县选派\n52名第一书记到村任职。\n{LONG}到户。", f"全县选派52名第一书记到村任职。\n{LONG}到户。"),
        (
            f"各乡镇都有专班。全县今年\n又下派了一批干部,人人有事做。\n{LONG}到户。",
            f"各乡镇都有专班。全县今年又下派了一批干部,人人有事做。\n{LONG}到户。",
        ),
        # a heading above a paragraph that begins with a figure
        (
            f"{LONG}到村。\n党建引领\n52名第一书记到村任职。\n{LONG}到户。",
            f"{LONG}到村。\n党建引领\n52名第一书记到村任职。\n{LONG}到户。",
        ),
        # the heading of a part is no navigation, buttons behind a paragraph are
        (f"{LONG}到村。\n评论:\n{LONG}到户。【打印】【关闭】", f"{LONG}到村。\n评论:\n{LONG}到户。"),
        # paragraphs of one line each are left alone
        ("全县选派第一书记。\n各乡镇都有专班。", "全县选派第一书记。\n各乡镇都有专班。"),
        # a comma always goes on
        ("全县选派第一书记,\n各乡镇都有专班。年底前完成。", "全县选派第一书记,各乡镇都有专班。年底前完成。"),
        # no line begins with a closing mark
        ("全县选派“第一书记\n”到村任职。", "全县选派“第一书记”到村任职。"),
        # a heading alone on its line stays alone
        (f"{LONG}到村。\n一、主要成效\n{LONG}到户。", f"{LONG}到村。\n一、主要成效\n{LONG}到户。"),
        # words of a table are not glued
        ("某甲 县委\n某乙 县府\n某丙 人大\n某丁 政协", "某甲 县委\n某乙 县府\n某丙 人大\n某丁 政协"),
        # the number of a page stands between two halves of a sentence
        (
            "全县选派52名第一书记到村任职,投入资金\n3.2亿元,建成园区12处,带动贫困人口收入\n"
            "增加,贫困群众的日子一年比一年好,人人有\n- 12 -\n事做,户户有产业,村村有集体经济的收入。",
            "全县选派52名第一书记到村任职,投入资金3.2亿元,建成园区12处,带动贫困人口收入"
            "增加,贫困群众的日子一年比一年好,人人有事做,户户有产业,村村有集体经济的收入。",
        ),
        # a machine's hyphen between Han
        (
            "全县选派52名第一书记到村任职,投入资金,贫-\n困群众收入一年比一年多,村村有产业,日子-\n一年比一年好,全县都有园区,人人有事做,\n户户有产业。",
            "全县选派52名第一书记到村任职,投入资金,贫困群众收入一年比一年多,村村有产业,日子一年比一年好,全县都有园区,人人有事做,户户有产业。",
        ),
        # Latin words meet with a blank, or lose their hyphen
        (
            "全县选派第一书记到村任职,学习 poverty\nalleviation 的经验,建成了产业园区,pover-\n"
            "ty 一年比一年少,贫困群众的收入一年比一年多,\n全县有园区。",
            "全县选派第一书记到村任职,学习 poverty alleviation 的经验,建成了产业园区,poverty 一年比一年少,"
            "贫困群众的收入一年比一年多,全县有园区。",
        ),
    ],
)
def test_paragraphs(source, expected):
    """What was one paragraph is one again, and nothing else is."""
    assert clean(source)[0].characters == expected
