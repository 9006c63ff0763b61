"""The demo's reference page: what the typings hold, to try on a small page beside."""

import json
import re

import pytest
from playwright import sync_api

from tests.browser import accessibility, drivers, guides, widgets

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect


def names(interface: str) -> list[str]:
    """The members of an interface of the typings."""
    text = (guides.WEB / "packages/sdk/src/smooch.d.ts").read_text()
    found = re.search(rf"^(?:export )?interface {interface} \{{\n(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    assert found
    return re.findall(r"^  (?:readonly )?'?([\w:]+)'?[?(<:]", found[1], re.MULTILINE)


def test_everything_is_listed_and_can_be_tried(people: drivers.Profiles, demo: widgets.Demo) -> None:
    page = people.page(viewport={"width": 1280, "height": 900})
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.goto(f"{demo.url}/reference")
    for part, interface in (("methods", "SmoochApi"), ("events", "SmoochEvents")):
        listed = page.locator(f"#{part} h3").all_inner_texts()
        assert sorted(set(names(interface))) == sorted(listed)
    assert set(names("Options")) < set(page.locator("#options h3").all_inner_texts())
    small = page.frame_locator(".stage iframe")
    widget = small.frame_locator(widgets.FRAME)
    log = page.locator(".log")
    expect(log).to_contain_text("ready")

    page.get_by_label("customText: customText").fill(json.dumps({"headerText": "Ask the workshop"}))
    page.get_by_role("button", name="Run customText").click()
    expect(widget.get_by_text("Ask the workshop").first).to_be_visible()
    page.get_by_label("sendMessage: message").fill(json.dumps("Written in the reference"))
    page.get_by_role("button", name="Run sendMessage").focus()
    page.keyboard.press("Enter")
    expect(widget.get_by_role("log")).to_contain_text("Written in the reference")
    expect(log).to_contain_text("message:sent")
    page.get_by_label("sendMessage: message").fill("{")
    page.get_by_role("button", name="Run sendMessage").click()
    expect(page.get_by_role("alert")).to_have_text("This is not JSON.")
    page.get_by_label("displayStyle: displayStyle").select_option("tab")
    page.get_by_role("button", name="Run displayStyle").click()
    expect(small.locator("html.smooch-tab")).to_be_attached()
    assert refused == []


def test_it_is_readable(people: drivers.Profiles, demo: widgets.Demo) -> None:
    page = people.page(viewport={"width": 390, "height": 844})
    page.goto(f"{demo.url}/reference")
    expect(page.locator("#texts tbody tr").first).to_be_visible()
    expect(page.locator(".log")).to_contain_text("ready")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    accessibility.check(page.main_frame)
