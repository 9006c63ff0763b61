"""Drive one client on one running deployment."""

import pathlib

from tests.clients import node_clients, python_apps, python_channels, python_client, python_users, results
from tests.support import api

PYTHON = python_apps.SCENARIOS | python_channels.SCENARIOS | python_users.SCENARIOS


def drive(client: results.Client, deployment: api.Deployment, folder: pathlib.Path) -> list[results.Result]:
    """A result for every method of the client."""
    if client is results.PYTHON:
        return python_client.drive(deployment, folder, PYTHON)
    return node_clients.drive(client, deployment, folder)
