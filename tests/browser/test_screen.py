"""Where the widget stands, how large it is, and what its screens show."""

import re
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, rich, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
HOUR = 3600
DESK = {"width": 1280, "height": 800}
ICON = f"{rich.PICTURES}60x60.png"
BROKEN = f"{rich.PICTURES}gone.png"
CLASSES = "() => document.documentElement.className.split(' ').sort().join(' ')"
SETTLE = "(element) => Promise.all(element.getAnimations().map((animation) => animation.finished)).then(() => 0)"
STYLE = "(element, name) => getComputedStyle(element)[name]"


def come(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, options: str = "{}", **look: Any
) -> widgets.Widget:
    """A new visitor; the widget is closed."""
    page = people.page(**({"viewport": DESK} | look))
    rich.serve_pictures(page)
    script = f"Smooch.init(Object.assign({{appId: APP}}, {options}))"
    page.goto(site.add(sites.with_stub(shop, script).replace(sites.STYLE, "body { min-height: 3000px }")))
    widget = widgets.Widget(page)
    expect(widget.launcher).to_be_visible()
    return widget


def box(part: sync_api.Locator) -> dict[str, int]:
    found: Any = part.bounding_box()
    assert found
    return {name: round(found[name]) for name in ("x", "y", "width", "height")}


@pytest.mark.rule("6.1.sizes", "6.1.live", "6.1.above", "6.1.resize-still", "6.2.states", "6.2.button")
def test_sizes_follow_the_window(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = come(people, site, shop)
    assert widget.page.evaluate(CLASSES) == "smooch-button smooch-init"
    assert widget.element.evaluate(STYLE, "zIndex") == "9998"
    assert box(widget.element) == {"x": 1280 - 14 - 70, "y": 800 - 20 - 90, "width": 70, "height": 90}
    assert box(widget.launcher) == {"x": 1280 - 20 - 58, "y": 800 - 20 - 58, "width": 58, "height": 58}
    widget.open()
    expect(widget.launcher).to_be_hidden()
    assert widget.page.evaluate(CLASSES) == "smooch-button smooch-opened"
    mount = widget.frame.locator("#mount")
    assert "rise" in mount.evaluate(STYLE, "animationName")
    for width, height, frame, inside in (
        (1200, 668, (434, 664), (410, 640)),
        (1200, 667, (374, 504), (350, 480)),
        (1199, 900, (374, 504), (350, 480)),
        (768, 508, (374, 504), (350, 480)),
        (768, 507, (354, 444), (330, 420)),
        (767, 900, (767, 900), (767, 900)),
    ):
        widget.page.set_viewport_size({"width": width, "height": height})
        expect(widget.element).to_have_css("width", f"{frame[0]}px")
        expect(widget.element).to_have_css("height", f"{frame[1]}px")
        assert (box(mount)["width"], box(mount)["height"]) == inside, (width, height)
    assert mount.evaluate(STYLE, "animationName") == "none"
    widget.close()
    assert widget.page.evaluate(CLASSES) == "smooch-button smooch-closed"
    widget.open()
    assert mount.evaluate(STYLE, "animationName") == "rise"


@pytest.mark.rule("6.2.tab", "2.2.displayStyle")
def test_the_tab(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    widget = come(people, site, shop, "{displayStyle: 'tab', customText: {headerText: 'Ask us'}}")
    closed = box(widget.element)
    assert (closed["x"] + closed["width"], closed["y"] + closed["height"], closed["height"]) == (1272, 800, 44)
    assert widget.page.evaluate(CLASSES) == "smooch-init smooch-tab"
    expect(widget.launcher).to_have_text("Ask us")
    expect(widget.launcher).to_have_css("background-color", "rgb(101, 117, 142)")
    widget.open()
    widget.frame.locator("#mount").evaluate(SETTLE)
    mount = box(widget.frame.locator("#mount"))
    assert (mount["x"] + mount["width"], mount["y"] + mount["height"]) == (1272, 800)
    widget.frame.get_by_role("heading", name="Ask us").click()
    expect(widget.launcher).to_be_visible()
    widget.launcher.click()
    widget.say("Hello")
    widget.close()
    shop.say(widget.call("() => Smooch.getUser()._id"), "Hello to you")
    expect(widget.badge).to_have_text("1")
    bar, badge = box(widget.launcher), box(widget.badge)
    assert bar["x"] < badge["x"]
    assert badge["x"] + badge["width"] < bar["x"] + bar["width"]
    widget.page.set_viewport_size({"width": 500, "height": 800})
    expect(widget.element).to_have_css("width", "500px")
    assert box(widget.launcher) == {"x": 0, "y": 756, "width": 500, "height": 44}


@pytest.mark.rule("6.3.header", "6.3.settings-handle", "6.3.compact", "2.2.businessName", "2.2.businessIconUrl")
@pytest.mark.rule("3.headerText", "3.introductionText", "6.4.intro", "2.2.customColors")
def test_the_header_and_the_introduction(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    text = "Ask <b>us</b>, or <a href='https://a.example' onclick='alert(1)'>read</a>.<img src=x onerror='alert(2)'>"
    options = f"""{{businessName: 'Oak & Ash', businessIconUrl: {ICON!r},
      customColors: {{brandColor: 'ffd54f', conversationColor: '#1b5e20'}},
      customText: {{headerText: 'Talk <to> us', introductionText: {text!r}}}}}"""
    widget = come(people, site, shop, options)
    expect(widget.launcher).to_have_css("background-color", "rgb(255, 213, 79)")
    widget.open()
    header = widget.frame.locator("header")
    expect(header).to_have_css("background-color", "rgb(255, 213, 79)")
    expect(header.get_by_role("heading")).to_have_text("Talk <to> us")
    expect(header.get_by_role("button")).to_have_count(1)  # there is nothing to set
    intro = widget.frame.locator(".intro")
    expect(intro.get_by_role("heading")).to_have_text("Oak & Ash")
    assert (box(intro.locator("img"))["width"], box(intro.locator("img"))["height"]) == (50, 50)
    expect(intro.locator("img")).to_have_css("border-radius", "50%")
    expect(intro.locator("img")).to_have_attribute("src", ICON)
    expect(intro.locator("b")).to_have_text("us")
    expect(intro.locator("p")).to_have_text("Ask us, or read.")
    expect(intro.get_by_role("link")).to_have_attribute("target", "_blank")
    expect(intro.get_by_role("link")).not_to_have_attribute("onclick", re.compile(""))
    widget.say("one")
    expect(widget.log.locator(".own .bubble")).to_have_css("background-color", "rgb(27, 94, 32)")
    expect(header).to_contain_text("Oak & Ash")
    assert box(header)["height"] == 64
    top = box(widget.log)["y"]
    for number in range(12):
        widget.call("(text) => void Smooch.sendMessage(text)", f"number {number}")
    expect(widget.texts).to_have_count(13)
    expect(header).to_have_class(re.compile("compact"))
    expect(header).to_have_css("height", "44px")
    assert box(widget.log)["y"] == top
    widget.log.evaluate("(list) => list.scrollTo(0, 0)")
    expect(header).to_have_css("height", "64px")
    header.click(position={"x": 8, "y": 8})
    expect(widget.launcher).to_be_visible()


@pytest.mark.rule("2.3.fixedIntroPane", "2.2.backgroundImageUrl", "10.colorScheme", "10.reduced-motion")
def test_options_of_the_screen(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    for number in range(20):
        visitor.say(f"number {number}")
    tile = f"{rich.PICTURES}20x20.png"
    options = {"fixedIntroPane": True, "backgroundImageUrl": tile, "colorScheme": "dark"}
    look: dict[str, Any] = {"viewport": DESK, "color_scheme": "light", "reduced_motion": "reduce"}
    widget = rich.enter(people, site, shop, visitor, options=options, **look).widget
    expect(widget.texts).to_have_count(20)
    expect(widget.frame.locator(".intro")).to_be_in_viewport(ratio=1)
    expect(widget.log.locator(".intro")).to_have_count(0)
    expect(widget.log).to_have_css("background-image", f'url("{tile}")')
    expect(widget.log).to_have_css("background-repeat", "repeat")
    mount = widget.frame.locator("#mount")
    red = mount.evaluate("(element) => Number(getComputedStyle(element).backgroundColor.match(/\\d+/)[0])")
    assert red < 60, "dark, whatever the reader prefers"
    for part in (mount, widget.log.locator(".message").last, widget.frame.locator("header")):
        assert part.evaluate(STYLE, "animationName") == "none"
        assert part.evaluate(STYLE, "transitionProperty") == "none"
    widget.page.emulate_media(color_scheme="dark")
    light = come(people, site, shop, "{colorScheme: 'light'}", color_scheme="dark")
    light.open()
    expect(light.frame.locator("#mount")).to_have_css("background-color", "rgb(255, 255, 255)")
    wrong = come(people, site, shop, "{colorScheme: 'purple', fixedIntroPane: 'yes', displayStyle: 'x'}")
    wrong.open()
    expect(wrong.frame.locator("#mount")).to_have_css("background-color", "rgb(255, 255, 255)")
    wrong.page.emulate_media(color_scheme="dark")
    expect(wrong.frame.locator("#mount")).not_to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.rule("6.5.order", "6.5.groups", "6.5.sides", "6.5.avatars", "6.6.date-header")
@pytest.mark.rule("3.conversationTimestampHeaderFormat")
def test_messages_stand_in_groups(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    user = visitor.app_user_id
    visitor.say("one")
    visitor.say("two")
    shop.say(user, "three", name="Nora", avatarUrl=ICON)
    shop.say(user, "four", name="Nora", avatarUrl=ICON)
    shop.say(user, "five", name="Omar", avatarUrl=BROKEN)
    visitor.say("six")
    visitor.say("seven")

    def later(messages: list[dict[str, Any]]) -> None:
        at = messages[0]["received"]
        for index, message in enumerate(messages):
            message["received"] = at + index + (15 * 60 if index > 5 else 0)
        messages.reverse()  # they are put in order here

    options = {"customText": {"conversationTimestampHeaderFormat": "[At] YYYY"}}
    room = rich.enter(people, site, shop, visitor, options=options, change=later, viewport=DESK)
    log = room.widget.log
    room.widget.shows("one", "two", "three", "four", "five", "six", "seven")
    groups = log.locator(".group")
    assert [group.locator(".text").all_inner_texts() for group in groups.all()] == [
        ["one", "two"],
        ["three", "four"],
        ["five"],
        ["six"],
        ["seven"],
    ]
    assert log.locator(".group > .name").all_inner_texts() == ["Nora", "Omar"]
    year = room.page.evaluate("String(new Date().getFullYear())")
    assert log.locator(".date").all_inner_texts() == [f"At {year}", f"At {year}"]
    assert groups.nth(4).evaluate("(group) => group.previousElementSibling.className") == "date"
    avatar = groups.nth(1).locator(".avatar")
    expect(avatar).to_have_attribute("src", ICON)
    last = groups.nth(1).locator(".bubble").last
    assert abs(box(avatar)["y"] + box(avatar)["height"] - box(last)["y"] - box(last)["height"]) <= 1
    expect(groups.nth(2).locator("span.avatar")).to_have_text("O")  # the picture is broken
    expect(log.locator(".own .avatar")).to_have_count(0)
    assert box(groups.nth(0).locator(".bubble").first)["x"] > box(last)["x"]
    assert box(groups.nth(1).locator(".bubble").first)["x"] == box(last)["x"]


@pytest.mark.rule("6.6.relative", "6.6.exact", "3.messageRelativeTimeJustNow", "3.messageRelativeTimeMinute")
@pytest.mark.rule("3.messageRelativeTimeHour", "3.messageRelativeTimeDay", "3.messageTimestampFormat")
def test_times(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("old")
    shop.say(visitor.app_user_id, "new", name="Nora")
    room = rich.enter(people, site, shop, visitor, options={"customText": {"messageTimestampFormat": "[at] HH"}})
    widget, page = room.widget, room.page
    widget.shows("old", "new")
    newest = widget.log.locator(".message").last
    expect(newest.locator(".status")).to_have_text("Just now")
    expect(widget.log.get_by_text("Just now")).to_have_count(1)
    bubble = newest.locator(".bubble")
    bubble.click()
    expect(newest.locator(".status")).to_have_text(re.compile(r"^at \d\d$"))
    page.keyboard.press("Enter")
    expect(newest.locator(".status")).to_have_text("Just now")
    visitor.say("later")
    expect(widget.log.get_by_text("Just now")).to_have_count(1)
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    page.context.clock.install()
    page.reload()
    widget.launcher.click()
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    for seconds, shown in (
        (61, "Delivered · 1m ago"),
        (HOUR, "Delivered · 1h ago"),
        (24 * HOUR, "Delivered · 1d ago"),
        (6 * 24 * HOUR, re.compile(r"^Delivered · \w+ \d+ \d{4}, \d+:\d\d [AP]M$")),
    ):
        page.context.clock.fast_forward(seconds * 1000)
        expect(widget.statuses.last).to_have_text(shown)


@pytest.mark.rule("6.6.states", "6.6.dimmed", "6.6.retry", "3.messageSending", "3.messageDelivered")
@pytest.mark.rule("3.clickToRetry", "3.tapToRetry", "6.19.mobile")
@pytest.mark.parametrize("agent", ["", "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36"])
def test_how_a_message_fares(people: drivers.Profiles, site: sites.Site, shop: api.Shop, agent: str) -> None:
    widget = come(people, site, shop, viewport=DESK, **({"user_agent": agent} if agent else {}))
    widget.open()
    widget.say("first")
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    held: list[sync_api.Route] = []
    widget.page.route("**/messages", lambda route: held.append(route))
    widget.say("second")
    expect(widget.statuses).to_have_text(["Delivered", "Sending..."])
    own, sent = widget.log.locator(".bubble").last, widget.log.locator(".bubble").first
    assert own.evaluate(STYLE, "backgroundColor") != sent.evaluate(STYLE, "backgroundColor")
    held.pop().fulfill(status=400, body="{}")
    failed = f"Message not delivered. {'Tap' if agent else 'Click'} to retry."
    expect(widget.statuses).to_have_text(["Delivered", failed])
    expect(widget.failed).to_have_accessible_name(re.compile(rf"^second\W+{failed}\W*$"))
    widget.page.unroute("**/messages")
    user = widget.call("() => Smooch.getUser()._id")
    shop.say(user, "answer")
    widget.shows("first", "second", "answer")
    widget.page.route("**/messages", lambda route: held.append(route))
    widget.failed.press("Enter")
    expect(widget.statuses).to_have_text(["Delivered", "Sending...", "Just now"])
    widget.shows("first", "second", "answer")  # in its place
    held.pop().continue_()
    expect(widget.statuses).to_have_text(["Delivered · Just now"])
    widget.shows("first", "answer", "second")  # where the server has put it
    assert [each["text"] for each in widget.call("() => Smooch.getConversation().messages")].count("second") == 1
