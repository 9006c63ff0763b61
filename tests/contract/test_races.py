"""What the domain keeps true when several write at once. On PostgreSQL they truly run side by side."""

import asyncio
from collections.abc import Awaitable
from typing import cast

import pytest

from smooch_server.apps import apps
from smooch_server.apps import model as app_model
from smooch_server.apps import store as app_store
from smooch_server.appusers import model, users
from smooch_server.appusers import store as user_store
from smooch_server.auth import agents
from smooch_server.conversations import store as conversation_store
from smooch_server.storage import base
from tests.support import domain
from tests.support.domain import NOW

pytestmark = pytest.mark.anyio


async def test_profile_changes_at_once_are_all_kept(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)

    def change(number: int) -> Awaitable[model.AppUser]:
        changes = model.Changes(properties={f"key{number}": number})

        async def write(tx: base.Tx) -> model.AppUser:
            found = await user_store.by_id(tx, user.app_id, user.app_user_id)
            assert found is not None
            return await users.update(tx, found, changes)

        return installed.write(write)

    await asyncio.gather(*(change(number) for number in range(20)))
    assert (await domain.current(installed, user)).properties == {f"key{number}": number for number in range(20)}


async def test_a_profile_change_with_an_old_view_leaves_the_identity(
    installed: base.Database, app: app_model.App
) -> None:
    stale = await domain.make_user(installed, app.app_id)
    await installed.write(lambda tx: users.identify(tx, stale, "anna"))
    changed = await installed.write(lambda tx: users.update(tx, stale, model.Changes(given_name="Anna")))
    stored = await domain.current(installed, stale)
    assert stored == changed
    assert (stored.user_id, stored.credential_required, stored.given_name) == ("anna", True, "Anna")


async def test_an_anonymous_user_becomes_one_known_user_only(installed: base.Database, app: app_model.App) -> None:
    stale = await domain.make_user(installed, app.app_id)
    first = await installed.write(lambda tx: users.identify(tx, stale, "anna"))
    again = await installed.write(lambda tx: users.identify(tx, stale, "anna"))
    assert first is not None
    assert again == first
    assert await installed.write(lambda tx: users.identify(tx, stale, "bela")) is None
    assert (await domain.current(installed, stale)).user_id == "anna"


async def test_changes_of_an_app_at_once_are_all_kept(installed: base.Database, app: app_model.App) -> None:
    async def change(name: str | None, settings: dict[str, object] | None) -> None:
        async def write(tx: base.Tx) -> app_model.App:
            found = await app_store.app(tx, app.app_id)
            assert found is not None
            return await apps.update(tx, found, name=name, settings=settings, metadata=None)

        await installed.write(write)

    await asyncio.gather(
        change("New name", None),
        *(change(None, {key: not value}) for key, value in app_model.DEFAULT_SETTINGS.items()),
    )
    stored = await installed.read(lambda tx: app_store.app(tx, app.app_id))
    assert stored is not None
    assert stored.name == "New name"
    assert stored.settings == {key: not value for key, value in app_model.DEFAULT_SETTINGS.items()}


async def test_devices_that_speak_at_once_leave_one_primary(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)

    async def speak(number: int) -> None:
        await installed.write(
            lambda tx: users.seen(tx, user, domain.device(number % 3), integration_id=None, now_ms=NOW)
        )

    await asyncio.gather(*(speak(number) for number in range(60)))
    clients = await installed.read(lambda tx: user_store.clients(tx, user.app_id, user.app_user_id))
    assert len(clients) == 3
    assert [client.primary for client in clients].count(True) == 1


async def test_a_user_keeps_the_devices_last_heard_of(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    most = user_store.MAX_CLIENTS
    for number in range(most):
        await installed.write(
            lambda tx, number=number: users.seen(  # type: ignore[misc]
                tx, user, domain.device(number), integration_id=None, now_ms=NOW + number
            )
        )
    await installed.write(lambda tx: user_store.deactivate_client(tx, user.app_id, user.app_user_id, "device-030"))
    for number in (most, most + 1):
        await installed.write(
            lambda tx, number=number: users.seen(  # type: ignore[misc]
                tx, user, domain.device(number), integration_id=None, now_ms=NOW + number
            )
        )
    clients = await installed.read(lambda tx: user_store.clients(tx, user.app_id, user.app_user_id))
    gone = {f"device-{number:03}" for number in range(most + 2)} - {client.device_id for client in clients}
    assert gone == {"device-030", "device-000"}


async def test_attempts_at_once_are_counted_one_by_one(installed: base.Database) -> None:
    def attempt(number: int) -> Awaitable[int | None]:
        return installed.write(
            lambda tx: agents.note_attempt(tx, email="a@example.com", ip=f"10.0.0.{number}", now_ms=NOW)
        )

    waits = await asyncio.gather(*(attempt(number) for number in range(60)))
    assert waits.count(None) == agents.ATTEMPTS_PER_EMAIL


async def test_lists_of_ids_give_what_is_there(installed: base.Database, app: app_model.App) -> None:
    made = [await domain.make_user(installed, app.app_id) for _ in range(5)]
    for user in made:
        await domain.say(installed, user)
    ids = [user.app_user_id for user in made]
    for number in range(6):
        wanted = ids[:number]
        found = await installed.read(lambda tx, wanted=wanted: user_store.by_ids(tx, app.app_id, wanted))  # type: ignore[misc]
        assert sorted(found) == sorted(wanted)
    rows = await installed.read(lambda tx: tx.all("SELECT conversation_id FROM conversation ORDER BY conversation_id"))
    conversations = [cast(str, row[0]) for row in rows]
    assert await installed.read(lambda tx: conversation_store.newest_seqs(tx, [])) == {}
    for number in range(1, 6):
        part = conversations[:number]
        seqs = await installed.read(lambda tx, part=part: conversation_store.newest_seqs(tx, part))  # type: ignore[misc]
        assert seqs == dict.fromkeys(part, 2)
