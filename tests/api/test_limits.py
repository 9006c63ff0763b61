"""Limits of the public API, as callers meet them, on each shape with limits switched on."""

import concurrent.futures
import pathlib
import secrets
from collections.abc import Iterator

import pytest

from tests.support import api, pictures, postgres, shapes

RATE = 5  # requests a second
BURST = 2 * RATE
CONVERSATIONS = 20  # at once from one address, then one in three minutes
# ADR 0011: an eighth untold, and what is admitted while a message is on its way; much, where the machine is busy.
SLACK = CONVERSATIONS // 2


@pytest.fixture(scope="module", params=shapes.NAMES)
def limited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Deployment]:
    """A deployment that limits."""
    folder: pathlib.Path = tmp_path_factory.mktemp(f"limited-{request.param}")
    settings = {"SMOOCH_RATE_LIMITS": "on", "SMOOCH_API_RATE": str(RATE)}
    if request.param == "sqlite":
        with shapes.sqlite(folder, settings=settings) as made:
            yield api.deployment(made)
    else:
        database: postgres.Postgres = request.getfixturevalue("postgres_server")
        with shapes.postgres_nats(folder, database, settings=settings) as made:
            yield api.deployment(made)


def _shop(limited: api.Deployment) -> api.Shop:
    """A new app, made on the command line: the account's key has a limit, too."""
    made = limited.shape.cli.create_app()
    return api.Shop(deployment=limited, app_id=made.app_id, key_id=made.key_id, secret=made.secret)


def _until_refused(shop: api.Shop) -> tuple[int, api.Answer]:
    for admitted in range(200):
        answer = shop.rest("GET", "")
        if answer.status != 200:
            return admitted, answer
    raise AssertionError("nothing was refused")


def test_every_answer_tells_how_much_is_left(limited: api.Deployment) -> None:
    shop = _shop(limited)
    first = shop.rest("GET", "/appusers/nobody")
    assert first.status == 404
    assert first.headers["X-RateLimit-Limit"] == str(BURST)
    assert first.headers["X-RateLimit-Remaining"] == str(BURST - 1)
    assert first.headers["X-RateLimit-Reset"] == "1"
    unknown = api.call(limited.agent_url, "GET", f"/v1.1/apps/{shop.app_id}")
    assert (unknown.status, unknown.headers["X-RateLimit-Limit"]) == (401, None), "nobody is known to have a limit"


def test_too_many_requests(limited: api.Deployment) -> None:
    shop, other = _shop(limited), _shop(limited)
    admitted, refused = _until_refused(shop)
    assert admitted >= BURST
    assert (refused.status, refused.code) == (429, "too_many_requests")
    assert refused.headers["Retry-After"] == "1"
    assert (refused.headers["X-RateLimit-Limit"], refused.headers["X-RateLimit-Remaining"]) == (str(BURST), "0")
    assert int(refused.headers["X-RateLimit-Reset"]) in (1, 2, 3)
    assert other.rest("GET", "").status == 200, "another app has its own"
    api.eventually(lambda: shop.rest("GET", "").status == 200)


def test_attempts_to_link_a_channel(limited: api.Deployment) -> None:
    shop = _shop(limited)
    user, other = shop.make_user()["_id"], shop.make_user()["_id"]
    link = {"type": "twilio", "phoneNumber": "+3612345678", "confirmation": {"type": "prompt"}}
    statuses = [shop.rest("POST", f"/appusers/{user}/channels", link).status for _ in range(3)]
    assert statuses == [404, 404, 404], "there is no integration, but they count"
    late = shop.rest("POST", f"/appusers/{user}/channels", link)
    assert (late.status, late.code) == (429, "too_many_requests")
    assert 100 < int(late.headers["Retry-After"]) <= 200
    assert shop.rest("POST", f"/appusers/{other}/channels", link).status == 404


def test_two_keys_of_an_app_share_its_limit_and_its_users_have_their_own(limited: api.Deployment) -> None:
    shop = _shop(limited)
    user = shop.make_user()["userId"]
    made = limited.shape.cli.json("key", "create", "--app", shop.app_id)
    second = api.Shop(deployment=limited, app_id=shop.app_id, key_id=made["keyId"], secret=made["secret"])
    statuses = [each.rest("GET", "").status for _ in range(60) for each in (shop, second)]
    assert 429 in statuses
    token = api.bearer(shop.token("appUser", userId=user))
    own = api.call(limited.agent_url, "GET", f"/v1.1/appusers/{user}", headers=token, expect=200)
    assert own.headers["X-RateLimit-Limit"] == "40"


def test_a_visitor_s_messages_are_limited_through_both_doors(limited: api.Deployment) -> None:
    shop = _shop(limited)
    visitor = shop.known_visitor()
    path = f"/v1.1/appusers/{visitor.app_user_id}/messages"
    statuses = []
    for _ in range(30):
        body = {"role": "appUser", "type": "text", "text": "hi"}
        statuses.append(api.call(limited.visitor_url, "POST", path, body, headers=visitor.credentials).status)
        message = {"message": {"type": "text", "text": "hi", "_clientId": secrets.token_hex(8)}}
        statuses.append(visitor.sdk("POST", "/messages", message).status)
    assert statuses[:10] == [201] * 10
    assert 429 in statuses[10:]


def test_a_visitor_s_files_are_limited(limited: api.Deployment) -> None:
    shop = _shop(limited)
    visitor = shop.known_visitor()
    path = f"/v1.1/appusers/{visitor.app_user_id}/images"
    statuses = []
    for _ in range(60):
        body, kind = pictures.form([("source", pictures.image(), "a.png", "image/png"), ("role", b"appUser")])
        headers = visitor.credentials | {"Content-Type": kind}
        answer = api.call(limited.visitor_url, "POST", path, body, headers=headers)
        statuses.append(answer.status)
        if answer.status == 429 and "files" in answer.json["error"]["description"]:
            break
    assert answer.code == "too_many_requests"
    assert 1 <= int(answer.headers["Retry-After"]) <= 7
    assert statuses.count(201) >= 10
    by_business = pictures.form([("source", pictures.image(), "a.png", "image/png")])
    headers = shop.auth | {"Content-Type": by_business[1]}
    api.call(
        limited.visitor_url, "POST", "/v1.1/attachments?access=public", by_business[0], headers=headers, expect=201
    )


def test_a_visitor_s_uploads_and_exports_through_the_sdk_are_limited(limited: api.Deployment) -> None:
    shop = _shop(limited)
    visitor, presser = shop.visitor(), shop.visitor()
    answers = [visitor.upload("/images", pictures.image(), expect=None) for _ in range(30)]
    assert [answer.status for answer in answers[:10]] == [201] * 10
    refused = next(answer for answer in answers if answer.status != 201)
    assert (refused.status, refused.code) == (429, "too_many_requests")
    assert int(refused.headers["Retry-After"]) >= 1
    presses = [presser.sdk("POST", "/postback", {"postback": {"actionId": "x"}}).status for _ in range(30)]
    assert presses[:10] == [404] * 10
    assert 429 in presses[10:]
    asked = [visitor.sdk("DELETE" if turn % 2 else "GET", "" if turn % 2 else "/export") for turn in range(6)]
    assert [answer.status for answer in asked] == [403] * 5 + [429]
    assert 60 < int(asked[-1].headers["Retry-After"]) <= 120
    assert shop.visitor().sdk("GET", "/export").status == 403, "another visitor has its own"


def test_what_is_dear_counts_for_more(limited: api.Deployment) -> None:
    shop = _shop(limited)
    answer = shop.rest("GET", "/messages/search?q=hello")
    assert answer.headers["X-RateLimit-Remaining"] == str(BURST - 5)


def _begin(shop: api.Shop, base: str, source: str) -> int:
    """Make a visitor from an address; the status."""
    body = {"client": {"id": secrets.token_hex(16), "platform": "web"}}
    return api.call(base, "POST", f"/sdk/apps/{shop.app_id}/appusers", body, source=source).status


def test_what_one_process_admitted_counts_in_the_other(limited: api.Deployment) -> None:
    shop, source = _shop(limited), api.address()
    assert [_begin(shop, limited.visitor_url, source) for _ in range(CONVERSATIONS)] == [201] * CONVERSATIONS
    statuses = [_begin(shop, limited.agent_url, source) for _ in range(CONVERSATIONS)]
    assert statuses.count(201) <= SLACK
    assert statuses[-1] == 429


def test_processes_together_admit_the_limit_and_a_stated_slack(limited: api.Deployment) -> None:
    shop, source = _shop(limited), api.address()
    bases = [limited.visitor_url, limited.agent_url] * 30
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda base: _begin(shop, base, source), bases))
    assert set(statuses) == {201, 429}
    slack = SLACK if limited.shape.bus else 0
    assert CONVERSATIONS <= statuses.count(201) <= CONVERSATIONS + slack
