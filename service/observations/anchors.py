"""What must stand in a sentence for a template to fit: a cheap question before the dear one.

A catalogue has more than a thousand templates and a sentence fits a handful. Each of the others is told by the first two
characters of a word that it cannot do without: `选派…第一书记{名}` needs 选派 and 第一书记 somewhere.
"""

import re
from collections.abc import Iterator, Mapping
from operator import add

Needs = tuple[frozenset[str], ...]

_TOKEN = re.compile(
    r"(?P<figure>\{[^{}]*\})|<(?P<words>[^<>]+)>|(?P<behind>\(<![^()]+\))|(?P<mark>[()|?=^…])|(?P<literal>.)",
    re.DOTALL,
)


def pairs_of(characters: str) -> frozenset[str]:
    """The characters of a sentence and its neighbouring pairs, which `admits` asks."""
    return frozenset((*characters, *map(add, characters, characters[1:])))


def admits(needs: Needs, pairs: frozenset[str]) -> bool:
    """Whether a sentence with these pairs may fit a template with these needs."""
    for need in needs:  # noqa: SIM110 - asked a thousand times a document, and half as dear as any()
        if need.isdisjoint(pairs):
            return False
    return True


def needs_of(source: str, words: Mapping[str, str]) -> Needs:
    """The pairs, or single characters, of which a sentence must have one each.

    Args:
        source: a template.
        words: what `<name>` stands for, as alternatives of a regular expression.

    Returns:
        All that the template cannot do without, that with the fewest alternatives first: it keeps most sentences out.
    """
    return tuple(sorted(set(_elements(source, words)), key=lambda need: (len(need), sorted(need))))


def _elements(source: str, words: Mapping[str, str]) -> Iterator[frozenset[str]]:
    """The first pairs of the literals, lists and groups of a template that are not optional."""
    tokens = list(_TOKEN.finditer(source))
    at, literal = 0, ""
    while at < len(tokens):
        token = tokens[at]
        optional = at + 1 < len(tokens) and tokens[at + 1]["mark"] == "?"
        if token["literal"] and not optional:
            literal += token["literal"]
            at += 1
            continue
        if literal:
            yield frozenset((literal[:2],))
            literal = ""
        if token["words"] is not None and not optional:
            yield _firsts(words[token["words"]][3:-1].split("|"))
        elif token["mark"] == "(":
            end = _closing(tokens, at)
            optional = end + 1 < len(tokens) and tokens[end + 1]["mark"] == "?"
            group = _group(tokens[at + 1 : end], words)
            if group and not optional:
                yield group
            at = end
        at += 1
    if literal:
        yield frozenset((literal[:2],))


def _closing(tokens: list[re.Match[str]], at: int) -> int:
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[end]["mark"] or "", 0)
        if depth == 0:
            return end
    return len(tokens) - 1


def _group(tokens: list[re.Match[str]], words: Mapping[str, str]) -> frozenset[str]:
    """The first pairs of the alternatives of a group; () when one of them begins with nothing certain."""
    alternatives: list[list[re.Match[str]]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token["mark"] or "", 0)
        if token["mark"] == "|" and depth == 0:
            alternatives.append([])
        else:
            alternatives[-1].append(token)
    firsts: set[str] = set()
    for alternative in alternatives:
        begin = _begins(alternative, words)
        if not begin:
            return frozenset()
        firsts |= begin
    return frozenset(firsts)


def _begins(tokens: list[re.Match[str]], words: Mapping[str, str]) -> frozenset[str]:
    if tokens and tokens[0]["words"] is not None and not (len(tokens) > 1 and tokens[1]["mark"] == "?"):
        return _firsts(words[tokens[0]["words"]][3:-1].split("|"))
    literal = ""
    for at, token in enumerate(tokens):
        if not token["literal"] or (at + 1 < len(tokens) and tokens[at + 1]["mark"] == "?"):
            break
        literal += token["literal"]
    return frozenset((literal[:2],)) if literal and literal != "!" and literal[0] != "!" else frozenset()


def _firsts(said: list[str]) -> frozenset[str]:
    return frozenset(word.replace("\\", "")[:2] for word in said)
