"""The realtime session: catching up, live events, losses, closes. The same on both fronts."""

import asyncio
import concurrent.futures
import contextlib
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import websockets.asyncio.client
import websockets.exceptions
import websockets.sync.client

from tests.support import api, patience, realtime, shapes

pytestmark = pytest.mark.anyio

FIELD = {"type": "text", "name": "mast", "label": "Mast height"}
NUMBERED = ("message", "message:change", "conversation:read", "conversation:start")


@pytest.fixture(scope="module", autouse=True)
def silent(shape: shapes.Shape) -> Iterator[concurrent.futures.Future[tuple[int, float]]]:
    """A client that says nothing while the other tests run: its close code, and after how many seconds it came."""

    def wait() -> tuple[int, float]:
        began = time.monotonic()
        address = f"{shape.visitor.ws_url}/sdk/realtime"
        with websockets.sync.client.connect(address, compression=None, proxy=None, ping_interval=None) as line:
            with contextlib.suppress(websockets.exceptions.ConnectionClosed):
                while True:
                    line.recv(timeout=patience.SECONDS)
            return line.close_code or 0, time.monotonic() - began

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        yield pool.submit(wait)


def _events(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [frame for frame in frames if frame["type"] in NUMBERED]


def _texts(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["message"]["text"] for frame in frames if frame["type"] == "message"]


def _at(visitor: api.Visitor, seq: int) -> dict[str, Any]:
    return {"epoch": visitor.cursor["epoch"], "seq": seq}


async def _heard(line: realtime.Line, *texts: str) -> None:
    """Receive until the last messages are these."""
    await line.until(lambda _: _texts(line.frames)[-len(texts) :] == list(texts))


# ---- catching up and live --------------------------------------------------------------------------


async def test_what_was_missed_then_live(shop: api.Shop) -> None:
    visitor = shop.visitor()
    for text in ("one", "two", "three"):
        shop.say(visitor.app_user_id, text)
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        subscribed = await line.until("subscribed")
        assert _texts(line.frames) == ["one", "two", "three"]
        assert subscribed["cursor"] == visitor.messages()["cursor"]
        shop.say(visitor.app_user_id, "four")
        visitor.say("five")
        await _heard(line, "one", "two", "three", "four", "five")
        numbers = [frame["seq"] for frame in _events(line.frames)]
        assert numbers == list(range(visitor.cursor["seq"] + 1, visitor.cursor["seq"] + 6))


async def test_the_whole_log_from_the_beginning(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("first")
    async with realtime.visitor(visitor.url, visitor.live, _at(visitor, 0)) as line:
        await line.until("subscribed")
        events = _events(line.frames)
        assert [(event["seq"], event["type"]) for event in events] == [(1, "conversation:start"), (2, "message")]


async def test_without_a_cursor_only_live_events_come(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("before")
    async with realtime.visitor(visitor.url, visitor.live) as line:
        await line.until("subscribed")
        visitor.say("after")
        await _heard(line, "after")
        assert _texts(line.frames) == ["after"]


@pytest.mark.parametrize("cursor", [{"epoch": "another", "seq": 1}, {"seq": 1_000_000}, {"seq": -1 << 40}])
async def test_a_cursor_that_cannot_be_continued_is_reset(shop: api.Shop, cursor: dict[str, Any]) -> None:
    visitor = shop.visitor()
    visitor.say("there")
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor | cursor) as line:
        reset = await line.until("reset")
        assert reset["cursor"] == visitor.messages()["cursor"]
        await line.until("subscribed")
        visitor.say("live")
        await _heard(line, "live")
        assert _texts(line.frames) == ["live"]


async def test_a_thousand_missed_events(shop: api.Shop) -> None:
    visitor = shop.visitor()
    path = f"{visitor.url}/sdk/apps/{shop.app_id}/appusers/{visitor.app_user_id}/messages"
    count = 1200
    async with aiohttp.ClientSession(headers=visitor.credentials) as http:

        async def post(number: int) -> None:
            body = {"message": {"text": f"{number}", "_clientId": f"{number}"}}
            async with http.post(path, json=body) as answer:
                assert answer.status == 201

        for start in range(0, count, 40):
            await asyncio.gather(*(post(number) for number in range(start, start + 40)))
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        assert [frame["seq"] for frame in _events(line.frames)] == list(range(2, count + 2))
        assert sorted(map(int, _texts(line.frames))) == list(range(count))


async def test_a_ping_brings_the_newest_number(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("x")
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        await line.send({"type": "ping"})
        beat = await line.until("heartbeat")
        assert beat["seq"] == {visitor.conversation_id: 2}


async def test_state_and_events_are_the_fresh_state(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("before the page was read")
    page = visitor.messages()
    async with realtime.visitor(visitor.url, visitor.live, page["cursor"]) as line:
        await line.until("subscribed")
        shop.say(visitor.app_user_id, "hello", actions=[{"type": "reply", "text": "A", "payload": "a"}])
        shop.rest("POST", f"/appusers/{visitor.app_user_id}/conversation/activity", _typing("conversation:read"))
        visitor.say("answer", client_id="mine")
        shop.say(visitor.app_user_id, "again", metadata={"a": 1})
        shop.say(visitor.app_user_id, "and again", name="Pilot")
        visitor.sdk("POST", "/conversation/read", {}, expect=200)
        form = shop.say(visitor.app_user_id, "", type="form", fields=[FIELD])["message"]["_id"]
        answer = {"type": "formResponse", "fields": [FIELD | {"text": "14"}], "quotedMessageId": form}
        visitor.sdk("POST", "/messages", {"message": answer | {"_clientId": "answer"}}, expect=201)
        shop.rest("POST", f"/appusers/{visitor.app_user_id}/conversation/activity", _typing("conversation:read"))
        fresh = visitor.messages()
        await line.until(lambda frame: frame.get("seq") == fresh["cursor"]["seq"])
    state = page
    for event in _events(line.frames):
        assert event["seq"] == state["cursor"]["seq"] + 1
        state = state | {"cursor": _at(visitor, event["seq"]), "conversation": event["conversation"]}
        if event["type"] == "message":
            state = state | {"messages": [*state["messages"], event["message"]]}
            if event["message"]["role"] == "appMaker":
                state = state | {"readAt": event["message"]["received"]}
        elif event["type"] == "message:change":
            now = event["message"]
            state = state | {"messages": [now if each["_id"] == now["_id"] else each for each in state["messages"]]}
        elif event["role"] == "appMaker":
            state = state | {"readAt": event["received"]}
    assert state == fresh
    assert [message["submitted"] for message in fresh["messages"] if message["type"] == "form"] == [True]


def _typing(kind: str) -> dict[str, str]:
    return {"role": "appMaker", "type": kind, "name": "Pilot", "avatarUrl": "https://a.example/pilot.png"}


async def test_two_devices_see_the_same_in_the_same_order(shop: api.Shop) -> None:
    visitor = shop.visitor()
    bases = (shop.deployment.visitor_url, shop.deployment.agent_url)
    async with (
        realtime.visitor(bases[0], visitor.live, visitor.cursor) as first,
        realtime.visitor(bases[1], visitor.live, visitor.cursor) as second,
    ):
        for line in (first, second):
            await line.until("subscribed")

        def say(number: int) -> None:
            if number % 2:
                shop.say(visitor.app_user_id, f"{number}")
            else:
                visitor.say(f"{number}")

        await asyncio.gather(*(asyncio.to_thread(say, number) for number in range(20)))
        for line in (first, second):
            await line.until(lambda frame: frame.get("seq") == 21)
        assert _events(first.frames) == _events(second.frames)
        assert _texts(first.frames) == [message["text"] for message in visitor.messages()["messages"]]


async def test_the_event_tells_the_sender_s_own_name_of_the_send(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        posted = visitor.say("mine", client_id="device-1")
        event = await line.until("message")
        assert event["message"]["_clientId"] == "device-1"
        assert event["message"] == posted["message"]
        assert event["conversation"] == posted["conversation"]


async def test_typing_of_the_business(shop: api.Shop) -> None:
    visitor = shop.visitor()
    path = f"/appusers/{visitor.app_user_id}/conversation/activity"
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        for kind in ("typing:start", "typing:stop"):
            shop.rest("POST", path, _typing(kind), expect=200)
            assert await line.until("activity") == {
                "type": "activity",
                "conversationId": visitor.conversation_id,
                "activity": kind,
                "role": "appMaker",
                "name": "Pilot",
                "avatarUrl": "https://a.example/pilot.png",
            }
        shop.say(visitor.app_user_id, "typed")
        assert (await line.until("message"))["seq"] == 2, "typing takes no number"


async def test_reading_is_told_once(shop: api.Shop) -> None:
    visitor = shop.visitor()
    said = shop.say(visitor.app_user_id, "hello")["message"]
    async with realtime.visitor(visitor.url, visitor.live, visitor.messages()["cursor"]) as line:
        await line.until("subscribed")
        visitor.sdk("POST", "/conversation/read", {}, expect=200)
        visitor.sdk("POST", "/conversation/read", {}, expect=200)
        read = await line.until("conversation:read")
        assert (read["role"], read["received"], read["seq"]) == ("appUser", said["received"], 3)
        assert read["conversation"]["unreadCount"] == 0
        shop.say(visitor.app_user_id, "next")
        assert (await line.until("message"))["seq"] == 4


# ---- long poll -------------------------------------------------------------------------------------


async def test_long_polls_tell_the_same_story(shop: api.Shop) -> None:
    visitor = shop.visitor()
    shop.say(visitor.app_user_id, "missed")
    cursor: dict[str, Any] | None = visitor.cursor
    got: list[dict[str, Any]] = []
    async with aiohttp.ClientSession() as http:
        frames, cursor = await realtime.poll(http, visitor.url, visitor.live, cursor)
        got += frames
        assert _texts(got) == ["missed"]
        waiting = asyncio.create_task(realtime.poll(http, visitor.url, visitor.live, cursor))
        visitor.say("live, or missed by a moment")
        frames, cursor = await waiting
        got += frames
        frames, cursor = await realtime.poll(http, visitor.url, visitor.live, cursor, wait=0)
        assert _events(frames) == []
    assert cursor == visitor.messages()["cursor"]
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        assert _events(line.frames) == _events(got)


async def test_a_long_poll_is_reset_and_refused_like_a_socket(shop: api.Shop) -> None:
    visitor = shop.visitor()
    stale = {"epoch": "another", "seq": 0}
    async with aiohttp.ClientSession() as http:
        frames, cursor = await realtime.poll(http, visitor.url, visitor.live, stale, wait=0)
        assert [frame["type"] for frame in frames] == ["reset", "subscribed"]
        assert cursor == frames[0]["cursor"] == visitor.cursor
        wrong = realtime.Visitor(app_id=shop.app_id, app_user_id=visitor.app_user_id, session_token="wrong")
        with pytest.raises(aiohttp.ClientResponseError, match="401"):
            await realtime.poll(http, visitor.url, wrong, None, wait=0)


# ---- refusals and closes ---------------------------------------------------------------------------

BAD_FRAMES: dict[str, str | bytes] = {
    "not JSON": "hello",
    "no object": "[]",
    "no type": "{}",
    "unknown type": '{"type":"dance"}',
    "missing fields": '{"type":"connect"}',
    "wrong types": '{"type":"connect","appId":1,"appUserId":[]}',
    "an agent's": '{"type":"connect:agent","appId":"x"}',
    "out of turn": '{"type":"ping"}',
    "too deep": '{"type":"ping","x":' + "[" * 30_000 + "]" * 30_000 + "}",
    "not UTF-8": b'{"type":"ping","x":"\xff"}',
    "the character 0": '{"type":"connect","appId":"\\u0000","appUserId":"\\u0000","sessionToken":"a"}',
    "a lone surrogate": '{"type":"\\ud800"}',
}


@pytest.mark.parametrize("name", BAD_FRAMES)
async def test_a_bad_first_frame_is_4400(shop: api.Shop, name: str) -> None:
    async with websockets.asyncio.client.connect(_ws(shop), compression=None, proxy=None) as connection:
        await connection.send(BAD_FRAMES[name])
        line = realtime.Line(connection)
        failure = await line.receive()
        assert (failure["type"], failure["code"]) == ("error", 4400)
        assert failure["description"]
        assert await line.closed() == 4400


def _ws(shop: api.Shop) -> str:
    return "ws" + shop.deployment.visitor_url.removeprefix("http") + "/sdk/realtime"


@pytest.mark.parametrize(
    "frame", ["nonsense", '{"type":"connect","appId":"a","appUserId":"b"}', '{"type":"subscribe"}']
)
async def test_a_bad_later_frame_is_4400(shop: api.Shop, frame: str) -> None:
    visitor = shop.visitor()
    async with websockets.asyncio.client.connect(_ws(shop), compression=None, proxy=None) as connection:
        line = realtime.Line(connection)
        await line.send(visitor.live.connect(visitor.cursor))
        await line.until("subscribed")
        await connection.send(frame)
        assert await line.closed() == 4400


async def test_a_large_frame_is_refused(shop: api.Shop) -> None:
    async with websockets.asyncio.client.connect(_ws(shop), compression=None, proxy=None) as connection:
        await connection.send(json.dumps({"type": "ping", "x": "y" * 70_000}))
        assert await realtime.Line(connection).closed() in (1009, 4413)


async def test_no_first_frame_is_4502(silent: concurrent.futures.Future[tuple[int, float]]) -> None:
    code, seconds = await asyncio.wrap_future(silent)
    assert code == 4502
    assert 9 < seconds < 20


async def test_wrong_credentials_are_4401(shop: api.Shop, deployment: api.Deployment) -> None:
    one, other = shop.visitor(), shop.visitor()
    foreign = deployment.make_shop().visitor()
    known = shop.known_visitor()
    token = one.session_token
    for label, code, who in (
        ("nothing", 4401, realtime.Visitor(app_id=shop.app_id, app_user_id=one.app_user_id)),
        ("garbage", 4401, realtime.Visitor(app_id=shop.app_id, app_user_id=one.app_user_id, session_token="x")),
        (
            "another user",
            4401,
            realtime.Visitor(app_id=shop.app_id, app_user_id=other.app_user_id, session_token=token),
        ),
        (
            "another app",
            4401,
            realtime.Visitor(app_id=foreign.shop.app_id, app_user_id=one.app_user_id, session_token=token),
        ),
        ("a JWT that is none", 4401, realtime.Visitor(app_id=shop.app_id, app_user_id=known.app_user_id, jwt="a.b.c")),
        (
            "a JWT of an app",
            4401,
            realtime.Visitor(app_id=shop.app_id, app_user_id=one.app_user_id, jwt=shop.token("app")),
        ),
        (
            "a JWT of another app",
            4401,
            realtime.Visitor(app_id=foreign.shop.app_id, app_user_id=foreign.app_user_id, jwt=known.jwt),
        ),
        (
            "a JWT of another user",
            4403,
            realtime.Visitor(app_id=shop.app_id, app_user_id=one.app_user_id, jwt=known.jwt),
        ),
    ):
        async with realtime.connect(f"{one.url}/sdk/realtime") as line:
            await line.send(who.connect(None))
            assert await line.closed() == code, label
            assert _events(line.frames) == []


async def test_a_known_user_connects_by_jwt(shop: api.Shop) -> None:
    visitor = shop.known_visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        shop.say(visitor.app_user_id, "for you")
        await _heard(line, "for you")


async def test_no_conversation_yet_is_4403(shop: api.Shop) -> None:
    user = shop.make_user()
    who = realtime.Visitor(
        app_id=shop.app_id, app_user_id=user["_id"], jwt=shop.token("appUser", userId=user["userId"])
    )
    async with realtime.connect(f"{shop.deployment.visitor_url}/sdk/realtime") as line:
        await line.send(who.connect(None))
        assert await line.closed() == 4403


async def test_deleting_the_user_closes_its_sockets(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        shop.rest("DELETE", f"/appusers/{visitor.app_user_id}", expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401


async def test_deleting_the_app_closes_its_sockets(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        shop.deployment.account("DELETE", f"/apps/{shop.app_id}", expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401


async def test_deleting_the_key_closes_the_sockets_it_opened(shop: api.Shop) -> None:
    visitor = shop.known_visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        shop.deployment.account("DELETE", f"/apps/{shop.app_id}/keys/{shop.key_id}", expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401


async def test_logout_closes_the_sockets_of_the_device(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        visitor.sdk("POST", "/logout", {"client": {"id": visitor.device}}, expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401
    async with realtime.connect(f"{visitor.url}/sdk/realtime") as line:
        await line.send(visitor.live.connect(visitor.cursor))
        assert await line.closed() == 4401


async def test_becoming_a_known_user_closes_the_anonymous_sockets(shop: api.Shop) -> None:
    visitor, user_id = shop.visitor(), api.unique()
    body = {
        "userId": user_id,
        "client": {"id": visitor.device},
        "appUserId": visitor.app_user_id,
        "sessionToken": visitor.session_token,
    }
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        token = api.bearer(shop.token("appUser", userId=user_id))
        shop.sdk("POST", "/login", body, headers=token, expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401


async def test_a_slow_reader_is_closed_and_continues(shop: api.Shop) -> None:
    visitor = shop.visitor()
    host, port = shop.deployment.visitor_url.removeprefix("http://").split(":")
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, (host, int(port)))
    large = "☃" * 4096
    connect: Any = websockets.asyncio.client.connect(
        _ws(shop), sock=raw, compression=None, proxy=None, ping_interval=None, max_queue=1, max_size=None
    )
    async with connect as connection:
        line = realtime.Line(connection)
        await line.send(visitor.live.connect(visitor.cursor))
        await line.until("subscribed")

        def flood(number: int) -> None:
            visitor.say(f"{number}{large}"[:4096])

        for start in range(0, 700, 20):
            await asyncio.gather(*(asyncio.to_thread(flood, number) for number in range(start, start + 20)))
        assert await line.closed() == 4501
        seen = [frame["seq"] for frame in _events(line.frames)]
        assert seen == list(range(2, 2 + len(seen))), "in order, without a gap, up to the close"
    async with realtime.visitor(visitor.url, visitor.live, _at(visitor, 1 + len(seen))) as line:
        await line.until("subscribed")
        rest = [frame["seq"] for frame in _events(line.frames)]
        assert [*seen, *rest] == list(range(2, 702))


# ---- clients that misbehave ------------------------------------------------------------------------


async def test_a_flood_of_frames_is_refused(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        for _ in range(200):
            await line.send({"type": "ping"})
        assert await line.closed() == 4400


async def test_a_refusal_with_long_foreign_words_keeps_its_code(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until("subscribed")
        await line.send({"type": "ä" * 200})
        assert await line.closed() == 4400


async def test_a_poll_whose_credentials_end_meanwhile_says_so(shop: api.Shop) -> None:
    visitor = shop.visitor()
    async with aiohttp.ClientSession() as http:
        waiting = asyncio.create_task(realtime.poll(http, visitor.url, visitor.live, visitor.cursor, wait=20))
        await asyncio.sleep(0)
        shop.rest("DELETE", f"/appusers/{visitor.app_user_id}", expect=200)
        with pytest.raises(aiohttp.ClientResponseError) as refused:
            await waiting
    assert refused.value.status == 401
