"""Rows of requests that may be sent twice: under which key, of what content, and what was answered."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from service.store.schema import requests


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request that came before under the same key.

    Attributes:
        digest: of what was asked.
        begun: UTC, ISO 8601.
        answer: None while it is still at work.
    """

    digest: str
    begun: str
    answer: bytes | None


def begin(
    connection: Connection, key: str, digest: str, now: str, stale: tuple[str, str]
) -> Remembered | None:
    """Remember that this request begins; or what is remembered of an earlier one with its key.

    Args:
        stale: answered requests begun before the first time are forgotten, and so are unanswered ones begun
            before the second: their process is gone.
    """
    answered, unanswered = stale
    connection.execute(delete(requests).where(requests.c.begun < answered))
    connection.execute(delete(requests).where(requests.c.begun < unanswered, requests.c.answer.is_(None)))
    row = connection.execute(select(requests).where(requests.c.key == key)).first()
    if row is not None:
        return Remembered(row.digest, row.begun, row.answer)
    connection.execute(insert(requests).values(key=key, digest=digest, begun=now))
    return None


def finish(connection: Connection, key: str, answer: bytes) -> None:
    """Remember what was answered."""
    connection.execute(update(requests).where(requests.c.key == key).values(answer=answer))


def forget(connection: Connection, key: str) -> None:
    """Let the request be as if it never came: it may be sent again."""
    connection.execute(delete(requests).where(requests.c.key == key, requests.c.answer.is_(None)))
