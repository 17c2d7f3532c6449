"""Which quantity of a sentence answers which measure, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.observations.catalogue import Catalogue, Definition
from service.observations.skeletons import Skeleton
from service.observations.templates import Fit, Template

Turn = Literal["原", "现"]

# 由…减少到, 从…提高到: what stands between the figure before a change and the one after it.
_TURN = re.compile(
    r"(?:减少|下降|降低|压减|压缩|缩减|锐减|减|降|提高|提升|增加|增长|上升|攀升|扩大|扩充|扩|调整|上调|上涨|增|升|涨|变|发展|壮大|缩小|下调|回落|整合|精简|优化)"
    r"(?:到|至|为|成)了?(?:现在|目前|如今)?的?[^，。；：]{0,10}$"
)
_ORIGIN = re.compile(r"(?:由|从)[^，。；：]{0,24}$")
_SIDE_BY_SIDE = re.compile(r"^[、，]?(?:和|及|与|共|计|合计)?$")
_LISTED = re.compile(r"^(?:[、，]|和|及|以及|与)[^，。；：（）]{0,20}$")
# One region after the other, the noun said once: 河北省贫困发生率2.5%,山西省3.9%.
_NEXT_REGION = re.compile(r"^[、，；][^，。；：（）、]{2,14}(?:省|市|县|区|旗|州|盟)$")
_RESPECTIVELY = re.compile(r"^(?:[、，]|和|及|以及|与)$")
_OF_WHICH = re.compile(r"(?:其中|包括)[：，]?[^，。；：]{0,16}$|中，[^，。；：]{2,40}分别(?:有|为|达|是)?$")
_SENT = re.compile(r"选派|派出|新派|组建|选拔|安排|下派|派驻")


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


def claims(sentence: Skeleton, catalogue: Catalogue) -> tuple[Claim, ...]:
    """The figures of a sentence with their measures, in order; quantities that answer none are left out.

    Of several measures that fit a quantity, the one whose template says most literally has it; the others only where
    the catalogue lets them stand beside.
    """
    cued = [d for d in catalogue.definitions if any(cue in sentence.characters for cue in d.cues)]
    if not cued:
        return ()
    chosen: dict[int, tuple[Claim, ...]] = {}
    for index, at in enumerate(sentence.figures):
        number = sentence.stated[index].number
        # A spelled 一 is an article (一批, 一名村干部), no figure.
        is_article = number.spelled and number.value == 1
        chosen[index] = () if is_article else _chosen(_direct(sentence, cued, index, at))
    _pass_on(sentence, chosen)
    return tuple(claim for index in sorted(chosen) for claim in chosen[index])


def _direct(sentence: Skeleton, cued: Sequence[Definition], index: int, at: int) -> Iterable[Claim]:
    for definition in cued:
        best: Claim | None = None
        for template in definition.finds:
            fit = template.fit(sentence.characters, at)
            if fit is not None and (best is None or _weight(fit) > _weight(best.fit)):
                best = Claim(definition, index, fit, template)
        if best is not None and not _refused(sentence, definition, at):
            yield best


def _weight(fit: Fit) -> tuple[int, int]:
    return fit.weight, fit.literal


def _refused(sentence: Skeleton, definition: Definition, at: int) -> bool:
    return any(template.fit(sentence.characters, at) for template in definition.refuses)


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


def _pass_on(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]]) -> None:
    """Give the measure of a figure to the other side of its change, and to what follows it in a list."""
    text, figures = sentence.characters, sentence.figures
    after_turn: tuple[int, ...] = ()  # the figures before the turn, while the figures after it are read
    group: list[int] = []
    for index, at in enumerate(figures):
        between = text[figures[index - 1] + 1 : at] if index else ""
        if index and _TURN.search(between):
            after_turn, group = tuple(group), [index]
        elif index and _SIDE_BY_SIDE.match(between):
            group.append(index)
        else:
            after_turn, group = (), [index]
        before = next((i for i in reversed(after_turn) if text[figures[i]] == text[at]), None)
        if before is not None:
            _turned(sentence, chosen, before, index)
        elif index and text[figures[index - 1]] == text[at]:
            _listed(sentence, chosen, index, between)


def _turned(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]], before: int, after: int) -> None:
    first, second = chosen[before], chosen[after]
    if (
        first
        and (not second or second[0].measure != first[0].measure)
        and not _refused_any(sentence, first, after)
    ):
        # The sentence says the noun once, before the change; what fits the second figure alone fits it by chance.
        second = tuple(
            replace(c, figure=after, fit=_up_to(sentence, c.fit, after), direct=False) for c in first
        )
    elif second and not first and _ORIGIN.search(sentence.characters, 0, sentence.figures[before]):
        first = tuple(
            replace(c, figure=before, direct=False)
            for c in second
            if not _refused_any(sentence, (c,), before)
        )
    chosen[before] = tuple(replace(c, turn="原", linked=after) for c in first)
    chosen[after] = tuple(replace(c, turn="现", linked=before) for c in second)


def _listed(sentence: Skeleton, chosen: dict[int, tuple[Claim, ...]], index: int, between: str) -> None:
    """What goes on a list of one measure, or is a part (其中) of a figure, has that measure too."""
    passed = tuple(
        replace(c, figure=index, fit=_up_to(sentence, c.fit, index), linked=index - 1, direct=False)
        for c in chosen[index - 1]
        if _goes_on(c, between) and not _refused_any(sentence, (c,), index)
    )
    governed = (
        any(c.definition.governs for c in passed) and between.startswith("、") and not _SENT.search(between)
    )
    if passed and (not chosen[index] or (governed and passed[0].measure != chosen[index][0].measure)):
        chosen[index] = passed


def _goes_on(claim: Claim, between: str) -> bool:
    if _OF_WHICH.search(between) or _NEXT_REGION.match(between):
        return True
    if claim.template.before is None and claim.direct:
        return False
    return bool(
        _RESPECTIVELY.match(between)
        or (
            (claim.definition.enumerates or claim.definition.governs or not claim.direct)
            and _LISTED.match(between)
        )
    )


def _refused_any(sentence: Skeleton, passed: Sequence[Claim], index: int) -> bool:
    return any(_refused(sentence, claim.definition, sentence.figures[index]) for claim in passed)


def _up_to(sentence: Skeleton, fit: Fit, index: int) -> Fit:
    return replace(fit, end=max(fit.end, sentence.figures[index] + 1))
