"""An HTML page as lines: every block with its text, and how much of it is links."""

import re
from dataclasses import dataclass, field
from typing import Any

from service.reading.formats import CELL, packages

# What shows no text of the page, or only its menus.
_UNSEEN = frozenset(
    "head script style noscript template iframe object svg math select option datalist button textarea input nav"
    " footer aside audio video canvas dialog".split()
)
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4"
    " h5 h6 header hr html li main ol p pre section summary table tbody thead tfoot ul br tr".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HAN = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—"
# A line break between Han is one of the page's source only; browsers show a blank there, readers want none.
_BROKEN = re.compile(rf"(?<=[{_HAN},.;:!?)%])[ \t]{{0,40}}[\r\n][ \t\r\n]{{0,200}}(?=[{_HAN}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a page.

    Attributes:
        links: share of its characters that are links, 0 to 1.
        is_heading: it is a heading of the first three orders.
    """

    said: str
    links: float
    is_heading: bool


def key(said: str) -> str:
    """What two renderings of one line have in common: its characters without white space."""
    return "".join(said.split())


@dataclass(slots=True)
class _Page:
    """The lines so far, and the pieces of the one that is being read."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0  # depth of links at this place
    headings: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        said = _SPACE.sub(" ", _BROKEN.sub("", "".join(self.pieces))).strip()
        if said:
            self.lines.append(Line(said, min(1.0, self.linked / len(said)), self.headings > 0))
        self.pieces.clear()
        self.linked = 0


def lines_of(page: Any) -> tuple[Line, ...]:
    """The lines of a page, an lxml element, in the order of the page; short cells of a row are one line."""
    (etree,) = packages("html", "HTML", "lxml.etree")
    found = _Page()
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else "#"
        is_seen = name not in _UNSEEN and name != "#" and not _is_hidden(element)
        if event == "start":
            if not is_seen:
                walk.skip_subtree()
                continue
            _open(found, name)
            found.add(element.text)
        else:
            if is_seen:
                _close(found, name)
            if element is not page:
                found.add(element.tail)
    found.flush()
    return tuple(found.lines)


def _open(found: _Page, name: str) -> None:
    if name in _BLOCKS:
        found.flush()
    found.headings += name in _HEADINGS
    found.links += name == "a"


def _close(found: _Page, name: str) -> None:
    if name in _BLOCKS:
        found.flush()
    elif name in {"td", "th"}:
        # Cells with more than a few words are a part of the page's layout, not of a table.
        if sum(map(len, found.pieces)) > CELL:
            found.flush()
        found.add(" ")
    found.headings -= name in _HEADINGS
    found.links -= name == "a"


def _is_hidden(element: Any) -> bool:
    if "hidden" in element.attrib:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None
