"""`Idempotency-Key`: the same call again gets the first answer, whoever answers it, and does nothing."""

import concurrent.futures
import contextlib
import pathlib
import sqlite3
from typing import Any

import pytest

from tests.support import api, pictures, shapes

KEY = "Idempotency-Key"
TEXT = {"type": "text", "text": "hello"}


def _post(
    shop: api.Shop, path: str, body: Any, key: str, *, auth: dict[str, str] | None = None, base: str | None = None
) -> api.Answer:
    where = base or shop.deployment.agent_url
    return api.call(where, "POST", path, body, headers=(auth or shop.auth) | {KEY: key})


def test_the_same_call_gets_the_first_answer_from_every_process(shop: api.Shop) -> None:
    path, body = f"/v1.1/apps/{shop.app_id}/appusers", {"userId": "ann", "properties": {"a": 1, "b": 2}}
    first = _post(shop, path, body, "one")
    assert (first.status, first.headers["Idempotency-Replayed"]) == (201, None)
    turned = {"properties": {"b": 2, "a": 1}, "userId": "ann"}
    for base in (shop.deployment.agent_url, shop.deployment.visitor_url):
        for again in (body, turned):
            answer = _post(shop, path, again, "one", base=base)
            assert (answer.status, answer.json) == (201, first.json)
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["Idempotency-Replayed"] == "true"
    for other in (body | {"userId": "bob"}, body | {"givenName": "Ann"}, None):
        answer = _post(shop, path, other, "one")
        assert (answer.status, answer.code) == (409, "conflict"), other
        assert "Idempotency-Key" in answer.json["error"]["description"]
    assert _post(shop, path, body, "two").code == "user_already_exists", "another key is another call"
    assert shop.rest("POST", "/appusers", body).code == "user_already_exists", "as is one without"


def test_a_secret_is_told_again(shop: api.Shop) -> None:
    webhook = {"target": "https://a.example"}
    path = f"/v1.1/apps/{shop.app_id}/webhooks"
    made = [_post(shop, path, webhook, "hook").json for _ in range(3)]
    assert made[0] == made[1] == made[2]
    assert made[0]["webhook"]["secret"]
    assert len(shop.rest("GET", "/webhooks").json["webhooks"]) == 1
    other = _post(shop, "/v1.1/webhooks", webhook, "hook").json["webhook"]["_id"]
    assert other != made[0]["webhook"]["_id"], "another address is another call"


def test_a_refusal_is_not_kept(shop: api.Shop) -> None:
    path = f"/v1.1/apps/{shop.app_id}/appusers"
    for body in ({"userId": ""}, b"{", None):
        assert _post(shop, path, body, "later").code == "bad_request"
    assert _post(shop, path, {"userId": "later"}, "later").status == 201


def test_calls_at_the_same_time_happen_once(shop: api.Shop) -> None:
    path, body = f"/v1.1/apps/{shop.app_id}/keys", {"name": "once"}
    bases = [shop.deployment.agent_url, shop.deployment.visitor_url] * 5
    auth = shop.deployment.auth
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda base: _post(shop, path, body, "race", auth=auth, base=base), bases))
    made = [answer.json for answer in answers if answer.status == 201]
    waiting = [answer for answer in answers if answer.status != 201]
    assert made
    assert all(each == made[0] for each in made)
    assert {(answer.status, answer.headers["Retry-After"]) for answer in waiting} <= {(409, "1")}
    keys = shop.deployment.account("GET", f"/apps/{shop.app_id}/keys").json["keys"]
    assert [key["name"] for key in keys] == ["tests", "once"]
    assert _post(shop, path, body, "race", auth=auth).json == made[0]


def test_a_key_is_its_owner_s_alone(shop: api.Shop, deployment: api.Deployment) -> None:
    other, body = deployment.make_shop(), {"userId": "same"}
    users = [_post(each, "/v1.1/appusers", body, "shared").json["appUser"] for each in (shop, other)]
    assert users[0]["_id"] != users[1]["_id"]
    ann, bob = shop.known_visitor(), shop.known_visitor()
    shop.say(ann.app_user_id, "for ann")
    path = f"/v1.1/appusers/{ann.app_user_id}/conversation/read"
    assert _post(shop, path, None, "read", auth=ann.credentials).status == 200
    assert _post(shop, path, None, "read", auth=ann.credentials).headers["Idempotency-Replayed"] == "true"
    assert _post(shop, path, None, "read", auth=bob.credentials).status == 403
    assert _post(shop, path, None, "read").headers["Idempotency-Replayed"] is None


def test_an_answer_goes_with_the_user_whom_it_shows(shop: api.Shop) -> None:
    path, body = f"/v1.1/apps/{shop.app_id}/appusers", {"userId": "brief", "givenName": "Ines"}
    first = _post(shop, path, body, "brief").json["appUser"]
    shop.rest("DELETE", f"/appusers/{first['_id']}", expect=200)
    second = _post(shop, path, body, "brief")
    assert second.status == 201
    assert second.json["appUser"]["_id"] != first["_id"]


def test_an_answer_goes_with_the_profile_that_it_shows(shop: api.Shop) -> None:
    path, body = f"/v1.1/apps/{shop.app_id}/appusers", {"userId": "cleared", "givenName": "Ines"}
    first = _post(shop, path, body, "cleared").json["appUser"]
    shop.rest("DELETE", f"/appusers/{first['_id']}/profile", expect=200)
    assert _post(shop, path, body, "cleared").code == "user_already_exists", "the name is told to nobody again"


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_keys_that_are_none(shop: api.Shop, key: str) -> None:
    answer = _post(shop, "/v1.1/appusers", {"userId": "u"}, key)
    assert (answer.status, answer.code) == (400, "bad_request")
    said = _post(shop, f"/v1.1/appusers/{shop.make_user()['_id']}/messages", {"role": "appMaker"} | TEXT, key)
    assert (said.status, said.code) == (400, "bad_request")


def test_the_longest_key_is_good_everywhere(shop: api.Shop) -> None:
    user, key = shop.make_user()["_id"], "\xe9" * 255
    first, second = (_post(shop, f"/v1.1/appusers/{user}/messages", {"role": "appMaker"} | TEXT, key) for _ in range(2))
    assert first.status == 201, first.body
    assert first.json["message"] == second.json["message"]
    assert _post(shop, "/v1.1/appusers", {"userId": "longest"}, key).status == 201


def test_another_file_is_another_call(shop: api.Shop) -> None:
    path = f"/v1.1/apps/{shop.app_id}/attachments?access=public"

    def upload(content: bytes, name: str = "a.txt", mark: str | None = None) -> api.Answer:
        body, kind = pictures.form([("source", content, name, "text/plain")])
        if mark is not None:
            old = kind.partition("boundary=")[2]
            body, kind = body.replace(old.encode(), mark.encode()), kind.replace(old, mark)
        headers = shop.auth | {KEY: "file", "Content-Type": kind}
        return api.call(shop.deployment.agent_url, "POST", path, body, headers=headers)

    large = b"0123456789" * 100_000
    assert upload(b"").status == 400, "a refusal is not kept"
    first = upload(large)
    assert first.status == 201
    for again in (upload(large), upload(large, mark="another")):
        assert (again.status, again.json, again.headers["Idempotency-Replayed"]) == (201, first.json, "true")
    for other in (upload(large[:-1] + b"x"), upload(large, "b.txt")):
        assert (other.status, other.code) == (409, "conflict")


def test_messages_keep_their_own_lasting_dedupe(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    path, body = f"/v1.1/appusers/{user}/messages", {"role": "appMaker", "type": "text", "text": "once"}
    first, second = (_post(shop, path, body, "message") for _ in range(2))
    assert first.json["message"] == second.json["message"]
    assert [each.headers["Idempotency-Replayed"] for each in (first, second)] == [None, "true"]
    other = _post(shop, path, body | {"text": "twice"}, "message")
    assert (other.status, other.headers["Idempotency-Replayed"]) == (409, None)
    assert other.json["error"]["description"].startswith("Idempotency-Key: ")


def test_every_post_of_the_public_api_takes_the_header(shop: api.Shop) -> None:
    paths = api.call(shop.deployment.agent_url, "GET", "/docs/schema/openapi.json", expect=200).json["paths"]
    posts = {path: each["post"] for path, each in paths.items() if "post" in each}
    assert any(path.startswith("/sdk/") for path in posts)
    for path, operation in posts.items():
        headers = [each for each in operation.get("parameters", []) if each["name"] == KEY]
        assert [each.get("x-smooch-addition") for each in headers] == [True] * path.startswith("/v1"), path


def test_the_first_answer_survives_a_crash(tmp_path: pathlib.Path) -> None:
    with shapes.sqlite(tmp_path) as shape:
        shop = api.deployment(shape).make_shop()
        body = {"target": "https://a.example"}
        first = _post(shop, "/v1.1/webhooks", body, "one")
        for key in ("early", "late"):
            assert _post(shop, "/v1.1/webhooks", body, key).status == 201
        shape.agent.kill()
        _lose_answers(pathlib.Path(shape.database_url.removeprefix("sqlite://")))
        stored = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("smooch.db*"))
        assert first.json["webhook"]["secret"].encode() not in stored
        shape.agent.start()
        answer = _post(shop, "/v1.1/webhooks", body, "one")
        assert (answer.status, answer.json) == (201, first.json)
        answers = {key: _post(shop, "/v1.1/webhooks", body, key) for key in ("early", "late")}
        assert {(answer.status, answer.code) for answer in answers.values()} == {(409, "conflict")}
        assert answers["late"].headers["Retry-After"] == "1", "it may be under way still"
        assert answers["early"].headers["Retry-After"] is None
        assert "lost" in answers["early"].json["error"]["description"]
        assert len(shop.rest("GET", "/webhooks").json["webhooks"]) == 3, "nothing was done twice"


def _lose_answers(path: pathlib.Path) -> None:
    """Make it look as if the process had died before it knew what it answered; a while ago, and just now."""
    for key, age_ms in (("early", 61_000), ("late", 0)):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute(
                "UPDATE first_answer SET status = NULL, answer = NULL, created_ms = created_ms - ? WHERE idempotency_key = ?",
                (age_ms, key),
            )
