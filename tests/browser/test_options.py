"""The options of `init` that decide how it starts and how the launcher looks, and methods around them."""

import re

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
LOOK = """(element) => {
  const style = element.ownerDocument.defaultView.getComputedStyle(element);
  return [style.width, style.height, style.backgroundColor, style.color, element.className];
}"""
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='200' height='200'%3E"
    "%3Crect width='200' height='200' fill='teal'/%3E%3C/svg%3E"
)


class Starting:
    """One page on which the messenger is started again and again."""

    def __init__(self, page: sync_api.Page, site: sites.Site, shop: api.Shop) -> None:
        self.widget = widgets.Widget(page)
        self.warnings: list[str] = []
        page.on("console", lambda message: self.warnings.append(message.text))
        page.goto(site.add(sites.with_stub(shop)))

    def with_(self, options: str) -> list[str]:
        """Start anew; how the launcher looks."""
        self.warnings.clear()
        self.widget.call(f"() => {{ Smooch.destroy(); return Smooch.init(Object.assign({{appId: APP}}, {options})) }}")
        look: list[str] = self.widget.launcher.evaluate(LOOK)
        return look

    def refused(self, options: str) -> str:
        return str(self.widget.call(f"() => Smooch.init({options}).then(() => 'started', String)"))


@pytest.fixture
def starting(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> Starting:
    return Starting(people.page(), site, shop)


@pytest.mark.rule(
    "2.2.displayStyle", "2.2.buttonWidth", "2.2.buttonIconUrl", "2.2.customColors", "2.2.wrong-types", "2.2.precedence"
)
def test_the_launcher_looks_as_the_options_say(starting: Starting) -> None:
    brand = "rgb(101, 117, 142)"
    assert starting.with_("{}") == ["58px", "58px", brand, "rgb(255, 255, 255)", ""]
    assert starting.with_("{buttonWidth: '80', buttonHeight: 64, wordless: true}")[:2] == ["80px", "64px"]
    assert starting.with_("{buttonWidth: '5em', buttonHeight: '90px'}")[:2] == ["80px", "90px"]
    box = starting.widget.element.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (92, 122)
    assert starting.warnings == []

    light = starting.with_("{customColors: {brandColor: '#fe0', conversationColor: 'abc'}}")
    assert light[2:4] == ["rgb(255, 238, 0)", "rgb(0, 0, 0)"]
    assert starting.warnings == []
    wrong = (
        "{displayStyle: 'balloon', buttonWidth: 'wide', buttonIconUrl: 5, customColors: {brandColor: 'red'}, locale: 3}"
    )
    assert starting.with_(wrong) == ["58px", "58px", brand, "rgb(255, 255, 255)", ""]
    for name in ("displayStyle", "buttonWidth", "buttonIconUrl", "brandColor"):
        assert len([text for text in starting.warnings if name in text]) == 1, name
    starting.widget.open()
    assert len([text for text in starting.warnings if "brandColor" in text]) == 1

    pictured = starting.with_(f'{{buttonIconUrl: "{PICTURE}"}}')
    expect(starting.widget.launcher).to_have_class("picture")
    assert pictured[:2] == ["58px", "58px"]
    assert starting.with_("{buttonIconUrl: '/nothing-there.png'}")[4] == ""
    starting.widget.page.wait_for_load_state("networkidle")
    expect(starting.widget.launcher).to_have_class("")

    starting.with_("{displayStyle: 'tab', customText: {headerText: 'Ask us'}, buttonWidth: '99px'}")
    expect(starting.widget.launcher).to_have_text("Ask us")
    box = starting.widget.element.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (330, 44)
    starting.widget.page.set_viewport_size({"width": 390, "height": 700})
    box = starting.widget.element.bounding_box()
    assert box
    assert (box["x"], box["width"], box["height"]) == (0, 390, 44)


@pytest.mark.rule("2.2.userId-and-jwt", "2.3.externalId", "2.3.integrationId", "2.2.precedence", "2.1.inactive")
def test_what_a_start_needs(starting: Starting, shop: api.Shop) -> None:
    call = starting.widget.call
    for options in ("{appId: APP, userId: 'a'}", "{appId: APP, jwt: 'a'}", "{appId: APP, externalId: 'a', jwt: ''}"):
        assert re.match(r"Error: .*userId.*jwt", starting.refused(options)), options
    assert starting.refused("{appId: APP, userId: 7, jwt: 'a'}").startswith("TypeError: ")
    assert "appId" in starting.refused("{integrationId: ''}")
    expect(starting.widget.element).to_have_count(0)

    found = shop.rest("POST", "/integrations", {"type": "web", "brandColor": "0a7f5c"}, expect=201).json["integration"]
    call("(id) => Smooch.init({integrationId: id})", found["_id"])
    assert starting.widget.launcher.evaluate(LOOK)[2] == "rgb(10, 127, 92)"
    assert call("() => Smooch.sendMessage('by integration').then(({message}) => message.text)") == "by integration"
    assert call("() => Object.keys(localStorage).every((key) => key.startsWith(APP + '.'))") is True
    call("() => Smooch.destroy()")
    call("(id) => Smooch.init({integrationId: id, customColors: {brandColor: '123'}})", found["_id"])
    assert starting.widget.launcher.evaluate(LOOK)[2] == "rgb(17, 34, 51)"
    assert call("() => Smooch.getConversation().messages.length") == 1

    call("() => Smooch.destroy()")
    starting.widget.page.route(
        "**/config", lambda route: route.fulfill(json={"config": {"app": {"status": "inactive"}}})
    )
    assert "inactive" in starting.refused("{appId: APP}")


@pytest.mark.rule("2.3.browserStorage")
def test_where_the_session_is_kept(starting: Starting) -> None:
    call = starting.widget.call
    starting.with_("{browserStorage: 'sessionStorage'}")
    call("() => Smooch.sendMessage('for this tab')")
    assert call("() => [localStorage.length, Object.keys(sessionStorage).length > 1]") == [0, True]
    call("() => Smooch.destroy()")
    call("() => Smooch.init({appId: APP, browserStorage: 'sessionStorage'})")
    assert call("() => Smooch.getConversation().messages[0].text") == "for this tab"
    starting.with_("{browserStorage: 'a drawer'}")
    assert call("() => Smooch.getUser() === undefined") is True
    starting.widget.open()
    assert [text for text in starting.warnings if "browserStorage" in text] != []


@pytest.mark.rule("2.3.delegate")
def test_a_delegate_can_be_changed(starting: Starting) -> None:
    call = starting.widget.call
    starting.with_("{delegate: {beforeSend: (message) => ({...message, text: message.text + '!'})}}")
    send = "(text) => Smooch.sendMessage(text).then((posted) => posted ? posted.message.text : null)"
    assert call(send, "one") == "one!"
    call("() => Smooch.setDelegate({beforeSend: () => null})")
    assert call(send, "two") is None
    call("() => Smooch.setDelegate()")
    assert call(send, "three") == "three"


@pytest.mark.rule("4.2.setPredefinedMessage", "4.2.typing", "4.2.markAllAsRead", "4.2.open", "4.2.close")
def test_methods_beside_the_conversation(starting: Starting, shop: api.Shop) -> None:
    call = starting.widget.call
    starting.with_("{}")
    assert call("() => Promise.all([Smooch.startTyping(), Smooch.stopTyping(), Smooch.markAllAsRead()])") == [None] * 3
    call("() => Smooch.setPredefinedMessage('Where is my order?')")
    assert (
        call("() => document.querySelector('iframe').contentDocument.scripts.length") == 0
    )  # nothing was loaded for it
    starting.widget.open()
    expect(starting.widget.field).to_have_value("Where is my order?")
    starting.widget.field.press("Enter")
    starting.widget.shows("Where is my order?")
    call("() => Smooch.setPredefinedMessage('And when?')")
    expect(starting.widget.field).to_have_value("And when?")

    call("() => { Smooch.close(); window.counts = []; Smooch.on('unreadCount', (count) => counts.push(count)) }")
    user = call("() => Smooch.getUser()._id")
    shop.say(user, "On its way")
    starting.widget.page.wait_for_function("() => counts.length === 1")
    assert call("() => Smooch.markAllAsRead().then(() => Smooch.getConversation().unreadCount)") == 0
    starting.widget.page.wait_for_function("() => counts.join() === '1,0'")

    told: list[str] = []
    starting.widget.page.on(
        "request", lambda request: told.append(request.post_data or "") if "/activity" in request.url else None
    )
    call("() => Smooch.startTyping()")
    call("() => Smooch.stopTyping()")
    api.eventually(lambda: starting.widget.page.evaluate("() => 1") and len(told) == 2)
    assert ["typing:start" in told[0], "typing:stop" in told[1]] == [True, True]
