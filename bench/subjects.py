"""The two programs that are measured: the limit and the server, each pinned to one core."""

import asyncio
import contextlib
import dataclasses
import http.client
import json
import os
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench import load
from tests.support import ports, processes, server, smooch_cli

SERVER_CORE = 0
LOAD_CORE = 1
PINNED = ("taskset", "-c", str(SERVER_CORE))
TEXT = "Hello, is the blue one still there in size 42?"
POST_BODY = json.dumps({"role": "appMaker", "type": "text", "text": TEXT}).encode()


def pin_load() -> None:
    """Keep the load generator off the core of the servers."""
    os.sched_setaffinity(0, {LOAD_CORE} & os.sched_getaffinity(0) or os.sched_getaffinity(0))


def rss_kib(pid: int) -> int:
    """Memory of a process, without that of its children."""
    return _memory_kib(pid, "VmRSS:")


def peak_kib(pid: int) -> int:
    """The most memory a process had since `forget_peak`."""
    return _memory_kib(pid, "VmHWM:")


def forget_peak(pid: int) -> None:
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


def _memory_kib(pid: int, name: str) -> int:
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise RuntimeError(f"process {pid} has no {name}")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Person:
    """A visitor with a conversation."""

    app_user_id: str
    token: str
    conversation_id: str
    cursor: dict[str, Any]


class Limit:
    """`bench/limit.py` on an empty database."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = ports.free()
        self.process = processes.Process(
            [*PINNED, sys.executable, "-m", "bench.limit", str(self.port), folder / "limit.db"],
            log=folder / "limit.log",
            ready=lambda: _is_200(self.port),
            folder=pathlib.Path(__file__).parent.parent,
        )

    def posts(self, conversations: int) -> list[bytes]:
        """One request for each conversation."""
        return [load.http_request("POST", f"/messages/c{number}", POST_BODY) for number in range(conversations)]

    def pages(self, conversations: int) -> list[bytes]:
        """One request for the newest hundred of each conversation."""
        return [load.http_request("GET", f"/messages/c{number}") for number in range(conversations)]

    def users(self, count: int) -> list[bytes]:
        """One request for one row each."""
        return [load.http_request("GET", f"/users/u{number}") for number in range(count)]


class Smooch:
    """The server on SQLite, with an app and people in it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._server = server.Server(
            folder,
            {"SMOOCH_LOG_LEVEL": "warning"},
            command=[*PINNED, server.PROGRAM, "serve"],
        )
        self.database = folder / "data" / "smooch.db"
        self.port = self._server.port
        self.process = self._server.process
        self._app: smooch_cli.App | None = None
        self.people: list[Person] = []

    @property
    def app(self) -> smooch_cli.App:
        if self._app is None:
            self._app = self.cli.create_app("Bench")
        return self._app

    @property
    def cli(self) -> smooch_cli.Cli:
        return smooch_cli.Cli(self._server.environment)

    async def add_people(self, count: int) -> list[Person]:
        """Make visitors with conversations, through the SDK routes as a browser does."""
        path = f"/sdk/apps/{self.app.app_id}/appusers"
        first = len(self.people)
        made: list[Person] = []

        def request(number: int) -> bytes:
            device = {"id": f"{first + number:032x}", "platform": "web"}
            return load.http_request("POST", path, json.dumps({"client": device}).encode())

        def answered(body: bytes) -> None:
            session = json.loads(body)
            made.append(
                Person(
                    app_user_id=session["appUser"]["_id"],
                    token=session["sessionToken"],
                    conversation_id=session["conversation"]["_id"],
                    cursor=session["cursor"],
                )
            )

        await load.closed_loop(self.port, request, connections=min(16, count), count=count, answer=answered)
        self.people += made
        return made

    def posts(self, people: list[Person]) -> list[bytes]:
        """One REST request for each person: the business posts a text."""
        return [
            load.http_request("POST", self._messages(person), POST_BODY, authorization=self.app.basic)
            for person in people
        ]

    def pages(self, people: list[Person]) -> list[bytes]:
        """One REST request for each person: the newest page of the history."""
        return [load.http_request("GET", self._messages(person), authorization=self.app.basic) for person in people]

    def post_text(self, person: Person, text: str) -> bytes:
        body = json.dumps({"role": "appMaker", "type": "text", "text": text}).encode()
        return load.http_request("POST", self._messages(person), body, authorization=self.app.basic)

    def connect_frame(self, person: Person) -> bytes:
        frame = {"type": "connect", "appId": self.app.app_id, "appUserId": person.app_user_id}
        return json.dumps(frame | {"sessionToken": person.token, "cursor": person.cursor}).encode()

    def _messages(self, person: Person) -> str:
        return f"/v1.1/apps/{self.app.app_id}/appusers/{person.app_user_id}/messages"


@contextlib.contextmanager
def both(folder: pathlib.Path) -> Iterator[tuple[Limit, Smooch]]:
    """Start both on empty databases."""
    limit, smooch = Limit(folder / "limit"), Smooch(folder / "smooch")
    try:
        limit.process.start()
        smooch.process.start()
        yield limit, smooch
    finally:
        limit.process.stop()
        smooch.process.stop()


def start_seconds(process: processes.Process) -> float:
    """Start the process and return how long it took to become ready."""
    began = time.perf_counter()
    process.start()
    return time.perf_counter() - began


def _is_200(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def settle() -> None:
    """Let the server finish what the last measurement left behind."""
    await asyncio.sleep(0.3)
