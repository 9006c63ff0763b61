"""The command `smooch`."""

import os
import pathlib

import click

from smooch_server import app, config
from smooch_server.cli import commands, serviceaccounts, serving, webhooks


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "file", type=click.Path(path_type=pathlib.Path), help="TOML file with settings.")
@click.version_option(app.VERSION, prog_name="smooch", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, file: pathlib.Path | None) -> None:
    """Smooch: live web messaging you host yourself."""
    context.obj = lambda flags: config.load(os.environ, file=file, flags=flags)


main.add_command(serving.serve)
main.add_command(serving.worker)
main.add_command(commands.migrate)
main.add_command(commands.app_group)
main.add_command(commands.key_group)
main.add_command(commands.agent_group)
main.add_command(serviceaccounts.service_account_group)
main.add_command(webhooks.webhook_group)
main.add_command(commands.doctor)
