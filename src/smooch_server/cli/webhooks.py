"""`smooch webhook`: what was given up, and sending it again."""

import json

import click

from smooch_server import app, config, redelivery
from smooch_server.cli import running

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_webhook = click.option("--webhook", "webhook_id", help="Only this webhook; otherwise all of the app.")


@click.group("webhook")
def webhook_group() -> None:
    """Webhooks: deliveries that were given up."""


@webhook_group.command("deadletters")
@click.argument("app_id")
@_webhook
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most, of each webhook.")
@_json
@click.pass_context
def dead_letters(context: click.Context, app_id: str, webhook_id: str | None, limit: int, as_json: bool) -> None:
    """List what webhooks of the app APP_ID were not delivered in the last 30 days, the latest first."""
    found = running.run(_list(running.settings(context), app_id, webhook_id, limit))
    if as_json:
        click.echo(json.dumps({"deadLetters": [letter.as_json() for letter in found]}))
    else:
        lines = [
            f"{letter.letter_id}  {letter.webhook_id}  {letter.dead_at}  {letter.trigger}: {letter.last_error}"
            for letter in found
        ]
        click.echo("\n".join(lines) or "Nothing was given up.")


async def _list(settings: config.Config, app_id: str, webhook_id: str | None, limit: int) -> list[redelivery.Letter]:
    async with app.core(settings) as center:
        return await redelivery.letters(center, app_id, webhook_id=webhook_id, limit=limit)


@webhook_group.command("replay")
@click.argument("app_id")
@_webhook
@click.option("--id", "ids", multiple=True, help="Send this dead letter again; may be given more than once.")
@click.option("--from", "start", help="Or all that were first owed from this time, ISO-8601 or unix seconds ...")
@click.option("--to", "end", help="... until before this one; now when left out.")
@_json
@click.pass_context
def replay(
    context: click.Context,
    app_id: str,
    webhook_id: str | None,
    ids: tuple[str, ...],
    start: str | None,
    end: str | None,
    as_json: bool,
) -> None:
    """Send dead letters of the app APP_ID again. A running server or worker delivers them; each keeps its id."""
    if bool(ids) == bool(start or end):
        running.fail("say either --id or --from, with --to if you like")
    count = running.run(_replay(running.settings(context), app_id, webhook_id, ids, (_time(start), _time(end))))
    click.echo(json.dumps({"replayed": count}) if as_json else f"{count} will be sent again.")


def _time(text: str | None) -> str | float | None:
    """Return unix seconds as a number."""
    try:
        return text if text is None else float(text)
    except ValueError:
        return text


async def _replay(
    settings: config.Config,
    app_id: str,
    webhook_id: str | None,
    ids: tuple[str, ...],
    times: tuple[str | float | None, str | float | None],
) -> int:
    async with app.core(settings) as center:
        if ids:
            return await redelivery.replay_ids(center, app_id, ids, webhook_id=webhook_id)
        return await redelivery.replay_range(center, app_id, *times, webhook_id=webhook_id)
