"""`smooch service-account`: programs that reach some apps of the account, not all."""

import json

import click

from smooch_server import administration, app, config
from smooch_server.apps import model
from smooch_server.cli import running

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("service-account")
def service_account_group() -> None:
    """Service accounts: they reach the apps they made or were given (their keys: `smooch key create`)."""


@service_account_group.command("create")
@click.argument("name")
@_json
@click.pass_context
def create(context: click.Context, name: str, as_json: bool) -> None:
    """Make a service account called NAME."""
    made = running.run(_create(running.settings(context), name))
    values = {"serviceAccountId": made.service_account_id, "name": made.name}
    click.echo(json.dumps(values) if as_json else made.service_account_id)


async def _create(settings: config.Config, name: str) -> model.ServiceAccount:
    async with app.core(settings) as center:
        return await administration.create_service_account(center, name)


@service_account_group.command("list")
@_json
@click.pass_context
def list_all(context: click.Context, as_json: bool) -> None:
    """Print id and name of every service account, oldest first."""
    found = running.run(_list(running.settings(context)))
    if as_json:
        rows = [{"serviceAccountId": each.service_account_id, "name": each.name} for each in found]
        click.echo(json.dumps({"serviceAccounts": rows}))
    else:
        lines = [f"{each.service_account_id}  {each.name}" for each in found]
        click.echo("\n".join(lines) or "There is no service account.")


async def _list(settings: config.Config) -> list[model.ServiceAccount]:
    async with app.core(settings) as center:
        return await administration.list_service_accounts(center)


@service_account_group.command("grant")
@click.argument("service_account_id")
@click.argument("app_id")
@click.pass_context
def grant(context: click.Context, service_account_id: str, app_id: str) -> None:
    """Let the service account SERVICE_ACCOUNT_ID act for the app APP_ID."""
    running.run(_share(running.settings(context), service_account_id, app_id, shared=True))
    click.echo("Granted.")


@service_account_group.command("revoke")
@click.argument("service_account_id")
@click.argument("app_id")
@click.pass_context
def revoke(context: click.Context, service_account_id: str, app_id: str) -> None:
    """Take the app APP_ID away from the service account SERVICE_ACCOUNT_ID."""
    running.run(_share(running.settings(context), service_account_id, app_id, shared=False))
    click.echo("Revoked.")


async def _share(settings: config.Config, service_account_id: str, app_id: str, *, shared: bool) -> None:
    async with app.core(settings) as center:
        await administration.share_app(center, service_account_id=service_account_id, app_id=app_id, shared=shared)
