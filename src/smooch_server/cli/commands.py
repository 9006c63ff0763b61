"""Commands that do one thing and end. They work beside a running server."""

import contextlib
import json
import os
import re
from collections.abc import AsyncIterator
from typing import Any

import click

from smooch_server import administration, app, config
from smooch_server.api import assets
from smooch_server.apps import model
from smooch_server.cli import running

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@_json
@click.pass_context
def migrate(context: click.Context, as_json: bool) -> None:
    """Bring the database up to date."""
    applied = list(running.run(app.migrate(running.settings(context))))
    said = f"Applied {', '.join(applied)}." if applied else "The database is up to date."
    _print(as_json, {"applied": applied}, said)


@click.group("app")
def app_group() -> None:
    """Apps: one for each site or brand."""


@app_group.command("create")
@click.argument("name")
@_json
@click.pass_context
def create_app(context: click.Context, name: str, as_json: bool) -> None:
    """Make an app called NAME, with a first key."""
    made = running.run(_create_app(running.settings(context), name))
    values = {
        "appId": made.app_id,
        "appToken": made.app_token,
        "keyId": made.key_id,
        "secret": made.secret,
        "webIntegrationId": made.web_integration_id,
    }
    _print(as_json, values, _table(values))


async def _create_app(settings: config.Config, name: str) -> administration.NewApp:
    async with _core(settings) as center:
        return await administration.create_app(center, name)


@app_group.command("list")
@_json
@click.pass_context
def list_apps(context: click.Context, as_json: bool) -> None:
    """Print id and name of every app, oldest first."""
    found = running.run(_list_apps(running.settings(context)))
    values = {"apps": [{"appId": each.app_id, "name": each.name} for each in found]}
    _print(as_json, values, "\n".join(f"{each.app_id}  {each.name}" for each in found) or "There is no app.")


async def _list_apps(settings: config.Config) -> list[model.App]:
    async with _core(settings) as center:
        return await administration.list_apps(center)


def _identifier(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", value):
        raise click.BadParameter("a name in JavaScript is letters, digits, _ and $, with no digit first")
    return value


@app_group.command("snippet")
@click.argument("app_id")
@click.option(
    "--global",
    "name",
    default="Smooch",
    show_default=True,
    callback=_identifier,
    help="What the messenger is called on the page, where Smooch is taken or there are two.",
)
@_json
@click.pass_context
def app_snippet(context: click.Context, app_id: str, name: str, as_json: bool) -> None:
    """Print the snippet to paste into the pages of the app APP_ID."""
    text = running.run(_snippet(running.settings(context), app_id, name))
    _print(as_json, {"snippet": text}, text)


async def _snippet(settings: config.Config, app_id: str, name: str) -> str:
    async with _core(settings) as center:
        try:
            return await administration.snippet(center, app_id, name=name)
        except assets.Missing as error:
            raise app.CannotStart(str(error)) from error


@click.group("key")
def key_group() -> None:
    """API keys."""


@key_group.command("create")
@click.option("--app", "app_id", help="Make a key of this app.")
@click.option("--account", is_flag=True, help="Make a key of the account: it may act for every app.")
@click.option("--service-account", help="Make a key of this service account.")
@click.option("--name", default="command line", show_default=True, help="What the key is for.")
@_json
@click.pass_context
def create_key(
    context: click.Context, app_id: str | None, account: bool, service_account: str | None, name: str, as_json: bool
) -> None:
    """Make an API key."""
    if [app_id is not None, account, service_account is not None].count(True) != 1:
        running.fail("say either --app ID or --account or --service-account ID")
    key = running.run(_create_key(running.settings(context), app_id, service_account, name))
    values = {"keyId": key.key_id, "secret": key.secret}
    _print(as_json, values, _table(values))


async def _create_key(
    settings: config.Config, app_id: str | None, service_account_id: str | None, name: str
) -> model.Key:
    async with _core(settings) as center:
        return await administration.create_key(center, app_id=app_id, service_account_id=service_account_id, name=name)


@click.group("agent")
def agent_group() -> None:
    """Agents: the people who answer in the inbox."""


@agent_group.command("create")
@click.argument("email")
@_json
@click.pass_context
def create_agent(context: click.Context, email: str, as_json: bool) -> None:
    """Make an agent, or a new sign-in link for one who exists."""
    made = running.run(_create_agent(running.settings(context), email))
    values = {"agentId": made.agent_id, "email": made.email, "signInUrl": made.sign_in_url}
    _print(as_json, values, f"{made.email} signs in once, within 72 hours, at\n{made.sign_in_url}")


async def _create_agent(settings: config.Config, email: str) -> administration.Invitation:
    async with _core(settings) as center:
        return await administration.create_agent(center, email)


@click.command()
@_json
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check everything a server needs. Exit code 1 when something is wrong."""
    checks = running.run(administration.examine(running.settings(context)))
    lines = [f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.says}" for check in checks]
    values = {"checks": [{"name": check.name, "ok": check.ok, "says": check.says} for check in checks]}
    _print(as_json, values, "\n".join(lines))
    if not all(check.ok for check in checks):
        raise SystemExit(1)


@contextlib.asynccontextmanager
async def _core(settings: config.Config) -> AsyncIterator[app.Core]:
    """Open the installation; say so when there was none, as that is seldom what the operator meant."""
    absent = _absent_folder(settings)
    async with app.core(settings) as center:
        if absent:
            click.echo(f"made a new installation in {absent}", err=True)
        yield center


def _absent_folder(settings: config.Config) -> str | None:
    """Return the folder in which a database file will be made; None when there is one already."""
    path = settings.database.path
    return None if path is None or os.path.exists(path) else str(path.absolute().parent)


def _print(as_json: bool, values: dict[str, Any], text: str) -> None:
    click.echo(json.dumps(values) if as_json else text)


def _table(values: dict[str, str]) -> str:
    return "\n".join(f"{name:<18}{value}" for name, value in values.items())
