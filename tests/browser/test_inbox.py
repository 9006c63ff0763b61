"""What only the agent sees: pictures that come late, a pasted sign-in link, an answer the server will never take."""

import re
import uuid

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes
from tests.support import api, pictures, shapes

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect


def greet(shop: api.Shop, text: str) -> str:
    """A person who has written this; their id."""
    user = str(shop.make_user(userId=uuid.uuid4().hex)["_id"])
    shop.say(user, text, role="appUser")
    return user


def upload(shop: api.Shop, user: str, name: str) -> None:
    body, kind = pictures.form([("source", pictures.image(size=(640, 480)), name, None), ("role", b"appUser")])
    address = f"/v1.1/apps/{shop.app_id}/appusers/{user}/images"
    headers = shop.deployment.auth | {"Content-Type": kind}
    api.call(shop.deployment.agent_url, "POST", address, body, headers=headers, expect=201)


def test_the_end_stays_in_view_while_pictures_arrive(
    people: drivers.Profiles, desk: inboxes.Account, shop: api.Shop
) -> None:
    user = greet(shop, "Here is the damage")
    for number in range(3):
        upload(shop, user, f"corner-{number}.png")
    shop.say(user, "Can you mend it?", role="appUser")
    inbox = inboxes.Inbox(people.page(), desk)
    waiting: list[sync_api.Route] = []
    scrolled = False

    def hold(route: sync_api.Route) -> None:
        if scrolled:
            route.continue_()
        else:
            waiting.append(route)

    inbox.page.route("**/files/**", hold)
    inbox.sign_in(shop.app_id)
    inbox.open("Can you mend it?")
    expect(inbox.texts.last).to_be_in_viewport()
    shown = inbox.texts.get_by_role("img")
    expect(shown).to_have_count(3)
    scrolled = True
    for route in waiting:
        route.continue_()
    for number in range(3):
        expect(shown.nth(number)).to_have_js_property("naturalHeight", 480)
    expect(inbox.texts.last).to_be_in_viewport(ratio=1)
    expect(inbox.page.get_by_role("button", name="Newest")).to_have_count(0)


def test_a_sign_in_link_works_in_a_tab_that_is_already_there(people: drivers.Profiles, shape: shapes.Shape) -> None:
    made = shape.cli.create_agent(f"{api.unique('agent')}@example.com")
    page = people.page()
    page.goto(f"{shape.agent_url}/inbox")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.evaluate("hash => { location.hash = hash }", made.sign_in_url.partition("#")[2])
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()
    assert "token" not in page.url
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_label("Search names")).to_be_visible()

    colleague = shape.cli.create_agent(f"{api.unique('agent')}@example.com")
    page.evaluate("hash => { location.hash = hash }", colleague.sign_in_url.partition("#")[2])
    expect(page.get_by_text(colleague.email)).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_label("Search names")).to_be_visible()
    page.evaluate("hash => { location.hash = hash }", made.sign_in_url.partition("#")[2])
    expect(page.get_by_text("was used before")).to_be_visible()


def test_a_refused_answer_can_be_mended(people: drivers.Profiles, desk: inboxes.Account, shop: api.Shop) -> None:
    user = greet(shop, "Is the map right?")
    inbox = inboxes.Inbox(people.page(), desk)
    inbox.sign_in(shop.app_id)
    inbox.open("Is the map right?")
    answer = "Yes! %[Map](https://a.example/map) %[Dawn](reply:X)"
    inbox.answer(answer)
    alert = inbox.page.get_by_role("alert")
    expect(alert).to_contain_text("Not sent. The message cannot go out like this.")
    expect(alert).to_contain_text(re.compile("actions|text"))  # what the server says
    expect(inbox.page.get_by_text("Send again")).to_have_count(0)
    inbox.page.get_by_role("button", name="Discard").click()
    inbox.shows("Is the map right?")

    inbox.answer(answer)
    expect(alert).to_be_visible()
    inbox.field.fill("See you!")
    inbox.page.get_by_role("button", name="Edit").click()
    expect(inbox.field).to_have_value(f"{answer}\nSee you!")
    expect(inbox.field).to_be_focused()
    inbox.shows("Is the map right?")
    inbox.field.fill("Yes! https://a.example/map")
    inbox.page.keyboard.press("Enter")
    inbox.shows("Is the map right?", "Yes! https://a.example/map")

    inbox.page.context.set_offline(True)
    inbox.answer("Anything else?")
    expect(alert).to_contain_text("The server cannot be reached.")
    inbox.page.context.set_offline(False)
    inbox.page.get_by_role("button", name="Send again").click()
    expect(alert).to_have_count(0)
    inbox.shows("Is the map right?", "Yes! https://a.example/map", "Anything else?")
    assert len(shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]) == 3
