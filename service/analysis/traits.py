"""What can be seen of a sentence that tells whether it stands for its text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from service.analysis.centrality import centrality
from service.analysis.frequencies import rarities
from service.analysis.graphs import Floats
from service.analysis.kinds import kind
from service.analysis.passages import Passage
from service.text import Span

# What a trait is stands in `traits`; those of a kind of text count as far as the text is of it.
NAMES = (
    *(
        "centrality",
        "company",
        "title",
        "short",
        "length",
        "question",
        "furniture",
        "content",
        "connected",
        "figures",
    ),
    *(
        "news_start",
        "news_sentence",
        "news_first",
        "news_order",
        "report_start",
        "report_figures",
        "report_content",
    ),
    "speech_early",
)

_SHORT = 10  # characters: a heading or half a sentence
_ENOUGH = 60  # characters beyond which more length tells nothing
_NEAR = 150  # characters from the start in which its pull falls to a third
_FIGURES = re.compile(r"[\d%.％]")
_NUMBER = re.compile(r"[\d.]+%?")
# What stands around articles rather than in them.
_FURNITURE = re.compile(
    "编辑|责编|原标题|来源[:：]|转载|扫一扫|APP|微信|免责|声明|本文|点击|版权|图片|更多|风险提示|评级|目标价|记者|简历"
)
_CONNECTED = re.compile(
    "但|因此|所以|而|不过|然而|那么|然后|对此|其次|此外|另外|同时|同样|他|她|这|该|其|对|好|嗯|那|因为"
)


class Unit(NamedTuple):
    """A sentence, or a clause of one, without its lead; `number` is that of its sentence."""

    place: Span
    number: int


def traits(passage: Passage, units: Sequence[Unit]) -> Floats:
    """The traits of each unit.

    Returns:
        A row for each unit, a column for each of NAMES, nearly all values from 0 to 1.
    """
    said = [passage.text[unit.place.start : unit.place.end] for unit in units]
    spoken = [[word.lower() for word, tag in passage.within(unit.place) if tag != "x"] for unit in units]
    known = {word for line in spoken for word in line} - passage.stop_words
    known = {word for word in known if not _NUMBER.fullmatch(word)}
    telling = [[word for word in line if word in known] for line in spoken]
    central, company = centrality(telling)
    size = len(units)
    order = np.arange(size)
    numbers = np.array([unit.number for unit in units])
    lengths = np.array([len(line) for line in said])
    figures = np.array([len(_FIGURES.findall(line)) for line in said]) / np.maximum(lengths, 1)
    content = np.array([len(some) / (len(all_) or 1) for some, all_ in zip(telling, spoken, strict=True)])
    start = 1 / (1 + order)
    news, report, speech = kind(passage.text, passage.tagged)
    before = np.cumsum(lengths) - lengths
    return np.column_stack(
        (
            central,
            company,
            _of_title(passage, spoken),
            lengths < _SHORT,
            np.minimum(lengths, _ENOUGH) / _ENOUGH,
            [line.rstrip('”"’')[-1:] in {"?", "？"} for line in said],
            [bool(_FURNITURE.search(line)) for line in said],
            content,
            [bool(_CONNECTED.match(line)) for line in said],
            figures,
            news * start,
            news / (1 + numbers),
            news * (order == 0),
            news * (1 - order / (size or 1)),
            report * start,
            report * figures,
            report * content,
            speech * np.exp(-before / _NEAR),
        )
    ).astype(np.float64)


def _of_title(passage: Passage, spoken: Sequence[Sequence[str]]) -> Floats:
    """How much of the title each unit holds, rare words counting more."""
    words = sorted({word.lower() for word, tag in passage.title if tag != "x"} - passage.stop_words)
    if not words:
        return np.zeros(len(spoken))
    rarity = rarities(words)
    weighed = dict(zip(words, (rarity / rarity.sum()).tolist(), strict=True))
    return np.array([sum(weighed.get(word, 0.0) for word in set(line)) for line in spoken])
