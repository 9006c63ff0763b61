"""Encryption of secrets at rest: AES-256-GCM under the installation's key."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import aead

KEY_BYTES = 32
_NONCE_BYTES = 12  # what GCM is specified for


class Vault:
    """Seals and opens secrets with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = aead.AESGCM(key)

    def seal(self, secret: str, *, owner: str) -> bytes:
        """Encrypt `secret`; only `open` with the same `owner` (the row's id) gives it back."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> str:
        """Decrypt what `seal` gave.

        Raises:
            WrongKey: it was sealed with another key or for another owner, or was changed.
        """
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], owner.encode())
        except InvalidTag as error:
            raise WrongKey from error
        return plain.decode()


class WrongKey(Exception):
    """A stored secret cannot be read: SMOOCH_SECRET_KEY is not the key it was stored with."""


def parse_key(text: str) -> bytes:
    """Read a key written as 32 bytes in URL-safe base64.

    Raises:
        ValueError: the text is something else.
    """
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"{len(key)} bytes instead of {KEY_BYTES}")
    return key


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode().rstrip("=")
