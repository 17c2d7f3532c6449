"""The command line: the same verbs, exit codes that scripts can trust, and never a traceback."""

import csv
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.corpus import Corpus
from service.settings import VARIABLES, Settings

JIAN = "吉安县选派52名第一书记到村任职，人均经费12.60万元。\n全县共有贫困村86个，群众反映良好。\n"
JINPING = "锦屏县选派61名第一书记到村任职。\n全县的驻村工作队实现全覆盖。\n"
KEYS = [
    "document",
    "region",
    "adcode",
    "measure",
    "value",
    "unit",
    "per",
    "bound",
    "time",
    "scope",
    "quote",
    "start",
    "end",
]

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with a store of its own."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("DUIZHAO_"):
            monkeypatch.delenv(name)

    def command(*arguments: str, given: str | bytes | None = None, **environ: str) -> Result:
        found = CliRunner().invoke(main, arguments, input=given, env={"DUIZHAO_SEEDS": "", **environ})
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        assert "Traceback" not in found.stderr
        return found

    return command


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with two documents, one of them in a folder of its own."""
    folder = tmp_path / "texts"
    (folder / "more").mkdir(parents=True)
    (folder / "jian.txt").write_text(JIAN, encoding="utf-8")
    (folder / "more" / "jinping.txt").write_text(JINPING, encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    return folder


# import


def test_import(run: Run, files: Path) -> None:
    """Each document is told with its main region, and the end counts."""
    first, again = run("import", str(files)), run("import", str(files / "jian.txt"))

    assert first.exit_code == again.exit_code == 0
    assert first.stdout.splitlines() == [
        "jian: 吉安县 360821",
        "jinping: 锦屏县 522628",
        "2 imported, 0 known already, 0 failed",
    ]
    assert again.stdout.splitlines()[-1] == "0 imported, 1 known already, 0 failed"
    assert first.stderr == ""


def test_import_with_bad_files(run: Run, files: Path) -> None:
    """A bad file stops no other; which failed and why is told, and the exit code says so."""
    (files / "a.txt").write_text("The village has no Chinese.", encoding="utf-8")
    (files / "b.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (files / "c.txt").write_bytes(b"")
    found = run("import", str(files), str(files / "missing.txt"))

    assert found.exit_code == 1
    assert found.stdout.splitlines()[-1] == "2 imported, 0 known already, 4 failed"
    failed = found.stderr.splitlines()
    assert [line.split(":")[1].strip().rsplit("/", 1)[1] for line in failed] == [
        "a.txt", "b.txt", "c.txt", "missing.txt",
    ]  # fmt: skip
    assert all(line.count(":") >= 2 and line.rsplit(":", 1)[1].strip() for line in failed)


def test_import_with_what_is_said(run: Run, files: Path) -> None:
    """Region and date of the caller hold for all files."""
    found = run("import", str(files / "jian.txt"), "--region", "锦屏县", "--published", "2018-10")

    assert found.stdout.startswith("jian: 锦屏县 522628\n")
    wrong = run("import", str(files / "jian.txt"), "--region", "无此县")
    assert (wrong.exit_code, "无此县" in wrong.stderr) == (1, True)


# analyse


def test_analyse_records(run: Run, files: Path) -> None:
    """One flat record a line, with exactly these keys; nothing is stored."""
    found = run("analyse", str(files / "jian.txt"), "--only", "observations", "--format", "ndjson")
    records = [json.loads(line, parse_float=Decimal) for line in found.stdout.splitlines()]

    assert records
    assert all(list(record) == KEYS for record in records)
    first = records[0]
    assert (first["document"], first["region"], first["adcode"]) == ("jian", "吉安县", "360821")
    assert (first["measure"], first["value"], first["unit"]) == ("first_secretaries", 52, "人")
    assert JIAN[first["start"] : first["end"]] == first["quote"]
    assert not Path("var").exists()


def test_analyse_all(run: Run, files: Path) -> None:
    """Without a part, one object with all of them."""
    found = json.loads(run("analyse", str(files / "jian.txt"), "--published", "2019").stdout)

    assert (found["region"]["adcode"], found["published"], found["index"]) == ("360821", "2019", "codepoint")
    assert {"summary", "keywords", "observations"} <= set(found)
    for sentence in found["summary"]:
        assert "".join(JIAN[start:end] for start, end in sentence["spans"]) == sentence["quote"]


@pytest.mark.parametrize("part", ["summary", "keywords", "observations"])
def test_analyse_part(run: Run, part: str) -> None:
    """A part is the same as a list, a record a line, and within the whole."""
    whole = json.loads(run("analyse", "-", given=JIAN.encode()).stdout)
    listed = json.loads(run("analyse", "-", "--only", part, given=JIAN.encode()).stdout)
    lines = run("analyse", "-", "--only", part, "--format", "ndjson", given=JIAN.encode()).stdout

    assert listed == whole[part] == [json.loads(line) for line in lines.splitlines()] != []


def test_analyse_text(run: Run, files: Path) -> None:
    """The clean text, a paragraph a line."""
    found = run("analyse", str(files / "more" / "jinping.txt"), "--only", "text")

    assert found.stdout.splitlines() == JINPING.splitlines()


# compare and export


def test_compare(run: Run, files: Path) -> None:
    """The same comparison as a table, as CSV and as JSON."""
    run("import", str(files))
    asked = ("compare", "--measures", "first_secretaries", "--regions", "锦屏县, 360821")
    table, lines, found = (run(*asked, "--format", form).stdout for form in ("table", "csv", "json"))

    assert all(word in table for word in ("吉安县", "锦屏县", "52", "61"))
    assert [row["value"] for row in csv.DictReader(lines.splitlines())] == ["61", "52"]
    cells = json.loads(found)["rows"][0]["cells"]
    assert [(cell["region"], cell["value"]) for cell in cells] == [("522628", "61"), ("360821", "52")]


def test_compare_all(run: Run, files: Path) -> None:
    """Nothing said asks for all; an empty store has an empty answer."""
    empty = run("compare", "--format", "json")
    run("import", str(files))
    found = json.loads(run("compare", "--format", "json").stdout)

    assert (empty.exit_code, json.loads(empty.stdout)) == (0, {"regions": [], "rows": []})
    assert [region["adcode"] for region in found["regions"]] == ["360821", "522628"]
    assert run("compare").exit_code == 0


def test_compare_on_terms(run: Run, files: Path) -> None:
    """A time, a tolerance, what is derived, and rows in words; what cannot be is one line."""
    run("import", str(files))
    asked = ("compare", "--measures", "first_secretaries")
    words = run(*asked, "--format", "statements").stdout
    found = json.loads(run(*asked, "--align", "at:1999", "--tolerance", "P1Y", "--format", "json").stdout)
    derived = run("compare", "--derive", "households_per_paired_cadre", "--format", "json").stdout
    refused = run(*asked, "--align", "oldest")

    assert words.startswith("第一书记人数(人):锦屏县61")
    assert [cell["gap"] for cell in found["rows"][0]["cells"]] == ["not_comparable"] * 2
    assert [row["measure"] for row in json.loads(derived)["rows"]] == ["households_per_paired_cadre"]
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)


def test_export_gold(run: Run, files: Path, tmp_path: Path) -> None:
    """What readers accepted, and what they edited as they edited it; nothing they rejected."""
    run("import", str(files))
    assert run("export", "gold").stdout == ""
    corpus = Corpus.open(Settings(home=tmp_path / "var", seeds=None))
    first, second, third = corpus.observations(limit=3).items
    corpus.reviews.say(first, "accepted")
    corpus.reviews.say(second, "edited", figure={"value": Decimal(77)})
    corpus.reviews.say(third, "rejected")
    corpus.close()

    lines = [json.loads(line) for line in run("export", "gold").stdout.splitlines()]

    assert all(list(line) == KEYS for line in lines)
    assert {line["value"] for line in lines} == {int(first.value), 77}


def test_export(run: Run, files: Path) -> None:
    """Every observation of the store, under the names of the files."""
    run("import", str(files))
    lines = [json.loads(line) for line in run("export", "observations").stdout.splitlines()]
    rows = list(csv.DictReader(run("export", "observations", "--format", "csv").stdout.splitlines()))

    assert {line["document"] for line in lines} == {"jian", "jinping"}
    assert all(list(line) == KEYS for line in lines)
    assert [row["quote"] for row in rows] == [line["quote"] for line in lines]


# The rest


def test_reanalyse_and_upgrade(run: Run, files: Path) -> None:
    """A current store needs nothing, and says so."""
    run("import", str(files))

    assert run("reanalyse").stdout == "0 analysed, 0 failed\n"
    assert run("db", "upgrade").stdout.startswith("the store has schema ")


def test_settings(run: Run) -> None:
    """Every setting is listed."""
    listed = run("settings").stdout

    assert all(f"`{variable.name}`" in listed for variable in VARIABLES)


def test_openapi(run: Run) -> None:
    """The document of the HTTP interface is written as it is."""
    assert run("openapi").stdout.startswith("openapi: ")


@pytest.mark.parametrize(
    ("arguments", "given", "environ", "said"),
    [
        (("compare", "--measures", "no_such"), None, {}, "no_such"),
        (("compare", "--measures", ""), None, {}, "measure"),
        (("compare", "--regions", "吉安县,360821"), None, {}, "same"),
        (("compare", "--regions", "鼓楼区"), None, {}, "鼓楼区"),
        (("analyse", "missing.txt"), None, {}, "missing.txt"),
        (("analyse", "-"), b"", {}, "empty"),
        (("analyse", "-"), b"no Chinese here", {}, "Chinese"),
        (("analyse", "-"), b"\xff\xfe\x00\xd8", {}, ""),
        (("analyse", "-", "--region", "x"), JIAN.encode(), {}, "x"),
        (("analyse", "-", "--published", "yesterday"), JIAN.encode(), {}, "2019-12-31"),
        (("analyse", "-", "--format", "xml"), b"", {}, "ndjson"),
        (("import",), None, {}, "PATH"),
        (("no-such-command",), None, {}, "no-such-command"),
        (("compare",), None, {"DUIZHAO_HOMME": "x"}, "DUIZHAO_HOME"),
        (("compare",), None, {"DUIZHAO_WORKERS": "many"}, "whole number"),
        (("compare",), None, {"DUIZHAO_HOME": "/dev/null/store"}, "/dev/null"),
        (("compare",), None, {"DUIZHAO_MEASURES": "missing.toml"}, "missing.toml"),
        (("serve", "--port", "70000"), None, {}, "70000"),
        (("serve",), None, {"DUIZHAO_SEEDS": "missing"}, "missing"),
    ],
)
def test_mistake(
    run: Run, arguments: tuple[str, ...], given: bytes | None, environ: dict[str, str], said: str
) -> None:
    """A mistake is one line on stderr that names it, and exit code 2."""
    found = run(*arguments, given=given, **environ)

    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith("duizhao: ")
    assert found.stderr.count("\n") == 1
    assert said in found.stderr


def test_broken_pipe(files: Path, tmp_path: Path) -> None:
    """A reader that has enough is no error."""
    script = f"{sys.executable} -m service.cli analyse {files}/jian.txt --only keywords | head -c 1"
    found = subprocess.run(["bash", "-c", f"set -o pipefail; {script}"], capture_output=True, check=False)

    assert found.stdout == b"["
    assert found.stderr == b""


def test_help_is_fast() -> None:
    """The command line itself imports neither numpy nor SQL."""
    script = "import sys, service.cli; print({'numpy', 'sqlalchemy', 'flask', 'jieba'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "set()"


@pytest.fixture
def server(tmp_path: Path, files: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service on a free port of this machine, whose bundled corpus are the two documents."""
    running = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--port", "0"],
        env={
            **os.environ,
            "DUIZHAO_HOME": str(tmp_path / "home"),
            "DUIZHAO_SEEDS": str(files),
            "DUIZHAO_WORKERS": "1",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    lines = []
    for line in running.stderr:
        lines.append(line)
        if "Listening at: " in line:
            yield line.split("Listening at: ")[1].split()[0], running
            break
    else:
        pytest.fail("".join(lines))
    running.kill()
    running.wait()
    running.stderr.close()


def test_serve(server: tuple[str, "subprocess.Popen[str]"]) -> None:
    """A first start serves the bundled corpus, and a polite signal ends it."""
    address, running = server
    with urllib.request.urlopen(f"{address}/v1/comparison?measures=first_secretaries", timeout=20) as answer:  # noqa: S310
        regions = [region["adcode"] for region in json.load(answer)["regions"]]
    running.send_signal(signal.SIGTERM)

    assert regions == ["360821"]
    assert running.wait(timeout=20) == 0
