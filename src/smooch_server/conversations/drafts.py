"""Checks of the single pieces of a message, for every edge. Pure."""

import functools
import hashlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from smooch_server.conversations import model
from smooch_server.core import errors, jsonmap, links

MAX_CLIENT_ID_CHARS: Final = 128
MAX_KEY_CHARS: Final = 255  # of an `Idempotency-Key`, on every address
MAX_PAYLOAD_CHARS: Final = 2048
MAX_NAME_CHARS: Final = 256  # as a user's own names and e-mail address
_APART: Final = "reply and location buttons (reply, locationRequest) must not stand beside other buttons in one message"
_QUICK: Final = frozenset({"reply", "locationRequest"})  # these stand under a message, not in it
_BASE62: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_encode: Final = msgspec.json.Encoder(order="deterministic").encode


def text(given: str | None, *, required: bool) -> str:
    """Check a message text.

    Raises:
        errors.BadRequest: it is missing or blank though it must not be, or too long.
    """
    if required and given is None:
        raise errors.BadRequest("text: is required")
    value = given or ""
    if required and not value.strip():
        raise errors.BadRequest("text: must not be empty")
    if len(value) > model.MAX_TEXT_CHARS:
        raise errors.BadRequest(f"text: must not be longer than {model.MAX_TEXT_CHARS} characters")
    return value


def typing(kind: str, *others: str) -> model.Typing:
    """Check what a side says of its typing; `others` are what else the caller knows.

    Raises:
        errors.BadRequest: it is neither `typing:start` nor `typing:stop`.
    """
    if kind == "typing:start":
        return "typing:start"
    if kind == "typing:stop":
        return "typing:stop"
    raise errors.BadRequest(f"type: must be one of {', '.join(('typing:start', 'typing:stop', *others))}")


def client_id(value: str) -> str:
    """Return the send id of a `_clientId`.

    Raises:
        errors.BadRequest: it is empty or too long, or begins like those of the other kind.
    """
    if value.startswith(model.KEYED):
        raise errors.BadRequest(f"_clientId: must not begin with {model.KEYED}")
    return _send_id("_clientId", value, MAX_CLIENT_ID_CHARS)


def idempotency_key(value: str) -> str:
    """Return the send id of an `Idempotency-Key`; no `_clientId` is ever the same.

    Raises:
        errors.BadRequest: it is empty or too long.
    """
    return model.KEYED + _send_id("Idempotency-Key", value, MAX_KEY_CHARS)


def _send_id(field: str, value: str, most: int) -> str:
    if not 0 < len(value) <= most:
        raise errors.BadRequest(f"{field}: must have 1 to {most} characters")
    return value


def payload(value: str | None) -> str | None:
    """Check what a message carries for programs.

    Raises:
        errors.BadRequest: it is too long.
    """
    return short("payload", value)


def author(field: str, value: str | None) -> str | None:
    """Check a name or an e-mail address of who says something.

    Raises:
        errors.BadRequest: it is too long.
    """
    return short(field, value, most=MAX_NAME_CHARS)


def short(field: str, value: str | None, *, most: int = MAX_PAYLOAD_CHARS) -> str | None:
    """Check the length of any other text.

    Raises:
        errors.BadRequest: it is too long.
    """
    if value is not None and len(value) > most:
        raise errors.BadRequest(f"{field}: must not be longer than {most} characters")
    return value


def filled(field: str, value: str | None, *, most: int = MAX_PAYLOAD_CHARS) -> str:
    """Check a text that must be there.

    Raises:
        errors.BadRequest: it is missing, blank or too long.
    """
    if value is None:
        raise errors.BadRequest(f"{field}: is required")
    if not value.strip():
        raise errors.BadRequest(f"{field}: must not be empty")
    short(field, value, most=most)
    return value


def one_of(field: str, value: str | None, allowed: Sequence[str]) -> str | None:
    """Check a word that stands for itself.

    Raises:
        errors.BadRequest: it is none of the allowed ones.
    """
    if value is not None and value not in allowed:
        raise errors.BadRequest(f"{field}: must be one of {', '.join(allowed)}, not '{value[:32]}'")
    return value


def avatar(value: str | None) -> str | None:
    """Check the address of an author's picture; an empty one is none.

    Raises:
        errors.BadRequest: it leads nowhere that a page may show.
    """
    return links.check("avatarUrl", value, schemes=links.PAGES) if value else None


def flat_map(field: str, value: dict[str, Any] | None) -> dict[str, jsonmap.Scalar] | None:
    """Check `metadata`.

    Raises:
        errors.BadRequest: it is not flat or too large.
    """
    problem = jsonmap.problem(value) if value else None
    if problem:
        raise errors.BadRequest(f"{field}: {problem}")
    return value


def buttons(field: str, made: Sequence[model.Action]) -> None:
    """Check what the buttons of one message may not do together.

    Raises:
        errors.BadRequest: there are too many, or they do not go together.
    """
    if len(made) > model.MAX_ACTIONS:
        raise errors.BadRequest(f"{field}: must not have more than {model.MAX_ACTIONS} buttons")
    quick = sum(action.type in _QUICK for action in made)
    if quick and quick != len(made):
        raise errors.BadRequest(f"{field}: {_APART}")


@functools.lru_cache(maxsize=4096)
def maker_author_id(app_id: str, author: str) -> str:
    """Return the stable, opaque id of a business author: 22 base62 characters of the app and the author's e-mail."""
    number = int.from_bytes(hashlib.sha256(f"{app_id}\n{author.strip().lower()}".encode()).digest()[:17])
    digits = []
    for _ in range(22):
        number, rest = divmod(number, 62)
        digits.append(_BASE62[rest])
    return "".join(digits)


def digest(*parts: object) -> bytes:
    """Return 16 bytes that two sends share only when they say the same."""
    return hashlib.sha256(_encode(parts)).digest()[:16]
