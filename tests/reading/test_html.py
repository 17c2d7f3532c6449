"""A web page is read as its article with title, date and source, without what surrounds it."""

import sys
import time

import pytest

from service.cleaning import clean
from service.errors import TooLarge, UndecodableText, UnsupportedCharset, UnsupportedMediaType
from service.reading import Limits, html, read

FIRST = "全县选派52名第一书记到村任职,投入帮扶资金3.2亿元,完成了年度任务。"
SECOND = "各乡镇都成立了专班,每月调度一次,年底前要把账交清楚,一个村也不能落下。"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>某县选派第一书记_要闻_某县人民政府网</title>
<script>var text = "不是文章";</script></head><body>
<div><a href="/">首页</a> <a href="/n">要闻</a></div><nav>导航</nav>
<h1>某县选派第一书记</h1><div>来源：某县日报 发布时间：2019-03-05 字号：<a>大</a> <a>小</a></div>
<div class="content"><p>　　{FIRST}</p><p hidden>看不见的字</p><p>　　{SECOND}</p></div>
<p>责任编辑：张三</p><div><ul><li><a href="/1">某地召开大会表彰先进</a></li></ul></div>
<footer>版权所有：某县人民政府</footer></body></html>"""


def page(charset="utf-8"):
    return PAGE.replace("{charset}", charset)


@pytest.mark.parametrize(
    ("content", "media_type", "charset", "used"),
    [
        (page().encode(), "text/html", None, "utf-8"),
        (page().encode(), None, None, "utf-8"),  # found from the bytes
        (page().encode(), "text/plain", None, "utf-8"),  # the bytes outrank what is said
        (b"\xef\xbb\xbf" + page("gb2312").encode(), None, None, "utf-8"),  # and a mark what the page says
        (page("gb2312").encode("gb18030"), None, None, "gb18030"),
        (page("utf-8").encode("gb18030"), None, None, "gb18030"),  # pages lie
        (page("gb2312").encode(), "text/html", "utf-8", "utf-8"),  # what is named outranks the page
        (page().encode("utf-16"), "text/html", None, "utf-16-le"),
    ],
)
def test_article(content, media_type, charset, used):
    """Title, date, source and paragraphs are lines of the text; menus and other articles are none."""
    source = read(content, media_type, charset)

    assert (source.media_type, source.charset) == ("text/html", used)
    lines = source.characters.split("\n")
    assert lines[0] == "某县选派第一书记"
    assert lines[1].startswith("来源：某县日报 发布时间：2019-03-05")
    assert FIRST in lines[2]
    assert SECOND in lines[3]
    for unwanted in ("不是文章", "看不见", "导航", "版权", "要闻"):
        assert unwanted not in source.characters


def test_head_of_the_page():
    """What only the head says is a line of its own: when the article appeared and where it came from."""
    said = (
        page()
        .replace("来源：某县日报 发布时间：2019-03-05", "")
        .replace(
            "<title>",
            '<meta name="PubDate" content="2019-03-05 09:00"><meta name="ContentSource" content="某县日报"><title>',
        )
    )

    assert read(said.encode()).characters.startswith("发布时间:2019-03-05 09:00\n来源:某县日报\n某县选派")


def test_tables_and_line_breaks():
    """A row is a line; a line break is one; a break in the source of the page is none between Han."""
    said = f"<html><body><p>{FIRST}</p><table><tr><td>第一书记</td><td>52名</td></tr></table><p>{SECOND}全县\n  都有<br>专班。</p></body></html>"

    assert read(said.encode()).characters.split("\n")[1:] == ["第一书记 52名", f"{SECOND}全县都有", "专班。"]


def test_fragment():
    """What is called HTML may begin anywhere, and plain text is HTML too."""
    assert read(f"<p>{FIRST}</p>".encode(), "text/html").characters == FIRST
    assert read(FIRST.encode(), "text/html").characters == FIRST


@pytest.mark.parametrize(
    ("content", "charset", "refused"),
    [
        (page().encode("gb18030"), "utf-8", UndecodableText),
        (page().encode(), "rot13", UnsupportedCharset),
        (b"<html>" + b" " * 9_000_000, None, TooLarge),
        (b"<html></html>" * 2_000_000, None, TooLarge),  # 26 MB
    ],
)
def test_refused(content, charset, refused):
    """What cannot be right, or is too much, is refused before it is parsed."""
    with pytest.raises(refused):
        read(content, "text/html", charset)


@pytest.mark.parametrize(
    "said",
    [
        "<html><body>" + "<div>" * 50_000 + FIRST,
        "<html><body>" + f"<p>{FIRST}</p>" * 10_000,
        "<html><body><table>" + "<tr><td>" * 20_000 + FIRST,
        "<html><body><p>" + f"{FIRST}<br>" * 10_000,
        "<html><body><p>" + "县" * 600_000,
        "<html " + "a=1 " * 200_000 + ">" + FIRST,
        "<html><body>" + f"<a href=x>{FIRST}</a>" * 10_000,
        "<!DOCTYPE html [<!ENTITY a '" + "县" * 1000 + "'>]><html><body><p>" + "&a;" * 100_000,
    ],
)
def test_time(said):
    """No page of a megabyte takes long, however odd."""
    before = time.perf_counter()
    source = read(said.encode(), "text/html")

    assert time.perf_counter() - before < 10
    assert len(source.characters) <= len(said)


def test_missing_extra(monkeypatch):
    """Where its packages are not installed, the answer names the extra that brings them."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)

    with pytest.raises(UnsupportedMediaType, match="extra `html`"):
        html.FORMAT.read(page().encode(), None, Limits())


INFO = (
    "<ul><li>发布时间：2020-01-02 10:00</li><li>信息来源：县委组织部</li><li>浏览次数：<b>128</b>次</li></ul>"
)


@pytest.mark.parametrize(
    ("above", "behind"),
    [
        # a line above the title, related links behind the article
        (f"<div>脱贫攻坚进行时</div><h1>某县选派第一书记</h1>{INFO}", "<h3>相关阅读</h3><ul><li><a href=/1>某县召开表彰大会</a> 2020-01-01</li></ul>"),
        # where one is, as links; the articles before and after
        (f"<div>您现在的位置：<a href=/>首页</a>&gt;<a href=/x>新闻</a></div><h2>某县选派第一书记</h2>{INFO}", "<div>上一篇：<a href=/1>某地召开会议</a></div><div>下一篇：<a href=/2>某地开展活动</a></div>"),
        # no heading at all; buttons, editors, the office that runs the site
        (f"<div><b>某县选派第一书记</b></div>{INFO}", "<p>打印本页 | 关闭窗口</p><p>责任编辑：张某 审核：李某</p><p>主办：某县人民政府 备案号：某ICP备00000000号 网站标识码：5300000000</p>"),
        # what is shared, and with whom
        (f"<h1>某县选派第一书记</h1>{INFO}", "<div>分享到：<a>微信</a><a>微博</a></div><p>版权声明：本网站所有内容未经许可不得转载。</p>"),
    ],
)  # fmt: skip
def test_sites(above, behind):
    """Whatever a site has around an article, the article remains, and its masthead."""
    said = f"<html><head><title>某县选派第一书记-某县人民政府</title></head><body>{above}<div><p>{FIRST}</p><p>{SECOND}</p></div>{behind}</body></html>"

    text, masthead = clean(read(said.encode()).characters)

    assert text.characters == f"{FIRST}\n{SECOND}"
    assert (masthead.title.value, masthead.published.value, masthead.source.value) == (
        "某县选派第一书记",
        "2020-01-02",
        "县委组织部",
    )
