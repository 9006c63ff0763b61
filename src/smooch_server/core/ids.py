"""Identifiers and secrets of the public contract."""

import os
import re
import secrets
import string

_ID = re.compile(r"[0-9a-f]{24}")
_TOKEN_ALPHABET = string.ascii_lowercase + string.digits


def new_id(now_ms: int) -> str:
    """Return 24 hex digits: 8 of the creation time in unix seconds, 16 random (64 bits)."""
    return f"{now_ms // 1000:08x}{os.urandom(8).hex()}"


def after(now_ms: int) -> str:
    """Return what every id made after `now_ms` is greater than."""
    return f"{max(0, now_ms) // 1000:08x}"


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def new_app_token() -> str:
    """Return the public token of an app: 25 characters of a-z and 0-9."""
    return "".join(secrets.choice(_TOKEN_ALPHABET) for _ in range(25))


def new_key_secret() -> str:
    """Return the secret of an API key: 24 URL-safe base64 characters (144 random bits)."""
    return secrets.token_urlsafe(18)


def new_webhook_secret() -> str:
    """Return the secret of a webhook: 40 hex digits (160 random bits)."""
    return secrets.token_hex(20)


def new_session_token() -> str:
    """Return a bearer secret of 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)
