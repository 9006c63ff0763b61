"""What one user becomes who takes over another: profile, properties and clients."""

import msgspec

from smooch_server.appusers import model, store
from smooch_server.core import jsonmap
from smooch_server.storage import base

_HOLES = ("given_name", "surname", "email", "locale", "avatar_url")


async def merge(
    tx: base.Tx, surviving: model.AppUser, discarded: model.AppUser
) -> tuple[model.AppUser, dict[str, jsonmap.Scalar]]:
    """Store what the surviving user becomes; return it, and the properties that found no room.

    The caller has locked both users.
    """
    merged, dropped = combined(surviving, discarded)
    await store.survive(tx, merged)
    await store.move_clients(tx, discarded.app_user_id, to=surviving.app_user_id)
    return merged, dropped


def combined(surviving: model.AppUser, discarded: model.AppUser) -> tuple[model.AppUser, dict[str, jsonmap.Scalar]]:
    """Return what the surviving user becomes, and the discarded one's properties that found no room. Pure.

    What the surviving user has wins. Properties of the other are taken while all of them together fit.
    """
    filled = {name: getattr(surviving, name) or getattr(discarded, name) for name in _HOLES}
    properties, dropped = dict(surviving.properties), {}
    for key, value in discarded.properties.items():
        if key in properties:
            continue
        if jsonmap.problem({**properties, key: value}):
            dropped[key] = value
        else:
            properties[key] = value
    # Whoever had to prove to be the one must not be read by whoever only names the other. An anonymous user has
    # nothing a token could prove.
    secured = surviving.credential_required or (discarded.credential_required and surviving.user_id is not None)
    merged = msgspec.structs.replace(
        surviving,
        **filled,
        properties=properties,
        conversation_started=surviving.conversation_started or discarded.conversation_started,
        credential_required=secured,
    )
    return merged, dropped
