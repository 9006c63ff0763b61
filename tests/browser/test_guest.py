"""The widget as a guest of somebody else's page: what it stores, asks for, touches, and takes away again."""

import contextlib

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect

# Keeps count of the listeners on the page's window, document and media queries.
COUNT_LISTENERS = """
  window.listeners = {};
  const name = (target) => target === window ? 'window' : target.constructor.name;
  const count = (target, type, by, options) => {
    if ((options && options.once) || (target instanceof Element) || type.startsWith('__')) return;
    const key = `${name(target)} ${type}`;
    window.listeners[key] = (window.listeners[key] || 0) + by;
    if (!window.listeners[key]) delete window.listeners[key];
  };
  for (const [method, by] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const real = EventTarget.prototype[method];
    EventTarget.prototype[method] = function (type, handler, options) {
      count(this === undefined || this === null ? window : this, type, by, options);
      return real.call(this === undefined || this === null ? window : this, type, handler, options);
    };
  }
"""
PICTURE = """() => ({
  html: document.documentElement.outerHTML,
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
  globals: Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name)).sort(),
  title: document.title,
  overflow: getComputedStyle(document.documentElement).overflow + getComputedStyle(document.body).overflow,
  listeners: window.listeners,
})"""


def storage(page: sync_api.Page) -> list[str]:
    keys: list[str] = page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()")
    return keys


def _let_it_load(page: sync_api.Page) -> None:
    """Give it time to ask for more than it should. Firefox sometimes never tells that the network is idle."""
    with contextlib.suppress(sync_api.TimeoutError):
        page.wait_for_load_state("networkidle", timeout=3_000)


def test_a_visitor_who_only_looks_leaves_no_trace(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = profiles.page()
    base = shop.deployment.visitor_url
    asked = widgets.requests(page, base)
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    _let_it_load(page)
    config = f"/sdk/apps/{shop.app_id}/config"
    assert asked == [f"{base}/smooch.js", f"{base}{config}"]
    assert storage(page) == []

    widget.open()
    _let_it_load(page)
    assert len(asked) <= 4
    assert all("messenger" in path for path in asked[2:])
    assert storage(page) == []
    assert page.context.cookies() == []

    widget.say("Hello")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    assert storage(page) == sorted(f"{shop.app_id}.{name}" for name in ("appUserId", "clientId", "sessionToken"))
    assert page.context.cookies() == []
    token = page.evaluate(f"localStorage.getItem('{shop.app_id}.sessionToken')")
    assert not [path for path in asked if token in path]


@pytest.mark.rule("1.7.undone")
def test_destroy_leaves_the_page_as_it_was(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    page.add_init_script(COUNT_LISTENERS)
    page.goto(site.add(sites.with_stub(shop)))
    page.wait_for_function("() => document.readyState === 'complete' && !Smooch._handOff")
    before = page.evaluate(PICTURE)
    widget = widgets.Widget(page)
    page.evaluate("Smooch.on('ready', () => {}); Smooch.init({appId: APP})")
    widget.open()
    widget.say("Hello")
    widget.shows("Hello")
    during = page.evaluate(PICTURE)
    assert during["html"] != before["html"]
    assert during["globals"] == before["globals"]
    assert during["listeners"] != before["listeners"]
    user = page.evaluate("Smooch.getUser()._id")
    widget.close()
    shop.say(user, "One unread")
    expect(widget.badge).to_have_text("1")
    page.evaluate("Smooch.destroy()")
    assert page.evaluate(PICTURE) == before


def test_destroy_of_a_full_screen_widget_lets_the_page_scroll(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    page = people.page(viewport={"width": 375, "height": 667}, has_touch=True)
    page.goto(site.add(sites.with_stub(shop)))
    before = page.evaluate(PICTURE)
    page.evaluate("scrollTo(0, 300); Smooch.init({appId: APP})")
    page.evaluate("Smooch.open()")
    expect(widgets.Widget(page).field).to_be_visible()
    assert page.evaluate(PICTURE)["overflow"] != before["overflow"]
    page.evaluate("Smooch.destroy()")
    assert page.evaluate(PICTURE) == before
    assert page.evaluate("scrollY") == 300


@pytest.mark.rule("1.7.apart", "1.7.frame")
def test_the_page_and_the_widget_do_not_style_each_other(
    profiles: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    page = profiles.page()
    look = """() => ['h1', 'input', '#after', 'body'].map((name) => {
      const style = getComputedStyle(document.querySelector(name));
      return [style.font, style.color, style.background, style.margin, style.letterSpacing, style.cursor];
    })"""
    page.goto(site.add(sites.with_stub(shop)))
    before = page.evaluate(look)
    widget = widgets.Widget(page)
    page.evaluate("Smooch.init({appId: APP})")
    widget.open()
    assert page.evaluate(look) == before
    frame = widget.element.evaluate("""(e) => {
      const { borderTopWidth, opacity, maxWidth } = getComputedStyle(e);
      return [borderTopWidth, opacity, maxWidth];
    }""")
    assert frame == ["0px", "1", "none"]
    inside = widget.frame.locator("h1").evaluate(
        "(e) => getComputedStyle(e).fontFamily + getComputedStyle(e).letterSpacing"
    )
    assert "Georgia" not in inside


@pytest.mark.rule("1.7.policy")
def test_a_host_page_with_the_strictest_policy(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    base = shop.deployment.visitor_url
    socket = base.replace("http", "ws")
    policy = (
        f"default-src 'none'; script-src 'nonce-abc' {base}; style-src 'nonce-abc' {base};"
        f" connect-src {base} {socket}; img-src data:"
    )
    stub = sites.stub(shop).replace("<script>", '<script nonce="abc">')
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{stub}'
        f"<script nonce='abc'>Smooch.init({{appId: '{shop.app_id}'}})</script>"
    )
    page = people.page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.add(sites.page(head).replace("<style>", '<style nonce="abc">')))
    widget = widgets.Widget(page)
    widget.open()
    widget.say("Let in")
    widget.shows("Let in")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    assert widget.frame.locator("header").evaluate("(e) => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert not [text for text in said if "Content Security Policy" in text]


def test_storage_that_refuses(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    widget.open()
    widget.say("Only for now")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    widget.say("And again")
    widget.shows("Only for now", "And again")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
