"""Why a figure that a measure could have counted was not counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.observations.catalogue import Catalogue
from service.observations.definitions import Definition
from service.observations.fitting import Claim, is_no_figure, of_letter
from service.observations.skeletons import Skeleton
from service.text import Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """A quantity, a measure whose template fits it, and why it is no observation of it.

    Attributes:
        quote: the quantity in the clean text; `sentence`: the sentence around it.
        reason: `range`, `vague` (上千名), `article` (一批, 一名), `each` (每村3名), `criterion` (60户以上的村), `refused by …` a template of the catalogue, `… cannot be` (half a village), `counted as …` another measure,
            or `subject: …` a single village or township, the whole country, or nobody that is known.
    """

    measure: str
    quote: str
    sentence: str
    reason: str


def refusals(
    text: str, sentence: Span, bones: Skeleton, claims: Sequence[Claim], catalogue: Catalogue
) -> Iterator[Refusal]:
    """The refusals of a sentence, by figure and in the order of the catalogue.

    Args:
        claims: what was counted of this sentence.
    """
    said = text[sentence.start : sentence.end].strip()
    may_fit = catalogue.admitted(bones.characters, bones.pairs)
    for index, at in enumerate(bones.figures):
        counted = {claim.measure for claim in claims if claim.figure == index}
        for definition, templates in of_letter(may_fit, bones.characters[at]):
            if definition.measure.id in counted or not any(
                one.fit(bones.characters, at) for one in templates
            ):
                continue
            reason = is_no_figure(bones, index) or _refused_by(bones, definition, at)
            if reason is None and counted:
                reason = f"counted as {', '.join(sorted(counted))}"
            if reason is not None:
                yield Refusal(definition.measure.id, text[slice(*bones.stated[index].core)], said, reason)


def _refused_by(bones: Skeleton, definition: Definition, at: int) -> str | None:
    value = bones.stated[bones.figures.index(at)].value
    if not definition.may_be(value):
        return f"{value:f} cannot be"
    for template in definition.refusing(bones.characters[at]):
        if template.fit(bones.characters, at):
            return f"refused by {template.source}"
    return None
