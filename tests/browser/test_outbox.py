"""What the visitor sent and the server has not: it waits in the browser, and goes out once and in order."""

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
QUEUED = "Will be sent when you’re back online"
KEPT = "() => Object.keys(localStorage).filter((name) => name.includes('.outbox.')).length"


def cut(route: sync_api.Route) -> None:
    """Nothing that is sent gets through."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def enter(page: sync_api.Page, address: str) -> widgets.Widget:
    page.goto(address)
    widget = widgets.Widget(page)
    widget.open()
    return widget


def texts_of(shop: api.Shop, user: str) -> list[str]:
    return [message["text"] for message in shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]]


@pytest.mark.rule("10.outbox.reload", "10.outbox.order", "10.outbox.shown")
def test_a_tab_that_dies_loses_nothing(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = people.context()
    address = site.add(sites.with_snippet(shop))
    widget = enter(context.new_page(), address)
    assert widget.call(KEPT) == 0
    widget.say("Hello")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    user = str(widget.call("() => Smooch.getUser()._id"))
    context.route("**/messages", cut)
    for text in ("one", "two"):
        widget.say(text)
    assert widget.call(KEPT) == 2
    expect(widget.statuses.filter(has_text=QUEUED).first).to_be_visible(timeout=30_000)
    widget.page.close()

    context.unroute("**/messages")
    page = context.new_page()
    page.goto(address)  # nobody touches the widget
    api.eventually(lambda: texts_of(shop, user) == ["Hello", "one", "two"])
    widget = widgets.Widget(page)
    widget.open()
    widget.shows("Hello", "one", "two")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert widget.call(KEPT) == 0


@pytest.mark.rule("10.outbox.first")
def test_the_first_message_of_all_survives_a_reload(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = people.context()
    address = site.add(sites.with_snippet(shop))
    context.route("**/appusers", cut)
    widget = enter(context.new_page(), address)
    widget.say("First")
    assert widget.call("() => Smooch.getUser()") is None
    context.unroute("**/appusers")
    widget.page.reload()
    widget.open()
    widget.shows("First")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert texts_of(shop, str(widget.call("() => Smooch.getUser()._id"))) == ["First"]


@pytest.mark.rule("10.outbox.tabs", "8.5.shared")
def test_two_tabs_send_what_waits_once(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = people.context()
    address = site.add(sites.with_snippet(shop))
    first = enter(context.new_page(), address)
    first.say("Hello")
    expect(first.statuses.last).to_have_text("Delivered · Just now")
    first.page.route("**/messages", cut)
    first.say("waiting")
    expect(first.statuses.filter(has_text=QUEUED)).to_be_visible(timeout=30_000)
    second = enter(context.new_page(), address)
    second.say("meanwhile")
    second.shows("Hello", "meanwhile")
    user = str(second.call("() => Smooch.getUser()._id"))
    assert texts_of(shop, user) == ["Hello", "meanwhile"]
    first.page.unroute("**/messages")
    first.page.evaluate("dispatchEvent(new Event('online'))")
    for tab in (first, second):
        tab.shows("Hello", "meanwhile", "waiting")
    assert texts_of(shop, user) == ["Hello", "meanwhile", "waiting"]
