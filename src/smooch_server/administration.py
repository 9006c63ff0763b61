"""What an operator does from the command line: apps, keys, agents, checks. Each works beside a running server."""

import dataclasses
import os
import pathlib
from collections.abc import Mapping
from typing import Final

from smooch_server import app, config
from smooch_server.api import assets
from smooch_server.apps import access, apps, keys, model, serviceaccounts, store, vault
from smooch_server.auth import agents
from smooch_server.conversations import store as conversation_store
from smooch_server.core import clock, errors
from smooch_server.storage import base, migrations

FIRST_AGENT: Final = "owner@localhost"
FIRST_APP: Final = "Larkfield"  # the shop of the demo page, in its colours
_PAGE: Final = 100
_FIRST_LOOK: Final = {"brandColor": "2f2b25", "conversationColor": "8a4526", "actionColor": "8a4526"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class NewApp:
    """An app and its first key; both empty when the app has no key any more."""

    app_id: str
    app_token: str
    name: str
    key_id: str
    secret: str = dataclasses.field(repr=False)
    web_integration_id: str
    made: bool  # by this call


@dataclasses.dataclass(frozen=True, kw_only=True)
class Invitation:
    """An agent and the address that signs in once."""

    agent_id: str
    email: str
    sign_in_url: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Check:
    """One thing the doctor looked at."""

    name: str
    ok: bool
    says: str


async def create_app(center: app.Core, name: str) -> NewApp:
    """Make an app and a key for it."""
    return await center.database.write(lambda tx: _create_app(tx, center.keyring, name))


async def first_app(center: app.Core) -> NewApp:
    """Return the first app, making it at the first start; of processes that start at once, one makes it."""

    async def write(tx: base.Tx) -> NewApp:
        await conversation_store.lock_installation(tx)
        now_ms = clock.now_ms()
        account_id = await apps.default_account(tx, now_ms=now_ms)
        found = await store.apps_of(tx, account_id, limit=1, offset=0)
        if not found:
            return await _create_app(tx, center.keyring, FIRST_APP, look=_FIRST_LOOK)
        all_keys = await center.keyring.of_app(tx, found[0].app_id)
        return await _described(tx, found[0], all_keys[0] if all_keys else None, made=False)

    return await center.database.write(write)


async def list_apps(center: app.Core) -> list[model.App]:
    """Return every app, oldest first."""

    async def read(tx: base.Tx) -> list[model.App]:
        account_id = await store.first_account(tx)
        found: list[model.App] = []
        while account_id and (page := await store.apps_of(tx, account_id, limit=_PAGE, offset=len(found))):
            found += page
        return found

    return await center.database.read(read)


async def create_key(
    center: app.Core, *, app_id: str | None, service_account_id: str | None = None, name: str
) -> model.Key:
    """Make a key of an app, of a service account, or of the account when both are None.

    Raises:
        errors.AppNotFound, errors.ServiceAccountNotFound: there is no such one.
    """

    async def write(tx: base.Tx) -> model.Key:
        now_ms = clock.now_ms()
        account_id = await apps.default_account(tx, now_ms=now_ms)
        if app_id is not None:
            account_id = (await access.public(tx, app_id)).account_id
        if service_account_id is not None:
            await serviceaccounts.find(tx, account_id, service_account_id)
        return await center.keyring.create(
            tx,
            account_id=account_id,
            app_id=app_id,
            service_account_id=service_account_id,
            name=name,
            now_ms=now_ms,
        )

    return await center.database.write(write)


async def create_service_account(center: app.Core, name: str) -> model.ServiceAccount:
    """Make a service account.

    Raises:
        errors.Conflict: another one has the name.
    """

    async def write(tx: base.Tx) -> model.ServiceAccount:
        now_ms = clock.now_ms()
        account_id = await apps.default_account(tx, now_ms=now_ms)
        return await serviceaccounts.create(tx, account_id=account_id, name=name, now_ms=now_ms)

    return await center.database.write(write)


async def list_service_accounts(center: app.Core) -> list[model.ServiceAccount]:
    """Return every service account, oldest first."""

    async def read(tx: base.Tx) -> list[model.ServiceAccount]:
        account_id = await store.first_account(tx)
        found: list[model.ServiceAccount] = []
        while account_id and (page := await store.service_accounts_of(tx, account_id, limit=_PAGE, offset=len(found))):
            found += page
        return found

    return await center.database.read(read)


async def share_app(center: app.Core, *, service_account_id: str, app_id: str, shared: bool) -> None:
    """Give a service account an app, or take it away.

    Raises:
        errors.AppNotFound, errors.ServiceAccountNotFound: there is no such one.
    """
    change = serviceaccounts.grant if shared else serviceaccounts.revoke

    async def write(tx: base.Tx) -> None:
        account_id = await apps.default_account(tx, now_ms=clock.now_ms())
        await change(tx, await serviceaccounts.find(tx, account_id, service_account_id), app_id)

    await center.database.write(write)


async def create_agent(center: app.Core, email: str) -> Invitation:
    """Make an agent and a link that signs in once, within 72 hours. An agent who exists gets a new link.

    Raises:
        errors.BadRequest: the address cannot be one.
    """

    async def write(tx: base.Tx) -> Invitation:
        await conversation_store.lock_installation(tx)
        now_ms = clock.now_ms()
        found = await agents.by_email(tx, email)
        account_id = await apps.default_account(tx, now_ms=now_ms)
        agent = found[0] if found else await agents.create(tx, account_id=account_id, email=email, now_ms=now_ms)
        token = await agents.create_link(tx, agent.agent_id, lifetime_ms=agents.INVITE_MS, now_ms=now_ms)
        return Invitation(agent_id=agent.agent_id, email=agent.email, sign_in_url=_link(center, token))

    return await center.database.write(write)


async def sign_in_link(center: app.Core) -> Invitation:
    """Return a link for the first agent, who is made at the first start; it works once, within an hour."""

    async def write(tx: base.Tx) -> Invitation:
        await conversation_store.lock_installation(tx)
        now_ms = clock.now_ms()
        account_id = await apps.default_account(tx, now_ms=now_ms)
        agent = await agents.first(tx) or await agents.create(
            tx, account_id=account_id, email=FIRST_AGENT, now_ms=now_ms
        )
        token = await agents.create_link(tx, agent.agent_id, lifetime_ms=agents.LINK_MS, now_ms=now_ms)
        return Invitation(agent_id=agent.agent_id, email=agent.email, sign_in_url=_link(center, token))

    return await center.database.write(write)


async def snippet(center: app.Core, app_id: str, *, name: str) -> str:
    """Return the HTML to paste into a page, where the messenger is the global `name`.

    Raises:
        errors.AppNotFound: there is no such app.
        assets.Missing: the web files were not built.
    """
    await center.database.read(lambda tx: access.public(tx, app_id))
    return assets.load().snippet(base_url=center.config.public_url, app_id=app_id, name=name)


async def examine(settings: config.Config) -> list[Check]:
    """Look at everything a server needs; nothing is changed."""
    checks = [Check(name="configuration", ok=True, says=f"visitors reach it at {settings.public_url}"), _web_files()]
    checks.append(_folders(settings))
    try:
        checks += await _stored(settings)
    except (app.CannotStart, errors.ApiError, OSError) as error:
        checks.append(Check(name="database", ok=False, says=str(error)))
    try:
        works, says = await app.try_bus(settings)
    except app.CannotStart as error:
        works, says = False, str(error)
    return [*checks, Check(name="bus", ok=works, says=says)]


def _web_files() -> Check:
    try:
        assets.load()
    except assets.Missing as error:
        return Check(name="web files", ok=False, says=str(error))
    return Check(name="web files", ok=True, says="built")


def _folders(settings: config.Config) -> Check:
    """Whether what lies in folders can be written. The nearest folder there is decides about those to be made."""
    folders = [settings.data] if settings.database.path is None else [settings.data, settings.database.path.parent]
    for folder in folders:
        path = folder.absolute()
        there = next(each for each in (path, *path.parents) if os.path.lexists(each))
        if not (os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK)):
            return Check(name="data folder", ok=False, says=f"{path} cannot be written (SMOOCH_DATA)")
    return Check(name="data folder", ok=True, says=str(settings.data.absolute()))


async def _stored(settings: config.Config) -> list[Check]:
    """Look at database and key as they are."""
    driver = settings.database.driver
    async with app.existing_database(settings) as database:
        if database is None:
            says = f"{_where(settings)} does not exist yet; the first start makes it"
            return [Check(name="database", ok=True, says=says), await _secret_key(settings, None)]
        absent = await database.read(lambda tx: migrations.missing(tx, driver))
        says = f"{driver} answers" if settings.database.path is None else f"{driver} answers: {_where(settings)}"
        if absent:
            says += f"; the next start applies {', '.join(absent)}"
        return [
            Check(name="database", ok=True, says=says),
            await _secret_key(settings, None if absent else database),
        ]


def _where(settings: config.Config) -> pathlib.Path:
    return (settings.database.path or pathlib.Path()).absolute()


async def _secret_key(settings: config.Config, database: base.Database | None) -> Check:
    try:
        key = app.stored_key(settings)
        if key is None:
            return Check(name="secret key", ok=True, says="does not exist yet; the first start makes it")
        keyring = keys.Keyring(vault.Vault(key))
        count = await database.read(lambda tx: app.readable_keys(tx, keyring)) if database is not None else 0
    except app.CannotStart as error:
        return Check(name="secret key", ok=False, says=str(error))
    except vault.WrongKey:
        return Check(name="secret key", ok=False, says=app.wrong_key(settings))
    return Check(name="secret key", ok=True, says="reads the stored keys" if count else "nothing is stored yet")


async def _create_app(
    tx: base.Tx, keyring: keys.Keyring, name: str, *, look: Mapping[str, str] | None = None
) -> NewApp:
    now_ms = clock.now_ms()
    account_id = await apps.default_account(tx, now_ms=now_ms)
    made = await apps.create(
        tx, account_id=account_id, name=name, settings={}, metadata={}, look=look or {}, now_ms=now_ms
    )
    key = await keyring.create(tx, account_id=account_id, app_id=made.app_id, name="first key", now_ms=now_ms)
    return await _described(tx, made, key, made=True)


async def _described(tx: base.Tx, found: model.App, key: model.Key | None, *, made: bool) -> NewApp:
    integrations = await apps.sdk_integrations(tx, found.app_id)
    return NewApp(
        app_id=found.app_id,
        app_token=found.app_token,
        name=found.name,
        key_id=key.key_id if key else "",
        secret=key.secret if key else "",
        web_integration_id=integrations["web"].integration_id,
        made=made,
    )


def _link(center: app.Core, token: str) -> str:
    return f"{center.config.public_url}/inbox#token={token}"
