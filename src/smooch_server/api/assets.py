"""The built web files: read once, served from memory with their gzip twins and an ETag."""

import base64
import dataclasses
import hashlib
import json
import mimetypes
import pathlib
import re
from collections.abc import Mapping
from typing import Final

STATIC: Final = pathlib.Path(__file__).parent.parent / "static"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}
_HASHED: Final = re.compile(r"[-.][0-9A-Za-z]{8,}\.\w+$")
_INLINE_SCRIPT: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Missing(Exception):
    """The web files were not built."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asset:
    body: bytes
    gzip: bytes | None
    media_type: str
    etag: str
    immutable: bool  # its name changes with its content


class Assets:
    """All files of `static/` and what the manifest says of them."""

    def __init__(self, files: Mapping[str, Asset], manifest: Mapping[str, str]) -> None:
        self._files = files
        self.manifest = manifest

    def get(self, path: str) -> Asset | None:
        return self._files.get(path)

    def named(self, role: str) -> Asset:
        """Return the file that the manifest gives for a role such as `host` or `inbox`."""
        return self._files[self.manifest[role]]

    def snippet(self, *, base_url: str, app_id: str) -> str:
        """Return the HTML to paste into a page."""
        text = self.named("snippet").body.decode()
        return text.replace("{{baseUrl}}", base_url).replace("{{appId}}", app_id).strip()


def load(folder: pathlib.Path = STATIC) -> Assets:
    """Read every built file.

    Raises:
        Missing: there is no build.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise Missing(f"The web files are missing from {folder}; run `make build`") from error
    files = {
        path.relative_to(folder).as_posix(): _asset(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".gz", ".map")
    }
    return Assets(files, manifest)


def script_hashes(html: str) -> list[str]:
    """Return the CSP sources of the inline scripts in a page."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _asset(path: pathlib.Path) -> Asset:
    body = path.read_bytes()
    twin = path.with_name(path.name + ".gz")
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        body=body,
        gzip=twin.read_bytes() if twin.exists() else None,
        media_type=kind,
        etag=f'"{hashlib.sha256(body).hexdigest()[:16]}"',
        immutable=_HASHED.search(path.name) is not None,
    )
