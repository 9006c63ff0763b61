"""From an API key or a JWT to a subject. Everything is checked against the key as it is stored now."""

import functools
import hmac
import warnings
from collections.abc import Mapping
from typing import Any, Final

import jwt

from smooch_server.apps import keys, model
from smooch_server.auth import credentials, subject
from smooch_server.core import clock, errors
from smooch_server.storage import base

ALGORITHM: Final = "HS256"  # of the tokens made here
# One kind of algorithm a key: a shared secret is never used as a public key.
ALGORITHMS: Final = [ALGORITHM, "HS384", "HS512"]
LEEWAY_SECONDS: Final = 60  # clocks of servers differ
REMEMBERED: Final = 1024  # tokens whose signature was checked: to check one again takes a quarter of a post's time


async def authenticate(
    tx: base.Tx, keyring: keys.Keyring, given: credentials.Basic | credentials.Bearer
) -> subject.Account | subject.App | subject.AppUser:
    """Return whom the credentials prove.

    Raises:
        errors.InvalidAuth: unknown or deleted key, wrong secret, bad signature, expired or malformed token.
    """
    if isinstance(given, credentials.Basic):
        return await _by_secret(tx, keyring, given)
    return await by_jwt(tx, keyring, given.token)


async def _by_secret(tx: base.Tx, keyring: keys.Keyring, given: credentials.Basic) -> subject.Account | subject.App:
    key = await keyring.find(tx, given.name)
    if key is None or not hmac.compare_digest(key.secret.encode(), given.secret.encode()):
        raise errors.InvalidAuth
    return _app(key, key.app_id) if key.app_id else _account(key)


async def by_jwt(tx: base.Tx, keyring: keys.Keyring, token: str) -> subject.Account | subject.App | subject.AppUser:
    """Return whom a token proves that HMAC signed: its `kid` names the key that signed it.

    Raises:
        errors.InvalidAuth: as `authenticate`.
    """
    try:
        key = await keyring.find(tx, _key_id(token))
        if key is None:
            raise errors.InvalidAuth
        claims = _proved(token, key.secret)
    except jwt.PyJWTError as error:
        raise errors.InvalidAuth from error
    return _subject(key, claims)


def _proved(token: str, secret: str) -> Mapping[str, Any]:
    """Return the claims of a token that is signed with `secret` and valid now; raise jwt.PyJWTError otherwise."""
    claims = _remembered(token, secret)
    # Time makes valid what was too early, never the other way round: only an end can have come since.
    if "exp" in claims and int(claims["exp"]) <= clock.now_ms() / 1000 - LEEWAY_SECONDS:
        raise jwt.ExpiredSignatureError
    return claims


@functools.lru_cache(maxsize=REMEMBERED)  # what raises is not remembered
def _remembered(token: str, secret: str) -> Mapping[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)  # the contract's secrets have 24 characters
        claims: Mapping[str, Any] = jwt.decode(
            token, secret, algorithms=ALGORITHMS, leeway=LEEWAY_SECONDS, options={"verify_aud": False}
        )
    return claims


def sign(key: model.Key, claims: dict[str, str]) -> str:
    """Return a token with these claims, signed by the key, without an end."""
    return jwt.encode(claims, key.secret, algorithm=ALGORITHM, headers={"kid": key.key_id})


@functools.lru_cache(maxsize=REMEMBERED)
def _key_id(token: str) -> str:
    kid = jwt.get_unverified_header(token).get("kid")
    if not isinstance(kid, str) or "\x00" in kid:  # not every database can be asked for U+0000
        raise errors.InvalidAuth("The token's header has no kid")
    return kid


def _subject(key: model.Key, claims: Mapping[str, Any]) -> subject.Account | subject.App | subject.AppUser:
    scope = claims.get("scope")
    if scope == "account" and key.app_id is None:
        return _account(key)
    if scope == "app" and key.app_id is not None:
        return _app(key, key.app_id)
    if scope == "appUser" and key.app_id is not None:
        user_id = claims.get("userId")
        if not isinstance(user_id, str) or not user_id or "\x00" in user_id:
            raise errors.InvalidAuth("The claim userId must be a text that is not empty")
        return subject.AppUser(app_id=key.app_id, app_user_id=None, user_id=user_id)
    raise errors.InvalidAuth("The claim scope does not fit the key")


def _account(key: model.Key) -> subject.Account:
    return subject.Account(account_id=key.account_id, service_account_id=key.service_account_id, key_id=key.key_id)


def _app(key: model.Key, app_id: str) -> subject.App:
    return subject.App(app_id=app_id, key_id=key.key_id)
