"""1.78, 8.7万, 三十余, 百分之五 -> exact decimals, with the size of the last digit that was stated."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_GROUPING = str.maketrans("", "", " ,，\t\n\u3000\xa0")
# 五六名, 三四十户, 十七八人, 三五个: two neighbouring digits say a number between them (GB/T 15835-2011, 概数).
_BETWEEN = re.compile("一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九")
_CHINESE = "一二两三四五六七八九十百千万亿零〇○"

# Thousands are grouped by , or ，; a run of digits longer than twelve is an identifier, not a figure.
# A space groups as a comma does (1 206), in print and where a PDF's text came apart; 2016 100 is no such group.
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3}){1,4}(?![\d,，])|\d{1,3}(?: \d{3}){1,3}(?![\d,，])|\d{1,12})(?:\s?\.\s?\d{1,6})?"
_POWER = r"(?:万亿|[百千]亿|[百千]万|[十百千万亿])"
# 余 and 多 stand before the power (50余万) or after it (9.2万余); 来 only after a round Chinese numeral (十来个).
NUMERAL = (
    r"(?:(?P<tenths>[一二两三四五六七八九])成(?![立员为效果本功长绩了就熟都人])"
    rf"|百分之(?P<percent>{_ARABIC}|[{_CHINESE}]{{1,6}}(?:点[{_CHINESE}]{{1,4}})?)(?P<percentmore>[多余几])?"
    rf"|(?P<arabic>{_ARABIC})\s?(?P<more1>[多余几])?\s?(?P<power>{_POWER})?"
    rf"(?:(?P<tail>\d{{1,4}})(?P<tailpower>[万千百]))?\s?(?P<more2>[多余几](?!万|亿|千))?"
    rf"|(?P<vague>[几数上][十百千万]{{1,2}})(?P<vaguepower>[万亿])?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,14}}(?:点[{_CHINESE}]{{1,4}})?)(?P<more3>[多余几来])?(?P<power3>[万亿])?(?P<more4>[多余几])?)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as stated.

    Attributes:
        value: exact.
        step: the size of its last stated digit: 1 for 12, 0.01 for 7.23, 100 for 5900, 1000 for 9.2万.
        more: 余, 多, 几 was said, so it lies in [value, value + step).
        vague: an order of magnitude only (数百, 上千).
        spelled: in Chinese characters.
        upto: 六 of 五六, where two digits say that it lies between them; `value` is the first.
    """

    value: Decimal
    step: Decimal
    more: bool = False
    vague: bool = False
    spelled: bool = False
    upto: Decimal | None = None


def numeral(found: re.Match[str]) -> Numeral:
    """The number that a match of NUMERAL stands for."""
    if found["tenths"]:
        return Numeral(Decimal(_DIGITS[found["tenths"]] * 10), Decimal(10), spelled=True)
    if found["percent"]:
        return _spelled_out(found["percent"], more=bool(found["percentmore"]))
    if found["vague"]:
        power = _power(found["vague"][1:]) * _power(found["vaguepower"])
        return Numeral(power, power, more=True, vague=True, spelled=True)
    if found["arabic"]:
        value, step = _plain(found["arabic"])
        power = _power(found["power"])
        value, step = _scaled(value, power), _scaled(step, power)
        if found["tail"]:
            tail, tail_step = _plain(found["tail"])
            power = _power(found["tailpower"])
            value, step = value + tail * power, tail_step * power
        return Numeral(value, step, more=bool(found["more1"] or found["more2"]))
    return _spelled_out(found["chinese"], found["power3"], more=bool(found["more3"] or found["more4"]))


@lru_cache(4_096)  # 一, 两, 十几: few are said, and most of them are parts of words
def _spelled_out(said: str, further: str | None = None, *, more: bool) -> Numeral:
    low, high = _neighbours(said)
    power, (value, step) = _power(further), _plain(low)
    upto = _scaled(_plain(high)[0], power) if high else None
    return Numeral(_scaled(value, power), _scaled(step, power), more=more, spelled=True, upto=upto)


def _neighbours(said: str) -> tuple[str, str]:
    """五六百 as 五百 and 六百; the numeral itself and nothing where it says one number, as 二〇一二 does."""
    pair = _BETWEEN.search(said)
    is_digits = not any(character in _POWERS for character in said)
    if pair is None or (is_digits and len(said) > len(pair[0])):
        return said, ""
    return said[: pair.start() + 1] + said[pair.end() :], said[: pair.start()] + said[pair.end() - 1 :]


def _scaled(value: Decimal, power: Decimal) -> Decimal:
    """8.7 x 10000 is 87000, not 87000.0; an unscaled 1.50 keeps its digits."""
    if power == 1:
        return value
    scaled = value * power
    whole = scaled.to_integral_value()
    return whole if scaled == whole else scaled.normalize()


def _power(said: str | None) -> Decimal:
    power = Decimal(1)
    for character in said or "":
        power *= _POWERS[character]
    return power


def _plain(said: str) -> tuple[Decimal, Decimal]:
    """Value and step of a numeral without 余 or a following power; 5900 has the step 100, as people round."""
    said = said.translate(_GROUPING)
    if said[0].isascii():
        value = Decimal(said)
        if "." in said:
            return value, Decimal(1).scaleb(-len(said.partition(".")[2]))
        zeros = len(said) - len(said.rstrip("0")) if value else 0
        return value, Decimal(10) ** min(zeros, len(said) - 1)
    whole, _, fraction = said.partition("点")
    value, step = _spelled(whole)
    if fraction:
        digits = "".join(str(_DIGITS.get(c, 0)) for c in fraction)
        return value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits))
    return value, step


def _spelled(said: str) -> tuple[Decimal, Decimal]:
    if not any(character in _POWERS for character in said):  # 二〇一八: digit by digit
        return Decimal("".join(str(_DIGITS[c]) for c in said)), Decimal(1)
    total = section = digit = 0
    step = 1
    for character in said:
        if character in _DIGITS:
            digit, step = _DIGITS[character], 1
            continue
        power = _POWERS[character]
        step = power
        if power == 10**8:  # 亿 multiplies all before it (一万亿), 万 only what follows an 亿 (十二亿三千万)
            total, section, digit = (total + section + digit or 1) * power, 0, 0
        elif power == 10**4:
            total, section, digit = total + (section + digit or 1) * power, 0, 0
        else:
            section, digit = section + (digit or 1) * power, 0
    return Decimal(total + section + digit), Decimal(step)
