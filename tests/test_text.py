"""What a `Text` promises whatever is done to it: every character knows its place in the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text import Span, Text, quoted

SOURCES = st.text(alphabet="全县選派52名,。 \n", min_size=1, max_size=40)
_TABLE = str.maketrans("選縣,\n", "选县，。")
_STEPS = st.lists(
    st.tuples(st.sampled_from(["cut", "without", "swap", "twice", "translate"]), st.integers(0, 40), st.integers(0, 40)),
    max_size=8,
)  # fmt: skip


def changed(text: Text, step: str, start: int, end: int) -> Text:
    """One operation of a Text, with two numbers of any size."""
    match step:
        case "cut":
            return text.cut(start, end)
        case "without":
            return text.without([Span(start, end), Span(end, start + 1)])
        case "swap":
            return Text.join([text.cut(start, len(text)), text.cut(0, start)])
        case "twice":
            return Text.join([text, text.cut(start, end)])
        case _:
            return text.translated(_TABLE)


@given(SOURCES, _STEPS)
def test_every_character_has_its_place(source, steps):
    """Under any sequence of operations a character is, or translates, the source character at its place."""
    text = Text.of(source)
    for step in steps:
        text = changed(text, *step)

    origin = quoted(source, text.runs)

    assert len(origin) == len(text)
    assert all(
        here in (there, there.translate(_TABLE)) for here, there in zip(text.characters, origin, strict=True)
    )


@given(SOURCES, _STEPS, st.data())
def test_locate_is_the_place_of_a_cut(source, steps, data):
    """The spans of a range are the runs of the same range cut out, merged and within the source."""
    text = Text.of(source)
    for step in steps:
        text = changed(text, *step)
    if not len(text):
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    spans = text.locate(Span(start, end))

    assert spans == text.cut(start, end).runs
    assert sum(last - first for first, last in spans) == end - start
    assert all(0 <= first < last <= len(source) for first, last in spans)


@given(SOURCES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_without_keeps_the_rest_in_order(source, ranges):
    """What is left is every character outside all the ranges, in order."""
    ranges = [sorted(pair) for pair in ranges]
    text = Text.of(source).without(Span(*pair) for pair in ranges)

    kept = [at for at in range(len(source)) if not any(start <= at < end for start, end in ranges)]

    assert text.characters == "".join(source[at] for at in kept)


@pytest.mark.parametrize("table", ["一二", {ord("县"): "县城"}, {ord("县"): None}])
def test_translation_is_one_for_one(table):
    """A translation that would move places is refused."""
    with pytest.raises(ValueError, match="one for one"):
        Text.of("全县党").translated(table)


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 2), (0, 4)])
def test_locate_refuses_what_is_no_range(span):
    """An empty range has no place, nor has one outside of the text."""
    with pytest.raises(ValueError, match="not a range"):
        Text.of("全县党").locate(Span(*span))


def test_runs_must_be_as_long_as_the_characters():
    """A Text that lost count of its places cannot be made."""
    with pytest.raises(ValueError, match="2 characters"):
        Text("全县", (Span(0, 1),))
