"""The outbox handler of webhooks: one POST, and what its end means."""

import random
from collections.abc import Callable

from smooch_server import metrics
from smooch_server.apps import vault
from smooch_server.core import clock
from smooch_server.httpclient import base as httpclient
from smooch_server.outbox import retry
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import sign, store

_random = random.SystemRandom()


class Delivery:
    """`outbox.worker.Handler` for rows of kind `model.KIND`."""

    def __init__(
        self,
        database: base.Database,
        safe: vault.Vault,
        client: httpclient.Client,
        *,
        now: Callable[[], int] = clock.now_ms,
        jitter: Callable[[], float] = _random.random,
    ) -> None:
        self._database = database
        self._safe = safe
        self._client = client
        self._now = now
        self._jitter = jitter

    async def deliver(self, row: outbox.Row) -> retry.Outcome:
        """Send the row's payload to its webhook as it is configured now. A webhook that is gone is owed nothing.

        Raises:
            errors.Unavailable: the database is away; nothing was sent.
        """
        webhook = await self._database.read(
            lambda tx: store.find(tx, self._safe, app_id=row.app_id, webhook_id=row.target_id)
        )
        if webhook is None:
            return retry.Delivered()
        outcome = await self._post(row, target=webhook.target, secret=webhook.secret)
        metrics.WEBHOOKS.labels(outcome=_LABELS[type(outcome)]).inc()
        return outcome

    async def _post(self, row: outbox.Row, *, target: str, secret: str) -> retry.Outcome:
        proof = sign.headers(row.payload, secret=secret, delivery_id=row.outbox_id, now_ms=self._now())
        try:
            response = await self._client.post(
                target, body=row.payload, headers={"Content-Type": "application/json", **proof}
            )
        except httpclient.RequestFailed as error:
            return retry.after_failure(
                str(error), retry=error.retry, attempts=row.attempts, now_ms=self._now(), jitter=self._jitter()
            )
        return retry.after_answer(
            response.status,
            attempts=row.attempts,
            now_ms=self._now(),
            jitter=self._jitter(),
            retry_after=response.headers.get("retry-after"),
        )


_LABELS: dict[type[retry.Outcome], str] = {
    retry.Delivered: "delivered",
    retry.RetryAt: "failed",
    retry.Dead: "dead",
}
