"""Webhooks when everything around them fails: receivers, the worker, the clock."""

import asyncio
import contextlib
import functools
import os
import pathlib
import random
import threading
import time
from collections.abc import Iterator
from typing import Any

import apsw
import asyncpg
import pytest

from smooch_server.outbox import retry
from tests.support import api, hooks, patience, postgres, processes, server, shapes

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
HOUR_MS = 3_600_000
_OWED = "SELECT attempts, due_ms FROM outbox WHERE dead_ms IS NULL AND leased_until_ms <= 0 ORDER BY order_seq"


# How a receiver may fail: never, by status, by redirect, hanging up after it took the event in, reset, silence, drips.
MANNERS: tuple[int | hooks.Manner | None, ...] = (200, 500, 302, None, hooks.reset, hooks.hang, hooks.drip)


class Clock:
    """The wall clock of a process, pushed ahead of ours; its monotonic clock, which timeouts use, is left alone."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._file = folder / "clock"
        self.ahead_ms = 0
        self.push(0)

    @property
    def environment(self) -> dict[str, str]:
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), FAKETIME)
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def push(self, ms: int) -> None:
        """Move on by so much at once."""
        self.ahead_ms += ms
        aside = self._file.with_suffix(".new")
        aside.write_text(f"+{self.ahead_ms / 1000:.3f}\n")
        os.replace(aside, self._file)

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms


class Post:
    """Servers without a worker, and a worker that can be killed, on one database and one clock."""

    def __init__(self, shape: shapes.Shape, clock: Clock) -> None:
        self.clock = clock
        self.worker = processes.Process(
            [server.PROGRAM, "worker"],
            log=shape.folder / "worker.log",
            ready=lambda: True,
            environment=shape.agent.environment,
        )
        self.shop = api.deployment(shape).make_shop()
        self._url = shape.database_url

    def subscribe(self, sink: hooks.Receiver, **fields: Any) -> dict[str, Any]:
        body = {"target": sink.url, "triggers": ["message"], **fields}
        made: dict[str, Any] = self.shop.rest("POST", "/webhooks", body, expect=201).json["webhook"]
        return made

    def rows(self) -> list[tuple[int, int]]:
        """Attempts and due time of what is owed and not under way."""
        return [(int(str(attempts)), int(str(due))) for attempts, due in _read(self._url, _OWED)]

    def first_after(self, failures: int) -> tuple[int, int] | None:
        """Attempts and due time of the first row, as soon as more failures of it are written down."""
        rows = self.rows()
        return rows[0] if rows and rows[0][0] > failures else None


def _read(url: str, sql: str) -> list[tuple[object, ...]]:
    """Read from a database beside those who use it."""
    if url.startswith("sqlite"):
        connection = apsw.Connection(url.removeprefix("sqlite:///"), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return list(connection.execute(sql))
        finally:
            connection.close()

    async def fetch() -> list[tuple[object, ...]]:
        other = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await other.fetch(sql)]
        finally:
            await other.close()

    return asyncio.run(fetch())


@pytest.fixture(params=shapes.NAMES)
def post(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Post]:
    clock = Clock(tmp_path)
    faked = {"SMOOCH_WORKER": "off", **clock.environment}
    if request.param == "sqlite":
        running = shapes.sqlite(tmp_path, settings=faked)
    else:
        database: postgres.Postgres = request.getfixturevalue("postgres_server")
        running = shapes.postgres_nats(tmp_path, database, settings=faked)
    with running as shape:
        made = Post(shape, clock)
        try:
            yield made
        finally:
            made.worker.kill()


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def test_a_worker_killed_after_the_post_sends_it_again(post: Post, sink: hooks.Receiver) -> None:
    webhook = post.subscribe(sink)
    user = post.shop.make_user()["_id"]
    killed = threading.Event()

    def kill(_: hooks.Call) -> int:
        post.worker.kill()
        killed.set()
        return 200

    sink.behave = kill
    for text in ("one", "two"):
        post.shop.say(user, text)
    post.worker.launch()
    assert killed.wait(patience.START_SECONDS)
    sink.behave = lambda call: 200
    post.clock.push(61_000)  # the lease of the dead
    post.worker.launch()
    calls = sink.wait(lambda calls: len(calls) == 3)
    assert [call.text for call in calls] == ["one", "one", "two"]
    assert calls[0].id == calls[1].id != calls[2].id
    assert all(call.signed_by(webhook["secret"]) for call in calls)


def test_what_is_erased_before_it_was_told_is_never_told(post: Post, sink: hooks.Receiver) -> None:
    post.subscribe(sink)
    user = post.shop.make_user()["_id"]
    post.shop.say(user, "one")
    post.shop.rest("DELETE", f"/appusers/{user}/messages", expect=200)
    unwanted = post.shop.say(user, "two")["message"]["_id"]
    post.shop.rest("DELETE", f"/appusers/{user}/messages/{unwanted}", expect=200)
    post.shop.say(user, "three")
    post.worker.launch()
    calls = sink.wait(lambda calls: any(call.text == "three" for call in calls))
    assert [call.text for call in calls] == ["three"]


def test_whatever_receivers_do_all_is_told_at_last(post: Post) -> None:
    """Each receiver fails in a way of its own; the worker is killed among them; then all are well again."""
    said = ["one", "two", "three"]
    with contextlib.ExitStack() as stack:
        never = stack.enter_context(hooks.receiver())
        sinks = [stack.enter_context(hooks.receiver()) for _ in MANNERS]
        webhooks = [post.subscribe(each) for each in sinks]
        for each, manner in zip(sinks, MANNERS, strict=True):
            each.behave = functools.partial(answer, manner)
            each.headers = {"Location": never.url}
        users = [post.shop.make_user()["_id"] for _ in range(2)]
        for text in said:
            for user in users:
                post.shop.say(user, text)
        post.worker.launch()
        for each in sinks:
            each.wait(bool)
        post.worker.kill()
        for each in sinks:
            each.behave = lambda call: 200
        post.clock.push(61_000)  # the leases of the dead, and the first retries
        post.worker.launch()
        for each, webhook in zip(sinks, webhooks, strict=True):
            calls = each.wait(functools.partial(_has_all, wanted=len(users) * len(said)))
            assert all(call.signed_by(webhook["secret"]) for call in calls)
            told: dict[str, list[str]] = {}
            ids: dict[tuple[str, str], set[str]] = {}
            for call in calls:
                name = str(call.event["conversation"]["_id"])
                told.setdefault(name, []).extend([call.text] if call.text not in told.get(name, []) else [])
                ids.setdefault((name, call.text), set()).add(call.id)
            assert list(told.values()) == [said] * len(users)
            assert all(len(found) == 1 for found in ids.values())
        assert never.calls == []


def answer(manner: int | hooks.Manner | None, _: hooks.Call) -> int | hooks.Manner | None:
    return manner


def _has_all(calls: list[hooks.Call], *, wanted: int) -> bool:
    return len({call.id for call in calls}) == wanted


def test_76_hours_of_failures_are_survived(post: Post, sink: hooks.Receiver) -> None:
    """Every way to fail, one after the other, to the last attempt; then what waited behind follows."""
    webhook = post.subscribe(sink)
    failures: list[int | None] = [500, None, 302, 429, 503, 408, None, 500, 502]
    sink.headers = {"Location": sink.url}
    sink.behave = lambda call: failures[len(sink.calls) - 1] if len(sink.calls) <= len(failures) else 200
    user = post.shop.make_user()["_id"]
    for text in ("one", "two"):
        post.shop.say(user, text)
    began_ms = post.clock.now_ms()
    post.worker.launch()
    failed = 0
    while failed < len(failures):  # on a slow machine the second attempt, after 5 s, is due before the clock is pushed
        failed, due_ms = api.eventually(functools.partial(post.first_after, failed), within=patience.START_SECONDS)
        assert due_ms > int(sink.calls[failed - 1].headers["webhook-timestamp"]) * 1000
        post.clock.push(max(0, due_ms - post.clock.now_ms()) + 5_001)
    calls = sink.wait(lambda calls: len(calls) == retry.ATTEMPTS + 1)
    assert post.clock.now_ms() - began_ms > 75.5 * HOUR_MS
    assert [call.text for call in calls] == ["one"] * retry.ATTEMPTS + ["two"]
    assert len({call.id for call in calls[:-1]}) == 1
    assert all(call.signed_by(webhook["secret"]) for call in calls)
    stamps = [int(call.headers["webhook-timestamp"]) for call in calls]
    assert stamps[retry.ATTEMPTS - 1] - stamps[0] > 75.5 * 3600  # each attempt is signed with its own time
    api.eventually(lambda: post.rows() == [])


@pytest.mark.parametrize(
    "post", ["sqlite", pytest.param("postgres-nats", marks=pytest.mark.long)], indirect=True
)  # a minute each
def test_every_event_comes_in_order_whatever_receivers_do(post: Post, sink: hooks.Receiver) -> None:
    """Random failures, answers after the commit of the receiver, and workers killed in between, on six conversations."""
    webhook = post.subscribe(sink)
    dice = random.Random(76)
    done: dict[str, list[str]] = {}
    lock = threading.Lock()

    def behave(call: hooks.Call) -> int | None:
        with lock:
            fate = dice.random()
            if fate < 0.2:
                return 500
            told = done.setdefault(str(call.event["conversation"]["_id"]), [])
            if call.text not in told:
                told.append(call.text)
            return None if fate < 0.4 else 200  # None: taken in, but the answer is lost

    sink.behave = behave
    users = [post.shop.make_user()["_id"] for _ in range(6)]
    expected = [f"{number:02}" for number in range(5)]
    post.worker.launch()
    for text in expected:
        for user in users:
            post.shop.say(user, text)

    def all_here() -> bool:
        with lock:
            return len(done) == len(users) and all(len(told) == len(expected) for told in done.values())

    for turn in range(200):
        if all_here():
            break
        rows = post.rows()
        if rows:
            post.clock.push(max(0, min(due for _, due in rows) - post.clock.now_ms()) + 5_001)
        if turn % 7 == 3:
            post.worker.kill()
            post.clock.push(61_000)
            post.worker.launch()
        _settle(sink)
    assert all_here(), done
    assert all(told == expected for told in done.values()), done
    assert all(call.signed_by(webhook["secret"]) for call in sink.calls)
    ids: dict[str, set[str]] = {}
    for call in sink.calls:
        ids.setdefault(str(call.event["messages"][0]["_id"]), set()).add(call.id)
    assert len(ids) == len(users) * len(expected)
    assert all(len(each) == 1 for each in ids.values())


def _settle(sink: hooks.Receiver, *, within: float = 1.5) -> None:
    """Return when something came, or it is clear that nothing comes without another push."""
    seen = len(sink.calls)
    try:
        sink.wait(lambda calls: len(calls) > seen, within=within)
    except TimeoutError:
        return
