"""The marks of Markdown, in texts that were written with it."""

import re
from collections.abc import Iterator

from service.text import Span

# Headings or bold words show that a text is Markdown; a # or * alone has other meanings.
_HEADING = re.compile(r"^#{1,6} {1,3}[^\n]{0,80}[^\n。]$", re.MULTILINE)
# Not the stars of significance behind the figures of a table: 0.35** 0.41**.
_BOLD = re.compile(r"(?<![\dA-Za-z*])\*\*(?=[\w“‘《(（【])[^*\n]{0,400}[^*\s]\*\*(?!\*)")
_MARKS = re.compile(
    r"^[ ]{0,3}(?:#{1,6}[ ]{1,3}|(?:>[ ]{0,3}){1,5}|[-*+][ ]{1,3}(?=[^\s\-*+])|(?:[-*_] ?){3,80}$)|[ ]{1,3}#{1,6}$",
    re.MULTILINE,
)


def marks(characters: str) -> Iterator[Span]:
    """The marks of headings, quotations, lists, rules and bold words; none in any other text."""
    bold = [*_BOLD.finditer(characters)] if "**" in characters else []
    if not bold and ("# " not in characters or _HEADING.search(characters) is None):
        return
    for found in _MARKS.finditer(characters):
        yield Span(*found.span())
    for found in bold:
        yield Span(found.start(), found.start() + 2)
        yield Span(found.end() - 2, found.end())
