"""`smooch serve` and `smooch worker`."""

import asyncio
import signal
import sys

import click

from smooch_server import administration, app, config, logs, server
from smooch_server.cli import running


@click.command()
@click.option("--host", help="Address to listen on.  [SMOOCH_HOST]")
@click.option("--port", help="Port to listen on.  [SMOOCH_PORT]")
@click.option("--data", help="Folder of the database and the secret key.  [SMOOCH_DATA]")
@click.pass_context
def serve(context: click.Context, host: str | None, port: str | None, data: str | None) -> None:
    """Run the server."""
    settings = running.settings(context, {"host": host, "port": port, "data": data})
    logs.configure(settings.log_format, settings.log_level)
    try:
        opened = server.listen(settings)
    except app.CannotStart as error:
        running.fail(str(error))
    with opened:
        running.run(server.run(settings, opened, prepare=_prepare, announce=_announce))
    click.echo("Stopped.")


def _announce(news: str) -> None:
    click.echo(news)
    sys.stdout.flush()


async def _prepare(center: app.Core) -> str:
    """Make what a first start needs, and return what the operator should know."""
    settings = center.config
    first = await administration.first_app(center)
    link = await administration.sign_in_link(center)
    show_secret = first.made or sys.stdout.isatty()  # later starts must not fill log files with it
    lines = [
        f"Smooch {app.VERSION} is ready on {settings.public_url}",
        f"  Demo page   {settings.public_url}/demo",
        f"  Inbox       {link.sign_in_url}",
        f"              (signs {link.email} in once, within an hour)",
        f"  API         {settings.public_url}/docs",
        f"  App id      {first.app_id}",
        f"  API key     {first.key_id or 'none: make one with `smooch key create`'}",
    ]
    if first.secret and show_secret:
        lines.append(f"  Secret      {first.secret}")
    if settings.host in ("0.0.0.0", "::") and not settings.public_url_given:  # noqa: S104 - compared, not bound
        lines.append("Others cannot use the chat yet: set SMOOCH_PUBLIC_URL.")
    lines.append("Ctrl-C stops it.")
    return "\n".join(lines)


@click.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Deliver the outbox in a process of its own (then run the servers with SMOOCH_WORKER=off)."""
    settings = running.settings(context)
    logs.configure(settings.log_format, settings.log_level)
    running.run(_deliver(settings))
    click.echo("Stopped.")


async def _deliver(settings: config.Config) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with app.core(settings) as center, app.delivering(center):
        click.echo("The worker delivers the outbox. Ctrl-C stops it.")
        await stop.wait()
