"""Run the tests that show rules of the web messenger and write the page: `python -m tests.browser.table`."""

import sys

import pytest

from tests.browser import rules

FOLDERS = ["tests/browser", "tests/unit", "tests/api"]


class _Recorder:
    """Keeps the marked tests alone and remembers which passed."""

    def __init__(self) -> None:
        self.shown: dict[str, list[rules.Shown]] = {}
        self._items: dict[str, pytest.Item] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if rules.marked(item)]
        self._items = {item.nodeid: item for item in items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" or not report.passed:
            return
        item = self._items[report.nodeid]
        shown = rules.Shown(test=item.name.partition("[")[0], engine=rules.engine(item))
        for rule_id in rules.marked(item):
            self.shown.setdefault(rule_id, []).append(shown)


def main() -> int:
    recorder = _Recorder()
    code = pytest.main(["-q", "-m", "not long", *FOLDERS, *sys.argv[1:]], plugins=[recorder])
    if code:
        print("nothing was written: tests failed", file=sys.stderr)
        return int(code)
    rules.PAGE.write_text(rules.page(recorder.shown))
    print(f"wrote {rules.PAGE.relative_to(rules.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
