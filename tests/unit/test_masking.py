"""Card numbers are masked, other numbers are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smooch_server.conversations import masking


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("4111111111111111", "************1111"),
        ("4111 1111 1111 1111", "**** **** **** 1111"),
        ("my card is 4111-1111-1111-1111.", "my card is ****-****-****-1111."),
        ("378282246310005", "***********0005"),  # 15 digits
        ("4222222222222", "*********2222"),  # 13
        ("6304000000000000000", "***************0000"),  # 19
        ("5555555555554444 and 4111111111111111", "************4444 and ************1111"),
        ("(4111111111111111)", "(************1111)"),
    ],
)
def test_card_numbers_are_masked(text: str, stored: str) -> None:
    assert masking.card_like(text)
    assert masking.masked(text) == stored
    assert not masking.card_like(stored)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # the check digit is wrong
        "0000000000000000",
        "411111111111",  # 12 digits
        "41111111111111111111",  # 20
        "+36 1 234 5678, then 2019-04-16T10:11:12",
        "4111  1111  1111  1111",
        "4111.1111.1111.1111",
        "0f36663863835339",  # an id whose last 14 digits pass the check
        "4111111111111111b",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert not masking.card_like(text)
    assert masking.masked(text) == text


@given(st.text(alphabet="0123456789 -x", max_size=60))
def test_masking_keeps_all_but_digits(text: str) -> None:
    masked = masking.masked(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))
    assert all(old.isdigit() for old, new in zip(text, masked, strict=True) if new == "*")


@pytest.mark.parametrize("bit", ["1", "1 ", "4111 1111 1111 1111 ", "1-x"])
def test_masking_takes_time_in_proportion_to_the_length(bit: str) -> None:
    started = time.perf_counter()
    masking.masked(bit * (1_000_000 // len(bit)))
    assert time.perf_counter() - started < 20  # what grows with the square takes hours
