"""The command line: the same verbs as over HTTP, and those that only an operator needs.

    running.py    serve, reanalyse, settings, openapi
    db.py         db upgrade, db copy
    verify.py     verify
    documents.py  import, analyse
    answers.py    compare, export
    work.py       work, sweep
    measures.py   measures check
    tokens.py     token create, token list, token revoke
    rooms.py      what the commands need of the house, imported when a command runs

A mistake is one line on stderr and exit code 2. Code 1: the work was done, but not for every document.
"""

import os
from typing import Any

import click

from service.cli.answers import compare, export
from service.cli.db import db
from service.cli.documents import analyse, import_
from service.cli.measures import measures
from service.cli.running import openapi, reanalyse, serve, settings
from service.cli.tokens import token
from service.cli.verify import verify
from service.cli.work import sweep, work
from service.errors import DuizhaoError

__all__ = ["main"]


class _Verbs(click.Group):
    """A group of commands that turns deliberate errors, and those of the system, into one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as problem:
            raise _Mistake(problem.format_message()) from problem
        except DuizhaoError as problem:
            hint = f" (expected: {problem.expected})" if problem.expected else ""
            raise _Mistake(f"{problem.message}{hint}") from problem
        except BrokenPipeError:
            # The reader has what it wanted. Without this, closing stdout at exit would complain again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(0)
        except OSError as problem:
            raise _Mistake(f"{problem.filename or 'the system'}: {problem.strerror}") from problem


class _Mistake(click.ClickException):
    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"duizhao: {' '.join(self.message.split())}", file=file, err=file is None)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duizhao")
def main() -> None:
    """Read Chinese documents about regions: what they say, how much exactly, how the regions compare."""


for _command in (
    serve,
    import_,
    analyse,
    compare,
    export,
    reanalyse,
    work,
    sweep,
    measures,
    db,
    verify,
    token,
    settings,
    openapi,
):
    main.add_command(_command)
