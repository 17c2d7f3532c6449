"""From an analysed text to its observations: one figure each, repetitions merged."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from service.cleaning import simplified
from service.errors import Refused
from service.model import Analysis, Evidence, MainRegion, Masthead, Mention, Observation
from service.observations.catalogue import Catalogue
from service.observations.confidence import confidence_of
from service.observations.definitions import LETTERS
from service.observations.denominators import denominator
from service.observations.matching import claims
from service.observations.periods import TimeWord, time_words
from service.observations.places import PlaceMention
from service.observations.quantities import quantities
from service.observations.refusals import Refusal, refusals
from service.observations.regions import Regions
from service.observations.repetitions import Found, merged
from service.observations.respectively import respective
from service.observations.scopes import condition_of, nature_of, scope_of
from service.observations.skeletons import Skeleton, skeleton
from service.observations.subjects import Subject, Subjects
from service.observations.survey import survey
from service.observations.timing import period_of
from service.text import Span, Text, quoted

# A figure's sentence is what its time and subject hold for: it ends at a full stop, and not at a semicolon.
# What begins with 其中 goes on with the sentence before.
_SENTENCE = re.compile(r"(?:[^。！？!?\n]|。(?=其中)){1,2000}[。！？!?\n]*[”’」』]?\n?|[。！？!?\n]+")
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千万亿]")


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
    if title is None or region is None or not title.spans or not _DIGIT.search(title.value):
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
) -> tuple["_Reader", MainRegion | None, tuple[str, ...]]:
    masthead = analysis.masthead
    region, spoken, places = survey(
        " ".join(said.value for said in (masthead.title, masthead.subtitle) if said) or None,
        masthead.source.value if masthead.source else None,
        analysis.text.characters,
        said_region,
        regions,
    )
    if region is None and masthead.dateline is not None and not spoken:
        # 本报兴仁讯: the place that a report was sent from, where the text names no other.
        region = _sent_from(masthead.dateline.value, regions)
        spoken = (region.adcode,) if region else ()
    return _Reader(analysis, catalogue, regions, region, places), region, spoken


def _sent_from(place: str, regions: Regions) -> MainRegion | None:
    try:
        sent_from = regions.resolve(place)
    except Refused:
        return None
    # What is reported from the capital is the country's.
    return None if sent_from.adcode == _CAPITAL else MainRegion(sent_from.adcode, "masthead")


_CAPITAL = "110000"


class _Reader:
    """Reads the sentences of one text in order."""

    def __init__(
        self,
        analysis: Analysis,
        catalogue: Catalogue,
        regions: Regions,
        region: MainRegion | None,
        places: Sequence[PlaceMention],
    ) -> None:
        self._analysis, self._catalogue = analysis, catalogue
        self._text = analysis.text.characters
        self._places = places
        self._starts = [place.start for place in places]
        published = analysis.masthead.published
        self._times = time_words(self._text, published.value if published else None)
        self._main = region.adcode if region else None
        self._subjects = Subjects(
            self._text, places, region.adcode if region else None, regions, self._title()
        )
        self._former = _former_names(places, regions)
        # Most documents speak of few measures; the others are not looked for in every sentence.
        self._speaking = [
            (definition, phrases)
            for definition in catalogue.definitions
            if (phrases := [phrase for phrase in definition.speaks if phrase.search(self._text)])
        ]
        self.national: set[tuple[str, Decimal]] = set()  # said of the country, here or elsewhere in the text
        self.unnumbered: list[Mention] = []
        self.refused: list[Refusal] | None = None  # kept only where somebody asks

    def _title(self) -> str | None:
        title = self._analysis.masthead.title
        return title.value.lstrip("【[") if title else None

    def read(self) -> Iterator[Found]:
        starts = [word.place.start for word in self._times]
        for number, match in enumerate(_SENTENCE.finditer(self._text)):
            sentence = Span(*match.span())
            self._subjects.enter(sentence)
            times = self._times[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            self._speaks(sentence)
            if not _DIGIT.search(self._text, *sentence):
                continue
            dates = [word.place for word in times]
            stated = quantities(self._text, *sentence, taken=dates)
            if stated:
                bones = skeleton(self._text, sentence, stated, LETTERS, dropped=dates)
                yield from self._figures(number, sentence, bones, times)

    def _figures(
        self, number: int, sentence: Span, bones: Skeleton, times: Sequence[TimeWord]
    ) -> Iterator[Found]:
        found = claims(bones, self._catalogue)
        if self.refused is not None:
            self.refused.extend(refusals(self._text, sentence, bones, found, self._catalogue))
        cores = [figure.core for figure in bones.stated]
        here = self._here(sentence, sentence.end)
        regions = respective(self._text, sentence, [Span(p.start, p.end) for p in here], cores)
        moments = respective(self._text, sentence, [word.place for word in times], cores)
        measured = {(claim.figure, claim.measure) for claim in found}
        linked = {claim.linked for claim in found}
        pers = {claim.figure: denominator(bones, claim) for claim in found if claim.figure in linked}
        for claim in found:
            figure = bones.stated[claim.figure]
            subject = self._subjects.of(sentence, figure.place.start)
            if claim.figure in regions and (adcode := here[regions[claim.figure]].adcode) is not None:
                subject = Subject("region", adcode)
            moment = times[moments[claim.figure]].period if claim.figure in moments else None
            if subject.kind == "nation":
                self.national.add((claim.measure, figure.value))
            if subject.kind != "region" or subject.adcode is None:
                if self.refused is not None:
                    quote = self._text[slice(*figure.core)]
                    said = self._text[slice(*_stripped(self._text, *sentence))]
                    self.refused.append(Refusal(claim.measure, quote, said, f"subject: {subject.kind}"))
                continue
            per = denominator(
                bones,
                claim,
                pers.get(claim.linked) if claim.linked is not None else None,
                goes_on=(claim.figure - 1, claim.measure) in measured,
            )
            place = bones.place(claim.fit.start, claim.fit.end)
            place = Span(min(place.start, figure.core.start), max(place.end, figure.place.end))
            observation = Observation(
                id="",
                document=self._analysis.document,
                region=subject.adcode,
                measure=claim.measure,
                value=figure.value,
                unit=claim.definition.measure.unit,
                per=per,
                bound=figure.bound,
                lower=figure.lower,
                upper=figure.upper,
                nature=nature_of(self._text, sentence.start, figure.core.start, claim),
                time=moment or period_of(self._text, times, bones, claim),
                scope=scope_of(
                    self._text,
                    bones,
                    claim,
                    () if claim.figure in regions else self._joint(sentence, figure.core.start),
                ),
                condition=condition_of(self._text, bones, claim),
                confidence=confidence_of(claim, figure, elsewhere=subject.adcode != self._main),
                evidence=(self._evidence(place, sentence),),
                why=f"{claim.template.source}{'' if claim.direct else ' (passed on)'}",
                region_named=self._former.get(subject.adcode),
            )
            yield Found(observation, number, figure.place.start)

    def _speaks(self, sentence: Span) -> None:
        """Note measures that the sentence speaks of without a number of their own."""
        for definition, phrases in self._speaking:
            for phrase in phrases:
                match = phrase.search(self._text, *sentence)
                if match is None:
                    continue
                subject = self._subjects.of(sentence, match.start())
                if subject.adcode is not None:
                    evidence = self._evidence(Span(*match.span()), sentence)
                    name = definition.measure.id
                    self.unnumbered.append(Mention(self._analysis.document, subject.adcode, name, evidence))
                break

    def _joint(self, sentence: Span, at: int) -> list[PlaceMention]:
        """The list of regions last named before a place, where it names two or more."""
        listed: list[PlaceMention] = []
        for place in self._here(sentence, at):
            if listed and not re.fullmatch(r"[、,，和与及]{1,2}", self._text[listed[-1].end : place.start]):
                listed = []
            listed.append(place)
        return listed if len(listed) > 1 else []

    def _here(self, sentence: Span, end: int) -> Sequence[PlaceMention]:
        return self._places[bisect_left(self._starts, sentence.start) : bisect_left(self._starts, end)]

    def _evidence(self, place: Span, sentence: Span) -> Evidence:
        text, source = self._analysis.text, self._analysis.source
        start, end = _stripped(self._text, *sentence)
        spans = text.locate(place)
        return Evidence(
            quoted(source, spans), spans, quoted(source, text.locate(Span(start, end))), self._text[start:end]
        )


def _former_names(places: Sequence[PlaceMention], regions: Regions) -> Mapping[str, str]:
    """The whole names by which a text speaks of regions that are called otherwise today.

    乐东县 is short for 乐东黎族自治县 as well as its name of long ago, and is left out.
    """
    named: dict[str, str] = {}
    for place in places:
        region = regions.of(place.adcode) if place.adcode and place.is_full else None
        if region is not None and region.name != place.name and "自治" not in region.name:
            named.setdefault(region.adcode, place.name)
    return named


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _unnumbered(noted: Sequence[Mention], found: Sequence[Observation]) -> tuple[Mention, ...]:
    numbered = {(observation.region, observation.measure) for observation in found}
    return tuple(mention for mention in noted if (mention.region, mention.measure) not in numbered)
