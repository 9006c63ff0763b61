"""The outbox handlers of webhooks: one POST, and what its end means."""

import random
from collections.abc import Awaitable, Callable

from smooch_server import metrics
from smooch_server.apps import vault
from smooch_server.core import clock
from smooch_server.httpclient import base as httpclient
from smooch_server.outbox import retry
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import model, sign, store

_random = random.SystemRandom()

PASSING_MS = 30_000  # after that, nobody wants to know who typed


class Delivery:
    """`outbox.worker.Handler` for rows of kind `model.KIND` and, as `deliver_once`, of `model.PASSING_KIND`."""

    def __init__(
        self,
        database: base.Database,
        safe: vault.Vault,
        client: httpclient.Client,
        *,
        now: Callable[[], int] = clock.now_ms,
        jitter: Callable[[], float] = _random.random,
        timeout_seconds: float = httpclient.TOTAL_SECONDS,
    ) -> None:
        self._database = database
        self._safe = safe
        self._client = client
        self._now = now
        self._jitter = jitter
        self._timeout_seconds = timeout_seconds

    def handlers(self) -> dict[str, Callable[[outbox.Row], Awaitable[retry.Outcome]]]:
        """Return what the outbox worker calls, by the kind of row."""
        return {model.KIND: self.deliver, model.PASSING_KIND: self.deliver_once}

    async def deliver(self, row: outbox.Row) -> retry.Outcome:
        """Send the row's payload to its webhook as it is configured now. A webhook that is gone is owed nothing.

        Raises:
            errors.Unavailable: the database is away; nothing was sent.
        """
        webhook = await self._webhook(row)
        if webhook is None:
            return retry.Delivered()
        outcome = await self._post(row, webhook)
        metrics.WEBHOOKS.labels(outcome=_LABELS[type(outcome)]).inc()
        return outcome

    async def deliver_once(self, row: outbox.Row) -> retry.Outcome:
        """As `deliver`, but what fails, or waited too long behind others, is forgotten.

        Raises:
            errors.Unavailable: as `deliver`.
        """
        if self._now() - row.created_ms > PASSING_MS:
            return retry.Dropped(reason="too late")
        outcome = await self.deliver(row)
        if isinstance(outcome, retry.Delivered):
            return outcome
        return retry.Dropped(reason=outcome.reason)

    async def _webhook(self, row: outbox.Row) -> model.Webhook | None:
        return await self._database.read(
            lambda tx: store.find(tx, self._safe, app_id=row.app_id, webhook_id=row.target_id)
        )

    async def _post(self, row: outbox.Row, webhook: model.Webhook) -> retry.Outcome:
        rule = _RULES[webhook.retries]
        secrets = webhook.secrets(self._now())
        proof = sign.headers(row.payload, secrets=secrets, delivery_id=row.outbox_id, now_ms=self._now())
        try:
            response = await self._client.post(
                webhook.target,
                body=row.payload,
                headers={"Content-Type": "application/json", **proof},
                total_seconds=self._timeout_seconds,
            )
        except httpclient.RequestFailed as error:
            return retry.after_failure(
                str(error),
                retry=error.retry,
                attempts=row.attempts,
                now_ms=self._now(),
                jitter=self._jitter(),
                rule=rule,
            )
        return retry.after_answer(
            response.status,
            attempts=row.attempts,
            now_ms=self._now(),
            jitter=self._jitter(),
            retry_after=response.headers.get("retry-after"),
            rule=rule,
        )


_RULES: dict[model.Retries, retry.Rule] = {"standard": retry.STANDARD, "compatible": retry.COMPATIBLE}
_LABELS: dict[type[retry.Outcome], str] = {
    retry.Delivered: "delivered",
    retry.RetryAt: "failed",
    retry.Dead: "dead",
    retry.Dropped: "dropped",
}
