"""What the agents' page calls: signing in and out, passwords, the list, one conversation."""

import pytest

from tests.support import api

PASSWORD = "correct horse battery"


def _page(base: str) -> dict[str, str]:
    return {"X-Smooch-Inbox": "1", "Origin": base}


def _sign_in(base: str, email: str, password: str, source: str) -> api.Answer:
    body = {"email": email, "password": password}
    return api.call(base, "POST", "/inbox/api/session", body, headers=_page(base), source=source)


def test_a_sign_in_link_works_once(deployment: api.Deployment) -> None:
    made = deployment.shape.cli.create_agent(f"{api.unique('once')}@example.com")
    base, source = deployment.agent_url, api.address()
    address, _, token = made.sign_in_url.partition("#token=")
    api.SECRETS.add(token)
    assert address == f"{base}/inbox"

    def use() -> api.Answer:
        body = {"token": token}
        return api.call(base, "POST", "/inbox/api/session/link", body, headers=_page(base), source=source)

    first, second = use(), use()
    assert first.status == 200
    agent = first.json["agent"]
    assert (agent["_id"], agent["email"], agent["hasPassword"]) == (made.agent_id, made.email, False)
    cookie = first.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert (second.status, second.code) == (401, "invalid_auth")
    assert second.headers["Set-Cookie"] is None


def test_passwords(deployment: api.Deployment) -> None:
    agent = deployment.make_agent()
    short = agent.call("PUT", "/password", {"password": "short"})
    assert (short.status, short.code) == (400, "bad_request")
    changed = agent.call("PUT", "/password", {"password": PASSWORD}, expect=200)
    assert changed.json["agent"]["hasPassword"] is True
    assert agent.call("GET", "/session").status == 401, "every other session ends"
    fresh = api.Agent(url=agent.url, email=agent.email, cookie=api.cookie_of(changed), source=agent.source)
    assert fresh.call("GET", "/session", expect=200).json == changed.json
    signed_in = _sign_in(agent.url, f"  {agent.email.upper()} ", PASSWORD, agent.source)
    assert signed_in.status == 200
    for current in (None, "wrong wrong wrong"):
        body = {"password": "another password"} | ({"current": current} if current else {})
        assert fresh.call("PUT", "/password", body).code == "bad_request"
    fresh.call("PUT", "/password", {"password": "another password", "current": PASSWORD}, expect=200)
    assert _sign_in(agent.url, agent.email, PASSWORD, agent.source).status == 401
    assert _sign_in(agent.url, agent.email, "another password", agent.source).status == 200


def test_unknown_addresses_are_answered_like_wrong_passwords(deployment: api.Deployment) -> None:
    agent, source = deployment.make_agent(), api.address()
    agent.call("PUT", "/password", {"password": PASSWORD}, expect=200)
    wrong = _sign_in(agent.url, agent.email, "not the password", source)
    unknown = _sign_in(agent.url, "nobody@example.com", "not the password", source)
    without = _sign_in(agent.url, deployment.make_agent().email, "not the password", source)
    assert wrong.status == unknown.status == without.status == 401
    assert wrong.body == unknown.body == without.body
    assert {name.lower() for name in wrong.headers} == {name.lower() for name in unknown.headers}


def test_guessing_is_limited_by_account(deployment: api.Deployment) -> None:
    agent = deployment.make_agent()
    agent.call("PUT", "/password", {"password": PASSWORD}, expect=200)
    statuses = [_sign_in(agent.url, agent.email, "guess guess", api.address()).status for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    limited = _sign_in(agent.url, agent.email, PASSWORD, api.address())
    assert (limited.status, limited.code) == (429, "too_many_requests"), "the right one does not pass either"
    assert 0 < int(limited.headers["Retry-After"]) <= 900


def test_guessing_is_limited_by_address(deployment: api.Deployment) -> None:
    source, base = api.address(), deployment.agent_url
    statuses = [
        api.call(base, "POST", "/inbox/api/session/link", {"token": f"{n}"}, headers=_page(base), source=source).status
        for n in range(21)
    ]
    assert statuses == [401] * 20 + [429]
    assert _sign_in(base, "nobody@example.com", "guess guess", source).status == 429
    assert _sign_in(base, "nobody@example.com", "guess guess", api.address()).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Smooch-Inbox": ""},
        {"X-Smooch-Inbox": "0"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_calls_must_come_from_the_inbox_page(shop: api.Shop, agent: api.Agent, headers: dict[str, str]) -> None:
    visitor = shop.visitor()
    one = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    for method, path, body in (
        ("POST", "/session", {"email": "a@b.example", "password": "x"}),
        ("POST", "/session/link", {"token": "x"}),
        ("DELETE", "/session", None),
        ("PUT", "/password", {"password": PASSWORD}),
        ("POST", f"{one}/messages", {"text": "forged", "_clientId": "1"}),
        ("POST", f"{one}/read", None),
        ("POST", f"{one}/activity", {"type": "typing:start"}),
    ):
        answer = agent.call(method, path, body, headers=headers)
        assert (answer.status, answer.code) == (403, "forbidden"), path
    assert visitor.messages()["messages"] == []
    assert agent.call("GET", "/session").status == 200


def test_signing_out_ends_the_session(deployment: api.Deployment) -> None:
    agent = deployment.make_agent()
    answer = agent.call("DELETE", "/session", expect=200)
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    for path in ("/session", "/apps"):
        assert agent.call("GET", path).code == "invalid_auth"


def test_without_a_session(shop: api.Shop, agent: api.Agent) -> None:
    for path in ("/session", "/apps", f"/apps/{shop.app_id}/conversations"):
        answer = api.call(agent.url, "GET", f"/inbox/api{path}")
        assert (answer.status, answer.code) == (401, "unauthorized"), path


def test_apps_are_listed(shop: api.Shop, agent: api.Agent) -> None:
    """All of them: the newest, too, when there are more than a page of another list would hold."""
    for number in range(101):
        shop.deployment.account("POST", "/apps", {"name": f"{number}"}, expect=201)
    shop = shop.deployment.make_shop()
    assert shop.app_id in [app["_id"] for app in agent.call("GET", "/apps", expect=200).json["apps"]]


def test_the_list_is_newest_first_and_paged(shop: api.Shop, agent: api.Agent) -> None:
    assert agent.call("GET", f"/apps/{shop.app_id}/conversations", expect=200).json == {"conversations": []}
    silent = shop.visitor()
    visitors = [shop.visitor() for _ in range(53)]
    for visitor in visitors:
        visitor.say("hello")
    visitors[0].say("I am the newest now")
    expected = [visitors[0], *reversed(visitors[1:])]
    first = agent.call("GET", f"/apps/{shop.app_id}/conversations", expect=200).json
    assert len(first["conversations"]) == 50
    second = agent.call("GET", f"/apps/{shop.app_id}/conversations?before={first['next']}", expect=200).json
    rows = first["conversations"] + second["conversations"]
    assert "next" not in second
    assert [row["_id"] for row in rows] == [visitor.conversation_id for visitor in expected]
    assert [row["received"] for row in rows] == sorted((row["received"] for row in rows), reverse=True)
    assert silent.conversation_id not in [row["_id"] for row in rows], "nothing was said there"
    bad = agent.call("GET", f"/apps/{shop.app_id}/conversations?before=yesterday")
    assert (bad.status, bad.code) == (400, "bad_request")


def test_a_row_tells_person_unread_count_and_last_message(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor(givenName="Ines", surname="Varga", email="i@post.test")
    path = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    visitor.say("one")
    said = visitor.say("two " + "x" * 300)["message"]
    row = agent.call("GET", path, expect=200).json["conversation"]
    assert row["unreadCount"] == 2
    assert row["person"] == {"_id": visitor.app_user_id, "name": "Ines Varga", "email": "i@post.test"}
    assert row["lastMessage"] == {
        "role": "appUser",
        "type": "text",
        "text": said["text"][:200],
        "received": said["received"],
    }
    assert agent.call("GET", f"/apps/{shop.app_id}/conversations").json["conversations"] == [row]
    agent.call("POST", f"{path}/read", expect=200)
    assert agent.call("GET", path).json["conversation"]["unreadCount"] == 0
    visitor.say("three")
    agent.call("POST", f"{path}/messages", {"text": "answer", "_clientId": "1"}, expect=201)
    row = agent.call("GET", path).json["conversation"]
    assert (row["unreadCount"], row["lastMessage"]["text"]) == (0, "answer")
    user = agent.call("GET", f"{path}/appuser", expect=200).json["appUser"]
    assert user == shop.rest("GET", f"/appusers/{visitor.app_user_id}").json["appUser"]


def test_other_apps_conversations_are_not_reached_through_this_one(
    shop: api.Shop, agent: api.Agent, deployment: api.Deployment
) -> None:
    foreign = deployment.make_shop().visitor()
    path = f"/apps/{shop.app_id}/conversations/{foreign.conversation_id}"
    for method, rest, body in (
        ("GET", "", None),
        ("GET", "/messages", None),
        ("GET", "/appuser", None),
        ("POST", "/messages", {"text": "x", "_clientId": "1"}),
        ("POST", "/read", None),
        ("POST", "/activity", {"type": "typing:start"}),
    ):
        answer = agent.call(method, f"{path}{rest}", body)
        assert (answer.status, answer.code) == (404, "conversation_not_found"), (method, rest)
    missing = agent.call("GET", "/apps/5cb5d1f09a3e2b0c7d4f1a01/conversations")
    assert (missing.status, missing.code) == (404, "app_not_found")
    assert foreign.messages()["messages"] == []


def test_the_page_forbids_what_it_does_not_need(agent: api.Agent) -> None:
    page = api.call(agent.url, "GET", "/inbox", expect=200)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
