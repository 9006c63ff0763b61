"""The deployment shapes that one black-box suite runs on.

A, `sqlite`: one process, SQLite, memory bus. B, `postgres-nats`: PostgreSQL, NATS, two server processes, the
visitors on one and the agents and the REST API on the other.
"""

import contextlib
import dataclasses
import pathlib
from collections.abc import Iterator, Mapping, Sequence

from tests.support import nats, postgres, server, smooch_cli

NAMES = ("sqlite", "postgres-nats")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shape:
    """A running deployment."""

    name: str
    servers: Sequence[server.Server]
    bus: nats.Nats | None
    database_url: str
    folder: pathlib.Path

    @property
    def visitor(self) -> server.Server:
        """The server that visitors talk to."""
        return self.servers[0]

    @property
    def agent(self) -> server.Server:
        """The server that agents and the REST API talk to."""
        return self.servers[-1]

    @property
    def visitor_url(self) -> str:
        return self.visitor.url

    @property
    def agent_url(self) -> str:
        return self.agent.url

    @property
    def cli(self) -> smooch_cli.Cli:
        """The command beside the running servers; links it prints lead to the agents' server."""
        return smooch_cli.Cli(self.agent.environment)


@contextlib.contextmanager
def sqlite(
    folder: pathlib.Path,
    *,
    settings: Mapping[str, str] | None = None,
    command: Sequence[str | pathlib.Path] = (server.PROGRAM, "serve"),
) -> Iterator[Shape]:
    """Shape A."""
    path = folder / "data" / "smooch.db"
    one = server.Server(folder, {"SMOOCH_DATABASE_URL": f"sqlite:///{path}", **(settings or {})}, command=command)
    try:
        one.start()
        yield Shape(name="sqlite", servers=[one], bus=None, database_url=f"sqlite:///{path}", folder=folder)
    finally:
        one.stop()


@contextlib.contextmanager
def postgres_nats(
    folder: pathlib.Path,
    database: postgres.Postgres,
    *,
    settings: Mapping[str, str] | None = None,
    command: Sequence[str | pathlib.Path] = (server.PROGRAM, "serve"),
) -> Iterator[Shape]:
    """Shape B, in a new database on `database` and with a NATS server of its own."""
    url = database.database()
    bus = nats.Nats(folder)
    common = {"SMOOCH_DATABASE_URL": url, "SMOOCH_BUS_URL": bus.url, **(settings or {})}
    servers = [server.Server(folder, common, name=f"server-{side}", command=command) for side in ("visitor", "agent")]
    try:
        bus.start()
        for one in servers:  # both at once: they must agree on who migrates
            one.process.launch()
        for one in servers:
            one.process.wait_ready()
        yield Shape(name="postgres-nats", servers=servers, bus=bus, database_url=url, folder=folder)
    finally:
        for one in servers:
            one.stop()
        bus.stop()
