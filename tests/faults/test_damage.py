"""Rows that another hand than ours has changed: what is precious is named, what can be made again is."""

import re
import subprocess
from pathlib import Path

import pysqlite3.dbapi2
import pytest

from service.corpus import Corpus, import_here
from service.errors import SourceDamaged
from service.model import Said
from service.settings import Settings
from tests.running import ROOT, command, served, text
from tests.web.clients import ANY


def harm(home: Path, *statements: str) -> None:
    """Change rows behind the back of whoever has them open."""
    file = pysqlite3.dbapi2.connect(home / "duizhao.db", timeout=10)
    for each in statements:
        assert file.execute(each).rowcount > 0
    file.commit()
    file.close()


def verify(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """`duizhao verify`."""
    return subprocess.run(
        command("service.cli", "verify", *words),
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

        # What is asked of the analysis can be answered; what needs the source cannot.
        for address in ("/v1/comparison", "/v1/documents", f"/v1/documents/{damaged}", "/readyz"):
            assert client.get(address).status_code == 200
        answer = client.patch(f"/v1/documents/{damaged}", json={"title": "通知"}, headers=ANY)
        assert (answer.status_code, answer.json()["type"]) == (500, "/problems/source-damaged")
        assert damaged in answer.json()["detail"]
        assert client.patch(f"/v1/documents/{whole}", json={"title": "通知"}, headers=ANY).status_code == 200
        found = verify(home)
        assert (found.returncode, found.stdout) == (1, "2 documents read, 1 damages\n")
        assert found.stderr == f"damaged: source of {damaged}: the stored bytes no longer have this hash\n"
        # As the command says: sent again, it is whole.
        assert client.post("/v1/documents", json={"text": text(1)}).status_code == 200
        assert verify(home).returncode == 0
        # It can be removed as well, though nobody knows what it was.
        harm(home, f"UPDATE documents SET content = {flipped} WHERE id = '{damaged}'")  # noqa: S608
        assert client.delete(f"/v1/documents/{damaged}", headers=ANY).status_code == 204
        assert verify(home).stdout == "1 documents read, 0 damages\n"


def test_import_puts_back(tmp_path: Path) -> None:
    """What is imported again is passed over where it is whole, and put back where it is damaged."""
    settings, file = Settings(home=tmp_path / "home", seeds=None), tmp_path / "file.txt"
    file.write_text(text(1))
    corpus = Corpus.open(settings)
    document = corpus.add(file.read_bytes(), media_type=None).document.id
    harm(settings.home, "UPDATE documents SET content = x'e590'")
    with pytest.raises(SourceDamaged):
        corpus.document(document)

    for _ in range(2):
        assert [one.outcome for _, one in import_here(corpus, [file], Said(), "now")] == ["known"]
        assert corpus.document(document).content == file.read_bytes()
    corpus.close()


FOREIGN = (
    "UPDATE observations SET payload = CAST(replace(CAST(payload AS TEXT), '名', '户') AS BLOB)",
    "UPDATE analyses SET payload = x'7b7d'",
    "UPDATE latest SET payload = x'5b5d'",
)

# A row that is gone is missed by who counts them, one of an edition that nobody asks for by who reads all.
UNSEEN = (
    "DELETE FROM observations WHERE place = 0",
    "INSERT INTO analyses SELECT document, 'f' || substr(edition, 2), title, '110000', published, observations,"
    " payload, digest, made FROM analyses",
)


def test_foreign_rows(tmp_path: Path) -> None:
    """Rows of the cache that were edited by hand are not believed: the answers are those of before."""
    home, log = tmp_path / "home", tmp_path / "log"
    with served(log, DUIZHAO_HOME=str(home), DUIZHAO_WORKERS="1") as client:
        ids = [client.post("/v1/documents", json={"text": text(number)}).json()["id"] for number in range(2)]
        of_each = (f"/v1/documents/{each}/{part}" for each in ids for part in ("sentences", "observations"))
        addresses = ["/v1/comparison", "/v1/observations", "/v1/documents", *of_each]

        def answers() -> list[str]:
            found = [client.get(address) for address in addresses]
            assert {answer.status_code for answer in found} == {200}
            # What was made again counts as a write.
            return [re.sub('"revision":[0-9]+', "", answer.text) for answer in found]

        before = answers()
        for statement in FOREIGN:
            # The mark, too, or the answers would be those that are kept.
            harm(home, statement, "UPDATE state SET value = hex(randomblob(8)) WHERE key = 'mark'")

            assert answers() == before, statement
            assert verify(home).returncode == 0, statement
        for statement in UNSEEN:
            harm(home, statement, "UPDATE state SET value = hex(randomblob(8)) WHERE key = 'mark'")

            assert (verify(home).returncode, verify(home, "--mend").returncode) == (1, 0), statement
            assert verify(home).returncode == 0, statement
            assert answers() == before, statement
    assert "first_secretaries" in before[1]
