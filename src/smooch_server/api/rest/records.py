"""`/conversations`, `/users` and `/messages/search`: additions of this server to the contract."""

from typing import Annotated, Any, Final

import litestar
from litestar.params import QueryParameter
from msgspec import UNSET

from smooch_server.api import additions, keyset, paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import model, store
from smooch_server.core import errors, ids
from smooch_server.search import store as search_store
from smooch_server.search import words
from smooch_server.storage import base
from smooch_server.wire import records, v1_1

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_SEARCH = {**_APP, policy.COST: 5}  # it reads more than it answers
_LAST: Final = (1 << 62, "")  # above every row
MAX_QUERY_CHARS: Final = 200
SEARCH_PAGE: Final = 25
LOOKED_AT: Final = 200  # rows at once
MOST_LOOKED_AT: Final = 2_000  # rows for one answer, however few of them are wanted

Cursor = Annotated[str | None, QueryParameter(description="`next` of the page before")]
Limit = Annotated[str | None, QueryParameter(description="Rows of a page: 25 when left out, at most 100")]


def _moment(text: str) -> Any:
    return QueryParameter(name=text, description="Unix seconds, decimals allowed, or an ISO-8601 time")


@litestar.get(paths.app_paths("/conversations"), tags=["Conversations"], opt=_APP, operation_class=additions.Addition)
async def list_conversations(
    request: Request,
    cursor: Cursor = None,
    limit: Limit = None,
    unread: Annotated[str | None, QueryParameter(description="`true`: only what the business has not read")] = None,
    user_id: Annotated[str | None, QueryParameter(name="userId", description="`_id` or `userId` of a user")] = None,
    updated_since: Annotated[str | None, _moment("updatedSince")] = None,
    updated_before: Annotated[str | None, _moment("updatedBefore")] = None,
) -> records.Conversations:
    """List conversations with messages, the one with the newest message first."""
    app_id, rows = policy.caller(request).app_id, paging.window(request)[0]
    before = keyset.unseal(cursor, tuple[int, str]) if cursor else _LAST
    since_ms, before_ms = paging.moment(request, "updatedSince"), paging.moment(request, "updatedBefore")
    if before_ms is not None:
        before = min(before, (before_ms, ""))
    only_unread = _flag("unread", unread)

    async def read(tx: base.Tx) -> records.Conversations:
        if user_id:
            found, more = await _of_user(tx, app_id, user_id, before), None
        else:
            found, more = await _look(
                tx, app_id, before=before, limit=rows, since_ms=since_ms or 0, only_unread=only_unread
            )
        wanted = [each for each in found if _is_wanted(each, since_ms or 0, only_unread=only_unread)]
        people = await appuser_store.by_ids(tx, app_id, [each.app_user_id for each in wanted])
        return records.Conversations(
            conversations=[_conversation(each, people[each.app_user_id]) for each in wanted],
            next=keyset.seal(*more) if more else UNSET,
        )

    return await services.of(request).database.read(read)


async def _look(
    tx: base.Tx, app_id: str, *, before: tuple[int, str], limit: int, since_ms: int, only_unread: bool
) -> tuple[list[model.Conversation], tuple[int, str] | None]:
    """Return a page of what is wanted, and where to go on; after MOST_LOOKED_AT rows whatever was found."""
    found: list[model.Conversation] = []
    looked = 0
    while looked < MOST_LOOKED_AT:
        rows = await store.listed(tx, app_id, before=before, limit=LOOKED_AT if only_unread else limit + 1)
        for row in rows:
            if row.received_ms < since_ms:
                return found, None
            if len(found) == limit:
                return found, before
            before = (row.received_ms, row.conversation_id)
            if _is_wanted(row, since_ms, only_unread=only_unread):
                found.append(row)
        looked += len(rows)
        if len(rows) < LOOKED_AT and (only_unread or len(rows) <= limit):
            return found, None
    return found, before


async def _of_user(tx: base.Tx, app_id: str, key: str, before: tuple[int, str]) -> list[model.Conversation]:
    found = await _person(tx, app_id, key)
    conversation = await store.of_user(tx, app_id, found.app_user_id) if found else None
    if conversation is None or not conversation.received_ms > 0:
        return []
    return [conversation] if (conversation.received_ms, conversation.conversation_id) < before else []


def _is_wanted(row: model.Conversation, since_ms: int, *, only_unread: bool) -> bool:
    return row.received_ms >= since_ms and (row.app_maker_unread_count > 0 or not only_unread)


async def _person(tx: base.Tx, app_id: str, key: str) -> appuser_model.AppUser | None:
    found = await appuser_store.by_id(tx, app_id, key)
    return found or await appuser_store.by_user_id(tx, app_id, key)


@litestar.get(paths.app_paths("/users"), tags=["Users"], opt=_APP, operation_class=additions.Addition)
async def list_users(
    request: Request,
    cursor: Cursor = None,
    limit: Limit = None,
    email: Annotated[str | None, QueryParameter(description="The whole address, as it is stored")] = None,
    user_id: Annotated[str | None, QueryParameter(name="userId", description="How the `userId` begins")] = None,
    signed_up_since: Annotated[str | None, _moment("signedUpSince")] = None,
    signed_up_before: Annotated[str | None, _moment("signedUpBefore")] = None,
) -> records.Users:
    """List users, the one who signed up last first; with `userId` in the order of the `userId`."""
    app_id, rows = policy.caller(request).app_id, paging.window(request)[0]
    since_ms, before_ms = paging.moment(request, "signedUpSince"), paging.moment(request, "signedUpBefore")
    if user_id and (email or since_ms is not None or before_ms is not None):
        raise errors.BadRequest("userId: must not be given together with email, signedUpSince or signedUpBefore")

    async def read(tx: base.Tx) -> records.Users:
        if user_id:
            after = keyset.unseal(cursor, tuple[str])[0] if cursor else ""
            found = await appuser_store.named(tx, app_id, beginning=user_id, after=after, limit=rows + 1)
            place: tuple[int | str, ...] = (found[rows - 1].user_id or "",) if len(found) > rows else ()
        else:
            before = keyset.unseal(cursor, tuple[int, str]) if cursor else _LAST
            before = before if before_ms is None else min(before, (before_ms, ""))
            found = await appuser_store.newest(
                tx, app_id, before=before, since_ms=since_ms or 0, email=email or None, limit=rows + 1
            )
            last = found[rows - 1] if len(found) > rows else None
            place = (last.signed_up_ms, last.app_user_id) if last else ()
        found = found[:rows]
        clients = await appuser_store.clients_of(tx, app_id, [each.app_user_id for each in found])
        return records.Users(
            users=[v1_1.app_user(each, clients[each.app_user_id]) for each in found],
            next=keyset.seal(*place) if place else UNSET,
        )

    return await services.of(request).database.read(read)


@litestar.get(paths.app_paths("/messages/search"), tags=["Messages"], opt=_SEARCH, operation_class=additions.Addition)
async def search_messages(
    request: Request,
    q: Annotated[str, QueryParameter(description="1 to 200 characters; the last word may be a beginning")] = "",
    cursor: Cursor = None,
    user_id: Annotated[str | None, QueryParameter(name="userId", description="`_id` or `userId` of a user")] = None,
    conversation_id: Annotated[str | None, QueryParameter(name="conversationId")] = None,
    since: Annotated[str | None, _moment("since")] = None,
    before: Annotated[str | None, _moment("before")] = None,
) -> records.FoundMessages:
    """Find messages by the words of their text, the newest first. What was said a moment ago may not be found yet."""
    app_id = policy.caller(request).app_id
    asked = _asked(q)
    since_ms, before_ms = paging.moment(request, "since"), paging.moment(request, "before")
    place = keyset.unseal(cursor, tuple[int])[0] if cursor else search_store.LAST_PLACE
    if before_ms is not None:
        place = min(place, search_store.place(before_ms))

    async def read(tx: base.Tx) -> records.FoundMessages:
        where = conversation_id or None
        if where is not None and not ids.is_id(where):
            return records.FoundMessages(messages=[])
        if user_id:
            person = await _person(tx, app_id, user_id)
            own = await store.of_user(tx, app_id, person.app_user_id) if person else None
            if own is None or where not in (None, own.conversation_id):
                return records.FoundMessages(messages=[])
            where = own.conversation_id
        question = search_store.Question(
            app_id=app_id,
            words=asked[0],
            beginning=asked[1],
            conversation_id=where,
            since_ms=since_ms or 0,
            before_place=place,
        )
        hits = await search_store.find(tx, question, limit=SEARCH_PAGE + 1)
        more, hits = len(hits) > SEARCH_PAGE, hits[:SEARCH_PAGE]
        people = await appuser_store.by_ids(tx, app_id, [hit.app_user_id for hit in hits])
        return records.FoundMessages(
            messages=[_found(hit, people[hit.app_user_id]) for hit in hits],
            next=keyset.seal(hits[-1].place) if more else UNSET,
        )

    return await services.of(request).database.read(read)


def _asked(text: str) -> tuple[list[str], str]:
    if not 1 <= len(text) <= MAX_QUERY_CHARS:
        raise errors.BadRequest(f"q: must have 1 to {MAX_QUERY_CHARS} characters")
    asked = words.of_query(text)
    if asked is None:
        raise errors.BadRequest("q: must have a letter or a digit")
    return asked


def _flag(name: str, text: str | None) -> bool:
    if text not in (None, "", "true", "false"):
        raise errors.BadRequest(f"{name}: must be true or false")
    return text == "true"


def _conversation(row: model.Conversation, user: appuser_model.AppUser) -> records.Conversation:
    last = store.last_message(row)
    return records.Conversation(
        id=row.conversation_id,
        appUser=_brief(user),
        unreadCount=row.unread_count,
        appMakerUnreadCount=row.app_maker_unread_count,
        updated=row.received_ms / 1000,
        lastMessage=records.LastMessage(role=last.role, type=last.type, text=last.text) if last else UNSET,
    )


def _found(hit: search_store.Hit, user: appuser_model.AppUser) -> records.Found:
    return records.Found(
        message=v1_1.message(hit.message),
        conversation=records.Ref(id=hit.message.conversation_id),
        appUser=_brief(user),
    )


def _brief(user: appuser_model.AppUser) -> records.Person:
    return records.Person(
        id=user.app_user_id,
        userId=UNSET if user.user_id is None else user.user_id,
        givenName=UNSET if user.given_name is None else user.given_name,
        surname=UNSET if user.surname is None else user.surname,
        email=UNSET if user.email is None else user.email,
    )


HANDLERS = [list_conversations, list_users, search_messages]
