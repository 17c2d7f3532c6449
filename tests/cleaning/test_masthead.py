"""What stands around an article says what it is called, who wrote it, where it stood and when."""

import pytest

from service.cleaning import clean

BODY = "全县选派52名第一书记到村任职,投入帮扶资金3.2亿元,完成了年度任务。"


@pytest.mark.parametrize(
    ("head", "title", "source", "author", "published"),
    [
        # a web page, all on one line
        ("党建促脱贫\n来源: 县委宣传部 2021-06-02 10:22 融媒体中心", "党建促脱贫", "县委宣传部", None, "2021-06-02"),
        ("党建促脱贫\n2020年03月05日08:30  来源：某报-某网", "党建促脱贫", "某报-某网", None, "2020-03-05"),
        ("党建促脱贫\n时间:2020/3/5 | 来源:某某日报 | 作者:张 三 李四", "党建促脱贫", "某某日报", "张三、李四", "2020-03-05"),
        # all words of the line are those of buttons too
        ("党建促脱贫\n日期：2017-11-14 06:18  点击：12", "党建促脱贫", None, None, "2017-11-14"),
        # the eyebrow goes, the line next to the byline is the title
        ("强党建 拔穷根\n\n某市:强堡垒\n\n本报记者 张三", "某市:强堡垒", None, "张三", None),
        # navigation before the date, the title behind it
        ("返回首页\n关键字: 标 题: 作 者:\n第12期 当前B4 上一版\n正文 发布时间:2018-10-16\n党建促脱贫",
         "党建促脱贫", None, None, "2018-10-16"),
        ("当前位置: 首页 > 新闻 > 正文\n党建促脱贫\n某某日报 2018年10月16日 星期二", "党建促脱贫", "某某日报", None, "2018-10-16"),
        # a speech: date in brackets, name below
        ("在大会上的讲话\n(二〇一八年十月十六日)\n张三", "在大会上的讲话", None, "张三", "2018-10-16"),
        ("党建促脱贫\n——某县扶贫纪实\n2018.10.16", "党建促脱贫——某县扶贫纪实", None, None, "2018-10-16"),
        # a bullet before the name, a journal's issue
        ("党建促脱贫\n□ 张三", "党建促脱贫", None, "张三", None),
        ("党建 2019 年第 3 期\n党建促脱贫", "党建促脱贫", "党建 2019 年第 3 期", None, "2019"),
        # papers of an office
        ("发文机关:某县政府\n成文日期:2018年10月\n标 题:关于脱贫的报告", "关于脱贫的报告", "某县政府", None, "2018-10"),
        # no masthead: the first line, if it can be a title
        ("党建促脱贫", "党建促脱贫", None, None, None),
        ("2018年脱贫工作总结", "2018年脱贫工作总结", None, None, None),
        ("一、基本情况", None, None, None, None),
        ("各位同志:", None, None, None, None),
    ],
)  # fmt: skip
def test_head(head, title, source, author, published):
    """The lines above an article are read, and none of what was read stays in it."""
    text, masthead = clean(f"{head}\n{BODY}\n{BODY}\n")

    found = [
        stated and stated.value
        for stated in (masthead.title, masthead.source, masthead.author, masthead.published)
    ]

    assert found == [title, source, author, published]
    assert text.characters.endswith(f"{BODY}\n{BODY}")
    assert (text.characters == f"{BODY}\n{BODY}") == bool(title)


@pytest.mark.parametrize(
    ("source", "author", "published"),
    [
        (f"本报讯(张三 李 四){BODY}\n{BODY}", "张三、李四", None),  # names of two characters are set apart
        (f"本报讯 (记者 张三 通讯员 李四) {BODY}\n{BODY}", "张三、李四", None),
        (f"【本报讯】{BODY}\n{BODY}", None, None),
        (f"某某社某市10月16日电(记者张三){BODY}\n{BODY}\n2018年10月17日", "张三", "2018-10-16"),
        (f"某某社某市8月31日电{BODY}\n{BODY}", None, None),  # behind a day no mark is needed
        (f"{BODY}\n{BODY}(作者:张三)", "张三", None),
        (f"{BODY}\n{BODY}\n(作者系某县县委书记)", None, None),
        (f"{BODY}\n{BODY}(完)\n《 某某日报 》( 2018年10月16日 18 版)\n(责编:张三、李四)", None, "2018-10-16"),
        (f"{BODY}\n{BODY}\n上一篇:某县开会\n下一篇:无\n版权所有:某网站", None, None),
        (f"{BODY}\n{BODY}\n相关阅读\n某县举行大会\n某县表彰先进", None, None),
        (f"{BODY}\n{BODY}\n某县人民政府\n2018年10月16日", None, "2018-10-16"),
    ],
)
def test_within_and_behind(source, author, published):
    """Datelines and signatures are taken off the paragraphs, the lines behind an article go."""
    text, masthead = clean(source)

    assert text.characters == f"{BODY}\n{BODY}"
    assert masthead.author == author or (masthead.author and masthead.author.value == author)
    assert masthead.published == published or (masthead.published and masthead.published.value == published)


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("(本報興仁訊)", "兴仁"),
        ("本报兴仁讯 (记者张三)", "兴仁"),
        ("本报兴仁讯", "兴仁"),
        ("本报兴仁10月6日讯 ", "兴仁"),
        ("某某社贵阳10月16日电(记者 张三)", "贵阳"),
        ("本报讯 ", None),
        ("【本报讯】", None),
    ],
)
def test_dateline(opening, place):
    """The place that an article was sent from is kept when its dateline is taken off."""
    text, masthead = clean(f"{opening}{BODY}\n{BODY}")

    assert text.characters == f"{BODY}\n{BODY}"
    assert (masthead.dateline.value if masthead.dateline else None) == place


@pytest.mark.parametrize(
    ("head", "title", "subtitle"),
    [
        # an eyebrow above the title
        ("强党建 拔穷根\n\n某市:强堡垒\n\n本报记者 张三", "某市:强堡垒", "强党建 拔穷根"),
        # title, date and counter on one line
        ("当前位置:首页 > 要闻\n某县选派“第一书记”151名 发布时间:2017-03-24 09:18 浏览次数:10", "某县选派“第一书记”151名", None),
        ("某县选派第一书记\n要闻 发布时间:2017-03-24 来源:本站", "某县选派第一书记", None),
    ],
)  # fmt: skip
def test_titles(head, title, subtitle):
    """Of several lines the one nearest to the byline is the title, those above it the subtitle."""
    text, masthead = clean(f"{head}\n{BODY}")

    assert text.characters == BODY
    assert masthead.title
    assert masthead.title.value == title
    assert (masthead.subtitle.value if masthead.subtitle else None) == subtitle


@pytest.mark.parametrize(
    "article",
    [
        f"党建促脱贫\n{BODY}",  # one short paragraph: its first line may be anything
        "2018年10月16日,全县召开大会。",  # begins with a date and is a sentence
        "全县选派52名第一书记",  # all there is
        f"记者在村里看到新路。\n{BODY}",
        f"{BODY}\n记者获悉,作者也来过这里。",
        f"{BODY}\n2019\n{BODY}",  # a year as a heading
        f"来源于群众的办法最管用。\n{BODY}",
        f"时间:是最好的答案。\n{BODY}",
    ],
)
def test_the_article_is_whole(article):
    """What only looks like a masthead stays."""
    assert clean(article)[0].characters == article


def test_places():
    """A value stands where its spans say, however it was tidied."""
    source = f"黨建促脫貧\n2017年11月14日05:32  來源:某報\n本報記者  張 三\n{BODY}"

    _, masthead = clean(source)

    said = {
        name: "".join(source[start:end] for start, end in getattr(masthead, name).spans)
        for name in ("title", "source", "author", "published")
    }
    assert said == {"title": "黨建促脫貧", "source": "某報", "author": "張 三", "published": "2017年11月14日"}
