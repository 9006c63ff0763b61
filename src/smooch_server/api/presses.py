"""Pressing a postback button, through whichever door: the business is told, and the text is echoed when the app wants it."""

from msgspec import UNSET

from smooch_server.api import happenings, services
from smooch_server.apps import store as app_store
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import names
from smooch_server.conversations import activity, identities, model, sending, store
from smooch_server.core import errors
from smooch_server.menus import menus
from smooch_server.storage import base
from smooch_server.webhooks import facts
from smooch_server.webhooks import model as webhook_model
from smooch_server.wire import v1_1


async def press(
    tx: base.Tx,
    service: services.Services,
    owner: appuser_model.AppUser,
    action_id: str,
    *,
    source: model.Source,
    now_ms: int,
) -> sending.Sent | None:
    """Press a postback button of a message in the user's conversation, or of a menu of the app.

    Returns what was posted as the user's when the app's setting `echoPostback` asks for it.

    Raises:
        errors.ConversationNotFound: the user has no conversation.
        errors.NotFound: neither the conversation nor a menu of the app has a postback with this id.
    """
    conversation = await activity.existing(tx, owner)
    message, action = await _pressed(tx, conversation, action_id)
    stood = UNSET if message is None else v1_1.message(message)
    detail = facts.Pressed(postbacks=[facts.Press(message=stood, action=v1_1.action(action))])
    await happenings.tell(
        tx, owner, webhook_model.POSTBACK, detail, conversation=conversation, at_ms=now_ms, source=source
    )
    app = await app_store.app(tx, owner.app_id)
    if app is None or not app.settings.get("echoPostback"):
        return None
    sent = await service.sender.send(tx, owner, _echo(owner, action, source), now_ms=now_ms)
    await happenings.owe_webhooks(tx, owner, sent.events)
    return sent


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


def _echo(owner: appuser_model.AppUser, action: model.Action, source: model.Source) -> model.Draft:
    content = model.Content(
        type="text", source=source, text=action.text, name=names.friendly(owner), payload=action.payload
    )
    return model.Draft(role="appUser", author_id=owner.app_user_id, content=content, send_id=None, digest=None)
