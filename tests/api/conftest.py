"""Order: what looks at the whole session's logs comes last in its shape."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move each test marked by its name to behind the last other test of the same shape."""
    last = [item for item in items if item.name.startswith("test_the_session_s_logs")]
    for moved in last:
        items.remove(moved)
        same = [index for index, item in enumerate(items) if _shape(item) == _shape(moved)]
        items.insert(same[-1] + 1 if same else len(items), moved)


def _shape(item: pytest.Item) -> object:
    call = getattr(item, "callspec", None)
    return call.params.get("shape") if call is not None else None
