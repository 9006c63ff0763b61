"""The main paths in WebKit, which stands for Safari."""

from collections.abc import Callable
from typing import Any

import pytest
from selenium import webdriver
from selenium.common import exceptions
from selenium.webdriver.common import by, keys
from selenium.webdriver.remote import webelement
from selenium.webdriver.support import wait

from tests.browser import accessibility, drivers, inboxes, widgets
from tests.support import api, patience

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
CSS = by.By.CSS_SELECTOR
GONE = (exceptions.StaleElementReferenceException, exceptions.NoSuchElementException, IndexError)


class Person:
    """Somebody in front of one WebKit window."""

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self.driver = driver

    def until(self, check: Callable[[], Any]) -> Any:
        """The first true value; what is drawn anew meanwhile is looked up again."""
        return wait.WebDriverWait(self.driver, patience.SECONDS, 0.05, ignored_exceptions=GONE).until(lambda _: check())

    def find(self, selector: str) -> webelement.WebElement:
        """The element, once it can be seen."""
        found: webelement.WebElement = self.until(
            lambda: next((e for e in self.driver.find_elements(CSS, selector) if e.is_displayed()), None)
        )
        return found

    def texts(self, selector: str) -> list[str]:
        elements = self.driver.find_elements(CSS, selector)
        # WebDriver's own `text` leaves out what is cut off with an ellipsis.
        return [str(self.driver.execute_script("return arguments[0].textContent", element)) for element in elements]

    def shows(self, selector: str, *texts: str) -> None:
        self.until(lambda: self.texts(selector) == list(texts))

    def focused(self) -> str:
        return str(self.driver.execute_script("return document.activeElement.id || document.activeElement.tagName"))

    def axe(self) -> None:
        self.driver.execute_script(accessibility.FINISH)
        self.driver.execute_script(accessibility.AXE.read_text())
        script = f"const done = arguments[arguments.length - 1]; {accessibility.RUN}.then(done)"
        found = accessibility.problems(self.driver.execute_async_script(script))
        assert not found, "\n".join(found)


def enter_widget(visitor: Person) -> None:
    """Look at the widget's frame from now on."""
    visitor.driver.switch_to.frame(visitor.find(widgets.FRAME))


def enter_inbox(agent: Person, desk: inboxes.Account, app_id: str) -> None:
    agent.driver.get(f"{desk.url}/inbox/{app_id}")
    agent.find("input[name=email]").send_keys(desk.email)
    agent.axe()
    agent.find("input[name=password]").send_keys(inboxes.PASSWORD + keys.Keys.ENTER)
    agent.find("#list-search")


def test_a_visitor_and_an_agent_talk(
    webkit: drivers.WebKits, demo: widgets.Demo, desk: inboxes.Account, deployment: api.Deployment
) -> None:
    question = f"Do you gift-wrap? ({api.unique()})"
    agent, visitor = Person(webkit.open()), Person(webkit.open())
    enter_inbox(agent, desk, demo.app_id)
    visitor.driver.get(demo.url)
    visitor.axe()
    enter_widget(visitor)
    visitor.axe()
    visitor.find("#launcher").click()
    field = visitor.find("textarea")
    visitor.until(lambda: visitor.focused() == "TEXTAREA")
    field.send_keys(question + keys.Keys.ENTER)
    bubbles = ".bubble > .text"
    visitor.shows(bubbles, question)
    visitor.until(lambda: visitor.texts(".status") == ["Delivered · Just now"])

    agent.until(lambda: any(question in text for text in agent.texts("a.row")))
    agent.driver.find_elements(CSS, "a.row")[0].click()
    agent.shows("#thread-scroller .bubble", question)
    agent.axe()
    agent.find("#composer-text").send_keys("We")
    visitor.find(".typing")
    agent.find("#composer-text").send_keys(" do." + keys.Keys.ENTER)
    visitor.shows(bubbles, question, "We do.")
    visitor.axe()
    visitor.find("textarea").send_keys("Lovely")
    agent.find(".typing")
    visitor.find("textarea").send_keys(keys.Keys.ENTER)
    agent.shows("#thread-scroller .bubble", question, "We do.", "Lovely")

    visitor.find("textarea").send_keys(keys.Keys.ESCAPE)
    visitor.find("#launcher")
    visitor.until(lambda: visitor.focused() == "launcher")
    agent.find("#composer-text").send_keys("Anything else?" + keys.Keys.ENTER)
    visitor.shows("#launcher b", "1")
    visitor.find("#launcher").send_keys(keys.Keys.ENTER)
    visitor.shows(bubbles, question, "We do.", "Lovely", "Anything else?")

    visitor.driver.switch_to.default_content()
    visitor.driver.refresh()
    enter_widget(visitor)
    visitor.find("#launcher").click()
    visitor.shows(bubbles, question, "We do.", "Lovely", "Anything else?")
