"""Words for codes."""

from typing import get_args

import pytest

from service.model import Bound, GapReason, Nature, ReasonCode, VerdictWord
from service.presentation.words import GAPS, HEADINGS, NATURES, REASONS, SIGNS, VERDICTS, Language


@pytest.mark.parametrize(
    ("words", "codes"),
    [(GAPS, GapReason), (VERDICTS, VerdictWord), (REASONS, ReasonCode), (NATURES, Nature)],
)
@pytest.mark.parametrize("language", get_args(Language))
def test_every_code_has_a_word(words, codes, language):
    """No code of the model is without a word of its own."""
    assert list(words[language]) == list(get_args(codes))
    assert len(set(words[language].values())) == len(get_args(codes))


def test_every_bound_has_a_sign():
    """No bound of the model is without a sign."""
    assert set(SIGNS) == set(get_args(Bound))
    assert set(HEADINGS) == set(get_args(Language))
