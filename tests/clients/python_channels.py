"""PyPI `smooch`: integrations with their menus and profiles, WhatsApp deployments, notifications."""

from typing import Any

from tests.clients import python_apps, python_users
from tests.clients import python_client as client
from tests.support import pictures

smooch: Any = client.smooch

# For each type what creates it; the second half is never given back.
_TYPES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "messenger", "app_id": "774465"}, {"page_access_token": "EAAB", "app_secret": "s3cret"}),
    (
        {"type": "twitter", "consumer_key": "ck", "access_token_key": "ak", "tier": "premium", "env_name": "prod"},
        {"consumer_secret": "cs", "access_token_secret": "as"},
    ),
    ({"type": "twilio", "account_sid": "AC9b1f", "phone_number_sid": "PN44c0"}, {"auth_token": "s3cret"}),
    ({"type": "messagebird", "originator": "12262121021"}, {"access_key": "s3cret", "signing_key": "s3cret"}),
    ({"type": "telegram"}, {"token": "123:abc"}),
    (
        {"type": "line", "channel_id": "15", "qr_code_url": "https://qr.example.com/1.png", "service_code": "sc"},
        {"channel_access_token": "s3cret", "channel_secret": "s3cret", "switcher_secret": "s3cret"},
    ),
    ({"type": "viber"}, {"token": "s3cret"}),
    ({"type": "wechat", "app_id": "wx1"}, {"app_secret": "s3cret", "encoding_aes_key": "s3cret"}),
    (
        {"type": "mailgun", "domain": "mail.example.com", "incoming_address": "us@mail.example.com",
         "from_address": "desk@mail.example.com", "hide_unsubscribe_link": True},
        {"api_key": "s3cret"},
    ),
    ({"type": "apn", "auto_update_badge": True, "production": False}, {"certificate": "AAAA", "password": "s3cret"}),
    ({"type": "fcm", "sender_id": "515"}, {"server_key": "s3cret"}),
    ({"type": "apple", "business_id": "b-1", "msp_id": "m-1"}, {"api_secret": "s3cret"}),
    (
        {"type": "whatsapp", "base_url": "https://whatsapp.example.com", "username": "desk", "hsm_fallback_language": "hu"},
        {"password": "s3cret"},
    ),
    (
        {"type": "web", "brand_color": "0a4d68", "conversation_color": "0099ff", "action_color": "0099ff",
         "display_style": "tab", "business_name": "Harbour Desk", "business_icon_url": "https://harbour.example.com/i.png",
         "button_icon_url": "https://harbour.example.com/b.png", "button_width": "60", "button_height": "62",
         "background_image_url": "https://harbour.example.com/w.png", "fixed_intro_pane": True,
         "integration_order": [], "origin_whitelist": ["https://harbour.example.com"]},
        {},
    ),
]  # fmt: skip

# What may be changed afterwards, and which of it is never given back.
_CHANGES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("telegram", {}, {}),
    (
        "line",
        {"channel_id": "16", "service_code": "sd", "qr_code_url": "https://qr.example.com/2.png"},
        {"channel_secret": "n3w", "switcher_secret": "n3w"},
    ),
    ("whatsapp", {"hsm_fallback_language": "en_GB"}, {}),
    ("mailgun", {"hide_unsubscribe_link": False, "from_address": "other@mail.example.com"}, {}),
    ("apn", {"production": True}, {}),
]


def create_integration(t: client.Caller) -> None:
    """every type with all its fields; secrets are not given back"""
    _no_web(t)
    for public, secret in _TYPES:
        body = smooch.IntegrationCreate(**public, **secret, display_name="Quay")
        made = t.call("IntegrationApi.create_integration", t.app_id, body).integration
        client.same(body, made, but=frozenset(secret))
        assert {name: getattr(made, name, None) for name in secret} == dict.fromkeys(secret)
        assert (made.status, len(made.id)) == ("active" if made.type == "web" else "inactive", 24)
    with t.refused(400, "bad_request"):
        t.call("IntegrationApi.create_integration", t.app_id, smooch.IntegrationCreate(type="twilio"))


def get_integration(t: client.Caller) -> None:
    """the integration of the id"""
    made = _telegram(t)
    assert t.call("IntegrationApi.get_integration", t.app_id, made.id).integration == made


def list_integrations(t: client.Caller) -> None:
    """pages of integrations, oldest first, also of some types"""
    made = [_telegram(t), _viber(t)]
    listed = t.call("IntegrationApi.list_integrations", t.app_id, limit=100).integrations
    assert [each for each in listed if each in made] == made
    some = t.call("IntegrationApi.list_integrations", t.app_id, types="telegram,viber", limit=100).integrations
    assert {each.type for each in some} == {"telegram", "viber"}
    page = t.call("IntegrationApi.list_integrations", t.app_id, limit=1, offset=1)
    assert (page.integrations, page.offset) == (listed[1:2], 1)


def update_integration(t: client.Caller) -> None:
    """what may change does, in every type that has such fields; secrets are not given back"""
    _no_web(t)
    web = python_users.integration(t, type="web", brand_color="0a4d68")
    look = smooch.IntegrationUpdate(
        display_name="Site", brand_color="112233", business_name="Quay", origin_whitelist=["https://quay.example.com"]
    )
    client.same(look, t.call("IntegrationApi.update_integration", t.app_id, web.id, look).integration)
    for kind, changes, secret in _CHANGES:
        public, hidden = next(each for each in _TYPES if each[0]["type"] == kind)
        made = python_users.integration(t, **public, **hidden)
        body = smooch.IntegrationUpdate(**changes, **secret, display_name="Quay")
        changed = t.call("IntegrationApi.update_integration", t.app_id, made.id, body).integration
        client.same(body, changed, but=frozenset(secret))
        assert {name: getattr(changed, name) for name in secret} == dict.fromkeys(secret)


def delete_integration(t: client.Caller) -> None:
    """the integration is gone"""
    made = _telegram(t)
    t.call("IntegrationApi.delete_integration", t.app_id, made.id)
    with t.refused(404, "integration_not_found"):
        t.call("IntegrationApi.get_integration", t.app_id, made.id)


def create_menu(t: client.Caller) -> None:
    """the menu comes back"""
    made, menu = _telegram(t), python_apps.menu()
    client.same(menu, t.call("IntegrationApi.create_integration_menu", t.app_id, made.id, menu).menu)


def get_menu(t: client.Caller) -> None:
    """the menu that was set"""
    made, menu = _telegram(t), python_apps.menu()
    t.call("IntegrationApi.create_integration_menu", t.app_id, made.id, menu)
    client.same(menu, t.call("IntegrationApi.get_integration_menu", t.app_id, made.id).menu)


def update_menu(t: client.Caller) -> None:
    """the new menu takes the place of the old one"""
    made = _telegram(t)
    t.call("IntegrationApi.create_integration_menu", t.app_id, made.id, python_apps.menu())
    menu = smooch.Menu(items=[smooch.MenuItem(type="postback", text="Help", payload="HELP")])
    client.same(menu, t.call("IntegrationApi.update_integration_menu", t.app_id, made.id, menu).menu)


def delete_menu(t: client.Caller) -> None:
    """a menu can be deleted, and is not there any more"""
    made = _telegram(t)
    t.call("IntegrationApi.create_integration_menu", t.app_id, made.id, python_apps.menu())
    t.call("IntegrationApi.delete_integration_menu", t.app_id, made.id)
    with t.refused(404, "menu_not_found"):
        t.call("IntegrationApi.get_integration_menu", t.app_id, made.id)


def get_profile(t: client.Caller) -> None:
    """the WhatsApp profile as it was stored"""
    made = _whatsapp(t)
    t.call("IntegrationApi.update_integration_profile", t.app_id, made.id, _profile())
    assert t.call("IntegrationApi.get_integration_profile", t.app_id, made.id).profile["about"] == "Berths and boats"


def update_profile(t: client.Caller) -> None:
    """every field of a WhatsApp profile is stored"""
    made = _whatsapp(t)
    t.call("IntegrationApi.update_integration_profile", t.app_id, made.id, _profile())
    stored = t.call("IntegrationApi.get_integration_profile", t.app_id, made.id).profile
    sent = smooch.ApiClient().sanitize_for_serialization(_profile())
    assert {name: stored[name] for name in sent} == sent


def upload_photo(t: client.Caller) -> None:
    """the photo's address"""
    made, path = _whatsapp(t), t.file("face.png", pictures.image("PNG"))
    url = t.call("IntegrationApi.upload_integration_profile_photo", t.app_id, made.id, path).photo_url
    assert url
    assert t.call("IntegrationApi.get_integration_profile", t.app_id, made.id).profile["photoUrl"] == url


def create_deployment(t: client.Caller) -> None:
    """both kinds are stored"""
    own = smooch.DeploymentCreate(
        hosting="self",
        base_url="https://whatsapp.example.com",
        username="desk",
        password="s3cret",
        callback_url="https://ops.example.com/whatsapp",
    )
    for body in (own, smooch.DeploymentCreate(hosting="smooch")):
        made = t.by_account("DeploymentApi.create_deployment", body).deployment
        client.same(body, made, but=frozenset({"password"}))
        assert made.status


def get_deployment(t: client.Caller) -> None:
    """the deployment of the id"""
    made = _deployment(t)
    assert t.by_account("DeploymentApi.get_deployment", made.id).deployment == made


def list_deployments(t: client.Caller) -> None:
    """all deployments of the account"""
    made = _deployment(t)
    assert made in t.by_account("DeploymentApi.list_deployments").deployments


def delete_deployment(t: client.Caller) -> None:
    """the deployment is gone"""
    made = _deployment(t)
    t.by_account("DeploymentApi.delete_deployment", made.id)
    with t.refused(404, "deployment_not_found"):
        t.by_account("DeploymentApi.get_deployment", made.id)


def activate(t: client.Caller) -> None:
    """the deployment waits for a code, which nobody sends: no number is registered with WhatsApp here"""
    made = _deployment(t)
    changed = t.by_account("DeploymentApi.activate_phone_number", made.id, _activation()).deployment
    assert (changed.id, changed.status) == (made.id, "pending")


def confirm(t: client.Caller) -> None:
    """the deployment is in error afterwards: no code can be right"""
    made, body = _deployment(t), smooch.DeploymentConfirmCode(code="123456")
    t.by_account("DeploymentApi.activate_phone_number", made.id, _activation())
    changed = t.by_account("DeploymentApi.confirm_code", made.id, body).deployment
    assert (changed.id, changed.status) == (made.id, "error")


def notify(t: client.Caller) -> None:
    """a notification's id"""
    body = smooch.NotificationPost(
        destination=smooch.NotificationPostDestination(integration_id=_telegram(t).id, destination_id="4457"),
        author=smooch.Author(role="appMaker", name="Pilot", email="pilot@harbour.example.com"),
        message={"type": "text", "text": "Your berth is free"},
    )
    assert len(t.call("NotificationApi.post_notification", t.app_id, body).notification.id) == 24


def _no_web(t: client.Caller) -> None:
    """An app has one web messenger at most."""
    for web in t.call("IntegrationApi.list_integrations", t.app_id, types="web").integrations:
        t.call("IntegrationApi.delete_integration", t.app_id, web.id)


def _telegram(t: client.Caller) -> Any:
    return python_users.integration(t, type="telegram", token="123:abc")


def _viber(t: client.Caller) -> Any:
    return python_users.integration(t, type="viber", token="s3cret")


def _whatsapp(t: client.Caller) -> Any:
    return python_users.integration(
        t, type="whatsapp", base_url="https://whatsapp.example.com", username="desk", password="s3cret"
    )


def _profile() -> Any:
    return smooch.IntegrationProfileUpdate(
        about="Berths and boats",
        address="1 Quay Road",
        description="A harbour",
        email="desk@harbour.example.com",
        photo_url="https://harbour.example.com/face.png",
        vertical="Travel",
        websites=["https://harbour.example.com"],
    )


def _activation() -> Any:
    return smooch.DeploymentActivatePhoneNumber(
        phone_number="+36123456789", verified_name_certificate="AAAA", method="sms"
    )


def _deployment(t: client.Caller) -> Any:
    return t.by_account("DeploymentApi.create_deployment", smooch.DeploymentCreate(hosting="smooch")).deployment


SCENARIOS: dict[str, client.Scenario] = {
    "DeploymentApi.activate_phone_number": activate,
    "DeploymentApi.confirm_code": confirm,
    "DeploymentApi.create_deployment": create_deployment,
    "DeploymentApi.delete_deployment": delete_deployment,
    "DeploymentApi.get_deployment": get_deployment,
    "DeploymentApi.list_deployments": list_deployments,
    "IntegrationApi.create_integration": create_integration,
    "IntegrationApi.create_integration_menu": create_menu,
    "IntegrationApi.delete_integration": delete_integration,
    "IntegrationApi.delete_integration_menu": delete_menu,
    "IntegrationApi.get_integration": get_integration,
    "IntegrationApi.get_integration_menu": get_menu,
    "IntegrationApi.get_integration_profile": get_profile,
    "IntegrationApi.list_integrations": list_integrations,
    "IntegrationApi.update_integration": update_integration,
    "IntegrationApi.update_integration_menu": update_menu,
    "IntegrationApi.update_integration_profile": update_profile,
    "IntegrationApi.upload_integration_profile_photo": upload_photo,
    "NotificationApi.post_notification": notify,
}
