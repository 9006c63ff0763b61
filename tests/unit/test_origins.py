"""Which pages are this server's own, and under which name it is spoken to."""

import pytest

from smooch_server.api import origins

PUBLIC, LAPTOP = "https://chat.example.com", "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("origin", "public_url", "own"),
    [
        (PUBLIC, PUBLIC, True),
        ("https://CHAT.example.com:443", PUBLIC, True),
        (PUBLIC, f"{PUBLIC}/below", True),
        ("http://chat.example.com", PUBLIC, False),
        ("https://chat.example.com:8443", PUBLIC, False),
        ("https://evil.example", PUBLIC, False),
        ("https://chat.example.com@evil.example", PUBLIC, False),
        ("http://localhost:8080", PUBLIC, False),
        ("http://127.0.0.1:8080", LAPTOP, True),
        ("http://localhost:8080", LAPTOP, True),
        ("http://[::1]:8080", LAPTOP, True),
        ("http://127.0.0.1:8081", LAPTOP, False),
        ("https://localhost:8080", LAPTOP, False),
        ("http://localhost.evil.example:8080", LAPTOP, False),
        ("null", LAPTOP, False),
        ("", LAPTOP, False),
        ("http://[", LAPTOP, False),
    ],
)
def test_origins(origin: str, public_url: str, *, own: bool) -> None:
    assert origins.is_own(origin, public_url) is own


@pytest.mark.parametrize(
    ("host", "public_url", "named"),
    [
        ("chat.example.com", PUBLIC, True),
        ("Chat.Example.com:443", PUBLIC, True),
        ("chat.example.com:8080", PUBLIC, False),
        ("evil.example", PUBLIC, False),
        ("10.0.0.7:8080", PUBLIC, False),
        ("", PUBLIC, False),
        ("evil.example@chat.example.com", PUBLIC, False),
        ("localhost:8080", LAPTOP, True),
        ("whatever", LAPTOP, True),
    ],
)
def test_names(host: str, public_url: str, *, named: bool) -> None:
    assert origins.is_named(host, public_url) is named
