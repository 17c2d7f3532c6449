"""The language in which the catalogue says where a figure stands: `{名}…第一书记`, `选派第一书记{名}`.

A template is read against a sentence's skeleton (see skeletons.py), in which white space and quotation marks are gone and
every quantity is one character that stands for its unit:

    {名}        the figure, with this unit or one of its group (see UNIT_GROUPS); {名|户} one of several
    {~名} {~}   some other quantity, with a unit of this group or with any
    …           up to 20 characters of one clause; what stands in round brackets is passed over
    ……          up to 60 characters of one sentence, other quantities included
    <name>      one of a list of words of words.toml
    =           up to four of the words of its list `link` (共, 达到, 选派了)
    (a|b) x?    either; or nothing
    (!a|b)      neither follows
    (<!ab)      none of these characters stands before
    ^           the beginning of a clause
    everything else stands for itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from service.errors import Misconfigured
from service.observations.anchors import Needs, needs_of

# What a unit in a template admits: classifiers of the same kind, and "" for a number that stands right before its noun.
UNIT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "名": ("名", "位", "人", "员", ""),
    "人": ("名", "位", "人", "员", "口人", ""),
    "人次": ("人次",),
    "户": ("户",),
    "个": ("个", "家", "处", "座", "所", "项", "条", "批", "站", ""),
    "支": ("支", "个", "组", "队", ""),
    "件": ("件", "桩", "项", "个", "条"),
    "起": ("起", "件", "例", "宗", "桩", "个"),
    "元": ("元", "块钱"),
    "%": ("%",),
    "公里": ("公里", "千米", "里"),
    "天": ("天", "日", "工作日", "晚"),
    "夜": ("夜",),
}
FIRST_FIGURE, LAST_FIGURE = 0xE000, 0xE0FF
_ANY_FIGURE = f"[{chr(FIRST_FIGURE)}-{chr(LAST_FIGURE)}]"
_STOPS = f"，。；：！？（）{chr(FIRST_FIGURE)}-{chr(LAST_FIGURE)}"
_GAP = rf"(?:[^{_STOPS}]|（[^（）]{{0,40}}）){{0,20}}?"
# A refusal looks no further than the next item of a list: 工作队52支、工作队员156名 are two things.
_NARROW_GAP = rf"(?:[^、{_STOPS}]|（[^（）]{{0,40}}）){{0,20}}?"
_WIDE_GAP = r"[^。！？；]{0,60}?"
_TOKEN = re.compile(
    r"\{(?P<other>~)?(?P<units>[^{}]*)\}|(?P<wide>……)|(?P<gap>…)|<(?P<words>[^<>]+)>|\(<!(?P<behind>[^()]+)\)|(?P<not>\(!)|(?P<rest>.)",
    re.DOTALL,
)
_ADJOINING = 6  # worth three literal characters: more than most nouns that end before the figure
_REACH = 90  # characters before the figure that the part before it may span: two wide gaps are never needed


class UnitLetters:
    """Gives every unit a character of its own for skeletons, the same in every process."""

    def __init__(self, units: Sequence[str]) -> None:
        self._letter = {unit: chr(FIRST_FIGURE + i) for i, unit in enumerate(("", *sorted(set(units))))}

    def of(self, unit: str) -> str:
        """The character that stands for a quantity of this unit."""
        return self._letter[unit]

    def group(self, name: str) -> str:
        """A character class of all units that `{name}` admits.

        Raises:
            Misconfigured: no quantity has such a unit.
        """
        units = UNIT_GROUPS.get(name, (name,))
        if not self._letter.keys() >= set(units):
            raise Misconfigured(f"no quantity has the unit {name!r}", parameter=name)
        return "[" + "".join(map(self.of, units)) + "]"


@dataclass(frozen=True, slots=True)
class Fit:
    """A template found around a figure: `[start, end)` of the skeleton, how many characters were said literally and how many not.

    `adjoins`: what follows the figure does so within two characters.
    """

    start: int
    end: int
    literal: int
    gap: int = 0
    adjoins: bool = False

    @property
    def weight(self) -> int:
        """How well it fits: what is said literally counts twice what is passed over; a noun right behind counts most.

        86个贫困村 counts villages, whatever noun stands before it (驻村工作组到86个贫困村).
        """
        return 2 * self.literal - self.gap + (_ADJOINING if self.adjoins else 0)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template.

    Attributes:
        source: as the catalogue has it.
        letters: the characters that its figure may be.
        before, after: regular expressions of what stands on either side, empty for nothing. They are compiled when a
            sentence first needs them: a catalogue has hundreds, a document meets a few dozen.
        needs: what a sentence must have for the template to fit at all; see anchors.py.
    """

    source: str
    letters: frozenset[str]
    before: str
    after: str
    needs: Needs

    def fit(self, skeleton: str, figure: int) -> Fit | None:
        """How the template fits around the figure at this index of a skeleton, whose letter is one of its own.

        Returns:
            The nearest fit, or None.
        """
        start, end, gap, adjoins = figure, figure + 1, 0, False
        if self.after:
            after = _compiled(self.after).match(skeleton, figure + 1)
            if after is None:
                return None
            # What 、 opens belongs to the next item of a list, unless the template says 、 itself.
            if skeleton.startswith("、", figure + 1) and _passes(after, figure + 1):
                return None
            end = after.end()
            passed = _gaps(after)
            gap, adjoins = gap + passed, passed <= 2  # one modifier: 驻村, 优秀
        if self.before:
            before = _nearest(_compiled(self.before), skeleton, figure)
            if before is None:
                return None
            start = before.start()
            gap += _gaps(before)
        return Fit(start, end, end - start - 1 - gap, gap, adjoins)


def compile_phrase(source: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Read a template without a figure: found in the text itself, anywhere in a sentence.

    Raises:
        Misconfigured: as `compile_template` and `check`, and where it says nothing or names a figure.
    """
    if not source or "{" in source:
        raise Misconfigured(f"phrase {source!r} must say something, and no figure", parameter="speaks")
    phrase = compile_template(source + "{}", words, UnitLetters(()))
    check(replace(phrase, source=source))
    return re.compile(phrase.before.removesuffix(r"\Z"))


def compile_template(
    source: str, words: Mapping[str, str], letters: UnitLetters, *, within_item: bool = False
) -> Template:
    """Read a template of the catalogue.

    Args:
        words: what `<name>` may name, as `alternatives` gives it.
        within_item: `…` does not reach over 、 into the next item of a list.

    Raises:
        Misconfigured: no figure or two, an unknown unit or list. Brackets that do not match are found by `check`.
    """
    sides: list[list[str]] = [[]]
    units: frozenset[str] = frozenset()
    for token in _TOKEN.finditer(source):
        if token["units"] is not None and not token["other"]:
            units = frozenset("".join(letters.group(unit)[1:-1] for unit in token["units"].split("|")))
            sides.append([])
        else:
            sides[-1].append(_pattern(token, source, words, letters, within_item=within_item))
    if len(sides) != 2:
        raise Misconfigured(f"template {source!r} must have one figure, such as {{名}}", parameter="finds")
    before, after = ("".join(side) for side in sides)
    return Template(
        source,
        units,
        rf"(?:{before})\Z" if before else "",
        f"(?:{after})" if after else "",
        needs_of(source, words),
    )


def _pattern(
    token: re.Match[str],
    source: str,
    words: Mapping[str, str],
    letters: UnitLetters,
    *,
    within_item: bool,
) -> str:
    """The regular expression of one token of a template, the figure aside."""
    if token["other"]:
        return letters.group(token["units"]) if token["units"] else _ANY_FIGURE
    if token["wide"] or token["gap"]:
        return f"({_WIDE_GAP if token['wide'] else _NARROW_GAP if within_item else _GAP})"
    if token["words"] is not None:
        return _listed(source, token["words"], words)
    if token["behind"]:
        return f"(?<![{token['behind']}])"
    said: str = token["not"] or token["rest"]
    if said == "=":
        return f"({_listed(source, 'link', words)}{{0,4}}?)"
    special = {
        "(": "(?:",
        "(!": "(?!",
        "^": "(?:^|(?<=[，。；：！？、（）]))",
    }
    return special.get(said) or (said if said in ")|?" else re.escape(said))


def alternatives(words: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """A regular expression of each list of words, the longest word first."""
    return {
        name: "(?:" + "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True)) + ")"
        for name, listed in words.items()
    }


def _listed(source: str, name: str, words: Mapping[str, str]) -> str:
    if name not in words:
        raise Misconfigured(f"template {source!r} names an unknown list of words", parameter=name)
    return words[name]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def check(template: Template) -> None:
    """Compile a template now.

    Raises:
        Misconfigured: it is no regular expression: brackets do not match, or a repeat has nothing to repeat.
    """
    try:
        _compiled(template.before)
        _compiled(template.after)
    except re.error as error:
        raise Misconfigured(
            f"template {template.source!r} cannot be read: {error}", parameter="finds"
        ) from error


def _nearest(pattern: re.Pattern[str], skeleton: str, end: int) -> re.Match[str] | None:
    """The match that ends at `end` and passes over least; of those the one that begins first (走访, not 访)."""
    nearest, least, start = None, _REACH, max(0, end - _REACH)
    while least and (found := pattern.search(skeleton, start, end)) is not None:
        passed = _gaps(found)
        if nearest is None or passed < least:
            nearest, least = found, passed
        start = found.start() + 1
    return nearest


def _passes(match: re.Match[str], at: int) -> bool:
    """Whether the character at `at` was passed over and not said."""
    return any(match.start(group) <= at < match.end(group) for group in range(1, match.re.groups + 1))


def _gaps(match: re.Match[str]) -> int:
    return sum(len(gap) for gap in match.groups() if gap)
