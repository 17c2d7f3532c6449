"""A single village, township or person, whose figures are no region's here."""

import re

from service.text import Span

# The characters before 村 and 镇 that make no name of one village: 贫困村, 行政村, 每个村, 驻村, 各乡镇.
_KIND = (
    "困政然每个各全该本点散弱壳范列驻进到入下整农山新旧老古名城街建包联帮对在为向赴及和与部的区深度后穷富强丽色邻跨回离出返住留扶爱护治兴"
    "一二三四五六七八九十百千万亿两多余几支目所数非重软涣难弃空设型级类户环边远宜沿靠美特示当周有是让使带联居此外某同该驻全通乡镇化查任务道修铺建示缘般0123456789〇零社业体组县"
)
# Verbs that stand before 村组干部, 县乡, 村财 and are no part of a name.
_VERB = "组织|其中|集中|中心|中国|中央|中共|当中|提高|加强|优化|整合|引导|完善|建立|健全|发挥|落实|做好|抓好|注重|动员|鼓励|支持|帮助|实现|促进|解决|推动|推进|深化|开展|严格|规范|强化|巩固|探索|创新|坚持|实行|实施|通过|利用|结合|按照|根据|围绕|聚焦|针对|除了|村村|市县|省市|区县|县乡|村财"
# A village's or township's name stands where a subject begins, or behind the county or township that it lies in; and what
# follows it is said of it: 河口村有, 敦寨镇,. 走村串户 and 千村万户 are no names.
_SAID_OF_IT = r"(?=[，,、：:；;的在有为最已通现共把将因是也位地委全距利依发流建成引带投采推探创每总年户耕原属曾农产选从帮硬累新修整改争完拥得收种养栽办筹协签\d]|组[织建]|\s|$)"
_NAMED = re.compile(
    r"(?:(?<![^，,。;；:：、\s“(（!！?？])(?:(?:目前|如今|现在|去年|今年)?在|对|如|以|由|地处|位于|走进|来到|走访|落户)?|(?<=[省市县区旗州盟乡镇])|(?<=苏木)|(?<=落户)|(?<=位于)|(?<=走进)|(?<=来到))"
    rf"(?!{_VERB})(?:(?![全从各的个了和与及在对向把被是为将让使由选拔派任推行训占])[\u4e00-\u9fff]){{2,4}}(?<![{_KIND}])"
    rf"(?:村(?!级|委会?主任){_SAID_OF_IT}|(?<!乡)镇(?!村|区|长|党|街|域|级|化|政)|(?<![苗侗瑶藏彝畲壮回水茶果花蜜老故家城下他异药鱼])乡(?!镇|村|亲|土|愁|贤|情|党|风|里|间|长|级|域|政)"
    rf"|街道(?!办){_SAID_OF_IT}|社区(?!党|干部|工作|居民|矫正|服务|工厂){_SAID_OF_IT}|苏木(?!镇|乡){_SAID_OF_IT}|嘎查(?!村){_SAID_OF_IT})"
    r"|(?<=的)[\u4e00-\u9fff]{2,3}[镇乡](?=地处|位于|坐落)"
    r"|(?:某村|某镇|某乡|该村|全村|本村|我村|该镇|全镇|该乡|全乡|该社区|该街道|全嘎查|该嘎查|全社区|这个村|我们村|俺村|该合作社|该公司|该企业|该基地|(?<![A-Za-z])[A-ZＡ-Ｚ]{1,2}[县市区镇乡村省](?![A-Za-z])|某[省市县区]|(?<![^，,。;；:：\s])村里(?!的))"
)
# 位于洪河边的一个小村: whom the whole story is about, until it says otherwise.
_STORY = re.compile(
    r"(?:是|位于|地处)[^。，,\n]{0,24}的一个[\u4e00-\u9fff]{0,6}(?:小村|山村|村庄|村子|自然村|行政村|贫困村|村落)"
)
_BEGINNING = 200  # characters
# A person's own deeds: 他帮助…. And a village said behind its figure: 122户贫困户的水口村.
_PERSON = re.compile(r"(?<![其吉])[他她](?![们人乡山日国说]|介绍|表示|告诉|指出|强调|透露|认为)")
_OF_A_VILLAGE = re.compile(rf"[^，,。；;：:、\n]{{2,16}}的[\u4e00-\u9fff]{{2,3}}(?<![{_KIND}])村")
# 敦寨镇等5个镇, 敦寨镇、铜鼓镇: of many.
_OF_MANY = re.compile(
    r"等\s?$|等[\d一二两三四五六七八九十几多]|、\s?$|[\d一二两三四五六七八九十几]{1,3}[个处]"
)


def is_story_of_one(text: str) -> bool:
    """Whether a text begins as the story of one village: 位于洪河边的一个小村."""
    return _STORY.search(text, 0, _BEGINNING) is not None


def named_in(said: str) -> Span | None:
    """Where a named village or township stands first."""
    found = _NAMED.search(said)
    return Span(*found.span()) if found else None


def is_of_one(text: str, start: int, at: int, end: int) -> bool:
    """Whether a figure at `at` is of one: named since `start`, or behind the figure and before `end` (122户贫困户的水口村)."""
    if _PERSON.search(text, start, at) or _OF_A_VILLAGE.match(text, at, end):
        return True
    last = next(reversed([*_NAMED.finditer(text, start, at)]), None)
    return last is not None and not _OF_MANY.search(text[last.end() : last.end() + 3])
