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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Language:
    """A language the messenger speaks besides English."""

    tag: str
    dir: str  # "ltr" or "rtl"
    path: str  # of the file with all words
    launcher: Mapping[str, str]  # the words that are needed before that file


class Assets:
    """All files of `static/` and what the manifest says of them."""

    def __init__(
        self, files: Mapping[str, Asset], manifest: Mapping[str, str], languages: Mapping[str, Language]
    ) -> None:
        self._files = files
        self.manifest = manifest
        self._languages = languages

    def language(self, wanted: str) -> Language | None:
        """Return the language of a tag such as `pt-BR` or `de_AT`: exactly that one, else the first of the same language."""
        tag = wanted.replace("_", "-").lower()
        of_same = (found for key, found in self._languages.items() if key.split("-")[0] == tag.split("-")[0])
        return self._languages.get(tag) or next(of_same, None)

    def get(self, path: str) -> Asset | None:
        return self._files.get(path)

    def named(self, role: str) -> Asset:
        """Return the file that the manifest gives for a role such as `host` or `inbox`."""
        return self._files[self.manifest[role]]

    def snippet(self, *, base_url: str, app_id: str, name: str = "Smooch") -> str:
        """Return the HTML to paste into a page; there the messenger is the global `name`, a JavaScript identifier."""
        text = self.named("snippet").body.decode()
        return text.replace("{{baseUrl}}", base_url).replace("{{appId}}", app_id).replace("{{global}}", name).strip()


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
    languages = json.loads((folder / "languages.json").read_text())
    return Assets(files, manifest, {tag.lower(): Language(tag=tag, **found) for tag, found in languages.items()})


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
