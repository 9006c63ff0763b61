"""Values as JSON objects of API version 1, where they differ from 1.1."""

from collections.abc import Sequence

from smooch_server.appusers import model as appuser_model
from smooch_server.wire import shapes, v1_1


class AppUser(shapes.AppUser, kw_only=True):
    """Version 1 has two keys more: `devices` is a copy of `clients`."""

    devices: list[shapes.Client]
    credentialRequired: bool


def app_user(value: appuser_model.AppUser, clients: Sequence[appuser_model.Client]) -> AppUser:
    same = v1_1.app_user(value, clients)
    return AppUser(
        devices=same.clients,
        credentialRequired=value.credential_required,
        **{field: getattr(same, field) for field in shapes.AppUser.__struct_fields__},
    )
