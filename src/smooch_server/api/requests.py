"""The request as handlers meet it."""

from typing import Any

import litestar
from litestar import exceptions

from smooch_server.core import errors


class Request(litestar.Request[Any, Any, Any]):
    """Litestar's own, but every body that is no JSON is the sender's mistake, never ours."""

    async def body(self) -> bytes:
        """Return the whole body.

        Raises:
            errors.BadRequest: the sender went away before it was here.
        """
        try:
            return await super().body()
        except exceptions.InternalServerException as error:  # what Litestar takes a broken line for
            raise errors.BadRequest("The body did not arrive") from error

    async def json(self) -> Any:
        """Return the body's value.

        Raises:
            errors.BadRequest: it is not UTF-8, nested deeper than anybody needs, or holds U+0000, which not every
                database can store.
        """
        try:
            value = await super().json()
            if b"\\u0000" in await self.body() and _holds_null_character(value):
                raise errors.BadRequest("The body must not contain the character U+0000")
            return value
        except UnicodeDecodeError as error:
            raise errors.BadRequest("The body is not valid JSON: it is not UTF-8") from error
        except RecursionError as error:
            raise errors.BadRequest("The body is not valid JSON: it is nested too deeply") from error


def _holds_null_character(value: Any) -> bool:
    values = [value]
    while values:
        each = values.pop()
        if isinstance(each, str):
            if "\x00" in each:
                return True
        elif isinstance(each, dict):
            values += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            values += each
    return False
