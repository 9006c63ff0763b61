"""Making, changing and finding apps. An app is a tenant: everything else belongs to exactly one."""

import dataclasses
from collections.abc import Mapping
from typing import Final

from smooch_server.apps import model, naming, store
from smooch_server.apps import settings as app_settings
from smooch_server.core import errors, ids, jsonmap
from smooch_server.storage import base

SDK_PLATFORMS: Final = ("web", "ios", "android")  # every app has one integration of each


async def create(
    tx: base.Tx,
    *,
    account_id: str,
    name: str,
    settings: Mapping[str, object],
    metadata: dict[str, object],
    look: Mapping[str, str] | None = None,
    now_ms: int,
) -> model.App:
    """Make an app with its three SDK integrations; `look` sets colours and texts of the web one.

    Raises:
        errors.BadRequest: the name is empty or too long, or `settings` or `metadata` is not allowed.
    """
    app = model.App(
        app_id=ids.new_id(now_ms),
        account_id=account_id,
        app_token=ids.new_app_token(),
        name=naming.checked(name),
        settings=app_settings.merged({}, settings),
        metadata=_checked_metadata(metadata),
    )
    await store.insert_app(tx, app, now_ms=now_ms)
    for platform in SDK_PLATFORMS:
        integration = model.Integration(
            integration_id=ids.new_id(now_ms),
            app_id=app.app_id,
            type=platform,
            fields={**model.WEB_DEFAULTS, **(look or {})} if platform == "web" else {},
        )
        await store.insert_integration(tx, integration, now_ms=now_ms)
    return app


async def update(
    tx: base.Tx,
    app: model.App,
    *,
    name: str | None,
    settings: Mapping[str, object] | None,
    metadata: dict[str, object] | None,
) -> model.App:
    """Change what is given of the app as stored now: settings are merged, metadata is replaced.

    Raises:
        errors.BadRequest: as `create`.
        errors.AppNotFound: the app was deleted meanwhile.
    """
    current = await store.lock(tx, app.app_id)
    if current is None:
        raise errors.AppNotFound
    changed = dataclasses.replace(
        current,
        name=current.name if name is None else naming.checked(name),
        settings=app_settings.merged(current.settings, settings or {}),
        metadata=current.metadata if metadata is None else _checked_metadata(metadata),
    )
    await store.update_app(tx, changed)
    return changed


async def sdk_integrations(tx: base.Tx, app_id: str) -> dict[str, model.Integration]:
    """Return the integrations of the SDKs by platform."""
    return {integration.type: integration for integration in await store.sdk_integrations(tx, app_id)}


async def default_account(tx: base.Tx, *, now_ms: int) -> str:
    """Return the installation's first account, making it when there is none."""
    existing = await store.first_account(tx)
    if existing:
        return existing
    account_id = ids.new_id(now_ms)
    await store.insert_account(tx, account_id, now_ms=now_ms)
    return account_id


def _checked_metadata(metadata: dict[str, object]) -> dict[str, object]:
    problem = jsonmap.problem(metadata)
    if problem:
        raise errors.BadRequest(f"metadata: {problem}")
    return metadata
