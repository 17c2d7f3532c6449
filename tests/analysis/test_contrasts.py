"""What sets one part apart: counts as a reader counts, the surest first, phrases rather than their words."""

import pytest

from service.analysis import contrasted, counted
from service.analysis.passages import Lexicon


@pytest.mark.parametrize(
    ("text", "word", "count"),
    [
        ("养蜂产业增收。村民养蜂。", "养蜂", 2),
        ("养蜂产业增收。村民养蜂。", "养蜂产业", 1),  # a phrase said once
        ("村民增收了。", "了", 0),  # says nothing
        ("GDP增长。gdp增长。", "gdp", 2),  # letters of either case
        ("养蜂，产业", "养蜂产业", 0),  # a comma between
        ("投入52万元", "52", 0),  # a number is no word
        ("", "", 0),
    ],
)
def test_words_and_phrases_are_counted(text: str, word: str, count: int) -> None:
    """Each word and each phrase as often as it stands there, in a long text as in a short one."""
    assert counted(text)[word] == count
    assert counted(text + "　" * 2_000)[word] == count


def test_own_words_are_counted_whole() -> None:
    """A user's words outrank the dictionary's, stop words are not counted."""
    found = counted("石磨沟村产业增收。", Lexicon(("石磨沟村",), frozenset(("增收",))))

    assert found["石磨沟村"] == 1
    assert found["增收"] == 0


def test_each_part_against_all_others() -> None:
    """Each part has its own words; what all say alike stands nowhere, and others count together."""
    parts = [
        counted(text)
        for text in (
            "养蜂产业增收。养蜂大户带动养蜂。村民增收。",
            "茶叶产业增收。茶叶大户带动茶叶种植。村民增收。",
            "光伏产业增收。光伏大户带动光伏。村民增收。茶叶。",
        )
    ]
    bees, tea, sun = contrasted(parts, 5)

    assert (bees[0].word, bees[0].count, bees[0].others) == ("养蜂", 3, 0)
    assert (tea[0].word, tea[0].count, tea[0].others) == ("茶叶", 3, 1)
    assert sun[0].word == "光伏"
    for found in (bees, tea, sun):
        assert all(each.effect > 0 for each in found)
        assert [each.z for each in found] == sorted((each.z for each in found), reverse=True)
        assert "增收" not in {each.word for each in found}


def test_a_phrase_stands_for_its_word() -> None:
    """Where nearly every 驻村 is of a 驻村工作队 the phrase tells more; never both."""
    part = counted("驻村工作队走访。驻村工作队帮扶。驻村工作队增收。干部驻村。")
    words = {each.word for each in contrasted([part, counted("合作社增收。" * 9)], 10)[0]}

    assert "驻村工作队" in words
    assert "驻村" not in words
    assert not [(one, other) for one in words for other in words if one != other and one in other]


def test_nothing_is_set_apart_from_nothing() -> None:
    """Empty parts, and a part alone."""
    part = counted("养蜂产业增收。村民养蜂。")

    assert contrasted([], 5) == ()
    assert contrasted([{}, {}], 5) == ((), ())
    assert contrasted([part], 5) == ((),)
    assert contrasted([part, {}], 5) == ((), ())
