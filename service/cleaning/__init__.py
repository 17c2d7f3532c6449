"""Source string -> clean text and masthead: `clean()`; and one script for all: `simplified()`.

The stages, each in its file:

    source      "第28页\r\n  全縣選派\r\n52名第一書記。 \r\n(責編:某某)"
    characters  without invisible ones (zero width, direction marks), blanks between the characters of words,
                and the marks of Markdown
    columns     rows -> lines in reading order, interleaved columns taken apart
    furniture   lines that are page numbers, navigation, running heads go
    lines       wrapped lines -> paragraphs
    script      traditional -> simplified, full width -> half width
    masthead    title, source, author, date; their lines and datelines go
    text        "全县选派52名第一书记。"

Every stage cuts, joins or translates a `Text`, so each character still knows its place in the source.
"""

import re
from collections.abc import Sequence

from service.cleaning import columns
from service.cleaning.field import Field
from service.cleaning.fields import fields
from service.cleaning.furniture import is_furniture, navigation_behind, running_heads
from service.cleaning.imprints import journal
from service.cleaning.lines import joined, mended
from service.cleaning.markdown import marks
from service.cleaning.masthead import taken
from service.cleaning.rows import Line, rows
from service.cleaning.script import simplified
from service.cleaning.spacing import blanks_between_characters, blanks_between_digits, readings
from service.model import Masthead
from service.text import Span, Text

__all__ = ["clean", "simplified"]

_ASIDE = re.compile(
    r"[:：]|第 ?\d|\d ?月|[〔\[【(（]"
)  # without one of these no line is an editor's or an issue's
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+")


def clean(source: str) -> tuple[Text, Masthead]:
    """The article of a source without what surrounds it, and what surrounds it says.

    Args:
        source: as `reading.read` gives it, with any line ends.

    Returns:
        The article, simplified, its paragraphs parted by one line feed each, without white space at the
        ends of paragraphs; blanks inside a line stay. Empty for a source that is only furniture. And the
        masthead, whose values are simplified and tidied and whose spans point to the source.
    """
    text = Text.of(source).without(Span(*found.span()) for found in _INVISIBLE.finditer(source))
    text = text.without((*readings(text.characters), *blanks_between_characters(text.characters)))
    text = text.without(blanks_between_digits(text.characters))
    text = text.without(marks(text.characters))
    simple = text.translated(simplified(text.characters))
    lines, asides = _article(text.characters, simple)
    mended_lines = mended(simple.characters, lines)
    body, paragraphs = joined(text, mended_lines)
    body = body.translated(simplified(body.characters))
    # A page of columns often begins in the middle of an article: its first line is no title by its place
    # alone.
    in_column = mended_lines and mended_lines[0][0].column
    masthead, remaining = taken(body, paragraphs, asides, "column" if in_column else "page")
    return body.without(_dropped(paragraphs, remaining, len(body))), masthead


def _article(characters: str, simple: Text) -> tuple[tuple[Line, ...], tuple[Field, ...]]:
    """The lines of the article, and what the lines aside of it say."""
    lines = columns.lines(characters, rows(characters))
    said = [simple.characters[line.start : line.end] for line in lines]
    dropped = [line.is_edge or is_furniture(words) for line, words in zip(lines, said, strict=True)]
    heads = running_heads(lines, said, dropped)
    found: list[Field] = []
    kept: list[Line] = []
    was_dropped = False
    for line, words, is_dropped in zip(lines, said, dropped, strict=True):
        here = _aside(simple, line, words) if is_dropped or line.column else None
        if is_dropped or words in heads or here is not None:
            found.extend(here or ())
            was_dropped = True
            continue
        # A paragraph may go on behind the furniture between two pages as if it were not there.
        blanks = 0 if was_dropped else line.blanks
        kept.append(line._replace(end=line.start + navigation_behind(words), blanks=blanks))
        was_dropped = False
    return tuple(kept), tuple(found)


def _aside(simple: Text, line: Line, words: str) -> tuple[Field, ...] | None:
    # The foot of a column is short; most lines of columns need no closer look.
    if not line.is_edge and (len(words) > 40 or not _ASIDE.search(words)):
        return None
    piece = simple.cut(line.start, line.end)
    if line.is_edge:
        named = journal(piece)
        return (named,) if named else fields(piece)
    found = fields(piece)
    # Within a column only what cannot be the end of a sentence: an editor's line, the number of an issue.
    return found if found and found[0].kind in ("other", "issue") else None


def _dropped(paragraphs: Sequence[Span], remaining: Sequence[Span | None], length: int) -> list[Span]:
    """The ranges of the body that are no part of the article, each with one line break beside it."""
    found: list[Span] = []
    end = 0
    for number, (whole, rest) in enumerate(zip(paragraphs, remaining, strict=True)):
        following = paragraphs[number + 1].start if number + 1 < len(paragraphs) else length
        if rest is None:
            found.append(Span(whole.start, following))
            continue
        found += [Span(whole.start, rest.start), Span(rest.end, whole.end)]
        end = whole.end
    return [span for span in (*found, Span(end, length)) if span.start < span.end]
