"""The agents' socket: news of every conversation, and one conversation in order."""

from typing import Any

import pytest

from tests.support import api, patience, realtime

pytestmark = pytest.mark.anyio


def _row(agent: api.Agent, visitor: api.Visitor) -> dict[str, Any]:
    path = f"/apps/{visitor.shop.app_id}/conversations/{visitor.conversation_id}"
    row: dict[str, Any] = agent.call("GET", path, expect=200).json["conversation"]
    return row


def _page(agent: api.Agent, visitor: api.Visitor) -> dict[str, Any]:
    path = f"/apps/{visitor.shop.app_id}/conversations/{visitor.conversation_id}/messages"
    page: dict[str, Any] = agent.call("GET", path, expect=200).json
    return page


async def test_new_conversations_appear_without_asking(shop: api.Shop, agent: api.Agent) -> None:
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        visitor = shop.visitor()
        start = await line.until("conversation:start")
        assert (start["conversation"]["_id"], start["seq"]) == (visitor.conversation_id, 1)
        visitor.say("anybody there?")
        event = await line.until("message")
        assert event["message"]["text"] == "anybody there?"
        assert event["seq"] == _row(agent, visitor)["seq"] == 2
        user = shop.make_user()["_id"]
        shop.say(user, "the business began")
        assert (await line.until("message"))["message"]["text"] == "the business began"


async def test_news_of_other_apps_do_not_come(shop: api.Shop, agent: api.Agent, deployment: api.Deployment) -> None:
    other = deployment.make_shop().visitor()
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        other.say("for another app")
        shop.visitor().say("for this app")
        assert (await line.until("message"))["message"]["text"] == "for this app"


async def test_the_conversation_on_screen_has_the_visitor_s_promise(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    page = _page(agent, visitor)
    visitor.say("missed")
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        subscribe = {"type": "subscribe", "conversationId": visitor.conversation_id, "cursor": page["cursor"]}
        await line.send(subscribe)
        await line.until("subscribed")
        visitor.say("live")
        shop.say(visitor.app_user_id, "answer")
        await line.until(lambda frame: frame.get("seq") == 4)
        events = [frame for frame in line.frames if frame["type"] == "message"]
        assert [(event["seq"], event["message"]["text"]) for event in events] == [
            (2, "missed"),
            (3, "live"),
            (4, "answer"),
        ]
        await line.send({"type": "ping"})
        assert (await line.until("heartbeat"))["seq"] == {visitor.conversation_id: 4}
        await line.send(subscribe | {"cursor": {"epoch": "another", "seq": 0}})
        assert (await line.until("reset"))["cursor"] == _page(agent, visitor)["cursor"]
        await line.send({"type": "unsubscribe", "conversationId": visitor.conversation_id})
        await line.send({"type": "ping"})
        assert (await line.until("heartbeat"))["seq"] == {}
        visitor.say("still news")
        assert (await line.until("message"))["message"]["text"] == "still news"


async def test_a_conversation_of_another_app_is_refused(
    shop: api.Shop, agent: api.Agent, deployment: api.Deployment
) -> None:
    foreign, own = deployment.make_shop().visitor(), shop.visitor()
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        frame = {"type": "subscribe", "conversationId": foreign.conversation_id, "cursor": foreign.cursor}
        await line.send(frame)
        failure = await line.until("error")
        assert (failure["code"], failure["conversationId"]) == (4403, foreign.conversation_id)
        foreign.say("not for you")
        own.say("for you")
        assert (await line.until("message"))["message"]["text"] == "for you"


async def test_typing_and_reading_of_both_sides(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor(givenName="Ines")
    said = visitor.say("hello")["message"]
    path = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    async with (
        realtime.agent(agent.url, shop.app_id, agent.cookie) as inbox,
        realtime.visitor(visitor.url, visitor.live, visitor.messages()["cursor"]) as widget,
    ):
        await widget.until("subscribed")
        visitor.sdk("POST", "/conversation/activity", {"type": "typing:start"}, expect=200)
        typing = await inbox.until("activity")
        assert (typing["role"], typing["activity"], typing["name"]) == ("appUser", "typing:start", "Ines")
        agent.call("POST", f"{path}/activity", {"type": "typing:start"}, expect=200)
        typing = await widget.until(lambda frame: frame["type"] == "activity" and frame["role"] == "appMaker")
        assert typing["name"] == agent.call("GET", "/session", expect=200).json["agent"]["name"]
        agent.call("POST", f"{path}/read", expect=200)
        read = await widget.until("conversation:read")
        assert (read["role"], read["received"]) == ("appMaker", said["received"])
        assert visitor.messages()["readAt"] == said["received"]
        answer = agent.call("POST", f"{path}/messages", {"text": "hi", "_clientId": "a"}, expect=201).json["message"]
        event = await widget.until("message")
        assert event["message"] == answer
        assert event["conversation"]["unreadCount"] == 1
        visitor.sdk("POST", "/conversation/read", {}, expect=200)
        read = await inbox.until(lambda frame: frame["type"] == "conversation:read" and frame["role"] == "appUser")
        assert read["received"] == answer["received"] == _page(agent, visitor)["readAt"]


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null", "http://127.0.0.1:1"])
async def test_only_the_inbox_page_may_connect(shop: api.Shop, agent: api.Agent, origin: str | None) -> None:
    headers = {"Cookie": agent.cookie}
    async with realtime.connect(f"{agent.url}/inbox/api/realtime", headers=headers, origin=origin) as line:
        await line.send({"type": "connect:agent", "appId": shop.app_id})
        assert await line.closed() == 4403


@pytest.mark.parametrize("cookie", ["", "smooch_inbox=wrong"])
async def test_only_a_signed_in_agent_may_connect(shop: api.Shop, agent: api.Agent, cookie: str) -> None:
    headers = {"Cookie": cookie} if cookie else {}
    async with realtime.connect(f"{agent.url}/inbox/api/realtime", headers=headers, origin=agent.url) as line:
        await line.send({"type": "connect:agent", "appId": shop.app_id})
        assert await line.closed() == 4401


async def test_an_app_that_is_not_there(agent: api.Agent) -> None:
    headers = {"Cookie": agent.cookie}
    async with realtime.connect(f"{agent.url}/inbox/api/realtime", headers=headers, origin=agent.url) as line:
        await line.send({"type": "connect:agent", "appId": "5cb5d1f09a3e2b0c7d4f1a01"})
        assert await line.closed() == 4403


async def test_a_visitor_s_frame_is_no_agent_s(shop: api.Shop, agent: api.Agent) -> None:
    headers = {"Cookie": agent.cookie}
    async with realtime.connect(f"{agent.url}/inbox/api/realtime", headers=headers, origin=agent.url) as line:
        await line.send(shop.visitor().live.connect(None))
        assert await line.closed() == 4400


async def test_signing_out_closes_the_socket(shop: api.Shop, deployment: api.Deployment) -> None:
    agent = deployment.make_agent()
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        agent.call("DELETE", "/session", expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401


async def test_a_new_password_closes_other_sockets(shop: api.Shop, deployment: api.Deployment) -> None:
    agent = deployment.make_agent()
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        answer = agent.call("PUT", "/password", {"password": "correct horse battery"}, expect=200)
        assert await line.closed(within=patience.SOONER_SECONDS) == 4401
    async with realtime.agent(agent.url, shop.app_id, api.cookie_of(answer)):
        pass
