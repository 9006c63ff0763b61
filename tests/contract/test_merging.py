"""Two users become one: nothing is lost, doubled or out of order, on every database."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from smooch_server.api import happenings
from smooch_server.apps import model as app_model
from smooch_server.apps import vault
from smooch_server.appusers import merging as appuser_merging
from smooch_server.appusers import model, users
from smooch_server.appusers import store as user_store
from smooch_server.conversations import merge_store, messages
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import store as conversation_store
from smooch_server.core import errors
from smooch_server.httpclient import guard
from smooch_server.identity import merging
from smooch_server.outbox import store as outbox_store
from smooch_server.storage import base
from smooch_server.uploads import model as upload_model
from smooch_server.uploads import store as upload_store
from smooch_server.webhooks import events as webhook_events
from smooch_server.webhooks import store as webhook_store
from tests.support import domain
from tests.support.domain import NOW

pytestmark = pytest.mark.anyio


async def say(
    database: base.Database, user: model.AppUser, text: str, *, at: int, send_id: str | None = None, maker: bool = False
) -> conversation_model.Message:
    draft = conversation_model.Draft(
        role="appMaker" if maker else "appUser",
        author_id="maker" if maker else user.app_user_id,
        content=conversation_model.Content(type="text", source=domain.WEB, text=text),
        send_id=send_id,
        digest=b"",
    )
    outcome = await database.write(lambda tx: messages.post(tx, domain.LOG, user, draft, now_ms=at))
    return outcome.message


async def merge(database: base.Database, surviving: model.AppUser, discarded: model.AppUser) -> merging.Merged:
    return await database.write(
        lambda tx: merging.merge(
            tx,
            app_id=surviving.app_id,
            surviving_id=surviving.app_user_id,
            discarded_id=discarded.app_user_id,
            reason="api",
        )
    )


async def history(database: base.Database, user: model.AppUser) -> Sequence[conversation_model.Message]:
    async def read(tx: base.Tx) -> Sequence[conversation_model.Message]:
        conversation = await conversation_store.of_user(tx, user.app_id, user.app_user_id)
        assert conversation is not None
        return await conversation_store.page(tx, conversation.conversation_id, limit=10_000)

    return await database.read(read)


async def pair(database: base.Database, app: app_model.App) -> tuple[model.AppUser, model.AppUser]:
    return await domain.make_user(database, app.app_id, "kept"), await domain.make_user(database, app.app_id)


async def test_messages_that_collide_keep_their_order(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    for at in (0, 1, 2, 5):
        await say(installed, kept, f"kept {at}", at=NOW + at)
    for at in (-1, 1, 2, 3, 3, 9):  # the second at 3 is received at 4
        await say(installed, gone, f"gone {at}", at=NOW + at)
    before = {each.message_id for user in (kept, gone) for each in await history(installed, user)}
    outcome = await merge(installed, kept, gone)
    found = await history(installed, kept)
    assert [(each.received_ms - NOW, each.content.text) for each in found] == [
        (-1, "gone -1"),
        (0, "kept 0"),
        (1, "kept 1"),
        (2, "kept 2"),
        (3, "gone 1"),
        (4, "gone 2"),
        (5, "kept 5"),
        (6, "gone 3"),
        (7, "gone 3"),
        (9, "gone 9"),
    ]
    assert {each.message_id for each in found} == before
    assert {each.author_id for each in found} == {kept.app_user_id}
    conversation = outcome.conversation
    assert conversation is not None
    last = conversation_store.last_message(conversation)
    assert last is not None
    assert (conversation.received_ms, last.text) == (NOW + 9, "gone 9")
    # Above both logs by one that no event has: whoever missed the merge finds a gap before the next event.
    assert (conversation.epoch, conversation.seq) == (1, 8)
    following = await say(installed, kept, "later", at=NOW)
    assert following.received_ms == NOW + 10
    assert following.seq == conversation.seq + 1


async def test_long_histories_in_the_same_milliseconds(
    installed: base.Database, app: app_model.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_store, "PAGE", 7)
    monkeypatch.setattr(merge_store, "_RUN_PAGE", 3)
    monkeypatch.setattr(merge_store, "_EVENTS_PAGE", 5)
    kept, gone = await pair(installed, app)
    await domain.say(installed, kept, 40)
    await domain.say(installed, gone, 40)  # every one of them where one of the other is
    own = [each.message_id for each in await history(installed, kept)]
    other = [each.message_id for each in await history(installed, gone)]
    await merge(installed, kept, gone)
    found = [each.message_id for each in await history(installed, kept)]
    assert [each for each in found if each in own] == own
    assert [each for each in found if each in other] == other
    assert len(found) == 80
    assert await domain.count(installed, "event") == 0
    assert await domain.count(installed, "conversation") == 1


async def test_a_user_without_a_conversation_gets_the_other_s(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    first = await say(installed, gone, "hello", at=NOW, send_id="a")
    await say(installed, gone, "from us", at=NOW + 1, maker=True)
    outcome = await merge(installed, kept, gone)
    assert outcome.conversation is not None
    assert outcome.conversation.conversation_id == first.conversation_id
    assert (outcome.conversation.epoch, outcome.conversation.unread_count) == (1, 1)
    assert outcome.surviving.conversation_started
    assert [each.author_id for each in await history(installed, kept)] == [kept.app_user_id, "maker"]
    again = await say(installed, kept, "hello", at=NOW + 9, send_id="a")
    assert again.message_id == first.message_id


async def test_a_user_without_messages_leaves_the_log_alone(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    await say(installed, kept, "hello", at=NOW)
    before = await domain.count(installed, "event")
    await installed.write(lambda tx: messages.start(tx, domain.LOG, gone, "appUser", source=domain.WEB, now_ms=NOW))
    outcome = await merge(installed, kept, gone)
    assert outcome.conversation is not None
    assert outcome.conversation.epoch == 0
    assert await domain.count(installed, "event") == before
    assert await domain.count(installed, "app_user") == 1


async def test_a_send_id_that_both_used_stays_with_the_survivor(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    ours = await say(installed, kept, "welcome", at=NOW, send_id="welcome", maker=True)
    await say(installed, gone, "welcome", at=NOW, send_id="welcome", maker=True)
    await merge(installed, kept, gone)
    assert (await say(installed, kept, "welcome", at=NOW, send_id="welcome", maker=True)).message_id == ours.message_id
    assert len(await history(installed, kept)) == 2


async def test_what_was_read_and_what_not(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    await say(installed, kept, "unread", at=NOW, maker=True)
    await say(installed, gone, "a question", at=NOW + 5)
    await say(installed, gone, "unread as well", at=NOW + 6, maker=True)
    outcome = await merge(installed, kept, gone)
    conversation = outcome.conversation
    assert conversation is not None
    assert (conversation.unread_count, conversation.app_maker_unread_count) == (2, 0)
    assert conversation.app_user_read_ms == 0
    assert conversation.app_maker_read_ms == NOW + 6
    read = await installed.write(lambda tx: conversation_store.read(tx, kept.app_id, kept.app_user_id, "appUser"))
    assert read is not None
    assert (read.unread_count, read.app_user_read_ms) == (0, NOW + 6)


async def test_files_stay_with_their_messages(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    message = await say(installed, gone, "look", at=NOW)
    upload = upload_model.Upload(
        key="k" * 32,
        app_id=app.app_id,
        app_user_id=gone.app_user_id,
        name="dot.png",
        media_type="image/png",
        size=1,
        digest=b"",
        access="public",
        for_message=True,
        state="stored",
        created_ms=NOW,
        attached_ms=None,
    )

    async def write(tx: base.Tx) -> None:
        await upload_store.insert(tx, upload)
        await upload_store.attach(tx, app.app_id, upload.key, message.message_id, now_ms=NOW)

    await installed.write(write)
    await merge(installed, kept, gone)
    assert await domain.count(installed, "upload_use") == 1
    row = await installed.read(lambda tx: tx.one("SELECT app_user_id, state FROM upload"))
    assert row == (kept.app_user_id, "attached")


async def test_what_webhooks_are_owed_goes_on_as_the_survivor_s(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    await say(installed, kept, "one", at=NOW)
    await say(installed, gone, "two", at=NOW)
    old = (await history(installed, gone))[0].conversation_id
    new = (await history(installed, kept))[0].conversation_id
    safe = vault.Vault(b"k" * 32)

    async def owe(tx: base.Tx) -> None:
        webhook = await webhook_store.create(
            tx,
            safe,
            app_id=app.app_id,
            target="https://a.example",
            triggers=["*"],
            version="v1.1",
            include_client=False,
            include_full_app_user=False,
            policy=guard.Policy(),
            now_ms=NOW,
        )
        for key, seq in ((old, 2), (gone.app_user_id, 1), ("other", 1)):
            await webhook_events.insert(
                tx, app_id=app.app_id, order_key=key, order_seq=seq, body=b"", passing=False, now_ms=NOW
            )
            await outbox_store.enqueue(
                tx,
                app_id=app.app_id,
                kind="webhook",
                target_id=webhook.webhook_id,
                order_key=key,
                order_seq=seq,
                payload=b"",
                now_ms=NOW,
            )

    await installed.write(owe)

    async def write(tx: base.Tx) -> None:
        outcome = await merging.merge(
            tx,
            app_id=app.app_id,
            surviving_id=kept.app_user_id,
            discarded_id=gone.app_user_id,
            reason="api",
        )
        await happenings.merged(tx, outcome, at_ms=NOW)

    await installed.write(write)
    live = await installed.read(
        lambda tx: tx.all("SELECT order_key, order_seq FROM outbox ORDER BY order_key, order_seq")
    )
    assert sorted(live) == sorted([(new, 1), (new, 2), ("other", 1)])
    waiting = await installed.read(
        lambda tx: tx.all("SELECT order_key, order_seq FROM webhook_event ORDER BY event_id")
    )
    assert list(waiting) == [(new, 2), (new, 1), ("other", 1), (new, 3)]


async def test_clients_of_both_with_one_primary(installed: base.Database, app: app_model.App) -> None:
    kept, gone = await pair(installed, app)
    for user, number, at in ((kept, 0, 1), (kept, 1, 2), (gone, 1, 3), (gone, 2, 4)):
        await installed.write(
            lambda tx, user=user, number=number, at=at: users.seen(  # type: ignore[misc]
                tx, user, domain.device(number), integration_id=None, now_ms=NOW + at
            )
        )
    await merge(installed, kept, gone)
    clients = await installed.read(lambda tx: user_store.clients(tx, kept.app_id, kept.app_user_id))
    assert {client.device_id: client.last_seen_ms - NOW for client in clients} == {
        "device-000": 1,
        "device-001": 3,
        "device-002": 4,
    }
    assert [client.device_id for client in clients if client.primary] == ["device-002"]


async def test_merges_that_cross_make_one_user(installed: base.Database, app: app_model.App) -> None:
    made = [await domain.make_user(installed, app.app_id, f"user {number}") for number in range(4)]
    for user in made:
        await domain.say(installed, user, 3)

    async def attempt(surviving: model.AppUser, discarded: model.AppUser) -> bool:
        try:
            await merge(installed, surviving, discarded)
        except errors.UserNotFound:
            return False
        return True

    tries = [(one, other) for one in made for other in made if one is not other]
    done = await asyncio.gather(*(attempt(*each) for each in tries))
    assert done.count(True) == 3
    assert await domain.count(installed, "app_user") == 1
    assert await domain.count(installed, "message") == 12
    assert await domain.count(installed, "conversation") == 1


async def test_a_send_beside_a_merge_is_kept_or_refused(installed: base.Database, app: app_model.App) -> None:
    for fresh in (True, False):  # without a conversation the send makes one, while the merge looks
        kept, gone = await domain.make_user(installed, app.app_id), await domain.make_user(installed, app.app_id)
        if not fresh:
            await domain.say(installed, gone)
            await domain.say(installed, kept)

        async def attempt(user: model.AppUser, number: int) -> str | None:
            try:
                return (await say(installed, user, f"text {number}", at=NOW)).message_id
            except errors.UserNotFound:
                return None

        sends = [attempt(user, number) for number in range(8) for user in (gone, kept)]
        results: list[Any] = await asyncio.gather(*sends[:8], merge(installed, kept, gone), *sends[8:])
        sent = {each for each in results if isinstance(each, str)}
        found = {each.message_id for each in await history(installed, kept)}
        assert sent <= found
        assert len(found) == len(sent) + (0 if fresh else 2)


def test_what_a_profile_becomes() -> None:
    blank: dict[str, Any] = dict.fromkeys(("given_name", "surname", "email", "locale", "avatar_url"))
    kept = model.AppUser(
        **(blank | {"given_name": "Ines"}),
        app_user_id="kept",
        app_id="app",
        user_id=None,
        signed_up_ms=1,
        properties={"boat": "Gull", "note": "x" * 4000},
        conversation_started=False,
        credential_required=False,
        created_ms=1,
    )
    gone = msgspec.structs.replace(
        kept,
        app_user_id="gone",
        user_id="gone",
        given_name="Other",
        email="i@x.test",
        properties={"boat": "Tern", "long": "y" * 200, "berths": 3},
        conversation_started=True,
        credential_required=True,
    )
    merged, dropped = appuser_merging.combined(kept, gone)
    assert (merged.app_user_id, merged.user_id, merged.given_name, merged.email) == ("kept", None, "Ines", "i@x.test")
    assert (set(merged.properties), merged.properties["boat"]) == ({"boat", "note", "berths"}, "Gull")
    assert dropped == {"long": "y" * 200}
    assert merged.conversation_started
    assert not merged.credential_required  # an anonymous user has nothing that a token could prove
    named, _ = appuser_merging.combined(msgspec.structs.replace(kept, user_id="kept"), gone)
    assert named.credential_required
