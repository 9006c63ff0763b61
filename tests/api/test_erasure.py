"""What is erased is nowhere: every table of the database is read, whatever tables there are."""

import asyncio
import dataclasses
import secrets
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from tests.support import api, dump, hooks, pictures, realtime


@pytest.fixture(scope="module")
def sinks() -> Iterator[tuple[hooks.Receiver, hooks.Receiver]]:
    """One that answers, and one that is given up at once."""
    with hooks.receiver() as well, hooks.receiver() as dead:
        dead.behave = lambda call: 404
        yield well, dead


@dataclasses.dataclass(frozen=True)
class Person:
    """A user of whom the server knows all it can, and the words that give them away."""

    visitor: api.Visitor
    ids: list[str]  # of the user and of what is the user's
    said: dict[str, list[str]]  # by message id, the marks of that message
    told: list[str]  # of the profile and the devices
    passing: list[str]  # of a link that fails within seconds

    @property
    def marks(self) -> list[str]:
        return [*self.ids, *self.told, *[each for marks in self.said.values() for each in marks]]


def mark(kind: str) -> str:
    return f"{kind}zq{secrets.token_hex(6)}"


def make_person(shop: api.Shop) -> Person:
    """Somebody with a name, devices, a session, messages both ways, files, and what webhooks are owed of it."""
    names = {key: mark(key.lower()) for key in ("givenName", "surname")}
    email, berth, user_id = f"{mark('mail')}@example.com", mark("berth"), mark("user")
    visitor = shop.known_visitor(user_id)
    profile = names | {"email": email, "properties": {"berth": berth}}
    shop.rest("PUT", f"/appusers/{user_id}", profile, expect=200)
    ids = [user_id, visitor.app_user_id, visitor.conversation_id, visitor.device]
    said: dict[str, list[str]] = {}
    for _ in range(2):
        text = mark("ahoj")
        message = visitor.say(f"I say {text}")["message"]
        said[message["_id"]] = [text, message["_id"]]
    text = mark("answer")
    message = shop.say(user_id, f"We say {text}", metadata={"flow": text}, Idempotency_Key=mark("key"))["message"]
    said[message["_id"]] = [text, message["_id"]]
    picture = mark("picture")
    body, kind = pictures.form([("source", pictures.image(), f"{picture}.png", "image/png")])
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=public&for=message"
    headers = shop.auth | {"Content-Type": kind}
    stored = api.call(shop.deployment.agent_url, "POST", path, body, headers=headers, expect=201).json
    shown = {"type": "image", "mediaUrl": stored["mediaUrl"], "quotedMessage": {"type": "message", "content": message}}
    message = shop.say(user_id, "", **shown)["message"]
    said[message["_id"]] = [picture, message["_id"]]
    attached = mark("attached")
    body, kind = pictures.form([("source", b"some notes", f"{attached}.txt", None)])
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=public&userId={user_id}"
    api.call(shop.deployment.agent_url, "POST", path, body, headers=shop.auth | {"Content-Type": kind}, expect=201)
    if not shop.rest("GET", "/integrations?types=twilio", expect=200).json["integrations"]:
        twilio = {"type": "twilio", "accountSid": "AC9b1f", "authToken": "s3cret", "phoneNumberSid": "PN44c0"}
        shop.rest("POST", "/integrations", twilio, expect=201)
    number = f"+3670{secrets.randbelow(10**7):07}"
    link = {"type": "twilio", "phoneNumber": number, "confirmation": {"type": "prompt"}}
    linked = shop.rest("POST", f"/appusers/{user_id}/channels", link, expect=200).json["appUser"]
    passing = [linked["pendingClients"][0]["id"], number]
    # A word of the index is there when the others are: messages are read in their order.
    words = f"/messages/search?q={text}"
    api.eventually(lambda: shop.rest("GET", words, expect=200).json["messages"])
    return Person(visitor, ids, said, [*names.values(), email, berth, attached], passing)


def add_webhooks(shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]) -> None:
    for sink in sinks:
        for version in ("v1", "v1.1"):
            body = {"target": f"{sink.url}/{version}", "triggers": ["*", "typing:appUser"], "includeClient": True}
            path = f"/{version}/apps/{shop.app_id}/webhooks"
            api.call(shop.deployment.agent_url, "POST", path, body, headers=shop.auth, expect=201)


def settled(shop: api.Shop, person: Person, sink: hooks.Receiver, calls: int) -> None:
    """Wait until everything said was told, so that what was given up is a dead letter."""
    sink.wait(
        lambda all_calls: (
            sum(bytes(person.visitor.conversation_id, "ascii") in call.body for call in all_calls) >= calls
        )
    )


def gone(shop: api.Shop, marks: list[str]) -> dict[str, list[str]]:
    """What is still to be found of the marks when nothing more is expected to go."""
    url = shop.deployment.shape.database_url
    try:
        api.eventually(lambda: not dump.traces(url, marks), every=0.1)
    except TimeoutError:
        return dump.traces(url, marks)
    return {}


def deletions(call: hooks.Call, person: Person) -> bool:
    return b"appUser:delete" in call.body and person.ids[1].encode() in call.body


def test_a_deleted_user_is_nowhere(shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]) -> None:
    well, dead = sinks
    add_webhooks(shop, sinks)
    person, other = make_person(shop), make_person(shop)
    url = shop.deployment.shape.database_url
    assert set(dump.traces(url, person.marks)) == set(person.marks), "a mark that is nowhere proves nothing"
    settled(shop, person, dead, calls=4)
    shop.rest("DELETE", f"/appusers/{person.ids[0]}", expect=200)
    well.wait(lambda calls: sum(deletions(call, person) for call in calls) == 2)
    dead.wait(lambda calls: sum(deletions(call, person) for call in calls) == 2)
    left = [each for each in (*person.marks, *person.passing) if each not in person.ids[:3]]
    assert gone(shop, left) == {}
    # One thing must still be told and may fail: that the user is deleted.

    def about() -> list[bytes]:
        return [row for _, row in dump.rows(url) if any(each.encode() in row for each in person.ids)]

    rows = api.eventually(lambda: len(about()) == 2 and about())
    assert all(b'"trigger":"appuser:delete"' in row for row in rows), rows
    assert set(dump.traces(url, other.marks)) == set(other.marks)


def test_a_deleted_user_takes_along_whom_it_took_over(
    shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]
) -> None:
    add_webhooks(shop, sinks)
    person, survivor = make_person(shop), make_person(shop)
    settled(shop, person, sinks[1], calls=4)
    body = {"surviving": {"_id": survivor.ids[1]}, "discarded": {"_id": person.ids[1]}}
    shop.rest("POST", "/appusers/merge", body, expect=200)
    said = [each for marks in person.said.values() for each in marks]
    assert set(dump.traces(shop.deployment.shape.database_url, said)) == set(said)
    shop.rest("DELETE", f"/appusers/{survivor.ids[1]}/messages", expect=200)
    assert gone(shop, said) == {}
    shop.rest("DELETE", f"/appusers/{survivor.ids[1]}", expect=200)
    assert gone(shop, [*person.marks, *person.passing]) == {}


def test_a_deleted_user_without_webhooks_leaves_no_row(shop: api.Shop) -> None:
    person = make_person(shop)
    shop.rest("DELETE", f"/appusers/{person.ids[1]}", expect=200)
    assert gone(shop, [*person.marks, *person.passing]) == {}


def test_erased_messages_are_nowhere_and_the_rest_stays(
    shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]
) -> None:
    add_webhooks(shop, sinks)
    person = make_person(shop)
    settled(shop, person, sinks[1], calls=4)
    shop.rest("DELETE", f"/appusers/{person.ids[0]}/messages", expect=200)
    page = shop.rest("GET", f"/appusers/{person.ids[0]}/messages", expect=200).json
    assert page["messages"] == []
    assert page["conversation"] == {"_id": person.visitor.conversation_id, "unreadCount": 0}
    assert gone(shop, [each for marks in person.said.values() for each in marks]) == {}
    user = shop.rest("GET", f"/appusers/{person.ids[0]}", expect=200).json["appUser"]
    assert (user["givenName"], user["conversationStarted"], len(user["clients"])) == (person.told[0], True, 1)
    assert person.visitor.say("and on")["message"]["text"] == "and on"
    shop.rest("DELETE", f"/appusers/{person.ids[0]}/messages", expect=200)


def test_one_erased_message_is_nowhere_and_the_others_stay(
    shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]
) -> None:
    add_webhooks(shop, sinks)
    person = make_person(shop)
    settled(shop, person, sinks[1], calls=4)
    base, kept = f"/appusers/{person.ids[0]}/messages", dict(person.said)
    first, second, quoted, last = kept
    for message_id in (quoted, last, first, second):
        marks = kept.pop(message_id)
        shop.rest("DELETE", f"{base}/{message_id}", expect=200)
        assert gone(shop, marks) == {}
        page = shop.rest("GET", base, expect=200).json
        assert [message["_id"] for message in page["messages"]] == list(kept)
        assert set(dump.traces(shop.deployment.shape.database_url, list(kept))) == set(kept)
        assert shop.rest("DELETE", f"{base}/{message_id}").code == "message_not_found"


def test_a_cleared_profile_is_nowhere(shop: api.Shop) -> None:
    person = make_person(shop)
    info = mark("agent")
    device = {"id": person.visitor.device, "platform": "web", "info": {"userAgent": info}}
    shop.sdk(
        "POST", "/login", {"client": device, "userId": person.ids[0]}, headers=person.visitor.credentials, expect=200
    )
    shown = shop.rest("DELETE", f"/appusers/{person.ids[0]}/profile", expect=200).json["appUser"]
    assert shown.keys().isdisjoint({"givenName", "surname", "email", "locale", "avatarUrl"})
    assert (shown["userId"], shown["properties"], shown["clients"][0]["info"]) == (person.ids[0], {}, {})
    assert gone(shop, [*person.told[2:4], info]) == {}  # under what was said, the name of then stays


def test_a_deleted_app_is_nowhere(shop: api.Shop, sinks: tuple[hooks.Receiver, hooks.Receiver]) -> None:
    add_webhooks(shop, sinks)
    person = make_person(shop)
    shop.deployment.account("DELETE", f"/apps/{shop.app_id}", expect=200)
    assert gone(shop, [*person.marks, *person.passing, shop.app_id, shop.key_id]) == {}


def test_what_an_app_keeps_no_longer_is_nowhere(shop: api.Shop) -> None:
    person = make_person(shop)
    said = [each for marks in person.said.values() for each in marks]
    settings = {"settings": {"conversationRetentionSeconds": 1}}
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", settings, expect=200)

    async def hear() -> None:
        async with realtime.visitor(person.visitor.url, person.visitor.live) as line:
            await line.until("reset")

    asyncio.run(hear())
    assert gone(shop, said) == {}
    page = shop.rest("GET", f"/appusers/{person.ids[0]}/messages", expect=200).json
    assert page == {"conversation": {"_id": person.visitor.conversation_id, "unreadCount": 0}, "messages": []}
    assert shop.rest("GET", f"/appusers/{person.ids[0]}").json["appUser"]["givenName"] == person.told[0]


def test_devices_begin_anew_when_messages_are_erased(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    told = visitor.say("before")["message"]["_id"]
    base = f"/appusers/{visitor.app_user_id}/messages"

    async def watch() -> None:
        agent_url = shop.deployment.agent_url
        async with (
            realtime.visitor(visitor.url, visitor.live) as line,
            realtime.agent(agent_url, shop.app_id, agent.cookie) as listing,
        ):
            await line.until("subscribed")
            for path in (f"{base}/{told}", base):
                await asyncio.to_thread(shop.rest, "DELETE", path, expect=200)
                reset = await line.until("reset")
                assert reset["conversationId"] == visitor.conversation_id
                await line.until("subscribed")
                await listing.until("resync")
                said = await asyncio.to_thread(visitor.say, "after")
                event = await line.until("message")
                assert event["message"]["_id"] == said["message"]["_id"]
                assert event["seq"] == reset["cursor"]["seq"] + 1
        async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
            assert (await line.until("reset"))["cursor"]["epoch"] == reset["cursor"]["epoch"]

    asyncio.run(watch())
    assert [message["text"] for message in visitor.messages()["messages"]] == ["after"]


def test_a_poll_hears_that_messages_are_erased(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("before")
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}/messages", expect=200)

    async def look() -> list[Any]:
        async with aiohttp.ClientSession() as http:
            frames, cursor = await realtime.poll(http, visitor.url, visitor.live, visitor.cursor, wait=0)
            again, _ = await realtime.poll(http, visitor.url, visitor.live, cursor, wait=0)
        return [[frame["type"] for frame in each] for each in (frames, again)]

    assert asyncio.run(look()) == [["reset", "subscribed"], ["subscribed"]]
