"""Paging, order in time and repeated sends."""

import concurrent.futures
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import api

COUNT = 257  # more than two pages of 100


@pytest.fixture(scope="module")
def history(deployment: api.Deployment) -> tuple[api.Shop, api.Visitor, list[dict[str, Any]]]:
    """A conversation of `COUNT` messages, and the messages as they were acknowledged."""
    shop = deployment.make_shop()
    visitor = shop.visitor()
    posted = [
        shop.say(visitor.app_user_id, f"{number}")["message"] if number % 2 else visitor.say(f"{number}")["message"]
        for number in range(COUNT)
    ]
    return shop, visitor, posted


History = tuple[api.Shop, api.Visitor, list[dict[str, Any]]]


def _page(history: History, query: str = "") -> dict[str, Any]:
    shop, visitor, _ = history
    page: dict[str, Any] = shop.rest("GET", f"/appusers/{visitor.app_user_id}/messages{query}", expect=200).json
    return page


def _texts(page: dict[str, Any]) -> list[int]:
    return [int(message["text"]) for message in page["messages"]]


def test_the_newest_page(history: History) -> None:
    page = _page(history)
    assert _texts(page) == list(range(COUNT - 100, COUNT))
    assert "next" not in page
    assert page["conversation"]["_id"] == history[1].conversation_id


def test_before_and_after_are_exclusive(history: History) -> None:
    posted = history[2]
    for at in (0, 1, 99, 100, 101, 150, COUNT - 2, COUNT - 1):
        moment = posted[at]["received"]
        older, newer = _page(history, f"?before={moment}"), _page(history, f"?after={moment}")
        assert _texts(older) == list(range(max(0, at - 100), at))
        assert _texts(newer) == list(range(at + 1, min(at + 101, COUNT)))
        assert ("previous" in older) == (at > 100)
        assert ("next" in older) == (at > 0)
        assert ("previous" in newer) == (at < COUNT - 1)
        assert ("next" in newer) == (at + 101 < COUNT)


def test_boundary_times(history: History) -> None:
    posted = history[2]
    first, last = posted[0]["received"], posted[-1]["received"]
    assert _texts(_page(history, f"?before={first}")) == []
    assert _texts(_page(history, f"?after={last}")) == []
    assert _texts(_page(history, "?after=0")) == list(range(100))
    assert _texts(_page(history, "?after=-5")) == list(range(100))
    assert _texts(_page(history, "?before=99999999999")) == list(range(COUNT - 100, COUNT))
    assert _texts(_page(history, f"?before={first + 0.001:.3f}")) == [0]


@pytest.mark.parametrize(("start", "link"), [("", "previous"), ("?after=0", "next")])
def test_following_the_links_gives_every_message_once(history: History, start: str, link: str) -> None:
    shop, visitor, _ = history
    page = _page(history, start)
    pages = [_texts(page)]
    while link in page:
        url = page[link]
        assert url.startswith(f"{shop.deployment.agent_url}/v1.1/apps/{shop.app_id}/appusers/{visitor.app_user_id}/")
        path = url.removeprefix(shop.deployment.agent_url)
        page = api.call(shop.deployment.agent_url, "GET", path, headers=shop.auth, expect=200).json
        pages.append(_texts(page))
    ordered = pages if link == "next" else reversed(pages)
    assert [number for each in ordered for number in each] == list(range(COUNT))


def test_links_repeat_the_request_s_own_form(history: History) -> None:
    shop, visitor, _ = history
    for path in (f"/v1/appusers/{visitor.app_user_id}/messages", f"/v1.1/appusers/{visitor.app_user_id}/messages"):
        page = api.call(shop.deployment.agent_url, "GET", path, headers=shop.auth, expect=200).json
        assert page["previous"].startswith(f"{shop.deployment.agent_url}{path}?before=")


def test_links_lead_to_users_with_strange_names(deployment: api.Deployment) -> None:
    shop = deployment.make_shop()
    user = shop.make_user(userId="a/b c+d%?é")
    for number in range(101):
        shop.say(user["_id"], f"{number}")
    name = "a%2Fb%20c+d%25%3F%C3%A9"
    page = shop.rest("GET", f"/appusers/{name}/messages", expect=200).json
    older = api.call(
        deployment.agent_url, "GET", page["previous"].removeprefix(deployment.agent_url), headers=shop.auth, expect=200
    )
    assert _texts(older.json) == [0]


def test_the_widget_s_pages(history: History) -> None:
    _, visitor, _ = history
    page = visitor.messages()
    pages = [_texts(page)]
    assert len(pages[0]) == 50
    while page["hasPrevious"]:
        page = visitor.messages(f"?before={page['messages'][0]['received']}")
        pages.append(_texts(page))
    assert [number for each in reversed(pages) for number in each] == list(range(COUNT))


def test_the_inbox_s_pages(history: History, agent: api.Agent) -> None:
    shop, visitor, _ = history
    path = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages"
    page = agent.call("GET", path, expect=200).json
    pages = [_texts(page)]
    while page["hasPrevious"]:
        page = agent.call("GET", f"{path}?before={page['messages'][0]['received']}", expect=200).json
        pages.append(_texts(page))
    assert [number for each in reversed(pages) for number in each] == list(range(COUNT))


def _at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_concurrent_messages_never_share_a_time(shop: api.Shop) -> None:
    visitor = shop.visitor()

    def post(number: int) -> dict[str, Any]:
        if number % 2:
            return visitor.say(f"v{number}")
        return shop.say(visitor.app_user_id, f"m{number}")

    acknowledged = {reply["message"]["_id"]: reply["message"]["received"] for reply in _at_once(40, post)}
    listed = visitor.messages()["messages"]
    assert {message["_id"]: message["received"] for message in listed} == acknowledged
    times = [message["received"] for message in listed]
    assert times == sorted(set(times))
    assert len(times) == 40


def _widget(visitor: api.Visitor, name: str, text: str) -> api.Answer:
    return visitor.sdk("POST", "/messages", {"message": {"type": "text", "text": text, "_clientId": name}})


def _rest(visitor: api.Visitor, name: str, text: str) -> api.Answer:
    body = {"role": "appMaker", "type": "text", "text": text}
    return visitor.shop.rest("POST", f"/appusers/{visitor.app_user_id}/messages", body, idempotency_key=name)


def _rest_as_user(visitor: api.Visitor, name: str, text: str) -> api.Answer:
    body = {"role": "appUser", "type": "text", "text": text}
    return visitor.shop.rest("POST", f"/appusers/{visitor.app_user_id}/messages", body, idempotency_key=name)


SENDS = pytest.mark.parametrize("send", [_widget, _rest, _rest_as_user])
Send = Callable[[api.Visitor, str, str], api.Answer]


@SENDS
def test_a_repeated_send_gives_the_first_answer(shop: api.Shop, send: Send) -> None:
    visitor = shop.visitor()
    first, other, again = send(visitor, "a", "hello"), send(visitor, "b", "between"), send(visitor, "a", "hello")
    assert first.status == other.status == again.status == 201
    assert again.json["message"] == first.json["message"]
    different = send(visitor, "a", "something else")
    assert (different.status, different.code) == (409, "conflict")
    named = "_clientId: " if send is _widget else "Idempotency-Key: "
    assert different.json["error"]["description"].startswith(named)
    assert [message["text"] for message in visitor.messages()["messages"]] == ["hello", "between"]


@SENDS
def test_the_name_of_a_send_has_a_length(shop: api.Shop, send: Send) -> None:
    visitor, most = shop.visitor(), 128 if send is _widget else 255
    for name in ("", "x" * (most + 1)):
        answer = send(visitor, name, "hello")
        assert (answer.status, answer.code) == (400, "bad_request")
    assert send(visitor, "x" * most, "hello").status == 201


def test_a_repeated_answer_of_an_agent(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    visitor.say("hi")
    path = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages"
    first = agent.call("POST", path, {"text": "hello", "_clientId": "a"}, expect=201).json
    assert agent.call("POST", path, {"text": "hello", "_clientId": "a"}, expect=201).json == first
    assert agent.call("POST", path, {"text": "else", "_clientId": "a"}).code == "conflict"
    assert [message["text"] for message in visitor.messages()["messages"]] == ["hi", "hello"]


def test_two_authors_may_use_the_same_name(shop: api.Shop) -> None:
    visitor = shop.visitor()
    assert _widget(visitor, "same", "from the visitor").status == 201
    assert _rest(visitor, "same", "from the business").status == 201
    assert len(visitor.messages()["messages"]) == 2


def test_thirty_copies_through_both_processes_are_one_message(shop: api.Shop) -> None:
    visitor, name = shop.visitor(), secrets.token_hex(8)
    path = f"/sdk/apps/{shop.app_id}/appusers/{visitor.app_user_id}/messages"
    bases = (shop.deployment.visitor_url, shop.deployment.agent_url)
    body = {"message": {"type": "text", "text": "once", "_clientId": name}}

    def post(number: int) -> api.Answer:
        return api.call(bases[number % 2], "POST", path, body, headers=visitor.credentials)

    answers = _at_once(30, post)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert len(visitor.messages()["messages"]) == 1


def test_thirty_copies_of_a_first_message_are_one_message(shop: api.Shop) -> None:
    """The conversation does not exist yet: its making is raced for as well."""
    user, name = shop.make_user()["_id"], secrets.token_hex(8)
    path = f"/v1.1/apps/{shop.app_id}/appusers/{user}/messages"
    bases = (shop.deployment.visitor_url, shop.deployment.agent_url)

    def post(number: int) -> api.Answer:
        body = {"role": "appMaker", "type": "text", "text": "once"}
        return api.call(bases[number % 2], "POST", path, body, headers=shop.auth | {"Idempotency-Key": name})

    answers = _at_once(30, post)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["message"]["_id"] for answer in answers}) == 1
    assert len(shop.rest("GET", f"/appusers/{user}/messages").json["messages"]) == 1


def test_unread_counts(shop: api.Shop) -> None:
    visitor = shop.visitor()
    assert [shop.say(visitor.app_user_id, "x")["conversation"]["unreadCount"] for _ in range(3)] == [1, 2, 3]
    assert visitor.messages()["conversation"]["unreadCount"] == 3
    visitor.sdk("POST", "/conversation/read", {}, expect=200)
    assert visitor.messages()["conversation"]["unreadCount"] == 0
    shop.say(visitor.app_user_id, "x")
    assert visitor.say("answering is reading")["conversation"]["unreadCount"] == 0


def test_what_is_posted_is_returned(shop: api.Shop) -> None:
    user = shop.make_user(givenName="Ines", surname="Varga")["_id"]
    said = shop.say(user, "pressed", role="appUser", payload="SLOT_1", metadata={"n": 1.5, "b": False})["message"]
    assert said["name"] == "Ines Varga"
    assert (said["payload"], said["metadata"]) == ("SLOT_1", {"n": 1.5, "b": False})
    actions: list[dict[str, Any]] = [
        {"type": "buy", "text": "Pay", "amount": 2500, "currency": "EUR"},
        {
            "type": "webview",
            "text": "Chart",
            "uri": "https://a.example",
            "fallback": "https://b.example",
            "size": "tall",
        },
        {"type": "postback", "text": "Book", "payload": "BOOK", "metadata": {"a": 1}},
        {"type": "link", "text": "Map", "uri": "https://a.example/map", "default": True},
    ]
    made = shop.say(user, "choose", avatarUrl="https://a.example/me.png", actions=actions)["message"]
    assert made["avatarUrl"] == "https://a.example/me.png"
    returned = [{key: value for key, value in each.items() if key != "_id"} for each in made["actions"]]
    assert returned[0].pop("uri").endswith(f"/checkout/{made['actions'][0]['_id']}")
    assert returned == [{**actions[0], "currency": "eur", "state": "offered"}, *actions[1:]]
    assert shop.rest("GET", f"/appusers/{user}/messages").json["messages"] == [said, made]


def test_the_first_message_of_the_business_starts_the_conversation(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    shop.say(user, "hello")
    assert shop.rest("GET", f"/appusers/{user}").json["appUser"]["conversationStarted"] is True
    assert shop.rest("GET", f"/appusers/{user}/conversation").json["conversation"]["unreadCount"] == 1
