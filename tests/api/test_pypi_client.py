"""The REST client that businesses have: PyPI `smooch` 5.34.0, every method this server covers."""

import importlib
import pathlib
import time
import warnings
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from tests.support import api, pictures

with warnings.catch_warnings():  # its own sources warn when they are compiled
    warnings.simplefilter("ignore")
    smooch: Any = importlib.import_module("smooch")
    rest: Any = importlib.import_module("smooch.rest")


def _client(base: str, **auth: str) -> Any:
    """A client of its own: the library's configuration is one for the process, so it is set before each call."""
    config = smooch.Configuration()
    config.host, config.api_client = base, None
    config.username, config.password = auth.get("username", ""), auth.get("password", "")
    config.api_key = {"Authorization": auth["jwt"]} if "jwt" in auth else {}
    config.api_key_prefix = {"Authorization": "Bearer"} if "jwt" in auth else {}
    return smooch.ApiClient()


def _app_basic(shop: api.Shop) -> Any:
    return _client(shop.deployment.agent_url, username=shop.key_id, password=shop.secret)


def _app_jwt(shop: api.Shop) -> Any:
    return _client(shop.deployment.agent_url, jwt=shop.token("app", iat=int(time.time())))


def _account_basic(shop: api.Shop) -> Any:
    return _client(shop.deployment.agent_url, username=shop.deployment.key_id, password=shop.deployment.secret)


def _account_jwt(shop: api.Shop) -> Any:
    account = shop.deployment
    token = api.sign({"scope": "account"}, account.secret, kid=account.key_id)
    return _client(account.agent_url, jwt=token)


Who = Callable[[api.Shop], Any]
OF_APP = pytest.mark.parametrize("who", [_app_basic, _app_jwt, _account_basic, _account_jwt])
OF_ACCOUNT = pytest.mark.parametrize("who", [_account_basic, _account_jwt])


@OF_ACCOUNT
def test_apps(shop: api.Shop, who: Who) -> None:
    apps = smooch.AppApi(who(shop))
    made = apps.create_app(smooch.AppCreate(name="Harbour Desk", metadata={"tier": "gold"})).app
    assert made.name == "Harbour Desk"
    assert made.metadata == {"tier": "gold"}
    assert made.settings.mask_credit_card_numbers is True
    assert made.settings.echo_postback is False
    assert len(made.app_token) == 25
    assert apps.get_app(made.id).app.name == "Harbour Desk"
    changed = apps.update_app(
        made.id, smooch.AppUpdate(name="Quay Desk", settings=smooch.AppSettings(echo_postback=True), metadata={"a": 1})
    ).app
    assert (changed.name, changed.metadata) == ("Quay Desk", {"a": 1})
    assert changed.settings.echo_postback is True
    assert changed.settings.mask_credit_card_numbers is True  # merged, not replaced
    sdks = apps.get_sdk_ids(made.id)
    assert len({sdks.web_integration_id, sdks.ios_integration_id, sdks.android_integration_id}) == 3
    apps.delete_app(made.id)
    with pytest.raises(rest.ApiException) as gone:
        apps.get_app(made.id)
    assert gone.value.status == 404


@OF_ACCOUNT
def test_apps_are_listed_in_pages_oldest_first(shop: api.Shop, who: Who) -> None:
    apps = smooch.AppApi(who(shop))
    apps.create_app(smooch.AppCreate(name="one more"))
    names, offset = [], 0
    while True:
        page = apps.list_apps(limit=1, offset=offset)
        assert page.offset == offset
        assert len(page.apps) == 1
        names.append(page.apps[0].id)
        offset += 1
        if not page.has_more:
            break
    assert len(names) == len(set(names)) >= 2
    assert [name[:8] for name in names] == sorted(name[:8] for name in names)
    assert len(apps.list_apps(limit=0).apps) == min(25, len(names))  # some clients send 0


@OF_ACCOUNT
def test_keys(shop: api.Shop, who: Who) -> None:
    apps = smooch.AppApi(who(shop))
    key = apps.create_secret_key(shop.app_id, smooch.SecretKeyCreate(name="ops")).key
    assert key.name == "ops"
    assert key.id.startswith("app_")
    assert len(key.secret) == 24
    assert apps.get_secret_key(shop.app_id, key.id).key.secret == key.secret
    assert {each.id for each in apps.list_secret_keys(shop.app_id).keys} == {shop.key_id, key.id}
    token = apps.get_app_jwt(shop.app_id, key.id).jwt
    assert jwt.get_unverified_header(token)["kid"] == key.id
    assert jwt.decode(token, options={"verify_signature": False}) == {"scope": "app"}
    user = smooch.AppUserApi(_client(shop.deployment.agent_url, jwt=token))
    user.pre_create_app_user(shop.app_id, smooch.AppUserPreCreate(user_id="by token"))
    smooch.AppApi(who(shop)).delete_secret_key(shop.app_id, key.id)
    with pytest.raises(rest.ApiException) as void:
        smooch.AppUserApi(_client(shop.deployment.agent_url, jwt=token)).get_app_user(shop.app_id, "by token")
    assert void.value.status == 401


@OF_APP
def test_app_users(shop: api.Shop, who: Who) -> None:
    users = smooch.AppUserApi(who(shop))
    name = "ines/44 +á@q"  # the client percent-encodes all of it
    made = users.pre_create_app_user(
        shop.app_id,
        smooch.AppUserPreCreate(
            user_id=name,
            given_name="Ines",
            surname="Varga",
            email="ines@post.test",
            signed_up_at="2019-04-16T10:11:12.345Z",
            properties={"boat": "Gull", "berths": 3, "vip": True},
        ),
    ).app_user
    assert (made.user_id, made.given_name, made.surname) == (name, "Ines", "Varga")
    assert made.properties == {"boat": "Gull", "berths": 3, "vip": True}
    assert made.conversation_started is False
    assert users.get_app_user(shop.app_id, name).app_user.id == made.id
    assert users.get_app_user(shop.app_id, made.id).app_user.user_id == name
    changed = users.update_app_user(
        shop.app_id, name, smooch.AppUserUpdate(given_name="Inez", properties={"berths": 4})
    ).app_user
    assert (changed.given_name, changed.surname) == ("Inez", "Varga")
    assert changed.properties == {"boat": "Gull", "berths": 4, "vip": True}
    with pytest.raises(rest.ApiException) as twice:
        users.pre_create_app_user(shop.app_id, smooch.AppUserPreCreate(user_id=name))
    assert twice.value.status == 409
    users.delete_app_user(shop.app_id, name)
    with pytest.raises(rest.ApiException) as gone:
        users.get_app_user(shop.app_id, made.id)
    assert gone.value.status == 404


@OF_APP
def test_conversation(shop: api.Shop, who: Who) -> None:
    visitor = shop.visitor(givenName="Ines")
    visitor.say("Ahoy")
    talk = smooch.ConversationApi(who(shop))
    posted = talk.post_message(
        shop.app_id,
        visitor.app_user_id,
        smooch.MessagePost(
            role="appMaker",
            type="text",
            text="Pick a slot",
            name="Pilot",
            email="pilot@harbour.test",
            metadata={"step": 2, "night": False},
            actions=[smooch.Action(type="reply", text="Dawn", payload="SLOT_1")],
        ),
    )
    assert posted.conversation.unread_count == 1
    assert posted.message.text == "Pick a slot"
    assert posted.message.metadata == {"step": 2, "night": False}
    assert posted.message.actions[0].payload == "SLOT_1"
    assert "gravatar.com" in posted.message.avatar_url
    listed = talk.get_messages(shop.app_id, visitor.app_user_id)
    assert [message.text for message in listed.messages] == ["Ahoy", "Pick a slot"]
    assert [message.role for message in listed.messages] == ["appUser", "appMaker"]
    assert listed.messages[0].name == "Ines"
    assert listed.messages[0].source.type == "web"
    assert listed.messages[1].source.type == "api"
    first = talk.get_messages(shop.app_id, visitor.app_user_id, before=listed.messages[1].received)
    assert [message.text for message in first.messages] == ["Ahoy"]
    second = talk.get_messages(shop.app_id, visitor.app_user_id, after=listed.messages[0].received)
    assert [message.text for message in second.messages] == ["Pick a slot"]
    for kind in ("typing:start", "typing:stop", "conversation:read"):
        reply = talk.conversation_activity(
            shop.app_id, visitor.app_user_id, smooch.ConversationActivity(role="appMaker", type=kind)
        )
        assert reply.conversation.unread_count == 1
    talk.reset_unread_count(shop.app_id, visitor.app_user_id)
    assert talk.get_messages(shop.app_id, visitor.app_user_id).conversation.unread_count == 0


@OF_APP
def test_webhooks(shop: api.Shop, who: Who) -> None:
    hooks = smooch.WebhookApi(who(shop))
    made = hooks.create_webhook(
        shop.app_id,
        smooch.WebhookCreate(target="https://ops.example.com/hook", triggers=["message:appUser"], include_client=True),
    ).webhook
    assert made.target == "https://ops.example.com/hook"
    assert made.triggers == ["message:appUser"]
    assert made.include_client is True
    assert made.include_full_app_user is True
    assert len(made.secret) == 40
    assert hooks.get_webhook(shop.app_id, made.id).webhook.secret == made.secret
    assert [each.id for each in hooks.list_webhooks(shop.app_id).webhooks] == [made.id]
    changed = hooks.update_webhook(
        shop.app_id, made.id, smooch.WebhookUpdate(triggers=["conversation:read"], include_full_app_user=False)
    ).webhook
    assert (changed.triggers, changed.include_full_app_user) == (["conversation:read"], False)
    assert (changed.target, changed.secret, changed.include_client) == (made.target, made.secret, True)
    hooks.delete_webhook(shop.app_id, made.id)
    assert hooks.list_webhooks(shop.app_id).webhooks == []


def test_an_empty_pair_of_credentials_is_401(shop: api.Shop) -> None:
    with pytest.raises(rest.ApiException) as refused:
        smooch.AppApi(_client(shop.deployment.agent_url)).get_app(shop.app_id)
    assert refused.value.status == 401


def test_what_the_clients_posts_is_seen_by_visitor_and_agent(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    smooch.ConversationApi(_app_basic(shop)).post_message(
        shop.app_id, visitor.app_user_id, smooch.MessagePost(role="appMaker", type="text", text="from the client")
    )
    assert [each["text"] for each in visitor.messages()["messages"]] == ["from the client"]
    row = agent.call("GET", f"/apps/{shop.app_id}/conversations", expect=200).json["conversations"][0]
    assert row["lastMessage"]["text"] == "from the client"


@OF_APP
def test_the_client_uploads_and_removes(shop: api.Shop, who: Who, tmp_path: pathlib.Path) -> None:
    path, user = tmp_path / "pic.png", shop.make_user()
    path.write_bytes(pictures.image("PNG"))
    attachments = smooch.AttachmentsApi(who(shop))
    stored = attachments.upload_attachment(shop.app_id, str(path), "public", _for="message", user_id=user["userId"])
    assert stored.media_type == "image/png"
    address = stored.media_url.removeprefix(shop.deployment.agent_url)
    api.call(shop.deployment.agent_url, "GET", address, expect=200)
    attachments.remove_attachment(shop.app_id, smooch.AttachmentRemove(media_url=stored.media_url))
    api.call(shop.deployment.agent_url, "GET", address, expect=404)
