"""How the library comes onto a page: by the snippet, by address, by the snippet of former times, as a package."""

import json
import pathlib
import subprocess

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
PACKAGE = pathlib.Path(__file__).parents[2] / "web/packages/sdk"
NODE = pathlib.Path(__file__).parents[2] / ".venv/bin/node"

# What pages of the hosted service carry, told again: it keeps the last arguments, asks a loader, and hands over.
PUBLIC = """<script>
  (function (page, doc, name, loader) {
    var started, container, handlers = [], chain = [];
    page[name] = {
      init: function () {
        started = arguments;
        var then = {
          then: function (next) { chain.push(['then', next]); return then; },
          'catch': function (next) { chain.push(['catch', next]); return then; }
        };
        return then;
      },
      on: function () { handlers.push(arguments); },
      render: function () { container = arguments; },
      destroy: function () {}
    };
    page.__onWebMessengerHostReady__ = function (library) {
      delete page.__onWebMessengerHostReady__;
      page[name] = library;
      if (started) {
        var promise = library.init.apply(library, started);
        chain.forEach(function (link) { promise = promise[link[0]](link[1]); });
      }
      if (container) library.render.apply(library, container);
      handlers.forEach(function (args) { library.on.apply(library, args); });
    };
    var ask = new XMLHttpRequest();
    ask.onload = function () {
      var answer = typeof ask.response === 'string' ? JSON.parse(ask.response) : ask.response;
      var first = doc.getElementsByTagName('script')[0], script = doc.createElement('script');
      script.async = true;
      script.src = answer.url;
      first.parentNode.insertBefore(script, first);
    };
    ask.open('GET', loader, true);
    ask.responseType = 'RESPONSE';
    ask.send();
  })(window, document, 'Smooch', 'LOADER');
</script>"""


@pytest.mark.rule("1.1.public-snippet")
@pytest.mark.parametrize("response", ["json", "text"])
def test_the_snippet_of_the_hosted_service(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, response: str
) -> None:
    loader = f"{shop.deployment.visitor_url}/loader/{shop.app_id}"
    script = f"""<script>
      var order = [];
      Smooch.on('ready', function () {{ order.push('ready') }});
      Smooch.init({{appId: '{shop.app_id}'}}).then(function () {{ order.push('then') }})
        .then(function () {{ order.push('chained') }});
      Smooch.on('ready', function () {{ order.push('ready too') }});
    </script>"""
    page = people.page()
    page.goto(site.add(sites.page(PUBLIC.replace("LOADER", loader).replace("RESPONSE", response) + script)))
    page.wait_for_function("() => order.length === 4")
    assert page.evaluate("() => order") == ["then", "chained", "ready", "ready too"]
    assert page.evaluate("() => '__onWebMessengerHostReady__' in window") is False
    widget = widgets.Widget(page)
    widget.open()
    widget.say("As ever")
    widget.shows("As ever")


@pytest.mark.rule("1.7.policy", "1.1.global-name")
def test_by_address_under_a_policy_without_a_nonce(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    base = shop.deployment.visitor_url
    policy = (
        f"default-src 'none'; script-src {base} {site.url}; style-src {base};"
        f" connect-src {base} {base.replace('http', 'ws')}; img-src data:"
    )
    starting = site.add(f"Chat.init({{appId: '{shop.app_id}'}})", Content_Type="text/javascript")
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<script src="{base}/smooch.js" data-global="Chat"></script><script src="{starting}"></script>'
    )
    page = people.page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.add(f"<!doctype html><html lang=en><head><title>Spades</title>{head}</head><body></body></html>"))
    widget = widgets.Widget(page)
    widget.open()
    widget.say("Let in")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    assert page.evaluate("() => typeof Smooch") == "undefined"
    assert not [text for text in said if "Content Security Policy" in text]


@pytest.mark.rule("1.4.no-init", "1.8.crawlers", "1.4.unsupported")
def test_pages_where_nothing_is_to_be_shown(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    page.goto(site.add(sites.with_stub(shop)), wait_until="networkidle")
    assert warnings == ["Smooch: init() was not called"]

    robot = people.page(user_agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    asked = widgets.requests(robot, "/sdk/")
    script = (
        "var state = 'pending', done = function () { state = 'settled' }; Smooch.init({appId: APP}).then(done, done)"
    )
    robot.goto(site.add(sites.with_stub(shop, script)), wait_until="networkidle")
    assert robot.evaluate("() => [state, document.body.innerHTML.includes('smooch'), frames.length]") == [
        "pending",
        False,
        0,
    ]
    assert asked == []

    old = people.page()
    old.add_init_script("window.matchMedia = undefined")
    old.goto(
        site.add(sites.with_stub(shop, "var code = Smooch.init({appId: APP}).catch(function (e) { return e.code })"))
    )
    assert old.evaluate("() => code") == "unsupported_browser"
    assert old.evaluate("() => frames.length") == 0


@pytest.mark.rule("1.6.commonjs", "1.6.esm", "1.6.without-window")
def test_the_package_in_node(shop: api.Shop, tmp_path: pathlib.Path) -> None:
    modules = tmp_path / "node_modules"
    modules.mkdir()
    (modules / "smooch").symlink_to(PACKAGE)
    check = """
      const options = {appId: 'APP', configBaseUrl: 'BASE'};
      const keys = Object.keys(Smooch).sort().join();
      const code = await Smooch.init(options).catch((error) => error.code);
      console.log(JSON.stringify([typeof Smooch.sendMessage, Smooch.default === Smooch, code, keys.includes('default')]));
    """
    check = check.replace("APP", shop.app_id).replace("BASE", shop.deployment.visitor_url)
    (tmp_path / "a.cjs").write_text(f"(async () => {{ const Smooch = require('smooch'); {check} }})()")
    (tmp_path / "b.mjs").write_text(f"import Smooch from 'smooch'; {check}")
    run = [
        json.loads(subprocess.run([NODE, tmp_path / name], check=True, capture_output=True, text=True).stdout)
        for name in ("a.cjs", "b.mjs")
    ]
    assert run == [["function", True, "unsupported_browser", False], ["function", False, "unsupported_browser", False]]


@pytest.mark.rule("1.6.esm", "1.6.commonjs", "2.3.configBaseUrl")
@pytest.mark.parametrize("kind", ["mjs", "cjs"])
def test_the_package_on_a_page(people: drivers.Profiles, site: sites.Site, shop: api.Shop, kind: str) -> None:
    code = (PACKAGE / f"dist/smooch.{kind}").read_text()
    if kind == "cjs":  # as a bundler wraps it
        code = f"const module = {{exports: {{}}}}, exports = module.exports;\n{code}\nexport default module.exports;"
    module = site.add(code, Content_Type="text/javascript")
    head = f"""<script type="module">
      import Smooch from '{module}';
      window.done = Smooch.init({{appId: '{shop.app_id}', configBaseUrl: '{shop.deployment.visitor_url}/'}});
      window.chat = Smooch;
    </script>"""
    page = people.page()
    page.goto(site.add(sites.page(head)))
    page.wait_for_function("() => window.done")
    assert page.evaluate("() => done.then(() => typeof window.Smooch)") == "undefined"
    widget = widgets.Widget(page)
    widget.open()
    widget.say("From a bundle")
    widget.shows("From a bundle")
    page.evaluate("() => chat.destroy()")
    expect(widget.element).to_have_count(0)
