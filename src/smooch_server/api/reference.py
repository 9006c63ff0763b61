"""What the served description of the API says besides what is derived from the handlers."""

import copy
from typing import Any, Final

import litestar
from litestar.openapi.plugins import JsonRenderPlugin

PUBLIC_API: Final = ("/v1/", "/v1.1/")
EVERY_API: Final = (*PUBLIC_API, "/sdk/", "/inbox/api/")
_IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "A text that the caller chooses for this call. The same call again within 24 hours gets the first answer and"
        " does nothing; another body under the same key gets 409."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "x-smooch-addition": True,
}
_ERROR: Final = {
    "type": "object",
    "title": "Error",
    "description": "What went wrong: a stable code for programs, a sentence for people.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "description"],
            "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
        }
    },
}
_ERRORS: Final = {
    "400": "The request is malformed; the sentence names the field",
    "401": "There are no credentials (`unauthorized`), or they prove nobody (`invalid_auth`)",
    "403": "These credentials do not reach this",
    "404": "It is not there",
    "409": "It conflicts with what is stored",
    "413": "The body is too large",
    "415": "Files of this type are not accepted",
    "429": "Too many requests; `Retry-After` says when to come back",
    "503": "The service is not available at the moment",
    "507": "The server's disk is full",
}
_READING: Final = ("400", "401", "403", "404", "429", "503")
_WRITING: Final = (*_READING, "409", "413", "507")
_STANDING: Final = {
    "X-RateLimit-Limit": "How many requests the tightest limit allows at once",
    "X-RateLimit-Remaining": "How many of them are left",
    "X-RateLimit-Reset": "Seconds until all of them are there again",
}


class Described(JsonRenderPlugin):
    """The description as JSON, with the errors and headers that many operations share."""

    def __init__(self, path: str) -> None:
        super().__init__(path=path)
        self._made: bytes | None = None

    def render(self, request: litestar.Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Return the description."""
        if self._made is None:
            self._made = self.render_json(request, _completed(openapi_schema))
        return self._made


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    whole = copy.deepcopy(schema)
    components = whole.setdefault("components", {})
    components.setdefault("schemas", {})["Error"] = _ERROR
    components["headers"] = {name: _number(told) for name, told in _STANDING.items()}
    components["responses"] = {f"Error{status}": _response(status, told) for status, told in _ERRORS.items()}
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            if path.startswith(EVERY_API) and isinstance(operation, dict) and "responses" in operation:
                _complete(operation, method, public=path.startswith(PUBLIC_API))
    return whole


def _complete(operation: dict[str, Any], method: str, *, public: bool) -> None:
    if public:
        for response in operation["responses"].values():
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _STANDING}
    if public and method == "post":
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    statuses = list(_READING if method == "get" else _WRITING)
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        statuses.append("415")
    for status in statuses:
        operation["responses"][status] = {"$ref": f"#/components/responses/Error{status}"}


def _response(status: str, told: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    response: dict[str, Any] = {"description": told, "content": content}
    if status in ("409", "429", "503"):
        response["headers"] = {"Retry-After": _number("Seconds to wait before the next attempt")}
    return response


def _number(told: str) -> dict[str, Any]:
    return {"description": told, "schema": {"type": "integer", "minimum": 0}}
