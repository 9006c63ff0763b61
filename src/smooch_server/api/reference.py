"""What the served description of the API says besides what is derived from the handlers."""

import copy
from typing import Any, Final

import litestar
from litestar.openapi.plugins import JsonRenderPlugin

PUBLIC_API: Final = ("/v1/", "/v1.1/")
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


class Described(JsonRenderPlugin):
    """The description as JSON, with the header that every POST of the public API takes."""

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
    for path, operations in whole["paths"].items():
        if path.startswith(PUBLIC_API) and "post" in operations:
            operations["post"].setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    return whole
