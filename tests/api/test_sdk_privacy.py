"""What visitors may do with what is stored of them, where the app lets them: erase it, and take it along."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, dump, hooks, pictures, realtime

MANY = 210  # messages: more than a page of an export


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def _allow(shop: api.Shop, **settings: bool) -> None:
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": settings}, expect=200)


def _export(visitor: api.Visitor) -> dict[str, Any]:
    document: dict[str, Any] = visitor.sdk("GET", "/export", expect=200).json
    return document


def test_only_where_the_app_allows_it(shop: api.Shop) -> None:
    visitor = shop.visitor()
    refused = visitor.sdk("DELETE", "", expect=403)
    assert refused.json["error"] == {
        "code": "forbidden",
        "description": "This app does not let visitors delete their data",
    }
    refused = visitor.sdk("GET", "/export", expect=403)
    assert refused.json["error"] == {
        "code": "forbidden",
        "description": "This app does not let visitors export their conversation",
    }
    _allow(shop, allowExportConversation=True)
    assert visitor.sdk("DELETE", "", expect=403).code == "forbidden"
    _allow(shop, allowExportConversation=False, allowDeleteUser=True)
    assert visitor.sdk("GET", "/export", expect=403).code == "forbidden"
    stranger = shop.visitor()
    path = f"/appusers/{visitor.app_user_id}"
    for headers in (stranger.credentials, shop.known_visitor().credentials):
        assert shop.sdk("DELETE", path, headers=headers).code == "forbidden"
    assert shop.sdk("DELETE", path).code == "unauthorized"
    assert visitor.messages()["messages"] == [], "still there"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["anonymous", "known"])
async def test_a_visitor_erases_itself(shop: api.Shop, sink: hooks.Receiver, kind: str) -> None:
    _allow(shop, allowDeleteUser=True)
    visitor = shop.visitor(givenName="Zsofiazq") if kind == "anonymous" else shop.known_visitor("Zsofiazq")
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["appUser:delete"]}, expect=201)
    said = visitor.say("secretzqword")["message"]
    url = visitor.upload("/images", pictures.image()).json["message"]["mediaUrl"]
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        assert visitor.sdk("DELETE", "", expect=200).json == {}
        assert await line.closed() == 4401
    for method, path in (("GET", ""), ("GET", "/messages"), ("DELETE", "")):
        assert visitor.sdk(method, path).status in (401, 403, 404), (method, path)
    assert shop.rest("GET", f"/appusers/{visitor.app_user_id}").code == "user_not_found"
    (call,) = sink.wait_for(1)
    assert call.event["appUser"]["_id"] == visitor.app_user_id
    assert "Zsofiazq" not in json.dumps({**call.event, "appUser": {**call.event["appUser"], "userId": ""}})
    assert (
        api.call(visitor.url, "GET", url.removeprefix(visitor.url).removeprefix(shop.deployment.agent_url)).status
        == 404
    )
    marks = [said["_id"], "secretzqword", visitor.device]
    marks, database = [said["_id"], "secretzqword", visitor.device], shop.deployment.shape.database_url
    await asyncio.to_thread(api.eventually, lambda: not dump.traces(database, marks))


def test_an_export_is_the_visitor_s_own_document(shop: api.Shop) -> None:
    _allow(shop, allowExportConversation=True)
    visitor = shop.known_visitor()
    user = visitor.app_user_id
    shop.rest("PUT", f"/appusers/{user}", {"givenName": "Ines", "properties": {"boat": "Gull"}}, expect=200)
    push = {"deviceId": visitor.device, "token": "push-token-of-a-phone"}
    api.call(visitor.url, "POST", f"/v1/appusers/{user}/pushToken", push, headers=visitor.credentials, expect=200)
    private, kind = pictures.form([("source", b"about the visitor", "note.txt", "text/plain")])
    headers = shop.auth | {"Content-Type": kind}
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=private&appUserId={user}"
    api.call(shop.deployment.agent_url, "POST", path, private, headers=headers, expect=201)
    visitor.upload("/files", b"notes", "notes.txt", "text/plain", message={"_clientId": "f"})
    shop.rest(
        "POST", f"/appusers/{user}/messages", {"role": "appMaker", "text": "Hi", "metadata": {"a": 1}}, expect=201
    )
    answer = visitor.sdk("GET", "/export", expect=200)
    assert answer.headers.get_content_type() == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="conversation.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    document = answer.json
    assert set(document) == {"appUser", "conversation", "messages"}
    assert document["messages"] == visitor.messages()["messages"]
    assert document["conversation"]["_id"] == visitor.conversation_id
    assert (document["appUser"]["givenName"], document["appUser"]["properties"]) == ("Ines", {"boat": "Gull"})
    assert [client["id"] for client in document["appUser"]["clients"]] == [visitor.device]
    assert b"push-token-of-a-phone" not in answer.body
    assert b"note.txt" not in answer.body, "what the business keeps of the visitor is the business's"


def test_an_export_of_many_messages_and_of_none(shop: api.Shop) -> None:
    _allow(shop, allowExportConversation=True)
    visitor = shop.visitor()
    assert _export(visitor)["messages"] == []
    for number in range(MANY):
        shop.say(visitor.app_user_id, f"number {number}", role="appUser" if number % 2 else "appMaker")
    answer = visitor.sdk("GET", "/export", expect=200)
    assert answer.headers["Transfer-Encoding"] == "chunked", "sent as it is read"
    assert [message["text"] for message in answer.json["messages"]] == [f"number {each}" for each in range(MANY)]
    user = shop.make_user()
    token = api.bearer(shop.token("appUser", userId=user["userId"]))
    bare = shop.sdk("GET", f"/appusers/{user['_id']}/export", headers=token, expect=200).json
    assert (set(bare), bare["messages"]) == ({"appUser", "messages"}, [])
