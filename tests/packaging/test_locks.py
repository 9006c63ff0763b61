"""scripts/locks.py refuses what would work on one machine only."""

from scripts import locks


def test_a_mirror_is_named() -> None:
    text = 'registry = "https://pypi.org/simple"\nurl = "http://mirror.local/a.whl"\nregistry = "../wheels"\n'
    assert locks.strangers(text, {"pypi.org"}) == {"mirror.local"}


def test_a_missing_platform_is_named() -> None:
    text = """{"packages": {
        "node_modules/tool": {"optionalDependencies": {"@tool/linux": "1.0.0", "@tool/darwin": "1.0.0"}},
        "node_modules/@tool/linux": {}
    }}"""
    assert locks.incomplete(text) == {"@tool/darwin"}
