"""What draws attention to unread messages: the page's title, a sound, a look at the last one; and what counts as read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
# The engine says that every page has the focus, and its sounds cannot be heard: both are told and counted here.
SENSES = """
  window.focused = true;
  document.hasFocus = () => window.top.focused;
  window.top.sounds ??= [];
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    resume() { return window.top.refuse ? Promise.reject(new Error('not allowed')) : Promise.resolve(); }
    get state() { return window.top.refuse ? 'suspended' : 'running'; }
    createOscillator() { window.top.sounds.push(performance.now()); return super.createOscillator(); }
  };
"""
SOUNDS = "() => window.sounds.length"


def visit(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, options: str = "{}", **look: Any
) -> tuple[widgets.Widget, str]:
    """A visitor with a conversation, the widget closed; the user's id."""
    page = people.page(**look)
    page.add_init_script(SENSES)
    page.context.clock.install()
    script = f"Smooch.init(Object.assign({{appId: APP}}, {options}))"
    page.goto(site.add(sites.with_stub(shop, script).replace(sites.STYLE, "body { min-height: 3000px }")))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    widget.open()
    widget.say("Hello")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    widget.close()
    return widget, str(widget.call("() => Smooch.getUser()._id"))


def first_unread(widget: widgets.Widget, shop: api.Shop, user: str, text: str, **fields: Any) -> None:
    """The first unread message loads the part that draws attention."""
    with widget.page.expect_response(re.compile("part-attention")):
        shop.say(user, text, **fields)
    expect(widget.badge).to_have_text("1")


@pytest.mark.rule("6.17.blinks", "6.17.adopts", "6.17.restores", "3.messageIndicatorTitleSingular")
@pytest.mark.rule("3.messageIndicatorTitlePlural")
def test_the_title_blinks(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    texts = "{customText: {messageIndicatorTitlePlural: '{count} new, all {count}'}}"
    widget, user = visit(people, site, shop, texts)
    page, clock = widget.page, widget.page.context.clock
    expect(page).to_have_title("Garden tools")
    first_unread(widget, shop, user, "one")
    assert page.title() == "Garden tools"
    clock.run_for(1500)
    expect(page).to_have_title("(1) New message")
    clock.run_for(1500)
    expect(page).to_have_title("Garden tools")
    shop.say(user, "two")
    expect(widget.badge).to_have_text("2")
    clock.run_for(1500)
    expect(page).to_have_title("2 new, all 2")
    assert page.evaluate("(document.title = 'Rakes', document.title)") == "Rakes"
    clock.run_for(1500)
    expect(page).to_have_title("2 new, all 2")
    clock.run_for(1500)
    expect(page).to_have_title("Rakes")
    clock.run_for(1500)
    expect(page).to_have_title("2 new, all 2")
    widget.open()
    expect(page).to_have_title("Rakes")
    clock.run_for(6000)
    assert page.title() == "Rakes"
    widget.close()
    shop.say(user, "three")
    expect(widget.badge).to_have_text("1")
    clock.run_for(1500)
    expect(page).to_have_title("(1) New message")
    page.evaluate("Smooch.destroy()")
    expect(page).to_have_title("Rakes")
    clock.run_for(6000)
    assert page.title() == "Rakes"


@pytest.mark.rule("6.18.sound", "6.18.focus", "6.18.once", "6.18.refused", "2.2.soundNotificationEnabled")
def test_a_sound_calls_who_is_elsewhere(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget, user = visit(people, site, shop)
    page, clock = widget.page, widget.page.context.clock
    first_unread(widget, shop, user, "seen, so silent")
    assert page.evaluate(SOUNDS) == 0, "the reader is here"
    page.evaluate("window.focused = false")
    shop.say(user, "sounds")
    page.wait_for_function("() => window.sounds.length > 0")
    chime = page.evaluate(SOUNDS)
    shop.say(user, "while it still sounds")
    expect(widget.badge).to_have_text("3")
    assert page.evaluate(SOUNDS) == chime, "sounds never overlap"
    clock.run_for(1000)
    page.evaluate("window.refuse = true")
    shop.say(user, "refused by the browser")
    expect(widget.badge).to_have_text("4")
    clock.run_for(1000)
    assert page.evaluate(SOUNDS) == chime
    page.evaluate("window.refuse = false")
    shop.say(user, "sounds again")
    page.wait_for_function("(count) => window.sounds.length === count", arg=2 * chime)
    page.add_init_script("window.focused = false")
    with page.expect_response(re.compile("part-attention")):
        page.reload()
    expect(widget.badge).to_have_text("5")
    assert page.evaluate(SOUNDS) == 0, "what was there is no news"
    clock.run_for(1000)
    widget.call("() => Smooch.sendMessage('an own message')")
    assert len(widget.call("() => Smooch.getConversation().messages")) == 7
    assert page.evaluate(SOUNDS) == 0
    silent, other = visit(people, site, shop, "{soundNotificationEnabled: false}")
    silent.page.evaluate("window.focused = false")
    first_unread(silent, shop, other, "silent")
    assert silent.page.evaluate(SOUNDS) == 0


@pytest.mark.rule("10.preview")
def test_a_mouse_on_the_launcher_sees_the_last_message(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    widget, user = visit(people, site, shop, viewport={"width": 1280, "height": 800})
    page, card = widget.page, widget.frame.locator("#preview")
    widget.launcher.hover()
    expect(card).to_have_count(0)
    first_unread(widget, shop, user, "The <b>mug</b> is back", name="Nora")
    page.mouse.move(10, 10)
    frame = widget.element.bounding_box()

    def stands() -> tuple[int, int]:
        box = widget.launcher.bounding_box()  # it grows a little under the mouse
        assert box
        return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)

    before = stands()
    widget.launcher.hover()
    expect(card).to_contain_text("Nora")
    expect(card).to_contain_text("The <b>mug</b> is back")
    expect(card).to_be_in_viewport(ratio=1)
    assert all(abs(now - then) <= 1 for now, then in zip(stands(), before, strict=True))
    page.mouse.move(10, 10)
    page.context.clock.run_for(300)
    expect(card).to_have_count(0)
    assert widget.element.bounding_box() == frame
    assert all(abs(now - then) <= 1 for now, then in zip(stands(), before, strict=True))
    widget.launcher.hover()
    card.click()
    expect(widget.log).to_be_visible()
    expect(card).to_have_count(0)
    expect(widget.element).to_have_css("width", "434px")
    widget.close()
    assert widget.element.bounding_box() == frame


@pytest.mark.rule("6.16.counts", "6.16.badge", "6.16.click", "6.16.visible", "6.16.composer", "6.3.badge")
def test_what_counts_as_read(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget, user = visit(people, site, shop, viewport={"width": 1280, "height": 800})
    page, clock = widget.page, widget.page.context.clock
    badge = widget.frame.locator("header .badge")
    for number in range(12):
        shop.say(user, f"number {number}")
    expect(widget.badge).to_have_text("12")
    expect(widget.launcher).to_have_accessible_name("Open chat, 12 unread")
    read: list[str] = widgets.requests(page, "/conversation/read", "POST")
    widget.open()
    expect(badge).to_have_count(0)
    assert len(read) == 1
    acts: list[Callable[[], object]] = [
        lambda: widget.log.click(position={"x": 3, "y": 60}),
        lambda: widget.field.focus(),
        lambda: page.keyboard.type("x"),
    ]
    for act in acts:
        page.evaluate("window.focused = false; ")
        expect(badge).to_have_count(0)
        shop.say(user, "unread, open as it is")
        expect(badge).to_have_text("1")
        heading = widget.frame.get_by_role("heading", name="How can we help?").bounding_box()
        box = badge.bounding_box()
        assert heading
        assert box
        assert box["x"] < heading["x"]
        clock.run_for(2000)
        expect(badge).to_have_text("1")
        count = len(read)
        act()
        expect(badge).to_have_count(0)
        assert len(read) == count + 1
    page.evaluate("window.focused = true")
    count = len(read)
    shop.say(user, "in view, before the reader's eyes")
    expect(badge).to_have_text("1")
    clock.run_for(1000)
    expect(badge).to_have_count(0)
    assert len(read) == count + 1
    widget.log.evaluate("(list) => list.scrollTo(0, 0)")
    expect(widget.frame.get_by_role("button", name="Newest messages")).to_be_visible()
    shop.say(user, "out of view")
    expect(badge).to_have_text("1")
    clock.run_for(3000)
    expect(badge).to_have_text("1")
    widget.page.evaluate("Smooch.close()")
    expect(badge).to_have_count(0)
    assert len(read) == count + 2
