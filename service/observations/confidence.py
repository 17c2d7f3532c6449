"""How likely a figure is right."""

from service.observations.fitting import Claim
from service.observations.quantities import Stated

_FAR = 20  # characters passed over: the figure may belong to something said between
_SMALL = 10
_MEASURED = frozenset(("%", "元", "天", "夜", "公里"))


def confidence_of(claim: Claim, figure: Stated, *, elsewhere: bool) -> float:
    """How often a figure of this kind is right on texts that its templates were not written for.

    Args:
        elsewhere: it is of another region than the one that the text is about.

    Source: 614 figures found in 318 passages of web pages, read by hand: 0.65 of small counts, which are often a single
    village's; of the others 0.92 where noun and verb stand side by side, 0.85 elsewhere, and 0.08 less for other regions.
    """
    if figure.value <= _SMALL and figure.unit not in _MEASURED:
        return 0.65
    close = claim.direct and claim.fit.literal >= 6 and claim.fit.gap <= 4
    base = 0.75 if claim.fit.gap >= _FAR else 0.92 if close else 0.85
    return round(base - 0.08, 2) if elsewhere else base
