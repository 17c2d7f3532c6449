"""Pages in columns come back as the article that was laid out, and text without columns is left alone."""

import random
import re
from dataclasses import dataclass

import pytest

from service.cleaning import clean, simplified

_WORDS = (
    *("全县", "选派", "党员", "干部", "驻村", "产业", "合作社", "带动", "贫困", "群众", "增收", "园区"),
    *("建设", "服务", "组织", "乡镇", "帮扶", "落实", "考核", "机制", "培训", "资金"),
)
_NO_START = ",。、;”)"


@dataclass(frozen=True, slots=True)
class Layout:
    """How an article is set: columns by (width in cells, first row), rows to a page, how places count."""

    columns: tuple[tuple[int, int], ...]
    rows: int
    gutter: int = 6
    drift: int = 0
    by_characters: bool = False


def cells(characters: str) -> int:
    return sum(1 if character.isascii() else 2 for character in characters)


def an_article(chance: random.Random, length: int) -> list[str]:
    """Paragraphs of running text with figures, and short headings between them."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        if chance.random() < 0.2:
            paragraphs.append(f"{chance.choice('一二三四')}、" + "".join(chance.choices(_WORDS, k=3)))
        clauses = []
        for _ in range(chance.randint(3, 16)):
            clause = "".join(chance.choices(_WORDS, k=chance.randint(3, 7)))
            clauses.append(clause + (f" {chance.randint(2, 4000)} 户" if chance.random() < 0.3 else ""))
        marks = [chance.choice(",,,。") for _ in clauses[:-1]] + ["。"]
        paragraphs.append("".join(clause + mark for clause, mark in zip(clauses, marks, strict=True)))
    return paragraphs


def wrapped(paragraphs: list[str], widths: list[int]) -> list[str]:
    """Lines as a typesetter breaks them: indented paragraphs, centred headings, no mark in front."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if not paragraph.endswith("。"):
            width = widths[len(lines)] if len(lines) < len(widths) else 40
            lines.append(" " * ((width - cells(paragraph)) // 2) + paragraph)
            continue
        line = "    "
        for piece in re.findall(r"\d+|.", paragraph):
            width = widths[len(lines)] if len(lines) < len(widths) else 40
            if cells(line + piece) > width and piece not in _NO_START and piece != " ":
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line)
    return lines


def set_in(layout: Layout, paragraphs: list[str], chance: random.Random) -> str:
    """Pages of interleaved columns."""
    slots = [
        (number, row) for number, (_, first) in enumerate(layout.columns) for row in range(first, layout.rows)
    ]
    lines = wrapped(paragraphs, [layout.columns[number][0] for number, _ in slots] * 9)
    pages = []
    while lines:
        grid: dict[tuple[int, int], str] = {}
        for slot in slots:
            if lines:
                grid[slot] = lines.pop(0)
        rows = []
        for row in range(layout.rows):
            text, left = "", 4
            for number, (width, _) in enumerate(layout.columns):
                line = grid.get((number, row), "")
                place = left + chance.randint(0, layout.drift)
                extent = len(text) if layout.by_characters else cells(text)
                if line.strip():
                    text += " " * (place - extent) + line
                left += (width if not layout.by_characters else width // 2 + 10) + layout.gutter
            rows.append(text)
        pages.append("\n".join(rows))
    return "\n\n\n".join(pages)


LAYOUTS = [
    Layout(((40, 0), (40, 0)), 30),  # two columns
    Layout(((36, 12), (36, 0), (48, 3)), 30),  # a picture above the first
    Layout(((30, 8), (44, 0), (44, 0), (40, 5)), 28),  # both pages of a spread
    Layout(((44, 0), (44, 0)), 40, gutter=6, drift=1),  # places stray from row to row
    Layout(((40, 6), (40, 0), (40, 2)), 30, gutter=8, drift=3),
    Layout(((46, 15), (46, 0), (46, 0), (46, 0)), 40, by_characters=True),  # as pdftotext pads
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(8))
def test_article_comes_back(layout, seed):
    """Whatever the layout, the columns are read one after the other, page by page."""
    chance = random.Random(seed)  # noqa: S311
    paragraphs = an_article(chance, 1600)
    source = set_in(layout, paragraphs, chance)

    text, _ = clean(source)

    assert "".join(text.characters.split()) == "".join("".join(paragraphs).split())


@pytest.mark.parametrize(
    "layout", [Layout(((26, 0),) * 4, 30, gutter=3), Layout(((40, 0), (40, 0)), 30, gutter=4)]
)
def test_narrow_gutters(layout):
    """Where a line runs into a narrow gutter, one blank still parts it from the next column."""
    right = 0
    for seed in range(8):
        chance = random.Random(seed)  # noqa: S311
        paragraphs = an_article(chance, 1600)
        text, _ = clean(set_in(layout, paragraphs, chance))
        right += "".join(text.characters.split()) == "".join("".join(paragraphs).split())

    assert right >= 6  # where the blank stands inside the other column's words too, it cannot be told


@pytest.mark.parametrize("rows", [8, 10, 12])
def test_short_pages(rows):
    """A page of some hundred characters is taken apart when three rows show its columns."""
    chance = random.Random(rows)  # noqa: S311
    paragraphs = an_article(chance, rows * 25)
    text, _ = clean(set_in(Layout(((40, 0), (40, 0)), rows), paragraphs, chance))

    assert "".join(text.characters.split()) == "".join("".join(paragraphs).split())


@pytest.mark.parametrize("seed", range(8))
def test_places_in_columns(seed):
    """Every character stands at its place in the source, in columns too."""
    chance = random.Random(seed)  # noqa: S311
    source = set_in(LAYOUTS[seed % len(LAYOUTS)], an_article(chance, 900), chance)

    text, _ = clean(source)

    assert simplified("".join(source[start:end] for start, end in text.runs)) == text.characters


TABLE = "姓名      单位      职务\n" + "\n".join(f"某甲      县委      干部{number}" for number in range(9))
PROSE = "全县选派  第一书记到村,与村党支部一起抓产业。  各乡镇都成立了专班,每月调度一次。"


@pytest.mark.parametrize(
    ("source", "order"),
    [
        (TABLE, "姓名 单位 职务 某甲 县委 干部0"),  # a table of words is read by rows
        ("\n".join([PROSE] * 3), PROSE),  # blanks inside prose are no gutters
    ],
)
def test_no_columns(source, order):
    """Text that was never set in columns keeps its order."""
    text, _ = clean(source)

    assert "".join(text.characters.split()).startswith("".join(order.split()))
