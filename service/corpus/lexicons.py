"""A user's own words, out of the files that the settings name."""

from pathlib import Path

from service.analysis import Lexicon
from service.cleaning import simplified
from service.errors import Misconfigured

_MOST = 100_000  # words of a file
_LONGEST = 30  # characters of a word


def lexicon(dictionary: Path | None, stop_words: Path | None) -> Lexicon:
    """The words of two text files, one a line; what follows a blank is passed over, as in jieba's dictionaries.

    Raises:
        Misconfigured: a file cannot be read, or has too many or too long words.
    """
    return Lexicon(
        _words(dictionary, "DUIZHAO_DICTIONARY"), frozenset(_words(stop_words, "DUIZHAO_STOPWORDS"))
    )


def _words(path: Path | None, name: str) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path} cannot be read", parameter=name, expected="a text file in UTF-8"
        ) from error
    words = {simplified(line.split()[0]) for line in lines if line.strip()}
    if len(words) > _MOST or any(len(word) > _LONGEST for word in words):
        raise Misconfigured(
            f"{path} has too many or too long words",
            parameter=name,
            expected=f"at most {_MOST} words of at most {_LONGEST} characters",
        )
    return tuple(sorted(words))
