"""The smallest corpora that have what the tests of HTTP need: two regions, a figure, a gap, a bound.

`client` answers over a corpus that no test may change, `fresh` over one of its own; `server` is a gunicorn.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.running import served
from tests.web.clients import JIAN, JINPING, Server, a_client, post


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A service with two documents, for reading only."""
    made = a_client(tmp_path_factory.mktemp("read"))
    post(made, JIAN, title="吉安县选派第一书记", published="2018-03-01")
    post(made, JINPING, region="522628")
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> FlaskClient:
    """A service without documents, for one test."""
    return a_client(tmp_path)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service in gunicorn, as it is served, with an empty corpus and the usual limits."""
    home = tmp_path_factory.mktemp("served")
    said = {"DUIZHAO_HOME": str(home), "DUIZHAO_WORKERS": "1", "DUIZHAO_RATE": "6000"}
    with served(home / "log", **said) as at:
        yield Server(at.base_url.port or 0)
