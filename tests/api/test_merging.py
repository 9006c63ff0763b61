"""Two users become one, seen from outside: the REST API, sockets that stand open, webhooks, files."""

import functools
from collections.abc import Iterator

import aiohttp
import pytest

from tests.api.test_races import at_once
from tests.support import api, hooks, realtime

pytestmark = pytest.mark.anyio


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def merge(shop: api.Shop, surviving: str, discarded: str, *, expect: int | None = 200) -> api.Answer:
    body = {"surviving": {"_id": surviving}, "discarded": {"_id": discarded}}
    return shop.rest("POST", "/appusers/merge", body, expect=expect)


def texts(shop: api.Shop, user: str) -> list[str]:
    page = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json
    received = [each["received"] for each in page["messages"]]
    assert received == sorted(set(received))
    return [each["text"] for each in page["messages"]]


def test_what_both_had_is_the_survivor_s(shop: api.Shop, sink: hooks.Receiver) -> None:
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["merge:appUser"]}, expect=201)
    known, guest = shop.known_visitor(), shop.visitor(givenName="Ines", properties={"boat": "Gull", "berths": 2})
    shop.rest("PUT", f"/appusers/{known.app_user_id}", {"properties": {"boat": "Tern"}}, expect=200)
    said = []
    for number in range(3):
        guest.say(f"guest {number}")
        shop.say(known.app_user_id, f"known {number}")
        said += [f"guest {number}", f"known {number}"]
    last = guest.say("last")["message"]

    merge(shop, known.app_user_id, guest.app_user_id)

    assert texts(shop, known.app_user_id)[:6] == said
    page = shop.rest("GET", f"/appusers/{known.app_user_id}/messages", expect=200).json
    assert page["conversation"] == {"_id": known.conversation_id, "unreadCount": 3}
    assert page["messages"][-1]["_id"] == last["_id"]
    assert {each["authorId"] for each in page["messages"] if each["role"] == "appUser"} == {known.app_user_id}
    user = shop.rest("GET", f"/appusers/{known.app_user_id}", expect=200).json["appUser"]
    assert (user["givenName"], user["properties"]) == ("Ines", {"boat": "Tern", "berths": 2})
    assert {client["id"] for client in user["clients"]} == {known.device, guest.device}
    assert [client["primary"] for client in user["clients"]].count(True) == 1
    gone = shop.rest("GET", f"/appusers/{guest.app_user_id}")
    assert (gone.status, gone.code) == (404, "user_not_found")
    assert guest.sdk("GET", "/messages").status == 401
    assert known.sdk("GET", "/messages").status == 200
    [call] = sink.wait_for(1)
    assert call.event["surviving"]["_id"] == known.app_user_id
    assert [each["_id"] for each in call.event["discarded"]] == [guest.app_user_id]
    assert "appUser" not in call.event


def test_of_two_anonymous_users_the_survivor_stays_signed_in(shop: api.Shop) -> None:
    one, other = shop.visitor(), shop.visitor()
    other.say("hello")
    merge(shop, one.app_user_id, other.app_user_id)
    assert [each["text"] for each in one.messages()["messages"]] == ["hello"]
    assert one.say("and again")["conversation"]["_id"] == one.conversation_id
    assert other.sdk("GET", "").status == 401


def test_what_cannot_be_merged(shop: api.Shop, deployment: api.Deployment) -> None:
    own, foreign = shop.make_user(), deployment.make_shop().make_user()
    again = merge(shop, own["_id"], own["userId"], expect=400)
    assert again.json["error"]["description"].startswith("discarded._id: ")
    for surviving, discarded in ((own["_id"], foreign["_id"]), (foreign["_id"], own["_id"]), (own["_id"], "nobody")):
        assert merge(shop, surviving, discarded, expect=404).code == "user_not_found"
    answer = shop.rest("POST", "/appusers/merge", {"surviving": {"_id": own["_id"]}})
    assert (answer.status, answer.code) == (400, "bad_request")
    assert answer.json["error"]["description"] == "discarded: is required"


async def test_open_lines_are_told(shop: api.Shop, agent: api.Agent) -> None:
    known, guest = shop.known_visitor(), shop.visitor()
    known.say("one")
    guest.say("two")
    stale = known.messages()["cursor"]
    async with (
        realtime.visitor(known.url, known.live, stale) as mine,
        realtime.visitor(guest.url, guest.live) as other,
        realtime.agent(agent.url, shop.app_id, agent.cookie) as inbox,
    ):
        await mine.until("subscribed")
        await other.until("subscribed")
        await inbox.send({"type": "subscribe", "conversationId": known.conversation_id, "cursor": stale})
        await inbox.until("subscribed")
        merge(shop, known.app_user_id, guest.app_user_id)
        assert await other.closed() == 4401
        for line in (mine, inbox):
            reset = await line.until("reset")
            assert reset["cursor"] == known.messages()["cursor"]
            await line.until("subscribed")
        assert [each["text"] for each in known.messages()["messages"]] == ["one", "two"]
        await inbox.until("resync")
        shop.say(known.app_user_id, "three")
        for line in (mine, inbox):
            event = await line.until("message")
            assert event["message"]["text"] == "three"
            assert event["seq"] == reset["cursor"]["seq"] + 1
    for _ in range(2):  # the old cursor, and the new one
        async with realtime.visitor(known.url, known.live, stale) as line:
            frame = await line.receive()
            assert frame["type"] == ("reset" if stale["epoch"] != reset["cursor"]["epoch"] else "message"), frame
        stale = reset["cursor"]


async def test_a_long_poll_is_told(shop: api.Shop) -> None:
    known, guest = shop.known_visitor(), shop.visitor()
    known.say("one")
    guest.say("two")
    cursor = known.messages()["cursor"]
    async with aiohttp.ClientSession() as http:
        frames, cursor = await realtime.poll(http, known.url, known.live, cursor, wait=0)
        assert [frame["type"] for frame in frames] == ["subscribed"]
        merge(shop, known.app_user_id, guest.app_user_id)
        frames, cursor = await realtime.poll(http, known.url, known.live, cursor, wait=0)
        assert frames[0]["type"] == "reset"
        shop.say(known.app_user_id, "three")
        frames, _ = await realtime.poll(http, known.url, known.live, cursor, wait=0)
        assert [frame["message"]["text"] for frame in frames if frame["type"] == "message"] == ["three"]


def test_guests_who_log_in_as_one_known_user_while_they_write(shop: api.Shop) -> None:
    for _ in range(4):
        known, guests = shop.make_user(), [shop.visitor() for _ in range(3)]
        token = api.bearer(shop.token("appUser", userId=known["userId"]))
        logins, sends = [], []
        for number, guest in enumerate(guests):
            guest.say(f"before {number}")
            body = {
                "client": {"id": guest.device, "platform": "web"},
                "userId": known["userId"],
                "appUserId": guest.app_user_id,
                "sessionToken": guest.session_token,
            }
            login = functools.partial(shop.sdk, "POST", "/login", body, headers=token)
            logins += [login, login]  # two tabs of one device
            said = {"message": {"type": "text", "text": f"during {number}", "_clientId": f"during {number}"}}
            sends.append(functools.partial(guest.sdk, "POST", "/messages", said))
        answers = at_once(*logins, *sends)
        assert {answer.status for answer in answers[:6]} == {200}, [answer.body for answer in answers]
        assert {answer.json["appUser"]["_id"] for answer in answers[:6]} == {known["_id"]}
        assert {answer.status for answer in answers[6:]} <= {201, 401, 403, 404}
        kept = {answer.json["message"]["text"] for answer in answers[6:] if answer.status == 201}
        found = texts(shop, known["_id"])
        assert set(found) == kept | {f"before {number}" for number in range(3)}
        assert len(found) == len(set(found))


def test_merges_and_sends_that_meet_lose_nothing(shop: api.Shop) -> None:
    for _ in range(4):
        one, other = shop.visitor(), shop.visitor()
        sends = [
            functools.partial(shop.rest, "POST", f"/appusers/{each.app_user_id}/messages", {"role": role, "text": text})
            for each, role, text in (
                (one, "appUser", "a"),
                (other, "appMaker", "b"),
                (one, "appMaker", "c"),
                (other, "appUser", "d"),
            )
        ]
        merges = [
            functools.partial(merge, shop, one.app_user_id, other.app_user_id, expect=None),
            functools.partial(merge, shop, other.app_user_id, one.app_user_id, expect=None),
        ]
        answers = at_once(sends[0], sends[1], merges[0], merges[1], sends[2], sends[3])
        assert sorted(answers[index].status for index in (2, 3)) == [200, 404]
        posted = [answer for index, answer in enumerate(answers) if index not in (2, 3)]
        assert {answer.status for answer in posted} <= {201, 404}, [answer.body for answer in posted]
        survivor = one if answers[2].status == 200 else other
        said = {answer.json["message"]["text"] for answer in posted if answer.status == 201}
        assert set(texts(shop, survivor.app_user_id)) == said
