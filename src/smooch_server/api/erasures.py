"""Erasing a user, through whichever door."""

from smooch_server import erasure
from smooch_server.api import happenings, services
from smooch_server.appusers import model
from smooch_server.core import clock
from smooch_server.storage import base


async def user(service: services.Services, reach: base.Operation[model.AppUser]) -> None:
    """Erase the user whom `reach` gives, with clients, conversation and messages; connected devices are cut off."""

    async def write(tx: base.Tx) -> tuple[str, str] | None:
        found, now_ms = await reach(tx), clock.now_ms()
        conversation = await erasure.prepare_user(tx, app_id=found.app_id, app_user_id=found.app_user_id)
        await happenings.deleted(tx, found, conversation, at_ms=now_ms)
        await erasure.user(tx, app_id=found.app_id, app_user_id=found.app_user_id, now_ms=now_ms)
        return None if conversation is None else (found.app_id, conversation.conversation_id)

    gone = await service.database.write(write)
    if gone is not None:
        service.fanout.recheck(*gone)
