"""When a region's name is no region: 北京大学, 贵州茅台, 锦屏镇, 黄河南岸, 示范县, 记者张建平."""

import re
from collections.abc import Mapping

# Whole names that are also said of any place; they name a region only directly behind a parent (阳泉市郊区).
_COMMON_NAMES = (
    "郊区 城区 矿区 东区 西区 南区 北区 新区 盐区 一区 二区 老城区 新城区 城中区 城东区 城西区 城北区 城南区 "
    "南郊区 北郊区 南城区 北城区 市南区 市北区 新市区 开发区 平安县 富裕县 解放区 工农区 山区 前进区 先锋区"
)
_COMMON = frozenset(_COMMON_NAMES.split())
_SCHOOLS = (
    "师范|交通|理工|科技|农业|林业|工业|医科|医学|中医药|中医|财经|政法|民族|外国语|外语|邮电|航空航天|航空|海洋|石油|矿业|地质|电子|经济|贸易|"
    "职业|技术|警察|体育|音乐|美术|艺术|工程|建筑|信息|国际|城市|应用|电力|水利|工商|商业|传媒|电影|戏剧|语言|文化|幼儿|高等|专科|商学|协和|"
    "第[一二三四五六七八九十]|大学|学院|中学|小学|一中|二中|三中|师大|师院|农大|党校"
)
# What makes a short name a part of another name.
_PART_OF = re.compile(
    rf"(?:{_SCHOOLS}){{1,6}}(?<=大学|学院|中学|小学|一中|二中|三中|师大|师院|农大|党校|协和)"
    r"|(?:[东西南北中][一二三四]?|[一二三四])?(?:路(?!径|线|演|程|费|灯|由|子|况|段|障|网)|街(?!头)|大街|大道|胡同|巷)"
    r"|镇(?!村|级|域)|乡(?!村|镇|亲|贤|土|情|风|愁|城)|村(?!级|庄|落|寨)|[川沟坪坝岭岗坡洼湾塘营庄家堡寨店桥头口子里屯集庙寺沿滩台畈冲坳垭](?:村|庄)|苏木|嘎查|街道|社区|农场|林场|牧场|水库|灌区|电站|"
    r"机场|站|港(?!澳)|码头|立交|大桥|长江大桥|寺|庙|古城|古镇|"
    r"山(?!区|清|水|地|多|东|西|海|川|高|林|路)|湖(?!南|北|区|泊|光)|江(?!苏|西|南|北|山)|河(?!南|北|流|长|道|湖|西|东|山|畔)|"
    r"海(?!南|拔|关|外|洋|东|西|内|岸|上)|岛(?!屿|国)|峡|湾|泉"
    r"|报(?!告|表|名|送|道|销|到|警|考|价|请|批|废|出|刊)|日报|晚报|时报|晨报|早报|都市报|商报|快报|青年报|农民报|广播|电视|卫视|新闻网|新闻|频道|在线|发布|网(?!络|格|点|上|友|民)"
    r"|时间(?!紧|短)|精神|会议精神|会议(?=召开|旧址|会址|前后|确立)|会址|起义|会战|战役|保卫战|暴动|会师|革命根据地|革命老区根据地|道路(?=指引)"
    r"|冬奥|奥运|残奥|证券|证交所|交易所|股市|联交所|合作组织|世博|青奥|共识|宣言|条约"
    r"|茅台|白药|啤酒|火腿|榨菜|豆瓣|火锅|拉面|米粉|螺蛳粉|小吃|敖东|烤鸭|香梨|脐橙|蜜柚|毛尖|龙井|铁观音|苹果(?!产业|种植)|陈醋|"
    r"大曲|汾酒|瓷器|小平|石刻|大理石|豆腐|板鸭|熏鸡|扒鸡|阿胶|银毫|银针|红茶|绿茶|黑茶|白茶|茶(?!产业|农|园|叶|乡|企|业|旅)|玉石|玉(?=器|雕)|梅戏"
    r"|人寿|人保|银行|信用社(?!区)|证券|集团|建工|移动通信|汽车(?=公司|集团|股份)"
)
# Behind a province the next word begins so: 贵州山多, 江西村民.
_NEXT_WORD = re.compile(r"[山河湖江海岛]|村[村干居医规里外民]")
_COMPANY = re.compile(r"([一-龥A-Za-z()()]{2,14}?)(?:股份|有限|责任)(?:有限|责任|股份|公司)")
_NO_COMPANY = re.compile(r"[的与和及在对是有为将向被把从由到省市县区州旗各了]")
# What a name is no region before, name by name: 长治久安, 大连锁店, 全州上下.
_AFTER: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "长治": "久安|理",
        "大同": "小异|步|时|样|类|等|意|社会|世界",
        "大连": "锁|续|接|片|环|线|队",
        "大兴安岭": "[南北东西]麓|林区|山|腹地|深处",
        "大庆": "祝|典|幸|功",
        "大理": "石|寺|论|念|想",
        "长春": "节|花",
        "三明": "治",
        "德州": "仪器|扑克",
        "广安": "门",
        "海口": "岸",
        "多伦": "多",
        "张北": "京",
        "长白": "山",
        "新乡": "村|贤|镇|土|风|愁|情|规|约|民",
        "安康": "工程|生活|乐|的生活",
        "天水": "一色|围",
        "黄石": "公园",
        "赤壁": "之战",
        "于田": "[野间埂]",
        "黔西": "[南北]",
        "中卫": "的因伤|线",
        "开封": "府|菜",
        "黄梅": "戏",
        "定西": "部",
        "普洱": "茶",
        "中山": "装|陵|公园|先生|舰",
        "吴忠": "[一-龥]{0,1}(?:说|介绍|表示)",
        "吉林": "大学",
        "保定": "[了点]",
        "沙市": "场",
        "陵水": "位",
        "大厂": "房|商",
        "江都": "会",
        "西吉": "祥",
        "乐清": "新",
        "河源": "头",
        "天门": "山",
        "北海": "岸|道|公园|舰队",
        "南平": "原",
        "上饶": "有",
        "建湖": "泊",
        "宝山": "钢",
    }.items()
}
# What a short name is no region behind: 黄河南岸, 推广东西部协作, 长江西路, 马鞍山东麓.
_BEFORE: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "河南": "[黄淮渭洛辽两沿海运大内清沙汾泾湟漠江]",
        "河北": "[黄淮渭洛辽两沿海运大内清沙汾泾湟漠]",
        "江西": "[长珠赣湘漓汉沿闽两沅乌怒]|陵",
        "江苏": "[沿]",
        "湖南": "[太西东洪鄱洞两环沿]|庭|阳",
        "湖北": "[太西东洪鄱洞两环沿]|庭|阳",
        "山东": "[泰华黄衡嵩恒冈马鞍中佛唐行眉]",
        "山西": "[泰华黄衡嵩恒冈鞍中佛唐行眉]",
        "广东": "推",
        "广西": "推",
        "海南": "[上渤黄东沿珠威临青]",
        "青海": "[长]",
        "贵州": "[富]",
        "云南": "[乌]",
        "津市": "天",
        "海东": "[沿渤黄上]",
        "盘山": "六",
        "盘山区": "六",
        "海口": "[沿出]",
        "大兴安岭": "[南北东西]麓|林区|山|腹地|深处",
        "大庆": "[盛重最]",
        "大同": "[扩]",
        "大连": "[最重巨庞]",
        "大理": "[最重]",
        "中山": "[孙其集]",
        "南昌": "[西]",
        "宁安": "[康]",
        "武安": "[文]",
        "神木": "[精]",
        "长兴": "[成增]",
        "长沙": "[校]",
        "长丰": "[增]",
        "长治": "[共校局]",
        "长安": "[局部校]",
        "长春": "[市校局县]",
        "长阳": "[部]",
        "化德": "[文]",
        "达州": "[里大他]",
        "文昌": "谷",
        "中卫": "[大左右双名员]",
        "通化": "[普]",
    }.items()
}
# 永阳镇江南村, 乡镇安全: a name that begins with 镇 stands between words or behind a region.
_TOWN_BEFORE = re.compile(
    r"(?:[^\u4e00-\u9fff]|在|从|到|与|对|据|由|向|给|至|让|赴|离|是|于|的|及|如|和|或|[省市州盟区])\Z"
)
# Where the character before makes a word with the first one of a name: 推广·东西部, 确定·边界, 市长·春节前.
_SPLITS_BEFORE: Mapping[str, str] = {
    "定": "确稳决鉴规固肯特锁约认制协假限指判否坚评测",
    "会": "社协机国大议员开商工学晚联",
    "民": "人农居市村渔牧国公移难灾网股选",
    "长": "市县校局部省处院所社行队增成区州州延",
    "安": "公治平国民慈早",
    "平": "水公太",
    "新": "创革更全最",
    "大": "最重巨扩壮强盛庞伟",
    "通": "普沟交联融畅流",
    "建": "构共党基修兴新搭扩改创重组援",
    "修": "维装整翻",
    "兴": "振复新",
    "理": "管治代处修办",
    "固": "巩稳",
    "高": "提最更新升较偏",
    "资": "投工物",
    "金": "资基奖现",
    "德": "道品美",
    "文": "人语",
    "东": "股房",
    "海": "沿",
    "都": "首",
    "开": "公展召打离分",
    "保": "环确社医",
    "富": "丰致",
    "广": "推",
    "乡": "城家",
    "临": "面濒来光",
    "明": "文说证",
    "中": "其集",
    "个": "这那一两几每三",
    "来": "本未原近",
    "巴": "阿里古奥",
    "噶": "准",
    "黎": "巴",
    "喀": "拉",
    "泰": "白",
}
# Where the last character makes a word with what follows: 和安·全性, 复杂多·变, 化德·国.
_SPLITS_AFTER: Mapping[str, re.Pattern[str]] = {
    last: re.compile(following)
    for last, following in {
        "安": "全(?![市省县区国])|排|置|装|心|居|防|抚|静|稳|葬",
        "定": "期|位|点|向|制|时|价|量|额|居|粮",
        "平": "均|衡|稳|台|等|面",
        "德": "国|育|智",
        "多": "变|样|种|个|年|元|次|余|数",
        "结": "果|构|合|束",
        "治": "理|疗|愈|水|沙",
        "城": "市|镇|乡",
        "西": "岸|麓|侧",
        "东": "岸|麓|侧",
        "南": "岸|麓|侧",
        "北": "岸|麓|侧",
    }.items()
}
_SURNAMED = re.compile(
    r"(?:记者|书记|县长|市长|区长|省长|州长|主任|干部|队员|村民|户主|贫困户|部长|局长|主席|同志|通讯员|队长|老人|厅长|处长|院长|教授|"
    r"委员|组长|党员|村医|老师|校长|作者|编辑|责编)[ :]{0,2}[\u4e00-\u9fff]\Z"
    r"|(?:\A|[^\u4e00-\u9fff])[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖"
    r"邹熊陆郝孔崔毛邱秦史顾侯邵孟雷钱汤尹黎武乔贺赖龚谷]\Z"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金"
    "陆郝孔白崔毛邱秦史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文"
)
_SPEAKS = re.compile(r"(?:说|介绍|表示|告诉|同志|坦言|感慨|认为)")
_DATELINE = re.compile(r"[ ]?[0-9]{1,2}月[0-9]{1,2}日[^,。,\n]{0,6}(?:电|讯)|讯[ ((]")
_WORDS_BEFORE_COUNTY = re.compile(
    r"(?:[^\u4e00-\u9fff]|在|从|到|与|对|据|由|向|给|至|让|赴|离|是|于|的|及|如|和|或|其中|包括|有|为)\Z"
)
_AND_BEFORE = re.compile(r"[省市县乡镇村区州][与和及]\Z")
_AREA = "域间块位"
_MARKET = "场值盈"
_NOT_A_COUNTY = re.compile(r"[级域乡区际直处]|内|外(?!\w)|长期")
# (某某学院,广西 南宁 530299): where an author works, by postcode.
_AFFILIATION = re.compile(r"[((][^()()\n]{2,80}[0-9]{6}[ ]?[;;))]")


def affiliations(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges that say where authors work; regions in them are not what the text speaks of."""
    return tuple(matched.span() for matched in _AFFILIATION.finditer(text))


def is_common(name: str) -> bool:
    """Whether a whole name is also said of any place (郊区, 老城区) and needs a parent directly before it."""
    return name in _COMMON


def is_glued(text: str, start: int, end: int) -> bool:
    """Whether a whole name only seems to stand there: 和平区域合作, 吉安市场, 沿海城市."""
    last, following = text[end - 1], text[end : end + 1]
    if (last == "区" and following in _AREA) or (last == "市" and following in _MARKET):
        return following != ""
    first = text[start]
    return (
        end - start == 3 and start > 0 and first != "长" and text[start - 1] in _SPLITS_BEFORE.get(first, "")
    )


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether a county name of two characters stands between words: 在范县 and not 示范县, 省市和县乡."""
    before = text[max(0, start - 2) : start]
    if _NOT_A_COUNTY.match(text, end):
        return not before or not _is_han(before[-1])
    return not before or (bool(_WORDS_BEFORE_COUNTY.search(before)) and not _AND_BEFORE.search(before))


def is_other_name(text: str, start: int, end: int, is_province: bool, is_beside: bool) -> bool:
    """Whether a short name is a part of another name or word, or of a dateline.

    Args:
        is_province: 山 and 河 behind a province begin the next word (贵州山多) far more often than they end a name.
        is_beside: whether another region's name ends where this one starts; no word is split there.
    """
    name = text[start:end]
    if not is_beside and _is_split(text, start, name, is_province):
        return True
    for pattern in (_AFTER.get(name), _SPLITS_AFTER.get(name[-1]), _DATELINE):
        if pattern and pattern.match(text, end):
            return True
    # 化隆县拉面 is of 化隆县; 兰州拉面 is a dish.
    part = None if name.endswith(("县", "旗")) else _PART_OF.match(text, end)
    if part and not (is_province and _NEXT_WORD.match(text, end)):
        return True
    company = _COMPANY.match(text, end)
    return bool(company and not _NO_COMPANY.search(company[1]))


def _is_split(text: str, start: int, name: str, is_province: bool) -> bool:
    before = text[max(0, start - 2) : start]
    if not before:
        return False
    pattern = _BEFORE.get(name)
    if (pattern and pattern.match(before[-1])) or before[-1] in _SPLITS_BEFORE.get(name[0], ""):
        return True
    if is_province:
        return False
    if name[0] == "镇" and not _TOWN_BEFORE.search(before):
        return True
    if _SURNAMED.search(text[max(0, start - 6) : start]):
        return True
    return before[-1] in _SURNAMES and bool(_SPEAKS.match(text, start + len(name)))


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
