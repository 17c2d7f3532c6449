"""What the default method promises: leads, clauses, manners, covers, keywords, contrasts, a user's own words."""

import json
import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import analysis
from service.analysis import Budget, Lexicon, Manner
from service.analysis.clauses import clauses
from service.analysis.headlines import headline
from service.analysis.leads import lead
from service.cleaning import clean, simplified
from service.errors import BadParameter
from service.model import Masthead, Sentence, Stated
from service.text import Span, Text, quoted

COUNTY = (
    "本报云岭3月5日电（记者甲乙）云岭县向贫困村选派52名第一书记。驻村工作队帮助村民发展产业，村级集体经济收入逐年提高。"
    "第一书记吃住在村，驻村工作队每月走访贫困户。据悉，村级集体经济收入超过5万元的村有30个。"
    "全县投入产业资金2000万元，贫困发生率降到1.5%。今年以来，云岭县脱贫攻坚成效明显，第一书记得到群众好评。"
)


def analysed(source, **options):
    return analysis.analyse("0" * 64, "edition", source, Text.of(source), Masthead(), **options)


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (
            "新华社云岭3月5日电（记者甲乙）全县选派干部驻村帮扶。",
            "全县选派干部驻村帮扶。",
        ),  # agency, place, day
        ("云岭3月5日电全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),  # no agency
        ("本报讯（记者甲乙）全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),
        ("据悉，全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),
        ("记者5日从县政府获悉，全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),
        ("此外，据县政府网站消息，全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),  # two leads
        ("一、全县选派干部驻村帮扶。", "全县选派干部驻村帮扶。"),  # the number of an item
        ("1.5万名干部驻村帮扶贫困户。", "1.5万名干部驻村帮扶贫困户。"),  # a decimal is no number of an item
        ("县广播电视台支持产业发展项目。", "县广播电视台支持产业发展项目。"),  # 电 within a word
        ("据悉，县里同意。", "据悉，县里同意。"),  # what would be left is too little
        ("", ""),
    ],
)
def test_leads(sentence, left):
    """A lead is cut off, and nothing else."""
    assert sentence[lead(sentence) :] == left


@given(st.text(st.sampled_from("新华社讯电记者从获悉据，（）【】3月5日一、年县"), max_size=200))
def test_a_lead_leaves_a_sentence(sentence):
    """Whatever stands there, the rest is an end of the sentence and long enough."""
    begins = lead(sentence)

    assert begins == 0 or len(sentence) - begins >= 8


@given(st.text(st.sampled_from("村民发展产业并而，,“”（）12"), max_size=300))
def test_clauses_are_the_sentence(sentence):
    """Nothing is lost between clauses; short sentences stay whole."""
    parts = list(clauses(sentence))

    assert "".join(sentence[start:end] for start, end in parts) == sentence
    assert len(sentence) > 60 or len(parts) == 1
    assert all(before.end == after.start for before, after in pairwise(parts))


def test_a_clause_does_not_lean_on_the_one_before():
    """No clause begins with 并, none lies within a quotation."""
    said = "全县向贫困村选派了五十二名第一书记帮助村民发展产业，并安排产业资金两千万元支持集体经济发展壮大，村民说“收入提高了很多，日子越过越好”，都很满意。"

    assert [said[start:end][:2] for start, end in clauses(said)] == ["全县", "村民"]


def test_a_summary_leaves_leads_out_and_stays_verbatim():
    """The quote is the source at its spans; the sentence of the analysis is whole."""
    found = analysed(COUNTY)
    first, *others = analysis.summarise(found.sentences, Budget(sentences=50))

    assert found.sentences[0].quote.startswith("本报云岭")
    assert first.quote == quoted(COUNTY, first.spans) == "云岭县向贫困村选派52名第一书记。"
    assert all(each.quote == quoted(COUNTY, each.spans) == each.display for each in others)


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"order": "best"}, "order"),
        ({"diversity": 1.5}, "diversity"),
        ({"focus": (" ",)}, "focus"),  # an empty focus
    ],
)
def test_a_wrong_manner_names_its_parameter(options, parameter):
    """What cannot be is refused by its name."""
    with pytest.raises(BadParameter) as caught:
        Manner(**options)

    assert caught.value.parameter == parameter


def test_focus_order_and_diversity():
    """Words asked for come first; the order is the text's or the best first."""
    sentences = analysed(COUNTY).sentences
    (one,) = analysis.summarise(sentences, Budget(sentences=1), Manner(focus=("产业资金",)))
    by_rank = analysis.summarise(sentences, Budget(sentences=3), Manner(order="rank"))
    by_source = analysis.summarise(sentences, Budget(sentences=3))

    assert "产业资金" in one.quote
    assert sorted(by_rank, key=lambda each: each.place) == list(by_source)
    assert by_rank[0].score == max(each.score for each in by_rank)


@pytest.mark.parametrize(
    "source",
    [
        "云岭县选派第一书记。",  # one sentence
        "云岭县选派第一书记驻村帮扶贫困户发展产业",  # no end at all
        "工作概况\n主要做法\n下一步打算\n",  # only headings
        "全县选派干部驻村帮扶。" * 2_000,  # the same again and again
        "Party building helps villages. 党建促脱贫 in 2018.",  # mixed
    ],
)
def test_odd_texts_have_an_answer(source):
    """A summary and keywords of whatever there is."""
    found = analysed(source)

    assert len(analysis.summarise(found.sentences, Budget(ratio=Decimal("0.5")))) >= 1
    assert analysis.summarise(found.sentences, Budget(characters=3)) == ()
    for extent in ("sentence", "clause"):
        for each in analysis.sentences(found, extent=extent):
            assert quoted(source, each.spans) == each.quote


def test_phrases_without_their_fragments():
    """Phrases of several words, and no part of one beside it that stands nowhere else."""
    found = analysed(COUNTY)
    counts = {keyword.word: keyword.count for keyword in found.keywords}

    assert {"第一书记", "驻村工作队"} <= set(counts)
    assert "工作队" not in counts
    assert not [
        (part, word)
        for part in counts
        for word in counts
        if part != word and part in word and counts[part] <= counts[word]
    ]
    assert {each.kind for each in analysis.keywords(found, kind="phrase")} == {"phrase"}
    assert {each.kind for each in analysis.keywords(found, kind="word")} == {"word"}
    assert analysis.keywords(found, "textrank", "phrase") == ()


def test_a_title_counts_and_has_its_place():
    """A keyword of the title is found in the title's own place."""
    source = "云岭蜂蜜产业调查\n村民养蜂，收入提高。合作社统一销售。"
    masthead = Masthead(title=Stated("云岭蜂蜜产业调查", (Span(0, 8),)))
    found = analysis.analyse("", "", source, Text.of(source).cut(9, len(source)), masthead)
    by_word = {keyword.word: keyword for keyword in found.keywords}

    assert any(spans[0].start < 8 for keyword in by_word.values() for spans in keyword.spans)
    for keyword in found.keywords:
        assert {quoted(source, spans) for spans in keyword.spans} == {keyword.word}


def test_own_words_stay_whole_and_stop_words_go():
    """A user's words outrank the dictionary's."""
    source = "石磨沟村发展产业。石磨沟村的产业增收。"
    plain = {keyword.word for keyword in analysed(source).keywords}
    own = Lexicon(("石磨沟村",), frozenset(("产业",)))
    mine = {keyword.word for keyword in analysed(source, lexicon=own).keywords}

    assert "石磨沟村" in {
        keyword.word for keyword in analysis.keywords(analysed(source, lexicon=own), kind="word", lexicon=own)
    }
    assert "产业" in plain
    assert "产业" not in mine
    assert analysis.fingerprint(own) != analysis.fingerprint()


def test_a_cover_carries_what_it_says():
    """The fewest sentences with the most findings; its count is right."""
    sentences = [
        Sentence(text, text, (Span(at * 10, at * 10 + 6),), Span(at * 10, at * 10 + 6), 0.5)
        for at, text in enumerate(("一二三四五。", "六七八九十。", "甲乙丙丁戊。"))
    ]
    findings = [[[Span(10, 12)]], [[Span(13, 15)]], [[Span(0, 2)], [Span(14, 15)]], [[Span(5, 12)]]]

    found = analysis.covering(sentences, findings, Budget(sentences=1))
    assert (found.sentences, found.carried, found.findings) == ((sentences[1],), 3, 4)
    assert analysis.covering(sentences, findings, Budget(characters=5)).carried == 0
    assert analysis.covering([], [], Budget(sentences=3)).sentences == ()


def test_extracts_of_public_texts_are_verbatim(shared):
    """Summaries by both units and all keywords of 1,000 texts, read as the service reads them."""
    files = sorted((shared / "bench").glob("*.jsonl"))
    if not files:
        pytest.skip("no public sets here")
    texts = [
        json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()
    ]
    for source in random.Random(5).sample(  # noqa: S311
        texts, min(1_000, len(texts))
    ):
        text, masthead = clean(source)
        found = analysis.analyse("", "", source, text, masthead)
        told = (*found.sentences, *analysis.sentences(found, extent="clause"))
        for each in (*told, *analysis.summarise(told, Budget(characters=300))):
            assert quoted(source, each.spans) == each.quote
        title = headline(found, found.sentences)
        assert title is None or quoted(source, title.spans) == title.quote
        assert all(
            simplified(quoted(source, spans)).lower() == keyword.word.lower()
            for keyword in found.keywords
            for spans in keyword.spans
        )
