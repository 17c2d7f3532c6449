"""Which measures' templates stand around a quantity, and what makes it no figure of any."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from service.observations.anchors import admits
from service.observations.definitions import Definition
from service.observations.skeletons import Skeleton
from service.observations.templates import Fit, Template

Turn = Literal["原", "现"]

_FEW, _LOOKBACK = 10, 40
_CRITERION = re.compile(
    r"[^，。；、：的\ue000-\ue0ff]{0,8}的(?:重点|非)?(?:贫困|非贫困)?(?:行政)?(?:村(?!干|民|级)|乡镇|社区|单位|企业)"
)
_EACH = re.compile(
    r"(?:每(?:个|支|村|组|名|户|镇|乡|县|队|人|位|家|所)|各(?:村|乡|镇|组|队|选|派|配|安排|补助|建))(?![^。；]*(?:全[省市县区州旗]|共|合计|累计))"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A measure's claim on a quantity of a sentence.

    Attributes:
        figure: index of the quantity among the sentence's.
        fit: where its template stands in the skeleton.
        turn: 原 or 现 for the two sides of a from-to change.
        linked: index of the other quantity that this one follows (the other side of a change, or the list it goes on).
        direct: the template stands around this very figure; else it was passed on from the linked one.
    """

    definition: Definition
    figure: int
    fit: Fit
    template: Template
    turn: Turn | None = None
    linked: int | None = None
    direct: bool = True

    @property
    def measure(self) -> str:
        """The id of the measure."""
        return self.definition.measure.id


Admitted = Sequence[tuple[Definition, Sequence[Template]]]


def of_letter(may_fit: Admitted, letter: str) -> Admitted:
    """The templates, by their measures, whose figure may be of this letter of a skeleton."""
    with_letter = (
        (definition, [one for one in templates if letter in one.letters]) for definition, templates in may_fit
    )
    return [(definition, templates) for definition, templates in with_letter if templates]


def fitted(sentence: Skeleton, may_fit: Admitted, index: int) -> tuple[Claim, ...]:
    """The measures whose templates stand around a quantity itself.

    Of several that fit, the one whose template says most literally has it; the others only where the catalogue lets
    them stand beside.

    Args:
        may_fit: what the catalogue admits to the sentence, of the letter of the quantity.
        index: of the quantity among the sentence's.
    """
    if is_no_figure(sentence, index):
        return ()
    return _chosen(_direct(sentence, may_fit, index, sentence.figures[index]))


def is_no_figure(sentence: Skeleton, index: int) -> str | None:
    """Why a quantity counts nothing of a region, whatever measure fits it; None when it may."""
    stated = sentence.stated[index]
    if stated.ranged:
        return "range"  # 3至5名 says what may be, not what is
    number = stated.number
    if number.vague:
        return "vague"  # 上千名: an order of magnitude
    # A spelled 一 is an article (一批, 一名村干部); so is a small number of what is counted in hundreds (十件好事).
    if number.spelled and (number.value == 1 or (number.value <= 10 and stated.unit in "件项条")):
        return "article"
    if (
        stated.bound in ("gt", "le")
        and not number.more
        and _CRITERION.match(sentence.characters, sentence.figures[index] + 1)
    ):
        return "criterion"  # 有60户以上贫困户的村: which villages, not how many households
    return "each" if _is_for_each(sentence, index) else None


def _is_for_each(sentence: Skeleton, index: int) -> bool:
    """Whether a small number is each one's: 每村派1名第一书记、3名队员."""
    stated, at = sentence.stated[index], sentence.figures[index]
    if stated.value > _FEW or stated.unit in {"元", "%", "天", "公里", "夜"}:
        return False
    since = max(
        sentence.characters.rfind("。", 0, at), sentence.characters.rfind("；", 0, at), at - _LOOKBACK, 0
    )
    return bool(_EACH.search(sentence.characters, since, at))


def _direct(sentence: Skeleton, may_fit: Admitted, index: int, at: int) -> Iterable[Claim]:
    for definition, templates in may_fit:
        best: Claim | None = None
        for template in templates:
            fit = template.fit(sentence.characters, at)
            if fit is not None and (best is None or _weight(fit) > _weight(best.fit)):
                best = Claim(definition, index, fit, template)
        if best is not None and not refused(sentence, definition, at):
            yield best


def _weight(fit: Fit) -> tuple[int, int]:
    return fit.weight, fit.literal


def refused(sentence: Skeleton, definition: Definition, at: int) -> bool:
    """Whether a measure refuses the figure at this place of a skeleton."""
    if not definition.may_be(sentence.stated[sentence.figures.index(at)].value):
        return True
    refusing = definition.refusing(sentence.characters[at])
    return any(
        admits(template.needs, sentence.pairs) and template.fit(sentence.characters, at)
        for template in refusing
    )


def _chosen(candidates: Iterable[Claim]) -> tuple[Claim, ...]:
    ranked = sorted(candidates, key=lambda claim: _weight(claim.fit), reverse=True)
    if not ranked:
        return ()
    first = ranked[0]
    return (
        first,
        *(
            c
            for c in ranked[1:]
            if c.measure in first.definition.beside or first.measure in c.definition.beside
        ),
    )
