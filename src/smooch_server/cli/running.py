"""How a command runs: on uvloop, with failures as one line and exit code 1."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, NoReturn, TypeVar

import click
import uvloop

from smooch_server import app, config
from smooch_server.core import errors

T = TypeVar("T")


def settings(context: click.Context, flags: Mapping[str, str | None] | None = None) -> config.Config:
    """Return the configuration, or end the command."""
    load: Callable[[Mapping[str, str | None]], config.Config] = context.obj
    try:
        return load(flags or {})
    except config.Invalid as error:
        fail(str(error))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what the operator can mend becomes one line."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except app.CannotStart as error:
        fail(str(error))
    except errors.ApiError as error:
        fail(error.description)


def fail(sentence: str) -> NoReturn:
    """Say one line and end with 1."""
    click.echo(f"smooch: {sentence}", err=True)
    raise SystemExit(1)
