"""The settings of an app: their defaults, and what may be set. Pure."""

from collections.abc import Mapping
from typing import Final

from smooch_server.apps import model
from smooch_server.core import errors

RETENTION: Final = "conversationRetentionSeconds"  # absent: messages are kept
# What visitors may do by themselves with what is stored of them.
DELETE_USER: Final = "allowDeleteUser"
EXPORT_CONVERSATION: Final = "allowExportConversation"
MOST_RETENTION_SECONDS: Final = 1_000_000_000  # 31 years


def merged(current: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Return the settings with what is given changed; None puts one back to its default, unknown ones are ignored.

    Raises:
        errors.BadRequest: a value is not one of the setting; the message names it.
    """
    settings = {**model.DEFAULT_SETTINGS, **current}
    for name, value in given.items():
        if name in model.DEFAULT_SETTINGS:
            if not isinstance(value, bool | None):
                raise errors.BadRequest(f"settings.{name}: must be true or false")
            settings[name] = model.DEFAULT_SETTINGS[name] if value is None else value
        elif name == RETENTION and value is None:
            settings.pop(name, None)
        elif name == RETENTION:
            settings[name] = _seconds(value)
    return settings


def is_on(app: model.App, name: str) -> bool:
    """Whether a setting of the app that is true or false is true."""
    return bool(app.settings.get(name, model.DEFAULT_SETTINGS[name]))


def _seconds(value: object) -> int:
    if isinstance(value, float) and value.is_integer():  # some clients have no whole numbers
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_RETENTION_SECONDS:
        raise errors.BadRequest(f"settings.{RETENTION}: must be a whole number from 1 to {MOST_RETENTION_SECONDS}")
    return value
