"""Lists of users and conversations, search, export: what this server adds to the contract."""

import datetime
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, pictures


def ask(shop: api.Shop, path: str, **query: str) -> Any:
    return shop.rest("GET", f"{path}?{urllib.parse.urlencode(query)}", expect=200).json


def pages(shop: api.Shop, path: str, key: str, **query: str) -> Iterator[list[Any]]:
    page = ask(shop, path, **query)
    yield page[key]
    while "next" in page:
        page = ask(shop, path, cursor=page["next"], **query)
        yield page[key]


@pytest.fixture(scope="module")
def busy(deployment: api.Deployment) -> tuple[api.Shop, list[dict[str, Any]]]:
    """An app with seven users; the first six have written, the even ones were answered, the seventh was written to."""
    shop = deployment.make_shop()
    users = [
        shop.make_user(
            userId=f"{'ab'[number % 2]}-{number}",
            email=f"{number % 3}@example.com",
            signedUpAt=f"2020-01-0{number + 1}T00:00:00.000Z",
        )
        for number in range(7)
    ]
    for number, user in enumerate(users[:6]):
        shop.say(user["_id"], f"Where is my boat {number}?", role="appUser")
        if number % 2 == 0:
            shop.say(user["_id"], f"Boat {number} is in the harbour")
    shop.say(users[6]["_id"], "Welcome aboard")
    return shop, users


def test_conversations_are_listed_newest_first_and_paged(busy: tuple[api.Shop, list[dict[str, Any]]]) -> None:
    shop, users = busy
    everything = ask(shop, "/conversations")
    assert "next" not in everything
    rows = everything["conversations"]
    assert [row["appUser"]["userId"] for row in rows] == [user["userId"] for user in reversed(users)]
    assert rows[0]["lastMessage"] == {"role": "appMaker", "type": "text", "text": "Welcome aboard"}
    assert (rows[0]["unreadCount"], rows[0]["appMakerUnreadCount"]) == (1, 0)
    assert rows[0]["appUser"]["email"] == users[6]["email"]
    assert list(pages(shop, "/conversations", "conversations", limit="3")) == [rows[:3], rows[3:6], rows[6:]]
    unread = list(pages(shop, "/conversations", "conversations", limit="2", unread="true"))
    assert [row["appUser"]["userId"] for page in unread for row in page] == ["b-5", "b-3", "b-1"]
    assert ask(shop, "/conversations", userId="a-2")["conversations"] == [rows[4]]
    assert ask(shop, "/conversations", userId=users[2]["_id"])["conversations"] == [rows[4]]
    assert ask(shop, "/conversations", userId="nobody") == {"conversations": []}
    middle = str(rows[3]["updated"])
    assert ask(shop, "/conversations", updatedSince=middle)["conversations"] == rows[:4]
    assert ask(shop, "/conversations", updatedBefore=middle)["conversations"] == rows[4:]
    written = datetime.datetime.fromtimestamp(rows[3]["updated"], datetime.UTC).isoformat(timespec="milliseconds")
    assert ask(shop, "/conversations", updatedSince=written)["conversations"] == rows[:4]
    assert ask(shop, "/conversations", updatedBefore=written)["conversations"] == rows[4:]
    both = ask(shop, "/conversations", updatedSince=middle, updatedBefore=str(rows[1]["updated"]))
    assert both["conversations"] == rows[2:4]


def test_users_are_listed_by_time_and_by_name(busy: tuple[api.Shop, list[dict[str, Any]]]) -> None:
    shop, users = busy

    def ids(**query: str) -> list[list[str]]:
        return [[user["userId"] for user in page] for page in pages(shop, "/users", "users", **query)]

    newest = [user["userId"] for user in reversed(users)]
    assert ids() == [newest]
    assert ids(limit="3") == [newest[:3], newest[3:6], newest[6:]]
    assert ids(userId="a-", limit="2") == [["a-0", "a-2"], ["a-4", "a-6"]]
    assert ids(userId="a%") == ids(userId="A-") == [[]]
    assert ids(email="0@example.com") == [["a-6", "b-3", "a-0"]]
    since, before = "1577923200", "1578182400.0"  # the 2nd and the 5th of January
    assert ids(signedUpSince=since, signedUpBefore=before) == [["b-3", "a-2", "b-1"]]
    since, before = "2020-01-02", "2020-01-05T02:00:00+02:00"
    assert ids(signedUpSince=since, signedUpBefore=before) == [["b-3", "a-2", "b-1"]]
    assert ids(email="0@example.com", signedUpSince=since) == [["a-6", "b-3"]]
    (shown,) = ask(shop, "/users", userId="a-0")["users"]
    assert shown == shop.rest("GET", "/appusers/a-0", expect=200).json["appUser"]
    shop.rest("GET", "/appusers", expect=405)


def test_messages_are_found(busy: tuple[api.Shop, list[dict[str, Any]]]) -> None:
    shop, users = busy

    def texts(q: str, **query: str) -> list[str]:
        return [each["message"]["text"] for each in ask(shop, "/messages/search", q=q, **query)["messages"]]

    api.eventually(lambda: texts("welcome"))
    assert texts("BOAT harb") == [f"Boat {number} is in the harbour" for number in (4, 2, 0)]
    assert len(texts("boat")) == 9
    assert texts("where boat 3") == ["Where is my boat 3?"]
    assert texts("boat", userId="a-4") == ["Boat 4 is in the harbour", "Where is my boat 4?"]
    (hit,) = ask(shop, "/messages/search", q="welcome")["messages"]
    assert hit["appUser"]["_id"] == users[6]["_id"]
    assert texts("welcome", conversationId=hit["conversation"]["_id"]) == ["Welcome aboard"]
    assert texts("boat", conversationId=hit["conversation"]["_id"]) == []
    for odd in ('"', "'", "\\", "a b"):  # what means something to one database or the other
        assert texts("boat", conversationId=odd) == []
    assert (
        texts("boat", userId="nobody") == texts("boat", userId="a-4", conversationId=hit["conversation"]["_id"]) == []
    )
    moment = str(hit["message"]["received"])
    assert texts("welcome", since=moment) == ["Welcome aboard"]
    assert texts("welcome", before=moment) == []
    assert texts("boat", before="1.5") == texts("boat", since=str(time.time() + 60)) == []


def test_found_messages_are_paged(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    posted = [shop.say(user, f"needle {number}")["message"]["_id"] for number in range(27)]
    api.eventually(lambda: len(list(pages(shop, "/messages/search", "messages", q="needle"))) == 2)
    api.eventually(lambda: ask(shop, "/messages/search", q=f"needle {26}")["messages"])
    first, second = pages(shop, "/messages/search", "messages", q="needle")
    assert [each["message"]["_id"] for each in first + second] == posted[::-1]
    assert len(first) == 25
    shop.rest("DELETE", f"/appusers/{user}/messages/{posted[0]}", expect=200)
    assert [each["message"]["_id"] for each in list(pages(shop, "/messages/search", "messages", q="needle"))[1]] == [
        posted[1]
    ]


def test_messages_of_merged_users_are_found_with_the_survivor(shop: api.Shop) -> None:
    survivor, other = shop.make_user(), shop.make_user()
    shop.say(other["_id"], "hidden treasure")
    shop.say(survivor["_id"], "buried treasure")
    api.eventually(lambda: len(ask(shop, "/messages/search", q="treasure")["messages"]) == 2)
    body = {"surviving": {"_id": survivor["_id"]}, "discarded": {"_id": other["_id"]}}
    shop.rest("POST", "/appusers/merge", body, expect=200)

    def of_survivor() -> list[str]:
        found = ask(shop, "/messages/search", q="treasure", userId=survivor["_id"])["messages"]
        return [each["message"]["text"] for each in found]

    api.eventually(lambda: of_survivor() == ["buried treasure", "hidden treasure"])


def test_another_app_s_records_are_not_there(busy: tuple[api.Shop, list[dict[str, Any]]], shop: api.Shop) -> None:
    _, users = busy
    assert ask(shop, "/conversations") == ask(shop, "/conversations", userId=users[0]["_id"]) == {"conversations": []}
    assert ask(shop, "/users") == ask(shop, "/users", userId="a-") == {"users": []}
    assert ask(shop, "/messages/search", q="boat") == {"messages": []}
    assert ask(shop, "/messages/search", q="boat", userId=users[0]["_id"]) == {"messages": []}
    shop.rest("GET", f"/appusers/{users[0]['_id']}/export", expect=404)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/conversations", {"cursor": "x"}, "cursor"),
        ("/conversations", {"cursor": "WzEsImEiLDNd"}, "cursor"),  # [1,"a",3]
        ("/conversations", {"cursor": "WzE4NDQ2NzQ0MDczNzA5NTUxNjE1LCIiXQ"}, "cursor"),  # above 2^63
        ("/conversations", {"limit": "-1"}, "limit"),
        ("/conversations", {"unread": "yes"}, "unread"),
        ("/conversations", {"updatedSince": "soon"}, "updatedSince"),
        ("/users", {"cursor": "WyJhIl0"}, "cursor"),  # ["a"], which is of the list by userId
        ("/users", {"userId": "a", "email": "b"}, "userId"),
        ("/users", {"userId": "a", "signedUpSince": "1"}, "userId"),
        ("/users", {"email": "a\0"}, "email"),
        ("/users", {"signedUpBefore": "nan"}, "signedUpBefore"),
        ("/messages/search", {"q": ""}, "q"),
        ("/messages/search", {"q": "x" * 201}, "q"),
        ("/messages/search", {"q": "…?!"}, "q"),
        ("/messages/search", {"q": "a", "cursor": "äh"}, "cursor"),
        ("/messages/search", {}, "q"),
    ],
)
def test_a_wrong_question_is_told_its_field(shop: api.Shop, path: str, query: dict[str, str], field: str) -> None:
    answer = shop.rest("GET", f"{path}?{urllib.parse.urlencode(query)}", expect=400)
    assert answer.code == "bad_request"
    assert field in answer.json["error"]["description"], answer.json


def test_a_user_is_exported_whole(shop: api.Shop) -> None:
    visitor = shop.known_visitor()
    for number in range(205):  # more than is read at once
        shop.say(visitor.app_user_id, f"say {number}", role="appUser")
    body, kind = pictures.form([("source", b"some notes", "notes.txt", None)])
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=public&userId={visitor.app_user_id}"
    headers = shop.auth | {"Content-Type": kind}
    stored = api.call(shop.deployment.agent_url, "POST", path, body, headers=headers, expect=201).json
    answer = shop.rest("GET", f"/appusers/{visitor.app_user_id}/export", expect=200)
    assert answer.headers.get_content_type() == "application/json"
    document = answer.json
    assert set(document) == {"appUser", "conversation", "messages", "files"}
    assert document["appUser"] == shop.rest("GET", f"/appusers/{visitor.app_user_id}").json["appUser"]
    assert document["conversation"]["_id"] == visitor.conversation_id
    assert [message["text"] for message in document["messages"]] == [f"say {number}" for number in range(205)]
    (file,) = document["files"]
    assert (file["mediaUrl"], file["name"], file["size"]) == (stored["mediaUrl"], "notes.txt", 10)
    quiet = shop.make_user()
    assert shop.rest("GET", f"/appusers/{quiet['userId']}/export", expect=200).json == {
        "appUser": quiet,
        "messages": [],
        "files": [],
    }
    token = shop.token("appUser", userId=quiet["userId"])
    denied = api.call(
        shop.deployment.agent_url,
        "GET",
        f"/v1.1/apps/{shop.app_id}/appusers/{quiet['userId']}/export",
        headers=api.bearer(token),
    )
    assert denied.status == 403
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}/messages", expect=200)
    assert shop.rest("GET", f"/appusers/{visitor.app_user_id}/export", expect=200).json["messages"] == []
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}", expect=200)
    shop.rest("GET", f"/appusers/{visitor.app_user_id}/export", expect=404)


def test_the_reference_marks_what_is_added(deployment: api.Deployment) -> None:
    paths = api.call(deployment.agent_url, "GET", "/docs/schema/openapi.json", expect=200).json["paths"]
    for path in ("/users", "/conversations", "/messages/search", "/appusers/{user}/export"):
        operation = paths[f"/v1.1/apps/{{app_id}}{path}"]["get"]
        assert operation["x-smooch-addition"] is True
        assert {each["name"] for each in operation["parameters"]} >= {"app_id"}
