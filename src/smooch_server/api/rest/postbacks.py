"""`/appusers/{id}/conversation/postback`: the user pressed a button that tells the business."""

from typing import Any, Final

import litestar
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import edge, happenings, policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import store as app_store
from smooch_server.appusers import access, names
from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import activity, identities, model, sending, store
from smooch_server.core import clock, errors
from smooch_server.menus import menus
from smooch_server.storage import base
from smooch_server.webhooks import facts
from smooch_server.webhooks import model as webhook_model
from smooch_server.wire import rest, sdk, v1_1

Request = litestar.Request[Any, Any, Any]
_USER = {policy.OPT: policy.Policy.USER}
_API: Final = model.Source(type="api")


@litestar.post(
    paths.app_paths("/appusers/{user:str}/conversation/postback"), tags=["Messages"], opt=_USER, status_code=200
)
async def post_postback(request: Request, user: str, data: rest.Postback) -> sdk.Empty:
    """Press a postback button of a message in the user's conversation, or of a menu of the app.

    With the app's setting `echoPostback` the button's text is posted as the user's, too.
    """
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)
    now_ms = clock.now_ms()

    async def write(tx: base.Tx) -> sending.Sent | None:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        conversation = await activity.existing(tx, owner)
        message, action = await _pressed(tx, conversation, data.actionId)
        stood = UNSET if message is None else v1_1.message(message)
        press = facts.Press(message=stood, action=v1_1.action(action))
        detail = facts.Pressed(postbacks=[press])
        await happenings.tell(
            tx, owner, webhook_model.POSTBACK, detail, conversation=conversation, at_ms=now_ms, source=_API
        )
        app = await app_store.app(tx, who.app_id)
        if app is None or not app.settings.get("echoPostback"):
            return None
        sent = await service.sender.send(tx, owner, _echo(owner, action), now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, sent.events)
        return sent

    if await service.database.write(write) is not None:
        metrics.count_message("appUser")
    return sdk.Empty()


async def _pressed(
    tx: base.Tx, conversation: model.Conversation, action_id: str
) -> tuple[model.Message | None, model.Action]:
    """Return a postback and the message in which it stands; one of a menu stands in none.

    Raises:
        errors.NotFound: neither the conversation nor a menu of the app has one with this id.
    """
    message = await store.message_of_action(tx, conversation.conversation_id, action_id)
    for action in [] if message is None else identities.actions(message.content):
        if message is not None and action.action_id == action_id and action.type == "postback":
            return message, action
    button = await menus.button(tx, conversation.app_id, action_id)
    if button is not None and button.type == "postback":
        return None, model.Action(action_id=button.item_id, type=button.type, text=button.text, payload=button.payload)
    raise errors.NotFound("Postback not found")


def _echo(owner: appuser_model.AppUser, action: model.Action) -> model.Draft:
    content = model.Content(
        type="text", source=_API, text=action.text, name=names.friendly(owner), payload=action.payload
    )
    return model.Draft(role="appUser", author_id=owner.app_user_id, content=content, send_id=None, digest=None)


HANDLERS = [post_postback]
