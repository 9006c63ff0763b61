"""The inbox, as an agent meets it."""

import dataclasses
import re

from playwright import sync_api

from tests.support import api, shapes

PASSWORD = "a quiet harbour at dawn"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """An agent of a deployment."""

    url: str
    email: str


def make_account(shape: shapes.Shape, name: str = "") -> Account:
    """Make an agent and choose a password for them, as the page would."""
    made = shape.cli.create_agent(f"{name or api.unique('agent')}@example.com")
    token = made.sign_in_url.partition("#token=")[2]
    headers = {"X-Smooch-Inbox": "1", "Origin": shape.agent_url}
    base = shape.agent_url
    entered = api.call(base, "POST", "/inbox/api/session/link", {"token": token}, headers=headers, expect=200)
    headers["Cookie"] = api.cookie_of(entered)
    api.call(base, "PUT", "/inbox/api/password", {"password": PASSWORD}, headers=headers, expect=200)
    return Account(url=shape.agent_url, email=made.email)


class Inbox:
    """What an agent does with the inbox in one page."""

    def __init__(self, page: sync_api.Page, account: Account) -> None:
        self.page = page
        self.account = account
        self.rows = page.locator("a.row")
        self.texts = page.locator("#thread-scroller .bubble")
        self.field = page.locator("#composer-text")
        self.typing = page.get_by_role("img", name=re.compile("is typing$"))
        self.seen = page.get_by_text("Seen", exact=True)

    def sign_in(self, app_id: str) -> None:
        """With e-mail and password, to the conversations of one app."""
        self.page.goto(f"{self.account.url}/inbox/{app_id}")
        self.page.get_by_label("E-mail").fill(self.account.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        sync_api.expect(self.page.get_by_role("button", name="Account: ")).to_be_visible()

    def row(self, text: str) -> sync_api.Locator:
        """The conversation whose last message, or person, is this."""
        return self.rows.filter(has_text=text)

    def open(self, text: str) -> None:
        self.page.bring_to_front()
        self.row(text).click()
        sync_api.expect(self.field).to_be_visible()

    def answer(self, text: str) -> None:
        self.page.bring_to_front()
        self.field.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        sync_api.expect(self.field).to_have_value("")

    def shows(self, *texts: str) -> None:
        """The open conversation is exactly this, in this order."""
        sync_api.expect(self.texts).to_have_text(list(texts))
