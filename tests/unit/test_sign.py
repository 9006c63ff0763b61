"""Signatures, checked the way a receiver would: from the published description alone."""

import base64
import hashlib
import hmac

from smooch_server.webhooks import sign

SECRET = "3b1f0c9ad2e47856b0a1c2d3e4f5061728394a5b"
BODY = '{"text":"Ahoj, světe"}'.encode()


def verify(headers: dict[str, str], body: bytes, whsec: str) -> bool:
    """What a Standard Webhooks library does."""
    assert whsec.startswith("whsec_")
    key = base64.b64decode(whsec.removeprefix("whsec_"), validate=True)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    version, _, given = headers["webhook-signature"].partition(",")
    return version == "v1" and hmac.compare_digest(given, expected)


def made(
    body: bytes = BODY, *, secret: str = SECRET, delivery_id: str = "d1", now_ms: int = 1_700_000_000_999
) -> dict[str, str]:
    return sign.headers(body, secrets=[secret], delivery_id=delivery_id, now_ms=now_ms)


def test_a_receiver_can_verify() -> None:
    assert verify(made(), BODY, sign.whsec(SECRET))


def test_the_key_is_derived_as_documented() -> None:
    derived = hmac.new(SECRET.encode("ascii"), b"smooch-webhook-signing-key-v1", hashlib.sha256).digest()
    assert sign.whsec(SECRET) == "whsec_" + base64.b64encode(derived).decode()
    assert len(derived) == 32


def test_the_signature_does_not_change_between_releases() -> None:
    """Computed once with `openssl dgst -sha256 -mac HMAC`."""
    assert made(b"{}")["webhook-signature"] == "v1,0ZqamH2fs3Ip3RrCYiU77w1sb71NQdg2ZX+XmjQlZ6M="


def test_existing_receivers_find_the_secret_itself() -> None:
    headers = made()
    assert headers["X-API-Key"] == SECRET
    assert headers["webhook-id"] == "d1"
    assert headers["webhook-timestamp"] == "1700000000"


def test_every_part_is_covered() -> None:
    headers = made()
    whsec = sign.whsec(SECRET)
    assert not verify(headers, BODY + b" ", whsec)
    assert not verify({**headers, "webhook-id": "d2"}, BODY, whsec)
    assert not verify({**headers, "webhook-timestamp": "1700000001"}, BODY, whsec)
    assert not verify(headers, BODY, sign.whsec(SECRET.replace("3", "4")))
