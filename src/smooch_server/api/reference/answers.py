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
    kinds = _kinds(errors.ApiError, status)
    codes = ", ".join(f"`{code}`" for code in sorted(kinds))
    code, description = next(iter(kinds.items()))
    example = {"error": {"code": code, "description": description}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}, "example": example}}
    found: dict[str, Any] = {"description": f"{about} Codes: {codes}.", "content": content}
    limited = told(idempotent=False) if status == errors.TooManyRequests.status else {}
    waiting = _RETRY if status in _WAITING else {}
    return found | ({"headers": {**limited, **waiting}} if limited or waiting else {})


def _kinds(kind: type[errors.ApiError], status: int) -> dict[str, str]:
    """Return the codes of a status, each with a sentence; the most general first."""
    own = {kind.code: kind().description} if kind.status == status and "code" in vars(kind) else {}
    for sub in kind.__subclasses__():
        own = {**own, **{code: said for code, said in _kinds(sub, status).items() if code not in own}}
    return own


def headers() -> dict[str, Any]:
    """Return the headers that answers refer to."""
    return {**_LIMITS, **_REPLAYED}


def told(*, idempotent: bool) -> dict[str, Any]:
    """Return the headers of an answer that is no failure."""
    names = [*_LIMITS, *(_REPLAYED if idempotent else ())]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


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
