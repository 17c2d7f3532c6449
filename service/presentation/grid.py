"""Columns of Chinese and Latin that stand straight in a terminal.

Source:
    Unicode Standard Annex 11, East Asian Width: W and F take two columns; ambiguous characters (≥ ≈) take
    one, as terminals draw them unless told otherwise.
"""

from collections.abc import Sequence
from unicodedata import category, east_asian_width

_GAP = "  "


def width(text: str) -> int:
    """The columns that a text takes: 2 for a wide character, 0 for a combining one."""
    return sum(
        0 if category(character) in {"Mn", "Me"} else 2 if east_asian_width(character) in {"W", "F"} else 1
        for character in text
    )


def plain(text: str) -> str:
    """The text on one line, control and format characters as spaces: none of them may steer a terminal."""
    return "".join(
        " " if category(character) in {"Cc", "Cf", "Zl", "Zp"} else character for character in text
    )


def grid(rows: Sequence[Sequence[str]]) -> str:
    """Set rows of equal length in columns, with a rule under the first.

    Returns:
        Lines without spaces at their ends, each with a newline.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * columns for columns in widths])
    return "".join(
        _GAP.join(
            cell + " " * (columns - width(cell)) for cell, columns in zip(row, widths, strict=True)
        ).rstrip()
        + "\n"
        for row in cells
    )
