"""`/webhooks`: what an app wants to be told, and where."""

from typing import Any

import litestar

from smooch_server.api import policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import access
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.webhooks import model, store
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(paths.app_paths("/webhooks"), tags=["Webhooks"], opt=_APP, status_code=201)
async def create_webhook(request: Request, data: rest.CreateWebhook) -> rest.WebhookReply:
    """Make a webhook; its payloads have the version of this address."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> model.Webhook:
        await access.public(tx, app_id)
        return await store.create(
            tx,
            service.vault,
            app_id=app_id,
            target=data.target,
            triggers=model.DEFAULT_TRIGGERS if data.triggers is None else data.triggers,
            version="v1.1" if paths.version(request) == "v1.1" else "v1",
            include_client=bool(data.includeClient),
            include_full_app_user=data.includeFullAppUser is not False,
            retries=data.retries or "standard",
            policy=service.targets,
            now_ms=clock.now_ms(),
        )

    return rest.WebhookReply(webhook=shown(await service.database.write(write)))


@litestar.get(paths.app_paths("/webhooks"), tags=["Webhooks"], opt=_APP)
async def list_webhooks(request: Request) -> rest.WebhookList:
    """List the app's webhooks."""
    service, app_id = services.of(request), policy.caller(request).app_id
    found = await service.database.read(lambda tx: store.list_all(tx, service.vault, app_id=app_id))
    return rest.WebhookList(webhooks=[shown(each) for each in found])


@litestar.get(paths.app_paths("/webhooks/{webhook_id:str}"), tags=["Webhooks"], opt=_APP)
async def get_webhook(request: Request, webhook_id: str) -> rest.WebhookReply:
    """Return one webhook."""
    service, app_id = services.of(request), policy.caller(request).app_id
    found = await service.database.read(lambda tx: store.get(tx, service.vault, app_id=app_id, webhook_id=webhook_id))
    return rest.WebhookReply(webhook=shown(found))


@litestar.put(paths.app_paths("/webhooks/{webhook_id:str}"), tags=["Webhooks"], opt=_APP)
async def update_webhook(request: Request, webhook_id: str, data: rest.UpdateWebhook) -> rest.WebhookReply:
    """Change a webhook; its secret and version stay."""
    service, app_id = services.of(request), policy.caller(request).app_id
    changes = model.Changes(
        target=data.target,
        triggers=data.triggers,
        include_client=data.includeClient,
        include_full_app_user=data.includeFullAppUser,
        retries=data.retries,
    )
    changed = await service.database.write(
        lambda tx: store.update(
            tx, service.vault, app_id=app_id, webhook_id=webhook_id, changes=changes, policy=service.targets
        )
    )
    return rest.WebhookReply(webhook=shown(changed))


@litestar.delete(paths.app_paths("/webhooks/{webhook_id:str}"), tags=["Webhooks"], opt=_APP, status_code=200)
async def delete_webhook(request: Request, webhook_id: str) -> sdk.Empty:
    """Delete a webhook and what it is still owed."""
    service, app_id = services.of(request), policy.caller(request).app_id
    await service.database.write(lambda tx: store.delete(tx, app_id=app_id, webhook_id=webhook_id))
    return sdk.Empty()


def shown(webhook: model.Webhook) -> rest.Webhook:
    """Return the webhook as the contract has it, with its secret."""
    return rest.Webhook(
        id=webhook.webhook_id,
        target=webhook.target,
        triggers=list(webhook.triggers),
        secret=webhook.secret,
        version=webhook.version,
        includeClient=webhook.include_client,
        includeFullAppUser=webhook.include_full_app_user,
        retries=webhook.retries,
    )


HANDLERS = [create_webhook, list_webhooks, get_webhook, update_webhook, delete_webhook]
