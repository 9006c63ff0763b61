"""Every type of message from the outside: told the same everywhere, forms, quotes, files, buttons, shorthand."""

import asyncio
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, hooks, pictures, realtime

LINK = {"type": "link", "text": "Map", "uri": "https://a.example/map"}
POSTBACK = {"type": "postback", "text": "Book", "payload": "BOOK"}
BUY = {"type": "buy", "text": "Pay", "amount": 2500}
MAST: dict[str, Any] = {"type": "text", "name": "mast", "label": "Mast height", "maxSize": 5}
SIDE: dict[str, Any] = {
    "type": "select",
    "name": "side",
    "label": "Side",
    "options": [{"name": "port", "label": "Port"}, {"name": "star", "label": "Starboard"}],
}
FORM: dict[str, Any] = {"type": "form", "fields": [MAST, SIDE], "blockChatInput": True, "metadata": {"flow": "berths"}}
ANSWERS: list[dict[str, Any]] = [
    {"type": "text", "name": "mast", "text": "14"},
    {"type": "select", "name": "side", "select": [{"name": "port"}]},
]
PLACE: dict[str, Any] = {"type": "location", "coordinates": {"lat": 47.5, "long": 19.05}, "location": {"name": "Quay"}}
PICTURE = {"type": "image", "mediaUrl": "https://a.example/plan.png"}
FILE = {"type": "file", "mediaUrl": "https://a.example/plan.pdf", "text": "The plan"}


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def post(shop: api.Shop, user: str, *, expect: int = 201, role: str = "appMaker", **message: Any) -> Any:
    return shop.rest("POST", f"/appusers/{user}/messages", {"role": role} | message, expect=expect).json


def send(visitor: api.Visitor, *, expect: int = 201, **message: Any) -> Any:
    body = {"message": {"_clientId": secrets.token_hex(8)} | message}
    return visitor.sdk("POST", "/messages", body, expect=expect).json


def refusal(answer: Any) -> str:
    assert answer["error"]["code"] == "bad_request"
    return str(answer["error"]["description"])


def upload(shop: api.Shop, content: bytes, name: str) -> str:
    body, kind = pictures.form([("source", content, name, None)])
    headers = shop.auth | {"Content-Type": kind}
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=public&for=message"
    return str(api.call(shop.deployment.agent_url, "POST", path, body, headers=headers, expect=201).json["mediaUrl"])


def pages(visitor: api.Visitor, agent: api.Agent) -> list[list[dict[str, Any]]]:
    """The conversation as every edge and version shows it."""
    shop, path = visitor.shop, f"/appusers/{visitor.app_user_id}/messages"
    v1 = api.call(shop.deployment.agent_url, "GET", f"/v1/apps/{shop.app_id}{path}", headers=shop.auth, expect=200)
    inbox = agent.call("GET", f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages", expect=200)
    rest = shop.rest("GET", path, expect=200)
    return [rest.json["messages"], v1.json["messages"], inbox.json["messages"], visitor.messages()["messages"]]


async def heard(visitor: api.Visitor, seq: int) -> list[dict[str, Any]]:
    """The events of the conversation up to a number, as its log has them."""
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line:
        await line.until(lambda frame: frame.get("seq") == seq)
        return [frame for frame in line.frames if frame["type"].startswith("message")]


def test_every_type_is_told_the_same_everywhere(shop: api.Shop, agent: api.Agent, sink: hooks.Receiver) -> None:
    visitor = shop.visitor()
    for version in ("v1", "v1.1"):
        path = f"/{version}/apps/{shop.app_id}/webhooks"
        body = {"target": f"{sink.url}/{version}", "triggers": ["message"]}
        api.call(shop.deployment.agent_url, "POST", path, body, headers=shop.auth, expect=201)
    item = {"title": "Berth A", "mediaUrl": "https://a.example/a.jpg", "size": "large", "actions": [LINK, POSTBACK]}
    own = upload(shop, pictures.image(), "plan.png")
    said: list[dict[str, Any]] = [
        post(shop, visitor.app_user_id, **message)["message"]
        for message in (
            {"type": "text", "text": "Hi", "actions": [BUY, POSTBACK], "name": "Pilot", "email": "p@a.example"},
            {"type": "image", "mediaUrl": own, "altText": "The plan"},
            FILE,
            PLACE,
            {"type": "carousel", "items": [item], "displaySettings": {"imageAspectRatio": "square"}},
            {"type": "list", "items": [item], "actions": [LINK]},
            {"type": "text", "text": "x", "quotedMessage": {"type": "externalMessageId", "externalMessageId": "w"}},
        )
    ]
    said += [send(visitor, **message)["message"] for message in (PICTURE, FILE, PLACE)]
    said.append(send(visitor, type="text", text="pressed", payload="SLOT_1")["message"])
    assert said[1] | {"mediaType": "image/png", "mediaSize": len(pictures_of(own))} == said[1]
    assert said[3]["text"] == "Location shared:\nhttps://maps.google.com/maps?q=47.5,19.05"
    assert all(page == said for page in pages(visitor, agent))
    events = asyncio.run(heard(visitor, 1 + len(said)))
    assert [event["message"] for event in events] == said
    for message in said:
        message.pop("_clientId", None)
    calls = sink.wait(lambda calls: len(calls) == 2 * len(said))
    for version in ("v1", "v1.1"):
        told = [call.event["messages"][0] for call in calls if call.path.endswith(f"/{version}")]
        assert told == said


def pictures_of(url: str) -> bytes:
    base, _, path = url.partition("/files/")
    return api.call(base, "GET", f"/files/{path}", expect=200).body


# ---- forms -----------------------------------------------------------------------------------------


def test_a_form_is_answered_once(shop: api.Shop, agent: api.Agent, sink: hooks.Receiver) -> None:
    visitor = shop.visitor()
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["message:appUser"]}, expect=201)
    form = post(shop, visitor.app_user_id, **FORM)["message"]
    assert (form["submitted"], form["blockChatInput"], form["text"]) == (False, True, "")
    response = {"type": "formResponse", "fields": ANSWERS, "quotedMessageId": form["_id"], "_clientId": "k"}
    answer = send(visitor, **response)["message"]
    port = form["fields"][1]["options"][0]
    mast, side = answer["fields"]
    assert (mast["label"], mast["text"]) == ("Mast height", "14")
    assert side["select"] == [port]
    assert (answer["text"], answer["textFallback"]) == ("", "Mast height: 14\nSide: Port")
    answered = form | {"submitted": True}
    assert answer["quotedMessage"] == {"type": "message", "content": answered}

    again = send(visitor, expect=400, **response | {"_clientId": "other"})
    assert refusal(again) == "quotedMessage: the form was answered before"
    assert send(visitor, **response)["message"] == answer, "the same send finds the first"
    assert all(page == [answered, answer] for page in pages(visitor, agent))
    added, changed = asyncio.run(heard(visitor, 4))[1:]
    assert (added["type"], added["message"]) == ("message", answer)
    assert (changed["type"], changed["seq"], changed["message"]) == ("message:change", 4, answered)
    (call,) = sink.wait_for(1)
    told = call.event["messages"][0]
    assert told["quotedMessage"]["content"]["metadata"] == {"flow": "berths"}
    found = "/messages/search?q=mast+port"
    hits = api.eventually(lambda: shop.rest("GET", found, expect=200).json["messages"])
    assert [hit["message"]["_id"] for hit in hits] == [answer["_id"]]
    row = agent.call("GET", f"/apps/{shop.app_id}/conversations", expect=200).json["conversations"][0]
    assert (row["seq"], row["lastMessage"]["text"]) == (4, "Mast height: 14\nSide: Port")


def test_a_response_has_to_answer_its_form(shop: api.Shop, deployment: api.Deployment) -> None:
    visitor, stranger = shop.visitor(), deployment.make_shop().visitor()
    form = post(shop, visitor.app_user_id, **FORM)["message"]["_id"]
    text = post(shop, visitor.app_user_id, text="no form")["message"]["_id"]
    foreign = post(stranger.shop, stranger.app_user_id, **FORM)["message"]["_id"]
    text_answer, choice = ANSWERS
    cases: list[tuple[str, str, list[dict[str, Any]]]] = [
        (text, "quotedMessage", ANSWERS),
        (form, "fields[0].name", [text_answer | {"name": "boat"}]),
        (form, "fields[0].type", [{"type": "email", "name": "mast", "email": "a@a.example"}]),
        (form, "fields[0].text", [text_answer | {"text": "123456"}]),
        (form, "fields[1].select[0].name", [text_answer, choice | {"select": [{"name": "bow"}]}]),
        (form, "fields[0].select", [choice | {"select": [{"name": "port"}, {"name": "star"}]}]),
    ]
    for quoted, where, fields in cases:
        refused = send(visitor, expect=400, type="formResponse", fields=fields, quotedMessageId=quoted)
        assert refusal(refused).startswith(f"{where}: ")
    quote = {"type": "message", "content": {"_id": foreign}}
    unknown = send(visitor, expect=404, type="formResponse", fields=ANSWERS, quotedMessage=quote)
    assert unknown["error"]["code"] == "message_not_found"
    kept = {message["_id"]: message for message in visitor.messages()["messages"]}
    assert set(kept) == {form, text}
    assert kept[form]["submitted"] is False
    partly = post(
        shop, visitor.app_user_id, role="appUser", type="formResponse", fields=ANSWERS[:1], quotedMessageId=form
    )
    assert partly["message"]["textFallback"] == "Mast height: 14"


# ---- quotes, destinations --------------------------------------------------------------------------


def test_a_quote_holds_the_message_without_its_own_quote(shop: api.Shop) -> None:
    visitor = shop.visitor()
    first = visitor.say("one", client_id="k")["message"]
    second = post(shop, visitor.app_user_id, text="two", quotedMessageId=first["_id"])["message"]
    quoted = {key: value for key, value in first.items() if key != "_clientId"}
    assert second["quotedMessage"] == {"type": "message", "content": quoted}
    quote = {"type": "message", "content": second}
    third = send(visitor, type="text", text="three", quotedMessage=quote)["message"]
    del second["quotedMessage"]
    assert third["quotedMessage"]["content"] == second
    other = shop.visitor()
    foreign = post(shop, other.app_user_id, expect=404, text="x", quotedMessageId=first["_id"])
    assert foreign["error"]["code"] == "message_not_found"
    nobody = post(shop, shop.make_user()["_id"], expect=404, text="x", quotedMessageId=first["_id"])
    assert nobody["error"]["code"] == "message_not_found"


def test_a_message_goes_where_the_user_is(shop: api.Shop, deployment: api.Deployment) -> None:
    visitor, user = shop.visitor(), shop.make_user()["_id"]
    web = shop.deployment.account("GET", f"/apps/{shop.app_id}/sdks").json["webIntegrationId"]
    foreign = deployment.account("GET", f"/apps/{deployment.make_shop().app_id}/sdks").json["webIntegrationId"]
    for to in ({"integrationId": web}, {"integrationType": "web"}, {"integrationId": web, "integrationType": "web"}):
        post(shop, visitor.app_user_id, text="x", destination=to)
        assert refusal(post(shop, user, expect=400, text="x", destination=to)).startswith("destination: ")
    unknown = post(shop, visitor.app_user_id, expect=404, text="x", destination={"integrationId": foreign})
    assert unknown["error"]["code"] == "integration_not_found"
    refused = post(shop, visitor.app_user_id, expect=400, text="x", destination={"integrationType": "line"})
    assert refusal(refused).startswith("destination: ")
    twilio = {"type": "twilio", "accountSid": "AC1", "authToken": "t", "phoneNumberSid": "PN1"}
    shop.rest("POST", "/integrations", twilio, expect=201)
    asked = {"type": "twilio", "phoneNumber": "+3612345678", "confirmation": {"type": "prompt"}}
    shop.rest("POST", f"/appusers/{user}/channels", asked, expect=200)
    pending = post(shop, user, expect=400, text="x", destination={"integrationType": "twilio"})
    assert refusal(pending) == "destination: the user is not on this channel"


# ---- files -----------------------------------------------------------------------------------------


def test_a_message_never_shows_a_file_that_is_not_there(shop: api.Shop, deployment: api.Deployment) -> None:
    user = shop.make_user()["_id"]
    own, foreign = upload(shop, b"text", "a.txt"), upload(deployment.make_shop(), b"text", "a.txt")
    item = {"title": "A", "actions": [LINK]}
    carousel: dict[str, Any] = {"type": "carousel", "items": [item, item | {"mediaUrl": foreign}]}
    assert refusal(post(shop, user, expect=400, **carousel)) == "items[1].mediaUrl: there is no such file"
    assert refusal(post(shop, user, expect=400, type="file", mediaUrl=foreign)) == "mediaUrl: there is no such file"
    said = post(shop, user, type="file", mediaUrl=own, mediaType="image/png")["message"]
    assert (said["mediaType"], said["mediaSize"], said["altText"]) == ("text/plain", 4, "a.txt")
    carousel["items"][1] = item | {"mediaUrl": own}
    post(shop, user, **carousel)
    shop.rest("DELETE", f"/appusers/{user}/messages/{said['_id']}", expect=200)
    assert pictures_of(own) == b"text", "the carousel shows it still"
    shop.rest("DELETE", f"/appusers/{user}/messages", expect=200)
    base, _, path = own.partition("/files/")
    assert api.call(base, "GET", f"/files/{path}").status == 404


def images(shop: api.Shop, user: str, fields: list[pictures.Field], **headers: str) -> api.Answer:
    body, kind = pictures.form(fields)
    given = shop.auth | {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/v1/apps/{shop.app_id}/appUsers/{user}/images"
    return api.call(shop.deployment.agent_url, "POST", path, body, headers=given)


def test_an_image_in_a_form(shop: api.Shop) -> None:
    user = shop.make_user(givenName="Ines")["_id"]
    source: pictures.Field = ("source", pictures.image(), "plan.png", "image/png")
    answer = images(shop, user, [("role", b"appUser"), source, ("metadata", b'{"n": 1}')])
    assert answer.status == 201, answer.body
    said = answer.json["message"]
    assert (said["type"], said["role"], said["name"], said["metadata"]) == ("image", "appUser", "Ines", {"n": 1})
    assert said["text"] == said["mediaUrl"]
    assert (said["mediaType"], said["altText"]) == ("image/png", "plan.png")
    assert len(pictures_of(said["mediaUrl"])) == said["mediaSize"]
    buttons = b'[{"type": "link", "text": "Map", "uri": "https://a.example/map"}]'
    form = [("role", b"appMaker"), ("text", b"Our plan"), ("name", b"Pilot"), ("actions", buttons), source]
    made = [images(shop, user, form, Idempotency_Key="k").json["message"] for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0]["text"], made[0]["name"], made[0]["actions"][0]["text"]) == ("Our plan", "Pilot", "Map")
    assert images(shop, user, [("role", b"appUser"), source], Idempotency_Key="k").status == 201
    assert images(shop, user, [*form[:4], ("source", pictures.image(size=(9, 9)), "plan.png", None)]).status == 201
    other = [*form[:4], ("source", pictures.image(size=(8, 8)), "plan.png", None)]
    assert images(shop, user, other, Idempotency_Key="k").code == "conflict"
    assert images(shop, user, [("role", b"appUser"), ("source", b"text", "a.txt", None)]).status == 415
    assert images(shop, user, [source]).json["error"]["description"].startswith("role: ")
    null = ("quotedMessage", b'{"type": "message", "content": {"_id": "a\\u0000"}}')
    assert images(shop, user, [("role", b"appUser"), null, source]).code == "bad_request"
    no_form = shop.rest("POST", f"/appusers/{user}/images", {"role": "appUser"})
    assert (no_form.status, no_form.code) == (400, "bad_request")
    page = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]
    assert len(page) == 4


# ---- buttons ---------------------------------------------------------------------------------------


def test_a_postback_tells_the_business(shop: api.Shop, sink: hooks.Receiver) -> None:
    visitor, other = shop.visitor(), shop.visitor()
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["postback", "message:appUser"]}, expect=201)
    item = {"title": "A", "actions": [LINK, POSTBACK | {"metadata": {"n": 1}}]}
    carousel = post(shop, visitor.app_user_id, type="carousel", items=[item])["message"]
    text = post(shop, visitor.app_user_id, text="", actions=[BUY, POSTBACK])["message"]
    link, inner = carousel["items"][0]["actions"]
    buy, outer = text["actions"]

    def press(action_id: str, user: str = visitor.app_user_id, *, expect: int = 200) -> api.Answer:
        path = f"/appusers/{user}/conversation/postback"
        return shop.rest("POST", path, {"actionId": action_id}, expect=expect)

    assert press(inner["_id"]).json == {}
    (call,) = sink.wait_for(1)
    assert call.trigger == "postback"
    assert call.event["postbacks"] == [{"message": carousel, "action": inner}]
    assert call.event["conversation"] == {"_id": visitor.conversation_id}
    for action in (link["_id"], buy["_id"], "nothing"):
        assert press(action, expect=404).code == "not_found"
    assert press(outer["_id"], other.app_user_id, expect=404).code == "not_found"
    assert press(outer["_id"], shop.make_user()["_id"], expect=404).code == "conversation_not_found"

    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {"echoPostback": True}}, expect=200)
    press(outer["_id"])
    calls = sink.wait_for(3)[1:]
    assert [each.trigger for each in calls] == ["postback", "message:appUser"]
    echo = visitor.messages()["messages"][-1]
    assert (echo["role"], echo["type"], echo["text"], echo["payload"]) == ("appUser", "text", "Book", "BOOK")
    assert len(visitor.messages()["messages"]) == 3
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}/messages/{text['_id']}", expect=200)
    assert press(outer["_id"], expect=404).code == "not_found"


# ---- what text becomes -----------------------------------------------------------------------------


def test_shorthand_of_the_business(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    written = "Our plan\n![the plan](https://a.example/p.png) %[Map](https://a.example/map) $[Fee]($25.00)"
    inbox = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}/messages"
    by_agent = agent.call("POST", inbox, {"text": written, "_clientId": "k"}, expect=201).json["message"]
    by_api = post(shop, visitor.app_user_id, text=written)["message"]
    for said in (by_agent, by_api):
        assert (said["type"], said["text"], said["altText"]) == ("image", "Our plan", "the plan")
        assert (said["mediaUrl"], said["mediaType"]) == ("https://a.example/p.png", "image/png")
        link, buy = said["actions"]
        assert (link["type"], link["uri"]) == ("link", "https://a.example/map")
        assert (buy["amount"], buy["currency"], buy["state"]) == (2500, "usd", "offered")
        assert buy["uri"].endswith(f"/checkout/{buy['_id']}")
    assert agent.call("POST", inbox, {"text": written, "_clientId": "k"}, expect=201).json["message"] == by_agent
    refused = post(shop, visitor.app_user_id, expect=400, text="%[A](reply:a) %[B](https://b.example)")
    assert refusal(refused).startswith("text: reply and location buttons ")
    unknown = "Ahoy %((template:nobody-made-it))%"
    assert post(shop, visitor.app_user_id, text=unknown)["message"]["text"] == unknown
    assert visitor.say(written)["message"]["text"] == written, "never of users"
    posted = post(shop, visitor.app_user_id, text="%[Book](postback:B)")["message"]
    body = {"actionId": posted["actions"][0]["_id"]}
    shop.rest("POST", f"/appusers/{visitor.app_user_id}/conversation/postback", body, expect=200)


def test_text_around_a_template_becomes_messages_of_its_own(shop: api.Shop, sink: hooks.Receiver) -> None:
    visitor = shop.visitor()
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["message:appMaker"]}, expect=201)
    kept = {"role": "appMaker", "type": "text", "text": "Welcome %[Map](https://a.example/map)"}
    shop.rest("POST", "/templates", {"name": "welcome", "message": kept}, expect=201)
    body = {"role": "appMaker", "type": "text", "text": "Ahoy! %{{template: welcome}}% Bye", "name": "Pilot"}
    path = f"/appusers/{visitor.app_user_id}/messages"
    posted = shop.rest("POST", path, body, expect=201, Idempotency_Key="k").json
    said = [posted["message"], *posted["extraMessages"]]
    assert [message["text"] for message in said] == ["Ahoy!", "Welcome", "Bye"]
    assert [message["name"] for message in said] == ["Pilot"] * 3
    assert said[1]["actions"][0]["uri"] == "https://a.example/map"
    assert posted["conversation"]["unreadCount"] == 3
    assert shop.rest("POST", path, body, Idempotency_Key="k").json == posted
    for text in ("%((template:welcome))%" * 11, "".join(f"%((template:t{number}))%" for number in range(11))):
        assert refusal(post(shop, visitor.app_user_id, expect=400, text=text)).startswith("text: ")
    assert visitor.messages()["messages"] == said
    assert [call.event["messages"] for call in sink.wait_for(3)] == [[message] for message in said]


def test_card_numbers_are_masked_unless_the_app_wants_them(shop: api.Shop) -> None:
    visitor = shop.visitor()
    card, masked = "Card: 4111 1111 1111 1111", "Card: **** **** **** 1111"
    answers = [ANSWERS[0] | {"text": "4111111111111111"}]
    form: dict[str, Any] = {"type": "form", "fields": [MAST | {"maxSize": 20}]}
    by_user = visitor.say(card, client_id="k")["message"]
    assert by_user["text"] == masked
    assert visitor.say(card, client_id="k")["message"] == by_user
    assert post(shop, visitor.app_user_id, text=card)["message"]["text"] == masked
    asked = post(shop, visitor.app_user_id, **form)["message"]["_id"]
    answer = send(visitor, type="formResponse", fields=answers, quotedMessageId=asked)["message"]
    assert (answer["fields"][0]["text"], answer["textFallback"]) == (
        "************1111",
        "Mast height: ************1111",
    )
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {"maskCreditCardNumbers": False}}, expect=200)
    assert visitor.say(card)["message"]["text"] == card


def test_both_versions_page_through_every_type(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    said = [post(shop, user, **message)["message"] for message in (FORM, FILE, PLACE, PICTURE)]
    path = f"/appusers/{user}/messages"
    newer = shop.rest("GET", f"{path}?after={said[0]['received']}", expect=200).json
    assert newer["messages"] == said[1:]
    older = shop.rest("GET", f"{path}?before={said[2]['received']}", expect=200).json
    assert (older["messages"], "next" in older, "previous" in older) == (said[:2], True, False)
    shop.rest("DELETE", f"{path}/{said[1]['_id']}", expect=200)
    assert shop.rest("GET", path, expect=200).json["messages"] == [said[0], *said[2:]]


def test_types_are_for_one_side(shop: api.Shop) -> None:
    visitor = shop.visitor()
    for kind in ("carousel", "list", "form", "whisper"):
        assert refusal(send(visitor, expect=400, type=kind, text="x")).startswith("type: ")
    for role in ("whisper", "agent"):
        assert refusal(post(shop, visitor.app_user_id, expect=400, role=role, text="x")).startswith("role: ")
    wrong = post(shop, visitor.app_user_id, expect=400, type="carousel", items=[{"title": 3, "actions": []}])
    assert refusal(wrong).startswith("items[0].title: ")
    missing = post(shop, visitor.app_user_id, expect=400, type="carousel", items=[{"actions": []}])
    assert "items[0]" in refusal(missing)
