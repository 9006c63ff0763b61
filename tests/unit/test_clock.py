"""Times as texts."""

import pytest

from smooch_server.core import clock


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1970-01-01", 0),
        ("2017-02-20T16:53:42.001Z", 1_487_609_622_001),
        ("2017-02-20T16:53:42.0019+02:00", 1_487_602_422_001),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ],
)
def test_reading(text: str, ms: int) -> None:
    assert clock.from_iso(text) == ms
    assert clock.from_iso(clock.to_iso(ms)) == ms


@pytest.mark.parametrize(
    "text",
    ["", "soon", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "10000-01-01"],
)
def test_what_cannot_be_shown_again_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the class is the promise
        clock.from_iso(text)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0", 0),
        ("-1.5", -1500),
        ("1487609622.0019", 1_487_609_622_002),
        ("1e12", 10**15),
        ("2017-02-20", 1_487_548_800_000),
    ],
)
def test_reading_of_seconds_or_a_date(text: str, ms: int) -> None:
    assert clock.from_text(text) == ms


@pytest.mark.parametrize("text", ["", "soon", "nan", "-inf", "1000000000001", "1e400", "1969-12-31"])
def test_what_is_neither(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the class is the promise
        clock.from_text(text)


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_487_609_622_007, "2017-02-20T16:53:42.007Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ],
)
def test_writing(ms: int, text: str) -> None:
    assert clock.to_iso(ms) == text
