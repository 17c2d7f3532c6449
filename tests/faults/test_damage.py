"""Rows that another hand than ours has changed: what is precious is named, what can be made again is."""

import json
import subprocess
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from tests.faults.running import ROOT, command, served, text


def harm(home: Path, *statements: str) -> None:
    """Change rows behind the back of whoever has them open."""
    file = pysqlite3.dbapi2.connect(home / "duizhao.db", timeout=10)
    for each in statements:
        assert file.execute(each).rowcount > 0
    file.commit()
    file.close()


def verify(home: Path) -> "subprocess.CompletedProcess[str]":
    """`duizhao verify`."""
    return subprocess.run(
        command("service.cli", "verify"),
        cwd=ROOT,
        env={"DUIZHAO_HOME": str(home), "DUIZHAO_SEEDS": "", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_damaged_source(tmp_path: Path) -> None:
    """A flipped bit in a source is a problem of its own, `duizhao verify` names it, and all else goes on."""
    home = tmp_path / "home"
    with served(tmp_path / "log", DUIZHAO_HOME=str(home), DUIZHAO_WORKERS="1") as client:
        whole, damaged = (
            client.post("/v1/documents", json={"text": text(number)}).json()["id"] for number in range(2)
        )
        assert (verify(home).returncode, verify(home).stdout) == (0, "2 documents read, 0 damages\n")
        # The last bit of the last byte of the text.
        flipped = "CAST(substr(content, 1, length(content) - 1) || x'83' AS BLOB)"
        harm(home, f"UPDATE documents SET content = {flipped} WHERE id = '{damaged}'")  # noqa: S608

        answer = client.get(f"/v1/documents/{damaged}/text")
        assert (answer.status_code, answer.json()["type"]) == (500, "/problems/source-damaged")
        assert damaged in answer.json()["detail"]
        assert client.get(f"/v1/documents/{whole}/text").status_code == 200
        for address in ("/v1/comparison", "/v1/documents", f"/v1/documents/{damaged}", "/readyz"):
            assert client.get(address).status_code == 200
        found = verify(home)
        assert (found.returncode, found.stdout) == (1, "2 documents read, 1 damages\n")
        assert found.stderr == f"damaged: source of {damaged}: the stored bytes no longer have this hash\n"
        # As the command says: removed and sent again, it is whole.
        assert client.delete(f"/v1/documents/{damaged}", headers={"If-Match": "*"}).status_code == 204
        assert client.post("/v1/documents", json={"text": text(1)}).status_code == 201
        assert verify(home).returncode == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE observations SET payload = replace(payload, '第一书记', '第二书记')",
        "UPDATE analyses SET payload = x'7b7d'",
        "DELETE FROM observations WHERE place = 0",
        "UPDATE analyses SET edition = 'f' || substr(edition, 2)",
        "UPDATE latest SET payload = x'5b5d'",
    ],
)
def test_foreign_rows(statement: str, tmp_path: Path) -> None:
    """Rows of the cache that were edited by hand are not believed: the answers are those of before."""
    home, addresses = tmp_path / "home", ("/v1/comparison", "/v1/observations", "/v1/documents")
    log = tmp_path / "log"
    with served(log, DUIZHAO_HOME=str(home), DUIZHAO_WORKERS="1") as client:
        for number in range(2):
            assert client.post("/v1/documents", json={"text": text(number)}).status_code == 201
        before = [client.get(address).text for address in addresses]
        harm(home, statement)

        assert [client.get(address).text for address in addresses] == before
        assert verify(home).returncode == 0
    assert json.loads(before[1])["observations"]
