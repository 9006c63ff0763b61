"""On SQLite no acknowledgement leaves the process before the disk has its transaction, as the kernel saw it."""

import asyncio
import os
import pathlib
import signal
import sys
from collections.abc import Sequence

import aiohttp
import pytest
import uvloop

from tests.faults import people, strace
from tests.support import server, shapes

POSTS = 25


def _traced(folder: pathlib.Path, command: Sequence[str | pathlib.Path]) -> list[str]:
    """The system calls of a server on SQLite during `POSTS` posts one after another and as many at once."""
    trace = folder / "trace.txt"
    calls = "trace=fdatasync,fsync,pwrite64,read,recvfrom,recvmsg,write,writev,sendto,sendmsg"
    wrapped = ["/usr/bin/strace", "-f", "-y", "-s", "4200", "-e", calls, "-e", "signal=none", "-o", trace, *command]
    with shapes.sqlite(folder, command=wrapped) as shape:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_post(shape))
        # strace ends when what it traces has ended, and its file is complete then.
        (program,) = shape.visitor.process.children()
        os.kill(program, signal.SIGTERM)
        shape.visitor.process.wait(timeout=30)
    return trace.read_text(errors="replace").splitlines()


async def _post(shape: shapes.Shape) -> None:
    talk = await people.begin(shape)
    async with aiohttp.ClientSession(headers=talk.rest_login) as http:

        async def post(number: int) -> None:
            mark = f"mark-{number:03}"  # in the address, and in what is stored
            body = {"role": "appMaker", "type": "text", "text": mark}
            async with http.post(f"{shape.agent_url}{talk.rest_path}?mark={mark}", json=body) as answer:
                assert answer.status == 201, await answer.text()

        for number in range(POSTS):
            await post(number)
        await asyncio.gather(*(post(POSTS + number) for number in range(POSTS)))


def test_every_acknowledgement_follows_its_sync(tmp_path: pathlib.Path) -> None:
    exchanges = strace.exchanges(_traced(tmp_path, [server.PROGRAM, "serve"]))
    assert len(exchanges) == 2 * POSTS
    early = [exchange for exchange in exchanges if not exchange.synced]
    assert not early, f"{len(early)} of {len(exchanges)} acknowledged before the sync, the first: {early[0]}"


def test_an_early_acknowledgement_is_seen(tmp_path: pathlib.Path) -> None:
    planted = [sys.executable, "-m", "tests.faults.planted", "early", "serve"]
    exchanges = strace.exchanges(_traced(tmp_path, planted))
    assert len(exchanges) == 2 * POSTS
    assert any(not exchange.synced for exchange in exchanges)


@pytest.mark.parametrize(
    ("lines", "synced"),
    [
        pytest.param(["RECEIVED", "WAL", "SYNC", "ANSWER"], True, id="write, sync, answer"),
        pytest.param(["RECEIVED", "WAL", "ANSWER", "SYNC"], False, id="answer before the sync"),
        pytest.param(["RECEIVED", "SYNC", "WAL", "ANSWER"], False, id="written after the sync"),
        pytest.param(["SYNC", "RECEIVED", "ANSWER"], False, id="the sync of a request before"),
        pytest.param(["RECEIVED", "OTHER WAL", "SYNC", "ANSWER"], False, id="the sync of another request"),
        pytest.param(["RECEIVED", "WAL", "SYNC STARTS", "ANSWER", "SYNC ENDS"], False, id="answer during the sync"),
        pytest.param(["RECEIVED", "WAL", "SYNC STARTS", "SYNC ENDS", "ANSWER"], True, id="sync in two lines"),
    ],
)
def test_the_order_is_judged_right(lines: list[str], *, synced: bool) -> None:
    written = {
        "RECEIVED": '10 read(12<TCP:[127.0.0.1:80->127.0.0.1:90]>, "POST /v1.1/apps/a/appusers/b/messages?mark=m1 HTTP/1.1\\r\\n", 100) = 90',
        "WAL": '10 pwrite64(7</data/smooch.db-wal>, "..\\"text\\":\\"m1\\"..", 4096, 0) = 4096',
        "OTHER WAL": '10 pwrite64(7</data/smooch.db-wal>, "..\\"text\\":\\"m12\\"..", 4096, 0) = 4096',
        "SYNC": "11 fdatasync(7</data/smooch.db-wal>) = 0",
        "SYNC STARTS": "11 fdatasync(7</data/smooch.db-wal> <unfinished ...>",
        "SYNC ENDS": "11 <... fdatasync resumed>) = 0",
        "ANSWER": '10 write(12<TCP:[127.0.0.1:80->127.0.0.1:90]>, "HTTP/1.1 201 Created\\r\\n", 80) = 80',
    }
    (exchange,) = strace.exchanges([written[line] for line in lines])
    assert exchange.synced is synced
