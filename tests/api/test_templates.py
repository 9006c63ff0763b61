"""Templates, notifications, and the buttons of menus, from outside."""

import concurrent.futures
import secrets
from typing import Any

from tests.support import api, hooks, pictures

ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"
TEXT: dict[str, Any] = {"role": "appMaker", "type": "text", "text": "Welcome aboard"}
LINK = {"type": "link", "text": "Map", "uri": "https://harbour.test/a"}
MESSAGES: dict[str, dict[str, Any]] = {
    "text": TEXT,
    "buttons": {"role": "appMaker", "type": "text", "text": "Pick", "actions": [LINK], "metadata": {"a": 1}},
    "image": {"role": "appMaker", "type": "image", "mediaUrl": "https://harbour.test/a.png", "text": "A berth"},
    "location": {"role": "appMaker", "type": "location", "coordinates": {"lat": 1.5, "long": 2.5}},
    "carousel": {"role": "appMaker", "type": "carousel", "items": [{"title": "Berth A", "actions": [LINK]}]},
    "form": {"role": "appMaker", "type": "form", "fields": [{"type": "text", "name": "mast", "label": "Mast"}]},
}


def _create(shop: api.Shop, name: str, message: dict[str, Any]) -> dict[str, Any]:
    made = shop.rest("POST", "/templates", {"name": name, "message": message}, expect=201).json["template"]
    assert isinstance(made, dict)
    return made


def _telegram(shop: api.Shop) -> str:
    body = {"type": "telegram", "token": secrets.token_hex(12)}
    return str(shop.rest("POST", "/integrations", body, expect=201).json["integration"]["_id"])


def test_templates_are_made_listed_changed_and_deleted(shop: api.Shop) -> None:
    made = [_create(shop, name, message) for name, message in MESSAGES.items()]
    welcome = made[0]
    own = {"_id": welcome["message"]["_id"], "role": "appMaker", "type": "text", "text": "Welcome aboard"}
    assert welcome == {"_id": welcome["_id"], "name": "text", "message": own}
    for template, message in zip(made, MESSAGES.values(), strict=True):
        shown = template["message"]
        assert shown["type"] == message["type"]
        assert set(message) - {"displaySettings"} <= set(shown), template
        assert {"received", "authorId", "source"} & set(shown) == set()
        path = f"/templates/{template['_id']}"
        assert shop.rest("GET", path, expect=200).json == {"template": template}
    first = shop.rest("GET", "/templates?limit=4").json
    second = shop.rest("GET", "/templates?limit=0&offset=4").json
    assert (first["hasMore"], second["hasMore"], first["offset"], second["offset"]) == (True, False, 0, 4)
    listed = [*first["templates"], *second["templates"]]
    assert sorted(each["name"] for each in listed) == sorted(MESSAGES)
    path = f"/templates/{welcome['_id']}"
    renamed = shop.rest("PUT", path, {"name": " greeting "}, expect=200).json["template"]
    assert renamed == welcome | {"name": "greeting"}
    message = {"role": "appMaker", "type": "text", "text": "Ahoy"}
    changed = shop.rest("PUT", path, {"message": message}, expect=200).json["template"]
    assert (changed["name"], changed["message"]["text"]) == ("greeting", "Ahoy")
    for method, at, body in (
        ("POST", "/templates", {"name": "greeting", "message": TEXT}),
        ("PUT", path, {"name": "form"}),
    ):
        taken = shop.rest(method, at, body)
        assert (taken.status, taken.code) == (409, "conflict")
    assert shop.rest("DELETE", path, expect=200).json == {}
    for method in ("GET", "PUT", "DELETE"):
        gone = shop.rest(method, path, {} if method == "PUT" else None)
        assert (gone.status, gone.code) == (404, "template_not_found")
    assert _create(shop.deployment.make_shop(), "form", TEXT)["name"] == "form"


def test_a_template_holds_no_card_number(shop: api.Shop) -> None:
    card = TEXT | {"text": "Pay with 4242 4242 4242 4242"}
    made = _create(shop, "pay", card)
    assert made["message"]["text"] == "Pay with **** **** **** 4242"
    path = f"/templates/{made['_id']}"
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {"maskCreditCardNumbers": False}}, expect=200)
    assert shop.rest("PUT", path, {"message": card}).json["template"]["message"]["text"] == card["text"]


def test_of_several_at_once_one_gets_the_name(shop: api.Shop) -> None:
    made = [_create(shop, f"name {number}", TEXT)["_id"] for number in range(6)]

    def rename(template_id: str) -> int:
        return shop.rest("PUT", f"/templates/{template_id}", {"name": "wanted"}).status

    def create(kind: str) -> int:
        body = {"type": "web"} if kind == "web" else {"name": "new", "message": TEXT}
        return shop.rest("POST", "/integrations" if kind == "web" else "/templates", body).status

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(rename, made)) == [200] + [409] * 5
        assert sorted(pool.map(create, ["web"] * 6)) == [201] + [409] * 5
        assert sorted(pool.map(create, ["template"] * 6)) == [201] + [409] * 5


def test_what_a_template_must_not_be(shop: api.Shop) -> None:
    wrong: dict[str, tuple[str, Any, Any]] = {
        "no name": ("name", " ", TEXT),
        "long name": ("name", "x" * 101, TEXT),
        "a user's": ("message.role", "a", TEXT | {"role": "appUser"}),
        "no text": ("message.text", "a", {"role": "appMaker", "type": "text"}),
        "another type": ("message.type", "a", TEXT | {"type": "poem"}),
        "an answer": ("message.type", "a", TEXT | {"type": "formResponse"}),
        "a number": ("message.text", "a", TEXT | {"text": 7}),
        "a script": ("message.actions[0].uri", "a", TEXT | {"actions": [LINK | {"uri": "javascript:alert(1)"}]}),
        "metadata": ("message.metadata", "a", TEXT | {"metadata": {"a": "b" * 4096}}),
        "a quote": ("message.quotedMessage", "a", TEXT | {"quotedMessageId": ABSENT}),
    }
    for label, (where, name, message) in wrong.items():
        answer = shop.rest("POST", "/templates", {"name": name, "message": message})
        assert (answer.status, answer.code) == (400, "bad_request"), label
        assert answer.json["error"]["description"].startswith(f"{where}: "), (label, answer.body)
    assert shop.rest("GET", "/templates").json == {"templates": [], "hasMore": False, "offset": 0}


def test_shorthand_puts_a_template_into_a_message(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    _create(shop, "welcome_aboard", MESSAGES["buttons"])
    said = shop.say(user, "%((template:welcome_aboard))%")["message"]
    template = shop.rest("GET", "/templates").json["templates"][0]["message"]
    assert (said["text"], said["actions"][0]["uri"]) == ("Pick", LINK["uri"])
    assert said["actions"][0]["_id"] != template["actions"][0]["_id"]
    assert shop.say(user, "%((template:nothing))%")["message"]["text"] == "%((template:nothing))%"
    other = shop.deployment.make_shop()
    text = "%((template:welcome_aboard))%"
    assert other.say(other.make_user()["_id"], text)["message"]["text"] == text


def test_a_notification_is_stored_and_fails_honestly(shop: api.Shop) -> None:
    integration = _telegram(shop)
    with hooks.receiver() as receiver:
        webhook = {"target": receiver.url, "triggers": ["notification:delivery:failure"]}
        shop.rest("POST", "/webhooks", webhook, expect=201)
        body = {"destination": {"integrationId": integration, "destinationId": "+3615550101"}, "message": TEXT}
        author = {"role": "appMaker", "name": "Pilot", "email": "pilot@harbour.test"}
        made = []
        for version, given in (("v1", body | {"author": author}), ("v1.1", body)):
            path = f"/{version}/apps/{shop.app_id}/notifications"
            answer = api.call(shop.deployment.agent_url, "POST", path, given, headers=shop.auth, expect=201)
            assert set(answer.json) == {"notification"}
            made.append(answer.json["notification"])
        events = {call.event["notification"]["_id"]: call.event for call in receiver.wait_for(2)}
    for notification in made:
        assert set(notification) == {"_id"}
        event = events[notification["_id"]]
        assert event.pop("timestamp") > 0
        assert event == {
            "trigger": "notification:delivery:failure",
            "version": "v1.1",
            "app": {"_id": shop.app_id},
            "notification": notification,
            "destination": {
                "type": "telegram",
                "integrationId": integration,
                "destinationId": "+3615550101",
            },
            "isFinalEvent": True,
            "error": {
                "code": "channel_not_supported",
                "message": "This server does not send notifications through telegram",
            },
        }


def test_what_a_notification_must_not_be(shop: api.Shop) -> None:
    integration, foreign = _telegram(shop), _telegram(shop.deployment.make_shop())
    to = {"integrationId": integration, "destinationId": "4711"}
    good = {"destination": to, "message": {"text": "Ahoy"}}
    wrong: dict[str, tuple[str, dict[str, Any]]] = {
        "nobody": ("destination.destinationId", {"destination": to | {"destinationId": " "}}),
        "long": ("destination.destinationId", {"destination": to | {"destinationId": "x" * 257}}),
        "a user's": ("author.role", {"author": {"role": "appUser"}}),
        "author": ("author.email", {"author": {"role": "appMaker", "email": "x" * 257}}),
        "picture": ("author.avatarUrl", {"author": {"role": "appMaker", "avatarUrl": "javascript:alert(1)"}}),
        "schema": ("messageSchema", {"messageSchema": "telegram"}),
        "schema of another": ("messageSchema", {"messageSchema": "whatsapp"}),
        "empty": ("message.text", {"message": {}}),
        "number": ("message.text", {"message": {"text": 7}}),
        "a button": ("message.actions[0].type", {"message": {"text": "a", "actions": [{"text": "b"}]}}),
        "items": ("message.items", {"message": {"type": "carousel", "items": []}}),
    }
    for label, (where, fields) in wrong.items():
        answer = shop.rest("POST", "/notifications", good | fields)
        assert (answer.status, answer.code) == (400, "bad_request"), label
        assert answer.json["error"]["description"].startswith(f"{where}: "), (label, answer.body)
    web = shop.rest("GET", "/sdks").json["webIntegrationId"]
    for absent in (ABSENT, foreign, web):
        answer = shop.rest("POST", "/notifications", good | {"destination": to | {"integrationId": absent}})
        assert (answer.status, answer.code) == (404, "integration_not_found")
    token = api.bearer(shop.token("appUser", userId=shop.make_user()["userId"]))
    answer = api.call(shop.deployment.agent_url, "POST", "/v1.1/notifications", good, headers=token)
    assert (answer.status, answer.code) == (403, "forbidden")
    whatsapp = {"type": "whatsapp", "baseUrl": "https://a.test", "username": "a", "password": secrets.token_hex(12)}
    through = shop.rest("POST", "/integrations", whatsapp, expect=201).json["integration"]["_id"]
    raw = {"type": "template", "template": {"namespace": "ns", "name": "hello"}}
    body = {"destination": to | {"integrationId": through}, "message": raw, "messageSchema": "whatsapp"}
    shop.rest("POST", "/notifications", body, expect=201)


def test_a_button_of_a_menu_is_pressed(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    shop.say(user, "makes the conversation")
    button = {"type": "postback", "text": "Free now", "payload": "FREE"}
    items = [{"type": "submenu", "text": "Berths", "items": [button]}, LINK]
    menu = shop.rest("PUT", "/menu", {"items": items}, expect=200).json["menu"]["items"]
    postback, link = menu[0]["items"][0], menu[1]
    path = f"/appusers/{user}/conversation/postback"
    with hooks.receiver() as receiver:
        shop.rest("POST", "/webhooks", {"target": receiver.url, "triggers": ["postback"]}, expect=201)
        assert shop.rest("POST", path, {"actionId": postback["_id"]}, expect=200).json == {}
        (call,) = receiver.wait_for(1)
    assert call.event["postbacks"] == [{"action": postback}]
    for absent in (link["_id"], menu[0]["_id"], ABSENT):
        assert shop.rest("POST", path, {"actionId": absent}).status == 404


def test_a_template_keeps_its_pictures(shop: api.Shop) -> None:
    def upload() -> str:
        form, kind = pictures.form([("source", pictures.image(), "a.png", "image/png")])
        headers = shop.auth | {"Content-Type": kind}
        path = f"/v1.1/apps/{shop.app_id}/attachments?access=public&for=message"
        answer = api.call(shop.deployment.agent_url, "POST", path, form, headers=headers, expect=201)
        return str(answer.json["mediaUrl"])

    item = {"title": "Berth A", "actions": [LINK]}
    first, second, third = upload(), upload(), upload()
    _create(shop, "picture", {"role": "appMaker", "type": "image", "mediaUrl": first})
    items = [item | {"mediaUrl": second}, item]
    listed = _create(shop, "berths", {"role": "appMaker", "type": "list", "items": items})
    image = {"role": "appMaker", "type": "image", "mediaUrl": third}
    shop.rest("PUT", f"/templates/{listed['_id']}", {"message": image}, expect=200)
    user = shop.make_user()["_id"]
    for _ in range(2):
        for name, url in (("picture", first), ("berths", third)):
            posted = shop.say(user, f"%((template:{name}))%")["message"]
            assert posted["mediaUrl"] == url
            shop.rest("DELETE", f"/appusers/{user}/messages/{posted['_id']}", expect=200)
    gone = upload()
    shop.rest("POST", "/attachments/remove", {"mediaUrl": gone}, expect=200)
    body = {"name": "gone", "message": {"role": "appMaker", "type": "image", "mediaUrl": gone}}
    for method, path, sent in (
        ("POST", "/templates", body),
        ("PUT", f"/templates/{listed['_id']}", body | {"name": None}),
    ):
        refused = shop.rest(method, path, sent, expect=400).json["error"]["description"]
        assert refused == "message.mediaUrl: there is no such file"
