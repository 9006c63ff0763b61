"""How a receiver knows that a request is ours. Pure.

Two proofs travel with each request: `X-API-Key`, the webhook's secret as it is, which existing receivers compare;
and a signature after the Standard Webhooks specification (https://www.standardwebhooks.com, checked 2026-11), which
also covers the body and the time and never shows the secret.

The signing key is derived from the secret, so whoever made the webhook has it: the 32 bytes of
HMAC-SHA256(key = the secret's 40 characters, message = "smooch-webhook-signing-key-v1"). Libraries for Standard
Webhooks take it as `whsec_` + base64.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

_LABEL = b"smooch-webhook-signing-key-v1"
_TAG = "v1"  # HMAC-SHA256


def signing_key(secret: str) -> bytes:
    """Return the 32 bytes that sign what goes to the webhook with this secret."""
    return hmac.new(secret.encode(), _LABEL, hashlib.sha256).digest()


def whsec(secret: str) -> str:
    """Return the signing key in the form that verifying libraries take."""
    return "whsec_" + base64.b64encode(signing_key(secret)).decode()


def headers(body: bytes, *, secrets: Sequence[str], delivery_id: str, now_ms: int) -> dict[str, str]:
    """Return the headers that prove `body`. `delivery_id` stays the same when a delivery is repeated, the time does not.

    Every secret signs; the first is shown as `X-API-Key`.
    """
    timestamp = str(now_ms // 1000)
    signed = b".".join((delivery_id.encode(), timestamp.encode(), body))
    return {
        "X-API-Key": secrets[0],
        "webhook-id": delivery_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(signed, secret) for secret in secrets),
    }


def _signature(signed: bytes, secret: str) -> str:
    return f"{_TAG},{base64.b64encode(hmac.new(signing_key(secret), signed, hashlib.sha256).digest()).decode()}"
