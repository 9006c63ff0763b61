"""`Smooch.on` and `off`: which events come, in which order, with what; and calls made before anything is loaded."""

from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
RECORD = """
  var seen = [];
  ['ready', 'destroy', 'message:received', 'message:sent', 'message', 'unreadCount', 'widget:opened', 'widget:closed']
    .forEach(function (name) {
      Smooch.on(name, function () {
        seen.push([name].concat([].slice.call(arguments).filter(function (p) { return p !== undefined })));
      });
    });
"""


def start(page: sync_api.Page, site: sites.Site, shop: api.Shop, script: str = "") -> widgets.Widget:
    """A page that keeps every event in `seen`, from before anything is loaded."""
    widget = widgets.Widget(page)
    widget.page.goto(site.add(sites.with_stub(shop, RECORD + (script or "Smooch.init({appId: APP});"))))
    return widget


def events(widget: widgets.Widget, count: int) -> list[Any]:
    """Exactly so many events since the last time, once nothing more can follow of what has happened."""
    widget.page.wait_for_function("(count) => seen.length >= count", arg=count)
    seen: list[Any] = widget.call("() => new Promise((done) => setTimeout(() => done(seen.splice(0)), 50))")
    assert len(seen) == count, seen
    return seen


@pytest.mark.rule(
    "5.message-sent", "5.message-received", "5.unreadCount", "5.widget", "5.order", "5.destroy", "5.message"
)
def test_events_of_a_new_visitor(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = start(profiles.page(), site, shop)
    assert events(widget, 1) == [["ready"]]
    widget.open()
    assert events(widget, 1) == [["widget:opened"]]
    widget.call("() => Smooch.open()")
    widget.say("Hello")
    sent, message = events(widget, 2)
    assert sent[0] == "message:sent"
    assert message == ["message", sent[1]]
    assert sent[1]["text"] == "Hello"
    assert sent[1]["role"] == "appUser"
    assert sent[1]["_id"]
    assert sent[1]["received"] > 1_600_000_000
    widget.close()
    assert events(widget, 1) == [["widget:closed"]]
    widget.call("() => Smooch.close()")

    user = widget.call("() => Smooch.getUser()._id")
    shop.say(user, "Good morning", name="Ada")
    got = events(widget, 3)
    assert {event[0] for event in got} == {"message:received", "message", "unreadCount"}
    received, again = [event for event in got if event[0] != "unreadCount"]
    assert received[0] == "message:received"
    assert again == ["message", received[1]]
    assert received[1]["text"] == "Good morning"
    assert received[1]["name"] == "Ada"
    assert ["unreadCount", 1] in got
    shop.say(user, "Anything else?")
    assert ["unreadCount", 2] in events(widget, 3)

    widget.call("() => Smooch.open()")
    assert events(widget, 2) == [["widget:opened"], ["unreadCount", 0]]
    widget.call("() => Smooch.destroy()")
    assert events(widget, 1) == [["destroy"]]
    widget.call("() => Smooch.init({appId: APP})")
    assert events(widget, 0) == []


@pytest.mark.rule("5.start-order", "5.ready")
def test_events_at_start_come_before_ready(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    script = "var done = Smooch.init({appId: APP}).then(function () { seen.push(['init done']) });"
    widget = start(people.page(), site, shop, script)
    widget.page.wait_for_function("() => seen.length === 2")
    widget.call("() => Smooch.sendMessage('Hello')")
    user = widget.call("() => Smooch.getUser()._id")
    widget.page.goto("about:blank")
    for text in ("one", "two"):
        shop.say(user, text)
    widget.page.go_back()
    seen = events(widget, 7)
    names = [event[0] for event in seen]
    assert names.index("init done") < names.index("ready")
    assert max(at for at, name in enumerate(names) if name in ("message:received", "unreadCount")) < names.index(
        "ready"
    )
    told = [(event[0], event[1]["text"]) for event in seen if event[0].startswith("message")]
    assert told[0] == ("message:received", "one")
    assert sorted(told, key=lambda item: item[1]) == [
        ("message:received", "one"),
        ("message", "one"),
        ("message:received", "two"),
        ("message", "two"),
    ]
    assert ["unreadCount", 2] in seen
    expect(widget.badge).to_have_text("2")


@pytest.mark.rule("5.message")
def test_a_message_from_another_tab(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    context = people.context()
    first = start(context.new_page(), site, shop)
    second = start(context.new_page(), site, shop)
    assert events(first, 1) == events(second, 1) == [["ready"]]
    first.call("() => Smooch.sendMessage('from the first')")
    assert [event[0] for event in events(first, 2)] == ["message:sent", "message"]
    second.page.wait_for_function("() => Smooch.getConversation().messages.length === 1")
    second.call("() => Smooch.sendMessage('from the second')")
    first.page.wait_for_function("() => seen.some(([name, m]) => name === 'message' && m.text.includes('second'))")
    assert [event[0] for event in events(first, 1)] == ["message"]


@pytest.mark.rule("5.on", "5.off", "5.removed-in-time")
def test_on_and_off(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = start(people.page(), site, shop)
    events(widget, 1)
    counts = widget.call("""async () => {
      const counts = {twice: 0, removed: 0, all: 0, kept: 0, late: 0};
      const add = (name) => () => { counts[name] += 1 };
      const twice = add('twice'), removed = add('removed'), kept = add('kept'), late = add('late');
      const toggle = () => new Promise((done) => {
        Smooch.open(); Smooch.close(); setTimeout(done, 50);
      });
      Smooch.on('widget:opened', twice); Smooch.on('widget:opened', twice);
      Smooch.on('widget:opened', removed); Smooch.on('widget:opened', kept);
      Smooch.off('widget:opened', removed);
      Smooch.off('neverBound'); Smooch.off('neverBound', kept); Smooch.on('unknown', kept);
      await toggle();
      Smooch.off('widget:opened');
      Smooch.on('widget:closed', add('all'));
      await toggle();
      Smooch.off();
      await toggle();
      Smooch.on('widget:opened', late);
      Smooch.open(); Smooch.off('widget:opened', late); Smooch.close();
      await new Promise((done) => setTimeout(done, 50));
      return counts;
    }""")
    assert counts == {"twice": 1, "removed": 0, "all": 1, "kept": 1, "late": 0}


@pytest.mark.rule("5.macrotask")
def test_a_handler_that_throws_harms_no_other(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    script = "Smooch.on('widget:opened', function () { throw new Error('mine') });"
    widget = widgets.Widget(people.page())
    widget.page.goto(site.add(sites.with_stub(shop, script + RECORD + "Smooch.init({appId: APP});")))
    events(widget, 1)
    widget.open()
    assert events(widget, 1) == [["widget:opened"]]
    assert [error.partition(": ")[2] for error in people.errors] == ["mine"]
    people.errors.clear()


@pytest.mark.rule("1.1.captured-early", "1.2.replay-order")
def test_calls_made_before_anything_is_loaded(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    script = """
      var order = [], early = Smooch;
      function removed() { order.push('removed') }
      Smooch.on('ready', function () { order.push('ready 1') });
      Smooch.on('ready', removed);
      Smooch.off('ready', removed);
      var done = Smooch.init({appId: APP}).then(function () { order.push('init') });
      Smooch.on('ready', function () { order.push('ready 2') });
    """
    widget = widgets.Widget(profiles.page())
    widget.page.goto(site.add(sites.with_stub(shop, script)))
    widget.page.wait_for_function("() => order.length >= 3")
    assert widget.call("() => order") == ["init", "ready 1", "ready 2"]
    assert widget.call("() => [early === Smooch, early.isOpened()]") == [False, False]
    widget.call("() => early.open()")
    expect(widget.field).to_be_visible()
    assert widget.call("() => [early.isOpened(), Smooch.isOpened()]") == [True, True]
    assert widget.call("() => early.sendMessage('by the old name').then(({message}) => message.text)")
    assert widget.call("() => early.getConversation().messages.length") == 1
    widget.call("() => early.destroy()")
    expect(widget.element).to_have_count(0)


@pytest.mark.rule("1.2.replay-order")
def test_a_handler_bound_while_loading_sees_ready(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = widgets.Widget(people.page())
    script = "Smooch.init({appId: APP}); var heard = new Promise(function (ok) { Smooch.on('ready', ok) });"
    widget.page.goto(site.add(sites.with_stub(shop, script)))
    assert widget.call("() => heard.then(() => 'heard')") == "heard"


@pytest.mark.rule("1.2.waits-for-body")
def test_the_snippet_in_the_head_of_a_page_that_is_not_parsed_yet(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    """`init` waits for the body."""
    widget = start(people.page(), site, shop, "Smooch.init({appId: APP}); var bodyThen = document.body;")
    expect(widget.launcher).to_be_visible()
    assert widget.call("() => bodyThen") is None
