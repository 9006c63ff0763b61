"""What a page is told before anything else: the config, by the app or by its web integration."""

from typing import Any

from tests.support import api

ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"
LOOK: dict[str, Any] = {
    "displayStyle": "tab",
    "brandColor": "2b5f4a",
    "conversationColor": "0f0",
    "actionColor": "a0522d",
    "buttonIconUrl": "https://a.example/button.png",
    "buttonWidth": "70",
    "buttonHeight": "80",
    "businessName": "Oak & Ash",
    "businessIconUrl": "https://a.example/icon.png",
    "backgroundImageUrl": "https://a.example/back.png",
    "fixedIntroPane": True,
    "prechatCapture": {"enabled": True, "fields": [{"type": "text", "name": "name", "label": "Name"}]},
}


def _config(shop: api.Shop) -> dict[str, Any]:
    config: dict[str, Any] = shop.sdk("GET", "/config", expect=200).json["config"]
    return config


def test_the_style_is_what_the_integration_was_given(shop: api.Shop) -> None:
    before = _config(shop)
    assert set(before["style"]) == {
        *("displayStyle", "brandColor", "conversationColor", "actionColor", "buttonWidth", "buttonHeight")
    }
    assert "iconUrl" not in before["app"]
    line = {"type": "line", "channelAccessToken": "line-token-secret", "qrCodeUrl": "https://a.example/qr.png"}
    channel = shop.rest("POST", "/integrations", line, expect=201).json["integration"]["_id"]
    given = LOOK | {"integrationOrder": [channel]}
    web = shop.rest("POST", "/integrations", {"type": "web"} | given, expect=201).json["integration"]
    config = _config(shop)
    assert config["style"] == given
    assert config["app"]["iconUrl"] == LOOK["businessIconUrl"]
    assert config["integrationId"] == web["_id"]
    assert config["integrations"] == [], "this server does not speak to LINE"
    assert b"line-token-secret" not in shop.sdk("GET", "/config").body
    shop.rest("PUT", f"/integrations/{web['_id']}", dict.fromkeys(given), expect=200)
    assert _config(shop)["style"] == before["style"]


def test_what_may_be_uploaded_and_what_visitors_may_do(shop: api.Shop) -> None:
    config = _config(shop)
    uploads = config["uploads"]
    assert uploads["maxUploadBytes"] == 10 * 1024 * 1024
    assert uploads["imageTypes"] == ["image/jpeg", "image/png", "image/gif", "image/webp"]
    assert set(uploads["imageTypes"]) < set(uploads["fileTypes"])
    assert {".jpg", ".pdf", ".docx"} <= set(uploads["extensions"])
    assert config["settings"] == {"privacy": {"deleteUser": False, "exportConversation": False}}
    for name, key in (("allowDeleteUser", "deleteUser"), ("allowExportConversation", "exportConversation")):
        shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {name: True}}, expect=200)
        privacy = _config(shop)["settings"]["privacy"]
        assert {each for each, on in privacy.items() if on} == {key}
        shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {name: None}}, expect=200)


def test_the_config_by_the_integration(shop: api.Shop, deployment: api.Deployment) -> None:
    sdks = shop.rest("GET", "/sdks", expect=200).json
    viber = shop.rest("POST", "/integrations", {"type": "viber", "token": "t"}, expect=201).json["integration"]["_id"]

    def ask(integration_id: str, **headers: str) -> api.Answer:
        path = f"/sdk/integrations/{integration_id}/config"
        return api.call(deployment.visitor_url, "GET", path, headers=headers)

    answer = ask(sdks["webIntegrationId"], Origin="https://a.example")
    assert answer.status == 200
    assert answer.json["config"] == _config(shop)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://a.example"
    for other in (sdks["iosIntegrationId"], viber, shop.app_id, ABSENT, "x"):
        refused = ask(other)
        assert (refused.status, refused.code) == (404, "integration_not_found"), other
    web = {"type": "web", "originWhitelist": ["https://b.example"]}
    shop.rest("POST", "/integrations", web, expect=201)
    assert ask(sdks["webIntegrationId"], Origin="https://a.example").code == "forbidden"
    assert ask(sdks["webIntegrationId"], Origin="https://b.example").status == 200
    deployment.account("DELETE", f"/apps/{shop.app_id}", expect=200)
    assert ask(sdks["webIntegrationId"]).code == "integration_not_found"
