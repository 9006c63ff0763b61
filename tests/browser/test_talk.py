"""A visitor and a business talk: the demo shop, the inbox and the REST client, live."""

import importlib
import re
import warnings
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes, widgets
from tests.support import api, pictures, shapes

with warnings.catch_warnings():  # its own sources warn when they are compiled
    warnings.simplefilter("ignore")
    smooch: Any = importlib.import_module("smooch")

QUESTION = "Is the big mug dishwasher safe?"
ANSWER = "It is. Top rack, please."
NEWS = "Your order has left the house."
expect = sync_api.expect


def post_as_business(deployment: api.Deployment, app_id: str, user_id: str, text: str) -> None:
    """With the REST client that businesses have."""
    config = smooch.Configuration()
    config.host, config.api_client = deployment.agent_url, None
    config.username, config.password = deployment.key_id, deployment.secret
    config.api_key = {}
    client = smooch.ConversationApi(smooch.ApiClient())
    client.post_message(app_id, user_id, smooch.MessagePost(role="appMaker", type="text", text=text))


def mark(page: sync_api.Page) -> None:
    """What a reload would wash away."""
    page.evaluate("window.neverReloaded = true")


def never_reloaded(page: sync_api.Page) -> bool:
    return bool(page.evaluate("window.neverReloaded === true"))


def talk(profiles: drivers.Profiles, demo: widgets.Demo, desk: inboxes.Account, deployment: api.Deployment) -> None:
    inbox = inboxes.Inbox(profiles.page(), desk)
    inbox.sign_in(demo.app_id)
    mark(inbox.page)
    widget = widgets.Widget(profiles.page())
    widget.page.goto(demo.url)
    mark(widget.page)
    question = f"{QUESTION} ({api.unique()})"
    expect(widget.launcher).to_be_visible()
    widget.open()
    widget.say(question)
    widget.shows(question)
    expect(widget.statuses).to_have_text([re.compile("^Delivered")])

    row = inbox.row(question)
    expect(row).to_contain_text("1 unread")
    inbox.open(question)
    inbox.shows(question)
    expect(row).not_to_contain_text("unread")
    expect(inbox.seen).to_have_count(0)

    inbox.field.click()
    inbox.page.keyboard.type("It")
    expect(widget.typing).to_be_visible()
    inbox.page.keyboard.type(ANSWER[2:])
    inbox.page.keyboard.press("Enter")
    widget.shows(question, ANSWER)
    expect(widget.typing).to_have_count(0)
    widget.page.bring_to_front()
    widget.field.click()
    expect(inbox.seen).to_be_visible()

    widget.page.keyboard.type("Th")
    expect(inbox.typing).to_be_visible()
    widget.page.keyboard.type("anks")
    widget.page.keyboard.press("Enter")
    inbox.shows(question, ANSWER, "Thanks")
    expect(inbox.typing).to_have_count(0)

    widget.close()
    expect(widget.badge).to_have_count(0)
    user_id = widget.call("() => Smooch.getUser()._id")
    post_as_business(deployment, demo.app_id, user_id, NEWS)
    inbox.shows(question, ANSWER, "Thanks", NEWS)
    expect(widget.badge).to_have_text("1")
    expect(widget.launcher).to_have_accessible_name("Open chat, 1 unread")
    widget.open()
    widget.shows(question, ANSWER, "Thanks", NEWS)
    widget.close()
    expect(widget.badge).to_have_count(0)
    assert never_reloaded(widget.page)
    assert never_reloaded(inbox.page)


def test_a_visitor_and_an_agent_talk(
    people: drivers.Profiles, demo: widgets.Demo, desk: inboxes.Account, deployment: api.Deployment
) -> None:
    talk(people, demo, desk, deployment)


@pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
@pytest.mark.parametrize("browser", [e for e in drivers.PLAYWRIGHT_ENGINES if e != "chromium"], indirect=True)
def test_they_talk_in_other_engines(
    profiles: drivers.Profiles, demo: widgets.Demo, desk: inboxes.Account, deployment: api.Deployment
) -> None:
    talk(profiles, demo, desk, deployment)


@pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
def test_an_agent_comes_by_the_one_time_link(people: drivers.Profiles, shape: shapes.Shape) -> None:
    made = shape.cli.create_agent(f"{api.unique('agent')}@example.com")
    page = people.page()
    page.goto(made.sign_in_url)
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()
    assert "token" not in page.url
    page.get_by_label("New password").fill(inboxes.PASSWORD)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_label("Search names")).to_be_visible()
    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(made.sign_in_url)
    expect(page.get_by_text(re.compile("link"))).not_to_have_count(0)
    inbox = inboxes.Inbox(people.page(), inboxes.Account(url=shape.agent_url, email=made.email))
    page.goto(f"{shape.agent_url}/inbox")
    page.get_by_label("E-mail").fill(made.email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("E-mail and password do not match.")
    inbox.sign_in(shape.cli.create_app("Second shop").app_id)


@pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
def test_both_see_something_of_every_type(
    people: drivers.Profiles, demo: widgets.Demo, desk: inboxes.Account, deployment: api.Deployment
) -> None:
    widget, inbox = widgets.Widget(people.page()), inboxes.Inbox(people.page(), desk)
    widget.page.goto(demo.url)
    widget.open()
    question = f"Which berth? ({api.unique()})"
    widget.say(question)
    widget.shows(question)
    inbox.sign_in(demo.app_id)
    inbox.open(question)
    path = f"/apps/{demo.app_id}/appusers/{widget.page.evaluate('Smooch.getUser()._id')}/messages"

    def post(role: str = "appMaker", **message: Any) -> dict[str, Any]:
        made: dict[str, Any] = deployment.account("POST", path, {"role": role} | message, expect=201).json["message"]
        return made

    link = {"type": "link", "text": "Map", "uri": "https://a.example/map"}
    form = post(type="form", fields=[{"type": "text", "name": "mast", "label": "Mast height"}])
    post(type="list", items=[{"title": "Berth A", "actions": [link]}])
    post(type="file", mediaUrl="https://a.example/plan.pdf")
    post(type="image", mediaUrl="https://a.example/plan.png", altText="The plan")
    expect(inbox.texts.last).to_contain_text("The plan")
    assert inbox.texts.locator("img").count() == 0, "nothing is loaded from elsewhere"
    bubbles = widget.log.locator(".bubble")
    expect(bubbles).to_have_count(5)
    expect(bubbles.nth(1).get_by_label("Mast height")).to_be_visible()
    expect(bubbles.nth(2)).to_contain_text("Berth A")
    expect(bubbles.nth(3).get_by_role("link")).to_contain_text("plan.pdf")
    expect(bubbles.nth(4).get_by_role("link")).to_have_attribute("href", "https://a.example/plan.png")
    expect(inbox.texts.nth(1)).to_contain_text("Form, not answered yet")
    answers = [{"type": "text", "name": "mast", "text": "14"}]
    post("appUser", type="formResponse", fields=answers, quotedMessageId=form["_id"])
    expect(bubbles.nth(1).locator(".answers")).to_have_text("Mast height14")
    expect(bubbles).to_have_count(5)
    expect(inbox.texts.nth(1)).to_contain_text("Form, answered")
    expect(inbox.texts.last).to_contain_text("Mast height: 14")
    expect(inbox.row("Mast height: 14")).to_be_visible()
    body, kind = pictures.form([("source", pictures.image(), "gull.png", None), ("role", b"appUser")])
    address = path.replace("/messages", "/images")
    headers = deployment.auth | {"Content-Type": kind}
    api.call(deployment.agent_url, "POST", f"/v1.1{address}", body, headers=headers, expect=201)
    expect(inbox.texts.last.get_by_role("img", name="gull.png")).to_be_visible()
    expect(inbox.texts.last).to_have_text("")
    expect(bubbles.last.get_by_role("link")).to_have_attribute("href", re.compile("/files/.*/gull.png$"))
    expect(bubbles.last.locator(".text")).to_have_count(0)  # an upload's text is its address: no caption
    for kind, name in (("image", "quay.png"), ("file", "quay.pdf")):
        post(type=kind, text="This is the quay:", mediaUrl=f"https://a.example/{name}")
        expect(widget.texts.last).to_have_text("This is the quay:")
        expect(bubbles.last.get_by_role("link")).to_have_attribute("href", f"https://a.example/{name}")
