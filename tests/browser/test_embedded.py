"""Embedded mode: the messenger inside an element of the page."""

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
BODY = (
    '<div id="one" style="width: 400px; height: 500px"></div><div id="two" style="width: 300px; height: 450px"></div>'
)
BEFORE = "document.addEventListener('DOMContentLoaded', function () { Smooch.render(one) });"
INIT = """
  var seen = [];
  ['widget:opened', 'widget:closed', 'ready'].forEach(function (name) {
    Smooch.on(name, function () { seen.push(name) });
  });
  var done = Smooch.init({appId: APP, embedded: true});
"""


def enter(people: drivers.Profiles, site: sites.Site, shop: api.Shop, script: str) -> widgets.Widget:
    widget = widgets.Widget(people.page())
    widget.page.goto(site.add(sites.with_stub(shop, script, body=BODY)))
    return widget


@pytest.mark.rule("7.render", "7.always-visible")
@pytest.mark.parametrize("when", ["before", "after"])
def test_render_before_or_after_init(people: drivers.Profiles, site: sites.Site, shop: api.Shop, when: str) -> None:
    widget = enter(people, site, shop, BEFORE + INIT if when == "before" else INIT)
    if when == "after":
        widget.page.wait_for_function("() => !Smooch._handOff")
        widget.call("() => Smooch.render(one)")
    widget.call("() => done")
    expect(widget.field).to_be_visible()
    expect(widget.launcher).to_have_count(0)
    expect(widget.frame.get_by_role("button", name="Close chat")).to_have_count(0)
    assert widget.element.bounding_box() == widget.page.locator("#one").bounding_box()
    assert widget.call("() => [Smooch.open(), Smooch.isOpened(), Smooch.close(), Smooch.isOpened()]") == [
        None,
        False,
        None,
        False,
    ]
    widget.say("Inside")
    widget.shows("Inside")
    widget.page.keyboard.press("Escape")
    expect(widget.field).to_be_visible()
    assert widget.call("() => seen") == ["ready"]
    widget.call("() => Smooch.destroy()")
    expect(widget.element).to_have_count(0)


@pytest.mark.rule("7.elsewhere")
def test_render_elsewhere_keeps_the_conversation(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = enter(people, site, shop, BEFORE + INIT)
    widget.call("() => done")
    widget.say("I move")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    widget.call("() => Smooch.render(two)")
    expect(widget.page.locator(f"#two {widgets.FRAME}")).to_be_visible()
    expect(widget.element).to_have_count(1)
    widget.shows("I move")
    assert widget.call("() => seen") == ["ready"]


@pytest.mark.rule("7.not-an-element", "7.not-embedded")
def test_render_refuses(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = enter(people, site, shop, "var done = Smooch.init({appId: APP})")
    widget.call("() => done")
    kind = "(value) => { try { Smooch.render(value) } catch (error) { return error.constructor.name } }"
    assert [widget.call(kind, value) for value in (None, "#one", 5)] == ["TypeError"] * 3
    widget.call("() => Smooch.render(one)")  # not embedded: a warning, and nothing else
    expect(widget.page.locator("#one iframe")).to_have_count(0)
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("7.pending", "7.again", "7.render")
def test_nothing_before_render_and_all_again_after_destroy(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    widget = enter(people, site, shop, INIT + "var state = 'pending'; done.then(function () { state = 'started' });")
    widget.page.wait_for_load_state("networkidle")
    refused = """() => [state, Smooch.isOpened(), Smooch.getUser(), document.querySelectorAll('iframe').length]
      .concat([Smooch.getConversation, Smooch.open].map((call) => { try { return call() } catch (e) { return e.message } }))"""
    got = widget.call(refused)
    assert got[:4] == ["pending", False, None, 0]
    assert all("init()" in text for text in got[4:])
    # the last container wins, also one that is not in the page yet
    widget.call("""() => {
      Smooch.render(one);
      window.later = document.createElement('div');
      later.style.cssText = 'width: 350px; height: 400px';
      Smooch.render(later);
    }""")
    assert widget.call("() => state") == "pending"
    widget.call("() => { two.appendChild(later) }")
    widget.page.wait_for_function("() => state === 'started' || one.firstChild")
    widget.call("() => { Smooch.destroy(); Smooch.render(two); return Smooch.init({appId: APP, embedded: true}) }")
    expect(widget.page.locator(f"#two > {widgets.FRAME}")).to_be_visible()
    widget.say("Anew")
    widget.shows("Anew")
