"""The request as handlers meet it."""

from typing import Any

import litestar
import msgspec
from litestar import exceptions

from smooch_server.api import edge
from smooch_server.core import errors
from smooch_server.wire import sentences

_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}  # by the type of a body: as many as there are handlers


class Request(litestar.Request[Any, Any, Any]):
    """Litestar's own, but a body is decoded once, straight into the type that the handler wants.

    What is not JSON or not of the type is the sender's mistake, never ours. A text is no number, a number no boolean.
    """

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
        """Return the body's value as what the handler calls `data`.

        Raises:
            errors.BadRequest: it is not JSON, nested deeper than anybody needs, has a field that is missing or of another
                type, or holds U+0000, which not every database can store.
        """
        body = await self.body()
        try:
            value = self._decoder().decode(body)
            if b"\\u0000" in body and holds_null_character(msgspec.json.decode(body)):
                raise errors.BadRequest("The body must not contain the character U+0000")
            return value
        except msgspec.ValidationError as error:
            raise errors.BadRequest(sentences.of(str(error))) from error
        except msgspec.DecodeError as error:
            raise errors.BadRequest(self._unread(error)) from error
        except UnicodeDecodeError as error:
            raise errors.BadRequest("The body is not valid JSON: it is not UTF-8") from error
        except RecursionError as error:
            raise errors.BadRequest("The body is not valid JSON: it is nested too deeply") from error

    def _unread(self, error: msgspec.DecodeError) -> str:
        kind = edge.header(self.scope, b"content-type")
        if kind is not None and "json" not in kind.lower():
            return "The body must be JSON, with the header Content-Type: application/json"
        said = str(error).removeprefix("JSON is malformed: ")
        return f"The body is not valid JSON: {said[:1].lower()}{said[1:]}"

    def _decoder(self) -> msgspec.json.Decoder[Any]:
        wanted = self.route_handler.parsed_data_field
        kind = Any if wanted is None else wanted.annotation
        decoder = _decoders.get(kind)
        if decoder is None:
            decoder = _decoders[kind] = msgspec.json.Decoder(kind)
        return decoder


def holds_null_character(value: Any) -> bool:
    """Whether a key or a text in a JSON value has U+0000, which not every database can store or be asked for."""
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
