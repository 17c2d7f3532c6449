"""Counts that are kept: made once, unchanged, and never more than fit."""

from collections import Counter

from service.corpus.wordcounts import WordCounts


def never() -> Counter[str]:
    """What must not be asked for."""
    raise AssertionError("counted again")


def test_counts_are_made_once() -> None:
    """The second time nothing is counted, and what comes back is equal."""
    kept = WordCounts()
    made = Counter({"第一书记": 70_000, "产业": 1})

    assert kept.of("a", lambda: made) == made
    assert kept.of("a", never) == made
    assert kept.of("b", Counter) == kept.of("b", never) == Counter()


def test_what_was_asked_for_longest_ago_leaves() -> None:
    """Documents leave when there is no room, those asked for last stay."""
    kept = WordCounts(largest_sum=400)
    for number in range(20):
        kept.of(str(number), lambda: Counter({f"村{chr(0x4E00 + place)}": place + 1 for place in range(30)}))
        kept.of("0", Counter)

    assert len(kept.of("19", never)) == len(kept.of("0", never)) == 30
    assert kept.of("1", lambda: Counter({"again": 1})) == {"again": 1}
