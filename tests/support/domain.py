"""The domain without HTTP: apps, users and messages made straight in a database."""

from typing import cast

from smooch_server.apps import apps
from smooch_server.apps import model as app_model
from smooch_server.appusers import model, users
from smooch_server.appusers import store as user_store
from smooch_server.conversations import log, messages
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import store as conversation_store
from smooch_server.storage import base

LOG = log.Log(lambda event: b"{}")
NOW = 1_700_000_000_000
WEB = conversation_model.Source(type="web")


async def install(database: base.Database) -> None:
    await database.migrate()
    await database.write(lambda tx: conversation_store.make_installation(tx, "e", now_ms=NOW))


async def make_app(database: base.Database) -> app_model.App:
    async def write(tx: base.Tx) -> app_model.App:
        account_id = await apps.default_account(tx, now_ms=NOW)
        return await apps.create(tx, account_id=account_id, name="Shop", settings={}, metadata={}, now_ms=NOW)

    return await database.write(write)


async def make_user(database: base.Database, app_id: str, user_id: str | None = None) -> model.AppUser:
    return await database.write(
        lambda tx: users.create(
            tx, app_id=app_id, user_id=user_id, changes=model.Changes(), credential_required=False, now_ms=NOW
        )
    )


async def say(database: base.Database, user: model.AppUser, times: int = 1) -> None:
    """Post messages of the user, in one transaction."""

    async def write(tx: base.Tx) -> None:
        for number in range(times):
            draft = conversation_model.Draft(
                role="appUser",
                author_id=user.app_user_id,
                content=conversation_model.Content(type="text", source=WEB, text=f"text {number}"),
                send_id=None,
                digest=b"",
            )
            await messages.post(tx, LOG, user, draft, now_ms=NOW)

    await database.write(write)


async def count(database: base.Database, table: str) -> int:
    row = await database.read(lambda tx: tx.one(f"SELECT COUNT(*) FROM {table}"))
    assert row is not None
    return cast(int, row[0])


async def current(database: base.Database, user: model.AppUser) -> model.AppUser:
    found = await database.read(lambda tx: user_store.by_id(tx, user.app_id, user.app_user_id))
    assert found is not None
    return found


def device(number: int) -> model.Device:
    return model.Device(device_id=f"device-{number:03}", platform="web", app_version=None, info={})
