"""What every route may use, built once by `app.py`."""

import dataclasses
from typing import Any, Final

from litestar.connection import ASGIConnection

from smooch_server import config
from smooch_server.api import assets, limits
from smooch_server.apps import keys, vault
from smooch_server.blobs import base as blobs_base
from smooch_server.bus import base as bus_base
from smooch_server.conversations import log, sending
from smooch_server.httpclient import guard
from smooch_server.realtime import fanout, hub
from smooch_server.storage import base
from smooch_server.uploads import imaging, links

KEY: Final = "services"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Files:
    """What serves and takes uploads."""

    blobs: blobs_base.Blobs
    images: imaging.Imaging
    links: links.Links


@dataclasses.dataclass(frozen=True, kw_only=True)
class Services:
    config: config.Config
    database: base.Database
    bus: bus_base.Bus
    vault: vault.Vault
    keyring: keys.Keyring
    log: log.Log
    sender: sending.Sender
    fanout: fanout.Fanout
    hub: hub.Hub
    limits: limits.Limits
    assets: assets.Assets
    files: Files
    targets: guard.Policy  # which addresses webhooks may have
    epoch: str  # of the installation

    def state(self) -> dict[str, Any]:
        """Return the application state that holds these services."""
        return {KEY: self}


def of(connection: ASGIConnection[Any, Any, Any, Any]) -> Services:
    """Return the services of the application that serves this request or socket, or what the request has instead."""
    own: Services | None = connection.scope.get("state", {}).get(KEY)
    services: Services = connection.app.state[KEY] if own is None else own
    return services
