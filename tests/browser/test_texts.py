"""Every word of the messenger at its place and moment: English, the page's own, translated."""

import json
import re
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets, wordings
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
USERS = re.compile(r"/appusers$")
MESSAGES = re.compile(r"/messages(\?|$)")
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
ARABIC = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
MINUTE = 60_000  # milliseconds
HOUR = 60 * MINUTE
EDGES = {"headerText": "Own header", "messageDelivered": ""}


@pytest.fixture(params=["english", "custom", "german", "arabic"])
def wording(request: pytest.FixtureRequest, shop: api.Shop) -> wordings.Wording:
    match request.param:
        case "german":
            return wordings.translated(shop, "de_AT", GERMAN, {})
        case "arabic":
            return wordings.translated(shop, "ar", ARABIC, EDGES)
        case "custom":
            return wordings.custom()
        case _:
            return wordings.english()


def visit(page: sync_api.Page, site: sites.Site, shop: api.Shop, options: dict[str, Any]) -> widgets.Widget:
    script = f"Smooch.init(Object.assign({{appId: APP}}, {json.dumps(options)}));"
    page.goto(site.add(sites.with_stub(shop, script)))
    return widgets.Widget(page)


class Held:
    """Requests that wait at the door."""

    def __init__(self, page: sync_api.Page, method: str, address: re.Pattern[str]) -> None:
        self._page = page
        self._address = address
        self._method = method
        self._routes: list[sync_api.Route] = []
        page.route(address, self._hold)

    def _hold(self, route: sync_api.Route) -> None:
        if route.request.method == self._method:
            self._routes.append(route)
        else:
            route.continue_()

    def release(self, **answer: Any) -> None:
        """Let them through, or answer in the server's place."""
        while not self._routes:
            self._page.wait_for_timeout(20)  # the request may be announced before it stands at the door
        for route in self._routes:
            if answer:
                route.fulfill(**answer)
            else:
                route.continue_()
        self._page.unroute(self._address, self._hold)


def status(wording: wordings.Wording, *parts: str) -> str:
    return " · ".join(part for part in (wording.said("messageDelivered"), *parts) if part)


def see_the_start(widget: widgets.Widget, wording: wordings.Wording) -> None:
    said = wording.said
    expect(widget.launcher).to_have_accessible_name(said("openLabel"))
    expect(widget.element).to_have_attribute("title", said("frameTitle"))
    root = widget.frame.locator("html")
    expect(root).to_have_attribute("lang", wording.lang)
    expect(root).to_have_attribute("dir", wording.dir)
    widget.open()
    expect(widget.frame.get_by_role("heading", level=1)).to_have_text(said("headerText"))
    expect(widget.field).to_have_attribute("placeholder", said("inputPlaceholder"))
    expect(widget.frame.get_by_role("button", name=said("sendButtonText"), exact=True)).to_be_visible()
    expect(widget.frame.get_by_role("button", name=said("closeLabel"), exact=True)).to_be_visible()
    expect(widget.log).to_have_accessible_name(said("conversationLabel"))
    expect(widget.frame.locator(".intro p")).to_have_text(said("introductionText").replace("&amp;", "&"))
    bold = widget.frame.locator(".intro p b")
    expect(bold).to_have_count(1 if "<b>" in wording.texts["introductionText"] else 0)


def see_a_message_on_its_way(widget: widgets.Widget, wording: wordings.Wording) -> float:
    """Sending, failed, sent again. Returns when it was received."""
    said = wording.said
    held = Held(widget.page, "POST", USERS)
    widget.say("Hello")
    expect(widget.statuses).to_have_text(said("messageSending"))
    held.release(status=400, json={"error": {"code": "bad_request", "description": "No"}})
    expect(widget.statuses).to_have_text(said("clickToRetry"))
    expect(widget.frame.locator(".banner p")).to_have_text(said("messageError").replace("&amp;", "&"))
    widget.failed.click()
    expect(widget.frame.locator(".banner")).to_have_count(0)
    expect(widget.statuses).to_have_text(status(wording, said("messageRelativeTimeJustNow")))
    received: float = widget.call("() => Smooch.getConversation().messages[0].received")
    expect(widget.log.locator(".date")).to_have_text(wording.header_date(received))
    return received


def see_time_pass(widget: widgets.Widget, wording: wordings.Wording, received: float) -> None:
    said, clock = wording.said, widget.page.clock
    exact = wording.time(received)
    widget.texts.first.click()
    expect(widget.statuses).to_have_text(status(wording, exact))
    widget.texts.first.click()
    for passing, shown in (
        (6 * MINUTE, said("messageRelativeTimeMinute", value=6)),
        (2 * HOUR, said("messageRelativeTimeHour", value=2)),
        (47 * HOUR, said("messageRelativeTimeDay", value=2)),
        (120 * HOUR, wording.header_date(received)),
    ):
        clock.fast_forward(passing)
        expect(widget.statuses).to_have_text(status(wording, shown))


def see_an_answer(widget: widgets.Widget, wording: wordings.Wording, shop: api.Shop, user: str) -> None:
    said = wording.said
    shop.say(user, "\n".join(f"line {number}" for number in range(30)))
    unfold = widget.frame.locator("button.unfold")
    expect(unfold).to_have_text(said("messageUnfold"))
    unfold.click()
    expect(unfold).to_have_text(said("messageFold"))
    live = shop.rest("POST", f"/appusers/{user}/conversation/activity", {"role": "appMaker", "type": "typing:start"})
    assert live.status == 200, live
    name = widget.frame.locator(".typing .unseen")
    expect(name).to_have_text(said("typingLabel", name="Test shop"))
    widget.frame.get_by_role("button", name=said("closeLabel"), exact=True).click()
    expect(widget.launcher).to_be_visible()
    shop.say(user, "And one more")
    expect(widget.launcher).to_have_accessible_name(f"{said('openLabel')}, {said('unreadLabel', count=1)}")
    expect(widget.page).to_have_title(said("messageIndicatorTitleSingular", count=1))
    shop.say(user, "And another")
    expect(widget.launcher).to_have_accessible_name(f"{said('openLabel')}, {said('unreadLabel', count=2)}")
    expect(widget.page).to_have_title(said("messageIndicatorTitlePlural", count=2))
    expect(widget.page).to_have_title("Garden tools")


def see_the_past(widget: widgets.Widget, wording: wordings.Wording) -> None:
    """As a server of tomorrow might tell it: with types that are not known yet, and more before."""

    def change(route: sync_api.Route) -> None:
        answer = route.fetch()
        page = answer.json()
        if route.request.method == "GET" and "before" not in route.request.url:
            page["messages"][0] |= {"type": "hologram", "text": "", "textFallback": ""}
            page["messages"][1]["actions"] = [{"_id": "1", "type": "teleport", "text": "Go"}]
            page["hasPrevious"] = True
        route.fulfill(response=answer, json=page)

    said = wording.said
    widget.page.route(MESSAGES, change)
    widget.page.reload()
    widget.open()
    expect(widget.texts.first).to_have_text(said("unsupportedMessageType"))
    expect(widget.log.locator(".unsupported")).to_have_text(said("unsupportedActionType"))
    widget.page.unroute(MESSAGES, change)
    held = Held(widget.page, "GET", MESSAGES)
    more = widget.frame.get_by_role("button", name=said("fetchHistory"), exact=True)
    more.dispatch_event("click")  # a real one scrolls to the top first, which loads the history by itself
    expect(widget.log.locator("p.history")).to_have_text(said("fetchingHistory"))
    held.release()
    expect(more).to_have_count(0)


@pytest.mark.rule(
    *(f"3.{key}" for key in sorted(set(wordings.ENGLISH) - wordings.OWN - {"tapToRetry"})),
    "3.conversationTimestampHeaderFormat",
    "3.messageTimestampFormat",
    "3.defaults",
    "3.empty",
    "3.format",
    "3.html",
    "3.merge",
    "3.plain",
    "3.unusable",
    "3.variables",
    "10.own-texts",
    "10.translate",
    "10.translate-custom",
    "10.translate-direction",
)
def test_each_text_at_its_place(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, wording: wordings.Wording
) -> None:
    page = people.page(timezone_id=wordings.ZONE)
    page.clock.install()
    widget = visit(page, site, shop, wording.options)
    see_the_start(widget, wording)
    received = see_a_message_on_its_way(widget, wording)
    see_time_pass(widget, wording, received)
    user = str(widget.call("() => Smooch.getUser()._id"))
    see_an_answer(widget, wording, shop, user)
    see_the_past(widget, wording)


@pytest.mark.rule("3.tapToRetry")
def test_a_phone_is_told_to_tap(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    wording = wordings.custom()
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    widget = visit(people.page(**phone), site, shop, wording.options)
    widget.launcher.tap()
    refusal = {"error": {"code": "bad_request", "description": "No"}}
    widget.page.route(MESSAGES, lambda route: route.fulfill(status=400, json=refusal))
    widget.say("Hello")
    expect(widget.statuses).to_have_text(wording.said("tapToRetry"))


@pytest.mark.rule("2.2.locale", "2.2.locale-fallback")
def test_a_locale_alone_writes_dates(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    """Exactly this locale, else its language, else American English."""
    page = people.page(timezone_id=wordings.ZONE)
    page.clock.install()
    english = wordings.english()
    for locale, written in (("fr_XX", "fr"), ("RU-ru", "ru"), ("xx", "en-US"), (None, "en-US"), (5, "en-US")):
        widget = visit(page, site, shop, {"locale": locale})
        if widget.page.evaluate("!localStorage.length"):
            widget.open()
            widget.say("Hello")
        else:
            widget.open()
        expect(widget.statuses).to_have_text([re.compile("^Delivered")])
        received: float = widget.call("() => Smooch.getConversation().messages[0].received")
        month = widget.call(
            """([locale, at]) => new Intl.DateTimeFormat(locale, {month: 'long', day: 'numeric', timeZone: 'America/New_York'})
                .formatToParts(at * 1000).find((part) => part.type === 'month').value""",
            [written, received],
        )
        first, rest = english.header_date(received).split(" ", 1)
        assert first
        expect(widget.log.locator(".date")).to_have_text(f"{month} {rest}")
        expect(widget.frame.get_by_role("heading", level=1)).to_have_text("How can we help?")
        expect(widget.frame.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.rule("3.once")
def test_texts_are_set_once(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    script = """
      var texts = {headerText: 'At first', inputPlaceholder: 'At first'};
      Smooch.init({appId: APP, customText: texts, displayStyle: 'tab'});
    """
    page = people.page()
    page.goto(site.add(sites.with_stub(shop, script)))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_have_text("At first")
    page.evaluate("texts.headerText = texts.inputPlaceholder = 'Too late'")
    widget.open()
    expect(widget.frame.get_by_role("heading", level=1)).to_have_text("At first")
    expect(widget.field).to_have_attribute("placeholder", "At first")
    widget.call("() => { Smooch.destroy(); return Smooch.init({appId: APP, customText: null}); }")
    widget.open()
    expect(widget.frame.get_by_role("heading", level=1)).to_have_text("How can we help?")
    expect(widget.field).to_have_attribute("placeholder", "Type a message...")


@pytest.mark.rule("10.translate-launcher", "10.translate-fallback")
def test_the_launcher_never_speaks_another_language(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    """Its few words come with the config; the others when the messenger does, or not at all."""
    page = people.page()
    words: list[sync_api.Route] = []
    page.route("**/words-*.json", lambda route: words.append(route))
    options = {"locale": "de", "translate": True, "displayStyle": "tab", "customText": {"openLabel": "Los"}}
    widget = visit(page, site, shop, options)
    expect(widget.launcher).to_have_text("Wie können wir helfen?")
    expect(widget.element).to_have_attribute("title", "Chatfenster")
    assert not words
    with page.expect_request("**/words-de-*.json"):
        widget.launcher.click()
    expect(widget.launcher).to_have_text("Wie können wir helfen?")
    words[0].abort()
    expect(widget.field).to_have_attribute("placeholder", "Type a message...")
    page.unroute("**/words-*.json")
    page.reload()
    widget.open()
    expect(widget.field).to_have_attribute("placeholder", re.compile("^Nachricht schreiben"))
    widget = visit(page, site, shop, {"locale": "xx", "translate": True})
    expect(widget.launcher).to_have_accessible_name("Open chat")
    widget.open()
    expect(widget.field).to_have_attribute("placeholder", "Type a message...")
