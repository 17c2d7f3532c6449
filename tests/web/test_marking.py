"""Spans in a source become elements around its characters, whatever crosses whatever."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from service.text import Span
from service.web.explorer.marking import Element, _written

TEXT = "全县选派<52>名第一书记，\r\n驻村\u200b帮扶。"
BORDERS = st.integers(0, len(TEXT))
SPANS = st.lists(st.tuples(BORDERS, BORDERS).map(sorted).map(lambda pair: Span(*pair)), max_size=8)


def an_element(name: int) -> Element:
    """A mark with an id on its first piece."""
    return Element("mark", name % 3, f' id="{name}" class="e{name}"', f' class="e{name}"')


def written(spans: list[Span]) -> str:
    """The text with these spans marked."""
    return "".join(_written(TEXT, [(span, an_element(name)) for name, span in enumerate(spans)]))


def within(html: str, name: int) -> str:
    """The text inside the elements of a name."""
    found, depth, held = "", [], False
    for tag, text in re.findall(
        r"(<[^>]*>)|([^<]+)", html.replace('<span class="code" data-code="U+200B"></span>', "\u200b")
    ):
        if tag.startswith("</"):
            depth.pop()
        elif tag:
            depth.append(f'class="e{name}"' in tag)
        held = any(depth)
        found += unescape(text) if held else ""
    return found


@given(SPANS)
def test_every_span_keeps_its_characters(spans: list[Span]) -> None:
    """Nested, equal or crossing: each element has the characters of its span, once, and one id."""
    html = written(spans)

    for name, span in enumerate(spans):
        assert within(html, name) == TEXT[span.start : span.end]
        assert html.count(f'id="{name}"') == (span.start < span.end)


def test_markup_of_a_source_is_text() -> None:
    """What looks like HTML in a source is escaped; a carriage return survives the parser."""
    html = written([])

    assert html.startswith("全县选派&lt;52&gt;名")
    assert "&#13;\n" in html
