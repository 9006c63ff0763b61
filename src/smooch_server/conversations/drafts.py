"""From what somebody sent to a draft: every check of a message's own content. Pure."""

import functools
import hashlib
from typing import Any, Final

import msgspec

from smooch_server.conversations import model
from smooch_server.core import errors, ids, jsonmap, links

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "link": ("text", "uri"),
    "reply": ("text", "payload"),
    "postback": ("text", "payload"),
    "buy": ("text", "amount"),
    "locationRequest": ("text",),
    "webview": ("text", "uri", "fallback"),
}
_QUICK: Final = frozenset({"reply", "locationRequest"})  # these stand under a message, not in it
_TEXT_KEYS: Final = ("uri", "payload", "iconUrl", "currency", "fallback", "size")
MAX_SEND_ID_CHARS: Final = 128
MAX_PAYLOAD_CHARS: Final = 2048
MAX_NAME_CHARS: Final = 256  # as a user's own names and e-mail address
_BASE62: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_encode: Final = msgspec.json.Encoder(order="deterministic").encode


def text(value: str, *, required: bool) -> str:
    """Check a message text.

    Raises:
        errors.BadRequest: it is blank though it must not be, or too long.
    """
    if required and not value.strip():
        raise errors.BadRequest("text: must not be empty")
    if len(value) > model.MAX_TEXT_CHARS:
        raise errors.BadRequest(f"text: must not be longer than {model.MAX_TEXT_CHARS} characters")
    if "\x00" in value:
        raise errors.BadRequest("text: must not contain the character U+0000")
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
    return _send_id("_clientId", value)


def idempotency_key(value: str) -> str:
    """Return the send id of an `Idempotency-Key`; no `_clientId` is ever the same.

    Raises:
        errors.BadRequest: it is empty or too long.
    """
    return model.KEYED + _send_id("Idempotency-Key", value)


def _send_id(field: str, value: str) -> str:
    if not 0 < len(value) <= MAX_SEND_ID_CHARS:
        raise errors.BadRequest(f"{field}: must have 1 to {MAX_SEND_ID_CHARS} characters")
    return value


def payload(value: str | None) -> str | None:
    """Check what a message carries for programs.

    Raises:
        errors.BadRequest: it is too long.
    """
    return _short("payload", value, MAX_PAYLOAD_CHARS)


def author(field: str, value: str | None) -> str | None:
    """Check a name or an e-mail address of who says something.

    Raises:
        errors.BadRequest: it is too long.
    """
    return _short(field, value, MAX_NAME_CHARS)


def _short(field: str, value: str | None, most: int) -> str | None:
    if value is not None and len(value) > most:
        raise errors.BadRequest(f"{field}: must not be longer than {most} characters")
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


def actions(given: list[dict[str, Any]], *, now_ms: int) -> tuple[model.Action, ...]:
    """Check the buttons of a business message and give each an id.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    if len(given) > model.MAX_ACTIONS:
        raise errors.BadRequest(f"actions: must not be more than {model.MAX_ACTIONS}")
    checked = tuple(_action(f"actions[{index}]", item, now_ms) for index, item in enumerate(given))
    quick = sum(action.type in _QUICK for action in checked)
    if quick and quick != len(checked):
        raise errors.BadRequest("actions: reply and locationRequest must not stand beside other types")
    return checked


def _action(where: str, given: dict[str, Any], now_ms: int) -> model.Action:
    kind = given.get("type")
    if kind not in _REQUIRED:
        raise errors.BadRequest(f"{where}.type: must be one of {', '.join(_REQUIRED)}")
    for key in ("text", *_TEXT_KEYS):
        _check_text(f"{where}.{key}", given.get(key), required=key in _REQUIRED[kind])
    for key in ("uri", "fallback", "iconUrl"):
        if given.get(key):
            links.check(f"{where}.{key}", given[key], schemes=links.CLICKED)
    return model.Action(
        action_id=ids.new_id(now_ms),
        type=kind,
        text=given["text"],
        uri=given.get("uri"),
        payload=given.get("payload"),
        default=_flag(f"{where}.default", given.get("default")),
        icon_url=given.get("iconUrl"),
        amount=_amount(f"{where}.amount", given.get("amount"), required=kind == "buy"),
        currency=str(given.get("currency") or "usd").lower() if kind == "buy" else None,
        state="offered" if kind == "buy" else None,
        fallback=given.get("fallback"),
        size=given.get("size"),
        open_on_receive=_flag(f"{where}.openOnReceive", given.get("openOnReceive")),
        metadata=flat_map(f"{where}.metadata", _object(f"{where}.metadata", given.get("metadata"))),
    )


def _check_text(where: str, value: object, *, required: bool) -> None:
    if value is None and not required:
        return
    if not isinstance(value, str) or (required and not value):
        raise errors.BadRequest(f"{where}: must be a text that is not empty")
    if len(value) > MAX_PAYLOAD_CHARS:
        raise errors.BadRequest(f"{where}: must not be longer than {MAX_PAYLOAD_CHARS} characters")


def _flag(where: str, value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise errors.BadRequest(f"{where}: must be true or false")


def _amount(where: str, value: object, *, required: bool) -> int | None:
    if value is None and not required:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise errors.BadRequest(f"{where}: must be a whole number of cents above 0")
    return value


def _object(where: str, value: object) -> dict[str, Any] | None:
    if value is None or isinstance(value, dict):
        return value
    raise errors.BadRequest(f"{where}: must be an object")


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
