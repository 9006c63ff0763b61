"""The list stays where the reader is, follows what comes, and fetches history in place."""

import re
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, rich, sites
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
DESK = {"width": 1280, "height": 800}
LEFT = "(list) => list.scrollHeight - list.scrollTop - list.clientHeight"
UP = "(list) => { list.scrollTop = 300 }"
TOP = "(element) => Math.round(element.getBoundingClientRect().top)"
REPLIES = [{"type": "reply", "text": text, "payload": text} for text in ("Yes", "No")]


def come(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, count: int = 30, **settings: Any
) -> tuple[rich.Room, api.Visitor]:
    """A visitor with a conversation longer than the screen, at its end."""
    visitor = shop.visitor()
    for number in range(count):
        if number % 3:
            shop.say(visitor.app_user_id, f"number {number}", name="Nora")
        else:
            visitor.say(f"number {number}")
    room = rich.enter(people, site, shop, visitor, viewport=DESK, **settings)
    expect(room.widget.texts).to_have_count(min(count, 50))
    return room, visitor


@pytest.mark.rule("6.7.first", "6.7.own", "6.7.replies", "6.7.follows", "6.7.stays", "6.7.image")
def test_where_the_list_stands(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    room, visitor = come(people, site, shop)
    widget, log, user = room.widget, room.widget.log, visitor.app_user_id
    down = widget.frame.get_by_role("button", name="Newest messages")

    def at_end() -> None:
        room.page.wait_for_function(
            "() => { const list = document.querySelector('iframe').contentDocument.querySelector('.list');"
            " return list.scrollHeight - list.scrollTop - list.clientHeight <= 1 }"
        )

    def go_up() -> None:
        log.evaluate(UP)
        expect(down).to_be_visible()

    at_end()
    shop.say(user, "follows", name="Nora")
    expect(widget.texts.last).to_have_text("follows")
    at_end()

    go_up()
    before = box = log.evaluate("(list) => list.scrollTop")
    shop.say(user, "stays", name="Nora")
    expect(widget.texts.last).to_have_text("stays")
    activity = {"role": "appMaker", "type": "typing:start"}
    shop.rest("POST", f"/appusers/{user}/conversation/activity", activity, expect=200)
    expect(widget.typing).to_have_count(1)
    assert log.evaluate("(list) => list.scrollTop") == before == box
    expect(down).to_be_visible()

    held: list[sync_api.Route] = []
    room.page.route("**/messages", lambda route: held.append(route))
    widget.call("() => void Smooch.sendMessage('an own one')")
    expect(widget.statuses.last).to_have_text("Sending...")
    at_end()
    go_up()
    expect(widget.statuses.last).to_have_text("Sending...")
    held.pop().fulfill(status=400, body="{}")
    expect(widget.failed).to_have_count(1)
    at_end()
    go_up()
    room.page.unroute("**/messages")
    widget.failed.evaluate("(button) => button.click()")
    expect(widget.failed).to_have_count(0)
    at_end()
    expect(widget.statuses.last).to_have_text("Delivered · Just now")

    go_up()
    shop.say(user, "Choose", actions=REPLIES)
    expect(widget.frame.get_by_role("button", name="Yes", exact=True)).to_be_in_viewport()
    at_end()

    url = f"{rich.PICTURES}300x600.png"
    room.post(type="image", mediaUrl=url)
    expect(log.locator("img").last).to_have_js_property("complete", True)
    at_end()
    shop.say(user, "word " * 700, name="Nora")  # longer than the screen
    expect(widget.texts.last).to_have_text(re.compile("^word word"))
    at_end()
    top = log.locator(".message").last.evaluate(TOP)
    unfold = widget.frame.get_by_role("button", name="Show more")
    unfold.click()
    expect(unfold).to_have_count(0)
    log.evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
    expect(down).to_have_count(0)
    reading = log.evaluate("(list) => list.scrollTop")
    shop.say(user, "after a message that does not fit", name="Nora")
    expect(widget.texts.last).to_have_text("after a message that does not fit")
    assert log.evaluate("(list) => list.scrollTop") == reading, top
    expect(down).to_be_visible()


@pytest.mark.rule("6.7.history", "6.7.history-once", "6.7.history-place", "6.7.history-failure", "6.7.history-end")
@pytest.mark.rule("3.fetchHistory", "3.fetchingHistory", "10.skeleton")
def test_history(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    texts = {"fetchHistory": "Earlier", "fetchingHistory": "One moment"}
    room, _ = come(people, site, shop, 70, options={"customText": texts})
    widget, log = room.widget, room.widget.log
    expect(widget.frame.locator(".intro")).to_have_count(0)
    held: list[sync_api.Route] = []
    room.page.route("**/messages?before=*", lambda route: held.append(route))
    first = widget.texts.filter(has_text=re.compile("^number 20$"))
    log.evaluate("(list) => list.scrollTo(0, 0)")
    expect(log.get_by_text("One moment")).to_be_in_viewport()
    expect(log).to_have_attribute("aria-busy", "true")
    assert log.evaluate("(list) => list.scrollTop") > 100, "above are bubbles that are still to come"
    log.evaluate("(list) => list.scrollTo(0, 0)")
    log.evaluate("(list) => list.scrollTo(0, 90)")
    held[0].fulfill(status=400, body="{}")
    expect(log.get_by_text("Earlier")).to_be_visible()
    assert len(held) == 1
    log.get_by_text("Earlier").scroll_into_view_if_needed()
    log.get_by_text("Earlier").click()
    expect(log.get_by_text("One moment")).to_be_visible()
    top = first.evaluate(TOP)
    held[1].continue_()
    expect(widget.texts).to_have_count(70)
    api.eventually(
        lambda: abs(first.evaluate(TOP) - top) <= 1
    )  # it rises into its place like every bubble that is drawn
    expect(log.get_by_text("Earlier")).to_have_count(0)
    log.evaluate("(list) => list.scrollTo(0, 0)")
    expect(widget.frame.locator(".intro")).to_be_in_viewport()
    assert len(held) == 2
    shown = [f"number {number}" for number in range(70)]
    assert widget.texts.all_inner_texts() == shown


@pytest.mark.rule("6.14.typing", "6.14.grouped", "6.14.ends", "6.20.typing")
def test_the_business_types(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("Hello")
    room = rich.enter(people, site, shop, visitor, viewport=DESK)
    widget, log, page = room.widget, room.widget.log, room.page
    page.context.clock.install()

    def types(activity: str = "start", name: str = "Nora") -> None:
        body = {"role": "appMaker", "type": f"typing:{activity}", "name": name}
        shop.rest("POST", f"/appusers/{visitor.app_user_id}/conversation/activity", body, expect=200)

    types()
    expect(widget.typing).to_be_visible()
    expect(widget.typing.locator(".name")).to_have_text("Nora")
    expect(widget.typing.locator(".avatar")).to_have_text("N")
    expect(widget.typing).to_contain_text("Nora is typing")
    types("stop")
    expect(widget.typing).to_have_count(0)
    types()
    expect(widget.typing).to_be_visible()
    expect(widget.typing).not_to_contain_text("is typing")  # it was said a moment ago
    shop.say(visitor.app_user_id, "Here I am", name="Nora")
    expect(widget.texts.last).to_have_text("Here I am")
    expect(widget.typing).to_have_count(0)
    expect(log.locator(".group.other .avatar")).to_have_count(1)
    types()
    expect(widget.typing).to_be_visible()
    expect(widget.typing.locator(".name")).to_have_count(0)  # goes on with the group and takes its avatar
    expect(log.locator(".group.other .avatar")).to_have_count(1)
    expect(widget.typing.locator(".avatar")).to_have_count(1)
    page.context.clock.fast_forward("00:11")
    expect(widget.typing).to_have_count(0)
    types(name="Omar")
    expect(widget.typing.locator(".name")).to_have_text("Omar")
    expect(widget.typing).to_contain_text("Omar is typing")
