"""`multipart/form-data` as it arrives: the file goes to a spool piece by piece, the texts are kept."""

import asyncio
import dataclasses
import hashlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import litestar
import msgspec
import multipart
from litestar import exceptions

from smooch_server.core import errors
from smooch_server.uploads import spool

FILE_FIELD: Final = "source"
_MAX_TEXT_BYTES: Final = 102_400  # all texts together: what a JSON body may have
_MAX_PARTS: Final = 64
# Boundaries and headers of the parts, besides file and texts.
_FRAME_BYTES: Final = 65_536
BODY_SECONDS: Final = 300  # 10 MB over a poor mobile link
_FORM: Final = "The body must be multipart/form-data with a file named source"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Form:
    """What was sent besides the file's content, which is in the spool."""

    name: str  # of the file, as the sender gave it
    declared: str  # its media type, as the sender gave it; "" when not
    texts: Mapping[str, str]
    digest: bytes  # of all that was sent, the file's content included


def boundary(request: litestar.Request[Any, Any, Any]) -> str:
    """Return the boundary of the request's form. Ask for it before anything else: it is cheap.

    Raises:
        errors.BadRequest: the body is something else.
    """
    kind, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    found = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(found) <= 200 or not found.isascii():
        raise errors.BadRequest(_FORM)
    return str(found)


async def read(request: litestar.Request[Any, Any, Any], mark: str, target: spool.Spool) -> Form:
    """Read the request's form; `mark` is its boundary. Memory does not grow with the file.

    Raises:
        errors.TooLarge: file, texts or the whole are too large, as soon as that is known.
        errors.BadRequest: this is no such form, has no file, ends too early or takes longer than BODY_SECONDS.
    """
    limit = target.limit + _MAX_TEXT_BYTES + _FRAME_BYTES
    _check_announced(request, limit, target.limit)
    reader = _Reader(mark, target)
    seen = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in _stream(request):
                seen += len(piece)
                if seen > limit:
                    raise errors.TooLarge
                await reader.take(piece)
    except TimeoutError as error:
        raise errors.BadRequest(f"The body did not arrive within {BODY_SECONDS} seconds") from error
    except multipart.ParserLimitReached as error:
        raise errors.TooLarge("The form has too many parts or too long headers") from error
    except (multipart.MultipartError, UnicodeDecodeError) as error:
        raise errors.BadRequest(_FORM) from error
    return await reader.end()


def _check_announced(request: litestar.Request[Any, Any, Any], limit: int, file_limit: int) -> None:
    try:
        announced = request.content_length
    except exceptions.ClientException as error:
        raise errors.BadRequest("Content-Length must be a number") from error
    if announced is not None and announced > limit:
        raise errors.TooLarge(f"{FILE_FIELD}: must not be larger than {file_limit} bytes")


async def _stream(request: litestar.Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    try:
        async for piece in request.stream():
            if piece:
                yield piece
    except exceptions.InternalServerException as error:  # how Litestar tells that the sender hung up
        raise errors.BadRequest("The body ended too early") from error


class _Reader:
    """Sorts the events of the parser."""

    def __init__(self, mark: str, target: spool.Spool) -> None:
        self._parser = multipart.PushMultipartParser(mark, max_segment_count=_MAX_PARTS)
        self._target = target
        self._texts: dict[str, str] = {}
        self._text_bytes = 0
        self._file: multipart.MultipartSegment | None = None
        self._file_ended = False
        self._field = ""  # of the text under way
        self._text = bytearray()
        self._in_file = False

    async def take(self, piece: bytes) -> None:
        for event in self._parser.parse(piece):
            if event is None:
                self._ended()
            elif isinstance(event, multipart.MultipartSegment):
                self._begun(event)
            elif self._in_file:
                await self._target.write(bytes(event))
            else:
                self._text_bytes += len(event)
                if self._text_bytes > _MAX_TEXT_BYTES:
                    raise errors.TooLarge("The texts of the form are too large")
                self._text += event

    def _begun(self, segment: multipart.MultipartSegment) -> None:
        self._field, self._text = segment.name or "", bytearray()
        self._in_file = self._field == FILE_FIELD
        if self._in_file:
            if self._file is not None:
                raise errors.BadRequest(f"{FILE_FIELD}: must be one file")
            self._file = segment

    def _ended(self) -> None:
        if self._in_file:
            self._file_ended, self._in_file = True, False
        elif self._field:
            self._texts[self._field] = self._text.decode()

    async def end(self) -> Form:
        """Return the form; its end, with or without a line break, must have been seen."""
        if not self._file_ended:
            raise errors.BadRequest(_FORM)
        self._parser.close()
        await self._target.flush()
        if self._target.size == 0:
            raise errors.BadRequest(f"{FILE_FIELD}: must not be empty")
        assert self._file is not None
        declared = self._file.header("Content-Type") or ""
        name = self._file.filename or ""
        sent = msgspec.json.encode([name, declared, self._texts, self._target.digest()], order="sorted")
        return Form(name=name, declared=declared, texts=self._texts, digest=hashlib.sha256(sent).digest())
