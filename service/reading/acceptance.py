"""Which texts are refused: empty, too long, unsafe, without Chinese, or decoded wrongly before they came."""

import re

from service.errors import BadParameter, MojibakeSuspected, NotChinese, TooLarge, UnsafeText
from service.reading.familiarity import HAN, familiarity, han_count

# Tab, line feed and carriage return are text; so is the form feed, which parts the pages of what pdftotext
# writes.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
_LETTERS = re.compile(rf"[^\W\d_{HAN}]+")
_LATIN_1 = re.compile(r"[\u00a1-\u00ff]+")

_REPLACED = 0.04  # share of U+FFFD; 5 in 100 characters that were lost leave 4.8 in 100
_ACCENTED = 0.3  # share of Latin-1 letters: Chinese has none, its bytes read as Latin-1 have little else
_CHINESE = 0.1  # share of Han among letters: a name in an English text is under it
# Genuine texts of 30 Han and more score 0.31 and above, UTF-8 read as GBK at most 0.1, UTF-16 in the wrong
# order 0.2.
_FAMILIAR, _ENOUGH = 0.15, 30
_VARIED = 20  # different characters; 30 Han of genuine or wrongly decoded text have more


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
    if han < 3 or familiarity(characters) >= _FAMILIAR:
        return
    if _is_utf8_read_as_gbk(characters, han):
        raise _mojibake("it is UTF-8 that was read as GBK")
    # A text of few different characters (a word repeated, the names of some villages) may well hold no common
    # one; a wrong decoding scatters over thousands.
    if han >= _ENOUGH and len(set(characters)) >= _VARIED:
        raise _mojibake("hardly any of the characters are common")


def _is_utf8_read_as_gbk(characters: str, han: int) -> bool:
    """Whether the characters, written as GBK again, are the UTF-8 of about as many Han as that gives."""
    # Two bytes a character, three a Han; genuine text gives hardly any valid sequence.
    again = characters[:2000].encode("gb18030", "ignore").decode("utf-8", "ignore")
    return han_count(again) * 3 >= min(han, 2000)


def _mojibake(reason: str) -> MojibakeSuspected:
    return MojibakeSuspected(
        f"the text looks wrongly decoded: {reason}",
        parameter="text",
        expected="text decoded with its own charset",
    )
