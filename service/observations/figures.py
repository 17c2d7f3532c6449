"""From an analysed text to its observations: one figure each, repetitions merged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.cleaning import simplified
from service.model import Analysis, MainRegion, Masthead, Mention, Observation
from service.observations.catalogue import Catalogue
from service.observations.refusals import Refusal
from service.observations.regions import Regions
from service.observations.repetitions import merged
from service.observations.sentences import DIGIT, Reader
from service.observations.survey import survey
from service.text import Text


def observe(
    analysis: Analysis, catalogue: Catalogue, regions: Regions, said_region: str | None = None
) -> Analysis:
    """Add the main region, the regions spoken of, the observations and the mentions without a number.

    Args:
        said_region: adcode or name, as the caller said of the document; it outranks what the text says.

    Returns:
        The analysis with `region`, `regions`, `observations` and `mentions`, in the order of the text. A figure whose
        region cannot be told is none, nor is one of a single village, of a township or of the whole country.

    Raises:
        UnknownRegion, AmbiguousRegion: for `said_region`.
    """
    reader, region, spoken = _reader(analysis, catalogue, regions, said_region)
    found = tuple(
        one for one in merged(list(reader.read())) if (one.measure, one.value) not in reader.national
    )
    found = (*_headlined(analysis, catalogue, regions, region, found), *found)
    return replace(
        analysis,
        region=region,
        regions=spoken,
        observations=found,
        mentions=_unnumbered(reader.unnumbered, found),
    )


def _headlined(
    analysis: Analysis,
    catalogue: Catalogue,
    regions: Regions,
    region: MainRegion | None,
    found: Sequence[Observation],
) -> Iterator[Observation]:
    """The figures that only the title states; where the text speaks of the measure itself, its title rounds."""
    title = analysis.masthead.title
    if title is None or region is None or not title.spans or not DIGIT.search(title.value):
        return
    text = Text.of(analysis.source).picked(title.spans)
    text = text.translated(simplified(text.characters))
    headline = replace(analysis, text=text, masthead=Masthead(published=analysis.masthead.published))
    reader, _, _ = _reader(headline, catalogue, regions, region.adcode)
    stated = {observation.measure for observation in found}
    yield from (one for one in merged(list(reader.read())) if one.measure not in stated)


def refused(
    analysis: Analysis, catalogue: Catalogue, regions: Regions, said_region: str | None = None
) -> tuple[Refusal, ...]:
    """The figures that a measure's template fits and that are not counted, each with its reason, in the order of the text.

    Raises:
        UnknownRegion, AmbiguousRegion: for `said_region`.
    """
    reader, _, _ = _reader(analysis, catalogue, regions, said_region)
    reader.refused = []
    for _ in reader.read():
        pass
    return tuple(reader.refused)


def _reader(
    analysis: Analysis, catalogue: Catalogue, regions: Regions, said_region: str | None
) -> tuple[Reader, MainRegion | None, tuple[str, ...]]:
    masthead = analysis.masthead
    region, spoken, places = survey(
        " ".join(said.value for said in (masthead.title, masthead.subtitle) if said) or None,
        masthead.source.value if masthead.source else None,
        analysis.text.characters,
        said_region,
        regions,
        dateline=masthead.dateline.value if masthead.dateline else None,
    )
    return Reader(analysis, catalogue, regions, region, places), region, spoken


def _unnumbered(noted: Sequence[Mention], found: Sequence[Observation]) -> tuple[Mention, ...]:
    numbered = {(observation.region, observation.measure) for observation in found}
    return tuple(mention for mention in noted if (mention.region, mention.measure) not in numbered)
