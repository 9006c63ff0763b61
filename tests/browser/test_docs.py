"""Every example of the guides about the messenger runs as it stands, app id and address aside."""

import base64
import dataclasses
import hashlib
import json
import re
import warnings
from typing import Any

import jwt
import jwt.warnings
import pytest
from playwright import sync_api

from tests.browser import drivers, guides, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
PAGES = {name: guides.HOWTO / f"{name}.md" for name in ("messenger", "embed", "npm", "texts", "identity", "migrate")}
PAGES["README"] = guides.WEB / "packages" / "sdk" / "README.md"
ADDRESS = "https://chat.example.com"
QUESTION: dict[str, Any] = {
    "type": "text",
    "text": "Do you want to continue?",
    "actions": [{"type": "postback", "text": "Continue conversation", "payload": "text:continue"}],
}
LISTEN = """
  window.printed = [];
  const log = console.log;
  console.log = (...values) => { printed.push(values.map(String).join(' ')); log(...values); };
"""


@dataclasses.dataclass(frozen=True)
class Scene:
    """An app with a known user, whom the business has asked something: what the guides' names stand for."""

    shop: api.Shop
    names: dict[str, str]

    def fill(self, text: str) -> str:
        """The app's id and the server's address in place of those in the guides."""
        text = re.sub(r"<app-id>|\b6b02f81e2b04332e36ee1106\b", self.shop.app_id, text)
        return text.replace(ADDRESS, self.shop.deployment.visitor_url)


def scene(deployment: api.Deployment) -> Scene:
    shop = deployment.make_shop()
    allowed = {"allowDeleteUser": True, "allowExportConversation": True}
    deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": allowed}, expect=200)
    user = shop.known_visitor("ada").app_user_id
    posted = shop.say(user, **QUESTION)["message"]
    code = shop.rest("GET", f"/appusers/{user}/authcode", expect=200).json["authCode"]
    names = {"appId": shop.app_id, "userId": "ada", "jwt": token(shop), "authCode": code}
    return Scene(shop, names | {"actionId": posted["actions"][0]["_id"]})


def token(shop: api.Shop) -> str:
    """A JWT as the guide makes it in Python."""
    [example] = guides.of(PAGES["identity"], "python")
    made: dict[str, Any] = {}
    exec(example.code, made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.warnings.InsecureKeyLengthWarning)  # the guide tells of it
        return str(made["messenger_token"]("ada", shop.key_id, shop.secret))


def script(example: guides.Example, code: str) -> str:
    """The example in a page where the messenger runs already, unless it starts it or only binds handlers."""
    start = "await Smooch.init({ appId, userId, jwt });\n"
    before = after = ""
    if not example.imports and "init" not in example.calls:
        before, after = ("", start) if example.calls <= {"on", "off"} and "ready" in code else (start, "")
    return f'<script type="module">{before}{code}\n{after}window.finished = true;</script>'


@pytest.mark.rule("1.3.promise", "1.6.commonjs", "1.6.esm", "5.on", "5.off", "7.render")
@pytest.mark.parametrize("name", PAGES)
def test_examples(people: drivers.Profiles, site: sites.Site, shop: api.Shop, name: str) -> None:
    body = ""
    examples = guides.of(PAGES[name], "html", "js", "jsx", "ts")
    alone = [example for example in examples if example.words != "node"]
    packed = iter(guides.bundled([each.code for each in alone if each.imports]))
    for example in alone:
        if example.language == "html" and "<script" not in example.code:
            body = example.code  # what the examples after it stand on
            continue
        here = scene(shop.deployment)
        page = people.page()
        page.add_init_script(LISTEN)
        page.route("https://shop.example.com/**", lambda route: route.fulfill(status=404))
        if example.language == "html":
            content = example.code + "<script>window.finished = true</script>"
        else:
            content = script(example, next(packed) if example.imports else example.code)
        names = "".join(f"var {key} = {json.dumps(value)};" for key, value in here.names.items())
        stub = "" if example.imports else sites.stub(here.shop)
        head = f"<script>{names}</script>{stub}"
        page.goto(site.add(sites.page(head, body=body + here.fill(content))))
        check(page, example)
        assert not people.errors, f"{example.where}: {people.errors}"
        page.context.close()
    for example in examples:
        if example.words == "node":
            assert guides.in_node(example.code) == example.prints, example.where


def check(page: sync_api.Page, example: guides.Example) -> None:
    """It ran to its end, printed what it says, and the messenger is there, unless the example ends it."""
    try:
        page.wait_for_function(f"() => window.finished && window.printed.length >= {len(example.prints)}")
    except sync_api.TimeoutError:
        raise AssertionError(f"{example.where}: printed {page.evaluate('window.printed')}") from None
    assert sorted(page.evaluate("window.printed")) == sorted(example.prints), example.where
    if example.calls != {"destroy", "on"} and "'nobody'" not in example.code:
        expect(page.locator(widgets.FRAME), example.where).to_be_visible()


@pytest.mark.rule("1.7.policy")
@pytest.mark.parametrize("kind", ["nonce-", "sha256-"])
def test_policies(people: drivers.Profiles, site: sites.Site, shop: api.Shop, kind: str) -> None:
    [policy] = [each.code.strip() for each in guides.of(guides.HOWTO / "csp.md", "text") if kind in each.code]
    base = shop.deployment.visitor_url
    policy = policy.replace("wss://chat.example.com", base.replace("http", "ws")).replace(ADDRESS, base)
    snippet = sites.snippet(shop)
    code = re.sub(r"^<script>|</script>$", "", snippet.strip())
    policy = policy.replace("sha256-...", "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode())
    if kind == "nonce-":
        snippet = snippet.replace("<script>", '<script nonce="r4nd0m">', 1)
    page = people.page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page.goto(site.add(f'<!doctype html><html lang="en"><head>{meta}{snippet}</head><body>Shop</body></html>'))
    widget = widgets.Widget(page)
    widget.open()
    widget.say("Within the policy")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    assert refused == []
