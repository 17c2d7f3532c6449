"""Clients of the service, in the process and over a socket, and the documents that most tests ask about."""

import contextlib
import socket
from pathlib import Path
from typing import NamedTuple

from flask.testing import FlaskClient

from service.settings import Settings
from service.web import create_app

JIAN = "2017年，吉安县选派52名第一书记驻村。全县投入扶贫资金3.2亿元。"
JINPING = "锦屏县实现第一书记驻村全覆盖。2018年，锦屏县投入扶贫资金不低于2亿元。"

# A change whatever the state is.
ANY = {"If-Match": "*"}


def a_client(home: Path, **settings: object) -> FlaskClient:
    """A client of a service without documents."""
    return create_app(Settings(home=home, seeds=None, **settings)).test_client()  # type: ignore[arg-type]


def post(client: FlaskClient, text: str, **said: str) -> str:
    """The id of a document that is added."""
    answer = client.post("/v1/documents", json={"text": text} | said)
    assert answer.status_code in {200, 201}, answer.json
    return str(answer.json["id"])


class Server(NamedTuple):
    """A gunicorn on the loopback."""

    port: int

    def raw(self, *pieces: bytes, close: bool = False, patience: float = 5) -> tuple[int, bytes]:
        """Status and everything that comes back for these bytes; with `close`, no more will be sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            with contextlib.suppress(OSError):
                for piece in pieces:
                    connection.sendall(piece)
                if close:
                    connection.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(OSError):
                while chunk := connection.recv(65536):
                    answer += chunk
        return int(answer.split(b" ", 2)[1]) if answer else 0, answer
