"""Requests that meet: two devices, two tabs, a deletion in the middle. None of them may be the server's fault."""

import concurrent.futures
import functools
import secrets
from collections.abc import Callable
from typing import Any

from tests.support import api


def at_once(*calls: Callable[[], api.Answer]) -> list[api.Answer]:
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def client() -> dict[str, Any]:
    return {"id": secrets.token_hex(16), "platform": "web"}


def test_devices_of_a_new_known_user_make_one_user(shop: api.Shop) -> None:
    for _ in range(5):
        user_id = api.unique()
        token = api.bearer(shop.token("appUser", userId=user_id))
        bodies = [{"client": client(), "userId": user_id} for _ in range(6)]
        answers = at_once(*(functools.partial(shop.sdk, "POST", "/appusers", each, headers=token) for each in bodies))
        assert {answer.status for answer in answers} == {201}, [answer.body for answer in answers]
        assert len({answer.json["appUser"]["_id"] for answer in answers}) == 1
        assert len({answer.json["conversation"]["_id"] for answer in answers}) == 1


def test_two_visitors_who_log_in_as_one_are_one(shop: api.Shop) -> None:
    for _ in range(5):
        user_id = api.unique()
        token = api.bearer(shop.token("appUser", userId=user_id))
        visitors = [shop.visitor() for _ in range(3)]
        bodies = [
            {
                "client": {"id": visitor.device, "platform": "web"},
                "userId": user_id,
                "appUserId": visitor.app_user_id,
                "sessionToken": visitor.session_token,
            }
            for visitor in visitors
        ]
        answers = at_once(*(functools.partial(shop.sdk, "POST", "/login", each, headers=token) for each in bodies))
        assert {answer.status for answer in answers} == {200}, [answer.body for answer in answers]
        assert len({answer.json["appUser"]["_id"] for answer in answers}) == 1


def test_a_profile_change_beside_a_login_loses_nothing(shop: api.Shop) -> None:
    for _ in range(5):
        user_id, visitor = api.unique(), shop.visitor()
        token = api.bearer(shop.token("appUser", userId=user_id))
        login = {
            "client": {"id": visitor.device, "platform": "web"},
            "userId": user_id,
            "appUserId": visitor.app_user_id,
            "sessionToken": visitor.session_token,
        }
        path = f"/appusers/{visitor.app_user_id}"
        at_once(
            *(
                functools.partial(shop.rest, "PUT", path, {"properties": {f"key{number}": number}}, expect=200)
                for number in range(6)
            ),
            functools.partial(shop.sdk, "POST", "/login", login, headers=token, expect=200),
        )
        user = shop.rest("GET", path, expect=200).json["appUser"]
        assert user["userId"] == user_id
        assert user["properties"] == {f"key{number}": number for number in range(6)}


def test_posting_while_the_user_is_deleted_succeeds_or_finds_nobody(shop: api.Shop) -> None:
    for _ in range(5):
        path = f"/appusers/{shop.make_user()['_id']}"
        message = {"role": "appUser", "type": "text", "text": "Hello"}
        post = functools.partial(shop.rest, "POST", f"{path}/messages", message)
        delete = functools.partial(shop.rest, "DELETE", path, expect=200)
        answers = at_once(post, post, delete, post, post)
        assert {answer.status for answer in answers} <= {200, 201, 404}, [answer.body for answer in answers]
        assert post().code == "user_not_found"


def test_a_deleted_app_is_gone_for_everybody_at_once(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("Hello")
    shop.deployment.account("DELETE", f"/apps/{shop.app_id}", expect=200)
    assert visitor.sdk("GET", "/messages").status == 401
    assert shop.rest("GET", "/appusers/anybody").status == 401
    assert shop.deployment.account("GET", f"/apps/{shop.app_id}").code == "app_not_found"
    assert shop.sdk("POST", "/appusers", {"client": client()}).code == "app_not_found"


def test_a_message_without_a_client_leaves_the_devices_alone(shop: api.Shop) -> None:
    visitor = shop.visitor()
    path = f"/appusers/{visitor.app_user_id}"
    before = shop.rest("GET", path, expect=200).json["appUser"]["clients"]
    visitor.say("Hello")
    assert shop.rest("GET", path, expect=200).json["appUser"]["clients"] == before
