"""分别: a list said before, and its figures after, one for one (永和、大宁、隰县三县分别选派79名、84名、97名)."""

import re
from collections.abc import Mapping, Sequence

from service.text import Span

_JOINED = re.compile(r"\s?(?:[、,，和与及]|以及)\s?")
_WORD = re.compile(r"分别|各自|依次")
_BETWEEN_FIGURES = re.compile(r"\s?(?:[、,，和与及]|以及)\s?")


def respective(
    text: str, sentence: Span, items: Sequence[Span], figures: Sequence[Span]
) -> Mapping[int, int]:
    """Which figure goes with which item of a list.

    Args:
        items: places of what is listed (regions, times), in order.
        figures: places of the quantities of the sentence, in order.

    Returns:
        Index of a figure -> index of its item; empty where there is no list, or as many figures do not follow it.
    """
    pairs: dict[int, int] = {}
    if len(items) < 2 or len(figures) < 2:
        return pairs
    for word in _WORD.finditer(text, *sentence):
        before = [i for i, item in enumerate(items) if item.end <= word.start()]
        listed = _last_run(text, items, before)
        after = [i for i, figure in enumerate(figures) if figure.start >= word.end()]
        answers = _first_run(text, figures, after)
        if len(listed) > 1 and len(listed) == len(answers):
            pairs.update(zip(answers, listed, strict=True))
    return pairs


def _last_run(text: str, places: Sequence[Span], indices: Sequence[int]) -> list[int]:
    run: list[int] = []
    for index in reversed(indices):
        if run and not _JOINED.fullmatch(text, places[index].end, places[run[0]].start):
            break
        run.insert(0, index)
    return run


def _first_run(text: str, places: Sequence[Span], indices: Sequence[int]) -> list[int]:
    run: list[int] = []
    for index in indices:
        if run and not _BETWEEN_FIGURES.fullmatch(text, places[run[-1]].end, places[index].start):
            break
        run.append(index)
    return run
