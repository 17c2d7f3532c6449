"""What is stored comes back equal, to the last digit."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from service.model import Analysis, Mention, Observation
from service.store import records
from service.text import Span, Text

st.register_type_strategy(str, st.text(max_size=8))
# What JSON writers keep exactly; places in a text are smaller by far.
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 99)).map(lambda pair: Span(pair[0], sum(pair)))
st.register_type_strategy(Span, spans)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Texts whose runs stand in any order in the source."""
    runs = tuple(run for run in draw(st.lists(spans, max_size=4)) if run.end > run.start)
    length = sum(end - start for start, end in runs)
    return Text(draw(st.text(min_size=length, max_size=length)), runs)


st.register_type_strategy(Text, texts())


@settings(max_examples=60, deadline=None)
@given(st.from_type(Analysis))
def test_analysis_survives(analysis: Analysis) -> None:
    """An analysis is put together again from its record and its findings."""
    again = records.analysis_of(records.analysis_record(analysis), analysis.observations, analysis.mentions)

    assert again == analysis
    # Equal decimals may have other digits (1.0 and 1): the digits stated must survive, too.
    assert repr(again) == repr(analysis)


@settings(max_examples=60, deadline=None)
@given(st.from_type(Observation))
def test_observation_survives(observation: Observation) -> None:
    """Every field of an observation comes back with the digits stated."""
    assert repr(records.observation_of(records.finding_record(observation))) == repr(observation)


@settings(max_examples=30, deadline=None)
@given(st.from_type(Mention))
def test_mention_survives(mention: Mention) -> None:
    """A mention comes back as it was."""
    assert records.mention_of(records.finding_record(mention)) == mention


def test_digest_sees_everything() -> None:
    """Another document, edition or byte gives another hash."""
    base = records.digest("d", "e", b"record")

    assert base == records.digest("d", "e", b"record")
    assert (
        len(
            {
                base,
                records.digest("x", "e", b"record"),
                records.digest("d", "x", b"record"),
                records.digest("d", "e", b"recore"),
            }
        )
        == 4
    )
