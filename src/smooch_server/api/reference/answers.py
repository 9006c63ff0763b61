"""How a call of the public API can end. Pure."""

from collections.abc import Iterable
from typing import Any, Final

from smooch_server.api import policy
from smooch_server.core import errors

_RETRY: Final = {
    "Retry-After": {"description": "Seconds to wait before the next try.", "schema": {"type": "integer", "minimum": 0}}
}
_LIMITS: Final = {
    "X-RateLimit-Limit": {
        "description": "How many calls can be made at once. Left out where the operator limits nothing.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "X-RateLimit-Remaining": {"description": "How many are left now.", "schema": {"type": "integer", "minimum": 0}},
    "X-RateLimit-Reset": {
        "description": "Seconds until all are there again.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
_REPLAYED: Final = {
    "Idempotency-Replayed": {
        "description": "`true`: this is the first answer of an earlier call, and nothing was done.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
_ERROR: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}

# status -> the name of the component, what it means
_FAILURES: Final[dict[int, tuple[str, str]]] = {
    400: ("BadRequest", "Something in the request is not as it must be; the description names it."),
    401: ("Unauthorized", "There are no credentials (`unauthorized`), or they prove nothing (`invalid_auth`)."),
    403: ("Forbidden", "The credentials do not reach that far."),
    404: ("NotFound", "Something that the address names is not there; the code says what."),
    409: ("Conflict", "It contradicts what is stored, or what is being done at this moment."),
    413: ("TooLarge", "The body, or all headers together, are too large."),
    415: ("UnsupportedMediaType", "Files of this type are not taken."),
    421: ("Misdirected", "The server is reached by another name."),
    429: ("TooManyRequests", "Too many calls; try again later."),
    500: ("Failed", "The server failed; its log says why."),
    503: ("Unavailable", "Not possible at the moment; try again."),
    507: ("StorageFull", "The server's disk is full; nothing was stored."),
}
_WAITING: Final = frozenset({429, 503, 507})


def components() -> dict[str, Any]:
    """Return the answers that operations refer to."""
    return {name: _failure(status, about) for status, (name, about) in _FAILURES.items()}


def _failure(status: int, about: str) -> dict[str, Any]:
    codes = ", ".join(f"`{code}`" for code in sorted(_codes(errors.ApiError, status)))
    found: dict[str, Any] = {"description": f"{about} Codes: {codes}.", "content": _ERROR}
    limited = {name: {"$ref": f"#/components/headers/{name}"} for name in _LIMITS}
    return found | {"headers": {**limited, **(_RETRY if status in _WAITING else {})}}


def headers() -> dict[str, Any]:
    """Return the headers that answers refer to."""
    return {**_LIMITS, **_REPLAYED}


def told(*, idempotent: bool) -> dict[str, Any]:
    """Return the headers of an answer that is no failure."""
    names = [*_LIMITS, *(_REPLAYED if idempotent else ())]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _codes(kind: type[errors.ApiError], status: int) -> set[str]:
    own = {kind.code} if kind.status == status else set()
    return own.union(*(_codes(sub, status) for sub in kind.__subclasses__()))


def failing(
    who: policy.Policy, *, method: str, names: bool, reads: bool, idempotent: bool, rarer: Iterable[int]
) -> list[int]:
    """Return the failures of an operation.

    `names`: its address has parameters. `reads`: it has a body or a query that can be wrong.
    """
    statuses = {413, 421, 429, 500, 503, *rarer}
    if who is not policy.Policy.PUBLIC:
        statuses |= {401, 403}
    if names:
        statuses.add(404)
    if reads:
        statuses.add(400)
    if idempotent:
        statuses.add(409)
    if method != "GET":
        statuses.add(507)
    return sorted(statuses)


def refer(status: int) -> dict[str, str]:
    """Return the reference to a failure."""
    return {"$ref": f"#/components/responses/{_FAILURES[status][0]}"}
