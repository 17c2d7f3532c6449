"""Every deliberate error has its answer, and an error that nobody foresaw shows nothing of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from service import errors
from service.web.problems import KINDS, Flawed, Kind, register
from tests.web.clients import a_client


def leaves(above: type[errors.DuizhaoError]) -> Iterator[type[errors.DuizhaoError]]:
    below = above.__subclasses__()
    if not below:
        yield above
    for each in below:
        yield from leaves(each)


@pytest.mark.parametrize("leaf", sorted(set(leaves(errors.DuizhaoError)), key=lambda each: each.__name__))
def test_every_error_has_an_answer(leaf: type[errors.DuizhaoError]) -> None:
    """A new class of errors fails here until the table says how it is answered."""
    assert leaf in KINDS


def test_types_mean_one_thing() -> None:
    """A problem type has one title for each status, and nothing but small letters and hyphens."""
    kinds = set(KINDS.values())

    assert len({(kind.type, kind.status) for kind in kinds}) == len(kinds)
    assert all(kind.type.replace("-", "").isalpha() and kind.type.islower() for kind in kinds)


@pytest.mark.parametrize("error", sorted(KINDS, key=lambda each: each.__name__))
def test_status(error: type[errors.DuizhaoError]) -> None:
    """What the caller can mend is a 4xx, what the caller cannot is a 5xx."""
    is_ours = issubclass(error, errors.StoreError | errors.Misconfigured | errors.Overloaded)

    # oEmbed 1.0 asks for 501 where a provider does not make the form that is asked for.
    allowed = {501} if KINDS[error].type == "not-offered" else range(400, 430)
    assert KINDS[error].status in ({500, 503, 507} if is_ours else allowed)


def an_app(error: Exception) -> Flask:
    app = Flask("odd")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    register(app)

    @app.get("/")
    def fail() -> None:
        raise error

    return app


def test_unforeseen_error_shows_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A 500 has a request id; the log has the error under the same id, without the words of a document."""
    client = a_client(tmp_path)
    app = client.application
    view = "observations.list_observations"

    def fail(**_: object) -> None:
        raise ZeroDivisionError("吉安县选派52名第一书记 secret")

    app.view_functions[view] = fail
    answer = client.get("/v1/observations")
    log = capsys.readouterr().err

    assert answer.status_code == 500
    assert answer.json["type"] == "/problems/internal-error"
    assert "secret" not in answer.text
    assert "Zero" not in answer.text
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.json["request_id"] in log
    assert "ZeroDivisionError" in log
    assert "第一书记" not in log


def test_problem_is_safe_json() -> None:
    """Whatever is quoted in a problem, it is valid JSON of a readable length."""
    answer = an_app(errors.BadParameter("\ud800" + "长" * 10_000, parameter="a\udfff")).test_client().get("/")

    assert answer.status_code == 422
    assert len(answer.json["detail"]) < 600
    assert answer.json["errors"][0]["parameter"] == "a\\udfff"


def test_busy_store_says_when_to_try_again() -> None:
    """503 comes with Retry-After."""
    answer = an_app(errors.StoreBusy("another writer")).test_client().get("/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_table_is_of_kinds() -> None:
    """The table answers with whole kinds."""
    assert all(isinstance(kind, Kind) for kind in KINDS.values())
    assert Flawed not in KINDS


@pytest.mark.parametrize(("given", "kept"), [
    ("0123456789abcdef", True),
    ("a.b-c_d0", True),
    ("short", False),
    ("with space and more", False),
    ("x" * 65, False),
])  # fmt: skip
def test_request_id(tmp_path: Path, given: str, kept: bool) -> None:
    """A proxy's request id is handed on when it can do no harm; else one is made."""
    answer = a_client(tmp_path).get("/healthz", headers={"X-Request-Id": given})

    assert (answer.headers["X-Request-Id"] == given) == kept
    assert answer.headers["X-Request-Id"]
