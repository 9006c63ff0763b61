"""The request as handlers meet it."""

from typing import Any

import litestar

from smooch_server.core import errors


class Request(litestar.Request[Any, Any, Any]):
    """Litestar's own, but every body that is no JSON is the sender's mistake, never ours."""

    async def json(self) -> Any:
        """Return the body's value.

        Raises:
            errors.BadRequest: it is not UTF-8, or nested deeper than anybody needs.
        """
        try:
            return await super().json()
        except UnicodeDecodeError as error:
            raise errors.BadRequest("The body is not valid JSON: it is not UTF-8") from error
        except RecursionError as error:
            raise errors.BadRequest("The body is not valid JSON: it is nested too deeply") from error
