"""Pages as people paste them: whatever surrounds an article, title, date and the whole article come out, and no more.

Each row is a layout that sites, papers, offices or apps have, around the same three paragraphs.
"""

from typing import NamedTuple

import pytest

from service.cleaning import clean

TITLE = "云岭县选派86名第一书记驻村帮扶"
BODY = (
    "今年以来,云岭县坚持以党建促脱贫,选派86名第一书记到村任职,实现贫困村全覆盖。",
    "全县投入帮扶资金2.3亿元,新建产业基地45个,带动3200户群众增收,人均增收1800元。",
    "下一步,该县将继续压实责任,健全机制,把各项任务落到实处。",
)
PLAIN = "\n".join(BODY)
SPACED = "\n\n".join(BODY)


class Expected(NamedTuple):
    """What a page says of itself."""

    published: str | None = None
    source: str | None = None
    author: str | None = None
    title: str | None = TITLE


def wrapped(said: str, width: int) -> list[str]:
    return [said[start : start + width] for start in range(0, len(said), width)]


def in_lines(width: int, between: str, mark: str = "", indent: str = "") -> str:
    """The article wrapped after so many characters."""
    rows = [TITLE, "2019-03-05"]
    for paragraph in BODY:
        lines = wrapped(indent + paragraph, width)
        rows += [line + mark for line in lines[:-1]] + lines[-1:]
    return between.join(rows)


def in_columns(gap: int) -> str:
    """The article in two columns of sixteen characters, so many blanks apart."""
    rows = [line for paragraph in BODY for line in wrapped("\u3000\u3000" + paragraph, 16)]
    half = (len(rows) + 1) // 2
    left, right = rows[:half], [*rows[half:], ""]
    width = [sum(2 if character > "\xff" else 1 for character in row) for row in left]
    return "\n".join(
        row + " " * (32 - wide + gap) + beside for row, wide, beside in zip(left, width, right, strict=False)
    )


PAGES = {
    "electronic paper": (
        f"通版阅读请点击:\n展开通版\n收缩通版\n当前版:02版\n发布日期:2019年03月09日 上一版  下一版\n{TITLE}\n文章字数:91\n  本报讯(韩某某){PLAIN}",
        Expected("2019-03-09", author="韩某某"),
    ),
    "foot of an electronic paper": (
        f"{TITLE}\n2021年05月12日  来源:云岭晚报\n【PDF版】\n{PLAIN}\n\n本稿件所含文字、图片和音视频资料,版权均属云岭晚报所有。\n"
        "网友为此稿件打分的平均分是:\n云岭晚报多媒体数字版\n按日期查阅\n© 版权所有 云岭晚报\n某某公司 提供技术服务",
        Expected("2021-05-12", "云岭晚报"),
    ),
    "labels above their values": (
        f"返回顶部\n\n{TITLE}\n\n  • 索引号:\n\n    6107280000/2024-001005\n  • 主题分类:\n\n  • 来源:\n\n  • 发文机构:\n\n    县政府网站\n"
        f"  • 发文字号:\n\n    云政发〔2024〕7号\n  • 发布日期:\n\n    2024年04月06日 16:34\n  • 内容概述:\n\n{TITLE}\n\n{SPACED}",
        Expected("2024-04-06", "县政府网站"),
    ),
    "names right behind the time": (
        f"{TITLE}\n\n2020-03-30 03:14邵欣谢莉\n云岭学报 2020年1期\n关键词:扶贫第一书记\n\n邵欣 谢莉\n\n{PLAIN}",
        Expected("2020-03-30", "云岭学报 2020年1期", "邵欣、谢莉"),
    ),
    "title above and below the date": (
        f"中国某某网  >   新闻中心  >   时政新闻\n\n{TITLE}\n\n2017年05月27日 13:26:21  来源:云岭日报\n字号:    \n\n{TITLE}\n\n{PLAIN}\n\n[责任编辑:郭某某]",
        Expected("2017-05-27", "云岭日报"),
    ),
    "archive": (
        f"归档时间:2023-06-15\n当前位置: 首页 > 公开领域 > 城乡规划\n\n{TITLE}\n\n详细信息\n\n公开具体内容\n\n{PLAIN}",
        Expected("2023-06-15"),
    ),
    "who took the picture": (f"{TITLE}\n{PLAIN}\n记者 沈某 摄", Expected()),
    "brackets around values": (
        f"{TITLE}\n发布日期：[2019-03-05]　作者：县委办　点击：[128]次\n{PLAIN}",
        Expected("2019-03-05", author="县委办"),
    ),
    "number of the page": (
        f"{TITLE}\n时间：2019年03月05日 来源：云岭日报 第01版：要闻\n{PLAIN}",
        Expected("2019-03-05", "云岭日报"),
    ),
    **{
        f"date as {said}": (f"{TITLE}\n{said}\n{PLAIN}", Expected("2019-03-05"))
        for said in (
            "2019/3/5 8:05:00", "2019.03.05", "(二〇一九年三月五日)", "2019-03-05T08:05:00+08:00", "2019年3月5日 星期二",
            "日期:20190305", "2019年03月05日08:05",
        )
    },
    "agency": (
        f"{TITLE}\n新华社昆明3月5日电(记者张某、李某){PLAIN}",
        Expected(author="张某、李某"),
    ),
    "paper of Taiwan": (f"{TITLE}\n〔記者林某某／雲嶺報導〕{PLAIN}", Expected(author="林某某")),
    "paper of Hong Kong": (f"{TITLE}\n【本報訊】{PLAIN}", Expected()),
    "letters set apart": (
        f"云 岭 县 选 派 86 名 第 一 书 记 驻 村 帮 扶\n2019-03-05\n{PLAIN}",
        Expected("2019-03-05"),
    ),
    "official document": (
        f"云岭县人民政府文件\n云政发〔2019〕12号\n\n{TITLE}\n\n{SPACED}\n\n云岭县人民政府\n2019年3月5日\n\n(此件公开发布)\n抄送:县委各部门,县人大办。\n"
        "云岭县人民政府办公室 2019年3月6日印发",
        Expected("2019-03-05"),
    ),
    "hyphens at the ends of lines": (in_lines(18, "\n", "-", "\u3000\u3000"), Expected("2019-03-05")),
    "lines without indents": (in_lines(20, "\n"), Expected("2019-03-05")),
    "an empty row between all lines": (in_lines(20, "\n\n", indent="\u3000\u3000"), Expected("2019-03-05")),
    "pages glued together": (
        f"云岭年鉴 2019\n· 128 ·\n{TITLE}\n　　{BODY[0]}\n　　{BODY[1][:30]}\n\f云岭年鉴 2019\n· 129 ·\n{BODY[1][30:]}\n\f云岭年鉴 2019\n· 130 ·\n　　{BODY[2]}\n",
        Expected(),
    ),
    "two writers": (
        f"{TITLE}\n□ 本报记者 王某某 通讯员 李某某\n{PLAIN}",
        Expected(author="王某某、李某某"),
    ),
    "messenger": (
        f"{TITLE}\n云岭发布 2019-03-05 18:00\n点击上方“云岭发布”关注我们\n{PLAIN}\n来源丨县融媒体中心\n编辑丨张某\n审核丨李某\n往期推荐\n云岭县召开大会\n点个“在看”再走吧",
        Expected("2019-03-05", "县融媒体中心"),
    ),
    "app": (
        f"{TITLE}\n云岭新闻\n2019-03-05 18:00\n关注\n{PLAIN}\n阅读 1024\n赞 12\n写留言",
        Expected("2019-03-05"),
    ),
    "Markdown": (
        f"# {TITLE}\n\n> 来源:云岭日报 2019-03-05\n\n{BODY[0]}\n\n**{BODY[1]}**\n\n- {BODY[2]}",
        Expected("2019-03-05", "云岭日报"),
    ),
    "tabs and carriage returns": (
        f"{TITLE}\r\n2019-03-05\r\n" + "".join(f"\t{each}\r\n" for each in BODY),
        Expected("2019-03-05"),
    ),
    "readings": (
        f"{TITLE}\n2019-03-05\n{PLAIN.replace('选派', '选(xuǎn)派(pài)')}",
        Expected("2019-03-05"),
    ),
    **{f"columns {gap} apart": (in_columns(gap), Expected(title=None)) for gap in (1, 2, 3, 4)},
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    """Only the article remains, each paragraph whole, and the masthead says what the page said."""
    source, expected = PAGES[name]

    text, masthead = clean(source)

    assert tuple("".join(each.split()) for each in text.characters.split("\n")) == BODY
    found = (masthead.published, masthead.source, masthead.author, masthead.title)
    assert Expected(*(each.value if each else None for each in found)) == expected


def test_journal() -> None:
    """The head of a paper in a journal: issue, writers, abstract, keywords, numbers."""
    text, masthead = clean(
        f"2019 年第 3 期                 云岭论坛                 No.3 2019\n\n{TITLE}\n\n张某某1,李某某2\n"
        "(1.云岭大学 公共管理学院,云南 云岭 650000;2.云岭县委党校,云南 云岭 650001)\n\n"
        f"[摘 要] {BODY[2]}\n[关键词] 第一书记;扶贫\n[中图分类号] D262 [文献标识码] A\n\n{PLAIN}\n\n[收稿日期] 2019-01-02"
    )

    assert text.characters == f"[摘 要] {BODY[2]}\n{PLAIN}"
    assert masthead.title is not None
    assert masthead.title.value == TITLE
    assert masthead.source is not None
    assert masthead.source.value == "云岭论坛 2019 年第 3 期"


@pytest.mark.parametrize(
    "said",
    [
        "注:*、**、***分别表示在10%、5%、1%水平上显著。",
        "系数为0.35**和0.41**,均显著。",
        "# 表示缺失。",
        "(本报记者云南云岭报道)水土流失曾是全县的难题。",
        "2018年10月16日14:30召开全县大会,部署工作。",
    ],
)
def test_kept(said: str) -> None:
    """Signs of other meanings, and sentences that begin as mastheads do, are kept."""
    text, _ = clean(f"{BODY[0]}\n{said}\n{BODY[1]}")

    assert said in text.characters
