"""The comparative summary: what regions have in common and what sets each apart, in their documents' own words.

    told()      Analysis -> which sentence tells of which measure of which region
    digest_of()    the sentences that cover most of the table within a number of characters

A cell of the table counts 2 when the sentence of the figure shown in it is taken, and 1 when another sentence
about it is; a second sentence adds only what the first did not give. Such a function is monotone and submodular,
so taking the sentence that adds most for its length, or the best single one if that is better, reaches at least
0.31 of what the best choice would: (1 - 1/e) / 2.

Source:
    Lin and Bilmes 2010, Multi-document summarization via budgeted maximization of submodular functions;
    Krause and Guestrin 2005 for the bound.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from service.model import Analysis, Comparison, Digest, Evidence, Extract, Sentence, Theme

Place = tuple[str, str]  # measure, adcode


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and what it tells of one region.

    Attributes:
        measures: ids; `observations`: ids of the figures that it states.
    """

    region: str
    document: str
    sentence: Sentence
    measures: frozenset[str]
    observations: frozenset[str]


def told(analysis: Analysis, measures: Collection[str], regions: Collection[str]) -> tuple[Told, ...]:
    """The sentences of a document that tell of these measures and regions, in the order of its text."""
    starts = sorted(
        (span.start, span.end, at) for at, each in enumerate(analysis.sentences) for span in each.spans
    )
    found: defaultdict[tuple[int, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))

    def note(evidence: Evidence, region: str, measure: str, observation: str | None) -> None:
        # The end of a quote, since a quote may reach back over the sentence before.
        end = evidence.spans[-1].end - 1
        near = bisect_right(starts, (end, len(analysis.source) + 1, 0)) - 1
        if near < 0 or not starts[near][0] <= end < starts[near][1]:
            return
        names, ids = found[starts[near][2], region]
        names.add(measure)
        ids.update([observation] if observation else [])

    for one in analysis.observations:
        if one.measure in measures and one.region in regions:
            for evidence in one.evidence:
                note(evidence, one.region, one.measure, one.id)
    for mention in analysis.mentions:
        if mention.measure in measures and mention.region in regions:
            note(mention.evidence, mention.region, mention.measure, None)
    return tuple(
        Told(region, analysis.document, analysis.sentences[at], frozenset(names), frozenset(ids))
        for (at, region), (names, ids) in sorted(found.items())
    )


def digest_of(comparison: Comparison, sentences: Iterable[Told], budget: int) -> Digest:
    """Choose sentences that cover most of a comparison.

    Args:
        sentences: of all documents about its regions, in a fixed order: of sentences as good the first is taken.
        budget: characters of the quotes together, at most.
    """
    shown = _shown(comparison)
    asked = {row.measure.id for row in comparison.rows}
    candidates = [each for each in sentences if each.measures & asked]
    worth = [_worth(each, shown, asked) for each in candidates]
    chosen = _chosen(candidates, worth, budget)
    covered = {place for at in chosen for place in worth[at]}
    return Digest(
        themes=_themes(comparison, [candidates[at] for at in sorted(chosen)]),
        characters=sum(len(candidates[at].sentence.quote) for at in chosen),
        budget=budget,
        covered=len(covered),
        of=len({place for each in worth for place in each}),
    )


def _shown(comparison: Comparison) -> frozenset[str]:
    return frozenset(
        cell.observation.id for row in comparison.rows for cell in row.cells if cell.observation is not None
    )


def _worth(each: Told, shown: frozenset[str], asked: Collection[str]) -> dict[Place, int]:
    best = 2 if each.observations & shown else 1
    return {(measure, each.region): best for measure in each.measures if measure in asked}


def _chosen(candidates: Sequence[Told], worth: Sequence[Mapping[Place, int]], budget: int) -> list[int]:
    sizes = [len(each.sentence.quote) for each in candidates]
    fitting = [at for at, size in enumerate(sizes) if 0 < size <= budget]
    greedy = _greedy(fitting, worth, sizes, budget)
    single = max(fitting, key=lambda at: (sum(worth[at].values()), -at), default=None)
    if single is not None and sum(worth[single].values()) > _total(greedy, worth):
        return [single]
    return greedy


def _total(chosen: Iterable[int], worth: Sequence[Mapping[Place, int]]) -> int:
    best: dict[Place, int] = {}
    for at in chosen:
        for place, amount in worth[at].items():
            best[place] = max(amount, best.get(place, 0))
    return sum(best.values())


def _greedy(
    fitting: Sequence[int], worth: Sequence[Mapping[Place, int]], sizes: Sequence[int], budget: int
) -> list[int]:
    """The sentence that adds most for its length, again and again; gains only fall, so old ones are bounds."""
    best: dict[Place, int] = {}

    def gain(at: int) -> int:
        return sum(max(0, amount - best.get(place, 0)) for place, amount in worth[at].items())

    waiting = [(-gain(at) / sizes[at], at) for at in fitting]
    heapify(waiting)
    chosen = []
    while waiting:
        bound, at = heappop(waiting)
        now = gain(at)
        if not now or sizes[at] > budget:
            continue
        if -now / sizes[at] > bound:
            heappush(waiting, (-now / sizes[at], at))
            continue
        chosen.append(at)
        budget -= sizes[at]
        for place, amount in worth[at].items():
            best[place] = max(amount, best.get(place, 0))
    return chosen


def _themes(comparison: Comparison, chosen: Sequence[Told]) -> tuple[Theme, ...]:
    order = {row.measure.id: place for place, row in enumerate(comparison.rows)}
    group_of = {row.measure.id: row.measure.group for row in comparison.rows}
    columns = {region.adcode: place for place, region in enumerate(comparison.regions)}
    apart = _apart(comparison)
    themes: dict[str, tuple[list[Extract], list[Extract]]] = {
        row.measure.group: ([], []) for row in comparison.rows
    }
    for each in chosen:
        measures = tuple(sorted((name for name in each.measures if name in order), key=order.__getitem__))
        groups = [group_of[name] for name in measures]
        # The theme that most of its measures belong to; of several the first of the table.
        group = max(dict.fromkeys(groups), key=groups.count)
        sets_apart = all((name, each.region) in apart for name in measures if group_of[name] == group)
        themes[group][sets_apart].append(Extract(each.region, each.document, each.sentence, measures))
    for sides in themes.values():
        for side in sides:
            side.sort(key=lambda extract: columns.get(extract.region, len(columns)))
    return tuple(
        Theme(group, tuple(common), tuple(own)) for group, (common, own) in themes.items() if common or own
    )


def _apart(comparison: Comparison) -> frozenset[Place]:
    """The cells that no other region has a match for, or whose figure alone stands highest."""
    found = set()
    for row in comparison.rows:
        telling = [cell.region for cell in row.cells if cell.gap not in {"not_mentioned", "not_analysed"}]
        if len(telling) == 1:
            found.add((row.measure.id, telling[0]))
        elif row.ranks and len(row.ranks) > 1 and len(row.ranks[0]) == 1:
            found.add((row.measure.id, row.ranks[0][0]))
    return frozenset(found)
