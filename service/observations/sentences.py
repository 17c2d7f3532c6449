"""The sentences of a text, read in order: each figure with whom, when and what part it is of."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from service.model import Analysis, Evidence, MainRegion, Mention, Observation
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
from service.observations.repetitions import Found
from service.observations.respectively import respective
from service.observations.scopes import condition_of, nature_of, scope_of
from service.observations.skeletons import Skeleton, skeleton
from service.observations.subjects import Subject, Subjects
from service.observations.timing import period_of
from service.text import Span, quoted

# A figure's sentence is what its time and subject hold for: it ends at a full stop, and not at a semicolon.
# What begins with 其中 goes on with the sentence before.
_SENTENCE = re.compile(r"(?:[^。！？!?\n]|。(?=其中)){1,2000}[。！？!?\n]*[”’」』]?\n?|[。！？!?\n]+")
DIGIT = re.compile(r"[\d一二两三四五六七八九十百千万亿]")


class Reader:
    """Reads the sentences of one text in order.

    Attributes:
        national: measures and values said of the whole country, here or elsewhere in the text.
        unnumbered: measures spoken of without a number, in the order of the text.
        refused: figures that a template fits and that are not counted; kept only where somebody asks, by a list.
    """

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
        self.national: set[tuple[str, Decimal]] = set()
        self.unnumbered: list[Mention] = []
        self.refused: list[Refusal] | None = None

    def _title(self) -> str | None:
        title = self._analysis.masthead.title
        return title.value.lstrip("【[") if title else None

    def read(self) -> Iterator[Found]:
        """The figures in the order of the text, each as an observation; a text is read once."""
        starts = [word.place.start for word in self._times]
        for number, match in enumerate(_SENTENCE.finditer(self._text)):
            sentence = Span(*match.span())
            self._subjects.enter(sentence)
            times = self._times[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            self._speaks(sentence)
            if not DIGIT.search(self._text, *sentence):
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
