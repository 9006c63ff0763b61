"""Run the tests that show rules of the web messenger and write the page: `python -m tests.browser.table`.

Arguments go to pytest. A run of some tests (`-k uploads`) leaves what the page says of the engines of other rules;
`--collect-only` runs none and brings only the lists of rules and tests up to date.
"""

import sys

import pytest

from tests.browser import rules

FOLDERS = ["tests/browser", "tests/unit", "tests/api"]


class _Recorder:
    """Keeps the marked tests alone and remembers which engines each rule passed, and failed, in."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = {}
        self.passed: dict[str, set[str]] = {}
        self.failed: dict[str, set[str]] = {}
        self._items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if rules.marked(item)]
        self._items = {item.nodeid: item for item in items}
        for item in items:
            for rule_id in rules.marked(item):
                self.tests.setdefault(rule_id, set()).add(item.name.partition("[")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call":
            return
        item = self._items[report.nodeid]
        into = self.passed if report.passed else self.failed
        for rule_id in rules.marked(item):
            into.setdefault(rule_id, set()).add(rules.engine(item))


def main() -> int:
    recorder = _Recorder()
    code = pytest.main(["-q", "-m", "not long", *FOLDERS, *sys.argv[1:]], plugins=[recorder])
    engines = rules.engines_told() if sys.argv[1:] else {}
    ran = recorder.passed.keys() | recorder.failed.keys()
    engines |= {each: recorder.passed.get(each, set()) - recorder.failed.get(each, set()) for each in ran}
    rules.PAGE.write_text(rules.page(recorder.tests, engines))
    print(f"wrote {rules.PAGE.relative_to(rules.ROOT)}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
