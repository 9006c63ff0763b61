"""Everybody reaches everything: what is heard, the keys, other colours, the other direction."""

import re

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, rich, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
DESK = {"width": 1280, "height": 800}
SETTLE = "(element) => Promise.all(element.getAnimations().map((each) => each.finished)).then(() => 0)"
LIVE = "(element) => element.closest('[aria-live]').getAttribute('aria-live')"


@pytest.mark.rule("6.20.roles", "6.20.announced")
def test_what_is_heard(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    shop.say(visitor.app_user_id, "old", name="Nora")
    visitor.say("own")
    shop.say(visitor.app_user_id, "new", name="Omar")
    room = rich.enter(people, site, shop, visitor, viewport=DESK)
    widget = room.widget
    widget.shows("old", "own", "new")
    expect(widget.log).to_have_attribute("aria-live", "polite")
    expect(widget.log).to_have_accessible_name("Conversation")
    assert [text.evaluate(LIVE) for text in widget.texts.all()] == ["off", "off", "polite"]
    shop.say(visitor.app_user_id, "newer", name="Omar")
    expect(widget.texts).to_have_count(4)
    expect(widget.log.locator(".message").last).to_contain_text("Omar: newer")
    assert widget.texts.last.evaluate(LIVE) == "polite"
    assert widget.statuses.last.evaluate(LIVE) == "off"
    expect(widget.frame.get_by_role("alert")).to_have_count(1)  # stands there before there is something to say
    for button in widget.frame.get_by_role("button").all():
        expect(button).to_have_accessible_name(re.compile(r"\w"))
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))


@pytest.mark.rule("6.15.banner", "6.15.newest", "6.15.tall")
def test_the_banner(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    rich.post(shop, visitor, type="text", text="Press", actions=[rich.POSTBACK])
    room = rich.enter(people, site, shop, visitor, options={"customText": {"actionPostbackError": "It <b>failed</b>."}})
    widget, page = room.widget, room.page
    page.context.clock.install()
    page.route("**/postback", lambda route: route.fulfill(status=500, body="{}"))
    button = widget.frame.get_by_role("button", name=rich.POSTBACK["text"])
    alert = widget.frame.get_by_role("alert")
    button.click()
    expect(alert).to_contain_text("It failed.")
    expect(alert.locator("b")).to_have_text("failed")
    expect(alert.locator(".tall")).to_have_count(0)
    alert.locator(".banner").evaluate(SETTLE)
    header, box = widget.frame.locator("header").bounding_box(), alert.locator(".banner").bounding_box()
    assert header
    assert box
    assert round(box["y"]) >= round(header["y"] + header["height"])
    accessibility.check(accessibility.inside(page, widgets.FRAME))
    page.context.clock.fast_forward(7000)
    widget.call("() => Smooch.triggerPostback('0123456789abcdef01234567')")
    page.context.clock.fast_forward(7000)
    expect(alert).to_contain_text("It failed.")
    page.context.clock.fast_forward(4000)
    expect(alert).to_have_text("")
    button.click()
    expect(alert).to_contain_text("It failed.")
    widget.log.click(position={"x": 3, "y": 60})
    expect(alert).to_have_text("")


@pytest.mark.rule("6.20.tab")
@pytest.mark.parametrize("width", [390, 1280])
def test_tab_stays_in_the_frame_on_phones_alone(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, width: int
) -> None:
    page = people.page(viewport={"width": width, "height": 800})
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    widget.open()
    close = widget.frame.get_by_role("button", name="Close chat")
    if width < 768:
        page.keyboard.press("Tab")
        expect(close).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(widget.field).to_be_focused()
    close.focus()
    page.keyboard.press("Shift+Tab")
    if width < 768:
        expect(widget.field).to_be_focused()
    else:
        expect(page.locator("#after")).to_be_focused()


@pytest.mark.rule("6.20.forced-colors", "6.20.rtl")
def test_other_colours_and_the_other_direction(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("مرحبا")
    shop.say(visitor.app_user_id, "English stays English.", name="Nora")
    room = rich.enter(people, site, shop, visitor, html='lang="ar" dir="rtl"', viewport=DESK, forced_colors="active")
    widget = room.widget
    own, other = widget.log.locator(".bubble").all()
    frame, left, right = widget.element.bounding_box(), own.bounding_box(), other.bounding_box()
    assert frame
    assert left
    assert right
    middle = frame["x"] + frame["width"] / 2
    assert left["x"] + left["width"] < middle
    assert right["x"] > frame["x"] + 60
    assert right["x"] + right["width"] > middle
    close = widget.frame.get_by_role("button", name="Close chat").bounding_box()
    assert close
    assert close["x"] < middle
    for part in (own, other, widget.frame.locator("header")):
        expect(part).to_have_css("outline-style", "solid")
        expect(part).not_to_have_css("outline-color", "rgba(0, 0, 0, 0)")
    order = other.evaluate("""(bubble) => {
      const range = document.createRange(), text = bubble.querySelector('.text').firstChild;
      const at = (index) => { range.setStart(text, index); range.setEnd(text, index + 1);
        return range.getBoundingClientRect().left };
      return at(0) < at(text.length - 1);
    }""")
    assert order, "the full stop of an English sentence is at its right"
