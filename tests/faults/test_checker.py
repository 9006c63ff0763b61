"""The checker on records made by hand: each kind of damage is reported by the check it belongs to."""

import dataclasses

import pytest

from tests.faults import checker

GOOD = [checker.Seen(2, "id-a", "a"), checker.Seen(3, "id-b", "b"), checker.Seen(4, "id-c", "c")]


def _log(name: str, seen: list[checker.Seen]) -> checker.ReaderLog:
    numbers = [int(item.place) for item in seen]
    return checker.ReaderLog(name=name, seen=seen, numbers=numbers, first=1, epochs=frozenset({"e"}))


def _records(**changes: object) -> checker.Records:
    base = checker.Records(
        sent=frozenset({"a", "b", "c", "d"}),
        acks=[checker.Ack("a", "id-a"), checker.Ack("b", "id-b")],
        logs=[_log("one", GOOD), _log("two", GOOD)],
        stored=["id-a", "id-b", "id-c"],
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def _violated(records: checker.Records) -> set[str]:
    return {name.split()[0] for name, found in checker.check(records).items() if found}


def test_good_records_pass() -> None:
    assert _violated(_records()) == set()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({"acks": [checker.Ack("d", "id-d")]}, {"C1"}, id="acknowledged and gone"),
        pytest.param({"acks": [checker.Ack("a", "id-other")]}, {"C1"}, id="acknowledged under another id"),
        pytest.param(
            {"acks": [checker.Ack("a", "id-a"), checker.Ack("a", "id-x")]}, {"C1", "C2"}, id="two answers to one send"
        ),
        pytest.param(
            {
                "logs": [_log("one", [*GOOD, checker.Seen(5, "id-d", "c")])],
                "stored": ["id-a", "id-b", "id-c", "id-d"],
            },
            {"C2", "C5"},
            id="an unacknowledged text twice",
        ),
        pytest.param({"logs": [_log("one", [GOOD[0], GOOD[2], GOOD[1]])]}, {"C3"}, id="out of order"),
        pytest.param({"logs": [_log("one", GOOD), _log("two", GOOD[:2])]}, {"C4", "C8"}, id="a reader is behind"),
        pytest.param(
            {"logs": [_log("one", GOOD), dataclasses.replace(_log("two", GOOD), epochs=frozenset({"f"}))]},
            {"C4"},
            id="two epochs",
        ),
        pytest.param({"logs": [dataclasses.replace(_log("one", GOOD), gaps=["9 after 4"])]}, {"C3"}, id="a gap"),
        pytest.param({"logs": [dataclasses.replace(_log("one", GOOD), resets=1)]}, {"C3"}, id="a reset"),
        pytest.param({"sent": frozenset({"a", "b"})}, {"C5"}, id="a text nobody sent"),
        pytest.param({"stored": ["id-a", "id-b", "id-c", "id-c"]}, {"C8"}, id="stored twice"),
        pytest.param({"stored": ["id-a", "id-b", "id-c", "id-d"]}, {"C8"}, id="stored and not read"),
    ],
)
def test_damage_is_reported(changes: dict[str, object], names: set[str]) -> None:
    assert _violated(_records(**changes)) == names
