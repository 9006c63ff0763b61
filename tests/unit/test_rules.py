"""Every rule of the web messenger has a test that shows it, and the page of them is up to date."""

import collections
import contextlib
import io

import pytest

from tests.browser import rules, table


class _Collector:
    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = collections.defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for rule_id in rules.marked(item):
                self.tests[rule_id].add(item.name.partition("[")[0])


@pytest.fixture(scope="module")
def tests() -> dict[str, set[str]]:
    """The tests that show each rule."""
    collector = _Collector()
    with contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main(
            ["--collect-only", "-q", "-p", "no:cacheprovider", *(str(rules.ROOT / each) for each in table.FOLDERS)],
            plugins=[collector],
        )
    assert code == pytest.ExitCode.OK
    return collector.tests


def test_marks_name_rules(tests: dict[str, set[str]]) -> None:
    assert set(tests) <= set(rules.all_rules())


def test_every_rule_has_a_test(tests: dict[str, set[str]]) -> None:
    kept = [rule.id for rule in rules.all_rules().values() if rule.kind == "kept"]
    assert [rule_id for rule_id in kept if rule_id not in tests] == []


def test_what_waits_or_is_not_followed_is_not_shown(tests: dict[str, set[str]]) -> None:
    other = {rule.id for rule in rules.all_rules().values() if rule.kind != "kept"}
    assert other & set(tests) == set()


def test_the_page_lists_the_rules_and_their_tests(tests: dict[str, set[str]]) -> None:
    told = rules.tests_told()
    assert list(told) == list(rules.all_rules()), "run python -m tests.browser.table --collect-only"
    shown = {rule_id: names for rule_id, names in told.items() if names}
    assert shown == tests, "run python -m tests.browser.table --collect-only"
