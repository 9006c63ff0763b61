"""The writers and readers of a run."""

import asyncio
import collections
import contextlib
import itertools
import json
import pathlib
import random
import string
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.faults import checker
from tests.support import realtime, shapes, smooch_cli

_ATTEMPT_SECONDS = 10
_TROUBLE = (aiohttp.ClientError, OSError, asyncio.TimeoutError)


class Conversation:
    """One visitor and one business, on a running shape."""

    def __init__(self, shape: shapes.Shape, app: smooch_cli.App, session: dict[str, Any]) -> None:
        self.shape = shape
        self.app = app
        self.conversation_id = str(session["conversation"]["_id"])
        self.cursor: dict[str, Any] = session["cursor"]
        self.visitor = realtime.Visitor(
            app_id=app.app_id, app_user_id=session["appUser"]["_id"], session_token=session["sessionToken"]
        )

    @property
    def sdk_path(self) -> str:
        return f"/sdk/apps/{self.app.app_id}/appusers/{self.visitor.app_user_id}/messages"

    @property
    def rest_path(self) -> str:
        return f"/v1.1/apps/{self.app.app_id}/appusers/{self.visitor.app_user_id}/messages"

    @property
    def sdk_login(self) -> dict[str, str]:
        return {"Authorization": aiohttp.encode_basic_auth(self.visitor.app_user_id, self.visitor.session_token or "")}

    @property
    def rest_login(self) -> dict[str, str]:
        return {"Authorization": self.app.basic}


async def begin(shape: shapes.Shape) -> Conversation:
    """Make an app, a visitor and the conversation."""
    app = await asyncio.to_thread(shape.cli.create_app, "Faults")
    device = {"client": {"id": "0123456789abcdef0123456789abcdef", "platform": "web"}}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{shape.visitor_url}/sdk/apps/{app.app_id}/appusers", json=device) as answer,
    ):
        answer.raise_for_status()
        return Conversation(shape, app, await answer.json())


class Journal:
    """The checker's own record of what was tried and what was acknowledged; acks go to a file at once."""

    def __init__(self, path: pathlib.Path) -> None:
        self._file = path.open("a", buffering=1)
        self.sent: set[str] = set()
        self.acks: list[checker.Ack] = []
        self.ack_times: list[float] = []
        self.refused: collections.Counter[str] = collections.Counter()  # by status, or by what broke

    def acknowledged(self, ack: checker.Ack) -> None:
        self._file.write(json.dumps([ack.text, ack.id]) + "\n")
        self.acks.append(ack)
        self.ack_times.append(time.monotonic())

    def close(self) -> None:
        self._file.close()


class Writer:
    """Sends unique messages one after another, each again and again until it is acknowledged."""

    def __init__(self, number: int, talk: Conversation, journal: Journal, *, seed: int) -> None:
        self._name = f"w{number}"
        self._sdk = number % 2 == 0
        self._talk = talk
        self._journal = journal
        self._chance = random.Random(f"{seed}/{self._name}")

    async def run(self, stop: asyncio.Event) -> None:
        """Write until `stop`; the message under way then is still brought to its end."""
        timeout = aiohttp.ClientTimeout(total=_ATTEMPT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            for count in itertools.count():
                # No digits in a row: a number that could be a card's would be masked.
                text = f"{self._name}-{count}-{''.join(self._chance.choices(string.ascii_lowercase, k=14))}"
                await self._send(http, text)
                if self._chance.random() < 0.05:  # an impatient client sends what was acknowledged once more
                    await self._send(http, text)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._chance.uniform(0, 0.1))
                if stop.is_set():
                    return

    async def _send(self, http: aiohttp.ClientSession, text: str) -> None:
        self._journal.sent.add(text)
        while True:
            try:
                if (id_ := await self._attempt(http, text)) is not None:
                    self._journal.acknowledged(checker.Ack(text, id_))
                    return
            except _TROUBLE as error:
                self._journal.refused[type(error).__name__] += 1
            await asyncio.sleep(self._chance.uniform(0.02, 0.2))

    async def _attempt(self, http: aiohttp.ClientSession, text: str) -> str | None:
        talk = self._talk
        base = self._chance.choice(talk.shape.servers).url
        if self._sdk:
            body: dict[str, Any] = {"message": {"text": text, "_clientId": text}}
            request = http.post(base + talk.sdk_path, json=body, headers=talk.sdk_login)
        else:
            body = {"role": "appMaker", "type": "text", "text": text}
            headers = talk.rest_login | {"Idempotency-Key": text}
            request = http.post(base + talk.rest_path, json=body, headers=headers)
        async with request as answer:
            if answer.status == 201:
                return str((await answer.json())["message"]["_id"])
            self._journal.refused[str(answer.status)] += 1
            assert answer.status >= 500 or answer.status == 429, f"{answer.status}: {await answer.text()}"
            return None


class Reader:
    """Follows the conversation through every loss."""

    name: str

    async def run(self, seen: Callable[[], None]) -> None:
        """Read until cancelled."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many messages it has."""
        raise NotImplementedError

    def log(self) -> checker.ReaderLog:
        raise NotImplementedError


class LiveReader(Reader):
    """A device with a realtime session, by socket or by long poll."""

    def __init__(self, number: int, talk: Conversation, base: str, front: realtime.Front) -> None:
        self.name = f"r{number}-{front}"
        self._base = base
        self._front: realtime.Front = front
        self._talk = talk
        self._first = int(talk.cursor["seq"])
        self._log = realtime.Log(talk.cursor)

    async def run(self, seen: Callable[[], None]) -> None:
        await realtime.follow(self._base, self._talk.visitor, self._log, front=self._front, seen=seen)

    @property
    def count(self) -> int:
        return sum(1 for entry in self._log.entries if entry.id)

    def log(self) -> checker.ReaderLog:
        entries = self._log.entries
        return checker.ReaderLog(
            name=self.name,
            seen=[checker.Seen(entry.seq, entry.id, entry.text) for entry in entries if entry.id],
            numbers=[entry.seq for entry in entries],
            first=self._first,
            epochs=frozenset(entry.epoch for entry in entries),
            gaps=self._log.gaps,
            resets=self._log.resets,
        )


class Pager(Reader):
    """A program that reads the REST list from where it stopped."""

    def __init__(self, number: int, talk: Conversation, base: str) -> None:
        self.name = f"r{number}-pages"
        self._url = base + talk.rest_path
        self._talk = talk
        self._seen: list[checker.Seen] = []

    async def run(self, seen: Callable[[], None]) -> None:
        timeout = aiohttp.ClientTimeout(total=_ATTEMPT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, headers=self._talk.rest_login) as http:
            while True:
                with contextlib.suppress(*_TROUBLE):
                    while await self._page(http):
                        seen()
                await asyncio.sleep(0.25)

    async def _page(self, http: aiohttp.ClientSession) -> bool:
        """Read one page; tell whether there was something new."""
        after = self._seen[-1].place if self._seen else 0
        async with http.get(self._url, params={"after": f"{after:.3f}"}) as answer:
            if answer.status == 404 and not self._seen:  # nothing was said yet
                return False
            answer.raise_for_status()
            messages = (await answer.json())["messages"]
        self._seen += [checker.Seen(item["received"], item["_id"], item.get("text", "")) for item in messages]
        return bool(messages)

    @property
    def count(self) -> int:
        return len(self._seen)

    def log(self) -> checker.ReaderLog:
        return checker.ReaderLog(name=self.name, seen=list(self._seen))


def readers(talk: Conversation, count: int) -> list[Reader]:
    """Readers on all fronts and all servers."""
    made: list[Reader] = []
    for number in range(count):
        base = talk.shape.servers[number % len(talk.shape.servers)].url
        if number % 5 == 4:
            made.append(Pager(number, talk, base))
        else:
            made.append(LiveReader(number, talk, base, "poll" if number % 5 in (2, 3) else "socket"))
    return made
