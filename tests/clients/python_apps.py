"""PyPI `smooch`: apps, keys, service accounts, webhooks, templates, the menu, files."""

from typing import Any

import jwt

from tests.clients import python_client as client
from tests.support import api, pictures

smooch: Any = client.smooch


def create_app(t: client.Caller) -> None:
    """name, settings and metadata come back, with defaults and a token"""
    settings = smooch.AppSettings(
        use_animal_names=True,
        conversation_retention_seconds=86_400 * 30,
        echo_postback=True,
        mask_credit_card_numbers=True,
    )
    body = smooch.AppCreate(name="Harbour Desk", settings=settings, metadata={"tier": "gold", "berths": 3, "vip": True})
    made = t.by_account("AppApi.create_app", body).app
    client.same(body, made)
    assert made.settings.ignore_auto_conversation_start is False
    assert (len(made.app_token), len(made.id)) == (25, 24)
    t.by_account("AppApi.delete_app", made.id)


def get_app(t: client.Caller) -> None:
    """the app of the id"""
    app = t.call("AppApi.get_app", t.app_id).app
    assert (app.id, app.name) == (t.app_id, "Test shop")


def update_app(t: client.Caller) -> None:
    """only what was sent changes"""
    made = _app(t)
    body = smooch.AppUpdate(name="Quay Desk", settings=smooch.AppSettings(echo_postback=True), metadata={"a": 1})
    changed = t.by_account("AppApi.update_app", made.id, body).app
    client.same(body, changed)
    assert changed.settings.mask_credit_card_numbers is True
    assert t.by_account("AppApi.get_app", made.id).app == changed
    t.by_account("AppApi.delete_app", made.id)


def delete_app(t: client.Caller) -> None:
    """the app is gone"""
    made = _app(t)
    t.by_account("AppApi.delete_app", made.id)
    with t.refused(404, "app_not_found"):
        t.by_account("AppApi.get_app", made.id)


def list_apps(t: client.Caller) -> None:
    """pages hold every app, oldest first; of a service account only those it made"""
    made = _app(t)
    seen: list[str] = []
    while True:
        page = t.by_account("AppApi.list_apps", limit=20, offset=len(seen))
        assert page.offset == len(seen)
        seen += [app.id for app in page.apps]
        if not page.has_more:
            break
    assert made.id in seen
    assert t.app_id in seen
    assert [name[:8] for name in seen] == sorted(name[:8] for name in seen)
    service = _service_account(t)
    assert t.by_account("AppApi.list_apps", service_account_id=service.id).apps == []
    t.by_account("AppApi.delete_app", made.id)


def get_sdk_ids(t: client.Caller) -> None:
    """three ids, all different"""
    sdks = t.call("AppApi.get_sdk_ids", t.app_id)
    assert len({sdks.web_integration_id, sdks.ios_integration_id, sdks.android_integration_id}) == 3


def create_app_key(t: client.Caller) -> None:
    """name, id and secret; the key opens its app"""
    key = _app_key(t)
    assert (key.name, key.id[:4], len(key.secret)) == ("ops", "app_", 24)
    api.call(t.shop.deployment.agent_url, "GET", "/v1.1/webhooks", headers=api.basic(key.id, key.secret), expect=200)


def get_app_key(t: client.Caller) -> None:
    """the key with its secret"""
    key = _app_key(t)
    assert t.by_account("AppApi.get_secret_key", t.app_id, key.id).key == key


def list_app_keys(t: client.Caller) -> None:
    """all keys, with their secrets"""
    key = _app_key(t)
    keys = t.by_account("AppApi.list_secret_keys", t.app_id).keys
    assert key in keys
    assert t.shop.key_id in {each.id for each in keys}


def delete_app_key(t: client.Caller) -> None:
    """the key is gone"""
    key = _app_key(t)
    t.by_account("AppApi.delete_secret_key", t.app_id, key.id)
    with t.refused(404, "key_not_found"):
        t.by_account("AppApi.get_secret_key", t.app_id, key.id)


def get_app_jwt(t: client.Caller) -> None:
    """a JWT of scope app that the key signed and the server accepts"""
    key = _app_key(t)
    token = t.by_account("AppApi.get_app_jwt", t.app_id, key.id).jwt
    assert jwt.get_unverified_header(token)["kid"] == key.id
    assert jwt.decode(token, options={"verify_signature": False})["scope"] == "app"
    api.call(t.shop.deployment.agent_url, "GET", "/v1.1/webhooks", headers=api.bearer(token), expect=200)


def create_service_account(t: client.Caller) -> None:
    """id and name"""
    made = _service_account(t)
    assert made.name
    assert len(made.id) == 24


def get_service_account(t: client.Caller) -> None:
    """the account of the id"""
    made = _service_account(t)
    assert t.by_account("ServiceAccountApi.get_service_account", made.id).service_account == made


def update_service_account(t: client.Caller) -> None:
    """the new name"""
    made, body = _service_account(t), smooch.ServiceAccountUpdate(name=api.unique("renamed"))
    client.same(body, t.by_account("ServiceAccountApi.update_service_account", made.id, body).service_account)


def list_service_accounts(t: client.Caller) -> None:
    """pages of accounts, oldest first"""
    made = [_service_account(t), _service_account(t)]
    first = t.by_account("ServiceAccountApi.list_service_accounts", limit=1)
    assert (len(first.service_accounts), first.has_more, first.offset) == (1, True, 0)
    seen: list[Any] = []
    while True:
        page = t.by_account("ServiceAccountApi.list_service_accounts", limit=50, offset=len(seen))
        seen += page.service_accounts
        if not page.has_more:
            break
    assert all(each in seen for each in made)


def delete_service_account(t: client.Caller) -> None:
    """the account is gone"""
    made = _service_account(t)
    t.by_account("ServiceAccountApi.delete_service_account", made.id)
    with t.refused(404, "service_account_not_found"):
        t.by_account("ServiceAccountApi.get_service_account", made.id)


def create_service_key(t: client.Caller) -> None:
    """name, id and secret; the key makes apps that are its own"""
    account, key = _service_key(t)
    assert (key.name, key.id[:4], len(key.secret)) == ("deploy", "svc_", 24)
    made = api.call(
        t.shop.deployment.agent_url,
        "POST",
        "/v1.1/apps",
        {"name": "own"},
        headers=api.basic(key.id, key.secret),
        expect=201,
    ).json["app"]["_id"]
    assert [app.id for app in t.by_account("AppApi.list_apps", service_account_id=account.id).apps] == [made]
    t.by_account("AppApi.delete_app", made)


def get_service_key(t: client.Caller) -> None:
    """the key with its secret"""
    account, key = _service_key(t)
    assert t.by_account("ServiceAccountApi.get_secret_key", account.id, key.id).key == key


def list_service_keys(t: client.Caller) -> None:
    """all keys of the account"""
    account, key = _service_key(t)
    assert t.by_account("ServiceAccountApi.list_secret_keys", account.id).keys == [key]


def delete_service_key(t: client.Caller) -> None:
    """the key is gone"""
    account, key = _service_key(t)
    t.by_account("ServiceAccountApi.delete_secret_key", account.id, key.id)
    assert t.by_account("ServiceAccountApi.list_secret_keys", account.id).keys == []


def get_service_jwt(t: client.Caller) -> None:
    """a JWT of scope account that the key signed and the server accepts"""
    account, key = _service_key(t)
    token = t.by_account("ServiceAccountApi.get_jwt", account.id, key.id).jwt
    assert jwt.get_unverified_header(token)["kid"] == key.id
    assert jwt.decode(token, options={"verify_signature": False})["scope"] == "account"
    api.call(t.shop.deployment.agent_url, "GET", "/v1.1/apps", headers=api.bearer(token), expect=200)


def create_webhook(t: client.Caller) -> None:
    """target, every trigger of the client's list, flags; secret and version"""
    body = smooch.WebhookCreate(
        target="https://ops.example.com/hook",
        triggers=sorted(_TRIGGERS),
        include_client=True,
        include_full_app_user=False,
    )
    made = t.call("WebhookApi.create_webhook", t.app_id, body).webhook
    made.triggers.sort()
    client.same(body, made)
    assert (len(made.secret), made.version) == (40, "v1.1")
    t.call("WebhookApi.delete_webhook", t.app_id, made.id)


def get_webhook(t: client.Caller) -> None:
    """the webhook of the id, with its secret"""
    made = _webhook(t)
    assert t.call("WebhookApi.get_webhook", t.app_id, made.id).webhook == made
    t.call("WebhookApi.delete_webhook", t.app_id, made.id)


def list_webhooks(t: client.Caller) -> None:
    """all webhooks of the app"""
    made = _webhook(t)
    assert made in t.call("WebhookApi.list_webhooks", t.app_id).webhooks
    t.call("WebhookApi.delete_webhook", t.app_id, made.id)


def update_webhook(t: client.Caller) -> None:
    """only what was sent changes; secret and version stay"""
    made, body = _webhook(t), smooch.WebhookUpdate(triggers=["conversation:read"], include_client=True)
    changed = t.call("WebhookApi.update_webhook", t.app_id, made.id, body).webhook
    client.same(body, changed)
    assert (changed.target, changed.secret, changed.version) == (made.target, made.secret, made.version)
    t.call("WebhookApi.delete_webhook", t.app_id, made.id)


def delete_webhook(t: client.Caller) -> None:
    """the webhook is gone"""
    made = _webhook(t)
    t.call("WebhookApi.delete_webhook", t.app_id, made.id)
    with t.refused(404, "webhook_not_found"):
        t.call("WebhookApi.get_webhook", t.app_id, made.id)


def create_template(t: client.Caller) -> None:
    """name and message, with its actions"""
    action = smooch.Action(type="link", text="Tides", uri="https://harbour.example.com/tides")
    message = smooch.Message(role="appMaker", type="text", text="Welcome aboard", actions=[action], metadata={"a": 1})
    body = smooch.TemplateCreate(name=api.unique("welcome"), message=message)
    client.same(body, t.call("TemplateApi.create_template", t.app_id, body).template)


def get_template(t: client.Caller) -> None:
    """the template of the id"""
    made = _template(t)
    assert t.call("TemplateApi.get_template", t.app_id, made.id).template == made


def list_templates(t: client.Caller) -> None:
    """pages of templates, oldest first"""
    made = [_template(t), _template(t)]
    first = t.call("TemplateApi.list_templates", t.app_id, limit=1, offset=1)
    assert (len(first.templates), first.offset) == (1, 1)
    listed = t.call("TemplateApi.list_templates", t.app_id, limit=100).templates
    assert [each for each in listed if each in made] == made


def update_template(t: client.Caller) -> None:
    """the new name, then the new message; the other stays"""
    made = _template(t)
    renamed = smooch.TemplateUpdate(name=api.unique("renamed"))
    changed = t.call("TemplateApi.update_template", t.app_id, made.id, renamed).template
    client.same(renamed, changed)
    assert changed.message.text == made.message.text
    reworded = smooch.TemplateUpdate(message=smooch.Message(role="appMaker", type="text", text="Ahoy"))
    changed = t.call("TemplateApi.update_template", t.app_id, made.id, reworded).template
    client.same(reworded, changed)
    assert changed.name == renamed.name


def delete_template(t: client.Caller) -> None:
    """the template is gone"""
    made = _template(t)
    t.call("TemplateApi.delete_template", t.app_id, made.id)
    with t.refused(404, "template_not_found"):
        t.call("TemplateApi.get_template", t.app_id, made.id)


def get_menu(t: client.Caller) -> None:
    """empty before one is set, then what was set"""
    t.call("MenuApi.delete_menu", t.app_id)
    assert t.call("MenuApi.get_menu", t.app_id).menu.items == []
    t.call("MenuApi.update_menu", t.app_id, menu())
    client.same(menu(), t.call("MenuApi.get_menu", t.app_id).menu)


def update_menu(t: client.Caller) -> None:
    """links, postbacks and a submenu come back"""
    client.same(menu(), t.call("MenuApi.update_menu", t.app_id, menu()).menu)


def delete_menu(t: client.Caller) -> None:
    """an empty menu comes back, and stays"""
    t.call("MenuApi.update_menu", t.app_id, menu())
    assert t.call("MenuApi.delete_menu", t.app_id).menu.items == []
    assert t.call("MenuApi.get_menu", t.app_id).menu.items == []


def upload_attachment(t: client.Caller) -> None:
    """the file's address and type; the address serves it"""
    stored = _upload(t)
    assert stored.media_type == "image/png"
    api.call(t.shop.deployment.agent_url, "GET", _path(t, stored), expect=200)


def remove_attachment(t: client.Caller) -> None:
    """the address serves nothing any more"""
    stored = _upload(t)
    t.call("AttachmentsApi.remove_attachment", t.app_id, smooch.AttachmentRemove(media_url=stored.media_url))
    api.call(t.shop.deployment.agent_url, "GET", _path(t, stored), expect=404)


def menu() -> Any:
    """A menu with an item of each type."""
    inner = [smooch.SubMenuItem(type="postback", text="Free now", payload="FREE")]
    inner.append(smooch.SubMenuItem(type="link", text="Map", uri="https://harbour.example.com/map"))
    return smooch.Menu(
        items=[
            smooch.MenuItem(type="submenu", text="Berths", items=inner),
            smooch.MenuItem(type="link", text="Tides", uri="https://harbour.example.com/tides"),
            smooch.MenuItem(type="postback", text="Help", payload="HELP"),
        ]
    )


def _app(t: client.Caller) -> Any:
    return t.by_account("AppApi.create_app", smooch.AppCreate(name="for a moment")).app


def _app_key(t: client.Caller) -> Any:
    key = t.by_account("AppApi.create_secret_key", t.app_id, smooch.SecretKeyCreate(name="ops")).key
    api.SECRETS.add(key.secret)
    return key


def _service_account(t: client.Caller) -> Any:
    body = smooch.ServiceAccountCreate(name=api.unique("service"))
    return t.by_account("ServiceAccountApi.create_service_account", body).service_account


def _service_key(t: client.Caller) -> tuple[Any, Any]:
    account = _service_account(t)
    key = t.by_account("ServiceAccountApi.create_secret_key", account.id, smooch.SecretKeyCreate(name="deploy")).key
    api.SECRETS.add(key.secret)
    return account, key


def _webhook(t: client.Caller) -> Any:
    body = smooch.WebhookCreate(target="https://ops.example.com/hook", triggers=["message:appUser"])
    return t.call("WebhookApi.create_webhook", t.app_id, body).webhook


def _template(t: client.Caller) -> Any:
    message = smooch.Message(role="appMaker", type="text", text="Welcome aboard")
    body = smooch.TemplateCreate(name=api.unique("welcome"), message=message)
    return t.call("TemplateApi.create_template", t.app_id, body).template


def _upload(t: client.Caller) -> Any:
    path, user = t.file("map.png", pictures.image("PNG")), t.shop.make_user()["userId"]
    return t.call("AttachmentsApi.upload_attachment", t.app_id, path, "public", _for="message", user_id=user)


def _path(t: client.Caller, stored: Any) -> str:
    return str(stored.media_url.removeprefix(t.shop.deployment.agent_url))


_TRIGGERS = [
    "appUser:delete",
    "client:add",
    "client:remove",
    "conversation:read",
    "conversation:referral",
    "conversation:start",
    "link:failure",
    "link:match",
    "link:success",
    "merge:appUser",
    "message:appMaker",
    "message:appUser",
    "message:delivery:channel",
    "message:delivery:failure",
    "message:delivery:user",
    "notification:delivery:channel",
    "notification:delivery:failure",
    "notification:delivery:user",
    "payment:success",
    "postback",
    "typing:appUser",
]

SCENARIOS: dict[str, client.Scenario] = {
    "AppApi.create_app": create_app,
    "AppApi.create_secret_key": create_app_key,
    "AppApi.delete_app": delete_app,
    "AppApi.delete_secret_key": delete_app_key,
    "AppApi.get_app": get_app,
    "AppApi.get_app_jwt": get_app_jwt,
    "AppApi.get_sdk_ids": get_sdk_ids,
    "AppApi.get_secret_key": get_app_key,
    "AppApi.list_apps": list_apps,
    "AppApi.list_secret_keys": list_app_keys,
    "AppApi.update_app": update_app,
    "AttachmentsApi.remove_attachment": remove_attachment,
    "AttachmentsApi.upload_attachment": upload_attachment,
    "MenuApi.delete_menu": delete_menu,
    "MenuApi.get_menu": get_menu,
    "MenuApi.update_menu": update_menu,
    "ServiceAccountApi.create_secret_key": create_service_key,
    "ServiceAccountApi.create_service_account": create_service_account,
    "ServiceAccountApi.delete_secret_key": delete_service_key,
    "ServiceAccountApi.delete_service_account": delete_service_account,
    "ServiceAccountApi.get_jwt": get_service_jwt,
    "ServiceAccountApi.get_secret_key": get_service_key,
    "ServiceAccountApi.get_service_account": get_service_account,
    "ServiceAccountApi.list_secret_keys": list_service_keys,
    "ServiceAccountApi.list_service_accounts": list_service_accounts,
    "ServiceAccountApi.update_service_account": update_service_account,
    "TemplateApi.create_template": create_template,
    "TemplateApi.delete_template": delete_template,
    "TemplateApi.get_template": get_template,
    "TemplateApi.list_templates": list_templates,
    "TemplateApi.update_template": update_template,
    "WebhookApi.create_webhook": create_webhook,
    "WebhookApi.delete_webhook": delete_webhook,
    "WebhookApi.get_webhook": get_webhook,
    "WebhookApi.list_webhooks": list_webhooks,
    "WebhookApi.update_webhook": update_webhook,
}
