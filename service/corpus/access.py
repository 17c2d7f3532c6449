"""Tokens: who may do what. The secret is shown once, when it is made; only its hash is ever kept."""

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from service.errors import BadParameter
from service.store import Role, Store, Token

ROLES: tuple[Role, ...] = get_args(Role)
# A word that secret scanners can look for.
PREFIX = "duizhao_"
LONGEST_NAME = 100


class Access:
    """The tokens of a store. Where there never was one, anybody may write."""

    roles = ROLES

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def is_configured(self) -> bool:
        """Whether there ever was a token: revoking the last one does not open the service."""
        return bool(self._store.tokens())

    def create(self, name: str, role: Role, expires: date | None = None) -> tuple[Token, str]:
        """A new token and its secret, 256 random bits.

        Args:
            expires: the last day on which it holds, in UTC; None for no end.

        Raises:
            BadParameter: no name, a long one, or a day that is over.
        """
        if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.isprintable():
            raise BadParameter(
                f"the name is {name!r}", parameter="name", expected=f"1 to {LONGEST_NAME} characters"
            )
        now = datetime.now(UTC)
        end = None
        if expires is not None:
            end = _written(datetime.combine(expires + timedelta(days=1), time(), UTC))
            if end <= _written(now):
                raise BadParameter(f"{expires} is over", parameter="expires", expected="today or a later day")
        secret = PREFIX + secrets.token_urlsafe(32)
        token = Token(secrets.token_hex(4), name.strip(), role, _digest(secret), _written(now), end)
        self._store.add_token(token)
        return token, secret

    def tokens(self) -> tuple[Token, ...]:
        """Every token there ever was, by the time they were made."""
        return self._store.tokens()

    def revoke(self, token_id: str) -> None:
        """Let a token be worth nothing from now on; raises NotFound."""
        self._store.revoke_token(token_id, _written(datetime.now(UTC)))

    def holder(self, secret: str) -> Token | None:
        """The token of this secret, when it holds now.

        Every token is compared, each in constant time: how long it takes says nothing about any of them.
        """
        digest, found = _digest(secret), None
        for token in self._store.tokens():
            if hmac.compare_digest(token.digest, digest):
                found = token
        now = _written(datetime.now(UTC))
        if found is None or found.revoked is not None:
            return None
        return found if found.expires is None or now < found.expires else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
