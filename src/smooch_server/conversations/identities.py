"""The ids of the parts of a message. Pure."""

import msgspec

from smooch_server.conversations import model
from smooch_server.core import ids

KEPT = ("postback", "buy")  # buttons that are asked for by their id


def checkout(base_url: str, action_id: str) -> str:
    """Return the address of the page on which a buy button is paid."""
    return f"{base_url}/checkout/{action_id}"


def renewed(content: model.Content, *, base_url: str, now_ms: int) -> model.Content:
    """Return the same message with new ids of its parts, as when a template is used again."""
    return msgspec.structs.replace(
        content,
        actions=tuple(_action(action, base_url, now_ms) for action in content.actions),
        items=tuple(
            msgspec.structs.replace(
                item,
                item_id=ids.new_id(now_ms),
                actions=tuple(_action(action, base_url, now_ms) for action in item.actions),
            )
            for item in content.items
        ),
        fields=tuple(
            msgspec.structs.replace(
                field,
                field_id=ids.new_id(now_ms),
                options=tuple(msgspec.structs.replace(each, option_id=ids.new_id(now_ms)) for each in field.options),
            )
            for field in content.fields
        ),
    )


def actions(content: model.Content) -> list[model.Action]:
    """Return every button of a message, those of its items too."""
    return [*content.actions, *(action for item in content.items for action in item.actions)]


def _action(action: model.Action, base_url: str, now_ms: int) -> model.Action:
    action_id = ids.new_id(now_ms)
    uri = checkout(base_url, action_id) if action.type == "buy" else action.uri
    return msgspec.structs.replace(action, action_id=action_id, uri=uri)
