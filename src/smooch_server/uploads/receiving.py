"""From a spooled file to a stored upload: judged, written anew when it is an image, then blob, then row."""

import asyncio
import contextlib
import dataclasses
import secrets
from collections.abc import AsyncIterator
from typing import IO

from smooch_server.blobs import base as blobs_base
from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import imaging, kinds, model, names, spool, store


@dataclasses.dataclass(frozen=True, kw_only=True)
class Owner:
    """For whom a file is stored."""

    app_id: str
    app_user_id: str | None
    access: model.Access
    for_message: bool


async def receive(
    database: base.Database,
    blobs: blobs_base.Blobs,
    images: imaging.Imaging,
    file: IO[bytes],
    *,
    raw_name: str,
    declared: str,
    owner: Owner,
    images_only: bool = False,
    now_ms: int,
) -> model.Upload:
    """Store a file. When this returns, both the blob and its row are durable; when it raises, there is no row.

    The blob comes first: a row never points at nothing. A blob whose row was not written is removed, here or by
    the sweeper.

    Raises:
        errors.UnsupportedMediaType: its type is not accepted. errors.TooLarge: the image is beyond the limits.
        errors.BadRequest: it is empty. errors.UserNotFound: the owner went meanwhile.
    """
    name = names.clean(raw_name)
    kind = await asyncio.to_thread(kinds.find, file, name, declared)  # type: ignore[arg-type]
    if images_only and kind.image is None:
        raise errors.UnsupportedMediaType("source: must be an image: JPEG, PNG, GIF or WebP")
    if names.extension(name) not in kind.extensions:
        name = names.with_extension(name, kind.extensions[0])
    async with _final(images, file, kind) as final:
        size, digest = await asyncio.to_thread(spool.measure, final)
        upload = model.Upload(
            key=secrets.token_hex(16),
            app_id=owner.app_id,
            app_user_id=owner.app_user_id,
            name=name,
            media_type=kind.media_type,
            size=size,
            digest=digest,
            access=owner.access,
            for_message=owner.for_message,
            state="stored",
            created_ms=now_ms,
            attached_ms=None,
        )
        await blobs.put(upload.blob_key, spool.pieces(final), size=size)
    await _commit(database, blobs, upload)
    return upload


@contextlib.asynccontextmanager
async def _final(images: imaging.Imaging, file: IO[bytes], kind: model.Kind) -> AsyncIterator[IO[bytes]]:
    """What is stored of a file."""
    if kind.image is None:
        yield file
        return
    with await images.reencode(file, kind) as anew:
        yield anew


async def _commit(database: base.Database, blobs: blobs_base.Blobs, upload: model.Upload) -> None:
    async def write(tx: base.Tx) -> None:
        await store.check_owner(tx, upload)
        await store.insert(tx, upload)

    try:
        await database.write(write)
    except errors.Unavailable:
        raise  # whether the row is there is open: the sweeper finds out
    except BaseException:
        with contextlib.suppress(errors.ApiError):
            await blobs.delete([upload.blob_key])
        raise
