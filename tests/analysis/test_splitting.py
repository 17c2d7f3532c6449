"""Sentences end where readers end them; units where textrank4zh ends them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.analysis.splitting import sentence_places, units

# textrank4zh leaves its file of stop words open.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("选派干部。驻村帮扶！", ["选派干部。", "驻村帮扶！"]),  # the mark belongs to its sentence
        ("选派干部。驻村帮扶", ["选派干部。", "驻村帮扶"]),  # no mark at the end of the text
        ("标题\n第一段。\n", ["标题", "第一段。"]),  # a line's end ends a sentence and is not part of it
        (
            "他说：“大家来！”大家来了。",
            ["他说：“大家来！”", "大家来了。"],
        ),  # the quote closes behind the mark
        ("（详见附表。）另行通知。", ["（详见附表。）", "另行通知。"]),  # and so does the bracket
        ("他说：“来！”。大家来了", ["他说：“来！”。", "大家来了"]),  # a mark behind the quote as well
        ('他说:"来!"大家来了', ['他说:"来!"', "大家来了"]),  # a straight quote that closes
        ('来了。"走吧。"', ["来了。", '"走吧。"']),  # a straight quote that opens
        ("真的？！对……当然", ["真的？！", "对……", "当然"]),  # several marks end one sentence
        ("一是扶贫；二是扶志；", ["一是扶贫；", "二是扶志；"]),  # items of an enumeration are sentences
        ("——。\n***\n选派。”", ["选派。”"]),  # signs alone are no sentence
        ("　　选派 。　驻村", ["选派 。", "驻村"]),  # blanks around a sentence are not part of it
        ("7.25亿元。1.5%", ["7.25亿元。", "1.5%"]),  # a decimal point ends nothing
        ("”选派。", ["”选派。"]),  # a line that begins with what should have ended the last
        ("", []),
        ("。！\n ”", []),
    ],
)
def test_sentences(text, expected):
    """Each sentence with its marks and the quotes they close."""
    assert [text[start:end] for start, end in sentence_places(text)] == expected


@given(st.text(st.sampled_from("村户a1 　\n。！？；…”’」）\"'“（，—?!;"), max_size=60))
def test_sentences_hold_all_that_is_said(text):
    """Sentences stand in order, apart, without blanks at their ends, and hold every letter and digit."""
    places = sentence_places(text)
    held = [text[start:end] for start, end in places]

    assert all(before.end <= after.start for before, after in pairwise(places))
    assert all(sentence == sentence.strip() for sentence in held)
    assert all("\n" not in sentence for sentence in held)
    assert [c for c in text if c.isalnum()] == [c for c in "".join(held) if c.isalnum()]


@given(st.text(st.sampled_from("村户a1 　\r\n。！？；…”）“，—?!;\x0b\u2028"), max_size=60))
def test_units_are_those_of_the_package(textrank4zh, text):
    """The ranking is over the units that textrank4zh splits a text into."""
    splitter = textrank4zh.Segmentation.SentenceSegmentation()

    assert [text[start:end] for start, end in units(text)] == splitter.segment(text)
