"""The rules that the web messenger keeps, and which tests show them; see README.md beside this file."""

import dataclasses
import pathlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Literal

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "messenger-rules.md"
_CHAPTERS = {
    "1": "Loading",
    "2": "Options",
    "3": "Texts",
    "4": "Methods",
    "5": "Events",
    "6": "What is seen",
    "7": "Embedded",
    "8": "People and devices",
    "9": "Browsers",
    "10": "Additions",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    id: str
    text: str
    kind: Literal["kept", "later", "not"]
    why: str = ""  # what a later one waits for, or why one is not followed


def all_rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the files."""
    found: dict[str, Rule] = {}
    paths = pathlib.Path(__file__).parent.glob("*.toml")
    for path in sorted(paths, key=lambda path: int(path.name.partition("-")[0])):
        for rule in _read(path):
            assert rule.id not in found, f"{rule.id} stands twice"
            assert rule.id.partition(".")[0] == path.name.partition("-")[0], f"{rule.id} stands in {path.name}"
            found[rule.id] = rule
    return found


def _read(path: pathlib.Path) -> Iterator[Rule]:
    chapter = tomllib.loads(path.read_text())
    for rule_id, text in chapter.get("rules", {}).items():
        yield Rule(id=rule_id, text=text, kind="kept")
    for rule_id, (why, text) in chapter.get("later", {}).items():
        yield Rule(id=rule_id, text=text, kind="later", why=why)
    for rule_id, (why, text) in chapter.get("not", {}).items():
        yield Rule(id=rule_id, text=text, kind="not", why=why)


def marked(item: pytest.Item) -> list[str]:
    """The ids of the rules that a test shows."""
    return [rule_id for mark in item.iter_markers("rule") for rule_id in mark.args]


def engine(item: pytest.Item) -> str:
    """The engine that a test runs in."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    fixtures = getattr(item, "fixturenames", ())
    if "browser" in parameters:
        return str(parameters["browser"])
    return next((name for name in ("webkit", "phantom", "chromium") if name in fixtures), "")


def page(tests: Mapping[str, set[str]], engines: Mapping[str, set[str]]) -> str:
    """The page of all rules, with the tests that show each and the engines in which they passed."""
    rules = all_rules()
    lines = [
        "# Rules of the web messenger, and what shows them",
        "",
        "Written by `python -m tests.browser.table` from a run of the tests. Engines: Chromium, Firefox, WebKitGTK (in",
        "Safari's place), and PhantomJS for the ES5 build. A rule without an engine is shown without a browser, or waits for",
        "its next run.",
    ]
    for number, title in _CHAPTERS.items():
        of_chapter = [rule for rule in rules.values() if rule.id.partition(".")[0] == number]
        if of_chapter:
            lines += ["", f"## {number} {title}", "", "| rule | what holds | tests | engines |", "|---|---|---|---|"]
            lines += [_row(rule, tests.get(rule.id, set()), engines.get(rule.id, set())) for rule in of_chapter]
    return "\n".join(lines) + "\n"


def _row(rule: Rule, tests: set[str], engines: set[str]) -> str:
    text = rule.text.replace("|", "\\|")
    if rule.kind != "kept":
        word = "Not followed" if rule.kind == "not" else "Comes with"
        return f"| {rule.id} | {text} | {word}: {rule.why} | |"
    named = ", ".join(f"`{test}`" for test in sorted(tests))
    return f"| {rule.id} | {text} | {named} | {', '.join(sorted(engines - {''}))} |"


def _told() -> Iterator[list[str]]:
    """The cells of each row of the page, as it is."""
    for line in PAGE.read_text().splitlines() if PAGE.exists() else ():
        if re.match(r"\| \d", line):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def engines_told() -> dict[str, set[str]]:
    """The engines that the page has for each rule."""
    return {cells[0]: set(cells[3].split(", ")) - {""} for cells in _told()}


def tests_told() -> dict[str, set[str]]:
    """The tests that the page has for each rule."""
    return {cells[0]: set(re.findall(r"`(test_\w+)`", cells[2])) for cells in _told()}
