"""What visitors send beyond text: pressed buttons, images, files, places, answers to forms; and how it comes back."""

import asyncio
import io
import secrets
import socket
import urllib.parse
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.support import api, hooks, pictures, realtime

LIMIT = 10 * 1024 * 1024
PNG = pictures.image()
BOOK = {"type": "postback", "text": "Book", "payload": "BOOK"}


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def _offer(shop: api.Shop, visitor: api.Visitor, **fields: Any) -> dict[str, Any]:
    body = {"role": "appMaker", "type": "text", "text": "Here you are"} | fields
    message: dict[str, Any] = shop.rest("POST", f"/appusers/{visitor.app_user_id}/messages", body, expect=201).json[
        "message"
    ]
    return message


def _press(visitor: api.Visitor, action_id: str, *, expect: int = 200) -> api.Answer:
    body = {"postback": {"actionId": action_id}, "client": {"id": visitor.device, "platform": "web"}}
    return visitor.sdk("POST", "/postback", body, expect=expect)


def _get(url: str) -> api.Answer:
    parts = urllib.parse.urlsplit(url)
    return api.call(f"{parts.scheme}://{parts.netloc}", "GET", parts.path, expect=200)


# ---- postbacks -------------------------------------------------------------------------------------


def test_a_pressed_postback_tells_the_business(shop: api.Shop, sink: hooks.Receiver) -> None:
    visitor, other = shop.visitor(), shop.visitor()
    hook = {"target": sink.url, "triggers": ["postback", "message:appUser"], "includeClient": True}
    shop.rest("POST", "/webhooks", hook, expect=201)
    link = {"type": "link", "text": "Map", "uri": "https://a.example"}
    carousel = _offer(shop, visitor, type="carousel", items=[{"title": "A", "actions": [link, BOOK]}])
    text = _offer(shop, visitor, actions=[BOOK])
    shown, inner = carousel["items"][0]["actions"]
    assert _press(visitor, inner["_id"]).json == {}
    (call,) = sink.wait_for(1)
    assert call.event["trigger"] == "postback"
    assert call.event["postbacks"] == [{"message": carousel, "action": inner}]
    assert call.event["conversation"] == {"_id": visitor.conversation_id}
    assert call.event["client"]["id"] == visitor.device
    for action in (shown["_id"], "nothing", "", carousel["_id"]):
        assert _press(visitor, action, expect=404).code == "not_found"
    assert _press(other, inner["_id"], expect=404).code == "not_found"
    wrong: list[dict[str, Any]] = [{}, {"postback": {}}, {"postback": {"actionId": 7}}, {"actionId": inner["_id"]}]
    for body in wrong:
        assert visitor.sdk("POST", "/postback", body, expect=400).code == "bad_request"
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {"echoPostback": True}}, expect=200)
    _press(visitor, text["actions"][0]["_id"])
    calls = sink.wait_for(3)[1:]
    assert [each.trigger for each in calls] == ["postback", "message:appUser"]
    echo = visitor.messages()["messages"][-1]
    assert (echo["role"], echo["text"], echo["payload"]) == ("appUser", "Book", "BOOK")
    assert (echo["source"]["type"], echo["source"]["id"]) == ("web", visitor.device)
    user = shop.make_user()
    token = api.bearer(shop.token("appUser", userId=user["userId"]))
    path = f"/appusers/{user['_id']}/postback"
    nowhere = shop.sdk("POST", path, {"postback": {"actionId": inner["_id"]}}, headers=token)
    assert (nowhere.status, nowhere.code) == (404, "conversation_not_found")


# ---- images and files ------------------------------------------------------------------------------


def test_an_image_becomes_a_message(shop: api.Shop, agent: api.Agent, sink: hooks.Receiver) -> None:
    visitor = shop.visitor(givenName="Ines")
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["message:appUser"]}, expect=201)
    said = {"_clientId": "i1", "metadata": {"order": 7}, "payload": "P", "text": "Look", "altText": "A boat"}
    client = {"id": visitor.device, "platform": "web", "info": {"currentTitle": "Boats"}}
    origin = {"Origin": "https://shop.example"}
    answer = visitor.upload(
        "/images", pictures.photo(), "boat.jpg", "image/jpeg", message=said, client=client, headers=origin
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    posted = answer.json
    message = posted["message"]
    assert (message["role"], message["type"], message["name"]) == ("appUser", "image", "Ines")
    assert {name: message[name] for name in said} == said
    assert message["source"]["id"] == visitor.device
    assert posted["conversation"] == {"_id": visitor.conversation_id, "unreadCount": 0}
    got = _get(message["mediaUrl"])
    assert got.headers["Content-Type"] == message["mediaType"] == "image/jpeg"
    assert message["mediaSize"] == len(got.body)
    assert b"TAKEN-AT-HOME" not in got.body
    assert Image.open(io.BytesIO(got.body)).size == (16, 32), "upright"
    assert visitor.messages()["messages"] == [message]
    inbox = agent.call("GET", f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages", expect=200)
    assert inbox.json["messages"] == [message]
    (call,) = sink.wait_for(1)
    assert call.event["messages"][0]["mediaUrl"] == message["mediaUrl"]
    seen = visitor.sdk("GET", "").json["appUser"]["clients"][0]["info"]
    assert seen == {"currentTitle": "Boats"}
    plain = visitor.upload("/images", PNG).json["message"]
    assert (plain["text"], plain["altText"], "_clientId" in plain) == ("", "photo.png", False)


@pytest.mark.parametrize(
    ("content", "name", "declared", "media_type"),
    [
        (b"some notes", "My notes.txt", "text/plain", "text/plain"),
        (b"a,b\n1,2\n", "rows.csv", "text/csv", "text/csv"),
        (
            b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
            "plan.pdf",
            None,
            "application/pdf",
        ),
        (PNG, "photo.png", "image/png", "image/png"),
    ],
)
def test_a_file_becomes_a_message(
    shop: api.Shop, content: bytes, name: str, declared: str | None, media_type: str
) -> None:
    visitor = shop.known_visitor()
    message = visitor.upload("/files", content, name, declared, message={"_clientId": "f"}).json["message"]
    assert (message["type"], message["mediaType"], message["altText"]) == ("file", media_type, name)
    assert (message["_clientId"], message["text"]) == ("f", "")
    assert visitor.messages()["messages"] == [message]
    if media_type.startswith("text/"):
        assert _get(message["mediaUrl"]).body == content


def test_the_same_upload_again_gives_the_same_answer(shop: api.Shop) -> None:
    visitor = shop.visitor()
    said = {"_clientId": "once", "metadata": {"a": 1, "b": 2}}
    first = visitor.upload("/images", PNG, message=said).json
    later = {"id": visitor.device, "platform": "web", "info": {"currentTitle": "Another page"}}
    again = visitor.upload("/images", PNG, message=dict(reversed(said.items())), client=later).json
    assert again == first
    assert len(visitor.messages()["messages"]) == 1
    files = shop.rest("GET", f"/appusers/{visitor.app_user_id}/export", expect=200).json["files"]
    stored = first["message"]["mediaUrl"].partition("/files/")[2]
    assert [file["mediaUrl"].partition("/files/")[2] for file in files] == [stored], "stored once"
    for path, content, message in (
        ("/images", pictures.image(size=(3, 3)), said),
        ("/images", PNG, said | {"metadata": {"a": 2}}),
        ("/files", PNG, said),
    ):
        assert visitor.upload(path, content, message=message, expect=409).code == "conflict"
    assert visitor.sdk("POST", "/messages", {"message": {"text": "x", "_clientId": "once"}}).code == "conflict"
    other = shop.visitor().upload("/images", PNG, message=said).json
    assert other["message"]["_id"] != first["message"]["_id"], "another visitor's ids are another's"
    assert len(visitor.messages()["messages"]) == 1


def test_an_upload_of_a_user_without_a_conversation_makes_one(shop: api.Shop) -> None:
    user = shop.make_user()
    token = api.bearer(shop.token("appUser", userId=user["userId"]))
    body, kind = pictures.form([("source", PNG, "a.png", "image/png")])
    path = f"/appusers/{user['_id']}/images"
    posted = shop.sdk("POST", path, body, headers=token | {"Content-Type": kind}, expect=201).json
    assert shop.rest("GET", f"/appusers/{user['_id']}/messages").json["conversation"] == posted["conversation"]


@pytest.mark.parametrize(
    ("path", "content", "name", "declared", "status", "code"),
    [
        ("/images", b"x" * (LIMIT + 1), "big.png", "image/png", 413, "request_entity_too_large"),
        ("/images", pictures.png_claiming(40_000, 40_000), "bomb.png", "image/png", 413, "request_entity_too_large"),
        ("/images", b"some notes", "notes.txt", "text/plain", 415, "unsupported_media_type"),
        ("/images", b"some notes", "notes.png", "image/png", 415, "unsupported_media_type"),
        ("/files", b"<svg/>", "a.svg", "image/svg+xml", 415, "unsupported_media_type"),
        ("/files", b"MZ\x00", "a.exe", None, 415, "unsupported_media_type"),
        ("/files", b"", "a.txt", "text/plain", 400, "bad_request"),
    ],
)
def test_what_cannot_be_uploaded(
    shop: api.Shop, path: str, content: bytes, name: str, declared: str | None, status: int, code: str
) -> None:
    visitor = shop.visitor()
    answer = visitor.upload(path, content, name, declared, expect=None, headers={"Origin": "https://shop.example"})
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example", "the page may read why"
    assert visitor.messages()["messages"] == []


def test_what_cannot_be_said_with_an_upload(shop: api.Shop) -> None:
    visitor = shop.visitor()
    for message, client, said in (
        (b"{", None, "message: must be JSON"),
        (b"[" * 5000, None, "message: must be JSON"),
        (b"[]", None, "message: must be an object"),
        ({"_clientId": ""}, None, "_clientId: must have"),
        ({"_clientId": "idempotency-key:1"}, None, "_clientId: must not begin"),
        ({"_clientId": 7}, None, "message._clientId: must be a text"),
        ({"metadata": {"a": []}}, None, "metadata: "),
        ({"text": "x" * 4097}, None, "text: must not be longer"),
        ({"text": "a\x00"}, None, "message: must not contain"),
        (None, {"platform": "web"}, "client.id: is required"),
        (None, b"no", "client: must be JSON"),
    ):
        answer = visitor.upload("/images", PNG, message=message, client=client, expect=400)
        assert answer.json["error"]["description"].startswith(said), (message, answer.body)
    for kind, body in (("application/json", {}), ("multipart/form-data; boundary=x", b"--x--")):
        path = f"/appusers/{visitor.app_user_id}/files"
        headers = visitor.credentials | {"Content-Type": kind}
        assert shop.sdk("POST", path, body, headers=headers, expect=400).code == "bad_request"
    assert visitor.messages()["messages"] == []


def test_an_upload_from_a_page_is_asked_for_first(shop: api.Shop) -> None:
    """A page that listens to the progress of an upload sends a preflight."""
    visitor = shop.visitor()
    headers = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-smooch-clientid,x-smooch-sdk",
    }
    answer = shop.sdk("OPTIONS", f"/appusers/{visitor.app_user_id}/images", headers=headers, expect=204)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"authorization", "x-smooch-clientid", "x-smooch-sdk"} <= set(allowed)
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]


def test_a_broken_upload_leaves_nothing(shop: api.Shop) -> None:
    visitor = shop.visitor()
    body, kind = pictures.form([("source", PNG * 50, "a.png", "image/png")])
    parts = urllib.parse.urlsplit(shop.deployment.visitor_url)
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as line:
        head = {"Host": parts.netloc, "Content-Type": kind, "Content-Length": str(len(body))} | visitor.credentials
        path = f"/sdk/apps/{shop.app_id}/appusers/{visitor.app_user_id}/images"
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        line.sendall("\r\n".join(lines).encode() + body[: len(body) // 2])
    said = {"_clientId": "after"}
    assert visitor.upload("/images", PNG, message=said).json["message"]["_clientId"] == "after"
    assert len(visitor.messages()["messages"]) == 1


# ---- places, quick replies, forms, quotes ----------------------------------------------------------


def _send(visitor: api.Visitor, *, expect: int = 201, **fields: Any) -> dict[str, Any]:
    body = {"message": {"_clientId": secrets.token_hex(8)} | fields}
    sent: dict[str, Any] = visitor.sdk("POST", "/messages", body, expect=expect).json
    return sent


def test_what_a_button_adds_to_a_message_comes_through(shop: api.Shop, sink: hooks.Receiver) -> None:
    visitor = shop.visitor()
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["message:appUser"]}, expect=201)
    place: dict[str, Any] = {
        "type": "location",
        "coordinates": {"lat": 47.5, "long": 19.05},
        "metadata": {"from": "button"},
    }
    located = _send(visitor, **place)["message"]
    assert {name: located[name] for name in place} == place
    assert located["text"]
    replied = _send(visitor, type="text", text="Yes", payload="YES", metadata={"n": 1})["message"]
    assert (replied["text"], replied["payload"], replied["metadata"]) == ("Yes", "YES", {"n": 1})
    assert visitor.messages()["messages"] == [located, replied]
    told = [call.event["messages"][0] for call in sink.wait_for(2)]
    assert [each["metadata"] for each in told] == [{"from": "button"}, {"n": 1}]
    assert told[0]["coordinates"] == place["coordinates"]
    for coordinates in ({"lat": 91, "long": 0}, {"lat": 1}, None):
        _send(visitor, type="location", coordinates=coordinates, expect=400)


@pytest.mark.anyio
async def test_a_form_is_answered_and_changes_for_everybody(shop: api.Shop) -> None:
    visitor = shop.visitor()
    field = {"type": "text", "name": "mast", "label": "Mast height"}
    form = _offer(shop, visitor, type="form", fields=[field], text=None, blockChatInput=True)
    answers = [{"type": "text", "name": "mast", "label": "Mast height", "text": "12 m"}]
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        named: dict[str, Any] = {"type": "formResponse", "fields": answers, "quotedMessageId": form["_id"]}
        sent = _send(visitor, **named)["message"]
        assert (sent["type"], sent["quotedMessage"]["content"]["_id"]) == ("formResponse", form["_id"])
        assert sent["fields"][0]["text"] == "12 m"
        echo = await line.until(lambda frame: frame.get("message", {}).get("type") == "formResponse")
        assert echo["message"]["_clientId"] == sent["_clientId"]
        change = await line.until("message:change")
        assert (change["message"]["_id"], change["message"]["submitted"]) == (form["_id"], True)
    assert visitor.messages()["messages"][0]["submitted"] is True
    _send(visitor, **named, expect=400)
    nested = {"type": "message", "content": {"_id": sent["_id"]}}
    quoting = _send(visitor, type="text", text="As I said", quotedMessage=nested)["message"]
    assert quoting["quotedMessage"]["content"]["_id"] == sent["_id"]
    quoting = _send(visitor, type="text", text="As I said", quotedMessageId=sent["_id"])["message"]
    assert quoting["quotedMessage"]["content"]["_id"] == sent["_id"]
    nothing = named | {"quotedMessageId": "5cb5d1f09a3e2b0c7d4f1a01"}
    assert _send(visitor, **nothing, expect=404)["error"]["code"] == "message_not_found"


# ---- echoes, on both fronts ------------------------------------------------------------------------


@pytest.mark.anyio
async def test_own_messages_come_back_with_their_client_id_on_both_fronts(shop: api.Shop) -> None:
    """Another tab of the same visitor tells its own messages by it, with a socket and without one."""
    visitor = shop.visitor()
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line, aiohttp.ClientSession() as http:
        sent = [
            visitor.say("hello", client_id="c-text")["message"],
            visitor.upload("/images", PNG, message={"_clientId": "c-image"}).json["message"],
            _send(visitor, type="location", coordinates={"lat": 1, "long": 2}, _clientId="c-place")["message"],
        ]
        heard = [(await line.until("message"))["message"] for _ in sent]
        assert heard == sent
        assert [message["_clientId"] for message in heard] == ["c-text", "c-image", "c-place"]
        frames, cursor = await realtime.poll(http, visitor.url, visitor.live, visitor.cursor)
        assert [frame["message"] for frame in frames if frame["type"] == "message"] == sent
        shop.say(visitor.app_user_id, "and we")
        said, _ = await realtime.poll(http, visitor.url, visitor.live, cursor)
        (answer,) = [frame for frame in said if frame["type"] == "message"]
        assert answer["message"]["text"] == "and we"
        assert answer["conversation"]["unreadCount"] == 1
        visitor.sdk("POST", "/conversation/read", {}, expect=200)
        cursor = cursor | {"seq": answer["seq"]} if cursor else None
        read, _ = await realtime.poll(http, visitor.url, visitor.live, cursor)
        (own,) = [frame for frame in read if frame["type"] == "conversation:read"]
        assert (own["role"], own["conversation"]["unreadCount"]) == ("appUser", 0)


@pytest.mark.anyio
async def test_typing_is_seen_without_a_socket(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    path = f"/appusers/{visitor.app_user_id}/conversation/activity"
    typing = {"role": "appMaker", "type": "typing:start", "name": "Bo", "avatarUrl": "https://a.example/bo.png"}
    async with aiohttp.ClientSession() as http:
        waiting = asyncio.create_task(realtime.poll(http, visitor.url, visitor.live, visitor.cursor))
        while not waiting.done():  # what passes is for those who listen at that moment
            await asyncio.to_thread(shop.rest, "POST", path, typing, expect=200)
        frames, cursor = await waiting
    (seen,) = [frame for frame in frames if frame["type"] == "activity"][:1]
    assert (seen["activity"], seen["role"], seen["name"]) == ("typing:start", "appMaker", "Bo")
    assert cursor == visitor.cursor
    async with realtime.agent(agent.url, shop.app_id, agent.cookie) as line:
        visitor.sdk("POST", "/conversation/activity", {"type": "typing:start"}, expect=200)
        assert (await line.until("activity"))["role"] == "appUser"
