"""Requests and answers of the public REST API about who somebody is."""

import msgspec

from smooch_server.wire import shapes


class UserRef(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")


class MergeUsers(shapes.Wire, kw_only=True):
    """Two users who are one person. The discarded one becomes part of the surviving one."""

    surviving: UserRef
    discarded: UserRef
