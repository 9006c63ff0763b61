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
CONVERSATION = 30_000
CODE = (".js", ".css")


def test_bytes(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    asked: list[sync_api.Request] = []
    page.on("request", lambda request: asked.append(request))
    base = shop.deployment.visitor_url

    def of_smooch() -> dict[str, int]:
        """Bytes of the bodies as they came over the wire, by path, over all requests for it."""
        total: dict[str, int] = {}
        for request in asked:
            if request.url.startswith(base):
                path = request.url.removeprefix(base)  # asked for twice, the second time from the cache
                total[path] = total.get(path, 0) + request.sizes()["responseBodySize"]
        return total

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
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    page.wait_for_load_state("networkidle")
    code = {path: size for path, size in of_smooch().items() if path.endswith(CODE)}
    assert len(code) <= 3
    assert all(code.values()), code
    assert sum(code.values()) <= CONVERSATION, code
    fonts = [
        request.url for request in asked if "font" in request.url or request.url.endswith((".woff", ".woff2", ".ttf"))
    ]
    assert fonts == []
