"""Where the visitor is: sent from the menu, refused, not found."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
Come = Callable[..., widgets.Widget]
# A browser whose answers the test gives: `answer(code)` fails, `answer()` finds.
ASKED = """
  window.answers = [];
  const find = (found, failed, options) => {
    (top.asked ??= []).push(options);
    top.answer = (code) => code ? failed({ code }) : found({ coords: { latitude: 48.1, longitude: 11.5 } });
  };
  Object.defineProperty(Navigator.prototype, 'geolocation', { configurable: true, get: () => MISSING ? undefined : ({ getCurrentPosition: find }) });
"""


@pytest.fixture
def come(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> Come:
    """Opens the widget; its browser answers as the test says."""

    def made(*, missing: bool = False) -> widgets.Widget:
        widget = widgets.Widget(people.page())
        widget.page.add_init_script(ASKED.replace("MISSING", str(missing).lower()))
        widget.page.goto(site.add(sites.with_snippet(shop)))
        widget.launcher.click()
        expect(widget.field).to_be_visible()
        return widget

    return made


def share(widget: widgets.Widget) -> None:
    widget.frame.get_by_role("button", name="Attach").click()
    widget.frame.get_by_role("menuitem", name="Send your location").click()


def stored(widget: widgets.Widget, shop: api.Shop) -> list[dict[str, Any]]:
    user = widget.page.evaluate("Smooch.getUser()._id")
    messages: list[dict[str, Any]] = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]
    return messages


@pytest.mark.rule("10.share-location")
def test_the_place_where_one_is(
    profiles: drivers.Profiles, site: sites.Site, shop: api.Shop, desk: inboxes.Account
) -> None:
    if profiles.engine == "firefox":
        widget = widgets.Widget(profiles.page())
        widget.page.add_init_script(ASKED.replace("MISSING", "false"))  # no permissions over BiDi
    else:
        place = {"latitude": 48.137, "longitude": 11.575}
        widget = widgets.Widget(profiles.page(geolocation=place, permissions=["geolocation"]))
    widget.page.goto(site.add(sites.with_snippet(shop)))
    widget.launcher.click()
    widget.page.evaluate("Smooch.on('message:sent', (message) => { window.told = message })")
    share(widget)
    message = widget.log.locator(".message")
    expect(message).to_have_count(1)
    if profiles.engine == "firefox":
        expect(message.locator(".status")).to_have_text("Sending...")
        widget.page.wait_for_function("!!window.answer")
        assert widget.page.evaluate("asked[0].timeout") == 10_000
        widget.page.evaluate("answer()")
        place = {"latitude": 48.1, "longitude": 11.5}
    expect(message.locator(".status")).to_have_text("Delivered · Just now")
    [sent] = stored(widget, shop)
    assert (sent["type"], sent["role"]) == ("location", "appUser")
    assert sent["coordinates"] == {"lat": place["latitude"], "long": place["longitude"]}
    widget.page.wait_for_function("id => window.told?._id === id", arg=sent["_id"])
    inbox = inboxes.Inbox(profiles.page(), desk)
    inbox.sign_in(shop.app_id)
    inbox.rows.first.click()
    expect(inbox.texts).to_have_count(1)


@pytest.mark.rule("3.locationSecurityRestriction", "3.locationServicesDenied", "3.locationNotSupported")
def test_a_browser_that_tells_no_place(come: Come, people: drivers.Profiles, shop: api.Shop) -> None:
    widget = come()
    alert = widget.frame.locator(".alert")
    share(widget)
    expect(widget.log.locator(".message.sending")).to_have_count(1)
    widget.page.evaluate("answer(1)")
    expect(alert).to_have_attribute("role", "alert")
    expect(alert).to_contain_text("This website cannot access your location. Please type your location instead.")
    expect(widget.log.locator(".message")).to_have_count(0)
    expect(alert.get_by_role("button", name="OK")).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(alert).to_have_count(0)
    assert widget.page.evaluate("Smooch.isOpened()") is True

    secure = widgets.Widget(people.page())
    secure.page.add_init_script(ASKED.replace("MISSING", "false"))
    body = widget.page.request.get(widget.page.url).text()
    secure.page.route("https://shop.example/", lambda route: route.fulfill(body=body, content_type="text/html"))
    # neither a certificate nor the way from a public page to this machine is what is tried here
    secure.page.route(f"{shop.deployment.visitor_url}/**", lambda route: route.fulfill(response=route.fetch()))
    secure.page.goto("https://shop.example/")
    secure.launcher.click()
    share(secure)
    secure.page.wait_for_function("!!window.answer")
    secure.page.evaluate("answer(1)")
    expect(secure.frame.locator(".alert")).to_contain_text(
        "This website cannot access your location. Allow access in your settings or type your location instead."
    )
    expect(secure.log.locator(".message")).to_have_count(0)

    lacking = come(missing=True)
    lacking.frame.get_by_role("button", name="Attach").click()
    expect(lacking.frame.get_by_role("menuitem")).to_have_text(["Send a picture", "Send a file"])


@pytest.mark.rule("3.locationSendingFailed", "6.6.retry-location")
def test_a_place_that_is_not_found_is_looked_for_again(come: Come, shop: api.Shop) -> None:
    widget = come()
    widget.say("Where I am:")
    share(widget)
    for code in (2, 3):
        widget.page.wait_for_function("(count) => window.asked?.length === count", arg=code - 1)
        widget.page.evaluate("(code) => answer(code)", code)
        expect(widget.failed).to_contain_text("Could not send location")
        expect(widget.statuses.last).to_have_text("Message not delivered. Click to retry.")
        widget.failed.click()
        expect(widget.log.locator(".message.sending")).to_have_count(1)
    widget.say("It takes a while.")  # nothing waits for the place
    expect(widget.statuses.last).to_contain_text("Delivered")
    widget.page.evaluate("answer()")
    expect(widget.log.locator(".message.sending")).to_have_count(0)
    assert [message["type"] for message in stored(widget, shop)] == ["text", "text", "location"]
