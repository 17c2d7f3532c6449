"""What stands before a statement and is no part of it: 新华社某市3月5日电, 据悉，, 记者从县政府获悉，.

A summary leaves it out; the rest of the sentence is verbatim and stands alone.
"""

import re

_LEAST = 8  # characters that must be left; less is no statement
_MOST = 6  # pieces one behind the other
_LOOK = 160  # characters in which a lead ends; also what bounds the time of every pattern

_DAY = r"(?:(?:\d{1,2}月)?\d{1,2}日)"
_HAN = r"[\u4e00-\u9fff]"
_HEADING = r"(?:[【\[〔（(]?(?:原标题|标题|来源|核心提示|摘要|导读)[】\]〕）)]?[:：]?\s{0,3})?"
_AGENCY = rf"(?:{_HAN}{{1,12}}?(?:社|网|报|台|在线|客户端|融媒)[\u4e00-\u9fff、/]{{0,10}}?{_DAY}?|{_HAN}{{2,10}}{_DAY}|{_DAY}|本[报刊网台])"
_NAMED = r"(?:[（(][^（）()]{0,60}[）)])?"
_DATELINE = re.compile(
    rf"{_HEADING}[【\[]?{_AGENCY}(?:新媒体|体育|特稿|综合|外代|快|财经){{0,2}}(?:专?电|讯|消息)(?:题：)?[】\]]?\s{{0,3}}{_NAMED}[，,:：]?\s{{0,3}}"
)
_REPORTERS = re.compile(
    r"(?:【[^】]{0,12}】\s{0,3})?[（(](?:[^（）()]{0,12})(?:记者|通讯员)[^（）()]{0,40}[）)]\s{0,3}|【[^】]{0,12}】\s{0,3}"
)
_HEARD = re.compile(
    r"据(?:悉|了解|介绍|报道|称|透露|统计|[^，。,]{1,28}?(?:消息|报道|获悉|通报|介绍|了解|公告|显示|公众号|网站|披露))[，,：:]\s{0,3}"
    rf"|(?:{_DAY}[，,]?)?(?:{_HAN}{{0,6}}?记者)?{_DAY}?(?:今日|日前|昨日|近日)?从[^，。]{{2,40}}?(?:获悉|了解到|得知)[，,：:]\s{{0,3}}"
)
_CONNECTIVE = re.compile(
    r"(?:日前|近日|目前|此前|同时|此外|另外|其中|但是|因此|所以|而且|不过|然而|那么|然后|对此|其次|首先|最后|另一方面|一方面|与此同时"
    r"|值得注意的是|需要指出的是|总体来看|总之|综上所述|综上|我们认为|我们预计|报道称|外媒称|英媒称)[，,：:]\s{0,3}"
)
_NUMBER = re.compile(
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s{0,3}(?!\d)|[◆●■▪•·—>➤☆★-]{1,4}\s{0,3})"
)
_KINDS = (_DATELINE, _REPORTERS, _HEARD, _CONNECTIVE, _NUMBER)


def lead(sentence: str) -> int:
    """How many characters at the start of a sentence are its lead; at least 8 others are left."""
    done = 0
    said = sentence[:_LOOK]
    for _ in range(_MOST):
        ends = (match.end() for kind in _KINDS if (match := kind.match(said, done)))
        end = next((end for end in ends if end > done and len(sentence) - end >= _LEAST), done)
        if end == done:
            break
        done = end
    return done
