"""Messages of every type: pictures, files, places, cards and forms."""

import re
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, rich, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
HEIGHT = "(element) => element.getBoundingClientRect().height"
TOP = "(element) => element.getBoundingClientRect().top"


@pytest.mark.rule("6.10.text-escaped", "6.10.text-links", "6.10.text-schemes")
def test_text_and_its_links(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    text = (
        "See https://shop.example/a?b=1.\n[myshop://orders/17] or\nmailto:help@shop.example, <br>http://shop.example/c"
    )
    hostile = "javascript:alert(1) javascript://x%0aalert(1) data:text/html,x vbscript://x <img src=x onerror=alert(1)>"
    rich.post(shop, visitor, type="text", text=text)
    rich.post(shop, visitor, type="text", text=hostile)
    room = rich.enter(people, site, shop, visitor, options={"customColors": {"actionColor": "aa0044"}})
    room.widget.shows(text, hostile)
    links = room.widget.texts.first.get_by_role("link")
    hrefs = ["https://shop.example/a?b=1", "myshop://orders/17", "mailto:help@shop.example", "http://shop.example/c"]
    assert links.evaluate_all("(all) => all.map((link) => link.getAttribute('href'))") == hrefs
    for link in links.all():
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(link).to_have_css("color", "rgb(170, 0, 68)")
    expect(room.widget.texts.last.get_by_role("link")).to_have_count(0)
    assert room.widget.texts.first.evaluate("(text) => getComputedStyle(text).whiteSpaceCollapse") in (
        "preserve",
        "preserve-breaks",
    )


@pytest.mark.rule(
    "6.10.image-reserved", "6.10.image-spinner", "6.10.image-caption", "6.10.image-opens", "6.10.image-broken"
)
def test_a_picture(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    url = f"{rich.PICTURES}400x300.png"
    rich.post(shop, visitor, type="text", text="Above")
    room = rich.enter(people, site, shop, visitor)
    room.widget.shows("Above")
    held: list[sync_api.Route] = []
    room.page.route(url, lambda route: held.append(route))
    room.post(type="image", mediaUrl=url, text="The quay, more on https://quay.example/", altText="A quay")
    picture = room.widget.log.locator(".picture")
    expect(picture.locator(".spinner")).to_be_visible()
    picture.locator(".spinner").evaluate(
        "() => Promise.all(document.getAnimations().filter((a) => "
        "a.effect.getTiming().iterations < 9).map((a) => a.finished))"
    )
    before = (picture.evaluate(HEIGHT), room.widget.texts.first.evaluate(TOP))
    held[0].fallback()
    expect(picture.locator(".spinner")).to_have_count(0)
    expect(picture.get_by_role("img", name="A quay")).to_have_css("opacity", "1")
    assert (picture.evaluate(HEIGHT), room.widget.texts.first.evaluate(TOP)) == before
    expect(room.widget.texts.last).to_have_text("The quay, more on https://quay.example/")
    with room.page.expect_popup() as opened:
        room.widget.log.get_by_role("link", name="A quay").click()
    assert opened.value.url == url
    opened.value.close()
    room.page.bring_to_front()

    room.post(type="image", mediaUrl=f"{rich.PICTURES}40x40.png", text=f"{rich.PICTURES}40x40.png")
    expect(room.widget.log.locator(".picture.there")).to_have_count(2)
    expect(room.widget.texts).to_have_count(2)  # a text that is only the address is no caption
    room.post(type="image", mediaUrl=f"{rich.PICTURES}lost.png", altText="A gull", actions=[rich.LINK])
    expect(room.widget.log.get_by_text("This picture could not be loaded")).to_be_visible()
    expect(room.bubbles.last.get_by_role("link", name="Have a look")).to_be_visible()
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))


@pytest.mark.rule("6.10.file", "6.10.location-text", "6.10.location-received", "6.10.other", "3.unsupportedMessageType")
def test_files_places_and_what_nobody_knows(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    manual = "https://files.example/User%20manual.pdf?x=1"
    place = {"lat": 45.5, "long": -73.61}
    rich.post(shop, visitor, type="file", mediaUrl=manual, text="As promised:", mediaType="application/pdf")
    rich.post(shop, visitor, type="location", coordinates=place, location={"name": "Café Olimpico"})
    for text in ("bare place", "unknown", "unknown with text"):
        rich.post(shop, visitor, type="text", text=text)

    def change(messages: list[dict[str, Any]]) -> None:
        messages[0]["mediaSize"] = 2_345_678
        messages[2] |= {"type": "location", "coordinates": place}
        messages[3] |= {"type": "hologram"}
        messages[4] |= {"type": "constructor", "text": "It turns"}
        del messages[2]["text"], messages[3]["text"]

    room = rich.enter(
        people,
        site,
        shop,
        visitor,
        options={"customText": {"unsupportedMessageType": "Cannot show this <b>"}},
        change=change,
    )
    link = room.bubbles.first.get_by_role("link")
    expect(link).to_have_attribute("href", manual)
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_contain_text("User manual.pdf")
    expect(link).to_contain_text("2.3 MB")
    expect(room.bubbles.first).to_contain_text("As promised:")
    expect(room.bubbles.nth(1)).to_contain_text("Café Olimpico")
    map_url = "https://maps.google.com/maps?q=45.5,-73.61"
    expect(room.bubbles.nth(1).get_by_role("link")).to_have_attribute("href", map_url)
    expect(room.bubbles.nth(2).get_by_role("link", name="Open map")).to_have_attribute("href", map_url)
    expect(room.bubbles.nth(3)).to_contain_text("Cannot show this <b>")
    expect(room.bubbles.nth(4)).to_contain_text("It turns")
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))


def cards(count: int) -> list[dict[str, Any]]:
    return [
        {
            "title": f"Card {number}",
            "description": f"What there is to say of {number}",
            "mediaUrl": f"{rich.PICTURES}382x200.png?{number}",
            "actions": [rich.LINK | {"text": f"See {number}"}, rich.POSTBACK],
        }
        for number in range(1, count + 1)
    ]


IN_VIEW = """(cards) => {
  const { left, right } = cards[0].parentElement.getBoundingClientRect();
  const seen = ({ left: from, right: to }) => Math.max(0, Math.min(to, right) - Math.max(from, left)) / (to - from);
  return cards.map((card) => Math.round(seen(card.getBoundingClientRect()) * 100));
}"""


@pytest.mark.rule("6.10.carousel-cards", "6.10.carousel-scrolls", "6.10.carousel-ratio")
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_carousel(people: drivers.Profiles, site: sites.Site, shop: api.Shop, direction: str) -> None:
    visitor = shop.visitor()
    room = rich.enter(people, site, shop, visitor, html=f'lang="en" dir="{direction}"', reduced_motion="reduce")
    room.post(type="carousel", items=cards(10))
    carousel = room.widget.log.locator(".carousel")
    row = carousel.get_by_role("list", name="Cards")
    card = row.get_by_role("listitem")
    expect(card).to_have_count(10)
    expect(card.nth(1)).to_have_accessible_name("2 of 10: Card 2")
    expect(card.first).to_contain_text("What there is to say of 1")
    box = card.first.locator(".picture").bounding_box()
    assert box
    assert box["width"] / box["height"] == pytest.approx(1.91, abs=0.02)
    first, second, third, *_ = card.evaluate_all(IN_VIEW)
    assert first == 100
    assert 10 < second < 90  # its edge tells that there is more
    assert third == 0
    expect(carousel.get_by_role("button", name="Previous card")).to_have_count(0)
    for _ in range(2):
        carousel.get_by_role("button", name="Next card").click()
    expect(card.nth(2)).to_be_in_viewport(ratio=1)
    carousel.get_by_role("button", name="Previous card").click()
    expect(card.nth(1)).to_be_in_viewport(ratio=1)
    room.page.bring_to_front()
    row.focus()
    room.page.keyboard.press("Tab")
    expect(card.first.get_by_role("link", name="See 1")).to_be_focused()
    for name in ("Put it in the cart", "See 2"):
        room.page.keyboard.press("Tab")
        expect(card.get_by_role("button" if "cart" in name else "link", name=name).first).to_be_focused()
    expect(card.nth(1)).to_be_in_viewport(ratio=1)
    card.last.get_by_role("link").focus()
    expect(carousel.get_by_role("button", name="Next card")).to_have_count(0)
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))
    room.post(type="carousel", items=cards(1), displaySettings={"imageAspectRatio": "square"})
    square = carousel.last.locator(".picture").bounding_box()
    assert square
    assert square["width"] == pytest.approx(square["height"], abs=1)
    expect(carousel.last.get_by_role("button", name=re.compile("card$"))).to_have_count(0)


@pytest.mark.rule("6.10.list-cards", "6.10.list-default", "6.10.list-actions")
def test_a_list(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    items = cards(3)
    items[0]["size"] = "large"
    items[1]["actions"][0] = rich.LINK | {"text": "Never shown", "default": True}
    room = rich.enter(people, site, shop, visitor)
    room.post(type="list", items=items, actions=[rich.LINK | {"text": "See all"}])
    card = room.widget.log.locator(".items > li")
    expect(card).to_have_count(3)
    large, small = card.nth(0).locator(".picture").bounding_box(), card.nth(2).locator(".picture").bounding_box()
    whole = card.nth(0).bounding_box()
    assert large
    assert small
    assert whole
    assert large["width"] == whole["width"]
    assert small["width"] < whole["width"] / 4
    tops: list[float] = card.evaluate_all("(cards) => cards.map((card) => card.getBoundingClientRect().top)")
    assert tops == sorted(tops)
    expect(card.nth(2).get_by_role("link", name="See 3")).to_have_attribute("href", rich.LINK["uri"])
    expect(room.bubbles.last.get_by_role("link").last).to_have_text("See all")
    expect(room.widget.log.get_by_text("Never shown")).to_have_count(0)
    room.page.context.route("https://shop.example/**", lambda route: route.fulfill(body="Shop"))
    with room.page.expect_popup() as opened:
        card.nth(1).click(position={"x": 20, "y": 44})
    assert opened.value.url == rich.LINK["uri"]
    opened.value.close()
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))


FIELDS: list[dict[str, Any]] = [
    {"type": "text", "name": "name", "label": "Your name", "placeholder": "Ada", "minSize": 2, "maxSize": 5},
    {"type": "email", "name": "mail", "label": "E-mail"},
    {
        "type": "select",
        "name": "size",
        "label": "Which size?",
        "options": [{"name": "s", "label": "Small"}, {"name": "l", "label": "Large"}],
    },
]


@pytest.mark.rule(
    "6.10.form-fields",
    "6.10.form-validates",
    "6.10.form-keeps",
    "6.10.form-sends",
    "6.10.form-answered",
    "6.10.form-blocks",
)
def test_a_form(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    room = rich.enter(people, site, shop, visitor)
    expect(room.widget.field).to_be_visible()
    made = room.post(type="form", fields=FIELDS, blockChatInput=True)
    form = room.widget.log.get_by_role("form", name="Form")
    name, mail, size = form.get_by_label("Your name"), form.get_by_label("E-mail"), form.get_by_label("Which size?")
    submit = form.get_by_role("button", name="Submit")
    composer = room.widget.frame.locator(".composer")
    expect(composer).to_be_hidden()
    submit.click()
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Please fill this in.")
    expect(size).to_have_accessible_description("Please choose an option.")
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("A")
    expect(name).to_have_accessible_description("Enter at least 2 characters.")
    name.fill("Adelaide")
    expect(name).to_have_accessible_description("Enter at most 5 characters.")
    mail.fill("ada")
    expect(mail).to_have_accessible_description("Enter an e-mail address such as name@example.com.")
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))
    name.fill("Ada")
    expect(name).to_have_accessible_description("")
    room.post(type="text", text="Take your time")
    room.widget.call("() => Smooch.close()")
    expect(room.widget.launcher).to_be_visible()
    room.widget.launcher.click()
    expect(name).to_have_value("Ada")
    expect(mail).to_have_value("ada")
    mail.fill("ada@example.com")
    size.select_option("Large")

    def refuse(route: sync_api.Route) -> None:
        route.fulfill(status=400, json={"error": {"code": "bad_request", "description": "no"}})

    room.page.route("**/messages", refuse)
    submit.click()
    expect(form.get_by_role("alert")).to_have_text("The form could not be sent. Please try again.")
    expect(name).to_have_value("Ada")
    room.page.unroute("**/messages", refuse)
    submit.click()
    answers = room.widget.log.locator(".answers")
    expect(answers).to_have_text("Your nameAdaE-mailada@example.comWhich size?Large")
    expect(room.widget.log.get_by_text("Submitted")).to_be_visible()
    expect(form).to_have_count(0)
    expect(composer).to_be_visible()
    stored = visitor.messages()["messages"]
    assert stored[0]["submitted"] is True
    assert stored[-1]["type"] == "formResponse"
    assert stored[-1]["quotedMessage"]["content"]["_id"] == made["_id"]
    assert [
        field.get("text") or field.get("email") or field["select"][0]["name"] for field in stored[-1]["fields"]
    ] == ["Ada", "ada@example.com", "l"]
    expect(room.bubbles).to_have_count(2)  # the answers stand in the form, and nowhere twice
    accessibility.check(accessibility.inside(room.page, widgets.FRAME))
    room.page.reload()
    room.widget.launcher.click()
    expect(answers).to_have_text("Your nameAdaE-mailada@example.comWhich size?Large")


@pytest.mark.rule("6.10.form-elsewhere", "6.10.form-response")
def test_a_form_that_is_answered_elsewhere(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    visitor = shop.visitor()
    room = rich.enter(people, site, shop, visitor)
    made = room.post(type="form", fields=FIELDS[:1])
    form = room.widget.log.get_by_role("form", name="Form")
    expect(form).to_be_visible()
    expect(room.widget.field.last).to_be_visible()
    answer = {"type": "text", "name": "name", "text": "Grace"}
    rich.post(shop, visitor, role="appUser", type="formResponse", fields=[answer], quotedMessageId=made["_id"])
    expect(form).to_have_count(0)
    expect(room.bubbles).to_have_text(re.compile("Your nameGrace.*Submitted", re.DOTALL))

    def without_form(messages: list[dict[str, Any]]) -> None:
        del messages[0]

    rich.pretend(room.page, without_form)
    room.page.reload()
    room.widget.launcher.click()
    own = room.widget.log.locator(".own .bubble")
    expect(own).to_have_text("Your nameGrace")
