"""Where the visitor writes: sending, growing, drafts, and the menu beside it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
Come = Callable[..., widgets.Widget]


def opened(profiles: drivers.Profiles, url: str, **look: Any) -> widgets.Widget:
    widget = widgets.Widget(profiles.page(**look))
    widget.page.goto(url)
    widget.launcher.click()
    expect(widget.field).to_be_visible()
    return widget


@pytest.fixture
def come(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> Come:
    """Opens the widget with more options for `init`, on a page of its own."""

    def made(options: str = "", **look: Any) -> widgets.Widget:
        page = sites.with_stub(shop, f"Smooch.init({{appId: APP, {options}}})")
        return opened(people, site.add(page), **look)

    return made


def height(widget: widgets.Widget) -> float:
    box = widget.field.bounding_box()
    assert box
    return box["height"]


@pytest.mark.rule(
    "3.inputPlaceholder",
    "3.sendButtonText",
    "6.8.send-active",
    "6.8.enter-sends",
    "6.8.blank",
    "6.8.cleared",
    "6.8.shift-enter",
    "6.8.composition",
    "6.8.grows",
    "6.8.draft",
    "4.3.untrimmed",
)
def test_writing(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = sites.with_stub(
        shop, "Smooch.init({appId: APP, customText: {inputPlaceholder: 'Ask <b>us</b>', sendButtonText: 'Go'}})"
    )
    widget = opened(profiles, site.add(page))
    button = widget.frame.get_by_role("button", name="Go", exact=True)
    expect(widget.field).to_have_attribute("placeholder", "Ask <b>us</b>")
    expect(widget.field).to_have_accessible_name("Ask <b>us</b>")
    expect(button).to_be_disabled()
    one_line = height(widget)
    type_ = widget.page.keyboard.type
    press = widget.page.keyboard.press
    widget.field.click()
    type_("  ")
    press("Shift+Enter")
    press("Enter")
    expect(button).to_be_disabled()
    expect(widget.field).to_have_value("  \n")
    widget.field.fill("")

    type_("  Hello")
    expect(button).to_be_enabled()
    press("Shift+Enter")
    type_("you ")
    assert height(widget) == one_line + 20
    widget.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True})
    expect(widget.field).to_have_value("  Hello\nyou ")
    press("Enter")
    expect(widget.field).to_have_value("")
    expect(widget.field).to_be_focused()
    assert height(widget) == one_line
    widget.shows("Hello\nyou")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    messages = shop.rest("GET", f"/appusers/{widget.page.evaluate('Smooch.getUser()._id')}/messages").json["messages"]
    assert [message["text"] for message in messages] == ["  Hello\nyou "]

    widget.field.fill("\n".join("12345"))
    assert height(widget) == one_line + 80
    assert widget.field.evaluate("(e) => e.scrollHeight <= e.clientHeight")
    widget.field.fill("\n".join("1234567"))
    assert height(widget) == one_line + 80
    assert widget.field.evaluate("(e) => e.scrollHeight > e.clientHeight")

    widget.close()
    widget.open()
    expect(widget.field).to_have_value("\n".join("1234567"))
    assert height(widget) == one_line + 80
    widget.field.fill("By the button")
    button.click()
    expect(widget.field).to_be_focused()
    widget.shows("Hello\nyou", "By the button")
    widget.field.fill("Not finished")
    widget.page.reload()
    widget.launcher.click()
    expect(widget.field).to_have_value("")


@pytest.mark.rule("4.2.setPredefinedMessage", "4.2.startTyping", "4.2.stopTyping")
def test_the_page_writes_and_types(come: Come, shop: api.Shop) -> None:
    widget = come()
    told: list[str] = []

    def note(request: sync_api.Request) -> None:
        if request.url.endswith("/activity"):
            told.append(json.loads(request.post_data or "")["type"])

    widget.page.on("request", note)
    widget.say("Hello")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    told.clear()
    widget.call("() => { Smooch.close(); Smooch.setPredefinedMessage('One\\ntwo\\nthree') }")
    expect(widget.launcher).to_be_visible()
    one_line = 44
    widget.open()
    expect(widget.field).to_have_value("One\ntwo\nthree")
    api.eventually(lambda: height(widget) == one_line + 40)
    widget.page.keyboard.press("Enter")
    widget.shows("Hello", "One\ntwo\nthree")
    assert told == []
    widget.page.clock.install()
    widget.call("() => Smooch.startTyping()")
    widget.call("() => Smooch.stopTyping()")
    widget.call("() => Smooch.startTyping()")
    api.eventually(lambda: told == ["typing:start", "typing:stop", "typing:start"] or widget.page.evaluate("0"))
    widget.page.clock.run_for(9_000)
    assert len(told) == 3
    widget.page.clock.run_for(2_000)
    api.eventually(lambda: told[3:] == ["typing:stop"] or widget.page.evaluate("0"))


@pytest.mark.rule("6.8.reads", "6.16.composer")
def test_focus_and_typing_read(come: Come, shop: api.Shop) -> None:
    widget = come()
    widget.say("Hello")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    user = widget.page.evaluate("Smooch.getUser()._id")
    # what has been in view for a while would be read without this
    widget.page.evaluate("document.querySelector('iframe').contentWindow.parent.document.hasFocus = () => false")
    unread = widget.frame.locator("header .badge")
    widget.page.locator("#before").focus()
    shop.say(user, "One")
    expect(unread).to_have_text("1")
    widget.field.focus()
    expect(unread).to_have_count(0)
    shop.say(user, "Two")
    expect(unread).to_have_text("1")
    widget.page.keyboard.type("x")
    expect(unread).to_have_count(0)


@pytest.mark.rule("10.attach-menu")
def test_the_menu_by_keyboard_and_pointer(come: Come) -> None:
    widget = come()
    press = widget.page.keyboard.press
    button = widget.frame.get_by_role("button", name="Attach")
    menu = widget.frame.get_by_role("menu", name="Attach")

    def item(name: str) -> sync_api.Locator:
        return widget.frame.get_by_role("menuitem", name=name)

    expect(button).to_have_attribute("aria-haspopup", "menu")
    widget.field.press("Shift+Tab")
    expect(button).to_be_focused()
    press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(item("Send a picture")).to_be_focused()
    for key, name in (
        ("ArrowDown", "Send a file"),
        ("End", "Send your location"),
        ("ArrowDown", "Send a picture"),
        ("ArrowUp", "Send your location"),
        ("Home", "Send a picture"),
    ):
        press(key)
        expect(item(name)).to_be_focused()
    press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()
    assert widget.page.evaluate("Smooch.isOpened()") is True
    press("Space")
    expect(item("Send a picture")).to_be_focused()
    press("Tab")
    expect(menu).to_have_count(0)
    expect(widget.field).to_be_focused()
    for away in (button, widget.log, widget.page.locator("h1")):
        button.click()
        expect(menu).to_be_visible()
        away.click()
        expect(menu).to_have_count(0)
        expect(button).not_to_have_attribute("aria-expanded", "true")


@pytest.mark.rule("6.8.ios")
def test_the_keyboard_of_ios_stays_while_one_sends(come: Come) -> None:
    widget = come(user_agent=IPHONE, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    widget.field.tap()
    expect(widget.field).to_be_focused()
    widget.page.keyboard.type("From a phone")
    send = widget.frame.get_by_role("button", name="Send")

    def touched() -> bool:
        """What iOS needs is loaded by itself, and may be late."""
        send.dispatch_event("touchstart", {"bubbles": True, "cancelable": True})
        return widget.field.input_value() == ""

    api.eventually(touched)
    widget.shows("From a phone")
    expect(widget.field).to_be_focused()
    widget.log.dispatch_event("touchstart", {"bubbles": True})
    expect(widget.field).not_to_be_focused()
    widget.field.focus()
    widget.page.keyboard.type("Once")
    send.tap()
    widget.shows("From a phone", "Once")  # a touch and its click are one send


@pytest.mark.rule("2.3.beforeSend", "2.3.setDelegate")
def test_the_page_has_a_word_in_what_is_sent(come: Come, shop: api.Shop) -> None:
    widget = come("""delegate: { beforeSend(message) {
      (window.asked ??= []).push(message);
      if (message.text === 'drop') return null;
      if (message.text === 'throw') throw new Error('of the page');
      return new Promise((done) => setTimeout(() => done({ ...message, text: message.text + '!', metadata: { page: 1 } }), 50));
    }}""")
    for text in ("one", "drop", "two", "throw"):
        widget.say(text)
    widget.shows("one!", "two!", "throw")
    assert (
        widget.page.evaluate("asked.map((m) => [m instanceof Object, m.role, m.type])")
        == [[True, "appUser", "text"]] * 4
    )
    assert widget.call("() => Smooch.sendMessage('drop')") is None
    sent = widget.call("() => Smooch.sendMessage('three')")
    assert (sent["message"]["text"], sent["message"]["metadata"]) == ("three!", {"page": 1})
    widget.call("() => Smooch.setDelegate({ beforeSend: (message) => ({ ...message, text: 'four' }) })")
    widget.say("five")
    widget.call("() => Smooch.setDelegate()")
    widget.say("six")
    widget.shows("one!", "two!", "throw", "three!", "four", "six")
    expect(widget.log.locator(".sending")).to_have_count(0)
    user = widget.page.evaluate("Smooch.getUser()._id")
    stored = shop.rest("GET", f"/appusers/{user}/messages").json["messages"]
    assert [message["text"] for message in stored] == ["one!", "two!", "throw", "three!", "four", "six"]
