"""Addresses of files. Those of private files are signed and end."""

import hashlib
import hmac
import re
import urllib.parse
from typing import Final

from smooch_server.uploads import model

SIGNED_SECONDS: Final = 900
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_LABEL: Final = b"smooch-file-links-v1"


class Links:
    """Makes and checks addresses below `base_url`, with a key derived from the installation's."""

    def __init__(self, base_url: str, secret_key: bytes) -> None:
        self._base = f"{base_url}/files/"
        self._key = hmac.new(secret_key, _LABEL, hashlib.sha256).digest()

    def address(self, upload: model.Upload) -> str:
        """Return the lasting address. It opens a public file; of a private one it is only the name."""
        return f"{self._base}{upload.key}/{urllib.parse.quote(upload.name, safe='')}"

    def open_address(self, upload: model.Upload, *, now_ms: int) -> str:
        """Return an address that opens the file: the lasting one, or for a private file one of 15 minutes."""
        address = self.address(upload)
        if upload.access == "public":
            return address
        expires = now_ms // 1000 + SIGNED_SECONDS
        return f"{address}?expires={expires}&signature={self._signature(upload.key, expires)}"

    def opens(self, upload: model.Upload, *, expires: str | None, signature: str | None, now_ms: int) -> bool:
        """Whether an address with this signature opens the file now."""
        if upload.access == "public":
            return True
        if expires is None or signature is None or not re.fullmatch(r"[0-9]{1,12}", expires) or not signature.isascii():
            return False
        right = hmac.compare_digest(self._signature(upload.key, int(expires)), signature)
        return right and now_ms // 1000 < int(expires)

    def key_of(self, url: str) -> str | None:
        """Return the key of the upload that an address of ours names, signed or not; None for any other address."""
        if not url.startswith(self._base):
            return None
        key = url.removeprefix(self._base).partition("/")[0]
        return key if is_key(key) else None

    def _signature(self, key: str, expires: int) -> str:
        return hmac.new(self._key, f"{key}.{expires}".encode(), hashlib.sha256).hexdigest()


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None
