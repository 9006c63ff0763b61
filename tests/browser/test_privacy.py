"""The menu with which visitors take along, or have deleted, what is stored of them."""

import json
import pathlib

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, rich, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect


@pytest.mark.rule("10.privacy-menu", "10.privacy-download", "10.privacy-delete", "6.20.escape")
def test_the_menu(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("Hello")
    without = rich.enter(people, site, shop, visitor).widget
    without.shows("Hello")
    expect(without.frame.get_by_role("button", name="Menu")).to_have_count(0)
    allowed = {"allowDeleteUser": True, "allowExportConversation": True}
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": allowed}, expect=200)

    room = rich.enter(people, site, shop, visitor)
    widget, page, keyboard = room.widget, room.page, room.page.keyboard
    widget.shows("Hello")
    dots = widget.frame.get_by_role("button", name="Menu")
    menu, question = widget.frame.get_by_role("menu"), widget.frame.get_by_role("alertdialog")
    save, delete = (menu.get_by_role("menuitem", name=f"{verb} conversation") for verb in ("Download", "Delete"))
    dots.focus()
    keyboard.press("Enter")
    expect(save).to_be_focused()
    expect(dots).to_have_attribute("aria-expanded", "true")
    keyboard.press("ArrowDown")
    expect(delete).to_be_focused()
    keyboard.press("ArrowDown")
    expect(save).to_be_focused()
    accessibility.check(accessibility.inside(page, widgets.FRAME))
    keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(dots).to_be_focused()
    dots.click()
    widget.log.click()
    expect(menu).to_have_count(0)

    dots.click()
    with page.expect_download() as started:
        save.click()
    assert started.value.suggested_filename == "conversation.json"
    kept = json.loads(pathlib.Path(started.value.path()).read_text())
    assert [message["text"] for message in kept["messages"]] == ["Hello"]

    dots.click()
    delete.click()
    expect(question).to_have_accessible_name("Delete conversation")
    cancel = question.get_by_role("button", name="Cancel")
    final = question.get_by_role("button", name="Delete for good")
    expect(cancel).to_be_focused()
    keyboard.press("Tab")
    expect(final).to_be_focused()
    keyboard.press("Tab")
    expect(cancel).to_be_focused()
    accessibility.check(accessibility.inside(page, widgets.FRAME))
    keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(dots).to_be_focused()
    widget.shows("Hello")
    page.route("**/appusers/*", lambda route: route.fulfill(status=500, body="{}"))
    dots.click()
    delete.click()
    final.click()
    expect(widget.frame.get_by_role("alert")).to_contain_text("could not be deleted")
    widget.shows("Hello")
    page.unroute("**/appusers/*")
    dots.click()
    delete.click()
    final.click()
    expect(question).to_contain_text("Everything has been deleted.")
    widget.shows()
    question.get_by_role("button", name="Dismiss").click()
    expect(widget.field).to_be_focused()
    expect(dots).to_have_count(0)
    shop.rest("GET", f"/appusers/{visitor.app_user_id}", expect=404)
    keyboard.press("Escape")
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("10.privacy-menu", "10.attach-menu")
def test_both_menus_stand_beside_their_buttons(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("Hello")
    allowed = {"allowDeleteUser": True, "allowExportConversation": True}
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": allowed}, expect=200)
    room = rich.enter(people, site, shop, visitor, reduced_motion="reduce")
    frame, keyboard = room.widget.frame, room.page.keyboard
    menu = frame.get_by_role("menu")

    def gap(name: str) -> float:
        """How far the menu's nearest edge is from the button's, up or down."""
        button = frame.get_by_role("button", name=name)
        button.click()
        expect(menu).to_be_visible()
        own, other = menu.bounding_box(), button.bounding_box()
        assert own
        assert other
        keyboard.press("Escape")
        expect(menu).to_have_count(0)
        return min(abs(own["y"] - other["y"] - other["height"]), abs(own["y"] + own["height"] - other["y"]))

    for name in ("Menu", "Attach", "Menu", "Attach"):  # each with the styles of the other
        assert gap(name) < 16, name
        expect(frame.locator("header")).to_be_in_viewport(ratio=1)
