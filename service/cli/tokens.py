"""Commands for tokens: create, list, revoke."""

from datetime import datetime

import click

from service.cli import rooms


@click.group()
def token() -> None:
    """Say who may read, write or see everything."""


@token.command()
@click.option("--name", required=True, help="Whose it is, for people.")
@click.option("--role", type=click.Choice(["read", "write", "admin"]), default="write", show_default=True)
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day on which it holds."
)
def create(name: str, role: str, expires: datetime | None) -> None:
    """Make a token and show it, once: only its hash is kept.

    The first token closes writing to everybody without one.
    """
    with rooms.corpus() as corpus:
        found = next(each for each in corpus.access.roles if each == role)
        made, secret = corpus.access.create(name, found, expires.date() if expires else None)
    click.echo(f"token {made.id} for {role}; keep it, it is not shown again:", err=True)
    click.echo(secret)


@token.command("list")
def list_() -> None:
    """List every token there ever was, without its secret."""
    with rooms.corpus() as corpus:
        for each in corpus.access.tokens():
            state = f"revoked {each.revoked}" if each.revoked else f"until {each.expires or 'revoked'}"
            click.echo(f"{each.id}  {each.role:5}  since {each.created}  {state}  {each.name}")


@token.command()
@click.argument("token_id", metavar="ID")
def revoke(token_id: str) -> None:
    """Let a token be worth nothing from now on."""
    with rooms.corpus() as corpus:
        corpus.access.revoke(token_id)
    click.echo(f"token {token_id} is revoked")
