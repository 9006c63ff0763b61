"""Pages that are hard on their guests: styles, patched built-ins, odd documents, and pages that take the widget away."""

from collections.abc import Callable

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect

# What libraries of former times put into every object, and some pages still do.
PATCHED = """<script>
  Array.prototype.toJSON = function () { return '[' + [].map.call(this, String).join() + ']'; };
  String.prototype.toJSON = Number.prototype.toJSON = function () { return '"' + this + '"'; };
  Object.prototype.each = Array.prototype.each = function () { throw new Error('each is the page\\'s'); };
  Object.prototype.ready = 'not a handler';
  Function.prototype.bind = function () { return function () { throw new Error('bind is the page\\'s'); }; };
  Array.from = function () { return ['from is the page\\'s']; };
  Object.keys = function () { return ['keys are the page\\'s']; };
  Object.assign = function () { return {}; };
  Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
  document.getElementById = function () { return null; };
  (function (Real) {
    window.Promise = function (run) {
      var real = new Real(run);
      this.then = function (ok, no) { return new Promise(function (a, b) { real.then(ok, no).then(a, b); }); };
      this['catch'] = function (no) { return this.then(undefined, no); };
    };
    ['resolve', 'reject', 'all', 'race'].forEach(function (name) {
      Promise[name] = function (value) { return new Promise(function (a, b) { Real[name](value).then(a, b); }); };
    });
  })(Promise);
</script>"""
UNSET = "<style>*, *::before, *::after { all: unset !important; opacity: .2 }</style>"


def talk(widget: widgets.Widget, shop: api.Shop) -> None:
    """Everything a visitor and a page do in a short conversation, and its end."""
    widget.launcher.press("Enter")  # a pointer would have to know how the page is zoomed
    widget.field.fill("Is it you?")
    widget.field.press("Enter")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    user = widget.call("() => Smooch.getUser()._id")
    shop.say(user, "It is")
    widget.shows("Is it you?", "It is")
    said = widget.call("""() => {
      const { messages } = Smooch.getConversation();
      return [messages.length, Array.isArray(messages), messages instanceof Array, messages[1].text];
    }""")
    assert said == [2, True, True, "It is"]
    sent = widget.call("""() => Smooch.sendMessage({text: 'By the page', metadata: {a: 1}})
      .then((posted) => [posted.message.text, posted.message.metadata.a])""")
    assert sent == ["By the page", 1]
    widget.field.press("Escape")
    expect(widget.launcher).to_be_visible()
    widget.call("() => Smooch.destroy()")
    expect(widget.element).to_have_count(0)


def plain(shop: api.Shop, head: str = "", **parts: str) -> str:
    return sites.page(head + sites.snippet(shop), **parts)


PAGES: dict[str, Callable[[api.Shop], str]] = {
    "unset": lambda shop: plain(shop, UNSET),
    "patched": lambda shop: plain(shop, PATCHED),
    "quirks": lambda shop: plain(shop).removeprefix("<!doctype html>"),
    "base": lambda shop: plain(shop, '<base href="https://elsewhere.example/a/" target="_top">'),
    "right-to-left": lambda shop: plain(shop, html='lang="ar" dir="rtl"'),
    "zoomed": lambda shop: plain(shop, "<style>html { zoom: 1.5 } body { overflow-x: hidden }</style>"),
}


def visit(page: sync_api.Page, site: sites.Site, shop: api.Shop, kind: str) -> None:
    page.goto(site.add(PAGES[kind](shop)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    box = widget.element.bounding_box()
    assert box
    scale = 1.5 if kind == "zoomed" else 1
    assert (round(box["width"] / scale), round(box["height"] / scale)) == (70, 90)
    talk(widget, shop)


@pytest.mark.rule("1.7.hostile-styles")
def test_a_page_whose_styles_reset_everything(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visit(profiles.page(), site, shop, "unset")


@pytest.mark.rule("1.7.any-document", "1.7.hostile-built-ins")
@pytest.mark.parametrize("kind", ["patched", "quirks", "base", "right-to-left", "zoomed"])
def test_a_page_of_another_kind(people: drivers.Profiles, site: sites.Site, shop: api.Shop, kind: str) -> None:
    visit(people.page(), site, shop, kind)


@pytest.mark.rule("1.7.any-document")
def test_a_page_of_xml(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    script = sites.snippet(shop).replace("<script>", "<script>//<![CDATA[\n").replace("</script>", "\n//]]></script>")
    body = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Spades</title>'
        f"{script}</head><body><h1>Spades</h1></body></html>"
    )
    page = people.page()
    page.goto(site.add(body, Content_Type="application/xhtml+xml"))
    page.wait_for_function("() => window.Smooch && !Smooch._handOff && frames.length && frames[0].launcher")
    frame = page.frames[-1]  # a frame locator does not know the element, whose name is not in capitals here
    frame.locator("#launcher").click()
    frame.get_by_role("textbox").fill("By the book")
    frame.get_by_role("textbox").press("Enter")
    expect(frame.locator(".bubble > .text")).to_have_text("By the book")


@pytest.mark.rule("1.7.any-document")
def test_a_page_inside_a_frame_of_another(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    inner = site.add(plain(shop))
    page.goto(
        site.add(f"<!doctype html><title>Around</title><iframe id=inner src={inner} width=900 height=700></iframe>")
    )
    frame = page.frame_locator("#inner").frame_locator(widgets.FRAME)
    frame.locator("#launcher").click()
    frame.get_by_role("textbox").fill("From within")
    frame.get_by_role("textbox").press("Enter")
    expect(frame.locator(".bubble > .text")).to_have_text("From within")


@pytest.mark.rule("1.7.document-domain")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_page_that_widens_its_domain(people: drivers.Profiles, site: sites.Site, shop: api.Shop, when: str) -> None:
    page = people.page()
    widen = "<script>document.domain = 'localhost'; if (document.domain !== 'localhost') throw 0</script>"
    late = "<script>Smooch.on('ready', function () { document.domain = 'localhost' })</script>"
    head = widen + sites.snippet(shop) if when == "before" else sites.snippet(shop) + late
    page.goto(site.add(sites.page(head), Origin_Agent_Cluster="?0"))
    talk(widgets.Widget(page), shop)


@pytest.mark.rule("1.7.frame-taken-away")
def test_a_page_that_takes_the_frame_away(profiles: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = profiles.page()
    page.goto(
        site.add(
            sites.with_stub(
                shop,
                """
      var seen = [];
      ['ready', 'unreadCount', 'message:received', 'widget:opened', 'widget:closed'].forEach(function (name) {
        Smooch.on(name, function () { seen.push(name) });
      });
      Smooch.init({appId: APP});
    """,
            )
        )
    )
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    widget.element.evaluate("(element) => element.remove()")
    widget.open()
    widget.say("Still there?")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    shop.say(widget.call("() => Smooch.getUser()._id"), "I am")
    widget.shows("Still there?", "I am")

    # opened, it comes back opened, with the conversation, and nothing is told twice
    page.wait_for_function("() => seen.includes('message:received')")
    widget.element.evaluate("(element) => element.parentNode.removeChild(element)")
    widget.shows("Still there?", "I am")
    expect(widget.field).to_be_visible()
    # moved, a frame is emptied: so is that made good
    widget.element.evaluate("(element) => document.querySelector('h1').appendChild(element)")
    expect(widget.element).to_have_count(1)
    widget.shows("Still there?", "I am")
    assert widget.call("() => Smooch.sendMessage('Good').then(({message}) => message.text)") == "Good"
    seen = widget.call("() => seen")
    assert [seen.count(name) for name in ("ready", "message:received", "widget:opened", "widget:closed")] == [
        1,
        1,
        1,
        0,
    ]

    # a page that will not have it is not fought without end
    page.evaluate("""() => {
      window.taken = 0;
      window.taking = setInterval(() => {
        const frame = document.getElementById('web-messenger-container');
        if (frame && frame.contentDocument.querySelector('#launcher')) { frame.remove(); window.taken += 1 }
      }, 20);
    }""")
    page.wait_for_function("() => taken > 2")
    assert page.evaluate("() => new Promise((done) => setTimeout(() => done(taken), 1000))") < 10
    page.evaluate("() => clearInterval(taking)")
    expect(widget.field).to_be_visible()
    widget.call("() => Smooch.destroy()")
    expect(widget.element).to_have_count(0)


@pytest.mark.rule("1.7.frame-taken-away")
def test_a_page_that_lets_no_frame_in(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    """It has no widget, and no fault that it would see."""
    page = people.page()
    refuse = """<script>
      var taken = 0;
      new MutationObserver(function () {
        var frame = document.querySelector('iframe');
        if (frame) { frame.parentNode.removeChild(frame); taken += 1 }
      }).observe(document, {childList: true, subtree: true});
    </script>"""
    page.goto(site.add(plain(shop, refuse)))
    page.wait_for_function("() => taken > 0 && !Smooch._handOff")
    assert page.evaluate("() => [Smooch.isOpened(), Smooch.getUser(), taken]") == [False, None, 1]
    page.evaluate("() => Smooch.destroy()")


@pytest.mark.rule("1.7.body-replaced", "1.5.double")
def test_a_site_that_replaces_its_body_at_each_visit(
    profiles: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    page = profiles.page()
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    widget.open()
    widget.say("On page one")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    widget.close()
    visit = """(id) => {
      const kept = document.body.cloneNode(true); // what such libraries put back when the visitor goes back
      const next = document.createElement('body');
      next.innerHTML = '<h1>Page two</h1>';
      document.documentElement.replaceChild(next, document.body);
      window.kept = kept;
      return Smooch.init({appId: id}).catch(String);
    }"""
    assert "already initialized" in widget.call(visit, shop.app_id)
    expect(widget.element).to_have_count(1)
    widget.open()
    widget.shows("On page one")
    widget.say("On page two")
    # back: a copy of the old body, with a dead copy of the frame in it
    page.evaluate("() => document.documentElement.replaceChild(kept, document.body)")
    expect(page.locator("h1")).to_have_text("Garden tools")
    expect(widget.element).to_have_count(1)
    widget.shows("On page one", "On page two")
    widget.call("() => Smooch.destroy()")
    expect(widget.element).to_have_count(0)


@pytest.mark.rule("1.1.global-name", "1.7.two-apps")
def test_two_apps_on_one_page(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    other = shop.deployment.make_shop("Other shop")
    printed = shop.deployment.shape.cli.run("app", "snippet", other.app_id, "--global", "Chat")
    second = printed.replace("Chat.init({", "Chat.init({displayStyle: 'tab', ")
    page = people.page()
    page.goto(site.add(sites.page(sites.snippet(shop) + second)))
    page.wait_for_function("() => window.Smooch && window.Chat && !Smooch._handOff && !Chat._handOff")
    frames = page.locator(widgets.FRAME)
    expect(frames).to_have_count(2)
    said = page.evaluate("""async () => {
      await Promise.all([Smooch.sendMessage('to the shop'), Chat.sendMessage('to the other')]);
      const of = (one) => one.getConversation().messages.map((message) => message.text);
      return [of(Smooch), of(Chat), Smooch.getUser()._id === Chat.getUser()._id];
    }""")
    assert said == [["to the shop"], ["to the other"], False]
    page.evaluate("() => Smooch.destroy()")
    expect(frames).to_have_count(1)
    page.evaluate("() => Chat.open()")
    expect(page.frame_locator(widgets.FRAME).get_by_role("textbox")).to_be_visible()
    page.evaluate("() => Chat.destroy()")
    expect(frames).to_have_count(0)
