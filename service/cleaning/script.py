"""Traditional to simplified, full width to half width, one character for one, so every place stays true."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_WIDE_SIGNS = "％．＋－／＝＜＞＆＃＠＊～"
# Marks that stand in traditional typesetting for what simplified Chinese writes otherwise; ﹔ for ； on
# mainland pages in traditional characters, whose converter took the small form.
_MARKS = dict(
    zip("「」『』﹁﹂﹃﹄﹔﹕﹐﹒﹖﹗﹑﹙﹚〝〞｡､｢｣", "“”‘’“”‘’；：，。？！、（）“”。、“”", strict=True)
)
# Radicals and compatibility forms that PDF readers return for Han.
_RADICALS = (range(0x2E80, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
# Radicals that Unicode gives no Han for, as fonts for simplified Chinese have them.
_SHAPES = dict(
    zip(
        "⺁⺒⺓⺛⺝⺠⺧⺩⺬⺮⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲",
        "厂巳幺旡月民牛王示竹虎西见角贝足车長长门青韦页风飞食食马骨鬼鱼鸟卤麦黄黾齊齐齿竜龙龜龟",
        strict=True,
    )
)
# 著 stays 著 in these words; elsewhere it is the particle 着, of which OpenCC knows only some phrases
# (看著, not 带著).
_PARTICLE = re.compile("(?<![显名卓昭土编论原专巨遗合译拙大新所撰显])著(?![名作述称者书录译])")


def simplified(characters: str) -> str:
    """The same text in simplified characters, with half-width letters, digits and signs of numbers.

    Chinese punctuation stays as it is, save that corner brackets become the quotation marks of the
    mainland; white space of any width becomes a blank and every line end a line feed. Names are treated
    like any text.

    Returns:
        As many characters as were given, each in the place of the one that it stands for.
    """
    table, patterns = _folding()
    for pattern in patterns:
        characters = pattern.sub(lambda found: table.get(found[0], found[0]), characters)
    try:
        converted: str = _converter().convert(characters)
    except UnicodeEncodeError:
        # A lone surrogate: `reading` refuses it, but this function takes any string.
        converted = ""
    if len(converted) != len(characters):
        converted = _one_by_one(characters)
    return converted if converted == characters else _PARTICLE.sub("着", converted)


@cache
def _folding() -> tuple[dict[str, str], tuple[re.Pattern[str], ...]]:
    table = _MARKS | _SHAPES
    wide = (*map(chr, range(0xFF01, 0xFF5F)),)
    table |= {
        character: chr(ord(character) - 0xFEE0)
        for character in wide
        if character.isalnum() or character in _WIDE_SIGNS
    }
    table |= dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u202f", " ")
    table |= dict.fromkeys(_LINE_ENDS, "\n")
    for character in (chr(code) for block in _RADICALS for code in block):
        folded = unicodedata.normalize("NFKC", character)
        if len(folded) == 1 and folded != character:
            table[character] = folded
    # Two sets: one with characters beyond U+FFFF in it is searched 150 times slower.
    near = re.escape("".join(character for character in table if character <= "\uffff"))
    return table, (re.compile(f"[{near}]"), re.compile("[\U0002f800-\U0002fa1f]"))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _one_by_one(characters: str) -> str:
    table = {character: _alone(character) for character in set(characters)}
    return characters.translate({ord(character): other for character, other in table.items()})


@cache
def _alone(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return character
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character
