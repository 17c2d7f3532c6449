"""The door: every sentence and keyword with its score and its places in the source."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import analysis
from service.cleaning import clean
from service.model import Masthead
from service.text import Span, Text, quoted

WRAPPED = "云岭县选派\n第一书记驻村。驻村\n干部 帮扶 农户，第一书记帮扶产业。"


def analysed(source, *, text=None):
    return analysis.analyse("0" * 64, "edition", source, text or Text.of(source), Masthead())


def the_clean(source):
    return Text.of(source).without(Span(at, at + 1) for at, c in enumerate(source) if c == "\n")


def test_a_wrapped_sentence_is_quoted_from_all_its_places():
    """The quote is the source's own characters over the spans; the display is tidied."""
    found = analysed(WRAPPED, text=the_clean(WRAPPED))

    assert [sentence.quote for sentence in found.sentences] == [
        "云岭县选派第一书记驻村。",
        "驻村干部 帮扶 农户，第一书记帮扶产业。",
    ]
    assert [sentence.display for sentence in found.sentences] == [
        "云岭县选派第一书记驻村。",
        "驻村干部帮扶农户，第一书记帮扶产业。",
    ]
    assert found.sentences[0].spans == (Span(0, 5), Span(6, 13))


def test_keywords_have_all_their_places():
    """Each place of a keyword is the keyword in the source; words of one character are left out."""
    found = analysed(WRAPPED, text=the_clean(WRAPPED))
    counts = {keyword.word: keyword.count for keyword in found.keywords}

    assert counts["第一书记"] == 2
    assert min(map(len, counts)) == 2
    for keyword in found.keywords:
        assert len(keyword.spans) == keyword.count
        assert {quoted(WRAPPED, spans) for spans in keyword.spans} == {keyword.word}
    assert [keyword.score for keyword in found.keywords] == sorted(
        (keyword.score for keyword in found.keywords), reverse=True
    )


def test_blanks_between_latin_words_stay():
    """Only blanks between Han are stray."""
    (sentence,) = analysed("用 上 Open Data 平台 和 5 G 网络").sentences

    assert sentence.display == "用上 Open Data 平台和 5 G 网络"


@pytest.mark.parametrize("source", ["", "\n", "。", "……\n——", "村", "？"])
def test_little_is_enough(source):
    """A text with hardly anything in it has an analysis."""
    found = analysed(source)

    assert len(found.sentences) == ("村" in source)
    assert found.keywords == ()


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("村庄发展产业书记选派1 5%a\n。！”“，"), max_size=80))
def test_every_place_leads_to_the_source(source):
    """Quotes are what stands at the spans, whatever the text, and the same text gives the same analysis."""
    text = Text.of(source)
    found = analysed(source, text=text)

    for sentence in found.sentences:
        assert quoted(source, sentence.spans) == sentence.quote
        assert text.locate(sentence.place) == sentence.spans
        assert 0 < sentence.score < 1
    ranked = analysis.sentences(found, "textrank")
    assert [sentence.place for sentence in ranked] == [sentence.place for sentence in found.sentences]
    assert sum(sentence.score for sentence in ranked) <= 1 + 1e-9
    assert analysed(source, text=text) == found


def test_documents_are_analysed_in_their_own_places(bundled):
    """Bundled documents through cleaning: wrapped lines, columns and traditional characters lead back."""
    for path in sorted(bundled.glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        text, masthead = clean(source)
        found = analysis.analyse("0" * 64, "edition", source, text, masthead)

        assert len(found.keywords) > 10
        assert [s.place for s in found.sentences] == list(analysis.sentence_places(text.characters))
        assert all(quoted(source, s.spans) == s.quote for s in found.sentences)
        assert found.masthead is masthead
        assert dataclasses.replace(found, sentences=(), keywords=()).observations == ()


def test_the_fingerprint_is_the_same_in_every_process():
    """A hash of what decides an analysis; 64 hexadecimal digits."""
    analysis.warm()

    assert analysis.fingerprint() == analysis.fingerprint()
    assert len(analysis.fingerprint()) == 64
