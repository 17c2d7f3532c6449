"""The ranking is textrank4zh's: the same orders, scores to 1e-9."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.analysis import ranking, words
from service.analysis.ranking import filtered, ranked, rules, textrank_sentences, textrank_words
from service.analysis.splitting import units
from service.cleaning import simplified

# textrank4zh leaves its file of stop words open.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

WAYS = [
    {"lower": False, "source": "no_stop_words", "window": 2},  # the package's defaults, and the service's
    {"lower": True, "source": "all_filters", "window": 2},  # as its README shows
    {"lower": True, "source": "no_filter", "window": 4},  # all that can be asked for
]


def by_unit(text):
    tagged = words.words(text)
    starts = list(accumulate((len(word) for word, _ in tagged), initial=0))
    return words.by_place(tagged, starts, units(text))


def assert_same(textrank4zh, text, lower, source, window):
    held = by_unit(text)
    kept = [filtered(unit, source, lower=lower) for unit in held]
    own_words = textrank_words(
        [filtered(unit, "all_filters", lower=lower) for unit in held],
        [filtered(unit, "no_stop_words", lower=lower) for unit in held],
        window,
    )
    own_scores = textrank_sentences(kept)

    keywords = textrank4zh.TextRank4Keyword()
    keywords.analyze(text, lower=lower, window=window)
    sentences = textrank4zh.TextRank4Sentence()
    sentences.analyze(text, lower=lower, source=source)
    # Ties to 1e-12 are noise in the package; its words are numbered by first place, and sort is stable.
    first = list(dict.fromkeys(word for unit in keywords.words_all_filters for word in unit))
    weight = {item.word: item.weight for item in keywords.keywords}
    expected = {item.index: item.weight for item in sentences.key_sentences}
    expected_order = sorted(expected, key=lambda place: (-round(expected[place], 12), place))

    assert [word for word, _ in own_words] == sorted(first, key=lambda word: -round(weight[word], 12))
    assert [score for _, score in own_words] == pytest.approx(
        [weight[word] for word, _ in own_words], abs=1e-9
    )
    assert ranked(np.array(own_scores)) == expected_order
    assert own_scores == pytest.approx([expected[place] for place in range(len(expected))], abs=1e-9)


@pytest.mark.parametrize("way", WAYS)
def test_bundled_documents_are_ranked_as_the_package_ranks_them(bundled, textrank4zh, way):
    """Whole documents, in the ways that the package can be asked."""
    for path in sorted(bundled.glob("*.txt")):
        assert_same(textrank4zh, simplified(path.read_text(encoding="utf-8")), **way)


@pytest.mark.parametrize("way", WAYS)
def test_original_documents_are_ranked_as_the_package_ranks_them(shared, textrank4zh, way):
    """The five originals, simplified."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        assert_same(textrank4zh, simplified(path.read_text(encoding="utf-8")), **way)


@pytest.mark.parametrize("small", [300, 0])
@pytest.mark.parametrize(
    "text",
    [
        "村庄。村庄。",  # two sentences of one word are not similar
        "村庄。村庄发展产业。产业。",  # one word, and a longer sentence that holds it
        "村庄村庄。村庄。",  # a word beside itself; lengths count repeats
        "发展产业。”\n“”。的了。发展产业。",  # units of signs or stop words alone are nodes without edges
        "Party建设party。PARTY建设。",  # small and capital letters
        "脱贫攻坚，产业扶贫。脱贫攻坚。产业扶贫，脱贫攻坚。",  # equal sentences but for their order
        "村庄",  # one node
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_edge_cases_are_the_packages(monkeypatch, textrank4zh, text, way, small):
    """The package's own edge cases, by all pairs and by lengths."""
    monkeypatch.setattr(ranking, "_SMALL", small)
    assert_same(textrank4zh, text, **way)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=9), min_size=1, max_size=12))
def test_by_lengths_is_all_pairs(texts):
    """The way for long texts gives the scores of the way for short ones."""
    whole = textrank_sentences(texts)
    small = ranking._SMALL
    try:
        ranking._SMALL = 0
        by_length = textrank_sentences(texts)
    finally:
        ranking._SMALL = small

    assert by_length == pytest.approx(whole, abs=1e-12)
    assert sum(whole) == pytest.approx(1)


def test_nothing_gives_nothing():
    """An empty text has no ranking; a text without words has even scores."""
    assert textrank_words([], []) == ()
    assert textrank_sentences([]) == ()
    assert textrank_sentences([[], []]) == (0.5, 0.5)


def test_rules_are_the_packages(textrank4zh):
    """Stop words and speech tags are read as the package reads them."""
    reference = textrank4zh.Segmentation.WordSegmentation()

    assert rules().stop_words == reference.stop_words
    assert rules().tags == frozenset(reference.default_speech_tag_filter)


def test_equal_scores_keep_the_order_of_the_text():
    """What differs by less than 1e-12 is equal."""
    assert ranked(np.array([0.2, 0.3, 0.2 + 1e-15, 0.3])) == [1, 3, 0, 2]
