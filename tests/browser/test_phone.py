"""Small screens, touch, and pages that run from right to left."""

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import api, shapes

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True}
CHROMIUM_PHONE = PHONE | {"is_mobile": True, "device_scale_factor": 2}


@pytest.fixture
def phone(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> widgets.Widget:
    widget = widgets.Widget(people.page(**CHROMIUM_PHONE))
    widget.page.goto(site.add(sites.with_snippet(shop)))
    return widget


def test_full_screen(phone: widgets.Widget) -> None:
    phone.page.evaluate("scrollTo(0, 200)")
    phone.launcher.tap()
    expect(phone.log).to_be_visible()
    assert phone.element.bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 667}
    field = phone.field.bounding_box()
    assert field
    assert field["y"] + field["height"] <= 667
    phone.page.mouse.move(180, 300)
    phone.page.mouse.wheel(0, 400)
    assert phone.page.evaluate("getComputedStyle(document.body).overflow") == "hidden"
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 375
    phone.field.tap()
    expect(phone.field).to_be_focused()
    assert phone.field.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 16  # iOS zooms in below
    phone.page.keyboard.type("From the bus")
    phone.frame.get_by_role("button", name="Send").tap()
    phone.shows("From the bus")
    expect(phone.field).to_be_focused()
    phone.frame.get_by_role("button", name="Close chat").tap()
    expect(phone.launcher).to_be_visible()
    assert phone.page.evaluate("[scrollY, getComputedStyle(document.body).overflow]") == [200, "visible"]


def test_targets_are_large_enough_for_a_thumb(phone: widgets.Widget) -> None:
    launcher = phone.launcher.bounding_box()
    assert launcher
    assert min(launcher["width"], launcher["height"]) >= 44
    phone.launcher.tap()
    phone.field.fill("Ready to send")
    for name in ("Send", "Close chat"):
        button = phone.frame.get_by_role("button", name=name)
        button.tap(trial=True)  # it stands still
        hit = button.evaluate("""(e) => {
          const { left, right, top, bottom } = e.getBoundingClientRect();
          const x = (left + right) / 2, y = (top + bottom) / 2;
          const inside = (dx, dy) => {
            const hit = document.elementFromPoint(x + dx, y + dy);
            return e.contains(hit) || hit.closest('header'); // the whole header closes
          };
          return [inside(-21, 0), inside(21, 0), inside(0, -21), inside(0, 21)];
        }""")
        assert all(hit), (name, hit)


def test_long_words_do_not_break_the_layout(phone: widgets.Widget) -> None:
    phone.launcher.tap()
    phone.page.evaluate("Smooch.sendMessage('x'.repeat(400) + ' https://example.com/' + 'y'.repeat(300))")
    expect(phone.texts).to_have_count(1)
    assert phone.log.evaluate("(e) => e.scrollWidth <= e.clientWidth") is True
    box = phone.texts.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375


def test_a_page_from_right_to_left(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = widgets.Widget(profiles.page(viewport={"width": 1280, "height": 800}))
    widget.page.goto(site.add(sites.with_snippet(shop, html='lang="ar" dir="rtl"')))
    expect(widget.launcher).to_be_visible()
    closed = widget.element.bounding_box()
    assert closed
    assert 0 <= closed["x"] <= 1280 - closed["width"]
    widget.open()
    widget.say("مرحبا، هل الكوب الكبير آمن؟")
    widget.shows("مرحبا، هل الكوب الكبير آمن؟")
    box, field, bubble = (
        part.bounding_box() for part in (widget.element, widget.field, widget.log.locator(".bubble").first)
    )
    assert box
    assert field
    assert bubble
    for part in (field, bubble):
        assert box["x"] <= part["x"]
        assert part["x"] + part["width"] <= box["x"] + box["width"]
    assert bubble["x"] + bubble["width"] / 2 < box["x"] + box["width"] / 2  # own messages stand at the end of the line
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert widget.log.evaluate("(e) => e.scrollWidth <= e.clientWidth") is True


def test_the_inbox_on_a_phone(
    people: drivers.Profiles, shape: shapes.Shape, shop: api.Shop, desk: inboxes.Account
) -> None:
    visitor = shop.visitor()
    visitor.say("Do you ship to Norway?")
    inbox = inboxes.Inbox(people.page(**CHROMIUM_PHONE), desk)
    inbox.sign_in(shop.app_id)
    assert inbox.page.evaluate("document.documentElement.scrollWidth") == 375
    inbox.row("Norway").tap()
    expect(inbox.field).to_be_in_viewport()
    inbox.shows("Do you ship to Norway?")
    expect(inbox.rows).to_be_hidden()
    inbox.field.tap()
    inbox.page.keyboard.type("We do.")
    inbox.page.get_by_role("button", name="Send").tap()
    inbox.shows("Do you ship to Norway?", "We do.")
    assert inbox.page.evaluate("document.documentElement.scrollWidth") == 375
    inbox.page.get_by_role("button", name="Back to the list").tap()
    expect(inbox.row("We do.")).to_be_visible()
