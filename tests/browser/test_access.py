"""Everybody can use it: by keyboard alone, and nothing serious that axe-core finds."""

import re

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, inboxes, sites, widgets
from tests.support import api, shapes

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
WAYS = [{"color_scheme": "light"}, {"color_scheme": "dark"}]
OF_WAYS = pytest.mark.parametrize("look", WAYS, ids=["light", "dark"])


def fill(shop: api.Shop) -> tuple[str, str]:
    """A conversation with everything a bubble can hold; the user's id and session token."""
    visitor = shop.visitor(givenName="Ada", surname="Lovell", email="ada@example.com")
    visitor.say("Hello, do you ship to https://example.com/norway ?")
    link = {"type": "link", "text": "Rates", "uri": "https://example.com/rates"}
    shop.say(visitor.app_user_id, "We do, at these rates.", name="Nora", actions=[link])
    replies = [{"type": "reply", "text": text, "payload": text} for text in ("Yes please", "No, thank you")]
    shop.say(visitor.app_user_id, "Shall I work it out for you?", name="Nora", actions=replies)
    assert visitor.session_token
    return visitor.app_user_id, visitor.session_token


def enter_as(page: sync_api.Page, address: str, shop: api.Shop, who: tuple[str, str]) -> widgets.Widget:
    """Come back to a site as a visitor whose session is kept in the browser."""
    page.goto(address)
    keys = {f"{shop.app_id}.appUserId": who[0], f"{shop.app_id}.sessionToken": who[1]}
    page.evaluate("(keys) => Object.entries(keys).forEach(([key, value]) => localStorage.setItem(key, value))", keys)
    page.reload()
    return widgets.Widget(page)


@pytest.mark.rule("6.20.escape")
def test_the_widget_by_keyboard(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = profiles.page()
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    keyboard = page.keyboard
    expect(widget.launcher).to_be_visible()
    expect(widget.launcher).to_have_accessible_name("Open chat")
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    page.bring_to_front()
    page.locator("#after").focus()
    keyboard.press("Tab")
    expect(widget.launcher).to_be_focused()
    keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    keyboard.type("By keyboard")
    keyboard.press("Shift+Enter")
    keyboard.type("alone")
    keyboard.press("Enter")
    widget.shows("By keyboard\nalone")
    expect(widget.field).to_be_focused()
    keyboard.press("Enter")
    expect(widget.texts).to_have_count(1)
    keyboard.type("draft")
    keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()
    keyboard.press("Space")
    expect(widget.field).to_be_focused()
    expect(widget.field).to_have_value("draft")
    keyboard.press("Shift+Tab")
    expect(widget.frame.get_by_role("button", name="Attach")).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(widget.log).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(widget.frame.get_by_role("button", name="Close chat")).to_be_focused()
    keyboard.press("Enter")
    expect(widget.launcher).to_be_focused()


def test_focus_goes_back_to_what_opened_the_widget(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    body = '<button id="help" onclick="Smooch.open()">Help</button>'
    page.goto(site.add(sites.with_snippet(shop, body=body)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    page.locator("#help").focus()
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_focused()


def test_new_messages_are_announced(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    who = fill(shop)
    widget = enter_as(people.page(), site.add(sites.with_snippet(shop)), shop, who)
    widget.open()
    expect(widget.log).to_have_attribute("aria-live", "polite")
    expect(widget.log).to_have_accessible_name("Conversation")
    own = widget.log.locator(".group.own")
    expect(own).to_have_attribute("aria-live", "off")


def test_the_inbox_by_keyboard(people: drivers.Profiles, shop: api.Shop, desk: inboxes.Account) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        shop.visitor(givenName=name).say(f"{name} asks")
    page = people.page()
    page.goto(f"{desk.url}/inbox/{shop.app_id}")
    expect(page.get_by_label("E-mail")).to_be_focused()
    keyboard = page.keyboard
    keyboard.type(desk.email)
    keyboard.press("Tab")
    keyboard.type(inboxes.PASSWORD)
    keyboard.press("Enter")
    inbox = inboxes.Inbox(page, desk)
    expect(inbox.rows).to_have_count(3)
    keyboard.press("j")
    expect(inbox.row("Cleo")).to_be_focused()
    keyboard.press("j")
    expect(inbox.row("Ben")).to_be_focused()
    keyboard.press("k")
    expect(inbox.row("Cleo")).to_be_focused()
    keyboard.press("Enter")
    inbox.shows("Cleo asks")
    expect(inbox.field).to_be_focused()
    keyboard.type("r is a letter here")
    keyboard.press("Escape")
    expect(inbox.field).not_to_be_focused()
    keyboard.press("r")
    expect(inbox.field).to_be_focused()
    expect(inbox.field).to_have_value("r is a letter here")
    keyboard.press("Enter")
    inbox.shows("Cleo asks", "r is a letter here")
    keyboard.press("Escape")
    keyboard.press("Escape")
    expect(page.get_by_text("No conversation open")).to_be_visible()
    keyboard.press("/")
    keyboard.type("Ada")
    expect(inbox.rows).to_have_count(1)
    keyboard.press("Escape")
    expect(inbox.rows).to_have_count(3)
    keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@OF_WAYS
def test_axe_in_the_shop_and_the_widget(
    people: drivers.Profiles, demo: widgets.Demo, look: dict[str, str], deployment: api.Deployment
) -> None:
    page = people.page(**look)
    widget = widgets.Widget(page)
    page.goto(demo.url)
    expect(widget.launcher).to_be_visible()
    accessibility.check(page)
    accessibility.check(accessibility.inside(page, widgets.FRAME))
    for part in ("#/cart", "#/returns", "#/about"):
        page.goto(demo.url + part)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        accessibility.check(page)
    widget.open()
    accessibility.check(accessibility.inside(page, widgets.FRAME))


def see_the_conversation(profiles: drivers.Profiles, address: str, shop: api.Shop, **look: str) -> None:
    page = profiles.page(**look)
    widget = enter_as(page, address, shop, fill(shop))
    expect(widget.badge).to_have_text("2")
    accessibility.check(page)
    frame = accessibility.inside(page, widgets.FRAME)
    accessibility.check(frame)
    widget.open()
    expect(widget.frame.get_by_role("button", name="Yes please")).to_be_visible()
    accessibility.check(frame)
    page.route("**/messages", lambda route: route.fulfill(status=400, body="{}"))
    widget.say("Never arrives")
    expect(widget.failed).to_be_visible()
    accessibility.check(frame)


@OF_WAYS
def test_axe_in_a_conversation(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, look: dict[str, str]
) -> None:
    see_the_conversation(people, site.add(sites.with_snippet(shop).replace(sites.STYLE, "")), shop, **look)


def see_the_inbox(profiles: drivers.Profiles, shop: api.Shop, desk: inboxes.Account, **look: str) -> None:
    fill(shop)
    shop.visitor(givenName="Ben").say("Second in line")
    page = profiles.page(**look)
    page.goto(f"{desk.url}/inbox/{shop.app_id}")
    expect(page.get_by_label("E-mail")).to_be_visible()
    accessibility.check(page)
    inbox = inboxes.Inbox(page, desk)
    inbox.sign_in(shop.app_id)
    expect(inbox.rows).to_have_count(2)
    accessibility.check(page)
    inbox.open("Ada")
    expect(inbox.texts).to_have_count(3)
    accessibility.check(page)


@OF_WAYS
def test_axe_in_the_inbox(
    people: drivers.Profiles, shop: api.Shop, desk: inboxes.Account, look: dict[str, str]
) -> None:
    see_the_inbox(people, shop, desk, **look)


@pytest.mark.parametrize("browser", [e for e in drivers.PLAYWRIGHT_ENGINES if e != "chromium"], indirect=True)
def test_axe_in_other_engines(
    profiles: drivers.Profiles, site: sites.Site, shop: api.Shop, desk: inboxes.Account
) -> None:
    see_the_conversation(profiles, site.add(sites.with_snippet(shop).replace(sites.STYLE, "")), shop)
    see_the_inbox(profiles, shop.deployment.make_shop(), desk)


def test_a_one_time_link_page(people: drivers.Profiles, shape: shapes.Shape) -> None:
    page = people.page()
    page.goto(shape.cli.create_agent(f"{api.unique('agent')}@example.com").sign_in_url)
    expect(page.get_by_label(re.compile("New password"))).to_be_focused()
    accessibility.check(page)
