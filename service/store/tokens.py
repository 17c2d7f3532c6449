"""Rows of tokens: who may do what. Of the secret itself only its hash is kept."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from service.errors import NotFound
from service.store.schema import tokens

Role = Literal["read", "write", "admin"]


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token.

    Attributes:
        id: 8 hexadecimal digits, to speak of it; no part of the secret.
        name: whose it is, for people.
        digest: SHA-256 of the secret, in hexadecimal digits.
        created, expires, revoked: UTC, ISO 8601 with seconds and a final Z.
    """

    id: str
    name: str
    role: Role
    digest: str
    created: str
    expires: str | None = None
    revoked: str | None = None


def add(connection: Connection, token: Token) -> None:
    """Keep a token."""
    values = {name: getattr(token, name) for name in Token.__slots__}
    connection.execute(insert(tokens).values(**values))


def all_of_them(connection: Connection) -> tuple[Token, ...]:
    """Every token there ever was, revoked ones too, by the time they were made."""
    rows = connection.execute(select(tokens).order_by(tokens.c.created, tokens.c.id)).all()
    return tuple(Token(**row._mapping) for row in rows)


def revoke(connection: Connection, token_id: str, now: str) -> None:
    """Let a token be worth nothing from now on; a second time changes nothing.

    Raises:
        NotFound: no token has this id.
    """
    if connection.execute(select(tokens.c.id).where(tokens.c.id == token_id)).first() is None:
        raise NotFound(f"no token has the id {token_id!r}", expected="an id that `duizhao token list` shows")
    connection.execute(
        update(tokens).where(tokens.c.id == token_id, tokens.c.revoked.is_(None)).values(revoked=now)
    )
