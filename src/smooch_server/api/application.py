"""The HTTP application: every route, the guard, the errors, the reference."""

from typing import Any

import litestar
from litestar.types import ASGIApp

from smooch_server.api import (
    edge,
    failures,
    files,
    health,
    idempotency,
    loader,
    pages,
    policy,
    replies,
    requests,
    services,
    socket,
)
from smooch_server.api.inbox import conversations as inbox_conversations
from smooch_server.api.inbox import session as inbox_session
from smooch_server.api.reference import routes as reference
from smooch_server.api.rest import (
    apps,
    appusers,
    attachments,
    channels,
    deadletters,
    deployments,
    devices,
    erasing,
    exporting,
    identity,
    images,
    integrations,
    keys,
    menus,
    messages,
    notifications,
    postbacks,
    records,
    serviceaccounts,
    stripe,
    templates,
    webhooks,
    whatsapp,
)
from smooch_server.api.sdk import configs as sdk_configs
from smooch_server.api.sdk import conversation as sdk_conversation
from smooch_server.api.sdk import postbacks as sdk_postbacks
from smooch_server.api.sdk import privacy as sdk_privacy
from smooch_server.api.sdk import uploads as sdk_uploads
from smooch_server.api.sdk import users as sdk_users

MAX_BODY_BYTES = 102_400
# Written out, so that one look tells what this server answers.
HANDLERS: list[Any] = [
    *apps.HANDLERS,
    *keys.HANDLERS,
    *serviceaccounts.HANDLERS,
    *appusers.HANDLERS,
    *channels.HANDLERS,
    *devices.HANDLERS,
    *identity.HANDLERS,
    *messages.HANDLERS,
    *erasing.HANDLERS,
    *records.HANDLERS,
    *exporting.HANDLERS,
    *images.HANDLERS,
    *postbacks.HANDLERS,
    *webhooks.HANDLERS,
    *attachments.HANDLERS,
    *deadletters.HANDLERS,
    *integrations.HANDLERS,
    *menus.HANDLERS,
    *templates.HANDLERS,
    *notifications.HANDLERS,
    *whatsapp.HANDLERS,
    *deployments.HANDLERS,
    *stripe.HANDLERS,
    *sdk_configs.HANDLERS,
    *sdk_users.HANDLERS,
    *sdk_privacy.HANDLERS,
    *sdk_conversation.HANDLERS,
    *sdk_uploads.HANDLERS,
    *sdk_postbacks.HANDLERS,
    *inbox_session.HANDLERS,
    *inbox_conversations.HANDLERS,
    *socket.HANDLERS,
    *files.HANDLERS,
    *pages.HANDLERS,
    *loader.HANDLERS,
    *reference.HANDLERS,
    *health.HANDLERS,
]


def make(service: services.Services, *, version: str) -> ASGIApp:
    """Return the application.

    Raises:
        RuntimeError: a route declares no policy.
    """
    application = litestar.Litestar(
        HANDLERS,
        before_request=policy.settle,
        request_class=requests.Request,
        response_class=replies.Reply,
        exception_handlers={Exception: failures.respond},
        state=litestar.datastructures.State({**service.state(), reference.VERSION: version}),
        openapi_config=None,  # api/reference makes it
        request_max_body_size=MAX_BODY_BYTES,
        logging_config=None,
    )
    policy.check_declared(application)
    settings = service.config
    name = settings.public_url if settings.public_url_given else None
    return edge.Edge(idempotency.Remembering(application), hsts=settings.secure, public_url=name)
