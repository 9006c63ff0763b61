"""What goes wrong on the way: the server dies, WebSocket is blocked, tabs race, history is long."""

import pathlib
import tempfile
from collections.abc import Iterator

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import api, shapes

ON_A = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
LINE = 24  # pixels
QUEUED = "Will be sent when you’re back online"


@pytest.fixture(scope="module")
def hospital() -> Iterator[api.Deployment]:
    with tempfile.TemporaryDirectory() as folder, shapes.sqlite(pathlib.Path(folder)) as made:
        yield api.deployment(made)


@pytest.fixture
def mortal(hospital: api.Deployment) -> api.Deployment:
    """A deployment that a test may kill."""
    if not hospital.shape.visitor.process.running:
        hospital.shape.visitor.start()
    return hospital


def visit(page: sync_api.Page, site: sites.Site, shop: api.Shop) -> widgets.Widget:
    """A visitor with a conversation, the widget open."""
    widget = widgets.Widget(page)
    page.goto(site.add(sites.with_snippet(shop)))
    widget.open()
    widget.say("Hello")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    return widget


def user_of(widget: widgets.Widget) -> str:
    return str(widget.call("() => Smooch.getUser()._id"))


def stored(shop: api.Shop, user: str) -> list[str]:
    return [message["text"] for message in shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]]


def test_the_server_is_killed_while_people_write(
    people: drivers.Profiles, site: sites.Site, mortal: api.Deployment
) -> None:
    shop = mortal.make_shop()
    widget = visit(people.page(), site, shop)
    user = user_of(widget)
    inbox = inboxes.Inbox(people.page(), inboxes.make_account(mortal.shape))
    inbox.sign_in(shop.app_id)
    inbox.open("Hello")
    inbox.shows("Hello")

    mortal.shape.visitor.kill()
    widget.say("Is anybody there?")
    expect(widget.statuses.last).to_have_text("Sending...")
    expect(widget.offline).to_have_text("No connection. Trying again…")
    expect(inbox.page.get_by_text("Reconnecting…")).to_be_visible()
    expect(widget.statuses.filter(has_text=QUEUED)).to_be_visible()

    mortal.shape.visitor.start()
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    for text in ("one", "two", "three"):
        shop.say(user, text)
    expect(widget.texts.filter(has_text="three")).to_be_visible()
    expect(inbox.texts.filter(has_text="three")).to_be_visible()
    expect(widget.offline).to_have_count(0)
    expect(inbox.page.get_by_text("Reconnecting…")).to_have_count(0)
    everything = ["Hello", "Is anybody there?", "one", "two", "three"]
    widget.shows(*everything)
    inbox.shows(*everything)
    assert stored(shop, user) == everything


def test_a_short_restart_is_not_noticed(people: drivers.Profiles, site: sites.Site, mortal: api.Deployment) -> None:
    shop = mortal.make_shop()
    widget = visit(people.page(), site, shop)
    user = user_of(widget)
    mortal.shape.visitor.kill()
    widget.say("Still here")
    expect(widget.statuses.last).to_have_text("Sending...")
    mortal.shape.visitor.start()
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    shop.say(user, "So are we")
    widget.shows("Hello", "Still here", "So are we")
    assert stored(shop, user) == ["Hello", "Still here", "So are we"]


def test_an_answer_lost_on_the_way_doubles_nothing(
    people: drivers.Profiles, site: sites.Site, mortal: api.Deployment
) -> None:
    """The server stored the message, the browser never heard of it."""
    shop = mortal.make_shop()
    widget = visit(people.page(), site, shop)
    lost: list[str] = []

    def lose(route: sync_api.Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    widget.page.route("**/messages", lose)
    widget.say("Once")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    widget.shows("Hello", "Once")
    assert lost
    assert stored(shop, user_of(widget)) == ["Hello", "Once"]


BLOCKED = {
    "forbidden": "window.WebSocket = class { constructor() { throw new DOMException('no', 'SecurityError') } }",
    "missing": "window.WebSocket = undefined",
    "broken": """window.WebSocket = class {
      readyState = 0;
      constructor() { setTimeout(() => this.onclose && this.onclose({code: 1006})) }
      close() {}
    }""",
}


@ON_A
@pytest.mark.parametrize("how", BLOCKED)
def test_without_websocket(people: drivers.Profiles, site: sites.Site, shop: api.Shop, how: str) -> None:
    page = people.page()
    page.add_init_script(BLOCKED[how])
    polls = widgets.requests(page, "/poll")
    widget = visit(page, site, shop)
    user = user_of(widget)
    for number in range(3):
        shop.say(user, f"number {number}")
        expect(widget.texts.last).to_have_text(f"number {number}")

    def types() -> bool:
        """As an agent's page does: again and again, since one activity may fall between two polls."""
        shop.rest("POST", f"/appusers/{user}/conversation/activity", {"role": "appMaker", "type": "typing:start"})
        return widget.typing.is_visible()

    api.eventually(types, every=0.2)
    widget.say("Thanks")
    widget.shows("Hello", "number 0", "number 1", "number 2", "Thanks")
    assert polls


@ON_A
def test_two_tabs_show_the_same(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = profiles.context()
    address = site.add(sites.with_snippet(shop))
    first, second = (widgets.Widget(context.new_page()) for _ in range(2))
    for widget in (first, second):
        widget.page.goto(address)
        widget.open()
    first.say("from the first")
    second.shows("from the first")
    second.say("from the second")
    first.shows("from the first", "from the second")
    assert user_of(first) == user_of(second)
    shop.say(user_of(first), "to both")
    for widget in (first, second):
        widget.shows("from the first", "from the second", "to both")


@ON_A
def test_the_first_message_in_two_tabs_at_once(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = people.context()
    address = site.add(sites.with_snippet(shop))
    tabs = [widgets.Widget(context.new_page()) for _ in range(2)]
    made = widgets.requests(context, "/appusers", "POST")
    for tab in tabs:
        tab.page.goto(address)
        expect(tab.launcher).to_be_visible()
        tab.call("() => Smooch.open()")
        expect(tab.field).to_be_visible()
    at = tabs[0].call("() => Date.now()") + 700
    race = """(at) => {
      window.sent = new Promise((done) => setTimeout(() => Smooch.sendMessage('from ' + NAME).then(done), at - Date.now()));
    }"""
    for name, tab in zip("AB", tabs, strict=True):
        tab.page.evaluate(race.replace("NAME", f"'{name}'"), at)
    for tab in tabs:
        assert tab.call("() => window.sent.then((sent) => sent.message.role)") == "appUser"
    users = {user_of(tab) for tab in tabs}
    assert len(users) == 1
    assert len([url for url in made if url.endswith("/appusers")]) == 1
    kept = stored(shop, users.pop())
    assert sorted(kept) == ["from A", "from B"]
    for tab in tabs:
        tab.shows(*kept)


# In one step, because the page begins to load at once: go to the top and say where the first message is.
_SCROLL_UP = """(log) => {
  log.scrollTop = 0;
  const first = log.querySelector(".bubble > .text");
  return { text: first.textContent, top: first.getBoundingClientRect().top };
}"""
_TOP_OF = """(log, text) =>
  [...log.querySelectorAll(".bubble > .text")].find((e) => e.textContent === text).getBoundingClientRect().top"""


@ON_A
def test_history_keeps_its_place(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = visit(profiles.page(), site, shop)
    user = user_of(widget)
    widget.page.goto("about:blank")
    for number in range(1, 150):
        shop.say(user, f"number {number}", role="appMaker" if number % 3 else "appUser")
    widget.page.go_back()
    widget.open()
    more = widget.frame.get_by_role("button", name="Load more")
    expect(widget.texts).to_have_count(50)
    expect(widget.texts.last).to_be_in_viewport()
    expect(widget.frame.get_by_text("We're here to talk")).to_have_count(0)
    for loaded in (100, 150):
        before = widget.log.evaluate(_SCROLL_UP)
        expect(widget.texts).to_have_count(loaded)
        after = widget.log.evaluate(_TOP_OF, before["text"])
        assert abs(before["top"] - after) < LINE, (before, after)
    expect(more).to_have_count(0)
    expect(widget.frame.get_by_text("We're here to talk")).to_have_count(1)
    widget.shows("Hello", *(f"number {number}" for number in range(1, 150)))


@ON_A
def test_reading_up_is_not_disturbed(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = visit(people.page(), site, shop)
    user = user_of(widget)
    for number in range(30):
        shop.say(user, f"number {number}")
    expect(widget.texts).to_have_count(31)
    expect(widget.texts.last).to_be_in_viewport()
    widget.texts.nth(12).scroll_into_view_if_needed()
    down = widget.frame.get_by_role("button", name="Newest messages")
    expect(down).to_be_visible()
    before = widget.texts.nth(12).bounding_box()
    shop.say(user, "one more")
    expect(widget.texts).to_have_count(32)
    assert widget.texts.nth(12).bounding_box() == before
    down.click()
    expect(widget.texts.last).to_be_in_viewport()
    expect(down).to_have_count(0)


@ON_A
def test_a_reload_brings_the_conversation_back(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = visit(profiles.page(), site, shop)
    user = user_of(widget)
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    shop.say(user, "Welcome back")
    expect(widget.badge).to_have_text("1")
    widget.open()
    widget.shows("Hello", "Welcome back")
    expect(widget.badge).to_have_count(0)


@ON_A
def test_a_session_the_server_forgot(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = visit(people.page(), site, shop)
    old = user_of(widget)
    shop.rest("DELETE", f"/appusers/{old}", expect=200)
    widget.page.reload()
    widget.open()
    widget.shows()
    widget.say("A new start")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert user_of(widget) != old
