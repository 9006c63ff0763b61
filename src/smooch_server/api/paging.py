"""Query parameters that page a list."""

from collections.abc import Container
from typing import Any, Final

import litestar

from smooch_server.core import clock, errors

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
    """Return a query parameter, unix seconds or an ISO-8601 time, as milliseconds; None when absent.

    Raises:
        errors.BadRequest: it is no time.
    """
    text = request.query_params.get(name)
    if text is None or text == "":
        return None
    try:
        return clock.from_text(text)
    except (ValueError, OverflowError) as error:
        problem = f"{name}: must be a time in unix seconds or ISO-8601, not '{text[:64]}'"
        raise errors.BadRequest(problem) from error


def _whole(request: litestar.Request[Any, Any, Any], name: str) -> int:
    text = request.query_params.get(name) or "0"
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise errors.BadRequest(f"{name}: must be a whole number that is not negative, not '{text}'")
    return int(text)
