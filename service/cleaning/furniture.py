"""Lines that are no part of an article: page numbers, file names, navigation, running heads."""

import re
from collections import Counter
from collections.abc import Sequence

from service.cleaning.dates import DATE
from service.cleaning.rows import Line
from service.cleaning.vocabulary import NAVIGATION

_LONGEST = 90  # characters; a longer line is a paragraph
_PAGE = re.compile(
    r"[-—–·~ \[(]{0,4}(?:"
    r"(?:第 ?)?\d{1,4} ?[页版](?:[ ,，/]{0,3}共 ?\d{1,4} ?[页版])?"
    r"|(?!(?:19|20)\d\d\b)\d{1,4}(?: ?/ ?\d{1,4})?"  # 2019 alone on a line is a heading
    r"|[Pp](?:age|AGE)?\.? ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?(?: ?[-–] ?[^。]{1,60})?"
    r"|\d{1,4}(?: {1,8}\d{1,4}){2,40}"
    r")[-—–·~ \])]{0,4}"
)
_FILE = re.compile(
    r"[^。,，]{0,60}\.(?:indd|pdf|docx?|wps|txt|html?|fbd|s2|ps2?)\b[^。,，]{0,20}", re.IGNORECASE
)
_NAVIGATION = re.compile(
    "(?:"
    + "|".join(" {0,3}".join(word) if len(word) == 2 else re.escape(word) for word in NAVIGATION)
    + r"|(?:总?第|本期|当前|共)?[A-Z]?\d{1,6} ?[期版页次条]?(?![\d.%年月日])"
    + r"|[\s|>/:：·•<«»+\-—【】\[\]()（）,，、.…\"“”]){1,200}+"
)
_BUTTONS = re.compile(
    "(?:[ ]{0,3}[【\\[(（][ ]{0,3}(?:"
    + "|".join(" {0,3}".join(word) for word in NAVIGATION if len(word) > 1)
    + ")[ ]{0,3}[】\\])）]){1,8}$"
)
# 第3条 alone on a line is a heading: numbers make navigation only beside one of its words.
_WORD = re.compile("|".join(" {0,3}".join(word) for word in NAVIGATION if len(word) > 1))
_TRAIL = re.compile(
    r"(?:(?:当前|您的|您现在的|你的|所在|您所在的|现在)位置|[上下]一[篇条页版期][:：]"
    r"|第 ?[A-Z]?\d{1,3} ?版[:：]|[^。]{0,12}首页 ?[>»›→])[^。]{0,80}$"
)
_NOTICE = re.compile(
    r"(?:版权声明|免责声明|版权所有|凡本网|凡注明|本网站?所|未经授权|未经许可|转载请注明|特别声明|郑重声明|声明[:：]"
    r"|主办单位|承办单位|技术支持|网站标识码|Copyright|©|扫一扫"
    r"|[^。]{0,20}ICP备|[^。]{0,20}公网安备|(?:长按|扫描)[^。]{0,10}二维码"
    r"|本(?:稿件|站|网站)(?:所含|所有|所载|内容|版权)|[^。]{0,30}(?:提供技术服务|技术提供)|网友为此|按日期(?:查阅|检索)"
    r"|[(（]?此件(?:主动|依申请|不|删减后)?公开|抄[送报][:：]|[^。,，]{2,30}年[^。,，]{1,12}印发$)"
)
_APPEAL = re.compile(
    r"(?:点击|长按|扫描|识别|欢迎)[^。]{0,30}(?:关注(?:我们)?|二维码|订阅|下载)[^。,，]{0,12}"
    r"|(?:赞|点赞|在看|阅读|评论|收藏|转发) {0,2}\d{1,9}\+?"
)
_RELATED = re.compile(
    r"[【\[]?(?:相关(?:阅读|链接|新闻|文章|报道|推荐)|延伸阅读|推荐阅读|热门(?:推荐|文章|新闻)|更多(?:新闻|阅读)"
    r"|猜你喜欢|网友评论|往期(?:推荐|精选|回顾|阅读)|精彩推荐|大家都在看)[】\]:：]{0,2}"
)
_DATED = re.compile(DATE)
_END = re.compile(r"[。!?！？]")
_OFTEN = 3  # times that a line must recur at edges of pages to be a running head


def is_furniture(said: str) -> bool:
    """Whether a line, simplified, holds nothing but page numbers, a file name or navigation."""
    if len(said) > _LONGEST:
        return False
    if any(kind.fullmatch(said) for kind in (_PAGE, _FILE, _APPEAL)) or _TRAIL.match(said):
        return True
    if _NAVIGATION.fullmatch(said) is None or _DATED.search(said) is not None or is_related(said):
        return False
    # 评论: alone on a line may head a part of the article; a label of a masthead is known as one by `fields`.
    return len(_WORD.findall(said)) >= (2 if said.endswith((":", "：")) else 1)


def navigation_behind(said: str) -> int:
    """Where the buttons at the end of a line begin: 完成了任务。【打印】【关闭】; its length when there are none."""
    found = _BUTTONS.search(said, max(0, len(said) - 60)) if said.endswith(("】", "]", ")", "）")) else None
    return found.start() if found else len(said)


def is_related(said: str) -> bool:
    """Whether a line is the heading of links to other articles."""
    return _RELATED.fullmatch(said) is not None


def is_notice(said: str) -> bool:
    """Whether a line at the foot of a text is a notice of the site; not for lines of the article."""
    return _NOTICE.match(said) is not None


def running_heads(lines: Sequence[Line], said: Sequence[str], dropped: Sequence[bool]) -> frozenset[str]:
    """Short lines that stand again and again beside ends of pages, where page numbers and empty rows are.

    Args:
        lines, said, dropped: the lines, their simplified characters, and whether each was found to be
            furniture.
    """
    counts: Counter[str] = Counter()
    for at, line in enumerate(lines):
        if dropped[at] or len(said[at]) > 40 or _END.search(said[at]):
            continue
        beside = line.blanks >= 2 or (at > 0 and dropped[at - 1]) or (at + 1 < len(lines) and dropped[at + 1])
        counts[said[at]] += beside
    return frozenset(line for line, count in counts.items() if count >= _OFTEN)
