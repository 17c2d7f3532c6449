"""How pictures look: widths, muted colours for paper and for the dark, and how much room a text takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from unicodedata import east_asian_width

from service.model import VerdictWord
from service.presentation.grid import plain
from service.presentation.words import Language

Theme = Literal["light", "dark"]
Arrangement = Literal["asked", "value"]

# The first is the one that PNG is drawn with; in a browser the reader's own Chinese font stands in for it.
FONTS = (
    '"Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", '
    '"Noto Sans CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", sans-serif'
)
# In ems: what digits and Latin letters take in it on average; a Chinese character takes one.
_NARROW = 0.56
_SLIM = frozenset(" .,:;'|()[]!ijlt")


@dataclass(frozen=True, slots=True)
class Colours:
    """One of the two palettes; every text has a contrast of at least 4.5 to the paper."""

    paper: str
    ink: str
    muted: str
    faint: str
    figure: str
    earlier: str
    tint: str
    care: str
    warning: str
    verdicts: dict[VerdictWord, str] = field(default_factory=dict)


# As the pages have them (look.css): sheet, ink, rule, heat, good, care, bad.
LIGHT = Colours(
    paper="#fffefb",
    ink="#1d1b18",
    muted="#686259",
    faint="#ddd7ca",
    figure="#3f6fa8",
    earlier="#a3c4de",
    tint="#c9dcea",
    care="#644400",
    warning="#7a281f",
    verdicts={"comparable": "#1d5631", "with_care": "#644400", "not_comparable": "#7a281f"},
)
DARK = Colours(
    paper="#1e1c1a",
    ink="#ece7dd",
    muted="#a59d90",
    faint="#38352f",
    figure="#7ba6d8",
    earlier="#2f6699",
    tint="#28425a",
    care="#eecd85",
    warning="#f2b0a6",
    verdicts={"comparable": "#a9dab3", "with_care": "#eecd85", "not_comparable": "#f2b0a6"},
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is wanted.

    Attributes:
        width: of the whole picture, in pixels.
        arrange: `asked`, regions in the order of the comparison; `value`, the highest first.
    """

    width: int = 720
    theme: Theme = "light"
    language: Language = "zh"
    arrange: Arrangement = "asked"

    @property
    def colours(self) -> Colours:
        """The palette of the theme."""
        return DARK if self.theme == "dark" else LIGHT

    @property
    def inner(self) -> int:
        """Pixels between the margins."""
        # The rules at the edges add half a pixel and their anti-aliasing on each side.
        return self.width - 2 * MARGIN - 2


MARGIN = 16
SMALL, USUAL, LARGE = 11, 13, 17


def room(text: str, size: int) -> float:
    """About how many pixels a text of one line takes."""
    # Signs such as ≥ and “ are as wide as Chinese characters in a Chinese font.
    wide = sum(east_asian_width(character) in {"W", "F", "A"} for character in text)
    slim = sum(character in _SLIM for character in text)
    return size * (wide + _NARROW * (len(text) - wide - slim) + 0.3 * slim)


def cut(text: str, size: int, most: float) -> str:
    """The text in one line of so many pixels, with … where something is left out; empty where nothing fits."""
    line = plain(text)
    if room(line, size) <= most:
        return line
    while line and room(line + "…", size) > most:
        # Long texts first lose what certainly is too much.
        line = line[: max(0, min(len(line) - 1, int(most / size / _NARROW)))]
    return f"{line}…" if line else ""


def wrapped(pieces: Iterable[str], size: int, most: float, lines: int = 4) -> tuple[str, ...]:
    """Pieces set one after another in at most so many lines; a piece is broken only where it is longer than a line."""
    made: list[str] = []
    for piece in (part for each in pieces for part in _parts(plain(each), size, most)):
        if made and room(made[-1] + piece, size) <= most:
            made[-1] += piece
        else:
            made.append(piece.lstrip())
    if len(made) > lines:
        made = [*made[: lines - 1], cut("".join(made[lines - 1 :]), size, most)]
    return tuple(line.rstrip() for line in made)


def _parts(text: str, size: int, most: float) -> Iterable[str]:
    words = _words(text)
    for word in words:
        rest = word
        while room(rest, size) > most and len(rest) > 1:
            end = max(1, int(len(rest) * most / room(rest, size)))
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _words(text: str) -> Sequence[str]:
    """Words with the spaces before them; Chinese breaks after its stops."""
    found: list[str] = [""]
    for character in text:
        is_end = found[-1][-1:] in {"，", "、", "。", "；", "：", "》", "）"}
        if character == " " or is_end:
            found.append(character)
        else:
            found[-1] += character
    return [word for word in found if word]


def config(look: Look) -> dict[str, Any]:
    """The configuration of a specification: one font, no frames, quiet titles."""
    colours = look.colours
    return {
        "font": FONTS,
        # The picture as a whole has a description; one for each of its marks would be read out for hours.
        "aria": False,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "fontSize": LARGE,
            "fontWeight": "bold",
            "color": colours.ink,
            "subtitleFontSize": USUAL - 1,
            "subtitleColor": colours.muted,
            "subtitlePadding": 6,
            "subtitleLineHeight": 17,
            "lineHeight": 23,
            "offset": 10,
        },
        "text": {"fontSize": USUAL, "color": colours.ink, "baseline": "middle", "align": "left"},
        "concat": {"spacing": 28},
    }
