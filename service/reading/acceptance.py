"""Which texts are refused: empty, too long, unsafe, without Chinese, or decoded wrongly before they came."""

import re

from service.errors import BadParameter, MojibakeSuspected, NotChinese, TooLarge, UnsafeText
from service.reading.familiarity import familiarity, han_count

# Tab, line feed and carriage return are text; so is the form feed, which parts the pages of what pdftotext
# writes.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
_LETTERS = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+")
_LATIN_1 = re.compile(r"[\u00a1-\u00ff]+")

_REPLACED = 0.04  # share of U+FFFD; 5 in 100 characters that were lost leave 4.8 in 100
_ACCENTED = 0.3  # share of Latin-1 letters: Chinese has none, its bytes read as Latin-1 have little else
_CHINESE = 0.1  # share of Han among letters: a name in an English text is under it
# Genuine texts of 30 Han and more score 0.31 and above, UTF-8 read as GBK at most 0.1, UTF-16 in the wrong
# order 0.2.
_FAMILIAR, _ENOUGH = 0.15, 30


def check_text(characters: str, max_characters: int) -> None:
    """Refuse what cannot be analysed as a Chinese text.

    Raises:
        BadParameter: only white space.
        TooLarge: more than `max_characters` code points.
        UnsafeText: NUL, other control characters, lone surrogates, noncharacters.
        MojibakeSuspected: 4 % U+FFFD, or the typical outcome of a wrong decoding.
        NotChinese: no Han, or hardly any among the letters.
    """
    if len(characters) > max_characters:
        raise TooLarge(
            f"the text has {len(characters)} characters",
            parameter="text",
            expected=f"at most {max_characters}",
        )
    unsafe = _UNSAFE.search(characters)
    if unsafe:
        raise UnsafeText(
            f"U+{ord(unsafe[0]):04X} at {unsafe.start()} is no character of a text", parameter="text"
        )
    if not characters or characters.isspace():
        raise BadParameter("the text is empty", parameter="text", expected="a Chinese text")
    _check_decoding(characters)
    han = han_count(characters)
    letters = han + sum(map(len, _LETTERS.findall(characters)))
    if han == 0 or han < _CHINESE * letters:
        raise NotChinese(
            f"{han} of {letters} letters are Chinese", parameter="text", expected="a Chinese text"
        )


def _check_decoding(characters: str) -> None:
    lost = characters.count("\ufffd")
    if lost >= _REPLACED * len(characters):
        raise _mojibake(f"{lost} characters were lost (U+FFFD)")
    han = han_count(characters)
    accented = sum(map(len, _LATIN_1.findall(characters)))
    if accented > han and accented >= _ACCENTED * len(characters):
        raise _mojibake(f"{accented} characters are Latin-1")
    if han >= _ENOUGH:
        if familiarity(characters) < _FAMILIAR:
            raise _mojibake("hardly any of the characters are common")
    elif han and _is_gibberish(characters, han):
        raise _mojibake("none of the characters are common")


def _is_gibberish(characters: str, han: int) -> bool:
    # A few words may well hold no common character (a list of villages), so a short text must also stand
    # outside GB 2312, which has every character of modern simplified text.
    if han < 3 or familiarity(characters) > 0:
        return False
    return len(characters.encode("gb2312", "ignore").decode("gb2312")) < 0.7 * len(characters)


def _mojibake(reason: str) -> MojibakeSuspected:
    return MojibakeSuspected(
        f"the text looks wrongly decoded: {reason}",
        parameter="text",
        expected="text decoded with its own charset",
    )
