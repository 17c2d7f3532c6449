"""The dates that a comparison really used, as one line under its table."""

from service.model import Comparison, Row
from service.presentation.words import Language


def dates(comparison: Comparison, language: Language = "zh") -> str:
    """Dates used: 2016 to 2018-08; 12 figures undated. Empty when no cell has a figure."""
    spreads = [row.spread for row in comparison.rows]
    firsts = [spread.first for spread in spreads if spread.first]
    lasts = [spread.last for spread in spreads if spread.last]
    undated = sum(spread.undated for spread in spreads)
    if not firsts and not undated:
        return ""
    first, last = min(firsts, key=_end, default=None), max(lasts, key=_end, default=None)
    if language == "zh":
        pieces = [f"{first} 至 {last}" if first != last else f"{first}"] if first else []
        pieces += [f"{undated} 个数未注明时间"] if undated else []
        return "所用时间: " + "; ".join(pieces)
    pieces = [f"{first} to {last}" if first != last else f"{first}"] if first else []
    pieces += [f"{undated} {'figure' if undated == 1 else 'figures'} undated"] if undated else []
    return "dates used: " + "; ".join(pieces)


def _end(notation: str) -> tuple[str, str]:
    # A year counts as its last day.
    return notation + "-12-31"[len(notation) - 4 :], notation


def widest(row: Row) -> str:
    """The dates of one row: 2016–2018-08, or the one date; empty when no figure has one."""
    spread = row.spread
    if spread.first is None:
        return ""
    return spread.first if spread.first == spread.last else f"{spread.first}–{spread.last}"
