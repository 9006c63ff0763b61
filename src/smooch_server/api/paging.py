"""Query parameters that page a list."""

import math
from collections.abc import Container
from typing import Any, Final

import litestar

from smooch_server.core import errors

DEFAULT: Final = 25
MOST: Final = 100


def check_once(request: litestar.Request[Any, Any, Any], names: Container[str]) -> None:
    """Refuse a query that gives one of these keys twice: which of them is meant?

    Raises:
        errors.BadRequest: names the key.
    """
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name in seen and name in names:
            raise errors.BadRequest(f"{name}: must be given once")
        seen.add(name)


def window(request: litestar.Request[Any, Any, Any]) -> tuple[int, int]:
    """Return `limit` and `offset`: 0 means the default, more than 100 means 100.

    Raises:
        errors.BadRequest: one of them is no number, or negative.
    """
    limit = _whole(request, "limit") or DEFAULT
    return min(limit, MOST), _whole(request, "offset")


def moment(request: litestar.Request[Any, Any, Any], name: str) -> int | None:
    """Return a query parameter in unix seconds, decimals allowed, as milliseconds; None when absent.

    Raises:
        errors.BadRequest: it is no number.
    """
    text = request.query_params.get(name)
    if text is None or text == "":
        return None
    try:
        seconds = float(text)
    except ValueError as error:
        raise errors.BadRequest(f"{name}: must be a time in unix seconds, not '{text}'") from error
    if not math.isfinite(seconds) or abs(seconds) > 1e12:
        raise errors.BadRequest(f"{name}: must be a time in unix seconds, not '{text}'")
    return round(seconds * 1000)


def _whole(request: litestar.Request[Any, Any, Any], name: str) -> int:
    text = request.query_params.get(name) or "0"
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise errors.BadRequest(f"{name}: must be a whole number that is not negative, not '{text}'")
    return int(text)
