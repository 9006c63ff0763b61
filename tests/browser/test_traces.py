"""After `destroy` nothing of the widget is left in the page: a whole session between two pictures of all that could be."""

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect

# Notes, in the page's window alone, who listens, waits and observes. Before anything else of the page has run.
NOTE = """
  if (window === top) {
    const lists = {listeners: [], timers: new Map(), observers: new Map(), sockets: []};
    const name = (target) => target === window ? 'window' : target.nodeName || target.constructor.name;
    const same = (a, b) => a.target === b.target && a.type === b.type && a.run === b.run && a.capture === b.capture;
    const entry = (target, type, run, options) =>
      ({target: target || window, type, run, capture: !!(options && (options === true || options.capture))});
    const drop = (found) => { lists.listeners = lists.listeners.filter((other) => !same(other, found)) };
    const wrapped = new Map();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, run, options) {
      const made = entry(this, type, run, options);
      const by = typeof type === 'string' && type.startsWith('__'); // the test's own driver
      if (run && !by && !lists.listeners.some((other) => same(other, made))) lists.listeners.push(made);
      let call = run;
      if (run && options && options.once) {
        call = function (event) { drop(made); return (run.handleEvent || run).call(this, event) };
        wrapped.set(run, call);
      }
      return addEventListener.call(this || window, type, call, options);
    };
    EventTarget.prototype.removeEventListener = function (type, run, options) {
      drop(entry(this, type, run, options));
      return removeEventListener.call(this || window, type, wrapped.get(run) || run, options);
    };
    const { addListener, removeListener } = MediaQueryList.prototype;
    MediaQueryList.prototype.addListener = function (run) {
      lists.listeners.push(entry(this, 'change', run));
      return addListener.call(this, run);
    };
    MediaQueryList.prototype.removeListener = function (run) {
      drop(entry(this, 'change', run));
      return removeListener.call(this, run);
    };
    for (const [set, clear, again] of [
      ['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval', true],
      ['requestAnimationFrame', 'cancelAnimationFrame'], ['requestIdleCallback', 'cancelIdleCallback'],
    ]) {
      const real = window[set], stop = window[clear];
      window[set] = (run, ...rest) => {
        const id = real.call(window, (...given) => {
          if (!again) lists.timers.delete(`${set} ${id}`);
          return run(...given);
        }, ...rest);
        lists.timers.set(`${set} ${id}`, String(run).slice(0, 60));
        return id;
      };
      window[clear] = (id) => { lists.timers.delete(`${set} ${id}`); stop.call(window, id) };
    }
    for (const kind of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver', 'PerformanceObserver']) {
      const Real = window[kind];
      window[kind] = class extends Real {
        observe(...given) { lists.observers.set(this, kind); return super.observe(...given) }
        disconnect() { lists.observers.delete(this); return super.disconnect() }
      };
    }
    const Socket = window.WebSocket;
    window.WebSocket = class extends Socket { constructor(...given) { super(...given); lists.sockets.push(this) } };
    const rules = (sheets) => [...sheets].map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
    const style = (element) => { const all = getComputedStyle(element); return [...all].map((n) => all.getPropertyValue(n)) };
    window.picture = () => ({
      html: document.documentElement.outerHTML,
      title: document.title,
      sheets: rules(document.styleSheets),
      adopted: rules(document.adoptedStyleSheets),
      styles: [document.documentElement, document.body, document.querySelector('h1')].map(style),
      frames: frames.length,
      scroll: [scrollX, scrollY],
      history: history.length,
      focus: document.activeElement.nodeName,
      globals: Object.getOwnPropertyNames(window).filter((key) => key !== 'Smooch' && !/^(\\d+$|__pw)/.test(key)).sort(),
      handlers: Object.getOwnPropertyNames(window).filter((key) => key.startsWith('on') && window[key]),
      natives: [Array, Object, Function, Promise, Element, Node, EventTarget, String]
        .map((each) => Object.getOwnPropertyNames(each).concat(Object.getOwnPropertyNames(each.prototype))),
      listeners: lists.listeners.map(({ target, type }) => `${name(target)} ${type}`).sort(),
      timers: [...lists.timers.values()],
      observers: [...lists.observers.values()],
      sockets: lists.sockets.filter(({ readyState }) => readyState < 2).length,
    });
  }
"""
CAROUSEL = {
    "type": "carousel",
    "items": [{"title": each, "actions": [{"type": "postback", "text": "Buy", "payload": each}]} for each in "ABC"],
}


def same(page: sync_api.Page, before: object) -> None:
    """Everything is as it was, as soon as the last handler of `destroy` has run."""
    page.wait_for_function("() => !seen || seen.includes('destroy')")
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    after = page.evaluate("() => picture()")
    assert isinstance(before, dict)
    for part in before:
        assert after[part] == before[part], part


@pytest.mark.rule("1.7.undone", "4.4.leaves-nothing", "4.4.then-off")
def test_a_whole_session_leaves_nothing(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = profiles.page()
    page.add_init_script(NOTE)
    page.goto(site.add(sites.page("<script>var seen;</script>")))
    page.wait_for_function("() => true")  # from now on the test's driver has listeners of its own
    before = page.evaluate("() => picture()")
    script = sites.stub(shop).removeprefix("<script>").removesuffix("</script>")
    page.evaluate("(code) => { (0, eval)(code) }", script)
    page.evaluate(
        """(id) => {
      window.seen = [];
      Smooch.on('destroy', () => seen.push('destroy'));
      Smooch.on('message:received', () => seen.push('received'));
      return Smooch.init({appId: id});
    }""",
        shop.app_id,
    )
    widget = widgets.Widget(page)
    widget.launcher.press("Enter")
    widget.field.press_sequentially("Hello")
    widget.field.press("Enter")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    during = page.evaluate("() => picture()")
    for part in ("html", "adopted", "listeners", "observers", "frames"):
        assert during[part] != before[part], part
    assert during["globals"] == before["globals"]
    assert during["natives"] == before["natives"]
    assert during["sheets"] == before["sheets"]

    user = page.evaluate("() => Smooch.getUser()._id")
    shop.rest("POST", f"/appusers/{user}/messages", {"role": "appMaker"} | CAROUSEL, expect=201)
    expect(widget.log.get_by_text("Buy").first).to_be_visible()
    widget.field.fill("a draft")
    page.evaluate("() => Smooch.startTyping()")
    widget.field.press("Escape")
    expect(widget.launcher).to_be_visible()
    page.evaluate("() => document.getElementById('before').focus()")
    shop.say(user, "One unread")
    expect(widget.badge).to_have_text("1")
    page.wait_for_function("() => document.title.startsWith('(1)')")
    page.evaluate("() => { document.activeElement.blur(); Smooch.destroy() }")
    same(page, before)
    assert page.evaluate("() => seen.filter((name) => name === 'destroy').length") == 1

    # once more, and away while it is open
    page.evaluate(
        """(id) => {
      window.seen = [];
      Smooch.on('destroy', () => seen.push('destroy'));
      return Smooch.init({appId: id});
    }""",
        shop.app_id,
    )
    page.evaluate("() => Smooch.open()")
    expect(widget.log.get_by_text("One unread")).to_be_visible()
    page.evaluate("() => Smooch.destroy()")
    same(page, before)

    # and while it is loading
    page.evaluate(
        """(id) => {
      window.seen = undefined;
      const started = Smooch.init({appId: id}).catch((error) => error.code);
      Smooch.destroy();
      return started;
    }""",
        shop.app_id,
    )
    same(page, before)
