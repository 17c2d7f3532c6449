"""What is deployed and what operators read agree with the program: settings, commands, addresses, metrics."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from service.cli import main
from service.settings import VARIABLES, Settings
from service.web import create_app
from service.web.metrics import Metrics
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
CLUSTER = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")))
FILES = (
    "Dockerfile",
    "compose.yaml",
    "deploy/kubernetes.yaml",
    "docs/operating.md",
    "docs/scale.md",
    "Procfile",
)
# Of the example's own: the password that compose gives to the database and to the service.
OWN = {"DUIZHAO_PASSWORD"}


def words(command: Any) -> list[str]:
    return command.split() if isinstance(command, str) else list(command)


def commands() -> list[list[str]]:
    """Every command that the files run."""
    found = [words(each["command"]) for each in COMPOSE["services"].values() if "command" in each]
    for document in CLUSTER:
        pod = document["spec"].get("template", {}).get("spec", {})
        for container in (*pod.get("initContainers", ()), *pod.get("containers", ())):
            found += [container["args"]] if "args" in container else []
    found += [line.partition(":")[2].split() for line in (ROOT / "Procfile").read_text().splitlines()]
    found += [re.findall(r'"([^"]+)"', line) for line in re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)]
    found += [line.split("#")[0].split() for line in re.findall(r"^duizhao .+$", PAGE, re.MULTILINE)]
    return [each for each in found if each and each[0] == "duizhao"]


@pytest.mark.parametrize("name", FILES)
def test_settings(name: str) -> None:
    """No file speaks of a setting that there is none."""
    known = {variable.name for variable in VARIABLES} | OWN
    said = set(re.findall(r"DUIZHAO_[A-Z]+(?:_[A-Z]+)*(?![A-Z_])", (ROOT / name).read_text(encoding="utf-8")))

    assert {each for each in said if each not in known and each != "DUIZHAO_MAX"} == set()


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_commands(command: list[str]) -> None:
    """Every command that is run exists, with its options."""
    found: click.Command = main
    rest = command[1:]
    while isinstance(found, click.Group):
        name, *rest = rest
        found = found.commands[name]
    known = {option for each in found.params for option in each.opts}

    assert {each for each in rest if each.startswith("-")} <= known


def test_probes() -> None:
    """Every address that is asked whether all is well is there."""
    said = DOCKERFILE + str(COMPOSE) + str(CLUSTER)
    asked = set(re.findall(r"/(?:healthz|readyz|metrics)\b", said))
    rules = {rule.rule for rule in create_app(Settings(seeds=None)).url_map.iter_rules()}

    assert {"/healthz", "/readyz"} <= asked <= rules


def test_metrics() -> None:
    """The page names each metric, and no other."""
    counted = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in Metrics()._registry.collect()
    }

    assert set(re.findall(r"^\| `(duizhao_\w+)`", PAGE, re.MULTILINE)) == counted


def test_unprivileged() -> None:
    """Nothing runs as root, or can become it, and only what must be is written."""
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE)[-1] == "10001"
    for name, service in COMPOSE["services"].items():
        if service.get("image") == "duizhao":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
    for document in CLUSTER:
        if document["kind"] == "Deployment":
            pod = document["spec"]["template"]["spec"]
            assert pod["securityContext"]["runAsNonRoot"]
            for container in (*pod.get("initContainers", ()), *pod["containers"]):
                assert container["securityContext"]["readOnlyRootFilesystem"]
                assert not container["securityContext"]["allowPrivilegeEscalation"]
                assert "memory" in container.get("resources", {}).get("limits", {"memory": 0})


def test_image() -> None:
    """The image is built from files that there are, with extras that there are."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    extras = re.search(r"\.\[([a-z,]+)\]", DOCKERFILE)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert all(Path(ROOT, name).exists() for line in copied for name in line.split())
    assert extras is not None
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras[1].split(","))
