"""How far a figure reaches on a scale, and where the scales of a measure end."""

from collections.abc import Callable, Sequence

from service.model import Row
from service.presentation.charts_lines import Columns, Line, Section
from service.presentation.charts_look import SMALL, USUAL, Look, room
from service.presentation.charts_words import LEVELS, WORDS

Scale = tuple[float, float]
# Of a section without figures.
EMPTY: Scale = (0.0, 1.0)
# How many times longer than another's a scale may be to be used for both.
FARTHEST = 8
# Pixels that the arrow of an open end takes.
ARROW = 22


def is_open(line: Line) -> bool:
    """Whether a figure has no upper end."""
    found = line.cell.observation
    return found is not None and found.upper is None and found.bound in {"ge", "gt"}


def whiskers(line: Line) -> Scale | None:
    """The ends that a statement allows, where they are two; those of 不超过 are the frame of its bar."""
    found = line.cell.observation
    if found is None or found.bound == "le" or found.lower is None or found.upper is None:
        return None
    return (float(found.lower), float(found.upper)) if found.lower < found.upper else None


def reach(line: Line) -> float:
    """The greatest that is drawn of a figure, its arrow aside; zero for a gap."""
    found, ends = line.cell.observation, whiskers(line)
    return max(float(found.value), ends[1] if ends else 0.0, 0.0) if found else 0.0


def domain(section: Section, place: Columns, least: Callable[[Line], float] = reach) -> Scale:
    """The ends of the scale: zero is in it, and every figure has room for its words at its end.

    Args:
        least: how far a line must reach at least, where more than its figure is drawn.
    """
    figures = [line for line in section.lines if line.cell.observation is not None]
    low = min((float(line.cell.observation.value) for line in figures if line.cell.observation), default=0.0)
    # A date may stand centred over the figure, so that half of it is at its end.
    ends = [
        (
            max(reach(line), least(line)),
            max(room(line.amount, USUAL) + 12 + ARROW * is_open(line), room(line.date, SMALL) / 2 + 6),
        )
        for line in figures
    ]
    most = max((end for end, _ in ends), default=0.0)
    if most <= 0:
        return min(low, 0.0), EMPTY[1]
    usable = min(max(place.plot - words, 40) * most / end for end, words in ends if end > 0)
    return min(low, 0.0), most * place.plot / min(usable, place.plot)


def shared(scales: Sequence[Scale]) -> list[Scale]:
    """One scale for all levels where the smallest stays legible on it, else one for each."""
    highs = [high for low, high in scales if (low, high) != EMPTY]
    if not highs or max(highs) > min(highs) * FARTHEST:
        return list(scales)
    widest = (min(low for low, _ in scales), max(highs))
    return [widest] * len(scales)


def headings(found: Sequence[Section], scales: Sequence[Scale], look: Look) -> list[str]:
    """The names of the levels, and which have a scale of their own; empty for one level."""
    if len(found) == 1:
        return [""]
    words, levels = WORDS[look.language], LEVELS[look.language]
    own = differ(found, scales)
    return [
        words["own"].format(level=levels[each.level]) if own and has_figures(each) else levels[each.level]
        for each in found
    ]


def differ(found: Sequence[Section], scales: Sequence[Scale]) -> bool:
    """Whether two levels with figures have different scales."""
    return len({scale for each, scale in zip(found, scales, strict=True) if has_figures(each)}) > 1


def has_figures(section: Section) -> bool:
    """Whether anything in it is drawn to scale."""
    return any(line.cell.observation is not None for line in section.lines)


def is_dated(row: Row) -> bool:
    """Whether any figure has a date; where none has, the heading says so once."""
    return row.spread.first is not None


def marks(line: Line) -> set[str]:
    """Which marks of a figure need a word of explanation; keys of `WORDS`."""
    found = line.cell.observation
    if found is None:
        return set()
    said = {
        "derived": line.cell.derivation is not None,
        "open": is_open(line),
        "dashed": found.bound == "le",
        "whisker": whiskers(line) is not None,
    }
    return {name for name, is_there in said.items() if is_there}
