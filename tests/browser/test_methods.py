"""`window.Smooch`: its methods, as a page calls them."""

import json
import pathlib
import re

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
PACKAGE = pathlib.Path(__file__).parents[2] / "web/packages/sdk/package.json"
INIT = "() => Smooch.init({appId: APP})"
# What became of a promise, or of a call that throws, as text.
OUTCOME = """async (run) => {
  try {
    const value = await eval(run);
    return value === undefined ? 'undefined' : JSON.stringify(value);
  } catch (error) {
    return `${error.constructor.name}: ${error.message} (${error.code})`;
  }
}"""


@pytest.fixture
def widget(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> widgets.Widget:
    """A page with the stub, on which nobody has called `init`."""
    made = widgets.Widget(people.page())
    made.page.goto(site.add(sites.with_stub(shop)))
    return made


def outcome(widget: widgets.Widget, run: str) -> str:
    return str(widget.call(OUTCOME, run))


def wait_for_host(widget: widgets.Widget) -> None:
    """Until the real library has taken the stub's place."""
    widget.page.wait_for_function("() => !Smooch._handOff")


@pytest.mark.rule("4.2.VERSION")
def test_version(widget: widgets.Widget) -> None:
    version = json.loads(PACKAGE.read_text())["version"]
    assert widget.call("() => Smooch.VERSION") == version
    wait_for_host(widget)
    assert widget.call("() => Smooch.VERSION") == version


@pytest.mark.rule("4.1.not-initialised", "1.1.early-calls", "1.1.at-once")
@pytest.mark.parametrize("loaded", [False, True], ids=["stub", "loaded"])
def test_before_init(people: drivers.Profiles, site: sites.Site, shop: api.Shop, loaded: bool) -> None:
    widget = widgets.Widget(people.page())
    if not loaded:
        widget.page.route("**/smooch.js", lambda route: None)  # it never comes
    widget.page.goto(site.add(sites.with_stub(shop)), wait_until="commit")
    widget.page.wait_for_function("() => window.Smooch && window.APP")
    if loaded:
        wait_for_host(widget)
    for call in ("Smooch.open()", "Smooch.close()", "Smooch.getConversation()"):
        assert re.match(r"Error: .*initialize.*init\(\)", outcome(widget, call)), call
    for call in ("Smooch.sendMessage('a')", "Smooch.startConversation()"):
        assert widget.call(f"() => {{ const p = {call}; return p instanceof Promise && p.catch(() => true) }}") is True
        assert re.match(r"Error: .*initialize.*init\(\)", outcome(widget, call)), call
    assert outcome(widget, "Smooch.isOpened()") == "false"
    assert outcome(widget, "Smooch.getUser()") == "undefined"
    assert outcome(widget, "Smooch.destroy()") == "undefined"
    assert outcome(widget, "Smooch.on('ready', () => {}) || Smooch.off('ready')") == "undefined"
    expect(widget.element).to_have_count(0)


@pytest.mark.rule("2.2.appId", "2.1.teardown")
def test_init_with_bad_options(widget: widgets.Widget) -> None:
    assert "appId" in outcome(widget, "Smooch.init()")
    assert "appId" in outcome(widget, "Smooch.init({appId: ''})")
    assert "appId" in outcome(widget, "Smooch.init({appId: 5})")
    expect(widget.element).to_have_count(0)
    status = widget.call("() => Smooch.init({appId: 'nobody'}).catch((e) => [e.response.status, typeof e.code])")
    assert status == [404, "string"]
    expect(widget.element).to_have_count(0)
    assert outcome(widget, "Smooch.init({appId: APP})") == "undefined"
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("1.5.double", "1.2.first-init-wins")
def test_init_twice(widget: widgets.Widget) -> None:
    twice = "() => { window.first = Smooch.init({appId: APP}); return Smooch.init({appId: APP}).catch(String) }"
    assert re.search("already initialized", widget.call(twice))
    assert outcome(widget, "first") == "undefined"
    assert re.search("already initialized", outcome(widget, "Smooch.init({appId: APP})"))
    expect(widget.element).to_have_count(1)
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("1.3.promise", "1.3.before-ready")
def test_init_is_a_standard_promise(widget: widgets.Widget) -> None:
    order = widget.call("""async () => {
      const order = [];
      const ready = new Promise((heard) => Smooch.on('ready', () => heard(order.push('ready'))));
      const promise = Smooch.init({appId: APP});
      promise.then((value) => order.push(`first ${value}`));
      promise.then(() => order.push('second'), () => order.push('refused'));
      promise.finally(() => order.push('finally'));
      await promise;
      await ready;
      await promise.then(() => order.push('late'));
      return order;
    }""")
    assert order == ["first undefined", "second", "finally", "ready", "late"]


@pytest.mark.rule("1.4.server-failed")
def test_init_again_after_the_server_failed(widget: widgets.Widget) -> None:
    wait_for_host(widget)
    widget.page.route("**/config", lambda route: route.fulfill(status=500, body="no"))
    assert widget.call("() => Smooch.init({appId: APP}).catch((e) => e.response.status)") == 500
    widget.page.unroute("**/config")
    widget.page.route("**/config", lambda route: route.abort())
    assert widget.call("() => Smooch.init({appId: APP}).catch((e) => e.code)") == "network_error"
    widget.page.unroute("**/config")
    expect(widget.element).to_have_count(0)
    assert outcome(widget, "Smooch.init({appId: APP})") == "undefined"
    expect(widget.element).to_have_count(1)


@pytest.mark.rule("1.4.script-failed")
def test_init_again_after_the_script_failed(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = widgets.Widget(people.page())
    widget.page.route("**/smooch.js", lambda route: route.abort())
    widget.page.goto(site.add(sites.with_stub(shop, "var early = Smooch.init({appId: APP}).catch((e) => e.code)")))
    assert widget.call("() => early") == "script_failed"
    widget.page.unroute("**/smooch.js")
    assert outcome(widget, "Smooch.init({appId: APP})") == "undefined"
    expect(widget.launcher).to_be_visible()


def test_open_again_after_the_messenger_failed_to_load(widget: widgets.Widget) -> None:
    widget.call(INIT)
    widget.page.route("**/messenger-*.js", lambda route: route.abort())
    widget.launcher.click()
    widget.page.wait_for_function("() => !Smooch.isOpened()")
    widget.page.unroute("**/messenger-*.js")
    widget.open()
    widget.say("still here")
    widget.shows("still here")


@pytest.mark.rule("1.2.destroy-while-loading")
def test_destroy_while_loading(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = widgets.Widget(people.page())
    script = "var early = Smooch.init({appId: APP}).catch((e) => e.message); Smooch.destroy()"
    widget.page.goto(site.add(sites.with_stub(shop, script)))
    assert "destroyed" in widget.call("() => early")
    wait_for_host(widget)
    caught = "() => { const p = Smooch.init({appId: APP}); Smooch.destroy(); return p.catch((e) => e.message) }"
    assert "destroyed" in widget.call(caught)
    expect(widget.element).to_have_count(0)
    assert outcome(widget, "Smooch.init({appId: APP})") == "undefined"
    expect(widget.element).to_have_count(1)


@pytest.mark.rule("1.5.again", "4.4.rejects")
def test_destroy_and_init_bring_the_conversation_back(widget: widgets.Widget) -> None:
    widget.call(INIT)
    widget.call("() => Smooch.sendMessage('before')")
    user = widget.call("() => Smooch.getUser()._id")
    pending = widget.call("""() => {
      const p = Smooch.sendMessage('never heard of').catch((e) => e.message);
      Smooch.destroy();
      return p;
    }""")
    assert "destroyed" in pending
    assert re.match("Error: .*initialize", outcome(widget, "Smooch.open()"))
    assert outcome(widget, "Smooch.getUser()") == "undefined"
    widget.call("() => Smooch.destroy()")
    widget.call(INIT)
    assert widget.call("() => Smooch.getUser()._id") == user
    widget.open()
    expect(widget.texts.first).to_have_text("before")


@pytest.mark.rule("4.1.no-this")
def test_methods_do_not_need_this(widget: widgets.Widget) -> None:
    widget.call("() => { const { init } = Smooch; return init({appId: APP}) }")
    assert widget.call("""async () => {
      const { open, close, isOpened, sendMessage, getConversation } = Smooch;
      open();
      const opened = isOpened();
      close();
      await sendMessage('free');
      return [opened, isOpened(), getConversation().messages.length];
    }""") == [True, False, 1]


@pytest.mark.rule("4.2.open", "4.2.close", "4.2.isOpened")
def test_open_and_close(widget: widgets.Widget) -> None:
    widget.call(INIT)
    assert widget.call("() => [Smooch.isOpened(), Smooch.open(), Smooch.isOpened()]") == [False, None, True]
    expect(widget.field).to_be_visible()
    expect(widget.launcher).to_be_hidden()
    widget.call("() => Smooch.close()")
    assert widget.call("() => Smooch.isOpened()") is False
    expect(widget.field).to_be_hidden()
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("4.3.resolves")
def test_send_message(widget: widgets.Widget, shop: api.Shop) -> None:
    widget.call(INIT)
    posted = widget.call("() => Smooch.sendMessage('  Hello <b>you</b>\\nthere ')")
    assert posted["message"]["text"] == "  Hello <b>you</b>\nthere "
    assert posted["message"]["role"] == "appUser"
    assert posted["message"]["_id"]
    assert posted["conversation"]["unreadCount"] == 0
    rich = widget.call("() => Smooch.sendMessage({text: 'Again', payload: 'p1', metadata: {n: 1, ok: true, s: 'x'}})")
    assert rich["message"]["payload"] == "p1"
    assert rich["message"]["metadata"] == {"n": 1, "ok": True, "s": "x"}
    assert widget.call("() => Smooch.isOpened()") is False
    kept = widget.call("() => Smooch.getConversation().messages.map((m) => m._id)")
    assert kept == [posted["message"]["_id"], rich["message"]["_id"]]
    widget.open()
    widget.shows("Hello <b>you</b>\nthere", "Again")


@pytest.mark.rule("4.3.forms")
@pytest.mark.parametrize(
    "message",
    ["", "'  '", "5", "null", "undefined", "{}", "{text: ' '}", "{text: 5}", "{text: 'x', role: 'appMaker'}", "[]"],
)
def test_send_message_refuses(widget: widgets.Widget, message: str) -> None:
    widget.call(INIT)
    assert outcome(widget, f"Smooch.sendMessage({message})").startswith("TypeError: ")
    assert widget.call("() => Smooch.getConversation()") == {"unreadCount": 0, "messages": []}
    assert widget.call("() => localStorage.length") == 0


@pytest.mark.rule("4.3.order")
def test_calls_in_a_row_arrive_in_order(widget: widgets.Widget, shop: api.Shop) -> None:
    widget.call(INIT)
    widget.call("() => Promise.all(Array.from({length: 12}, (_, i) => Smooch.sendMessage(`number ${i}`)))")
    user = widget.call("() => Smooch.getUser()._id")
    stored = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]
    assert [message["text"] for message in stored] == [f"number {i}" for i in range(12)]


@pytest.mark.rule("4.1.copies", "5.copies", "4.6.getUser", "4.6.getConversation")
def test_what_getters_return_is_a_copy(widget: widgets.Widget) -> None:
    widget.call(INIT)
    assert widget.call("() => Smooch.getUser() === undefined") is True
    assert widget.call("() => Smooch.getConversation()") == {"unreadCount": 0, "messages": []}
    widget.call("() => Smooch.sendMessage('mine')")
    widget.call("""() => {
      const conversation = Smooch.getConversation();
      conversation.messages[0].text = 'yours';
      conversation.messages.push({});
      conversation.unreadCount = 9;
      Smooch.getUser().properties.rich = true;
      Smooch.getUser()._id = 'x';
    }""")
    conversation = widget.call("() => Smooch.getConversation()")
    assert [message["text"] for message in conversation["messages"]] == ["mine"]
    assert conversation["unreadCount"] == 0
    assert conversation["_id"]
    user = widget.call("() => Smooch.getUser()")
    assert user["properties"] == {}
    assert re.fullmatch(r"[0-9a-f]{24}", user["_id"])
    assert widget.call("() => Smooch.getConversation() instanceof Object && Smooch.getUser() instanceof Object") is True


@pytest.mark.rule("4.2.startConversation")
def test_start_conversation_makes_one_user(widget: widgets.Widget) -> None:
    posts = widgets.requests(widget.page, method="POST")
    widget.call(INIT)
    result = widget.call("""() => Promise.all([
      Smooch.startConversation(), Smooch.startConversation(), Smooch.sendMessage('first'), Smooch.startConversation(),
    ]).then((all) => [all[0] === undefined, all[2].message.text])""")
    assert result == [True, "first"]
    assert [url.rpartition("/")[2] for url in posts] == ["appusers", "messages"]
    widget.call("() => Smooch.startConversation()")
    assert len(posts) == 2


@pytest.mark.rule("4.1.errors")
def test_errors_are_errors_of_the_page(widget: widgets.Widget) -> None:
    widget.call(INIT)
    widget.page.route("**/appusers", lambda route: route.fulfill(status=503, body="{}"))
    refused = widget.call("""() => Smooch.startConversation().catch((e) =>
      [e instanceof Error, e.response.status, typeof e.code, typeof e.description])""")
    assert refused == [True, 503, "string", "string"]
    assert widget.call("() => Smooch.sendMessage('').catch((e) => e instanceof TypeError)") is True
