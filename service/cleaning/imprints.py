"""Lines of a masthead that have no label and are known by their form: issues, numbers of documents, credits.

2019 年第 3 期    某某论坛    No.3 2019          ->  issue, published, journal
28 某某论坛                                      ->  journal, beside the number of a page
某政发〔2019〕12号, 某县人民政府文件             ->  other
(1.某大学 公共管理学院,某省 某市 650000)         ->  other
张三1,李四2                                      ->  author
本报记者 张三 摄                                 ->  other: who took a picture did not write
"""

import re

from service.cleaning.field import Field
from service.text import Span, Text

_HAN = "\u4e00-\u9fff"
_NAME = rf"[{_HAN}]{{2,4}}"
_NOTE = re.compile(
    r"[\[【〔(（]? ?(?:作者(?:简介|单位|系|为|是)|基金项目|收稿日期|修回日期|通讯地址|通[信讯]作者|联系方式|投稿邮箱|联系电话"
    r"|中图分类号|文献标[识志]码|文章编号|关 {0,2}键 {0,2}词|DOI)"
)
_NUMBERED = re.compile(rf"[{_HAN}]{{1,16}} ?[〔\[(（]20\d\d[〕\])）] ?(?:第 ?)?\d{{1,4}} ?号")
_LETTERHEAD = re.compile(rf"(?:中共)?[{_HAN}]{{2,24}}(?:政府|委员会|办公室|办公厅|委|局|厅|部)文件")
_AFFILIATION = re.compile(
    r"[(（] ?(?:1 ?[.．、] ?)?[^。()（）]{4,90}\d{6} ?[;；.]?(?:[^。()（）]{4,90}\d{6})? ?[)）]"
)
_AUTHORS = re.compile(rf"{_NAME} ?\d(?:[,，]\d)?(?:[,，、 ]{{1,3}}{_NAME} ?\d(?:[,，]\d)?){{0,7}}")
_CREDIT = re.compile(
    rf"[(（]?(?:[{_HAN}]{{2,4}})?(?:特约|特派|见习|实习)?(?:记者|通讯员|摄影)[ :：]{{1,3}}{_NAME}(?:[ 、]{{1,2}}{_NAME}){{0,3}} ?(?:文/图|图/文|摄影?|图)(?:影?报道)?[)）]?"
    rf"|[(（]?{_NAME}(?: {_NAME}){{0,3}} (?:文/图|图/文|摄影?)(?:影?报道)?[)）]?"
)
_ISSUE = re.compile(
    r"(?P<year>(?:19|20)\d\d) ?年 ?(?:第 ?\d{1,3}(?: ?[-—] ?\d{1,3})? ?[期辑卷]|\d{1,2} ?期(?![\u4e00-\u9fff])"
    r"|\d{1,2} ?月 ?[上中下]旬?刊?)"
    r"(?: ?[(（]?总第? ?\d{1,5} ?期[)）]?)?"
)
_ENGLISH = re.compile(r"(?:No|Vol|Sum|Serial)\.? ?\d{1,5}|(?:19|20)\d\d|[A-Z][a-z]{2,8}\.?(?![a-z])")
_NUMBERED_FOOT = re.compile(
    rf"\d{{1,4}} {{1,8}}(?P<behind>[{_HAN}][^\d。]{{1,20}}[^\d。 ])|(?P<before>[{_HAN}][^\d。]{{1,20}}[^\d。 ]) {{1,8}}\d{{1,4}}"
)
_EDGES = " |·•-—>》【】[]()（）〔〕、,，;；/"
_FEW_WORDS = 16  # characters beside the number of an issue
_LONGEST, _LONGEST_NOTE = 120, 480  # characters


def imprint(line: Text) -> tuple[Field, ...] | None:
    """What a line says by its form; None when it has none of these forms."""
    said = line.characters
    is_note = _NOTE.match(said) and len(said) < _LONGEST_NOTE
    if is_note or (len(said) <= _LONGEST and any(form.fullmatch(said) for form in _FORMS)):
        return (Field("other", said, line.locate(Span(0, len(said)))),)
    if len(said) <= _LONGEST and _AUTHORS.fullmatch(said):
        people = re.findall(_NAME, said)
        return (Field("author", "、".join(people), line.locate(Span(0, len(said)))),)
    return None


def journal(line: Text) -> Field | None:
    """28 某某论坛: the name beside the number of a page at its foot; None for any other line."""
    numbered = _NUMBERED_FOOT.fullmatch(line.characters)
    if numbered is None:
        return None
    name = "before" if numbered["before"] else "behind"
    return Field("journal", numbered[name], line.locate(Span(*numbered.span(name))))


def issue(line: Text) -> tuple[Field, ...] | None:
    """某某论坛 2020 年第 3 期 29: the number of an issue, beside it the name of the journal and the page."""
    found = _ISSUE.search(line.characters)
    if found is None:
        return None
    before = line.characters[: found.start()].strip(_EDGES + "0123456789")
    after = _ENGLISH.split(line.characters[found.end() :])[0].strip(_EDGES + "0123456789")
    rest = _ENGLISH.sub("", line.characters[found.end() :]).strip(_EDGES + "0123456789.")
    if len(before) > _FEW_WORDS or len(rest) > _FEW_WORDS:
        return None
    fields = [
        Field("issue", found[0], line.locate(Span(*found.span()))),
        Field("published", found["year"], line.locate(Span(*found.span("year")))),
    ]
    name = before or after
    if name:
        at = line.characters.find(name)
        fields.append(Field("journal", name, line.locate(Span(at, at + len(name)))))
    return tuple(fields)


_FORMS = (_NUMBERED, _LETTERHEAD, _AFFILIATION, _CREDIT)
