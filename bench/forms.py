"""The bundled corpus in the forms that newsrooms and archives have: one article as text, page, print and file.

Each form is made here from the clean article, so that what is read back can be compared with it.
"""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from opencc import OpenCC

from service.cleaning import clean

_SEEDS = Path(__file__).parent.parent / "seeds"
# What the documents of the corpus are: (adcode, title, published). The facts are theirs, checked by hand.
GOLD = {
    "jian": ("360821", "党旗领着走 穷帽摘得稳——吉安县以党建带扶贫见闻", "2021-06-02"),
    "guizhou": ("520000", "贵州:党旗插到决战地 大山深处拔穷根", None),
    "taiyuan": ("140100", "太原:让支部成为群众的主心骨(深度观察·基层组织力调查②)", "2017-11-14"),
    "jinping": ("522628", "党建舞起“一条龙” 锦屏苗乡侗寨拔穷根", "2018-10-16"),
    "linxi": ("150424", None, "2019"),
}
_DATES = {"2021-06-02": "2021年06月02日", "2017-11-14": "2017-11-14 06:18", "2018-10-16": "2018年10月16日"}
_FONTS = "'WenQuanYi Zen Hei','Noto Sans CJK SC','Noto Serif CJK SC','AR PL UMing CN',sans-serif"


@dataclass(frozen=True, slots=True)
class Article:
    """A document of the bundled corpus without its layout.

    Attributes:
        published: as a masthead writes it; None when it has no day.
        paragraphs: simplified.
    """

    name: str
    title: str | None
    published: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to hand an article in: bytes, and the charset that is named with them, or None."""

    name: str
    content: bytes
    charset: str | None = None


def articles() -> Iterator[Article]:
    """The bundled documents in the order of `GOLD`."""
    for name, (_, title, published) in GOLD.items():
        text, _ = clean((_SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
        yield Article(name, title, _DATES.get(published or ""), tuple(text.characters.split("\n")))


def original(article: Article) -> Form:
    """The document as it lies in the corpus."""
    return Form("as bundled", (_SEEDS / f"{article.name}.txt").read_bytes())


def texts(article: Article) -> Iterator[Form]:
    """As plain text, in the encodings and scripts of both sides."""
    said = plain(article)
    yield Form("txt", said.encode())
    yield Form("txt, BOM, CRLF", b"\xef\xbb\xbf" + said.replace("\n", "\r\n").encode())
    yield Form("txt, UTF-16", said.encode("utf-16"))
    yield Form("txt, GB18030", said.encode("gb18030"))
    yield Form("txt, GBK named", said.encode("gbk", "replace"), "gbk")
    yield Form("txt, Taiwan", OpenCC("s2tw").convert(said).encode())
    yield Form("txt, Hong Kong", OpenCC("s2hk").convert(said).encode())
    yield Form("txt, Big5", OpenCC("s2tw").convert(said).encode("big5", "replace"))
    yield Form("txt, wrapped", wrapped(article, 38).encode())


def plain(article: Article) -> str:
    """Title, date and one paragraph a line."""
    head = [*filter(None, (article.title, article.published and f"发布时间:{article.published}"))]
    return "\n".join((*head, *article.paragraphs)) + "\n"


def wrapped(article: Article, width: int) -> str:
    """Lines of as many Han as `width`, paragraphs set in by two."""
    lines = [*filter(None, (article.title, article.published and f"发布时间:{article.published}"))]
    for paragraph in article.paragraphs:
        said = "\u3000\u3000" + paragraph
        while said:
            cut = min(len(said), width)
            while cut < len(said) and (
                said[cut] in " ，。、；：！？”’)）》,.;:%"
                or (said[cut - 1 : cut + 1].isalnum() and said[cut - 1 : cut + 1].isascii())
            ):
                cut += 1
            lines.append(said[:cut].rstrip())
            said = said[cut:].lstrip()
    return "\n".join(lines) + "\n"


def page(article: Article) -> Form:
    """A page of a county's site: menus, breadcrumbs, buttons, links to other articles, a footer."""
    title = escape(article.title or "")
    info = f"<span>发布时间：{article.published}</span> " if article.published else ""
    paragraphs = "".join(f"<p>\u3000\u3000{escape(each)}</p>\n" for each in article.paragraphs)
    links = "".join(f"<li><a href='/{n}'>某地召开第{n}次工作会议</a></li>" for n in range(8))
    heading = f"<h1>{title}</h1>" if title else ""
    said = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_要闻_某县人民政府网</title>
<style>p{{margin:0}}</style><script>var page = 1;</script></head><body>
<div class="top"><a href="/">设为首页</a> | <a href="/c">加入收藏</a></div>
<div class="menu"><ul><li><a href="/">首页</a></li><li><a href="/n">要闻</a></li><li><a href="/g">政务公开</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/n">要闻</a> &gt; 正文</div>
<div class="main">{heading}<div class="info">{info}浏览次数：<span>128</span> 字号：<a>大</a> <a>中</a> <a>小</a></div>
<div class="content">{paragraphs}</div><div class="editor">责任编辑：网站编辑</div>
<div class="share">分享到：<a>微信</a> <a>微博</a></div></div>
<div class="side"><h3>相关新闻</h3><ul>{links}</ul></div>
<div class="footer">版权所有：某县人民政府 ICP备00000000号</div></body></html>"""
    return Form("html", said.encode())


def old_page(article: Article) -> Form:
    """A page of twenty years ago: GBK, tables for the layout, line breaks for paragraphs."""
    title = escape(article.title or "")
    info = f"日期：{article.published}&nbsp;&nbsp;" if article.published else ""
    paragraphs = "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(each)}" for each in article.paragraphs)
    said = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title></head>
<body><table width=760><tr><td><a href=/>首页</a></td><td><a href=/a>新闻</a></td><td><a href=/b>公告</a></td></tr></table>
<table><tr><td width=160><a href=/1>某地动态</a><br><a href=/2>某地通知</a></td><td>
<table><tr><td align=center><b>{title}</b></td></tr><tr><td align=center>{info}点击：12</td></tr>
<tr><td>{paragraphs}</td></tr><tr><td>【<a href=#>打印</a>】【<a href=#>关闭</a>】</td></tr></table></td></tr></table>
<center>主办单位：某县人民政府</center></body></html>"""
    return Form("html, old, GBK", said.encode("gbk", "xmlcharrefreplace"))


def file(article: Article) -> Form:
    """A DOCX with a title, a date, the paragraphs and a table."""
    from docx import Document

    document = Document()
    if article.title:
        document.add_heading(article.title, 0)
    if article.published:
        document.add_paragraph(f"发布时间：{article.published}")
    for paragraph in article.paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return Form("docx", written.getvalue())


def printer() -> Callable[[Article, int], Form] | None:
    """What prints an article as a PDF in columns, with page numbers; None where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return None

    def printed(article: Article, columns: int) -> Form:
        return Form(
            f"pdf, {columns} column{'s' * (columns > 1)}", print_page(chromium, sheet(article, columns))
        )

    return printed


def sheet(article: Article, columns: int) -> str:
    """The page that is printed."""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in article.paragraphs)
    head = f"<h1>{escape(article.title)}</h1>" if article.title else ""
    if article.published:
        head += f"<div class=date>发布时间：{article.published}</div>"
    return f"""<html lang=zh><head><meta charset=utf-8><style>
@page {{ size: A4; margin: 15mm; @bottom-center {{ content: counter(page); }} @top-left {{ content: '某县年鉴'; }} }}
body {{ font: 10.5pt/1.6 {_FONTS}; margin: 0 }} h1, .date {{ text-align: center }}
.columns {{ column-count: {columns}; column-gap: 8mm; text-align: justify }} p {{ text-indent: 2em; margin: 0 }}
</style></head><body>{head}<div class=columns>{paragraphs}</div></body></html>"""


def print_page(chromium: str, said: str) -> bytes:
    """A page of HTML as Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(said, encoding="utf-8")
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/user",
        )
        subprocess.run(
            [chromium, *options, f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return target.read_bytes()


def forms(article: Article, *, printed: bool = True) -> Iterator[Form]:
    """Every form that this machine can make; without prints when they are not wanted."""
    yield original(article)
    yield from texts(article)
    yield page(article)
    yield old_page(article)
    yield file(article)
    print_one = printer() if printed else None
    if print_one is not None:
        for columns in (1, 2, 4):
            yield print_one(article, columns)
