"""What the business offers to do: links, postbacks, sharing, quick replies."""

import json
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, rich, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect


@pytest.mark.rule("6.11.link", "6.11.link-inert", "6.11.buy", "6.11.other", "3.unsupportedActionType")
def test_links(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    hostile = ["javascript:alert(1)", " JavaScript://x%0aalert(1)", "java\tscript:alert(1)", "data:text/html,x"]
    actions: list[dict[str, Any]] = [rich.LINK | {"text": f"Link {number}"} for number in range(7)]
    actions.append({"type": "buy", "text": "Buy it", "amount": 1200, "currency": "EUR"})
    rich.post(shop, visitor, type="text", text="Where to?", actions=actions)

    def change(messages: list[dict[str, Any]]) -> None:
        actions = messages[0]["actions"]
        for action, uri in zip(actions, hostile, strict=False):
            action["uri"] = uri
        del actions[4]["type"]
        actions[5]["uri"] = "myshop://orders/17"
        actions[6]["type"] = "hologram"

    options = {"customColors": {"actionColor": "aa0044"}, "customText": {"unsupportedActionType": "Not here: <i>"}}
    room = rich.enter(people, site, shop, visitor, options=options, change=change)
    bubble = room.bubbles.first
    expect(bubble.locator(".action")).to_have_count(7)
    for number in range(4):
        expect(bubble.locator(".inert", has_text=f"Link {number}")).to_be_visible()
    links = bubble.get_by_role("link")
    expect(links).to_have_text(["Link 4", "Link 5", "Buy it"])
    hrefs = links.evaluate_all("(all) => all.map((link) => link.getAttribute('href'))")
    assert hrefs[:2] == [rich.LINK["uri"], "myshop://orders/17"]
    assert "/checkout/" in hrefs[2]
    for link in links.all():
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(link).to_have_css("background-color", "rgb(170, 0, 68)")
    expect(bubble.get_by_text("Not here: <i>")).to_be_visible()
    expect(bubble.get_by_text("Link 6")).to_have_count(0)
    bubble.locator(".inert").first.click()
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))
    assert room.page.url.startswith(site.url)


@pytest.mark.rule("6.11.postback", "6.11.postback-delegate", "3.actionPostbackError", "4.2.triggerPostback")
def test_postbacks(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    options = {"customText": {"actionPostbackError": "That <b>failed</b>"}}
    room = rich.enter(people, site, shop, visitor, options=options)
    held: list[sync_api.Route] = []
    room.page.route("**/postback", lambda route: held.append(route))
    made = room.post(type="text", text="Shall I?", actions=[rich.POSTBACK | {"metadata": {"size": "l"}}])
    action_id = made["actions"][0]["_id"]
    button = room.bubbles.first.get_by_role("button", name="Put it in the cart")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button.locator(".spinner")).to_be_visible()
    button.click()
    button.press("Enter")
    assert [json.loads(route.request.post_data or "") for route in held] == [{"postback": {"actionId": action_id}}]
    with room.page.expect_response("**/postback") as answered:
        held.pop().continue_()
    assert answered.value.status == 200
    expect(button).to_have_attribute("aria-busy", "false")
    expect(room.bubbles).to_have_count(1)

    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    held.pop().fulfill(status=500)
    alert = room.widget.frame.get_by_role("alert")
    expect(alert).to_contain_text("That failed")
    expect(alert.locator("b")).to_have_text("failed")
    expect(button).to_have_attribute("aria-busy", "false")
    alert.click()
    expect(alert.locator("b")).to_have_count(0)

    room.page.unroute("**/postback")
    with room.page.expect_response("**/postback") as answered:
        assert room.widget.call("(id) => Smooch.triggerPostback(id)", action_id) is None
    assert answered.value.status == 200
    assert room.widget.call("() => Smooch.triggerPostback('0'.repeat(24))") is None
    expect(alert).to_contain_text("That failed")
    refused = "(id) => Smooch.triggerPostback(id).then(() => 'resolved', (error) => error instanceof Error)"
    assert room.widget.call(refused, None) is True
    assert room.widget.call(refused, 7) is True

    told = """() => {
      window.told = [];
      Smooch.setDelegate({ beforePostbackSend: (postback, data) => {
        told.push([postback, Object.keys(data), postback instanceof Object]);
        return null;
      } });
    }"""
    room.widget.call(told)
    asked = widgets.requests(room.page, "/postback")
    button.click()
    room.page.wait_for_function("told.length")
    expect(button).to_have_attribute("aria-busy", "false")
    given = {"actionId": action_id, "text": "Put it in the cart", "payload": "cart", "metadata": {"size": "l"}}
    assert room.page.evaluate("told") == [[given, ["conversation"], True]]
    assert asked == []


@pytest.mark.rule("6.11.share")
def test_sharing(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    share = {"type": "share", "text": "Tell a friend"}
    card = {"title": "Linen throw", "description": "Washed", "actions": [rich.LINK, share]}
    rich.post(shop, visitor, type="carousel", items=[card])
    room = rich.enter(people, site, shop, visitor, permissions=["clipboard-read", "clipboard-write"])
    frame = accessibility.inside(room.page, widgets.FRAME)
    frame.evaluate("""() => {
      window.shared = [];
      Object.defineProperty(navigator, 'share', { configurable: true, value: async (data) => { shared.push(data) } });
    }""")
    button = room.widget.log.get_by_role("button", name="Tell a friend")
    button.click()
    frame.wait_for_function("shared.length")
    assert frame.evaluate("shared") == [{"title": "Linen throw", "text": "Washed", "url": rich.LINK["uri"]}]
    expect(button).to_have_attribute("aria-busy", "false")
    frame.evaluate("() => Object.defineProperty(navigator, 'share', { configurable: true, value: undefined })")
    button.click()
    expect(room.widget.log.get_by_role("button", name="Link copied")).to_be_visible()
    assert frame.evaluate("navigator.clipboard.readText()") == rich.LINK["uri"]


def reply(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "reply", "text": text, "payload": text.upper()} | more


@pytest.mark.rule(
    "6.11.reply", "6.11a.newest", "6.11a.no-bubble", "6.11a.send", "6.11a.icons", "6.11a.tint", "6.11a.location"
)
def test_quick_replies(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    place = {"latitude": 45.5, "longitude": -73.61}
    room = rich.enter(people, site, shop, visitor, geolocation=place, permissions=["geolocation"])
    replies = room.widget.frame.get_by_role("group", name="Suggested replies")
    icon = f"{rich.PICTURES}64x64.png"
    actions = [
        reply("Yes", iconUrl=icon, metadata={"sure": True}),
        reply("No", iconUrl=f"{rich.PICTURES}lost.png"),
        {"type": "locationRequest", "text": "Send where I am"},
    ]
    room.post(type="text", text="Will you come?", actions=actions)
    expect(replies.get_by_role("button")).to_have_text(["Yes", "No", "Send where I am"])
    expect(room.bubbles).to_have_text(["Will you come?"])
    box = replies.locator("img").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (20, 20)
    expect(replies.locator("img")).to_have_count(1)
    expect(replies.get_by_role("button", name="Send where I am").locator("svg")).to_be_visible()
    expect(replies.get_by_role("button").first).to_have_css("background-color", "rgb(230, 245, 255)")
    edges = [each.bounding_box() for each in (replies, replies.get_by_role("button").nth(2))]
    assert edges[0]
    assert edges[1]
    assert edges[1]["x"] + edges[1]["width"] == pytest.approx(edges[0]["x"] + edges[0]["width"], abs=1)
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))

    rich.post(shop, visitor, type="text", text="Or later?", actions=[reply("Later")])
    expect(replies.get_by_role("button")).to_have_text(["Later"])
    rich.post(shop, visitor, type="text", text="Well?")
    expect(replies).to_have_count(0)
    rich.post(shop, visitor, type="text", actions=actions)
    expect(replies.get_by_role("button")).to_have_count(3)
    expect(room.bubbles).to_have_count(3)
    replies.get_by_role("button", name="Yes").click()
    expect(replies).to_have_count(0)
    expect(room.bubbles.last).to_have_text("Yes")
    expect(room.widget.statuses.last).to_have_text("Delivered · Just now")
    sent = visitor.messages()["messages"][-1]
    assert (sent["role"], sent["text"], sent["payload"], sent["metadata"]) == ("appUser", "Yes", "YES", {"sure": True})

    rich.post(shop, visitor, type="text", text="And where are you?", actions=actions[2:])
    replies.get_by_role("button").click()
    expect(replies).to_have_count(0)
    expect(room.bubbles.last.get_by_role("link")).to_have_attribute(
        "href", "https://maps.google.com/maps?q=45.5,-73.61"
    )
    assert visitor.messages()["messages"][-1]["coordinates"] == {"lat": 45.5, "long": -73.61}


@pytest.mark.rule("6.11.webview")
def test_a_webview(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    room = rich.enter(people, site, shop, visitor)
    served = "<body><h1>Choose a day</h1><script>try { top.document.title = 'taken' } catch {}</script>"
    room.page.context.route(
        "https://shop.example/**", lambda route: route.fulfill(body=served, content_type="text/html")
    )
    opens = {"type": "webview", "uri": "https://shop.example/days", "fallback": "https://shop.example/days"}
    heights = {"compact": 0.5, "tall": 0.75, "full": 1}
    room.post(type="text", text="When?", actions=[opens | {"text": size, "size": size} for size in heights])
    dialog = room.widget.frame.get_by_role("dialog")
    whole = room.widget.frame.locator("#mount").bounding_box()
    assert whole
    for size, share in heights.items():
        link = room.bubbles.first.get_by_role("link", name=size)
        expect(link).to_have_attribute("href", opens["uri"])
        link.click()
        expect(dialog).to_have_accessible_name(size)
        inner = dialog.frame_locator("iframe")
        expect(inner.get_by_role("heading", name="Choose a day")).to_be_visible()
        accessibility.check(accessibility.inside(room.page, widgets.FRAME))
        box = dialog.locator(".sheet").bounding_box()
        assert box
        assert box["height"] == pytest.approx(whole["height"] * share, abs=20)
        assert "allow-top-navigation" not in (dialog.locator("iframe").get_attribute("sandbox") or "")
        expect(dialog.get_by_role("link", name="Open in a new tab")).to_have_attribute("href", opens["uri"])
        if size == "full":
            dialog.get_by_role("button", name="Close").press("Escape")
        else:
            dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()
    expect(room.widget.log).to_be_visible()
    assert room.page.title() == "Garden tools"
    accessibility.inside(room.page, widgets.FRAME).evaluate("HTMLDialogElement = undefined")
    with room.page.expect_popup() as opened:
        room.bubbles.first.get_by_role("link", name="tall").click()
    assert opened.value.url == opens["uri"]
