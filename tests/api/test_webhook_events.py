"""Webhooks end to end: what happens, to a receiver of this machine."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support import api, patience, sinks

pytestmark = pytest.mark.anyio


class Received:
    """One request that a receiver got."""

    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        self.line = first
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.json: dict[str, Any] = json.loads(self.body)


class Receiver:
    """Answers with the statuses it was given, the last one for ever."""

    def __init__(self, *statuses: str) -> None:
        self._statuses = list(statuses)
        self._arrived = asyncio.Condition()
        self.times: list[float] = []
        self.sink: sinks.Sink | None = None

    async def answer(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.times.append(time.monotonic())
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        writer.write(sinks.answer(status))
        await writer.drain()
        async with self._arrived:
            self._arrived.notify_all()

    async def got(self, count: int, *, within: float = patience.SECONDS) -> list[Received]:
        assert self.sink is not None
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.times) >= count)
        return [Received(raw) for raw in self.sink.requests]


@contextlib.asynccontextmanager
async def _receiver(*statuses: str) -> AsyncIterator[tuple[Receiver, str]]:
    made = Receiver(*statuses or ("200 OK",))
    async with sinks.sink(made.answer) as sink:
        made.sink = sink
        yield made, f"http://127.0.0.1:{sink.port}/hook?a=1"


async def _call(shop: api.Shop, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
    answer = await asyncio.to_thread(shop.rest, method, path, body, expect=expect)
    return answer.json


async def _webhook(shop: api.Shop, target: str, triggers: list[str], **options: Any) -> dict[str, Any]:
    body = {"target": target, "triggers": triggers} | options
    made: dict[str, Any] = (await _call(shop, "POST", "/webhooks", body, expect=201))["webhook"]
    return made


def _verify(request: Received, secret: str) -> None:
    """As a receiver does, from the two published recipes."""
    headers = request.headers
    assert headers["x-api-key"] == secret
    key = hmac.new(secret.encode(), b"smooch-webhook-signing-key-v1", hashlib.sha256).digest()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + request.body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60


async def test_the_events_of_a_conversation(shop: api.Shop) -> None:
    async with _receiver() as (receiver, target):
        triggers = ["message", "conversation:start", "conversation:read"]
        webhook = await _webhook(shop, target, triggers, includeClient=True)
        visitor = await asyncio.to_thread(shop.visitor, givenName="Ines", properties={"boat": "Gull"})
        said = (await asyncio.to_thread(visitor.say, "Ahoy"))["message"]
        answered = (await asyncio.to_thread(shop.say, visitor.app_user_id, "Hello"))["message"]
        await asyncio.to_thread(visitor.sdk, "POST", "/conversation/read", {}, expect=200)
        requests = await receiver.got(4)
        fresh = (await asyncio.to_thread(shop.rest, "GET", f"/appusers/{visitor.app_user_id}")).json["appUser"]
    for request in requests:
        assert request.line == "POST /hook?a=1 HTTP/1.1"
        assert request.headers["content-type"] == "application/json"
        assert "smooch" in request.headers["user-agent"].lower()
        _verify(request, webhook["secret"])
        assert request.json["version"] == "v1.1"
        assert request.json["app"] == {"_id": shop.app_id}
        assert request.json["conversation"] == {"_id": visitor.conversation_id}
        assert request.json["appUser"]["_id"] == visitor.app_user_id
        assert request.json["client"]["id"] == visitor.device
    assert len({request.headers["webhook-id"] for request in requests}) == 4
    start, user, maker, read = [request.json for request in requests]  # in the order in which it happened
    assert [each["trigger"] for each in (start, user, maker, read)] == [
        "conversation:start",
        "message:appUser",
        "message:appMaker",
        "conversation:read",
    ]
    assert start["source"]["type"] == read["source"]["type"] == "web"
    assert isinstance(start["timestamp"], float)
    assert user["messages"] == [{key: value for key, value in said.items() if key != "_clientId"}]
    assert maker["messages"] == [answered]
    whole = {key: fresh[key] for key in ("_id", "conversationStarted", "givenName", "signedUpAt", "properties")}
    assert user["appUser"] == maker["appUser"] == whole
    assert read["appUser"] == {"_id": visitor.app_user_id, "conversationStarted": True}


async def test_only_what_was_asked_for(shop: api.Shop) -> None:
    async with _receiver() as (receiver, target):
        await _webhook(shop, target, ["message:appMaker"], includeFullAppUser=False)
        visitor = await asyncio.to_thread(shop.visitor, givenName="Ines")
        await asyncio.to_thread(visitor.say, "not told")
        await asyncio.to_thread(shop.say, visitor.app_user_id, "told")
        (request,) = await receiver.got(1)
        assert request.json["messages"][0]["text"] == "told"
        assert request.json["appUser"] == {"_id": visitor.app_user_id, "conversationStarted": True}
        assert "client" not in request.json


async def test_answers_of_agents_are_told(shop: api.Shop, agent: api.Agent) -> None:
    async with _receiver() as (receiver, target):
        await _webhook(shop, target, ["message"])
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "one")
        path = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages"
        await asyncio.to_thread(agent.call, "POST", path, {"text": "two", "_clientId": "2"}, expect=201)
        requests = await receiver.got(2)
        assert [request.json["trigger"] for request in requests] == ["message:appUser", "message:appMaker"]
        assert requests[1].json["messages"][0]["source"]["type"] == "inbox"


async def test_a_repeated_send_is_told_once(shop: api.Shop) -> None:
    async with _receiver() as (receiver, target):
        await _webhook(shop, target, ["message"])
        visitor = await asyncio.to_thread(shop.visitor)
        for _ in range(3):
            await asyncio.to_thread(visitor.say, "once", client_id="1")
        await asyncio.to_thread(visitor.say, "last", client_id="2")
        requests = await receiver.got(2)
        assert [request.json["messages"][0]["text"] for request in requests] == ["once", "last"]


async def test_a_webhook_of_version_1(shop: api.Shop) -> None:
    async with _receiver() as (receiver, target):
        path, body = f"/v1/apps/{shop.app_id}/webhooks", {"target": target}
        made = await asyncio.to_thread(
            api.call, shop.deployment.agent_url, "POST", path, body, headers=shop.auth, expect=201
        )
        assert made.json["webhook"]["version"] == "v1"
        assert made.json["webhook"]["triggers"] == ["message"]
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "old")
        (request,) = await receiver.got(1)
        assert not {"version", "conversation"} & set(request.json)
        assert request.json["appUser"]["clients"][0]["id"] == visitor.device


async def test_failures_are_tried_again_after_the_first_interval(shop: api.Shop) -> None:
    """A failure, and a redirect, which is not followed: the same request comes again, to the same address."""
    async with (
        _receiver("500 Internal Server Error", "200 OK") as (one, first),
        _receiver("302 Found", "200 OK") as (
            two,
            second,
        ),
    ):
        webhooks = [await _webhook(shop, target, ["message:appUser"]) for target in (first, second)]
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "persistent")
        for receiver, webhook in zip((one, two), webhooks, strict=True):
            failed, repeated = await receiver.got(2)
            assert receiver.times[1] - receiver.times[0] > 4.9
            assert failed.body == repeated.body
            assert failed.headers["webhook-id"] == repeated.headers["webhook-id"]
            _verify(repeated, webhook["secret"])


async def test_a_final_answer_is_not_tried_again_and_holds_nothing_up(shop: api.Shop) -> None:
    async with _receiver("403 Forbidden", "200 OK") as (receiver, target):
        await _webhook(shop, target, ["message:appUser"])
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "refused")
        await receiver.got(1)
        await asyncio.to_thread(visitor.say, "taken")
        said = time.monotonic()
        requests = await receiver.got(2)
        assert [request.json["messages"][0]["text"] for request in requests] == ["refused", "taken"]
        assert receiver.times[1] - said < 4, "the next did not wait for an interval, which is 5 s"


async def test_a_deleted_webhook_is_told_nothing_more(shop: api.Shop) -> None:
    async with _receiver() as (gone, old), _receiver() as (stays, new):
        webhook = await _webhook(shop, old, ["message"])
        await _call(shop, "DELETE", f"/webhooks/{webhook['_id']}")
        await _webhook(shop, new, ["message"])
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "to the other")
        await stays.got(1)
        assert gone.times == []


async def test_a_changed_webhook_is_told_at_its_new_address(shop: api.Shop) -> None:
    async with _receiver() as (before, old), _receiver() as (after, new):
        webhook = await _webhook(shop, old, ["message"])
        await _call(shop, "PUT", f"/webhooks/{webhook['_id']}", {"target": new})
        visitor = await asyncio.to_thread(shop.visitor)
        await asyncio.to_thread(visitor.say, "moved")
        (request,) = await after.got(1)
        _verify(request, webhook["secret"])
        assert before.times == []


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://user:password@example.com/",
        "ftp://example.com/",
    ],
)
async def test_private_targets_are_refused(shop: api.Shop, target: str) -> None:
    answer = await asyncio.to_thread(shop.rest, "POST", "/webhooks", {"target": target})
    assert (answer.status, answer.code) == (400, "bad_request")
