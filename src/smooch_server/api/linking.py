"""What the outbox does with links that were asked for, and tells of them."""

import msgspec

from smooch_server.api import happenings
from smooch_server.conversations import store as conversation_store
from smooch_server.core import clock
from smooch_server.identity import linking
from smooch_server.outbox import retry
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import facts
from smooch_server.webhooks import model as webhook_model

_decode = msgspec.json.Decoder(linking.Asked).decode


class Linker:
    """Asks channels to link accounts. No channel can be asked yet: every link fails, and the business is told."""

    def __init__(self, database: base.Database) -> None:
        self._database = database

    async def deliver(self, row: outbox.Row) -> retry.Outcome:
        """End one link: the pending client goes, and `link:failure` says why."""
        asked = _decode(row.payload)

        async def fail(tx: base.Tx) -> None:
            user = await linking.give_up(tx, row.app_id, asked)
            if user is None:
                return
            wanted = asked.wanted
            detail = facts.Linked(
                channel=wanted.channel,
                criteria=wanted.criteria,
                error=facts.Failure(
                    code="integration_inactive", message=f"This server does not speak to {wanted.channel} yet"
                ),
            )
            await happenings.tell(
                tx,
                user,
                webhook_model.LINK_FAILURE,
                detail,
                conversation=await conversation_store.of_user(tx, user.app_id, user.app_user_id),
                at_ms=clock.now_ms(),
            )

        await self._database.write(fail)
        return retry.Delivered()
