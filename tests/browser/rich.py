"""Messages that are more than text, as a visitor meets them."""

import dataclasses
import functools
import json
import re
from collections.abc import Callable
from typing import Any

from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api, pictures

PICTURES = "https://pictures.example/"
LINK = {"type": "link", "text": "Have a look", "uri": "https://shop.example/look"}
POSTBACK = {"type": "postback", "text": "Put it in the cart", "payload": "cart"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Room:
    """A conversation, and the page in which its visitor has the widget open."""

    shop: api.Shop
    visitor: api.Visitor
    widget: widgets.Widget

    @property
    def page(self) -> sync_api.Page:
        return self.widget.page

    @functools.cached_property
    def bubbles(self) -> sync_api.Locator:
        return self.widget.log.locator(".bubble")

    def post(self, **message: Any) -> dict[str, Any]:
        """The business sends something; it is on the screen when this returns."""
        made = post(self.shop, self.visitor, **message)
        shown = self.widget.log.locator(".message").filter(has=self.page.locator(".bubble"))
        sync_api.expect(shown.last).to_be_visible()
        return made


def post(shop: api.Shop, visitor: api.Visitor, **message: Any) -> dict[str, Any]:
    """The business sends something over the REST API."""
    path = f"/appusers/{visitor.app_user_id}/messages"
    made: dict[str, Any] = shop.rest("POST", path, {"role": "appMaker"} | message, expect=201).json["message"]
    return made


def serve_pictures(page: sync_api.Page) -> None:
    """Answer for the pictures' server: `<width>x<height>.png` is such a picture, all else is not found."""

    def answer(route: sync_api.Route) -> None:
        size = re.search(r"/(\d+)x(\d+)\.png", route.request.url)
        if size:
            body = pictures.image(size=(int(size[1]), int(size[2])))
            route.fulfill(status=200, body=body, content_type="image/png")
        else:
            route.fulfill(status=404)

    page.context.route(f"{PICTURES}**", answer)


def enter(
    people: drivers.Profiles,
    site: sites.Site,
    shop: api.Shop,
    visitor: api.Visitor,
    *,
    options: dict[str, Any] | None = None,
    html: str = 'lang="en"',
    change: Callable[[list[dict[str, Any]]], None] | None = None,
    **look: Any,
) -> Room:
    """Come back to a page as somebody whose session the browser has kept, and open the widget."""
    page = people.page(**look)
    serve_pictures(page)
    if change:
        pretend(page, change)
    keys = {f"{shop.app_id}.appUserId": visitor.app_user_id, f"{shop.app_id}.sessionToken": visitor.session_token}
    keep = f"Object.entries({json.dumps(keys)}).forEach(([key, value]) => localStorage[key] = value)"
    page.add_init_script(f"if (location.hostname === 'localhost') {keep}")
    script = f"Smooch.init({{appId: APP, ...{json.dumps(options or {})}}})"
    page.goto(site.add(sites.with_stub(shop, script, html=html).replace(sites.STYLE, "")))
    widget = widgets.Widget(page)
    sync_api.expect(widget.launcher).to_be_visible()
    widget.launcher.click()
    sync_api.expect(widget.log).to_be_visible()
    return Room(shop=shop, visitor=visitor, widget=widget)


def pretend(page: sync_api.Page, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Let `change` alter the messages that the server hands out: what no server of ours would send."""

    def answer(route: sync_api.Route) -> None:
        if route.request.method != "GET":
            route.fallback()
            return
        found = route.fetch()
        body = found.json()
        change(body["messages"])
        route.fulfill(response=found, json=body)

    page.route(re.compile(r"/appusers/[^/]+/messages"), answer)
