"""What a visitor's page downloads, measured where it arrives."""

import gzip

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
SNIPPET = 1_000
BEFORE_OPENING = 5_000
CONVERSATION = 28_000
CODE = (".js", ".css")


def test_bytes(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    base = shop.deployment.visitor_url
    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    session.on(
        "Network.dataReceived",
        lambda e: sizes.update({e["requestId"]: sizes.get(e["requestId"], 0) + e["encodedDataLength"]}),
    )

    def of_smooch() -> dict[str, int]:
        """Bytes of the bodies as they came over the wire, by path."""
        mine = {key: url for key, url in addresses.items() if url.startswith(base)}
        return {url.removeprefix(base): sizes.get(key, 0) for key, url in mine.items()}

    snippet = sites.snippet(shop)
    assert len(gzip.compress(snippet.encode(), 9)) <= SNIPPET
    page.goto(site.add(sites.with_snippet(shop)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    first = of_smooch()
    assert set(first) == {"/smooch.js", f"/sdk/apps/{shop.app_id}/config"}
    assert 0 < first["/smooch.js"] <= BEFORE_OPENING

    widget.open()
    widget.say("Hello")
    expect(widget.statuses).to_have_text("Delivered · Just now")
    page.wait_for_load_state("networkidle")
    code = {path: size for path, size in of_smooch().items() if path.endswith(CODE)}
    assert len(code) <= 3
    assert all(code.values()), code
    assert sum(code.values()) <= CONVERSATION, code
    fonts = [url for url in addresses.values() if "font" in url or url.endswith((".woff", ".woff2", ".ttf"))]
    assert fonts == []
