"""What the three edges let in: sizes, links, characters, limits, methods, times."""

import asyncio
import pathlib
import re

import pytest

from tests.support import api, shapes, sinks

# ---- credentials -----------------------------------------------------------------------------------


def test_credentials_with_a_null_character_are_refused(shop: api.Shop) -> None:
    url, user = shop.deployment.agent_url, shop.make_user()["userId"]
    path = f"/v1.1/apps/{shop.app_id}/appusers/{user}"
    tokens = (
        api.sign({"scope": "app"}, shop.secret, kid="app_\x00"),
        shop.token("appUser", userId=f"{user}\x00"),
    )
    for headers in (api.basic("a\x00", "b"), api.basic(shop.key_id, "b\x00"), *map(api.bearer, tokens)):
        assert api.call(url, "GET", path, headers=headers).status == 401
    for headers in (api.basic("a\x00", "b"), api.bearer(tokens[1])):
        assert shop.sdk("GET", f"/appusers/{user}", headers=headers).status == 401


# ---- addresses -------------------------------------------------------------------------------------


def test_a_query_with_a_null_character_is_refused(shop: api.Shop) -> None:
    for path in (
        "/users?userId=a%00",
        "/users?email=%00",
        "/conversations?userId=%00",
        "/messages/search?q=a&conversationId=%00",
        "/integrations?types=%00",
        "/templates?limit=1&who=%00",
    ):
        answer = shop.rest("GET", path)
        assert (answer.status, answer.code) == (400, "bad_request"), path
        named = path.partition("%00")[0].rpartition("=")[0]
        assert answer.json["error"]["description"].startswith(re.split("[?&]", named)[-1] + ": "), path
    file = shop.rest("POST", "/attachments?access=public&userId=a%00", b"")
    assert (file.status, file.code) == (400, "bad_request")


@pytest.mark.parametrize("name", ["merge", "Merge", "search", "Remove"])
def test_a_user_may_be_called_as_a_part_of_an_address(shop: api.Shop, name: str) -> None:
    user = shop.make_user(userId=name)["_id"]
    for path in (f"/appusers/{name}", f"/AppUsers/{name}/"):
        assert shop.rest("GET", path, expect=200).json["appUser"]["_id"] == user
    shop.say(name, "hello")
    assert shop.rest("GET", f"/appusers/{name}/messages", expect=200).json["messages"][0]["text"] == "hello"
    assert shop.rest("POST", "/APPUSERS/Merge", {}).code == "bad_request", "the call of this name is there"
    shop.rest("DELETE", f"/appusers/{name}", expect=200)


# ---- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "1969-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_cannot_be_shown_again_is_not_stored(shop: api.Shop, moment: str) -> None:
    user = shop.make_user()
    refused = shop.rest("PUT", f"/appusers/{user['_id']}", {"signedUpAt": moment}, expect=400)
    assert refused.json["error"]["description"].startswith("signedUpAt: ")
    assert shop.rest("GET", f"/appusers/{user['_id']}", expect=200).json["appUser"] == user


# ---- links -----------------------------------------------------------------------------------------

SCRIPTS = ("javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//a.example", "x")


@pytest.mark.parametrize("key", ["uri", "fallback", "iconUrl"])
@pytest.mark.parametrize("kind", ["postback", "link", "buy", "webview"])
def test_no_action_leads_to_a_script(shop: api.Shop, kind: str, key: str) -> None:
    user = shop.make_user()["_id"]
    links = dict.fromkeys(("uri", "fallback", "iconUrl"), "https://a.example")
    good = {"type": kind, "text": "Go", "payload": "p", "amount": 1} | links
    for link in SCRIPTS:
        said = shop.say(user, "", actions=[good | {key: link}], expect=400)
        assert said["error"]["description"].startswith(f"actions[0].{key}: "), link
    (made,) = shop.say(user, "", actions=[good])["message"]["actions"]
    if (kind, key) == ("buy", "uri"):  # the server's own, always
        assert made[key].endswith(f"/checkout/{made['_id']}")
    else:
        assert made[key] == "https://a.example"


@pytest.mark.parametrize("link", [*SCRIPTS, "tel:1", "https://a:b@c.example"])
def test_no_picture_of_a_person_leads_to_a_script(shop: api.Shop, link: str) -> None:
    user = shop.make_user()["_id"]
    answers = [
        shop.rest("POST", "/appusers", {"userId": api.unique(), "avatarUrl": link}),
        shop.rest("PUT", f"/appusers/{user}", {"avatarUrl": link}),
    ]
    shop.say(user, "hi")
    body = {"role": "appMaker", "avatarUrl": link}
    answers += [
        shop.rest("POST", f"/appusers/{user}/messages", body | {"text": "hi"}),
        shop.rest("POST", f"/appusers/{user}/conversation/activity", body | {"type": "typing:start"}),
    ]
    for answer in answers:
        assert (answer.status, answer.code) == (400, "bad_request")
        assert answer.json["error"]["description"].startswith("avatarUrl: ")


def test_a_picture_can_be_set_and_cleared(shop: api.Shop) -> None:
    user = shop.make_user(avatarUrl="https://a.example/x.png")
    assert user["avatarUrl"] == "https://a.example/x.png"
    cleared = shop.rest("PUT", f"/appusers/{user['_id']}", {"avatarUrl": None}, expect=200).json["appUser"]
    assert "avatarUrl" not in cleared
    assert "avatarUrl" not in shop.say(user["_id"], "hi", avatarUrl="")["message"]


# ---- sizes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "most"), [("payload", 2048), ("name", 256), ("email", 256), ("avatarUrl", 2048), ("text", 4096)]
)
def test_every_field_of_a_message_has_an_end(shop: api.Shop, field: str, most: int) -> None:
    user = shop.make_user()["_id"]
    longest = "https://a.example/".ljust(most, "x")
    path, body = f"/appusers/{user}/messages", {"role": "appMaker", "text": "hi"}
    assert shop.rest("POST", path, body | {field: longest}, expect=201).json["message"][field] == longest
    for role in ("appUser", "appMaker"):
        refused = shop.rest("POST", path, body | {"role": role, field: longest + "x"}, expect=400)
        assert refused.json["error"]["description"].startswith(f"{field}: "), role


def test_a_visitors_payload_has_an_end(shop: api.Shop) -> None:
    visitor = shop.visitor()
    message = {"text": "hi", "_clientId": "1", "payload": "x" * 2049}
    refused = visitor.sdk("POST", "/messages", {"message": message}, expect=400)
    assert refused.json["error"]["description"].startswith("payload: ")
    message["payload"] = "x" * 2048
    visitor.sdk("POST", "/messages", {"message": message}, expect=201)


@pytest.mark.parametrize("field", ["name", "avatarUrl"])
def test_what_is_told_of_typing_has_an_end(shop: api.Shop, field: str) -> None:
    user = shop.make_user()["_id"]
    shop.say(user, "hi")
    body = {"role": "appMaker", "type": "typing:start", field: "https://a.example/".ljust(2049, "x")}
    refused = shop.rest("POST", f"/appusers/{user}/conversation/activity", body, expect=400)
    assert refused.json["error"]["description"].startswith(f"{field}: ")


# ---- repeated sends --------------------------------------------------------------------------------


def test_the_visitor_does_not_see_an_idempotency_key(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    path = f"/appusers/{visitor.app_user_id}/messages"
    key = {"Idempotency_Key": "order-4711-refused"}
    posted = shop.rest("POST", path, {"role": "appMaker", "text": "hi"}, expect=201, **key)
    again = shop.rest("POST", path, {"role": "appMaker", "text": "hi"}, expect=201, **key)
    assert again.json["message"] == posted.json["message"]
    answer = {"text": "hello", "_clientId": "from-the-inbox"}
    row = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    agent.call("POST", f"{row}/messages", answer, expect=201)
    visitor.say("good day", client_id="from-the-page")
    found = [message.get("_clientId") for message in visitor.messages()["messages"]]
    assert found == [None, "from-the-inbox", "from-the-page"]
    assert b"4711" not in posted.body + again.body + visitor.sdk("GET", "/messages").body
    assert b"4711" not in agent.call("GET", f"{row}/messages", expect=200).body


def test_a_visitor_and_the_business_may_choose_the_same_id(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("one", client_id="7")
    path, body = f"/appusers/{visitor.app_user_id}/messages", {"role": "appUser", "text": "two"}
    shop.rest("POST", path, body, expect=201, Idempotency_Key="7")
    assert [message["text"] for message in visitor.messages()["messages"]] == ["one", "two"]
    refused = visitor.say("three", client_id="idempotency-key:7", expect=400)
    assert refused["error"]["description"].startswith("_clientId: ")


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_an_idempotency_key_that_is_none_is_named(shop: api.Shop, key: str) -> None:
    user = shop.make_user()["_id"]
    body = {"role": "appMaker", "text": "hi"}
    refused = shop.rest("POST", f"/appusers/{user}/messages", body, expect=400, Idempotency_Key=key)
    assert refused.json["error"]["description"].startswith("Idempotency-Key: ")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "other"},
        {"name": "other"},
        {"avatarUrl": "https://other.example"},
        {"payload": "other"},
        {"metadata": {"a": 2}},
        {"actions": [{"type": "link", "text": "other", "uri": "https://a.example"}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_message_under_the_same_key_is_a_conflict(shop: api.Shop, change: dict[str, object]) -> None:
    user = shop.make_user()["_id"]
    body = {
        "role": "appUser",
        "text": "hi",
        "name": "Ann",
        "email": "ann@example.com",
        "avatarUrl": "https://a.example",
        "payload": "p",
        "metadata": {"a": 1},
    }
    if "actions" in change:
        body["role"] = "appMaker"
    path = f"/appusers/{user}/messages"
    first = shop.rest("POST", path, body, expect=201, Idempotency_Key="k")
    assert shop.rest("POST", path, body | {"type": "text"}, Idempotency_Key="k").json == first.json
    assert shop.rest("POST", path, body | change, Idempotency_Key="k").status == 409


def test_a_repeated_send_is_counted_once(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    business = f"/appusers/{visitor.app_user_id}/messages"
    row = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    before = _stored(shop)
    for _ in range(3):
        shop.rest("POST", business, {"role": "appMaker", "text": "hi"}, expect=201, Idempotency_Key="1")
        visitor.say("hi", client_id="1")
        agent.call("POST", f"{row}/messages", {"text": "hi", "_clientId": "1"}, expect=201)
    assert _stored(shop) - before == 3


def _stored(shop: api.Shop) -> float:
    """Messages counted by all processes."""
    urls = {shop.deployment.agent_url, shop.deployment.visitor_url}
    texts = [api.call(url, "GET", "/metrics", expect=200).body.decode() for url in urls]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("smooch_messages_total{")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


# ---- who began -------------------------------------------------------------------------------------


@pytest.mark.anyio
async def test_a_conversation_that_the_user_began_is_told_whatever_edge_it_came_by(shop: api.Shop) -> None:
    users = [shop.make_user()["_id"] for _ in range(3)]
    async with sinks.sink(sinks.answer("200 OK")) as receiver:
        body = {"target": f"http://127.0.0.1:{receiver.port}/", "triggers": ["conversation:start"]}
        await asyncio.to_thread(shop.rest, "POST", "/webhooks", body, expect=201)
        for user, role in zip(users, ("appMaker", "appUser", "appUser"), strict=True):
            await asyncio.to_thread(shop.say, user, "hi", role=role)
        await asyncio.to_thread(api.eventually, lambda: len(receiver.requests) == 2)
    told = b"".join(receiver.requests)
    assert [user.encode() in told for user in users] == [False, True, True]
    assert b'"source":{"type":"api"}' in told


# ---- limits ----------------------------------------------------------------------------------------


def test_nobody_uses_up_what_another_may_send(tmp_path: pathlib.Path) -> None:
    with shapes.sqlite(tmp_path, settings={"SMOOCH_RATE_LIMITS": "on"}) as shape:
        shop = api.deployment(shape).make_shop()
        rude, victim, known = shop.visitor(), shop.visitor(), shop.known_visitor("ann")
        message = {"message": {"text": "hi", "_clientId": "1"}}
        for name in (victim.app_user_id, known.app_user_id, "ann"):
            path = f"/appusers/{name}/messages"
            answers = [shop.sdk("POST", path, message, headers=rude.credentials) for _ in range(12)]
            assert {answer.status for answer in answers} <= {403, 429}
        assert rude.sdk("POST", "/messages", message).status == 429
        victim.say("still here")
        names = [known.app_user_id, "ann"] * 6
        paths = [f"/appusers/{name}/messages" for name in names]
        statuses = [shop.sdk("POST", path, message, headers=known.credentials).status for path in paths]
        assert statuses[:10] == [201] * 10
        assert 429 in statuses[10:], "both names are one visitor"


# ---- methods ---------------------------------------------------------------------------------------

PLACES = ("/", "/inbox", "/docs", "/smooch.js", "/healthz", "/readyz", "/metrics", "/inbox/api/session", "/nowhere")


@pytest.mark.parametrize("path", PLACES)
def test_options_are_told_everywhere(shop: api.Shop, path: str) -> None:
    answer = api.call(shop.deployment.agent_url, "OPTIONS", path)
    assert (answer.status, answer.body) == (204, b"")
    assert "GET" in answer.headers["Allow"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    refused = api.call(shop.deployment.agent_url, "OPTIONS", path, headers=asked)
    assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize("path", PLACES)
def test_head_is_get_without_a_body(shop: api.Shop, path: str) -> None:
    got = api.call(shop.deployment.agent_url, "GET", path)
    asked = api.call(shop.deployment.agent_url, "HEAD", path)
    assert (asked.status, asked.body) == (got.status, b"")
    if path != "/metrics":  # they change with every request
        assert asked.headers["Content-Length"] == str(len(got.body))
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]


def test_head_of_the_api(shop: api.Shop) -> None:
    assert shop.rest("HEAD", "", expect=200).body == b""
    assert shop.rest("HEAD", "/appusers/nobody", expect=404).body == b""


# ---- names of the server ---------------------------------------------------------------------------


def test_a_page_of_another_name_is_not_the_inbox(shop: api.Shop, agent: api.Agent) -> None:
    port = agent.url.rpartition(":")[2]
    for origin, status in ((f"http://localhost:{port}", 200), (f"http://evil.example:{port}", 403)):
        path = f"/apps/{shop.app_id}/conversations/{shop.visitor().conversation_id}/read"
        asked = {"Origin": origin, "Host": origin.partition("://")[2]}
        assert agent.call("POST", path, {}, headers=asked).status == status, origin
        assert shop.rest("GET", "", Origin=asked["Origin"], Host=asked["Host"]).status == status, origin


def test_a_public_server_answers_to_its_name_only(tmp_path: pathlib.Path) -> None:
    with shapes.sqlite(tmp_path, settings={"SMOOCH_PUBLIC_URL": "https://chat.example.com"}) as shape:
        url = shape.visitor_url
        for host in ("evil.example", url.removeprefix("http://")):
            refused = api.call(url, "GET", "/inbox", headers={"Host": host})
            assert (refused.status, refused.code) == (421, "misdirected_request")
            for path in ("/healthz", "/readyz", "/metrics"):
                api.call(url, "GET", path, headers={"Host": host}, expect=200)
        api.call(url, "GET", "/inbox", headers={"Host": "chat.example.com"}, expect=200)
        loader = {"Host": f"{shape.cli.create_app().app_id}.webloader.shop.example"}
        assert api.call(shape.visitor_url, "GET", "/", headers=loader, expect=200).json == {
            "url": "https://chat.example.com/smooch.js"
        }
        assert api.call(shape.visitor_url, "GET", "/inbox", headers=loader, expect=421).code == "misdirected_request"
