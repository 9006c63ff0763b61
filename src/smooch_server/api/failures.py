"""Every failure as the contract's body: `{"error": {"code", "description"}}`."""

import re
from typing import Any, Final

import litestar
import msgspec
import structlog
from litestar import exceptions

from smooch_server.core import errors
from smooch_server.wire import sentences, shapes

_MISSING: Final = re.compile(r"Missing required query parameter '(\w+)'")  # as Litestar says it
_log = structlog.get_logger(__name__)


def respond(request: litestar.Request[Any, Any, Any], error: Exception) -> litestar.Response[bytes]:
    """Translate any exception; what we did not foresee is logged and told as our fault."""
    known = _known(error)
    if known is None:
        _log.error("unexpected failure", path=request.scope["path"], exc_info=error)
        known = errors.ApiError("The server failed; the failure is in its log")
    elif known.status >= 500:
        _log.warning("request failed", path=request.scope["path"], code=known.code, description=known.description)
    told = answer(known)
    if isinstance(error, exceptions.MethodNotAllowedException):
        told.headers["allow"] = _allowed(error)
    return told


def _allowed(error: exceptions.MethodNotAllowedException) -> str:
    """Return the methods that the address has; the edge answers HEAD wherever there is GET."""
    listed = {name.strip() for name in (error.headers or {}).get("allow", "").split(",")} - {""}
    return ", ".join(sorted(listed | {"HEAD"} if "GET" in listed else listed))


def answer(error: errors.ApiError) -> litestar.Response[bytes]:
    headers = {"retry-after": str(error.retry_after)} if error.retry_after is not None else {}
    if isinstance(error, errors.Unavailable | errors.StorageFull):
        headers.setdefault("retry-after", "2")
    return litestar.Response(
        content=body(error), status_code=error.status, media_type="application/json", headers=headers
    )


def body(error: errors.ApiError) -> bytes:
    return msgspec.json.encode(
        shapes.ErrorBody(error=shapes.ErrorDetail(code=error.code, description=error.description))
    )


def _known(error: Exception) -> errors.ApiError | None:
    if isinstance(error, errors.ApiError):
        return error
    if isinstance(error, exceptions.ValidationException):
        return errors.BadRequest(_sentence(error))
    if isinstance(error, exceptions.NotFoundException):
        return errors.NotFound("There is nothing at this address")
    if isinstance(error, exceptions.MethodNotAllowedException):
        return errors.MethodNotAllowed()
    if isinstance(error, exceptions.HTTPException) and error.status_code == 413:
        return errors.TooLarge()
    if isinstance(error, exceptions.HTTPException) and error.status_code < 500:
        return errors.BadRequest(f"The body is not valid JSON: {error.detail}")
    return None


def _sentence(error: exceptions.ValidationException) -> str:
    missing = _MISSING.match(error.detail)
    if missing:
        return f"{missing[1]}: is required"
    extra = error.extra if isinstance(error.extra, list) else []
    for item in extra:
        if isinstance(item, dict):
            key, message = str(item.get("key") or "body"), str(item.get("message") or "is not valid")
            if key == "data":
                return "The body must be a JSON object"
            return sentences.of(message, within=key)
    return "The body must be a JSON object"
