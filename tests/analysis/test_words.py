"""Words are jieba's words, by either dictionary, at a bounded price."""

import json
import os
import subprocess
import sys
import time
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.analysis import words
from service.analysis.unknown import LONGEST_RUN
from service.cleaning import simplified

ENGINES = ("plain", "quick")
# Characters at which jieba takes another branch, besides ordinary ones.
ALPHABET = "的一是了在中国人民乡村振兴贫困户书记工作县万年不有和12.30ABc#+&_%- \r\n，。！“”（）①５γ㐀〇"


@pytest.fixture(params=ENGINES, scope="session")
def dictionary(request):
    """Each way through the dictionary."""
    if request.param == "plain":
        return words._Plain()
    pytest.importorskip("rjieba")
    return words._Quick()


def test_phrases_are_cut_as_jieba_cuts_them(phrase, dictionary, posseg):
    """Both dictionaries give exactly the words and tags of jieba.posseg."""
    assert words.cut(phrase, dictionary, words._unknown()) == posseg(phrase)


def test_bundled_documents_are_cut_as_jieba_cuts_them(bundled, dictionary, posseg):
    """Whole documents, simplified as the product does."""
    texts = [simplified(path.read_text(encoding="utf-8")) for path in sorted(bundled.glob("*.txt"))]

    for text in texts:
        assert words.cut(text, dictionary, words._unknown()) == posseg(text)


def test_news_minutes_and_reports_are_cut_as_jieba_cuts_them(shared, dictionary, posseg):
    """A sample of every public set, where this machine has them."""
    files = sorted((shared / "bench").glob("*.jsonl"))
    if not files:
        pytest.skip("no public sets here")
    for file in files:
        with file.open(encoding="utf-8") as lines:
            texts = [simplified(json.loads(line)["text"])[:600] for line in islice(lines, 0, 60, 3)]
        for text in texts:
            assert words.cut(text, dictionary, words._unknown()) == posseg(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from(ALPHABET), max_size=40))
def test_any_mixture_is_cut_as_jieba_cuts_it(text, dictionary, posseg):
    """No order of Han, Latin, digits, signs and blanks is cut differently."""
    assert words.cut(text, dictionary, words._unknown()) == posseg(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60) | st.text(st.sampled_from("党村龘靐齉爩一万.A"), max_size=300))
def test_words_joined_are_the_text(text):
    """Nothing is lost, changed or moved, whatever the text."""
    assert "".join(word for word, _ in words.words(text)) == text


def test_dictionaries_agree_on_every_word_and_character(dictionary, posseg):
    """All words of jieba's dictionary are known, and single characters have its tags."""
    plain = words._Plain()
    with (words._jieba() / "dict.txt").open(encoding="utf-8") as lines:
        known = [line.split(" ")[0] for line in lines]

    assert all(map(dictionary.has, known))
    assert dictionary.singles == plain.singles
    assert [word for word in known[::50] if dictionary.path(word) != plain.path(word)] == []
    # rjieba joins Latin letters that stand alone; were such a row a word, it could not be told from one.
    assert [word for word in known if word.isascii() and word.isalnum()] == []


@pytest.mark.parametrize(
    "run",
    [
        "天地玄黄宇宙洪荒"
        * 50,  # longer than any run of a real text: not all of it is words of the dictionary
        "龘靐齉爩龗灩",  # more characters outside the model than any real text has side by side
    ],
)
def test_a_run_beyond_the_cap_falls_apart(run):
    """Above the caps the dictionary alone decides, as jieba does with its model off."""
    found = words._unknown().cut(run[: 2 * LONGEST_RUN])

    assert found is None
    assert "".join(word for word, _ in words.words(run)) == run


@pytest.mark.parametrize(
    "text",
    [
        "黨" * 1000,  # one character of the dictionary, again and again
        "龘" * 20_000,  # one character of no dictionary
        "1万" * 20_000,  # short runs without end
        "".join(map(chr, range(0x4E00, 0x9FD6))),  # every character once
        "％①" * 20_000,  # characters kept from rjieba
        "龘靐村，" * 10_000,  # the dearest runs, just below the caps
    ],
)
def test_no_text_is_dear(text, dictionary):
    """Half a millisecond a character is the most that any text may cost; jieba takes up to 16."""
    words.warm()
    before = time.process_time()
    words.cut(text, dictionary, words._unknown())

    assert (time.process_time() - before) / len(text) < 0.0005


def test_a_foreign_cache_changes_nothing(tmp_path):
    """A dictionary that somebody else put into the shared temporary folder is neither read nor written."""
    foreign = tmp_path / "jieba.cache"
    foreign.write_bytes(b"not marshal")
    program = (
        "import sys\n"
        "from service.analysis import words\n"
        "print(words.words('第一书记驻村'), len(words._Plain().path('村')), 'jieba' in sys.modules)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == f"{words.words('第一书记驻村')} 1 False"
    assert said.stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert foreign.read_bytes() == b"not marshal"
