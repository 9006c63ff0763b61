"""The limit: the barest Litestar + apsw program that does the same work, with no product in it.

A POST parses a JSON body, inserts two rows, shares a commit with the requests that came meanwhile, syncs and
answers. A GET looks up the newest hundred messages, or one row of a user. An upload is written to a file and synced.
A socket gets every row committed after it came, or, asked for a catch-up, all the rows there are.
Run: `python -m bench.limit PORT DATABASE`.
"""

import asyncio
import collections
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import time
from typing import Any

import apsw
import litestar
import msgspec
import uvicorn

SCHEMA = """
CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, conversation TEXT, seq INTEGER, body BLOB);
CREATE TABLE IF NOT EXISTS event (conversation TEXT, seq INTEGER, body BLOB, PRIMARY KEY (conversation, seq));
CREATE TABLE IF NOT EXISTS user (id TEXT PRIMARY KEY, name TEXT);
"""


class Message(msgspec.Struct):
    role: str
    type: str
    text: str


class Stored(msgspec.Struct):
    id: str
    seq: int
    text: str


_decode = msgspec.json.Decoder(Stored).decode


class Log:
    """Two tables with group commit; only the COMMIT leaves the event loop's thread."""

    def __init__(self, path: str) -> None:
        self.folder = pathlib.Path(path).parent
        self._connection = apsw.Connection(path)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(SCHEMA)
        self._execute = self._connection.cursor().execute
        self._seq: dict[str, int] = collections.defaultdict(int)
        self._waiting: list[tuple[str, str, asyncio.Future[Stored]]] = []
        self._busy = False
        self._thread = concurrent.futures.ThreadPoolExecutor(1)
        self.sockets: set[asyncio.Queue[bytes]] = set()

    def store(self, conversation: str, text: str) -> asyncio.Future[Stored]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Stored] = loop.create_future()
        self._waiting.append((conversation, text, future))
        if not self._busy:
            self._busy = True
            loop.call_soon(self._commit)
        return future

    def _commit(self) -> None:
        group, self._waiting = self._waiting[:64], self._waiting[64:]
        done = []
        self._execute("BEGIN IMMEDIATE")
        for conversation, text, future in group:
            self._seq[conversation] += 1
            stored = Stored(f"{int(time.time()):08x}{os.urandom(8).hex()}", self._seq[conversation], text)
            body = msgspec.json.encode(stored)
            self._execute("INSERT INTO message VALUES (?, ?, ?, ?)", (stored.id, conversation, stored.seq, body))
            self._execute("INSERT INTO event VALUES (?, ?, ?)", (conversation, stored.seq, body))
            done.append((future, stored, body))
        loop = asyncio.get_running_loop()
        synced = loop.run_in_executor(self._thread, self._execute, "COMMIT")
        synced.add_done_callback(lambda _: self._answer(done))

    def _answer(self, done: list[tuple[asyncio.Future[Stored], Stored, bytes]]) -> None:
        for future, stored, body in done:
            for queue in self.sockets:
                queue.put_nowait(body)
            if not future.done():
                future.set_result(stored)
        self._busy = bool(self._waiting)
        if self._busy:
            self._commit()

    def newest(self, conversation: str) -> list[Stored]:
        sql = "SELECT body FROM event WHERE conversation = ? ORDER BY seq DESC LIMIT 100"
        return [_decode(body) for (body,) in self._execute(sql, (conversation,))]

    def user(self, name: str) -> dict[str, str]:
        self._execute("SELECT id, name FROM user WHERE id = ?", (name,)).fetchall()
        return {"id": name, "name": "A visitor"}

    def all(self) -> list[bytes]:
        return [bytes(body) for (body,) in self._execute("SELECT body FROM event ORDER BY conversation, seq")]


def application(log: Log) -> litestar.Litestar:
    @litestar.get("/readyz", sync_to_thread=False)
    def ready() -> str:
        return "ok"

    @litestar.post("/messages/{conversation:str}")
    async def post(conversation: str, data: Message) -> Stored:
        return await log.store(conversation, data.text)

    @litestar.get("/messages/{conversation:str}", sync_to_thread=False)
    def page(conversation: str) -> list[Stored]:
        return log.newest(conversation)

    @litestar.get("/users/{name:str}", sync_to_thread=False)
    def user(name: str) -> dict[str, str]:
        return log.user(name)

    @litestar.post("/uploads", request_max_body_size=None)
    async def upload(request: litestar.Request[Any, Any, Any]) -> dict[str, int]:
        size = 0
        with tempfile.NamedTemporaryFile(dir=log.folder) as file:
            async for piece in request.stream():
                size += file.write(piece)
            await asyncio.to_thread(os.fsync, file.fileno())
        return {"size": size}

    @litestar.websocket("/socket")
    async def socket(socket: litestar.WebSocket[Any, Any, Any]) -> None:
        await socket.accept()
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        log.sockets.add(queue)
        try:
            if await socket.receive_text() == "all":
                for body in log.all():
                    await socket.send_text(body.decode())
            await socket.send_text("{}")
            while True:
                await socket.send_text((await queue.get()).decode())
        finally:
            log.sockets.discard(queue)

    return litestar.Litestar([ready, post, page, user, upload, socket], openapi_config=None)


def main() -> None:
    port, path = int(sys.argv[1]), sys.argv[2]
    uvicorn.run(
        application(Log(path)),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
