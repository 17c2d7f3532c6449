"""HTML: the article of a page and the lines that stand between its title and it, one block a line.

The page is read into lines first, each with what share of it is links. trafilatura says which of them are the
article; of the others those are kept that a newspaper prints with it: the title above, date and source between,
editor and writer behind. The string is these lines; menus, buttons and lists of other articles are no part of it.
"""

import logging
import re
from collections.abc import Iterator, Sequence

from service.errors import UndecodableText, UnsupportedCharset
from service.model import Source
from service.reading.blocks import Line, key, lines_of
from service.reading.encodings import decode
from service.reading.formats import Format, Limits, packages, too_many_bytes
from service.reading.plain import recognised

MEDIA_TYPE = "text/html"
_SAID = (MEDIA_TYPE, "application/xhtml+xml")
_BEGINS = re.compile(
    rb"\s{0,400}(?:<\?xml[^>]{0,200}\?>\s{0,400})?(?:<!--[^>]{0,2000}-->\s{0,400}){0,5}<(?:!doctype html|html|head|body)[\s>]",
    re.IGNORECASE,
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_-]{2,20})", re.IGNORECASE
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}>")  # lxml wants no declaration of an encoding in a string
_SITE = re.compile(r"\s*[-_|–—>»]{1,3}\s*|\s{2,}")
_BEHIND = re.compile(r"责编|責編|编[辑审]|編輯|来源|來源|作者|记者|記者|[12]\d{3} ?[-年/.] ?\d{1,2} ?[-月/.]")
_LINKS = 0.5  # share of links from which a line is a menu
_ABOVE = 40  # lines above the article in which its title is looked for
_TAIL, _LONGEST_TAIL = 6, 60  # lines behind the article that are looked at, and characters of one
_ENDS = 12  # characters at either end by which a line of the article is known
_FEWEST = 0.3  # share of the page's text beside links that trafilatura must find, or all of it is taken
# What the pages of Chinese offices say of themselves in their head, by a guideline for government sites.
_META = {"pubdate": "发布时间", "article:published_time": "发布时间", "contentsource": "来源"}
_DATE = re.compile(r"(?:19|20)\d\d[-年/.]\d{1,2}")


def _bid(content: bytes, said: str | None) -> float:
    head = content[:4096]
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "ignore").encode()
    if _BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")):
        return 0.9
    return 0.6 if said in _SAID and recognised(content) is None else 0.0


def _read(content: bytes, charset: str | None, limits: Limits) -> Source:
    html, etree, trafilatura = packages("html", "HTML", "lxml.html", "lxml.etree", "trafilatura")
    if len(content) > limits.markup:
        raise too_many_bytes(f"{len(content)} bytes of HTML", limits.markup)
    characters, used = _decoded(content, charset)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        page = html.document_fromstring(_DECLARED.sub("", characters, count=1), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UndecodableText(
            "there is no text in the HTML", parameter="body", expected="a page with an article"
        ) from error
    title = page.findtext(".//title") or ""
    meta = {
        (each.get("name") or each.get("property") or "").lower(): each.get("content") or ""
        for each in page.iter("meta")
    }
    lines = lines_of(page)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is no event of ours
    found = trafilatura.extract(page, include_comments=False, favor_recall=True, fast=True) or ""
    kept = _kept(lines, found, key(_SITE.split(title.strip())[0]))
    return Source("\n".join((*_stated(meta, kept), *kept)), MEDIA_TYPE, used)


def _decoded(content: bytes, charset: str | None) -> tuple[str, str]:
    declared = _META_CHARSET.search(content[:4096])
    if charset is None and declared and not content.startswith((*_WIDE, b"\xef\xbb\xbf")):
        try:
            return decode(content, declared[1].decode())
        except (UndecodableText, UnsupportedCharset):
            pass  # pages lie; then the encoding is found as for any text
    return decode(content, charset)


# Which lines are kept ------------------------------------------------------------------------------


def _kept(lines: Sequence[Line], found: str, title: str) -> tuple[str, ...]:
    """The lines of the article and of its masthead, in the order of the page."""
    article = _marked(lines, found)
    text = sum(len(line.said) for line in lines if line.links < _LINKS)
    if sum(len(lines[at].said) for at in article) < _FEWEST * text:
        article = [at for at, line in enumerate(lines) if line.links < _LINKS]
    if not article:
        return ()
    first, last = article[0], article[-1]
    top = _title(lines, first, title)
    marked = frozenset(article)
    kept = [
        lines[at].said for at in range(top, last + 1) if at in marked or at == top or lines[at].links < _LINKS
    ]
    behind = [
        line.said
        for line in lines[last + 1 : last + 1 + _TAIL]
        if line.links < _LINKS and len(line.said) <= _LONGEST_TAIL and _BEHIND.search(line.said)
    ]
    return (*kept, *behind)


def _marked(lines: Sequence[Line], found: str) -> list[int]:
    """Numbers of the lines that stand in the article that was found."""
    whole, begins, ends = set(), set(), set()
    for piece in found.splitlines():
        known = key(piece.replace("|", " "))
        whole.add(known)
        if len(known) >= _ENDS:
            begins.add(known[:_ENDS])
            ends.add(known[-_ENDS:])
    marked = []
    for at, line in enumerate(lines):
        known = key(line.said.replace("|", " "))
        is_long = len(known) >= _ENDS
        if known in whole or (is_long and (known[:_ENDS] in begins or known[-_ENDS:] in ends)):
            marked.append(at)
    return marked


def _title(lines: Sequence[Line], first: int, title: str) -> int:
    """The number of the title's line: above the article or its first; the first when there is none."""
    above = range(first, max(-1, first - _ABOVE), -1)
    if title:
        for at in above:
            known = key(lines[at].said)
            if len(known) >= 4 and (known in title or title in known) and lines[at].links < _LINKS:
                return at
    return next((at for at in above if lines[at].is_heading and lines[at].links < _LINKS), first)


def _stated(meta: dict[str, str], kept: Sequence[str]) -> Iterator[str]:
    """Lines for what only the head of the page says: when it appeared, and where it came from."""
    around = "\n".join((*kept[:8], *kept[-_TAIL:]))
    said = set()
    for name, label in _META.items():
        value = " ".join(meta.get(name, "").split())
        known = _DATE.search(around) if label == "发布时间" else label in around or "來源" in around
        if value and len(value) <= _LONGEST_TAIL and not known and label not in said:
            said.add(label)
            yield f"{label}:{value}"


FORMAT = Format(MEDIA_TYPE, _bid, _read)
