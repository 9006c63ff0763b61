"""Templates and notifications as they stand in requests and answers."""

from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.conversations import drafts
from smooch_server.conversations import model as conversation_model
from smooch_server.core import errors
from smooch_server.notifications import model as notification_model
from smooch_server.templates import model
from smooch_server.wire import parse, posting, rest, sentences, shapes, v1_1

_API: Final = conversation_model.Source(type="api")


class CreateTemplate(shapes.Wire, kw_only=True):
    name: str
    message: rest.PostMessage


class UpdateTemplate(shapes.Wire, kw_only=True):
    name: str | None = None
    message: rest.PostMessage | None = None


class TemplateMessage(shapes.Wire, kw_only=True):
    """A message that is in no conversation."""

    id: str = msgspec.field(name="_id")
    role: str
    type: str
    text: str
    name: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    actions: list[shapes.Action] | UnsetType = UNSET
    mediaUrl: str | UnsetType = UNSET
    mediaType: str | UnsetType = UNSET
    mediaSize: int | UnsetType = UNSET
    altText: str | UnsetType = UNSET
    items: list[shapes.Item] | UnsetType = UNSET
    displaySettings: shapes.DisplaySettings | UnsetType = UNSET
    coordinates: shapes.Coordinates | UnsetType = UNSET
    location: shapes.Location | UnsetType = UNSET
    fields: list[shapes.Field] | UnsetType = UNSET
    blockChatInput: bool | UnsetType = UNSET
    payload: str | UnsetType = UNSET
    metadata: shapes.Properties | UnsetType = UNSET


class Template(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    name: str
    message: TemplateMessage


class TemplateReply(shapes.Wire, kw_only=True):
    template: Template


class TemplateList(shapes.Wire, kw_only=True):
    templates: list[Template]
    hasMore: bool
    offset: int


class NotificationDestination(shapes.Wire, kw_only=True):
    """The integration to send through, and the recipient's name there."""

    integrationId: str
    destinationId: str


class NotificationAuthor(shapes.Wire, kw_only=True):
    """In whose name the business speaks; `role` is `appMaker`."""

    role: str
    name: str | None = None
    email: str | None = None
    avatarUrl: str | None = None


class CreateNotification(shapes.Wire, kw_only=True):
    """`message` is a message as it is posted, or what WhatsApp has for one when `messageSchema` is `whatsapp`."""

    destination: NotificationDestination
    message: dict[str, Any]
    author: NotificationAuthor | None = None
    messageSchema: str | None = None


class Notification(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")


class NotificationReply(shapes.Wire, kw_only=True):
    notification: Notification


def said(given: posting.NewMessage, *, base_url: str, now_ms: int) -> conversation_model.Content:
    """Check the `message` of a request as one that the business posts.

    Raises:
        errors.BadRequest: names the first field that is wrong, as `message.text: ...`.
    """
    try:
        content = parse.content(given, role="appMaker", source=_API, base_url=base_url, now_ms=now_ms)
    except errors.BadRequest as error:
        raise errors.BadRequest(f"message.{error.description}") from error
    if content.quote is not None:
        raise errors.BadRequest("message.quotedMessage: there is no conversation to quote from")
    return content


def check_role(where: str, role: str) -> None:
    """Check who speaks.

    Raises:
        errors.BadRequest: it is not the business.
    """
    if role != "appMaker":
        raise errors.BadRequest(f"{where}: must be appMaker")


def new_message(given: dict[str, Any]) -> posting.NewMessage:
    """Return the message that an object describes.

    Raises:
        errors.BadRequest: names the first field that is of another type, as `message.text: ...`.
    """
    try:
        return msgspec.convert(given, posting.NewMessage)
    except msgspec.ValidationError as error:
        raise errors.BadRequest(sentences.of(str(error), within="message")) from error


def author(given: NotificationAuthor | None) -> notification_model.Author:
    """Check in whose name the business speaks.

    Raises:
        errors.BadRequest: names the first field that is wrong, as `author.name: ...`.
    """
    if given is None:
        return notification_model.Author()
    check_role("author.role", given.role)
    try:
        return notification_model.Author(
            name=drafts.author("name", given.name),
            email=drafts.author("email", given.email),
            avatar_url=drafts.avatar(given.avatarUrl),
        )
    except errors.BadRequest as error:
        raise errors.BadRequest(f"author.{error.description}") from error


def template(value: model.Template) -> Template:
    return Template(id=value.template_id, name=value.name, message=_message(value.message))


def _message(value: model.Saved) -> TemplateMessage:
    """Return a message without what only one in a conversation has."""
    shown = v1_1.message(
        conversation_model.Message(
            message_id=value.message_id,
            conversation_id="",
            app_id="",
            seq=0,
            role="appMaker",
            author_id="",
            send_id=None,
            received_ms=0,
            content=value.content,
        )
    )
    return TemplateMessage(**{name: getattr(shown, name) for name in TemplateMessage.__struct_fields__})
