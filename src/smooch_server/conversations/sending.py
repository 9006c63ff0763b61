"""Sending what somebody said: everything between a checked draft and the stored message. Every edge calls this."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from smooch_server.apps import store as app_store
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import answering, expanding, fallbacks, masking, messages, model, shorthand, store
from smooch_server.conversations import log as event_log
from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import files
from smooch_server.uploads import links as upload_links
from smooch_server.uploads import store as upload_store

# The message of the app's template of this name, or None.
FindTemplate = Callable[[base.Tx, str, str], Awaitable[model.Content | None]]


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What sending did: the message, those that followed from the same text, and the events in their order.

    There are no events when the same was sent before.
    """

    message: model.Message
    conversation: model.Conversation
    extras: tuple[model.Message, ...] = ()
    events: tuple[model.Event, ...] = ()


@dataclasses.dataclass(frozen=True)
class Sender:
    """Sends messages. `base_url` is the server's own address."""

    log: event_log.Log
    links: upload_links.Links
    base_url: str
    find_template: FindTemplate

    async def send(self, tx: base.Tx, user: appuser_model.AppUser, draft: model.Draft, *, now_ms: int) -> Sent:
        """Store a message with all that it entails; make the conversation when there is none.

        Masks card numbers when the app wants it, expands shorthand of the business, into several messages where it
        names templates, ties uploads to the message and marks an answered form. A draft whose `send_id` its author
        used before gives the first outcome again and stores nothing. Plain text costs what `messages.post` costs.

        Raises:
            errors.Conflict: that earlier send said something else.
            errors.BadRequest: an upload is not there, shorthand makes buttons that do not go together, the answers
                are not to the form, or the user is not on the channel that the message is for.
            errors.MessageNotFound: the quoted message is not in the conversation.
            errors.IntegrationNotFound: the message is for an integration that the app has not.
        """
        if _is_plain(draft):
            return _sent(await messages.post(tx, self.log, user, draft, now_ms=now_ms))
        before = await messages.sent_before(tx, user, draft)
        if before is not None:
            return await self._again(tx, before, draft)
        form: model.Message | None = None
        content = await _masked(tx, user, draft.content)
        if content.destination is not None:
            await _check_destination(tx, user, content.destination)
        if content.type == "formResponse":
            content, form = await _response(tx, user, content)
        elif content.quote is not None and content.quote.message_id is not None:
            quoted = await _quoted(tx, user, content.quote.message_id)
            content = msgspec.structs.replace(content, quote=_quote(quoted))
        by_maker = draft.role == "appMaker" and content.type == "text" and shorthand.hinted(content.text)
        contents = await self._expanded(tx, user, content, now_ms) if by_maker else [content]
        sent = await self._post(tx, user, draft, contents, now_ms)
        return sent if form is None else await self._submitted(tx, sent, form)

    async def _post(
        self,
        tx: base.Tx,
        user: appuser_model.AppUser,
        draft: model.Draft,
        contents: Sequence[model.Content],
        now_ms: int,
    ) -> Sent:
        said: list[messages.Outcome] = []
        for number, content in enumerate(contents):
            uploads = await self._with_uploads(tx, user.app_id, content)
            each = draft if number == 0 else _following(draft, number)
            outcome = await messages.post(
                tx, self.log, user, msgspec.structs.replace(each, content=uploads), now_ms=now_ms
            )
            await self._attach(tx, outcome.message, now_ms)
            said.append(outcome)
        return Sent(
            message=said[0].message,
            conversation=said[-1].conversation,
            extras=tuple(outcome.message for outcome in said[1:]),
            events=tuple(event for outcome in said for event in outcome.events),
        )

    async def _again(self, tx: base.Tx, first: messages.Outcome, draft: model.Draft) -> Sent:
        extras: list[model.Message] = []
        place = first.conversation.conversation_id
        while draft.send_id is not None:
            found = await store.sent(tx, place, draft.author_id, _following_id(draft.send_id, len(extras) + 1))
            if found is None:
                break
            extras.append(found[0])
        return Sent(message=first.message, conversation=first.conversation, extras=tuple(extras))

    async def _expanded(
        self, tx: base.Tx, user: appuser_model.AppUser, content: model.Content, now_ms: int
    ) -> list[model.Content]:
        found: dict[str, model.Content] = {}
        names = shorthand.templates(content.text)
        if len(names) > model.MAX_TEMPLATES:
            raise errors.BadRequest(f"text: must not name more than {model.MAX_TEMPLATES} templates")
        for name in names:
            template = await self.find_template(tx, user.app_id, name)
            if template is not None:
                found[name] = template
        return expanding.contents(content, found, base_url=self.base_url, now_ms=now_ms)

    async def _with_uploads(self, tx: base.Tx, app_id: str, content: model.Content) -> model.Content:
        """Return the message with what we know of our own files."""
        if content.media_url is not None:
            known = await self._known(tx, app_id, "mediaUrl", content.media_url)
            if known is not None:
                content = msgspec.structs.replace(content, media_type=known[0], media_size=known[1])
        items = []
        for index, item in enumerate(content.items):
            known = None
            if item.media_url is not None:
                known = await self._known(tx, app_id, f"items[{index}].mediaUrl", item.media_url)
            items.append(item if known is None else msgspec.structs.replace(item, media_type=known[0]))
        return msgspec.structs.replace(content, items=tuple(items)) if items else content

    async def _known(self, tx: base.Tx, app_id: str, where: str, url: str) -> tuple[str, int] | None:
        """Return type and size of an upload; None when the address is not ours."""
        key = self.links.key_of(url)
        if key is None:
            return None
        upload = await upload_store.by_key(tx, key)
        if upload is None or upload.app_id != app_id:
            raise errors.BadRequest(f"{where}: there is no such file")
        return upload.media_type, upload.size

    async def _attach(self, tx: base.Tx, message: model.Message, now_ms: int) -> None:
        urls = [message.content.media_url, *(item.media_url for item in message.content.items)]
        for url in dict.fromkeys(url for url in urls if url is not None):
            await files.attach(
                tx,
                self.links,
                app_id=message.app_id,
                media_url=url,
                message_id=message.message_id,
                now_ms=now_ms,
            )

    async def _submitted(self, tx: base.Tx, sent: Sent, form: model.Message) -> Sent:
        changed = await messages.change(tx, self.log, form)
        return Sent(
            message=sent.message,
            conversation=changed.conversation,
            extras=sent.extras,
            events=(*sent.events, changed),
        )


def _sent(outcome: messages.Outcome) -> Sent:
    return Sent(message=outcome.message, conversation=outcome.conversation, events=outcome.events)


def _is_plain(draft: model.Draft) -> bool:
    """Whether nothing has to be looked at but the text itself."""
    content = draft.content
    return (
        content.type == "text"
        and content.quote is None
        and content.destination is None
        and not masking.card_like(content.text)
        and not (draft.role == "appMaker" and shorthand.hinted(content.text))
    )


def _following(draft: model.Draft, number: int) -> model.Draft:
    """Return the draft of a message that the same send makes after the first."""
    send_id = None if draft.send_id is None else _following_id(draft.send_id, number)
    return msgspec.structs.replace(draft, send_id=send_id, digest=None)


def _following_id(send_id: str, number: int) -> str:
    """No sender can choose such an id: a header holds no line break, a `_clientId` does not begin so."""
    return f"{model.KEYED}{send_id}\n{number}"


async def _quoted(tx: base.Tx, user: appuser_model.AppUser, message_id: str) -> model.Message:
    conversation = await store.of_user(tx, user.app_id, user.app_user_id)
    found = None if conversation is None else await store.message(tx, conversation.conversation_id, message_id)
    if found is None:
        raise errors.MessageNotFound
    return found


def _quote(message: model.Message) -> model.Quote:
    """Return a message as it is quoted: without what it quotes itself, and what is for others alone."""
    content = msgspec.structs.replace(message.content, quote=None, destination=None, override=None)
    shown = msgspec.structs.replace(message, send_id=None, content=content)
    return model.Quote(message_id=message.message_id, message=shown)


async def _check_destination(tx: base.Tx, user: appuser_model.AppUser, to: model.Destination) -> None:
    if to.integration_id is not None:
        known = await app_store.integrations(tx, user.app_id)
        if all(each.integration_id != to.integration_id for each in known):
            raise errors.IntegrationNotFound
    for client in await appuser_store.clients(tx, user.app_id, user.app_user_id):
        if client.pending:
            continue
        by_id = to.integration_id is None or client.integration_id == to.integration_id
        if by_id and (to.integration_type is None or client.platform == to.integration_type):
            return
    raise errors.BadRequest("destination: the user is not on this channel")


async def _masked(tx: base.Tx, user: appuser_model.AppUser, content: model.Content) -> model.Content:
    typed = [content.text, *(field.text for field in content.fields if field.text)]
    if not any(masking.card_like(text) for text in typed):
        return content
    app = await app_store.app(tx, user.app_id)
    return content if app is None else masking.for_app(app, content)


async def _response(
    tx: base.Tx, user: appuser_model.AppUser, content: model.Content
) -> tuple[model.Content, model.Message]:
    """Return the response as it is stored, and its form as it will be."""
    named = None if content.quote is None else content.quote.message_id
    if named is None:
        raise errors.BadRequest("quotedMessage: a formResponse must name the form that it answers")
    await store.lock(tx, user.app_id, user.app_user_id)  # of two answers at once the second finds the first
    form = await _quoted(tx, user, named)
    if form.content.type != "form":
        raise errors.BadRequest("quotedMessage: is no form")
    if form.content.submitted:
        raise errors.BadRequest("quotedMessage: the form was answered before")
    answered = msgspec.structs.replace(form, content=msgspec.structs.replace(form.content, submitted=True))
    fields = answering.settled(form.content.fields, content.fields)
    return (
        msgspec.structs.replace(
            content, fields=fields, text_fallback=fallbacks.answers(fields), quote=_quote(answered)
        ),
        answered,
    )
