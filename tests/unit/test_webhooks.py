"""Webhooks from their making to the request that leaves, on a real database."""

import functools
import os
import types
from collections.abc import AsyncIterator, Mapping
from typing import cast

import pytest

from smooch_server import app, redelivery
from smooch_server.apps import vault
from smooch_server.core import clock, errors, ids
from smooch_server.httpclient import base as httpclient
from smooch_server.httpclient import guard
from smooch_server.outbox import retry
from smooch_server.outbox import store as outbox
from smooch_server.storage import base, sqlite
from smooch_server.webhooks import deadletters, delivery, facts, fanout, model, owed, sign, store
from smooch_server.wire import shapes

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000_000
ACCOUNT, APP, OTHER_APP = (ids.new_id(NOW) for _ in range(3))
LATER = 9_000_000_000_000  # after any clock
TARGET = "https://ops.harbour.test/hook"


class Recorder:
    """An HTTP client that keeps what it was asked to send and answers as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, Mapping[str, str]]] = []
        self.answer: httpclient.Response | Exception = httpclient.Response(status=200, headers={}, body=b"")

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str], total_seconds: float = 20.0
    ) -> httpclient.Response:
        self.sent.append((url, body, headers))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def close(self) -> None:
        pass


class Desk:
    """Two apps in a database, and the calls of the edge."""

    def __init__(self, database: base.Database) -> None:
        self.database = database
        self.safe = vault.Vault(os.urandom(vault.KEY_BYTES))
        self.http = Recorder()
        self.gathered: list[bool] = []
        self.now = NOW
        self.delivery = delivery.Delivery(database, self.safe, self.http, now=lambda: self.now, jitter=lambda: 0.0)

    async def prepare(self) -> None:
        async def insert(tx: base.Tx) -> None:
            await tx.run("INSERT INTO account (account_id, created_ms) VALUES ($1, $2)", ACCOUNT, NOW)
            for app_id in (APP, OTHER_APP):
                await tx.run(
                    "INSERT INTO app (app_id, account_id, app_token, name, settings, metadata, created_ms)"
                    " VALUES ($1, $2, $1, 'Harbour', $3, $3, $4)",
                    app_id,
                    ACCOUNT,
                    b"{}",
                    NOW,
                )

        await self.database.migrate()
        await self.database.write(insert)

    async def create(
        self,
        *triggers: str,
        target: str = TARGET,
        app_id: str = APP,
        version: model.Version = "v1.1",
        full: bool = True,
    ) -> model.Webhook:
        return await self.database.write(
            lambda tx: store.create(
                tx,
                self.safe,
                app_id=app_id,
                target=target,
                triggers=triggers or model.DEFAULT_TRIGGERS,
                version=version,
                include_client=False,
                include_full_app_user=full,
                policy=guard.Policy(),
                now_ms=NOW,
            )
        )

    async def update(self, webhook_id: str, changes: model.Changes, *, app_id: str = APP) -> model.Webhook:
        return await self.database.write(
            lambda tx: store.update(
                tx, self.safe, app_id=app_id, webhook_id=webhook_id, changes=changes, policy=guard.Policy()
            )
        )

    async def get(self, webhook_id: str, *, app_id: str = APP) -> model.Webhook:
        return await self.database.read(lambda tx: store.get(tx, self.safe, app_id=app_id, webhook_id=webhook_id))

    async def delete(self, webhook_id: str, *, app_id: str = APP) -> None:
        await self.database.write(lambda tx: store.delete(tx, app_id=app_id, webhook_id=webhook_id))

    async def note(
        self, tx: base.Tx, trigger: str, seq: int = 1, *, app_id: str = APP, key: str = "c1", passing: bool = False
    ) -> bool:
        async def gather(with_clients: bool) -> facts.Facts:
            self.gathered.append(with_clients)
            user = shapes.AppUser(
                id="u1",
                conversationStarted=True,
                properties={},
                signedUpAt="2019-04-16T10:11:12.345Z",
                clients=[],
                pendingClients=[],
            )
            return facts.Facts(
                trigger=trigger, app_id=app_id, user=user, conversation_id=key, detail=facts.Moved(), timestamp_ms=seq
            )

        return await owed.owe(
            tx, trigger=trigger, app_id=app_id, gather=gather, order_key=key, order_seq=seq, passing=passing
        )

    async def expand(self, limit: int = 100) -> int:
        return await self.database.write(lambda tx: fanout.expand(tx, limit=limit, now_ms=NOW))

    async def owe(self, trigger: str, seq: int = 1, *, app_id: str = APP, passing: bool = False) -> bool:
        """Owe and fan out."""
        noted = await self.database.write(lambda tx: self.note(tx, trigger, seq, app_id=app_id, passing=passing))
        assert await self.expand() == noted
        return noted

    async def claim(self, target_id: str) -> list[outbox.Row]:
        claim = await self.database.write(lambda tx: outbox.claim(tx, target_id, now_ms=LATER, limit=10))
        return list(claim.rows)

    async def owed_in_all(self) -> int:
        return (await self.database.read(outbox.backlog)).owed


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    database = await sqlite.open(":memory:")
    made = Desk(database)
    await made.prepare()
    yield made
    await database.close()


async def test_a_webhook_is_stored_and_found(desk: Desk) -> None:
    made = await desk.create("message:appUser", "conversation:read", "message:appUser")
    assert made.triggers == ("message:appUser", "conversation:read")
    assert len(made.secret) == 40
    assert await desk.get(made.webhook_id) == made
    assert await desk.database.read(lambda tx: store.list_all(tx, desk.safe, app_id=APP)) == [made]
    assert made.secret not in repr(made)


async def test_secrets_are_sealed_in_the_table(desk: Desk) -> None:
    made = await desk.create()
    row = await desk.database.read(lambda tx: tx.one("SELECT secret FROM webhook"))
    assert row is not None
    assert isinstance(row[0], bytes)
    assert made.secret.encode() not in row[0]


async def test_an_update_changes_what_is_given(desk: Desk) -> None:
    made = await desk.create(version="v1")
    changed = await desk.update(made.webhook_id, model.Changes(triggers=["*"], include_client=True))
    assert (changed.triggers, changed.include_client) == (("*",), True)
    assert (changed.target, changed.secret, changed.version) == (made.target, made.secret, "v1")
    assert changed.include_full_app_user
    other = await desk.update(made.webhook_id, model.Changes(target=f"{TARGET}/2", include_full_app_user=False))
    assert (other.target, other.include_full_app_user, other.include_client) == (f"{TARGET}/2", False, True)
    assert await desk.get(made.webhook_id) == other


async def test_other_apps_see_nothing(desk: Desk) -> None:
    made = await desk.create()
    for call in (
        desk.get(made.webhook_id, app_id=OTHER_APP),
        desk.update(made.webhook_id, model.Changes(include_client=True), app_id=OTHER_APP),
        desk.delete(made.webhook_id, app_id=OTHER_APP),
    ):
        with pytest.raises(errors.WebhookNotFound):
            await call
    assert not await desk.owe("message:appUser", app_id=OTHER_APP)
    assert await desk.get(made.webhook_id) == made


async def test_an_app_has_ten_at_most(desk: Desk) -> None:
    for _ in range(model.MAX_PER_APP):
        await desk.create()
    with pytest.raises(errors.BadRequest, match="at most 10"):
        await desk.create()
    await desk.create(app_id=OTHER_APP)


@pytest.mark.parametrize(
    ("target", "triggers", "problem"),
    [
        (
            "http://ops.harbour.test/",
            ["message"],
            "target: must be a URL that starts with https://.*SMOOCH_OUTBOX_ALLOW",
        ),
        ("http://127.0.0.1:9000/", ["message"], "target: must not point to a private address.*SMOOCH_OUTBOX_ALLOW"),
        ("https://169.254.169.254/", ["message"], "target: must not point to a private address"),
        ("https://a:b@ops.harbour.test/", ["message"], "target: must not contain a user name"),
        (TARGET, ["message", "Message:appUser"], "triggers: 'Message:appUser' is not a trigger"),
        (TARGET, [""], "triggers: '' is not a trigger"),
    ],
)
async def test_what_is_not_allowed_is_named(desk: Desk, target: str, triggers: list[str], problem: str) -> None:
    with pytest.raises(errors.BadRequest, match=problem):
        await desk.create(*triggers, target=target)
    made = await desk.create()
    with pytest.raises(errors.BadRequest, match=problem):
        await desk.update(made.webhook_id, model.Changes(target=target, triggers=triggers))
    with pytest.raises(errors.BadRequest, match="triggers: must not be empty"):
        await desk.update(made.webhook_id, model.Changes(triggers=[]))


async def test_only_who_subscribed_is_owed(desk: Desk) -> None:
    messages = await desk.create("message")
    reads = await desk.create("conversation:read", version="v1")
    assert await desk.owe("message:appMaker", 1)
    assert await desk.owe("conversation:read", 2)
    assert not await desk.owe("conversation:start", 3)
    assert desk.gathered == [False, True]  # version 1 is told of clients
    (told,) = await desk.claim(messages.webhook_id)
    (read,) = await desk.claim(reads.webhook_id)
    assert b'"trigger":"message:appMaker","version":"v1.1"' in told.payload
    assert b'"trigger":"conversation:read","app"' in read.payload
    assert (told.order_key, told.order_seq, told.app_id, told.kind) == ("c1", 1, APP, "webhook")


async def test_what_happened_is_gathered_once_for_many(desk: Desk) -> None:
    first, second, brief = await desk.create(), await desk.create(), await desk.create(full=False)
    assert await desk.owe("message:appUser")
    assert desk.gathered == [False]
    payloads = [(await desk.claim(webhook.webhook_id))[0].payload for webhook in (first, second, brief)]
    assert payloads[0] == payloads[1] != payloads[2]


async def test_a_transaction_that_fails_owes_nothing(desk: Desk) -> None:
    await desk.create()

    async def fail(tx: base.Tx) -> None:
        assert await desk.note(tx, "message:appUser")
        raise errors.BadRequest

    with pytest.raises(errors.BadRequest):
        await desk.database.write(fail)
    assert await desk.expand() == 0
    assert await desk.owed_in_all() == 0


async def test_a_delivery_carries_both_proofs_of_the_stored_bytes(desk: Desk) -> None:
    webhook = await desk.create()
    await desk.owe("message:appUser")
    (row,) = await desk.claim(webhook.webhook_id)
    assert await desk.delivery.deliver(row) == retry.Delivered()
    ((url, body, headers),) = desk.http.sent
    assert (url, body) == (TARGET, row.payload)
    assert headers == {
        "Content-Type": "application/json",
        **sign.headers(row.payload, secrets=[webhook.secret], delivery_id=row.outbox_id, now_ms=NOW),
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (httpclient.Response(status=204, headers={}, body=b""), retry.Delivered()),
        (httpclient.Response(status=410, headers={}, body=b""), retry.Dead(reason="status 410")),
        (
            httpclient.Response(status=503, headers={"retry-after": "90"}, body=b""),
            retry.RetryAt(due_ms=NOW + 90_000, reason="status 503"),
        ),
        (httpclient.Response(status=302, headers={}, body=b""), retry.RetryAt(due_ms=NOW + 5_000, reason="status 302")),
        (httpclient.RequestFailed("timeout", retry=True), retry.RetryAt(due_ms=NOW + 5_000, reason="timeout")),
        (httpclient.RequestFailed("url", retry=False, detail="no"), retry.Dead(reason="url: no")),
    ],
)
async def test_what_the_end_of_a_request_means(
    desk: Desk, answer: httpclient.Response | Exception, outcome: retry.Outcome
) -> None:
    webhook = await desk.create()
    await desk.owe("message:appUser")
    (row,) = await desk.claim(webhook.webhook_id)
    desk.http.answer = answer
    assert await desk.delivery.deliver(row) == outcome


async def test_a_deleted_webhook_is_told_nothing_of_what_it_was_owed(desk: Desk) -> None:
    webhook = await desk.create()
    await desk.owe("message:appUser", 1)
    (row,) = await desk.claim(webhook.webhook_id)
    await desk.owe("message:appUser", 2)
    await desk.delete(webhook.webhook_id)
    assert await desk.owed_in_all() == 2, "however many there are, the call does not wait for them"
    assert await desk.delivery.deliver(row) == retry.Delivered()  # it was on its way already
    await desk.database.write(lambda tx: outbox.finish(tx, row, retry.Delivered(), now_ms=NOW))
    (row,) = await desk.claim(webhook.webhook_id)
    assert await desk.delivery.deliver(row) == retry.Delivered()
    assert desk.http.sent == []


async def test_a_range_is_sent_again_so_many_a_call(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SWEEP_ROWS", 1)
    monkeypatch.setattr(deadletters, "MAX_REPLAYED", 2)
    webhook = await desk.create()
    for seq in range(5):
        await desk.owe("message:appUser", seq)
    give_up = "UPDATE outbox SET dead_ms = $1, last_error = 'x'"

    async def replay() -> deadletters.Replayed:
        return await deadletters.replay_range(
            desk.database,
            app_id=APP,
            webhook_id=webhook.webhook_id,
            within=deadletters.Range(from_ms=0, to_ms=LATER),
            now_ms=NOW,
        )

    await desk.database.write(lambda tx: tx.run(give_up, NOW))
    done = [await replay() for _ in range(3)]
    assert [(each.count, each.more) for each in done] == [(2, True), (2, True), (1, False)]
    await desk.database.write(lambda tx: tx.run(give_up, NOW))
    center = cast(app.Core, types.SimpleNamespace(database=desk.database))
    start = clock.to_iso(NOW - 1)
    assert await redelivery.replay_range(center, APP, start, None, webhook_id=None) == 5, "the command takes them all"


async def test_what_is_owed_goes_to_the_target_of_today(desk: Desk) -> None:
    webhook = await desk.create()
    await desk.owe("message:appUser")
    await desk.update(webhook.webhook_id, model.Changes(target=f"{TARGET}/moved"))
    (row,) = await desk.claim(webhook.webhook_id)
    await desk.delivery.deliver(row)
    assert desk.http.sent[0][0] == f"{TARGET}/moved"


async def test_a_conversation_is_told_in_order_however_it_is_taken(desk: Desk) -> None:
    webhook = await desk.create()
    for seq in range(1, 6):
        await desk.database.write(functools.partial(desk.note, trigger="message:appUser", seq=seq))
    assert [await desk.expand(2), await desk.expand(2), await desk.expand(2), await desk.expand(2)] == [2, 2, 1, 0]
    seqs = []
    for _ in range(5):
        (row,) = await desk.claim(webhook.webhook_id)
        seqs.append(row.order_seq)
        await desk.database.write(functools.partial(outbox.finish, row=row, outcome=retry.Delivered(), now_ms=LATER))
    assert seqs == [1, 2, 3, 4, 5]


async def test_a_webhook_that_went_is_wished_for_no_more(desk: Desk) -> None:
    webhook = await desk.create("message:appUser")
    await desk.update(webhook.webhook_id, model.Changes(triggers=["postback"]))
    assert not await desk.owe("message:appUser")
    assert await desk.owe("postback")
    await desk.delete(webhook.webhook_id)
    assert not await desk.owe("postback")


async def test_typing_is_tried_once_and_forgotten(desk: Desk) -> None:
    webhook = await desk.create("typing:appUser")
    assert await desk.owe("typing:appUser", passing=True)
    (row,) = await desk.claim(webhook.webhook_id)
    assert row.kind == model.PASSING_KIND
    desk.http.answer = httpclient.Response(status=500, headers={}, body=b"")
    assert await desk.delivery.deliver_once(row) == retry.Dropped(reason="status 500")
    desk.http.answer = httpclient.Response(status=200, headers={}, body=b"")
    assert await desk.delivery.deliver_once(row) == retry.Delivered()
    desk.now = row.created_ms + delivery.PASSING_MS + 1
    assert await desk.delivery.deliver_once(row) == retry.Dropped(reason="too late")
    assert len(desk.http.sent) == 2
    await desk.database.write(lambda tx: outbox.finish(tx, row, retry.Dropped(reason="x"), now_ms=NOW))
    assert await desk.owed_in_all() == 0


async def test_both_secrets_sign_for_a_day(desk: Desk) -> None:
    webhook = await desk.create()
    rotated = await desk.database.write(
        lambda tx: store.rotate(tx, desk.safe, app_id=APP, webhook_id=webhook.webhook_id, now_ms=NOW)
    )
    assert rotated.secret != webhook.secret == rotated.previous_secret
    assert webhook.secret not in repr(rotated)
    await desk.owe("message:appUser")
    (row,) = await desk.claim(webhook.webhook_id)
    for desk.now, secrets in (
        (NOW + model.SECRET_OVERLAP_MS - 1, [rotated.secret, webhook.secret]),
        (NOW + model.SECRET_OVERLAP_MS, [rotated.secret]),
    ):
        await desk.delivery.deliver(row)
        headers = desk.http.sent[-1][2]
        assert headers["X-API-Key"] == rotated.secret
        alone = [
            sign.headers(row.payload, secrets=[secret], delivery_id=row.outbox_id, now_ms=desk.now)
            for secret in secrets
        ]
        assert headers["webhook-signature"].split(" ") == [each["webhook-signature"] for each in alone]
    with pytest.raises(errors.WebhookNotFound):
        await desk.database.write(
            lambda tx: store.rotate(tx, desk.safe, app_id=OTHER_APP, webhook_id=webhook.webhook_id, now_ms=NOW)
        )


async def test_the_rule_of_the_hosted_service(desk: Desk) -> None:
    webhook = await desk.create()
    with pytest.raises(errors.BadRequest, match="retries: must be standard or compatible"):
        await desk.update(webhook.webhook_id, model.Changes(retries="never"))
    changed = await desk.update(webhook.webhook_id, model.Changes(retries="compatible"))
    assert changed.retries == "compatible"
    await desk.owe("message:appUser", 1)
    await desk.owe("message:appUser", 2)
    desk.http.answer = httpclient.Response(status=410, headers={"retry-after": "90"}, body=b"")
    (row,) = await desk.claim(webhook.webhook_id)
    outcome = await desk.delivery.deliver(row)
    assert outcome == retry.RetryAt(due_ms=NOW + 9_000, reason="status 410", alone=True)
    assert await desk.database.write(lambda tx: outbox.finish(tx, row, outcome, now_ms=NOW))
    both = await desk.claim(webhook.webhook_id)  # the failed one no longer stands before the other
    assert sorted(each.order_seq for each in both) == [1, 2]
