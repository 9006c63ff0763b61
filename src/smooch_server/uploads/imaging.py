"""Images are decoded and written anew in a child process with limits, before anybody sees them."""

import asyncio
import contextlib
import dataclasses
import os
import sys
import tempfile
from collections.abc import Mapping
from typing import IO, Final

from smooch_server.core import errors
from smooch_server.uploads import model

# Not imported: its Pillow stays out of this process.
_PROGRAM: Final = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reencode.py")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bounds:
    """What an image may cost."""

    memory_bytes: int = 512 * 1024 * 1024  # of address space
    seconds: int = 10
    pixels: int = 40_000_000  # of all frames together
    frames: int = 200
    at_once: int = 2  # child processes; more images wait


class Imaging:
    """Writes images anew."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._turn = asyncio.Semaphore(self._bounds.at_once)

    async def reencode(self, source: IO[bytes], kind: model.Kind) -> IO[bytes]:
        """Return a new file with the image of `source`, and nothing else that was in it. The caller closes it.

        EXIF, comments, profiles and what follows the image are gone; the orientation is applied; GIF and WebP
        stay animated.

        Raises:
            errors.UnsupportedMediaType: it is no image of this kind.
            errors.TooLarge: it has too many pixels or frames, or takes too long or too much memory.
        """
        async with self._turn:
            target = await asyncio.to_thread(tempfile.TemporaryFile)
            try:
                await asyncio.to_thread(source.seek, 0)
                code = await self._run(source, target, kind.image or "")
                if code:
                    raise self._refusal(code, kind)
            except BaseException:
                target.close()
                raise
            return target

    async def _run(self, source: IO[bytes], target: IO[bytes], name: str) -> int:
        """Run the child and return its exit code; negative when a signal ended it."""
        bounds = self._bounds
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",  # neither the environment nor the folder can bring in other code
            _PROGRAM,
            name,
            *map(str, (bounds.memory_bytes, bounds.seconds, bounds.pixels, bounds.frames)),
            stdin=source,
            stdout=target,
            stderr=asyncio.subprocess.DEVNULL,
            env={},  # it must not know our secrets
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(bounds.seconds):
                return await child.wait()
        except TimeoutError:
            return _TIMED_OUT
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()

    def _refusal(self, code: int, kind: model.Kind) -> errors.ApiError:
        sentences: Mapping[int, str] = {
            _PIXELS: f"source: images must not have more than {self._bounds.pixels // 1_000_000} megapixels",
            _FRAMES: f"source: images must not have more than {self._bounds.frames} frames",
            _MEMORY: "source: the image takes too much memory",
            _TIMED_OUT: "source: the image takes too long",
        }
        if code == _NOT_AN_IMAGE:
            return errors.UnsupportedMediaType(f"source: the file is no intact {kind.name} image")
        return errors.TooLarge(sentences.get(code, "source: the image cannot be processed within the limits"))


# The exit codes of reencode.py, which is not imported; a test compares them.
_NOT_AN_IMAGE: Final = 10
_PIXELS: Final = 11
_FRAMES: Final = 12
_MEMORY: Final = 13
_TIMED_OUT: Final = 1000  # ours
CODES: Final = (_NOT_AN_IMAGE, _PIXELS, _FRAMES, _MEMORY)
